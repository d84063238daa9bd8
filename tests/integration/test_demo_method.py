"""The method of the demonstration: published by two people, with assessments over several hubs."""

from pathlib import Path

import pytest

from cohort.models import Assessment, Framework
from marsoc.demo import method
from marsoc.demo.logins import prepare_logins
from sharing.viewer import system_viewer
from tests import factories

pytestmark = pytest.mark.django_db


def test_one_start_assesses_and_the_next_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By two people where it is due; nobody is assessed beyond those meant."""
    monkeypatch.setattr(method, "ASSESSED", {"WM": 2, "LD": 2})
    prepare_logins(system_viewer("demo"), tmp_path / "logins.json")
    for hub in ("WM", "LD"):
        for _ in range(3):
            factories.individual(owning_hub_id=hub)

    assert [method.prepare_method() for _ in range(2)] == [4, 4]
    framework = Framework.objects.get()
    assert framework.proposed_by != framework.published_by
    assert sorted(Assessment.unscoped.values_list("individual__owning_hub", flat=True)) == ["LD", "LD", "WM", "WM"]
    assert Assessment.unscoped.filter(second_submitted_at__isnull=False, revealed_at__isnull=False).exists()
