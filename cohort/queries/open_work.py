"""What about somebody is open and belongs to the staff of the hub that owns the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from cohort.enums import RequestState, ShareState, Verdict, WorkKind
from cohort.models import AccessRequest, Assessment, CorrectionNotice, Individual, NamedShare, PossibleMatch
from marsoc.govuk.jinja import long_date
from marsoc.kit import clock
from sharing.queries.agreements import footings
from sharing.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of open work, and what may become of it when the person moves to another hub.

    ``row`` is what it is of its kind, 0 for the review. Whatever does not go on is closed; whatever cannot be closed
    goes on.
    """

    kind: WorkKind
    row: int
    words: str
    goes_on: bool = True
    closes: bool = True

    @property
    def name(self) -> str:
        """What it goes by among the open work about one person."""
        return f"{self.kind.lower()}_{self.row}"


def open_work(viewer: Viewer, individual: Individual, hub: str) -> list[Work]:
    """Return what is open about somebody.

    Args:
        viewer: who sees every record that it may concern (``sharing.viewer.looking_everywhere``).
        individual: about whom.
        hub: code of the hub to which the person moves.
    """
    return [
        Work(WorkKind.REVIEW, 0, _review(individual), closes=False),
        *_assessments(viewer, individual),
        *_requests(viewer, individual),
        *_shares(viewer, individual, hub),
        *_matches(viewer, individual),
        *_corrections(viewer, individual),
    ]


def _review(individual: Individual) -> str:
    return f"The next review, due by {long_date(individual.review_due)}" if individual.review_due else "The next review"


def _assessments(viewer: Viewer, individual: Individual) -> Iterator[Work]:
    """Yield the assessment that is being worked on: a scoring is its assessor's, and only a second one can be begun."""
    for each in _about(Assessment, viewer, individual).filter(revealed_at=None, withdrawn_at=None):
        waits = bool(each.first_submitted_at and each.second_due and each.second_assessor_id is None)
        stands = "waits for a second assessor" if waits else "its assessors have not finished"
        words = f"Assessment begun on {long_date(each.opened_at)}: {stands}"
        yield Work(WorkKind.ASSESSMENT, each.pk, words, goes_on=waits)


def _requests(viewer: Viewer, individual: Individual) -> Iterator[Work]:
    waiting = _about(AccessRequest, viewer, individual).filter(state__in=[RequestState.OPEN, RequestState.ASKED])
    for each in waiting.select_related("agency"):
        words = f"{each.agency.name} asks for access, since {long_date(each.asked_at)}"
        yield Work(WorkKind.REQUEST, each.pk, words)


def _shares(viewer: Viewer, individual: Individual, hub: str) -> Iterator[Work]:
    """Yield shares and offers by name; one goes on only under a clause that covers the other hub as well."""
    live = _about(NamedShare, viewer, individual).filter(
        state__in=[ShareState.OFFERED, ShareState.ACCEPTED], ends_on__gte=clock.today()
    )
    shares = list(live.select_related("agency"))
    covered = {(each.clause.pk, each.agency.pk) for each in footings([hub])} if shares else set()
    for each in shares:
        what = "Offered" if each.state == ShareState.OFFERED else "Shared"
        words = f"{what} by name to {each.agency.name} until {long_date(each.ends_on)}"
        yield Work(WorkKind.SHARE, each.pk, words, goes_on=(each.clause_id, each.agency_id) in covered)


def _matches(viewer: Viewer, individual: Individual) -> Iterator[Work]:
    pairs = PossibleMatch.unscoped.visible_to(viewer).filter(
        Q(first=individual) | Q(second=individual), verdict=Verdict.OPEN, first__left_on=None, second__left_on=None
    )
    for each in pairs.order_by("pk"):
        words = "Another record may be of the same person, and nobody has decided"
        yield Work(WorkKind.MATCH, each.pk, words, closes=False)


def _corrections(viewer: Viewer, individual: Individual) -> Iterator[Work]:
    waiting = _about(CorrectionNotice, viewer, individual).filter(acknowledged_at=None)
    for each in waiting.select_related("agency"):
        words = f"{each.agency.name} has not acknowledged the correction of {long_date(each.made_at)}"
        yield Work(WorkKind.CORRECTION, each.pk, words, closes=False)


def _about(model: Any, viewer: Viewer, individual: Individual) -> Any:
    return model.unscoped.visible_to(viewer).filter(individual=individual).order_by("pk")
