"""The register of disclosures in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from cohort.presenters.explanations import clause_name
from cohort.queries.disclosures import Disclosure, Register
from marsoc.govuk.jinja import long_datetime
from sharing.enums import AccessReason, AccessRule, RoleCode
from sharing.models import Agency, Hub
from sharing.presenters.audit import categories
from sharing.queries.names import names

_RULES = {
    AccessRule.CONTRIBUTED: "What the agency contributed itself",
    AccessRule.EMERGENCY: "Emergency access",
    AccessRule.NAMED: "Named for the record",
    AccessRule.TRANSFER: "Offered to the hub to take over",
}
NOT_RECORDED = "Not recorded"


@dataclass(frozen=True, slots=True)
class Row:
    """What one person received in one way."""

    person: str
    acting: str
    what: str
    means: str
    under: list[str]
    purpose: str
    when: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """An agency, and what its people received."""

    name: str
    people: int
    rows: list[Row]


def recipients(register: Register) -> list[Recipient]:
    """Return the agencies that received something of a person, each with who did."""
    together = groupby(register.disclosures, key=lambda each: each.agency)
    found = [_recipient(register, agency, list(disclosures)) for agency, disclosures in together]
    return sorted(found, key=lambda each: each.name)


def _recipient(register: Register, agency: str, disclosures: list[Disclosure]) -> Recipient:
    people = {each.person.pk for each in disclosures if each.person}
    return Recipient(agency_name(agency), len(people), [row(register, each) for each in disclosures])


def agency_name(code: str) -> str:
    """Return the name of the agency that was acted for."""
    return names(Agency).get(code, code) or "No agency"


def row(register: Register, disclosure: Disclosure) -> Row:
    """Return a disclosure in words."""
    hub = f"{names(Hub).get(disclosure.hub, disclosure.hub)} hub" if disclosure.hub else ""
    role = RoleCode(disclosure.role).label if disclosure.role in RoleCode else disclosure.role
    return Row(
        person=disclosure.person.full_name if disclosure.person else "Nobody signed in",
        acting=", ".join(part for part in (role, hub) if part),
        what=categories(disclosure.categories) if disclosure.categories else "The reference alone",
        means=disclosure.means.label,
        under=list(_under(register, disclosure)) or [NOT_RECORDED],
        purpose=purpose(disclosure),
        when=_when(disclosure),
    )


def purpose(disclosure: Disclosure) -> str:
    """Return what a person said the reading was for; nothing where nobody asked."""
    return AccessReason(disclosure.purpose).label if disclosure.purpose in AccessReason else ""


def _under(register: Register, disclosure: Disclosure) -> Iterator[str]:
    for basis in disclosure.under:
        rule, _, number = basis.partition(":")
        if rule == AccessRule.AGREEMENT:
            clause = register.clauses.get(int(number))
            yield _capital(clause_name(clause)) if clause else f"Clause number {number}"
        elif rule == AccessRule.SHARE:
            clause = register.shares.get(int(number))
            yield f"Share {number}" + (f" under {clause_name(clause)}" if clause else "")
        else:
            yield f"{_RULES[AccessRule(rule)]}{f' {number}' if rule == AccessRule.EMERGENCY else ''}"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _when(disclosure: Disclosure) -> str:
    if disclosure.times == 1:
        return long_datetime(disclosure.last)
    first, last = long_datetime(disclosure.first), long_datetime(disclosure.last)
    return f"{disclosure.times:,} times, first {first}, last {last}"
