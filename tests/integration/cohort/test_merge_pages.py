"""The pages of a merge, from the pair to its undoing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort.models import Merge
from sharing.enums import RoleCode
from tests import factories
from tests.factories.merging import same
from tests.unit.govuk.markup import document, words

pytestmark = pytest.mark.django_db


def test_from_the_pair_to_a_merge_and_back_by_the_pages(sign_in: Callable[..., Client]) -> None:
    """Two people: one plans and proposes, another decides; a third undoes it."""
    kept = factories.individual(surname="Sandhar", place="Hull")
    gone = factories.individual(surname="Sandhar", place="Leeds")
    pair = same(kept, gone)
    officer, boss = sign_in(RoleCode.HUB_OFFICER), sign_in(RoleCode.HUB_MANAGER)
    plan = reverse("possible_match_merge", args=[pair.pk])
    assert plan in officer.get(reverse("possible_match", args=[pair.pk])).content.decode()
    assert "Select which record survives" in told(officer.post(plan, {"words": ""}))
    sent = {"survivor": "first", "location": "second", "words": "Fingerprints", "first_version": 1, "second_version": 1}
    assert "Leeds" in told(officer.post(plan, sent))
    assert not Merge.unscoped.exists()
    officer.post(plan, {**sent, "step": "save"})
    merge = Merge.unscoped.get()
    page = reverse("merge", args=[merge.pk])
    assert "A manager of the hub" not in told(officer.get(page))  # own: it can be taken back
    assert "Enter why" in told(boss.post(page, {"decision": "refuse"}))
    assert boss.post(page, {"decision": "approve"}).status_code == 302
    kept.refresh_from_db()
    assert kept.place == "Leeds"

    led = officer.get(reverse("individual_overview", args=[gone.shown_reference]))
    assert led["Location"] == reverse("individual_overview", args=[kept.shown_reference])
    assert "was merged into this record" in told(officer.get(led["Location"]))
    assert "Merged record" in told(officer.get(reverse("individual_timeline", args=[gone.shown_reference])))
    undo = reverse("merge_undo", args=[merge.pk])
    assert officer.get(undo).status_code == 403
    assert "Select what the two records are" in told(boss.post(undo, {"words": "Twins"}))
    assert boss.post(undo, {"words": "Twins", "verdict": "NOT_SAME"}).status_code == 302
    kept.refresh_from_db()
    assert kept.place == "Hull"
    assert "Undone by" in told(boss.get(page))
    assert boss.get(undo).status_code == 404


def told(response: Any) -> str:
    """Return the words of a page."""
    return words(document(response.content.decode()))
