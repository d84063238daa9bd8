"""Why an agreement is over for an agency, wholly or in part, and whom to ask."""

from dataclasses import dataclass
from datetime import timedelta

from marsoc.govuk.jinja import long_date
from sharing.models import Party
from sharing.queries.endings import Ended
from sharing.standing import end_of, term, term_of_clause

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What a screen says of an agreement that is over."""

    reference: str
    title: str
    why: str
    ask: str
    email: str
    partly: bool


def told(ended: list[Ended]) -> list[Told]:
    """Return agreements that are over, in words."""
    return [_told(each) for each in ended]


def _told(ended: Ended) -> Told:
    owner = _party(ended, ended.agreement.owner_id)
    at = ended.agreement.owner.name
    return Told(
        reference=ended.agreement.reference,
        title=ended.agreement.title,
        why=_why_in_part(ended) if ended.partly else _why(ended) + _next(ended),
        ask=f"{owner.contact_name}, {at}" if owner and owner.contact_name else at,
        email=owner.contact_email if owner else "",
        partly=ended.partly,
    )


def _why(ended: Ended) -> str:
    agreement, day = ended.agreement, long_date(ended.over_at)
    last_day = long_date(ended.over_at - _INSTANT)
    reasons = (
        (agreement.suspended_at is not None, f"It was suspended on {day}."),
        (agreement.terminated_at == ended.over_at, f"It was ended on {day}."),
        (_left(ended, agreement.owner_id), f"{agreement.owner.name} withdrew from it on {day}."),
        (_left(ended, ended.agency.pk), f"Your agency withdrew from it on {day}."),
        (end_of(agreement.owner) == ended.over_at, f"{agreement.owner.name}, which shared it, ended on {last_day}."),
        (term(agreement).end == ended.over_at, f"It expired. Its last day was {last_day}."),
        (
            any(term_of_clause(clause).end == ended.over_at for clause in agreement.clauses.all()),
            f"What it shared with your agency was agreed until {last_day}.",
        ),
    )
    replaced = f"It was replaced on {day} by a version that shares nothing with your agency."
    return next((reason for applies, reason in reasons if applies), replaced)


def _why_in_part(ended: Ended) -> str:
    last_day = long_date(ended.over_at - _INSTANT)
    if any(term_of_clause(clause).end == ended.over_at for clause in ended.agreement.clauses.all()):
        return f"Part of what it shared with your agency was agreed until {last_day}. The rest is in force."
    return f"Part of what it shared with your agency ended on {long_date(ended.over_at)}. The rest is in force."


def _next(ended: Ended) -> str:
    if ended.newest.version <= ended.agreement.version:
        return ""
    return f" Version {ended.newest.version} shares nothing with your agency yet."


def _left(ended: Ended, agency: str) -> bool:
    party = _party(ended, agency)
    return party is not None and any(each.withdrawn_at == ended.over_at for each in party.signatures.all())


def _party(ended: Ended, agency: str) -> Party | None:
    return next((each for each in ended.agreement.parties.all() if each.agency_id == agency), None)
