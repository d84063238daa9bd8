"""Panels of hubs, through the product's own actions."""

from typing import Any

from cohort.actions import panels
from cohort.deciding import Said
from cohort.enums import ListAct, ListStatus
from cohort.models import Assessment, Individual, Panel, PanelDecision
from sharing.enums import RoleCode
from sharing.models import Agency, Hub
from sharing.viewer import Viewer
from tests import factories
from tests.factories import method

OTHERS = {"HMPPS-PRI": "Iris Vale", "HMPPS-PS": "Owen Marsh"}
"""Who makes a quorum together with the hub's manager, by agency."""


def chair(hub: str = "WM") -> Viewer:
    """Return somebody new who manages a hub."""
    return factories.viewer(RoleCode.HUB_MANAGER, "ROCU", hub)


def panel(by: Viewer | None = None, *, hub: str = "WM", others: dict[str, str] = OTHERS) -> Panel:
    """Return an open panel with a quorum.

    Args:
        by: who is in the chair, somebody new unless given.
        hub: whose panel.
        others: who takes part beside the chair, by agency.
    """
    by = by or chair(hub)
    made = panels.open_panel(by=by, hub=Hub.objects.get(pk=hub))
    for agency, name in others.items():
        panels.record_attendance(by=by, panel=made, agency=Agency.objects.get(pk=agency), name=name)
    return made


def decision(
    of: Individual, act: ListAct | None = ListAct.ACCEPT, *, by: Viewer | None = None, at: Panel | None = None,
    **said: Any,
) -> PanelDecision:  # fmt: skip
    """Return what a panel decides about an individual; a new panel is closed again.

    Whoever is accepted without any assessment is assessed before.

    Args:
        of: somebody on the agenda.
        act: what happens to the person, None where only a result is settled.
        by: who records it, the chair unless given.
        at: an open panel of that viewer's, a new one unless given.
        said: what else is decided.
    """
    if act == ListAct.ACCEPT and not Assessment.unscoped.filter(individual=of).exists():
        method.result(of)
    by = by or chair(of.owning_hub_id)
    held = at or panel(by, hub=of.owning_hub_id)
    given = {"words": "The panel agreed", **said}
    made = panels.decide_case(by=by, panel=held, individual=of, said=Said(act=act, **given))
    if at is None:
        panels.close_panel(by=by, panel=held)
    return made


def band_that_waits(of: Individual) -> PanelDecision:
    """Return a decision that waits for approval: somebody with the highest score is set into the lowest band."""
    method.framework()
    of.status = ListStatus.PANEL
    factories.save(of)
    made = method.assessment(of, {"intent": 4, "reach": 4, "influence": 4})
    lowest = made.framework.bands.earliest("starts_at")
    return decision(Individual.unscoped.get(pk=of.pk), band=lowest, band_reason="Dying")
