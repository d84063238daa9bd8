"""What was done to an agreement, and what would stop or begin if something were."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from marsoc.govuk.jinja import long_date
from marsoc.kit import clock
from sharing.enums import Ability, DataCategory
from sharing.models import Agency, Agreement, Clause
from sharing.presenters.agreement_warnings import in_a_row
from sharing.presenters.agreements import Row, Words, coverage
from sharing.queries.agreement_history import Act
from sharing.standing import gives


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the timeline component takes it."""

    title: str
    by: str
    when: datetime
    text: list[str]
    href: str | None = None


def entry(act: Act) -> Entry:
    """Return an act as an entry of the timeline."""
    text = [
        *([f"Signs as {act.office}"] if act.office else []),
        *([f"Reason: {act.reason}"] if act.reason else []),
    ]
    title = f"{act.kind.label} by {act.agency}" if act.agency else act.kind.label
    return Entry(title=title, by=_writer(act), when=act.at, text=text)


def _writer(act: Act) -> str:
    if act.job:
        return f"the system ({act.job})"
    person = act.person or "somebody whose login has been removed"
    return f"{person}, acting as {act.membership}" if act.membership else person


Keep = Callable[[Clause, Agency], bool]


def given_now(versions: list[Agreement], words: Words, keep: Keep) -> list[Row]:
    """Return what agencies are given under an agreement from now on, a row for each agency.

    Args:
        versions: every version that has been opened, with all its content.
        words: names of hubs and agencies.
        keep: which clauses, for which agencies, to tell of.
    """
    agencies = {party.agency_id: party.agency for each in versions for party in each.parties.all()}
    rows = (
        Row(agency.name, list(_given(versions, agency, words, keep)))
        for agency in sorted(agencies.values(), key=lambda each: each.name)
    )
    return [row for row in rows if row.value]


def _given(versions: list[Agreement], agency: Agency, words: Words, keep: Keep) -> Iterator[str]:
    now = clock.now()
    for clause, interval in gives(versions, agency, now):
        if keep(clause, agency):
            begins = f", from {long_date(clock.day_of(interval.start))}" if interval.start > now else ""
            yield f"{_what(clause)}: {coverage(clause, words)}{begins} ({_where(clause)})"


def _what(clause: Clause) -> str:
    may = in_a_row(ability.label.lower() for ability in Ability if ability in clause.abilities)
    categories = in_a_row(category.label.lower() for category in DataCategory if category in clause.categories)
    return f"{may.capitalize()} {categories}"


def _where(clause: Clause) -> str:
    return f"version {clause.agreement.version}, clause {clause.number}"


def as_if_resumed(versions: Iterable[Agreement]) -> list[Agreement]:
    """Return the versions as they would be were they not suspended."""
    resumed = [copy(version) for version in versions]
    for version in resumed:
        version.suspended_at = None
    return resumed
