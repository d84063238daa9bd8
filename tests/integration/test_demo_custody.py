"""The custody records of the demonstration: one start records them, the next changes nothing."""

from pathlib import Path

import pytest

from cohort.models import CustodySpell, Individual, KeyDate
from cohort.queries.custody import custody_of, proposed_phase
from marsoc.demo.custody import prepare_custody
from marsoc.demo.logins import prepare_logins
from sharing.enums import Phase, RoleCode
from sharing.viewer import system_viewer
from tests import factories

pytestmark = pytest.mark.django_db


def test_people_in_every_phase_have_a_record_and_the_next_start_changes_nothing(tmp_path: Path) -> None:
    prepare_logins(system_viewer("demo"), tmp_path / "logins.json")
    people = {phase: [factories.individual(phase=phase) for _ in range(3)] for phase in Phase}
    prepare_custody()
    versions = list(Individual.unscoped.order_by("pk").values_list("version", flat=True))
    prepare_custody()

    assert list(Individual.unscoped.order_by("pk").values_list("version", flat=True)) == versions
    assert Individual.unscoped.filter(custodyspells=None).count() == 0
    assert KeyDate.unscoped.filter(aside=True).count() == 1
    assert CustodySpell.unscoped.filter(kind="RECALL", ended_on=None).count() == 1
    by = factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")
    for phase in (Phase.PRE, Phase.REM, Phase.CUS, Phase.REL, Phase.FUG):
        for person in people[phase]:
            person.refresh_from_db()
            assert person.phase == phase
            if phase != Phase.PRE:
                assert proposed_phase(by, person, custody_of(by, person)) == phase
