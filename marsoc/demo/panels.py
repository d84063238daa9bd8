"""Panels of the demonstration: those that brought people onto the lists, and one that is sitting."""

from django.db import transaction

from cohort.actions import panels
from cohort.actions.list_life import move_on_list
from cohort.deciding import Case, Said, Votes
from cohort.enums import ListAct, ListStatus, Place
from cohort.models import Assessment, Band, Individual, Panel, PanelAttendance, Recusal
from cohort.moves import FIT
from cohort.queries.panels import agenda_of, band_given, bands_to_set, case_of
from marsoc.demo.acting import acting
from sharing.enums import RoleCode
from sharing.models import Agency, Hub, Membership
from sharing.seeing import seeing
from sharing.viewer import Viewer

HUB = "WM"
REASON = "Monthly panel (synthetic)"
_WITH = {"ROCU": "Amelia Thorne", "HMPPS-PRI": "Iris Vale", "HMPPS-PS": "Owen Marsh", "NCA": "Ada Quill"}


def chair_of(hub: str) -> Viewer:
    """Return who is in the chair of a hub's panels: its manager, or the central lead where the hub has none."""
    managed = Membership.objects.filter(role=RoleCode.HUB_MANAGER, hub=hub).exists()
    return acting(RoleCode.HUB_MANAGER, hub) if managed else acting(RoleCode.CENTRAL_ADMIN)


def sitting(by: Viewer, hub: str) -> Panel:
    """Return the panel of a hub that is open, opened with everybody there if none is.

    Args:
        by: who is in the chair.
        hub: whose panel.
    """
    with seeing(by):
        held: Panel | None = Panel.unscoped.visible_to(by).filter(hub=hub, closed_at=None).first()
    if held:
        return held
    with transaction.atomic():
        held = panels.open_panel(by=by, hub=Hub.objects.get(pk=hub))
        for agency, name in _WITH.items():
            panels.record_attendance(by=by, panel=held, agency=Agency.objects.get(pk=agency), name=name)
    return held


def accept(by: Viewer, held: Panel, made: Assessment) -> bool:
    """Have a panel accept somebody onto the list, on what both assessors found; say whether it did.

    It defers the decision about somebody of whom too much is unknown.
    """
    act = ListAct.DEFER if made.score is None else ListAct.ACCEPT
    settled = Place.FIRST if made.for_panel else None
    panels.decide_case(by=by, panel=held, individual=made.individual, said=Said(REASON, act, settled=settled))
    return act == ListAct.ACCEPT


def prepare_panel() -> None:
    """Have the panel of a hub sit, once, as far as the hub has people for it.

    One case is settled in another band than the score's, one decision waits for approval, for one case somebody has
    stepped out, and that and another are still to be decided.
    """
    chair, lead, officer = chair_of(HUB), acting(RoleCode.CENTRAL_ADMIN), acting(RoleCode.HUB_OFFICER, HUB)
    with seeing(chair):
        if Recusal.unscoped.visible_to(chair).exists():
            return
    with transaction.atomic():
        held = sitting(chair, HUB)
        with seeing(chair):
            agenda = agenda_of(chair, HUB)
        apart = [each for each in agenda if each.disputed and not each.before_panel and not each.individual.restricted]
        tabled = [_table(officer, individual) for individual in _scored(chair)]
        for case in apart[:1]:
            _settle(chair, lead, held, case)
        if tabled:
            _decide_in_another_band(chair, held, tabled[0])
        for individual in tabled[1:2]:
            _step_out(chair, held, individual)


def _scored(chair: Viewer) -> list[Individual]:
    """Return some who may come onto the list and have a result."""
    with seeing(chair):
        found = Individual.unscoped.visible_to(chair).filter(
            owning_hub=HUB,
            category__in=FIT,
            status=ListStatus.NOMINATED,
            standings__band__isnull=False,
            restricted=False,
        )
        return list(found.order_by("pk")[:3])


def _table(officer: Viewer, individual: Individual) -> Individual:
    for act in (ListAct.RESEARCH, ListAct.SCORE, ListAct.TABLE):
        individual = move_on_list(by=officer, individual=individual, act=act, words=REASON)
    return individual


def _settle(chair: Viewer, lead: Viewer, held: Panel, case: Case) -> None:
    """Settle whose scoring stands and set the highest band; the central lead approves."""
    made = panels.decide_case(
        by=chair, panel=held, individual=case.individual,
        said=Said(
            "The second assessor knew of the latest reports (synthetic)", settled=Place.SECOND,
            band=_band(chair, case, Place.SECOND), votes=Votes(4, 1, 0),
            band_reason="Directs a group from custody, which the score cannot know yet (synthetic)",
            dissent="Owen Marsh would wait for the next report (synthetic)",
        ),
    )  # fmt: skip
    panels.approve_decision(by=lead, decision=made)


def _step_out(chair: Viewer, held: Panel, individual: Individual) -> None:
    with seeing(chair):
        out = PanelAttendance.unscoped.visible_to(chair).get(panel=held, agency="NCA")
    panels.step_out(
        by=chair, panel=held, individual=individual, attendance=out, reason="Lives near a relative (synthetic)"
    )


def _decide_in_another_band(chair: Viewer, held: Panel, individual: Individual) -> None:
    """Accept somebody in another band than the score's; that waits for approval."""
    with seeing(chair):
        case = case_of(chair, individual)
    said = Said(
        "Directs others, and nobody manages that yet (synthetic)", ListAct.ACCEPT, band=_band(chair, case, None),
        band_reason="Two recent victims are children (synthetic)",
    )  # fmt: skip
    panels.decide_case(by=chair, panel=held, individual=individual, said=said)


def _band(chair: Viewer, case: Case, settled: Place | None) -> Band:
    """Return the highest band other than the one that the score gives."""
    with seeing(chair):
        given = band_given(chair, case, settled)
    return next(band for band in bands_to_set(case).order_by("-starts_at") if band.pk != given)
