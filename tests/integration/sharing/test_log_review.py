"""The yearly review of the audit trail: when it was done last, and that it is done."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from marsoc.kit import clock
from sharing.actions.audit_reviews import record_log_review
from sharing.enums import RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent, LogReview
from sharing.viewer import Viewer
from tests import factories

SignIn = Callable[..., Client]
NEVER = "Nobody has recorded a review of the trail yet"
LATE = "is more than a year ago"

pytestmark = pytest.mark.django_db


def words(client: Client, address: str) -> str:
    """Return the words of a page."""
    text = client.get(address).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text[text.index("<main") :]))


def answers(first: date, last: date, findings: str = "Nothing out of order") -> dict[str, str]:
    """Return what a person types."""
    days = {"covers_from": first, "covers_until": last}
    parts = ("day", "month", "year")
    typed = {f"{name}-{part}": str(getattr(day, part)) for name, day in days.items() for part in parts}
    return {**typed, "findings": findings}


def governance() -> Viewer:
    """Return somebody of information governance."""
    return factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")


def test_a_review_is_recorded_with_period_and_findings(sign_in: SignIn) -> None:
    person = factories.user(full_name="Gwen Governance")
    client = sign_in(factories.membership(role=RoleCode.DPO_IG, hub=None, agency="HMPPS-CENTRAL", person=person))
    today = clock.today()
    assert NEVER in words(client, reverse("audit_search"))

    answer = client.post(reverse("audit_review"), answers(today - timedelta(days=365), today))

    assert answer.headers["Location"] == reverse("audit_search")
    review = LogReview.objects.get()
    assert (review.covers_from, review.covers_until) == (today - timedelta(days=365), today)
    assert review.history.get().history_user_id == person.pk
    event = AuditEvent.objects.get(subject_kind="log_review")
    assert event.details == {"first": review.covers_from.isoformat(), "last": today.isoformat()}
    page = words(client, reverse("audit_search"))
    assert "by Gwen Governance" in page
    assert "Nothing out of order" in page
    assert NEVER not in page
    assert LATE not in page


@pytest.mark.parametrize(("days", "late"), [(364, False), (370, True)])
def test_the_page_warns_when_the_last_review_is_over_a_year_ago(sign_in: SignIn, days: int, late: bool) -> None:
    by, today = governance(), clock.today()
    with time_machine.travel(clock.now() - timedelta(days=days)):
        record_log_review(by=by, covers_from=date(2024, 1, 1), covers_until=date(2024, 12, 31), findings="Fine")
    assert clock.today() == today

    assert (LATE in words(sign_in(RoleCode.AUDITOR, None, "HMICFRS"), reverse("audit_search"))) is late


def test_what_makes_no_sense_is_said_and_nothing_is_recorded(sign_in: SignIn) -> None:
    client, today = sign_in(RoleCode.DPO_IG, None, "HMPPS-CENTRAL"), clock.today()

    backwards = client.post(reverse("audit_review"), answers(today, today - timedelta(days=1)))
    empty = client.post(reverse("audit_review"), answers(today, today, ""))
    with pytest.raises(BadRequest, match="must not come after"):
        record_log_review(by=governance(), covers_from=today, covers_until=today - timedelta(days=1), findings="x")

    assert "The last day must be the same as or after the first day" in backwards.content.decode()
    assert "Nothing out of order" in backwards.content.decode()
    assert "Enter what was found" in empty.content.decode()
    assert not LogReview.objects.exists()


def test_an_auditor_at_a_hub_who_sees_a_part_does_not_record_a_review_of_the_whole(sign_in: SignIn) -> None:
    client, today = sign_in(RoleCode.AUDITOR, "WM", "HMICFRS"), clock.today()

    assert client.get(reverse("audit_review")).status_code == 403
    assert client.post(reverse("audit_review"), answers(today, today)).status_code == 403
    assert reverse("audit_review") not in client.get(reverse("audit_search")).content.decode()
    with pytest.raises(Refused):
        record_log_review(
            by=factories.viewer(RoleCode.HUB_MANAGER, "ROCU", "WM"), covers_from=today, covers_until=today, findings="x"
        )
    assert not LogReview.objects.exists()
