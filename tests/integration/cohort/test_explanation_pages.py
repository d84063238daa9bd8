"""The pages that say why somebody sees an individual, who sees it, and what somebody sees."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.models import Individual
from cohort.queries.explanations import reasons_to_see
from marsoc.govuk.jinja import long_date
from marsoc.kit import clock
from sharing.actions.agreements import suspend_agreement
from sharing.enums import AccessRule, DataCategory, Operation, RoleCode
from sharing.models import Agreement, AuditEvent, Membership
from tests import factories
from tests.factories import by_name
from tests.integration.cohort.test_explanations import clause_of

SignIn = Callable[..., Client]
PAGES = ("individual_overview", "individual_identity", "individual_custody", "individual_timeline")
OVERSIGHT = [(RoleCode.DPO_IG, None, "HMPPS-CENTRAL"), (RoleCode.AUDITOR, None, "HMICFRS")]

pytestmark = pytest.mark.django_db


@pytest.fixture
def individual() -> Individual:
    """Somebody on the West Midlands list."""
    return factories.individual(surname="Quenby", owning_hub_id="WM")


@pytest.fixture
def agreement() -> Agreement:
    """The tax authority sees identity and custody of the West Midlands list."""
    return factories.agreement("HMRC", hubs=["WM"], categories=[DataCategory.IDENTITY, DataCategory.CUSTODY])


def shown(client: Client, route: str, *given: Any, **query: str) -> str:
    """Return the words of a page."""
    body = client.get(reverse(route, args=given), query).content.decode()
    words = re.sub(r"<[^>]+>", " ", body[body.index("<main") :])
    return re.sub(r"\s+", " ", words.replace("&#39;", "'").replace("&amp;", "&"))


def on(day: date) -> dict[str, str]:
    """Return what a person types to ask about a day."""
    return {"on-day": str(day.day), "on-month": str(day.month), "on-year": str(day.year)}


@pytest.mark.parametrize("page", PAGES)
def test_hub_staff_read_why_at_the_foot_of_every_page(sign_in: SignIn, individual: Individual, page: str) -> None:
    words = shown(sign_in(RoleCode.HUB_OFFICER, "WM"), page, individual.shown_reference)

    assert "You see this because of your role at the West Midlands hub. Why can I see this?" in words
    assert "Who can see this person?" not in words


@pytest.mark.parametrize("page", PAGES)
def test_a_partner_reads_the_clause_and_its_last_day_on_every_page(
    sign_in: SignIn, individual: Individual, agreement: Agreement, page: str
) -> None:
    words = shown(sign_in(RoleCode.AGENCY_CONTRIB, None, "HMRC"), page, individual.shown_reference)

    cited = f"clause 1 of {agreement.reference}, until {long_date(agreement.ends_on)}"
    assert f"You see this because of {cited}. Why can I see this?" in words
    assert words.index("You see this because") < words.index("Quenby")


def test_seen_by_name_or_in_an_emergency_it_says_so(sign_in: SignIn, individual: Individual) -> None:
    """The central analyst is named, an officer elsewhere took emergency access."""
    analyst = factories.membership(role=RoleCode.CENTRAL_ANALYST, hub=None, agency="HMPPS-CENTRAL")
    officer = factories.membership(role=RoleCode.HUB_OFFICER, hub="EM")
    by_name.named_person(individual, analyst.user)
    by_name.emergency(individual, officer)
    by_name.restrict(individual)

    of_analyst, of_officer = (
        shown(sign_in(each), "individual_overview", individual.shown_reference) for each in (analyst, officer)
    )

    assert "because of your being named for this record." in of_analyst
    assert "because of your emergency access, until " in of_officer


def test_why_names_rule_clause_both_signatures_and_last_day(
    sign_in: SignIn, individual: Individual, agreement: Agreement
) -> None:
    made = factories.share(individual, "HMRC")
    client = sign_in(RoleCode.AGENCY_CONTRIB, None, "HMRC")

    words = shown(client, "individual_why", individual.shown_reference)

    last = f"Last day: {long_date(agreement.ends_on)} Signed for HMPPS central MARSOC team: "
    assert f"Clause 1 of {agreement.reference}, version 1 Shows identity, custody {last}" in words
    assert "Signed for HM Revenue & Customs: " in words
    assert made.decided_by
    decided = f"offered by {made.offered_by.full_name}, accepted by {made.decided_by.full_name}"
    assert f"{decided} Shows identity Last day: {long_date(made.ends_on)}" in words
    event = AuditEvent.objects.filter(operation=Operation.CONSULT, subject_kind="individual").latest("id")
    under = [f"AGREEMENT:{agreement.clauses.get().pk}", f"SHARE:{made.pk}"]
    assert (event.subject_ref, event.details) == (
        individual.shown_reference, {"page": "why", "categories": ["IDENTITY"], "under": under},
    )  # fmt: skip


def test_why_is_silent_about_what_is_withheld(sign_in: SignIn, individual: Individual, agreement: Agreement) -> None:
    """A suspended clause on one phase alone would tell the phase to whoever may not know it."""
    stopped = factories.agreement("HMRC", hubs=["WM"], phases=[individual.phase], categories=[DataCategory.PLAN])
    suspend_agreement(by=factories.signatory("HMPPS-CENTRAL"), agreement=stopped, reason="Stop")

    words = shown(sign_in(RoleCode.AGENCY_CONTRIB, None, "HMRC"), "individual_why", individual.shown_reference)

    assert agreement.reference in words
    assert stopped.reference not in words
    assert all(category.label not in words for category in DataCategory if category not in ("IDENTITY", "CUSTODY"))


def test_who_counts_people_by_agency_and_names_those_named(
    sign_in: SignIn, individual: Individual, agreement: Agreement
) -> None:
    manager = factories.membership(role=RoleCode.HUB_MANAGER, hub="WM")
    named = factories.membership(role=RoleCode.HUB_OFFICER, hub="WM", person=factories.user(full_name="Nora Named"))
    barred = factories.membership(role=RoleCode.HUB_OFFICER, hub="WM", person=factories.user(full_name="Kit Kept"))
    by_name.named_person(individual, named.user)
    by_name.conflict_mark(individual, barred.user)

    words = shown(sign_in(manager), "individual_who", individual.shown_reference)

    assert "HM Revenue & Customs 1 1 0 0 0 0 0 0" in words
    assert re.search(r"Role at the West Midlands hub: identity, custody", words)
    assert f"Clause 1 of {agreement.reference}, version 1: identity, custody" in words
    assert "Named for this record Person" in words
    assert re.search(r"Nora Named Hub officer, West Midlands hub Named for this record", words)
    assert re.search(r"Kept out by a conflict of interest .* Kit Kept", words)
    assert "Quenby" not in words
    event = AuditEvent.objects.filter(subject_kind="access").latest("id")
    assert (event.operation, event.subject_ref, event.details) == (
        Operation.CONSULT, individual.shown_reference, {"page": "who"},
    )  # fmt: skip


def test_who_at_a_past_instant_uses_the_facts_of_then(
    sign_in: SignIn, individual: Individual, agreement: Agreement
) -> None:
    """The agreement is suspended tomorrow; the trail keeps the instant that was asked about."""
    today = on(clock.today())
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        suspend_agreement(by=factories.signatory("HMPPS-CENTRAL"), agreement=agreement, reason="Stop")
        lead = sign_in(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL")
        now, then = (shown(lead, "individual_who", individual.shown_reference, **each) for each in ({}, today))

    assert "HM Revenue & Customs" not in now
    assert "HM Revenue & Customs 1 1 0 0 0 0 0 0" in then
    assert "at 11:59pm. Each number" in then
    event = AuditEvent.objects.filter(subject_kind="access").latest("id")
    asked = datetime.fromisoformat(event.details["at"])
    assert (event.details["page"], clock.day_of(asked)) == ("who", clock.today())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"on-day": "1", "on-month": "1", "on-year": "2999"}, "Date must be today or in the past"),
        ({"on-day": "1", "on-month": "1", "on-year": "2001"}, "was not on the list at that time"),
        ({"on-day": "1", "on-month": "13", "on-year": "2020"}, "Date must be a real date"),
        ({"time": "14:30"}, "Enter the date that the time belongs to"),
        ({"on-day": "1", "on-month": "1", "on-year": "2026", "time": "25:00"}, "Time must be a real time, like 14:30"),
    ],
)
def test_an_instant_that_makes_no_sense_is_said_beside_it(
    sign_in: SignIn, individual: Individual, typed: dict[str, str], sentence: str
) -> None:
    words = shown(sign_in(RoleCode.HUB_MANAGER, "WM"), "individual_who", individual.shown_reference, **typed)

    assert sentence in words
    assert "Agencies and categories" not in words


def test_a_time_today_that_has_not_come_is_refused(sign_in: SignIn, individual: Individual) -> None:
    with time_machine.travel("2026-11-22 12:00", tick=False):
        query = on(clock.today()) | {"time": "12.01pm"}
        words = shown(sign_in(RoleCode.HUB_MANAGER, "WM"), "individual_who", individual.shown_reference, **query)

    assert "Time must be in the past" in words


def test_what_is_asked_of_a_restricted_individual(sign_in: SignIn, individual: Individual) -> None:
    """Of those named, and of information governance; it is not there for other managers and for inspectors."""
    managers = [factories.membership(role=RoleCode.HUB_MANAGER, hub="WM") for _ in range(2)]
    by_name.named_person(individual, managers[0].user)
    by_name.restrict(individual)
    address = reverse("individual_who", args=[individual.shown_reference])

    answers = [sign_in(each).get(address).status_code for each in managers]
    answers += [sign_in(*each).get(address).status_code for each in OVERSIGHT]

    assert answers == [200, 404, 200, 404]
    assert "only people named for it" in shown(sign_in(managers[0]), "individual_who", individual.shown_reference)


def test_a_conflict_of_interest_closes_the_question_too(sign_in: SignIn, individual: Individual) -> None:
    governance = factories.membership(role=RoleCode.DPO_IG, hub=None, agency="HMPPS-CENTRAL")
    by_name.conflict_mark(individual, governance.user)

    assert sign_in(governance).get(reverse("individual_who", args=[individual.shown_reference])).status_code == 404


@pytest.mark.parametrize("acting", OVERSIGHT)
def test_oversight_asks_by_reference_and_reads_no_content(
    sign_in: SignIn, individual: Individual, acting: tuple[RoleCode, str | None, str]
) -> None:
    client = sign_in(*acting)

    found = client.post(reverse("access_find"), {"reference": individual.shown_reference.lower()}, follow=True)

    body = found.content.decode()
    assert "Who can see this person?" in body
    assert individual.shown_reference in body
    assert "Quenby" not in body
    assert client.get(reverse("individual_overview", args=[individual.shown_reference])).status_code == 403


def test_oversight_held_at_a_hub_ends_there(sign_in: SignIn, individual: Individual) -> None:
    auditor = sign_in(RoleCode.AUDITOR, "EM", "HMICFRS")

    assert auditor.get(reverse("individual_who", args=[individual.shown_reference])).status_code == 404


@pytest.mark.parametrize("hidden", [True, False])
def test_a_reference_out_of_reach_is_answered_like_none(sign_in: SignIn, individual: Individual, hidden: bool) -> None:
    elsewhere = sign_in(RoleCode.HUB_MANAGER, "EM")
    reference = individual.shown_reference if hidden else "HK47-2MRX"

    body = elsewhere.post(reverse("access_find"), {"reference": reference}).content.decode()

    assert "There is no individual with this reference, or none you may ask about" in body
    assert reference in body, "what was typed stays"


def test_empty_questions_are_answered_beside_their_own_field(sign_in: SignIn) -> None:
    client = sign_in(RoleCode.HUB_MANAGER, "WM")

    assert "Enter a reference" in client.post(reverse("access_find"), {"reference": ""}).content.decode()
    assert "Nobody you may ask about" in client.post(reverse("access_find"), {"name": "nobody"}).content.decode()


def test_what_a_partner_sees_is_told_by_clause_and_in_numbers(
    sign_in: SignIn, individual: Individual, agreement: Agreement
) -> None:
    """With hubs, phases, categories, end, and how many by name; no individual is named."""
    partner = factories.membership(
        role=RoleCode.AGENCY_CONTRIB, hub=None, agency="HMRC", person=factories.user(full_name="Pat Partner")
    )
    elsewhere = factories.individual(surname="Elsewhere", owning_hub_id="EM")
    by_name.share(elsewhere, "HMRC", clause_of(agreement))
    lead = sign_in(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL")

    found = lead.post(reverse("access_find"), {"name": partner.user.username.upper()})
    words = shown(lead, "membership_sight", partner.pk)

    assert found.headers["Location"] == reverse("membership_sight", args=[partner.pk])
    assert "Pat Partner What can this person see?" in words
    assert "Individuals seen 2 Of these, seen by name 1" in words
    until = long_date(agreement.ends_on)
    assert f"Clause 1 of {agreement.reference}, version 1 West Midlands Any Identity, Custody {until}" in words
    assert not re.search("Quenby|Elsewhere", words)
    event = AuditEvent.objects.filter(subject_kind="access").latest("id")
    assert (event.operation, event.subject_ref, event.details) == (
        Operation.CONSULT, str(partner.pk), {"page": "what"},
    )  # fmt: skip


def test_what_is_asked_within_reach_only(sign_in: SignIn) -> None:
    """A hub manager of the own hub's people, and there of the memberships at the own hub; oversight of everybody."""
    own = factories.membership(role=RoleCode.HUB_OFFICER, hub="WM")
    factories.membership(role=RoleCode.HUB_OFFICER, hub="EM", person=own.user)
    other = factories.membership(role=RoleCode.HUB_OFFICER, hub="EM")
    manager, auditor = sign_in(RoleCode.HUB_MANAGER, "WM"), sign_in(*OVERSIGHT[1])

    def answered(client: Client, membership: Membership) -> int:
        return client.get(reverse("membership_sight", args=[membership.pk])).status_code

    assert (answered(manager, own), answered(manager, other), answered(auditor, other)) == (200, 404, 200)
    assert "East Midlands" not in shown(manager, "membership_sight", own.pk)
    assert "East Midlands" in shown(auditor, "membership_sight", own.pk)
    assert "Every category at the West Midlands hub" in shown(manager, "membership_sight", own.pk)


@pytest.mark.parametrize("route", ["individual_who", "individual_why", "individual_overview"])
def test_statements_do_not_grow_with_people_and_clauses(sign_in: SignIn, individual: Individual, route: str) -> None:
    """As many with one agreement, share and person of each kind as with three."""
    asks = route == "individual_who"
    client = (
        sign_in(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL")
        if asks
        else sign_in(RoleCode.AGENCY_CONTRIB, None, "HMRC")
    )
    address = reverse(route, args=[individual.shown_reference])
    counts = []
    for times in (1, 2):
        for _ in range(times):
            made = factories.agreement("HMRC", "NCA", hubs=["WM"])
            by_name.share(individual, "HMRC", clause_of(made))
            by_name.named_person(individual, factories.membership(hub="WM").user)
            by_name.emergency(individual, factories.membership(hub="EM"))
            by_name.conflict_mark(individual, factories.membership(hub="WM").user)
        client.get(address)  # what is kept for a minute is read once
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_hub_staff_pay_nothing_for_the_reason_they_see_a_record(
    individual: Individual, django_assert_num_queries: Any
) -> None:
    officer = factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")
    read = Individual.unscoped.select_related("owning_hub").get(pk=individual.pk)

    with django_assert_num_queries(0):
        assert [reason.rule for reason in reasons_to_see(officer, read)] == [AccessRule.ROLE]
