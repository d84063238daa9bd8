"""Panels: who is on the agenda, who takes part, and what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cohort.deciding import Case
from cohort.enums import ListAct, ListStatus, Place, ProposalState
from cohort.models import (
    Assessment,
    Band,
    Individual,
    ListMove,
    Nomination,
    Panel,
    PanelAttendance,
    PanelDecision,
    PanelQuorum,
    Recusal,
    Scoring,
    Standing,
)
from cohort.queries import reference
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.enums import Operation
from sharing.viewer import Viewer

PAGE_SIZE = 25
_CLOSED = (ListStatus.REJECTED, ListStatus.EXITED, ListStatus.ARCHIVED)
"""Nothing is decided about them, also where two assessors were far apart."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A panel with everything its page shows."""

    panel: Panel
    attendances: list[PanelAttendance]
    agenda: list[Case]
    decisions: list[PanelDecision]
    recusals: list[Recusal]


def quorum_of_today() -> PanelQuorum | None:
    """Return who must take part in a panel that is opened today."""
    return reference.choices(PanelQuorum).first()


def disputes(viewer: Viewer) -> QuerySet[Assessment]:
    """Return the newest assessments in which two assessors were too far apart and nothing has been decided."""
    seen: QuerySet[Assessment] = Assessment.unscoped.visible_to(viewer).filter(revealed_at__isnull=False)
    newer = seen.filter(individual=OuterRef("individual"), revealed_at__gt=OuterRef("revealed_at"))
    stands = Standing.unscoped.visible_to(viewer).filter(assessment=OuterRef("pk"))
    return seen.filter(~Exists(newer), ~Exists(stands), for_panel=True).exclude(individual__status__in=_CLOSED)


def panels(viewer: Viewer, number: int) -> Page[Panel]:
    """Return one page of the panels of the viewer's hubs, the open ones first, and record the reading."""
    found = Panel.unscoped.visible_to(viewer).select_related("hub", "chair")
    page: Page[Panel] = page_from(found.order_by(F("closed_at").desc(nulls_first=True), "-pk"), number, PAGE_SIZE)
    audit.record(viewer, Operation.CONSULT, kind="panels", total=page.total)
    return page


def meeting_of(viewer: Viewer, panel: Panel) -> Meeting:
    """Return a panel with its agenda and what it has decided, and record the reading.

    Args:
        viewer: who asks.
        panel: that the viewer has been given.
    """
    recused = Recusal.unscoped.visible_to(viewer).filter(attendance__panel=panel, attendance__taken_back_at=None)
    found = Meeting(
        panel=panel,
        attendances=list(attendances_of(viewer, panel)),
        agenda=agenda_of(viewer, panel.hub_id) if panel.closed_at is None else [],
        decisions=list(_decisions(viewer).filter(panel=panel)),
        recusals=list(recused.select_related("individual", "attendance__agency").order_by("pk")),
    )
    people = [each.individual for rows in (found.agenda, found.decisions, found.recusals) for each in rows]
    shown = {each.shown_reference for each in people}
    audit.record(viewer, Operation.CONSULT, kind="panel", ref=str(panel.pk), shown=sorted(shown), total=len(shown))
    return found


def _decisions(viewer: Viewer) -> QuerySet[PanelDecision]:
    found: QuerySet[PanelDecision] = PanelDecision.unscoped.visible_to(viewer)
    return found.select_related("individual", "rejection", "band", "proposed_by", "decided_by").order_by("pk")


def attendances_of(viewer: Viewer, panel: Panel) -> QuerySet[PanelAttendance]:
    """Return who attends a panel, in the order in which they came."""
    found: QuerySet[PanelAttendance] = PanelAttendance.unscoped.visible_to(viewer)
    found = found.filter(panel=panel, taken_back_at=None)
    return found.select_related("agency").order_by("pk")


def has_decided_with(viewer: Viewer, attendance: PanelAttendance) -> bool:
    """Say whether a panel has decided about anybody, since somebody came to it, with that person taking part.

    Args:
        viewer: who asks.
        attendance: of somebody who attends.
    """
    came = PanelAttendance.history.filter(id=attendance.pk, history_type="+").values_list("history_date", flat=True)
    out = Recusal.unscoped.visible_to(viewer).filter(attendance=attendance, individual=OuterRef("individual"))
    made = PanelDecision.unscoped.visible_to(viewer).filter(panel=attendance.panel_id, proposed_at__gte=came.get())
    return made.filter(~Exists(out), state__in=[ProposalState.PROPOSED, ProposalState.APPROVED]).exists()


def taking_part(viewer: Viewer, panel: Panel, individual: Individual) -> QuerySet[PanelAttendance]:
    """Return who attends a panel and has not stepped out for an individual."""
    out = Recusal.unscoped.visible_to(viewer).filter(individual=individual, attendance=OuterRef("pk"))
    return attendances_of(viewer, panel).exclude(Exists(out))


def agenda_of(viewer: Viewer, hub: str) -> list[Case]:
    """Return whom a hub's panel has to decide about, by name."""
    apart = {each.individual_id: each for each in disputes(viewer).filter(individual__owning_hub=hub)}
    on_it = Q(status=ListStatus.PANEL) | Q(pk__in=list(apart))
    people: list[Individual] = list(
        Individual.unscoped.visible_to(viewer)
        .filter(on_it, owning_hub=hub, left_on=None)
        .order_by("surname", "forenames", "pk")
    )
    standing = {each.individual_id: each for each in _standings(viewer).filter(individual__in=people)}
    waits = {each.individual_id: each for each in _waiting(viewer).filter(individual__in=people)}
    return [Case(each, apart.get(each.pk), standing.get(each.pk), waits.get(each.pk)) for each in people]


def case_of(viewer: Viewer, individual: Individual) -> Case:
    """Return what a panel has to decide about somebody whom the viewer has been given."""
    return Case(
        individual,
        disputes(viewer).filter(individual=individual).select_related("framework").first(),
        _standings(viewer).filter(individual=individual).first(),
        _waiting(viewer).filter(individual=individual).first(),
    )


def _standings(viewer: Viewer) -> QuerySet[Standing]:
    found: QuerySet[Standing] = Standing.unscoped.visible_to(viewer)
    return found.select_related("band", "panel_band", "assessment__framework")


def _waiting(viewer: Viewer) -> QuerySet[PanelDecision]:
    found: QuerySet[PanelDecision] = PanelDecision.unscoped.visible_to(viewer)
    return found.filter(state=ProposalState.PROPOSED)


def decision_waits(viewer: Viewer, individuals: Iterable[Individual]) -> bool:
    """Say whether what a panel decided about any of some individuals waits for approval.

    Args:
        viewer: who asks, and sees the individuals.
        individuals: the records.
    """
    return _waiting(viewer).filter(individual__in=individuals).exists()


def results_of(viewer: Viewer, assessment: Assessment) -> dict[Place, Scoring]:
    """Return both scorings of a revealed assessment, by place."""
    found = Scoring.unscoped.visible_to(viewer).filter(assessment=assessment).select_related("band", "assessor")
    return {Place(each.place): each for each in found}


def band_given(viewer: Viewer, case: Case, settled: Place | None) -> int | None:
    """Return the id of the band that the score gives.

    Args:
        viewer: who asks.
        case: somebody on the agenda.
        settled: whose scoring stands, where two assessors are far apart.
    """
    if case.disputed and settled:
        return results_of(viewer, case.disputed)[settled].band_id
    return case.standing.band_id if case.standing else None


def nominators_of(viewer: Viewer, individual: Individual) -> set[int]:
    """Return the ids of those whose nomination somebody is: who nominated, added, took up or put before the panel."""
    moves = ListMove.unscoped.visible_to(viewer).filter(individual=individual)
    put = moves.filter(act__in=[ListAct.TABLE, ListAct.RENOMINATE]).values_list("moved_by", flat=True)
    added = Individual.history.filter(id=individual.pk, history_type="+").values_list("history_user_id", flat=True)
    nominations = Nomination.unscoped.visible_to(viewer).filter(individual=individual)
    people = {*put, *added}
    for pair in nominations.values_list("membership__user", "decided_by"):
        people.update(pair)
    return people - {None}


def may_approve(viewer: Viewer, decision: PanelDecision) -> bool:
    """Say whether a viewer is somebody else than who decided, or whose nomination it is.

    Args:
        viewer: who would approve.
        decision: with its panel and individual loaded.
    """
    involved = {decision.proposed_by_id, decision.panel.chair_id, *nominators_of(viewer, decision.individual)}
    return viewer.user is not None and viewer.user.pk not in involved


def bands_to_set(case: Case) -> QuerySet[Band]:
    """Return the bands that a panel may set: those of the version by which the result was made, none without one."""
    return Band.objects.filter(framework=case.result.framework_id) if case.result else Band.objects.none()
