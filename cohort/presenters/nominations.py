"""Nominations in words."""

from typing import NamedTuple

from cohort.enums import ListStatus, NominationState, SubjectCategory
from cohort.models import Nomination
from cohort.presenters.individuals import Row
from marsoc.govuk.jinja import long_date

_COLOURS = {NominationState.WAITING: "blue", NominationState.TAKEN_UP: "green"}


class NominationRow(NamedTuple):
    """One nomination as its table shows it."""

    pk: int
    name: str
    between: str
    nominated: str
    state: str
    colour: str


def row(nomination: Nomination, *, for_agency: bool) -> NominationRow:
    """Return a nomination as a row: with the hub for the agency, with the agency for the hub."""
    state = NominationState(nomination.state)
    return NominationRow(
        pk=nomination.pk,
        name=nomination.full_name,
        between=f"{nomination.hub.name} hub" if for_agency else nomination.agency.name,
        nominated=long_date(nomination.nominated_at),
        state=state.label,
        colour=_COLOURS.get(state, "grey"),
    )


def facts(nomination: Nomination, threats: list[str], outcome: ListStatus | None) -> list[Row]:
    """Return what was nominated and, once it is answered, how, as far as the reader may know.

    Args:
        nomination: as the reader sees it.
        threats: its threat areas in words.
        outcome: where the person stands on the list, None for readers who may not know.
    """
    born = long_date(nomination.date_of_birth) if nomination.date_of_birth else "Not known"
    told = [
        Row("Name", nomination.full_name),
        Row("Date of birth", born),
        Row("Category of data subject", SubjectCategory(nomination.category).label),
        Row("Threat areas", ", ".join(threats)),
        Row("Why the person belongs on the list", nomination.grounds),
        Row("Evidence", nomination.evidence),
        Row("Hub", nomination.hub.name),
        Row(
            "Nominated",
            f"{nomination.membership.user.full_name}, {nomination.agency.name}, {long_date(nomination.nominated_at)}",
        ),
        Row("Answer", NominationState(nomination.state).label),
    ]
    if nomination.decided_at:
        told.append(Row("Answered", long_date(nomination.decided_at)))
    if nomination.answer:
        told.append(Row("What the agency is told", nomination.answer))
    if outcome:
        told.append(Row("Where the person stands", outcome.label))
    return told
