"""An agreement in words: where it stands, its terms, its parties and its clauses."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from marsoc.govuk.jinja import long_date
from marsoc.kit import clock
from sharing.enums import Ability, AgreementState, DataCategory, Existence, Phase
from sharing.models import Agreement, Clause, Party
from sharing.presenters.agreement_warnings import in_a_row
from sharing.queries.register import Registered
from sharing.standing import in_force, is_superseded, signature_of, state_of

COLOURS = {
    AgreementState.DRAFT: "grey",
    AgreementState.IN_SIGNATURE: "blue",
    AgreementState.IN_FORCE: "green",
    AgreementState.REVIEW_DUE: "yellow",
    AgreementState.SUSPENDED: "red",
    AgreementState.EXPIRED: "grey",
    AgreementState.TERMINATED: "grey",
}
_FEW = 3
"""How many hubs may be named as exceptions from all."""


@dataclass(frozen=True, slots=True)
class Words:
    """The names of the hubs of today, in their order, and of agencies, by code."""

    hubs: Mapping[str, str]
    agencies: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in a word and a colour."""

    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a summary list."""

    key: str
    value: str | list[str]
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An agreement as the register shows it; ``notes`` say what its state does not."""

    reference: str
    title: str
    tag: Tag
    notes: list[str]
    owner: str
    parties: list[str]
    signed: str
    starts_on: date
    ends_on: date
    review_on: date | None


def tag_of(agreement: Agreement) -> Tag:
    """Return the state of an agreement in a word and a colour."""
    state = state_of(agreement, clock.now())
    return Tag(state.label, COLOURS[state])


def listed(row: Registered) -> Listed:
    """Return a row of the register."""
    agreement = row.newest
    parties = list(agreement.parties.all())
    return Listed(
        reference=agreement.reference,
        title=agreement.title,
        tag=Tag(row.state.label, COLOURS[row.state]),
        notes=list(_notes(row)),
        owner=agreement.owner.name,
        parties=[party.agency.name for party in parties if party.agency_id != agreement.owner_id],
        signed=signed_by(agreement),
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        review_on=agreement.review_on,
    )


def _notes(row: Registered) -> Iterator[str]:
    agreement = row.newest
    if row.state == AgreementState.IN_SIGNATURE and agreement.starts_on > clock.today():
        yield f"begins on {long_date(agreement.starts_on)}"
    if agreement.version > 1:
        yield f"version {agreement.version}"
    if row.earlier:
        yield f"version {row.earlier.version} is still in force"


def signed_by(agreement: Agreement) -> str:
    """Return how many parties have signed, such as 'signed by 2 of 4'."""
    parties = list(agreement.parties.all())
    return f"signed by {sum(1 for party in parties if signature_of(party))} of {len(parties)}"


def standing(agreement: Agreement, later: Iterable[Agreement]) -> list[str]:
    """Return what the state of a version means for its parties, a sentence each.

    Args:
        agreement: with its parties and signatures loaded.
        later: the later versions, likewise.
    """
    state, later = state_of(agreement, clock.now()), list(later)
    return [*_STANDING[state](agreement), *_replaced(agreement, later), *_ended_agencies(agreement)]


def _draft(agreement: Agreement) -> Iterator[str]:
    yield "Nothing is shared under a draft. Once it is opened for signature, it can no longer be changed."


def _in_signature(agreement: Agreement) -> Iterator[str]:
    waiting, day = _waiting(agreement), clock.today()
    if waiting:
        yield f"Nothing is shared under this version yet. It waits for the signature of {in_a_row(waiting)}."
    if agreement.starts_on > day:
        signed = "" if waiting else "Every party has signed. "
        yield f"{signed}It has not begun: nothing is shared under it before {long_date(agreement.starts_on)}."
    elif not waiting:
        yield "Nothing is shared under this version at present."


def _in_force(agreement: Agreement) -> Iterator[str]:
    now = clock.now()
    receiving = [each.agency.name for each in agreement.parties.all() if in_force(agreement, each, now)]
    yield f"In force for {in_a_row(receiving)} until the end of {long_date(agreement.ends_on)}."
    if waiting := _waiting(agreement):
        has = "has" if len(waiting) == 1 else "have"
        yield f"{in_a_row(waiting)} {has} not signed: nothing is shared there under this version."


def _review_due(agreement: Agreement) -> Iterator[str]:
    yield from _in_force(agreement)
    yield f"Its review was due on {long_date(agreement.review_on)}. It stays in force until it ends or is stopped."


def _suspended(agreement: Agreement) -> Iterator[str]:
    day = clock.day_of(agreement.suspended_at) if agreement.suspended_at else None
    yield f"Suspended since {long_date(day)}: {agreement.suspension_reason}"
    yield f"Nothing is shared under it until {agreement.owner.name} resumes it."


def _expired(agreement: Agreement) -> Iterator[str]:
    yield f"It ended with {long_date(agreement.ends_on)}. Nothing is shared under it any more."


def _terminated(agreement: Agreement) -> Iterator[str]:
    day = clock.day_of(agreement.terminated_at) if agreement.terminated_at else None
    yield f"Ended on {long_date(day)}: {agreement.termination_reason}"
    yield "Nothing is shared under it any more."


_STANDING: Mapping[AgreementState, Callable[[Agreement], Iterator[str]]] = {
    AgreementState.DRAFT: _draft,
    AgreementState.IN_SIGNATURE: _in_signature,
    AgreementState.IN_FORCE: _in_force,
    AgreementState.REVIEW_DUE: _review_due,
    AgreementState.SUSPENDED: _suspended,
    AgreementState.EXPIRED: _expired,
    AgreementState.TERMINATED: _terminated,
}


def _waiting(agreement: Agreement) -> list[str]:
    return [each.agency.name for each in agreement.parties.all() if not signature_of(each) and not has_ended(each)]


def has_ended(party: Party) -> bool:
    """Say whether a party's agency has been merged into another or closed."""
    return party.agency.valid_to is not None and party.agency.valid_to <= clock.today()


def _replaced(agreement: Agreement, later: list[Agreement]) -> Iterator[str]:
    now = clock.now()
    replaced = [
        party.agency.name
        for party in agreement.parties.all()
        if party.agency_id != agreement.owner_id and is_superseded(later, party.agency, now)
    ]
    if replaced:
        yield f"A later version has taken its place for {in_a_row(replaced)}."


def _ended_agencies(agreement: Agreement) -> Iterator[str]:
    for party in filter(has_ended, agreement.parties.all()):
        what = "Nothing is shared under it" if party.agency_id == agreement.owner_id else "Nothing is shared with it"
        yield (
            f"{party.agency.name} has been merged or closed since {long_date(party.agency.valid_to)}: its memberships"
            f" and what it was given have ended. {what}. A new version can name the agency that took over its work."
        )


def terms(agreement: Agreement, links: Mapping[str, str] | None = None) -> list[Row]:
    """Return the terms as rows.

    Args:
        agreement: a version.
        links: addresses of the pages that change them, by section: purpose, dates, rules.
    """
    links = links or {}
    purpose, dates, rules = (links.get(section) for section in ("purpose", "dates", "rules"))
    return [
        Row("Title", agreement.title, purpose),
        Row("Kind", agreement.get_kind_display()),
        Row("Provides the information", agreement.owner.name),
        Row("Purpose", agreement.purpose.splitlines(), purpose),
        Row("Lawful basis", agreement.lawful_basis.splitlines(), purpose),
        Row("Data protection impact assessment", agreement.dpia_reference, purpose),
        Row("First day", long_date(agreement.starts_on), dates),
        Row("Last day", long_date(agreement.ends_on), dates),
        Row("Review due", long_date(agreement.review_on), dates),
        Row("How long information is kept", agreement.retention.splitlines(), rules),
        Row("Passing information on", agreement.onward_sharing.splitlines(), rules),
        Row("Documents", agreement.documents.splitlines(), rules),
    ]


@dataclass(frozen=True, slots=True)
class ShownParty:
    """A party: whom to ask, and its signature or why there is none."""

    code: str
    name: str
    gives: bool
    contact: list[str]
    signature: list[str]
    content_hash: str


def party_rows(agreement: Agreement) -> list[ShownParty]:
    """Return the parties, the one that provides the information first."""
    parties = sorted(agreement.parties.all(), key=lambda each: each.agency_id != agreement.owner_id)
    return [_party(agreement, party) for party in parties]


def _party(agreement: Agreement, party: Party) -> ShownParty:
    standing_one = signature_of(party)
    return ShownParty(
        code=party.agency_id,
        name=party.agency.name,
        gives=party.agency_id == agreement.owner_id,
        contact=[text for text in (party.contact_name, party.contact_email) if text],
        signature=list(_signature(party)),
        content_hash=standing_one.content_hash if standing_one else "",
    )


def _signature(party: Party) -> Iterator[str]:
    if has_ended(party):
        yield f"The agency ended on {long_date(party.agency.valid_to)}"
    last = next(reversed(party.signatures.all()), None)
    if last is None:
        yield "Not signed"
        return
    yield f"{last.signed_by.full_name}, {last.authority}, on {long_date(clock.day_of(last.signed_at))}"
    if last.withdrawn_at:
        yield f"Withdrawn on {long_date(clock.day_of(last.withdrawn_at))}: {last.withdrawal_reason}"


@dataclass(frozen=True, slots=True)
class Card:
    """A clause in full."""

    number: int
    rows: list[Row]


def clause_cards(agreement: Agreement, words: Words) -> list[Card]:
    """Return the clauses in full."""
    return [Card(clause.number, _clause(clause, words)) for clause in agreement.clauses.all()]


def _clause(clause: Clause, words: Words) -> list[Row]:
    return [
        Row("Who receives", agencies_in_words(clause.recipients, words)),
        Row("About whom", _begun(coverage(clause, words))),
        Row("Which information", [category.label for category in DataCategory if category in clause.categories]),
        Row("What they may do", [_MAY[ability] for ability in Ability if ability in clause.abilities]),
        Row("For which purpose", clause.purpose.splitlines()),
        Row("Lawful basis", clause.lawful_basis.splitlines() or "That of the agreement"),
        Row("From and until", _begun(dates_in_words(clause))),
        Row("Handling conditions", clause.handling.splitlines() or "None"),
        Row("What they may know of people they may not see", _KNOWN[Existence(clause.existence)]),
    ]


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


_MAY = {
    Ability.VIEW: "See what is recorded",
    Ability.CONTRIBUTE: "Add to it what they know themselves",
    Ability.AGREE: "Agree plans about it",
}

_KNOWN = {
    Existence.NOTHING: "Nothing",
    Existence.POINTER: "That another agency holds an interest, and whom to ask",
    Existence.SUMMARY: "That another agency holds an interest, whom to ask, the hub and the custody phase",
}


def agencies_in_words(codes: Iterable[str], words: Words) -> list[str]:
    """Return the names of agencies, in their order."""
    return sorted(words.agencies.get(code, code) for code in codes)


def coverage(clause: Clause, words: Words) -> str:
    """Return whom a clause is about, such as 'all hubs, in custody and on licence or supervision'."""
    return ", ".join(text for text in (_hubs(clause, words), _phases(clause)) if text)


def _hubs(clause: Clause, words: Words) -> str:
    missing = [name for code, name in words.hubs.items() if code not in clause.hubs]
    named = [words.hubs.get(code, code) for code in [*words.hubs, *clause.hubs] if code in clause.hubs]
    named = list(dict.fromkeys(named))
    if not named:
        return ""
    if not missing:
        return "all hubs"
    if len(missing) <= _FEW < len(named):
        return f"all hubs except {in_a_row(missing)}"
    return f"{in_a_row(named)} {'hub' if len(named) == 1 else 'hubs'}"


def _phases(clause: Clause) -> str:
    named = [phase.label[0].lower() + phase.label[1:] for phase in Phase if phase in clause.phases]
    if len(named) == len(Phase):
        return "in every custody phase"
    return in_a_row(named) if named else ""


def dates_in_words(clause: Clause) -> str:
    """Return a clause's own dates; without any it lasts as long as its agreement."""
    given = [
        *([f"from {long_date(clause.starts_on)}"] if clause.starts_on else []),
        *([f"until {long_date(clause.ends_on)}"] if clause.ends_on else []),
    ]
    return " ".join(given) or "as long as the agreement"
