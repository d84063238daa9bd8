"""The panel of the demonstration: one start has it decide, the next changes nothing."""

from pathlib import Path

import pytest

from cohort.enums import ListStatus, ProposalState
from cohort.models import Individual, Panel, PanelDecision, Recusal, Standing
from marsoc.demo.logins import prepare_logins
from marsoc.demo.panels import prepare_panel
from sharing.viewer import system_viewer
from tests import factories
from tests.factories import method

pytestmark = pytest.mark.django_db
HIGH, LOW = {"intent": 4, "reach": 4, "influence": 4}, {"intent": 1, "reach": 1, "influence": 1}


def test_one_start_has_the_panel_decide_and_the_next_changes_nothing(tmp_path: Path) -> None:
    """One case is settled in another band, one decision waits, and two cases are still to be decided."""
    prepare_logins(system_viewer("demo"), tmp_path / "logins.json")
    method.framework()
    apart, *others = (factories.individual() for _ in range(4))
    method.assessment(apart, HIGH, LOW)
    for other in others:
        method.assessment(other, LOW)
    prepare_panel()
    before = list(Individual.unscoped.order_by("pk").values_list("status", "version"))
    prepare_panel()

    assert list(Individual.unscoped.order_by("pk").values_list("status", "version")) == before
    assert [status for status, _ in before] == [ListStatus.NOMINATED, *[ListStatus.PANEL] * 3]
    states = PanelDecision.unscoped.order_by("pk").values_list("state", flat=True)
    assert list(states) == [ProposalState.APPROVED, ProposalState.PROPOSED]
    assert str(Standing.unscoped.get(individual=apart).panel_band) == "Tier 1"
    assert (Panel.unscoped.filter(closed_at=None).count(), Recusal.unscoped.count()) == (1, 1)


def test_a_hub_without_people_has_a_panel_with_nobody_on_the_agenda(tmp_path: Path) -> None:
    prepare_logins(system_viewer("demo"), tmp_path / "logins.json")
    for _ in range(2):
        prepare_panel()
    assert Panel.unscoped.count() == 1
    assert not PanelDecision.unscoped.exists()
