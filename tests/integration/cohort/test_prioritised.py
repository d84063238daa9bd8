"""The list in order of priority: order, line, dates, the past, and what changed, within what the viewer sees."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.access import get_meeting
from cohort.actions.list_life import move_on_list
from cohort.actions.list_terms import set_list_terms
from cohort.actions.panels import close_panel
from cohort.enums import ListAct, ListStatus
from cohort.models import Individual, ListTerms, Panel, Standing
from cohort.queries.prioritised import Prioritised, changes_since, listed_at, prioritised
from marsoc.kit import clock
from sharing.enums import RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent, Hub, Membership
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name, method, panels
from tests.integration.cohort.test_leaving import manager, told

pytestmark = pytest.mark.django_db
HIGH, MIDDLE, LOW = ({"intent": level, "reach": level, "influence": level} for level in (4, 2, 1))


def listed(**given: Any) -> Individual:
    """Return somebody on the list."""
    return factories.individual(**{"status": ListStatus.ACCEPTED, **given})


def read(viewer: Viewer, hub: str | None = "WM", **given: Any) -> Prioritised:
    """Return the first page as a viewer sees it."""
    with seeing(viewer):
        return prioritised(viewer, hub, 1, **given)


def people(viewer: Viewer, hub: str | None = "WM", **given: Any) -> list[int]:
    """Return whom a viewer reads, in order."""
    return [row.pk for row in read(viewer, hub, **given).page.rows]


def test_by_band_then_score_and_who_has_no_result_last() -> None:
    method.framework()
    nobody, low, high, middle, unknown = (listed() for _ in range(5))
    method.assessment(low, LOW)
    method.assessment(high, HIGH)
    method.assessment(middle, {**MIDDLE, "intent": 3})
    method.assessment(unknown, {"intent": 4})
    for status in (ListStatus.NOMINATED, ListStatus.PANEL, ListStatus.REJECTED):
        factories.individual(status=status)
    by = manager()
    rows = read(by).page.rows

    assert [row.pk for row in rows] == [high.pk, middle.pk, low.pk, nobody.pk, unknown.pk]
    assert [row.band for row in rows] == ["Tier 1", "Tier 2", "Below threshold", None, None]
    assert [row.score for row in rows] == [Decimal(100), Decimal("60.0"), Decimal(25), None, None]
    assert [row.stable for row in rows] == [True, True, True, None, None]


def test_each_hub_reads_its_own_list_and_the_centre_all_or_one() -> None:
    here, there, closed = listed(), listed(owning_hub_id="EM"), listed()
    by_name.restrict(closed)
    central = method.central()
    assert people(manager()) == [here.pk]
    assert people(manager("EM"), "EM") == [there.pk]
    assert set(people(central, None)) == {here.pk, there.pk}
    assert people(central, "EM") == [there.pk]


def test_the_line_is_what_the_manager_set_and_the_past_keeps_the_line_it_had(sign_in: Callable[..., Client]) -> None:
    for _ in range(3):
        listed()
    by, hub = manager(), Hub.objects.get(pk="WM")
    before = clock.now()
    set_list_terms(by=by, hub=hub, capacity=2)
    assert (read(by).capacity, read(by, at=before).capacity) == (2, None)

    page = told(sign_in(RoleCode.HUB_MANAGER).get(reverse("priority_list")))
    assert page.index("The hub can manage 2 people. Whoever follows is beyond that.") > page.index("Invented")
    assert page.count("Just below the line") == 1


def test_terms_are_set_by_the_hubs_own_manager_and_make_sense(sign_in: Callable[..., Client]) -> None:
    hub = Hub.objects.get(pk="WM")
    for by in (manager("EM"), factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")):
        with pytest.raises(Refused):
            set_list_terms(by=by, hub=hub, capacity=40)
    with pytest.raises(BadRequest):
        set_list_terms(by=manager(), hub=hub, capacity=0)
    client, page = sign_in(RoleCode.HUB_MANAGER), reverse("list_terms", args=["WM"])
    assert "How many people can the hub manage? must be a whole number" in told(client.post(page, {"capacity": "many"}))
    assert client.get(reverse("list_terms", args=["EM"])).status_code == 404
    answer = client.post(page, {"capacity": 40}, follow=True)
    assert "The hub can manage 40 people" in told(answer)
    assert ListTerms.objects.get().capacity == 40
    assert AuditEvent.objects.filter(subject_kind="list terms", subject_ref="WM").count() == 1


def test_it_tells_the_time_on_the_list_and_the_next_dates(sign_in: Callable[..., Client]) -> None:
    today = clock.today()
    of = listed(review_due=today + timedelta(days=30))
    factories.key_date(of, "CRD", today + timedelta(days=10))
    factories.key_date(of, "SED", today + timedelta(days=400))
    factories.key_date(of, "PED", today - timedelta(days=10))
    page = told(sign_in(RoleCode.HUB_OFFICER).get(reverse("priority_list")))

    assert "0 days" in page
    assert page.index("Conditional release date: ") < page.index("Review: ")
    assert "Parole eligibility date" not in page


def test_as_it_stood_then(sign_in: Callable[..., Client]) -> None:
    """Order, band and members of that instant; who has left since is still there."""
    method.framework()
    first, second = listed(), listed()
    method.assessment(first, HIGH)
    method.assessment(second, MIDDLE)
    then = clock.now()
    method.assessment(first, LOW)
    move_on_list(by=manager(), individual=again(second), act=ListAct.MONITOR, words="Less harm")
    factories.list_exit(again(first), approved=True)
    late = listed()
    by = manager()

    assert people(by, at=then) == [first.pk, second.pk]
    assert [row.band for row in read(by, at=then).page.rows] == ["Tier 1", "Tier 2"]
    assert [row.status for row in read(by, at=then).page.rows] == ["ACCEPTED", "ACCEPTED"]
    assert people(by) == [second.pk, late.pk]
    client, day = sign_in(RoleCode.HUB_MANAGER), clock.today() - timedelta(days=1)
    asked: dict[str, Any] = {"on-day": day.day, "on-month": day.month, "on-year": day.year, "time": ""}
    assert "Nobody was on this list" in told(client.get(reverse("priority_list_then"), asked))
    assert "Date must include a month" in told(client.get(reverse("priority_list_then"), {**asked, "on-month": ""}))


def again(of: Individual) -> Individual:
    """Return a record as it is now."""
    return Individual.unscoped.get(pk=of.pk)


def test_what_changed_since_an_instant(sign_in: Callable[..., Client]) -> None:
    method.framework()
    falls, rises, goes, stays = (listed() for _ in range(4))
    for of, levels in ((falls, HIGH), (rises, LOW), (goes, HIGH), (stays, MIDDLE)):
        method.assessment(of, levels)
    since = clock.now()
    for of, levels in ((falls, MIDDLE), (rises, MIDDLE), (stays, {**MIDDLE, "intent": 3})):
        method.assessment(of, levels)
    factories.list_exit(again(goes), approved=True)
    comes = listed()
    by = manager()
    with seeing(by):
        found = changes_since(by, "WM", since)

    assert [each.pk for each in found.joined] == [comes.pk]
    assert [each.pk for each in found.left] == [goes.pk]
    assert [(then.band, now.pk, now.band) for then, now in found.raised] == [("Below threshold", rises.pk, "Tier 2")]
    assert [(then.band, now.pk, now.band) for then, now in found.lowered] == [("Tier 1", falls.pk, "Tier 2")]
    client, day = sign_in(RoleCode.HUB_OFFICER), clock.today() - timedelta(days=1)
    page = told(
        client.get(
            reverse("priority_changes"), {"since-day": day.day, "since-month": day.month, "since-year": day.year}
        )
    )
    assert "Came onto the list: 4" in page


def asked(of: Panel, moment: str, route: str = "meeting_list_then") -> str:
    """Return the address of the list, or of what changed, at a meeting."""
    return reverse(route, args=[of.pk, moment])


def test_the_list_as_it_stood_at_the_opening_and_the_close_of_a_meeting(sign_in: Callable[..., Client]) -> None:
    """Whom the panel accepts came between the two; whoever has left since is still there at both."""
    method.framework()
    leaves = listed(surname="Leaves")
    comes = factories.individual(status=ListStatus.PANEL, surname="Comes")
    held = panels.panel()
    chair = viewer_of(held)
    panels.decision(comes, by=chair, at=held)
    close_panel(by=chair, panel=held)
    factories.list_exit(again(leaves), approved=True)
    listed(surname="Later")
    client = sign_in(RoleCode.HUB_OFFICER)

    opened, closed = (told(client.get(asked(held, moment))) for moment in ("opened", "closed"))
    assert [each in opened for each in ("Leaves", "Comes", "Later")] == [True, False, False]
    assert [each in closed for each in ("Leaves", "Comes", "Later")] == [True, True, False]
    since_opened = told(client.get(asked(held, "opened", "meeting_changes")))
    assert "Came onto the list: 2" in since_opened
    assert "Went from the list: 1" in since_opened
    since_last = told(client.get(reverse("priority_changes")))
    assert "Since the close of the panel of" in since_last
    assert "Came onto the list: 1" in since_last
    day = clock.today() - timedelta(days=1)
    chosen = {"since-day": day.day, "since-month": day.month, "since-year": day.year}
    assert "Came onto the list: 2" in told(client.get(reverse("priority_changes"), chosen))


def viewer_of(held: Panel) -> Viewer:
    """Return who is in the chair of a panel."""
    return viewer_in(Membership.objects.named().get(user=held.chair))


def test_at_a_meeting_nobody_is_shown_who_is_hidden_now(sign_in: Callable[..., Client]) -> None:
    """Nor counted, whether the person was hidden then or not."""
    shown, hidden = listed(), listed()
    held = panels.panel()
    by_name.restrict(hidden)
    with seeing(by := viewer_of(held)):
        assert [each.pk for each in listed_at(by, "WM", held.opened_at)] == [shown.pk]
        page, at = get_meeting(by, held.pk, "opened")
        assert prioritised(by, page.hub_id, 1, at).page.total == 1
    client = sign_in(RoleCode.HUB_RESEARCHER)
    assert client.get(asked(held, "opened", "meeting_changes")).status_code == 200
    event = AuditEvent.objects.filter(subject_kind="list").latest("pk")
    assert event.details["shown"] == []


def test_a_meeting_is_for_those_who_read_the_list_of_its_hub(sign_in: Callable[..., Client]) -> None:
    """One that is still open has no list at its close, and there are no other moments."""
    held = panels.panel()
    officer, other, central = (
        sign_in(RoleCode.HUB_OFFICER), sign_in(RoleCode.HUB_OFFICER, "EM"),
        sign_in(RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL"),
    )  # fmt: skip
    statuses = [each.get(asked(held, "opened")).status_code for each in (officer, other, central)]
    assert statuses == [200, 404, 200]
    assert [officer.get(asked(held, moment)).status_code for moment in ("closed", "then")] == [404, 404]
    assert "Still open" in told(officer.get(reverse("meeting_list")))
    assert "No panel has met yet" in told(other.get(reverse("meeting_list")))
    event = AuditEvent.objects.filter(subject_kind="list").latest("pk")
    assert event.details["at"] == held.opened_at.isoformat()


def test_it_takes_the_same_queries_for_few_and_many(sign_in: Callable[..., Client]) -> None:
    method.framework()
    client, day = sign_in(RoleCode.HUB_MANAGER), clock.today()
    taken: dict[int, list[int]] = {}
    client.get(reverse("home"))
    on: dict[str, Any] = {"on-day": day.day, "on-month": day.month, "on-year": day.year, "time": ""}
    past = date.fromordinal(day.toordinal() - 1)
    since = {"since-day": past.day, "since-month": past.month, "since-year": past.year}
    by = manager()
    for more in (1, 2):
        for _ in range(more):
            of = listed(review_due=day)
            method.assessment(of, HIGH)
            factories.key_date(of, "CRD", day + timedelta(days=9))
            held = panels.panel(by)
            close_panel(by=by, panel=held)
        pages = [(reverse("priority_list"), {}), (reverse("priority_list_then"), on), (reverse("meeting_list"), {})]
        pages += [(reverse("priority_changes"), given) for given in (since, {})]
        pages += [(asked(held, "closed", route), {}) for route in ("meeting_list_then", "meeting_changes")]
        for number, (page, given) in enumerate(pages):
            with CaptureQueriesContext(connection) as captured:
                client.get(page, given)
            taken.setdefault(number, []).append(len(captured))

    assert all(few == many for few, many in taken.values()), taken


def test_partners_have_no_such_list_and_it_is_recorded_who_read_it(sign_in: Callable[..., Client]) -> None:
    of = listed()
    assert sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA").get(reverse("priority_list")).status_code == 403
    sign_in(RoleCode.HUB_RESEARCHER).get(reverse("priority_list"))
    event = AuditEvent.objects.filter(subject_kind="list").latest("pk")
    assert (event.details["shown"], event.details["page"]) == ([of.shown_reference], "priority")


def test_the_standing_result_follows_the_newest_assessment_and_its_history_the_past() -> None:
    method.framework()
    of = listed()
    for levels, band in ((HIGH, "Tier 1"), (LOW, "Below threshold")):
        method.assessment(of, levels)
        assert str(Standing.unscoped.get().band) == band
    assert [each.band.name for each in Standing.history.order_by("history_id")] == ["Tier 1", "Below threshold"]
    by = manager()
    with seeing(by):
        assert [each.pk for each in listed_at(by, "WM", clock.now())] == [of.pk]
