"""How long records are kept: groups, reviews, holds, and that an overdue review shuts every agency out by the clock."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cohort.actions import retention
from cohort.enums import IdentifierKind
from cohort.models import Individual, RetentionDecision, RetentionGroup
from cohort.queries.explanations import who_sees
from cohort.queries.retention import reviews
from marsoc.kit import clock
from sharing.enums import Ability, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name
from tests.integration.cohort.test_leaving import again, manager, three_ways, told

pytestmark = pytest.mark.django_db


def overdue(**given: Any) -> Individual:
    """Return an individual the review of whose keeping was due yesterday."""
    return factories.individual(retention_due=clock.today() - timedelta(days=1), **given)


def test_everybody_has_a_group_and_a_review_from_the_first_instant() -> None:
    of = factories.individual()
    of.refresh_from_db()
    default = RetentionGroup.objects.get(is_default=True)
    assert (of.retention_group, of.retention_due) == (default, clock.months_after(clock.today(), default.review_months))


def test_the_clock_of_the_group_starts_on_the_day_of_leaving() -> None:
    of = factories.individual()
    left_on = date(2026, 2, 28)
    factories.list_exit(of, approved=True, left_on=left_on)
    assert of.retention_due == date(2032, 2, 28)


def test_an_overdue_review_shuts_every_partner_out_whatever_let_them_in_and_nobody_else() -> None:
    of = factories.individual()
    factories.agreement("NCA", hubs=["WM"], phases=[Phase.CUS], abilities=[Ability.VIEW, Ability.CONTRIBUTE])
    factories.share(of, "HMRC")
    of.retention_due = clock.today() - timedelta(days=1)
    factories.save(of)
    taken = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="DWP")
    by_name.emergency(of, taken)
    factories.identifier(of, IdentifierKind.PNC, "2001/4711390Q", contributed_by_id="NCA")
    out = [
        factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA"), factories.viewer(RoleCode.AGENCY_SPOC, "HMRC"),
        viewer_in(taken),
    ]  # fmt: skip
    by = manager()
    kept = [by, factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")]
    assert [three_ways(each, of) for each in out] == [(False, False, False)] * 3
    assert [three_ways(each, of) for each in kept] == [(True, True, True)] * 2
    with seeing(by):
        assert not {"NCA", "HMRC"} & {each.code for each in who_sees(by, of.reference, None).agencies}

    group = RetentionGroup.objects.get(pk="MOPI2")
    next_on = clock.today() + timedelta(days=30)
    retention.retain_record(
        by=by, individual=of, version=of.version, group=group, words="Threat persists", next_on=next_on
    )
    assert [three_ways(again(each), of) for each in out] == [(True, True, True)] * 3
    of.refresh_from_db()
    assert (of.retention_group_id, of.retention_due) == ("MOPI2", next_on)


def test_a_review_is_in_time_until_the_last_instant_of_its_day_in_london() -> None:
    """In summer that day ends an hour before the one of UTC does."""
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False):
        of = factories.individual(retention_due=date(2026, 6, 15))
        factories.agreement("NCA", hubs=["WM"], phases=[Phase.CUS])
        nca = factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")
    for at, seen in (
        (datetime(2026, 6, 15, 22, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 15, 23, tzinfo=UTC), False),
    ):
        with time_machine.travel(at, tick=False):
            assert three_ways(again(nca), of) == (seen, seen, seen)


def test_a_next_review_lies_within_what_the_group_allows() -> None:
    of, by = factories.individual(), manager()
    group = RetentionGroup.objects.get(pk="MOPI3")
    for day in (clock.today(), clock.months_after(clock.today(), group.review_months) + timedelta(days=1)):
        with pytest.raises(BadRequest, match="The day of the next review must be after today and by"):
            retention.retain_record(by=by, individual=of, version=of.version, group=group, words="Yes", next_on=day)
    factories.list_exit(of, approved=True, left_on=date(2010, 1, 1))
    with pytest.raises(BadRequest, match="does not let this record be kept any longer"):
        retention.retain_record(
            by=by, individual=of, version=of.version, group=RetentionGroup.objects.get(pk="MOPI4"), words="Yes",
            next_on=clock.today() + timedelta(days=9),
        )  # fmt: skip


def test_a_hold_lasts_until_it_is_ended_and_is_decided_by_those_of_the_hub_alone() -> None:
    of = factories.individual()
    held = factories.hold(of)
    of.refresh_from_db()
    with pytest.raises(BadRequest, match="held already"):
        factories.hold(of)
    for other in (manager("EM"), factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")):
        with pytest.raises(Refused):
            retention.end_hold(by=other, individual=of, words="Over")
    retention.end_hold(by=manager(), individual=of, words="The appeal is over")
    assert RetentionDecision.unscoped.get(pk=held.pk).end_reason == "The appeal is over"
    with pytest.raises(BadRequest, match="not held"):
        retention.end_hold(by=manager(), individual=of, words="Over")


def test_reviews_are_listed_for_those_whom_they_concern_the_first_due_first() -> None:
    """A hub manager sees the hub's; information governance sees all of them but restricted ones, by reference alone."""
    here, there, closed, later_on = overdue(), overdue(owning_hub_id="EM"), overdue(), factories.individual()
    by_name.restrict(closed)
    soon = factories.individual(retention_due=clock.today())
    governance = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")

    def listed(viewer: Viewer, window: str) -> list[str]:
        return [row.reference for row in reviews(viewer, window, 1).rows]

    assert listed(manager(), "overdue") == [here.reference]
    assert listed(manager(), "soon") == [soon.reference]
    assert listed(manager(), "all") == [here.reference, soon.reference, later_on.reference]
    assert listed(governance, "overdue") == [here.reference, there.reference]
    factories.hold(here)
    assert listed(governance, "hold") == [here.reference]


@pytest.mark.parametrize("number", [1, 3])
def test_the_reviews_take_the_same_statements_however_many_there_are(
    number: int,
    sign_in: Callable[..., Client],
    django_assert_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    for _ in range(number):
        overdue()
    client = sign_in(RoleCode.HUB_MANAGER)
    client.get(reverse("retention_list"))
    with django_assert_num_queries(10):
        client.get(reverse("retention_list"))


def test_the_pages_lead_from_the_list_to_the_decision(sign_in: Callable[..., Client]) -> None:
    of, client = overdue(surname="Zqhidden"), sign_in(RoleCode.HUB_MANAGER)
    governance = sign_in(RoleCode.DPO_IG, None, "HMPPS-CENTRAL")
    shown = told(governance.get(reverse("retention_list")))
    assert of.shown_reference in shown
    assert "Zqhidden" not in shown
    assert of.shown_reference in told(client.get(reverse("retention_list")))
    assert "Agencies see nothing of this person" in told(
        client.get(reverse("individual_overview", args=[of.reference]))
    )
    page = reverse("individual_retention_decide", args=[of.shown_reference, "retain"])
    day = clock.today() + timedelta(days=20)
    answers = {
        "group": "MOPI3", "reason": "Threat persists", "version": of.version,
        "next_on-day": day.day, "next_on-month": day.month, "next_on-year": day.year,
    }  # fmt: skip
    assert "Enter why you decide this" in told(client.post(page, {**answers, "reason": ""}))
    done = told(client.post(page, answers, follow=True))
    assert "The record is kept until then" in done
    assert "Threat persists" in done
    assert "Agencies see nothing of this person" not in done
