"""The custody record: every act writes spell, place and phase together or nothing, and what cannot be is refused."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.actions import custody, custody_facts
from cohort.actions.custody_rules import Told
from cohort.actions.individuals import move_phase
from cohort.enums import AbsenceKind, ListStatus, Nature, SpellKind
from cohort.errors import EditConflict
from cohort.models import (
    Absence,
    Categorisation,
    Correction,
    CustodyPlace,
    CustodySpell,
    Establishment,
    Individual,
    PhasePeriod,
    RecallKind,
    SecurityCategory,
    Sentence,
)
from cohort.queries.corrections import Inaccuracy
from cohort.queries.custody import custody_of, proposed_phase
from marsoc.kit import clock
from sharing.enums import DataCategory, Operation, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import custody as records
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Viewer:
    """An officer of the West Midlands hub."""
    return factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")


@pytest.fixture
def individual() -> Individual:
    """Somebody before custody since 5 January 2026."""
    return factories.individual(phase=Phase.PRE, status=ListStatus.ACCEPTED, review_due=date(2040, 1, 1))


def told(on: date, until: date | None = None) -> Told:
    """Return a fact that HMPPS gave on 1 November 2026."""
    return Told(on, "NOMIS", date(2026, 11, 1), until)


def prison(code: str) -> Establishment:
    """Return a prison."""
    return Establishment.objects.get(pk=code)


def act(write: Callable[..., Any], by: Viewer, individual: Individual, on: date, **given: Any) -> Any:
    """Do something to a record, whatever its version."""
    individual.refresh_from_db()
    until = given.pop("until", None)
    return write(
        by=by, individual=individual, version=individual.version, told=told(on, until), reason="Read in NOMIS", **given
    )


def sentence(by: Viewer, individual: Individual, on: date, **given: Any) -> Sentence:
    """Record a sentence of twelve years."""
    passed: Sentence = act(
        custody.sentence_individual, by, individual, on, court="Leeds Crown Court", length="12 years", **given
    )
    return passed


def remand(by: Viewer, individual: Individual, on: date, **given: Any) -> CustodySpell:
    """Record a remand."""
    spell: CustodySpell = act(custody.begin_spell, by, individual, on, kind=SpellKind.REMAND, **given)
    return spell


def release(by: Viewer, individual: Individual, on: date, phase: Phase = Phase.REL) -> None:
    """Record a release."""
    act(custody.release_individual, by, individual, on, phase=phase)


def move(by: Viewer, individual: Individual, on: date, establishment: Establishment) -> None:
    """Record an arrival in another prison."""
    act(custody.move_to_establishment, by, individual, on, establishment=establishment, why="Security")


def state(individual: Individual) -> tuple[str, str | None]:
    """Return phase and prison of a record as it is now."""
    individual.refresh_from_db()
    return individual.phase, individual.establishment_id


def test_a_life_in_custody(individual: Individual, officer: Viewer) -> None:
    """Remand, sentence, move, release, recall: phase and prison are those of each act, the cell follows the phase."""
    before = individual.cell
    remand(officer, individual, date(2026, 2, 1), establishment=prison("BMI"))
    assert state(individual) == (Phase.REM, "BMI")
    assert individual.cell != before

    sentence(officer, individual, date(2026, 5, 1))
    assert state(individual) == (Phase.CUS, "BMI")
    act(
        custody.move_to_establishment,
        officer,
        individual,
        date(2026, 6, 1),
        establishment=prison("LEI"),
        why="Security",
    )
    assert state(individual) == (Phase.CUS, "LEI")
    release(officer, individual, date(2026, 9, 1))
    assert state(individual) == (Phase.REL, None)
    recall = RecallKind.objects.get(pk="FTR_56")
    act(
        custody.begin_spell, officer, individual, date(2026, 10, 1), kind=SpellKind.RECALL, recall_kind=recall,
        establishment=prison("BMI"),
    )  # fmt: skip
    assert state(individual) == (Phase.CUS, "BMI")

    spells = CustodySpell.unscoped.order_by("started_on").values_list("kind", "started_on", "ended_on")
    assert list(spells) == [
        ("REMAND", date(2026, 2, 1), date(2026, 5, 1)),
        ("SENTENCE", date(2026, 5, 1), date(2026, 9, 1)),
        ("RECALL", date(2026, 10, 1), None),
    ]
    places = CustodyPlace.unscoped.order_by("arrived_on").values_list("establishment", "arrived_on", "left_on")
    assert list(places) == [
        ("BMI", date(2026, 2, 1), date(2026, 6, 1)),
        ("LEI", date(2026, 6, 1), date(2026, 9, 1)),
        ("BMI", date(2026, 10, 1), None),
    ]
    phases = PhasePeriod.unscoped.order_by("started_on", "id").values_list("phase", flat=True)
    assert list(phases) == [Phase.PRE, Phase.REM, Phase.CUS, Phase.REL, Phase.CUS]
    assert individual.review_due == clock.today() + timedelta(days=14), "whoever's custody changes is reviewed soon"
    assert CustodySpell.unscoped.latest("id").keyed_by == officer.user


def test_a_second_sentence_is_served_in_the_same_spell(individual: Individual, officer: Viewer) -> None:
    first = sentence(officer, individual, date(2026, 2, 1))
    second = sentence(officer, individual, date(2026, 4, 1))

    assert first.spell_id == second.spell_id


def test_a_default_term_is_a_spell_of_its_own_after_the_sentence(individual: Individual, officer: Viewer) -> None:
    passed = sentence(officer, individual, date(2026, 2, 1))
    term = act(
        custody.begin_spell, officer, individual, date(2026, 8, 1), kind=SpellKind.DEFAULT_TERM, authority="Leeds"
    )

    passed.spell.refresh_from_db()
    assert (passed.spell.ended_on, term.ended_on) == (date(2026, 8, 1), None)
    assert state(individual)[0] == Phase.CUS


def test_a_remand_for_something_else_does_not_end_the_sentence(individual: Individual, officer: Viewer) -> None:
    passed = sentence(officer, individual, date(2026, 2, 1))
    remand(officer, individual, date(2026, 4, 1))

    passed.spell.refresh_from_db()
    assert passed.spell.ended_on is None
    assert state(individual)[0] == Phase.CUS


def test_what_is_over_is_history_and_moves_nothing(individual: Individual, officer: Viewer) -> None:
    sentence(officer, individual, date(2019, 2, 1), until=date(2021, 2, 1), establishment=prison("LEI"))

    assert state(individual) == (Phase.PRE, None)
    assert CustodyPlace.unscoped.get().left_on == date(2021, 2, 1)
    assert individual.review_due == date(2040, 1, 1)


@pytest.mark.parametrize(
    ("attempt", "sentence_of_it"),
    [
        (
            lambda by, of: release(by, of, date(2026, 1, 31)),
            "The day cannot be before 1 February 2026, when the sentence began. Check the day.",
        ),
        (
            lambda by, of: sentence(by, of, date(2025, 1, 1), until=date(2026, 3, 1)),
            "The record has a spell of this kind (sentence) from 1 February 2026 on, which overlaps.",
        ),
        (
            lambda by, of: move(by, of, date(2026, 1, 1), prison("BMI")),
            "The record has the person at HMP Leeds then. Nobody is in two places at once:",
        ),
        (
            lambda by, of: move(by, of, date(2026, 6, 1), _closed()),
            "HMP Shut closed on 1 April 2026. Select where the person was on 1 June 2026.",
        ),
        (
            lambda by, of: sentence(by, of, clock.today() + timedelta(days=1)),
            "What is recorded has happened: every day must be today or in the past.",
        ),
        (
            lambda by, of: act(custody_facts.end_absence, by, of, date(2026, 6, 1)),
            "No absence is recorded that has not ended. Record the absence first.",
        ),
        (
            lambda by, of: act(
                custody_facts.record_categorisation, by, of, date(2026, 6, 1), review_on=date(2026, 6, 1),
                category=SecurityCategory.objects.get(pk="B"),
            ),
            "The review of the category must follow the day it was given. Check both days.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(
    individual: Individual, officer: Viewer, attempt: Callable[[Viewer, Individual], Any], sentence_of_it: str
) -> None:
    sentence(officer, individual, date(2026, 2, 1), establishment=prison("LEI"))
    individual.refresh_from_db()
    version, rows = individual.version, _rows()

    with pytest.raises(BadRequest) as refusal:
        attempt(officer, individual)

    assert str(refusal.value).startswith(sentence_of_it)
    individual.refresh_from_db()
    assert (individual.version, _rows()) == (version, rows)


def _closed() -> Establishment:
    shut = Establishment(code="ZZI", name="HMP Shut", valid_from=date(2018, 1, 1), valid_to=date(2026, 4, 1))
    factories.save(shut)
    return shut


def _rows() -> list[Any]:
    kinds: tuple[Any, ...] = (CustodySpell, Sentence, CustodyPlace, Categorisation, Absence, PhasePeriod)
    return [list(kind.unscoped.order_by("pk").values()) for kind in kinds]


def test_nobody_is_released_who_is_not_in_custody(individual: Individual, officer: Viewer) -> None:
    with pytest.raises(BadRequest, match="Nobody is released who is not in custody"):
        release(officer, individual, date(2026, 3, 1))


def test_away_without_leave_is_unlawfully_at_large_until_the_return(individual: Individual, officer: Viewer) -> None:
    sentence(officer, individual, date(2026, 2, 1), establishment=prison("LEI"))
    act(custody_facts.begin_absence, officer, individual, date(2026, 6, 1), kind=AbsenceKind.LEAVE)
    assert state(individual) == (Phase.CUS, "LEI")

    act(custody_facts.begin_absence, officer, individual, date(2026, 6, 5), kind=AbsenceKind.NON_RETURN)
    assert state(individual) == (Phase.FUG, None)
    act(custody_facts.end_absence, officer, individual, date(2026, 7, 1), establishment=prison("BMI"))
    assert state(individual) == (Phase.CUS, "BMI")
    kinds = Absence.unscoped.order_by("id").values_list("kind", "ended_on")
    assert list(kinds) == [("LEAVE", date(2026, 6, 5)), ("NON_RETURN", date(2026, 7, 1))]


def test_a_second_absence_waits_for_the_first_to_end(individual: Individual, officer: Viewer) -> None:
    act(custody_facts.begin_absence, officer, individual, date(2026, 6, 1), kind=AbsenceKind.ESCAPE)

    with pytest.raises(BadRequest, match="The record has an absence from 1 June 2026 on, which overlaps"):
        act(custody_facts.begin_absence, officer, individual, date(2026, 6, 5), kind=AbsenceKind.LEAVE)


def test_a_place_whose_day_was_not_known_gets_it(individual: Individual, officer: Viewer) -> None:
    """A hub's sheet says where somebody is, not since when."""
    records.place(individual, "LEI", None)
    move(officer, individual, date(2026, 3, 1), prison("LEI"))

    assert CustodyPlace.unscoped.get().arrived_on == date(2026, 3, 1)


def test_a_wrong_fact_is_removed_and_whoever_received_it_is_told(individual: Individual, officer: Viewer) -> None:
    place = records.place(individual, "LEI", date(2026, 3, 1))
    individual.refresh_from_db()
    custody_facts.remove_custody_fact(
        by=officer, individual=individual, version=individual.version, fact=place, reason="Another person",
        inaccuracy=Inaccuracy(Nature.FACT, "NOMIS checked"),
    )  # fmt: skip

    assert state(individual)[1] is None
    assert not CustodyPlace.unscoped.exists()
    assert Correction.unscoped.get().field == "custody_place"
    assert CustodyPlace.history.filter(history_type="-").count() == 1


@pytest.mark.parametrize("role", [RoleCode.AGENCY_CONTRIB, RoleCode.CENTRAL_ANALYST, RoleCode.AUDITOR])
def test_only_hub_staff_write_the_custody_record(individual: Individual, role: RoleCode) -> None:
    with pytest.raises(Refused):
        remand(
            factories.viewer(role, "NCA" if role == RoleCode.AGENCY_CONTRIB else "HMPPS-CENTRAL"),
            individual,
            date(2026, 3, 1),
        )


def test_a_second_writer_is_told_of_the_first(individual: Individual, officer: Viewer) -> None:
    version = individual.version
    remand(officer, individual, date(2026, 3, 1))

    with pytest.raises(EditConflict):
        custody.release_individual(
            by=officer, individual=individual, version=version, told=told(date(2026, 4, 1)), phase=Phase.PRE,
            reason="Read in NOMIS",
        )  # fmt: skip


def test_an_agency_sees_the_record_only_where_it_is_given_custody(individual: Individual, officer: Viewer) -> None:
    sentence(officer, individual, date(2026, 2, 1), establishment=prison("LEI"))
    factories.agreement("NCA", categories=(DataCategory.IDENTITY, DataCategory.CUSTODY))
    factories.agreement("CPS", categories=(DataCategory.IDENTITY,))
    individual.refresh_from_db()
    given, other = (factories.viewer(RoleCode.AGENCY_CONTRIB, code) for code in ("NCA", "CPS"))
    given, other = (viewer_in(each.membership) for each in (given, other) if each.membership)

    assert len(custody_of(given, individual).spells) == 1
    assert custody_of(other, individual) == type(custody_of(other, individual))([], [], [], [], [])


def test_the_record_proposes_a_phase_and_says_when_another_was_set(individual: Individual, officer: Viewer) -> None:
    sentence(officer, individual, date(2026, 2, 1))
    individual.refresh_from_db()
    move_phase(
        by=officer, individual=individual, version=individual.version, phase=Phase.REL, started_on=date(2026, 3, 1),
        source="Sheet", reason="By hand",
    )  # fmt: skip

    assert proposed_phase(officer, individual, custody_of(officer, individual)) == Phase.CUS


@pytest.fixture
def client(sign_in: SignIn) -> Client:
    """Return the browser of an officer of the West Midlands hub."""
    return sign_in(RoleCode.HUB_OFFICER, "WM")


def _day(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def _answers(individual: Individual, on: date, **more: str) -> dict[str, str]:
    individual.refresh_from_db()
    return {
        **_day("on", on), **_day("as_at", date(2026, 11, 1)), "source": "NOMIS", "reason": "Read",
        "version": str(individual.version), **more,
    }  # fmt: skip


def _custody(individual: Individual) -> str:
    return reverse("individual_custody", args=[individual.shown_reference])


def _page(individual: Individual, act: str) -> str:
    return reverse("individual_custody_record", args=[individual.shown_reference, act])


def test_a_recall_from_its_page(client: Client, individual: Individual) -> None:
    answers = _answers(individual, date(2026, 4, 1), recall_kind="FTR_28", establishment="LEI")
    response = client.post(_page(individual, "recall"), answers, follow=True)
    shown = words(document(response.content.decode()))

    assert state(individual) == (Phase.CUS, "LEI")
    assert "Fixed-term recall, 28 days" in shown
    assert "HMP Leeds" in shown
    assert AuditEvent.objects.filter(operation=Operation.ALTER, details__fields__contains=["custody"]).exists()


def test_a_kind_of_recall_before_its_law_is_refused_beside_it(client: Client, individual: Individual) -> None:
    answers = _answers(individual, date(2026, 3, 30), recall_kind="FTR_56")
    response = client.post(_page(individual, "recall"), answers)

    assert "There was no fixed-term recall, 56 days on that day. Check the kind and the day." in words(
        document(response.content.decode())
    )
    assert state(individual)[0] == Phase.PRE


def test_what_cannot_be_is_said_beside_what_was_typed(client: Client, individual: Individual, officer: Viewer) -> None:
    sentence(officer, individual, date(2026, 2, 1))
    response = client.post(_page(individual, "release"), _answers(individual, date(2026, 1, 9), phase="REL"))
    page = document(response.content.decode())

    assert "The day cannot be before 1 February 2026, when the sentence began." in words(page)
    assert 'value="NOMIS"' in response.content.decode()


def test_the_release_page_proposes_what_the_recorded_dates_say(
    client: Client, individual: Individual, officer: Viewer
) -> None:
    sentence(officer, individual, date(2026, 2, 1))
    factories.key_date(individual, "SLED", clock.today() + timedelta(days=900))
    body = client.get(_page(individual, "release")).content.decode()

    assert re.search(r'value="REL"[^>]* checked', body)


def test_the_record_is_shown_with_source_and_age_and_is_removed_with_a_reason(
    client: Client, individual: Individual
) -> None:
    pk = records.one_of_each(individual)["absence"]
    shown = words(document(client.get(_custody(individual)).content.decode()))
    assert all(each in shown for each in ("12 years", "Zqcourt", "HMP Leeds", "Category C", "1 November 2026, "))
    individual.refresh_from_db()
    page = reverse("individual_custody_remove", args=[individual.shown_reference, "absence", pk])
    assert "Temporary release from 1 January 2025 until 3 January 2025" in words(
        document(client.get(page).content.decode())
    )
    client.post(page, {"inaccurate": "no", "reason": "Wrong", "version": str(individual.version)})

    assert not Absence.unscoped.exists()


def test_the_page_asks_as_many_questions_of_the_database_for_three_as_for_one(
    client: Client, individual: Individual
) -> None:
    address = _custody(individual)
    counts = []
    for year in (2019, 2021, 2023):
        served = records.spell(individual, SpellKind.SENTENCE, date(year, 1, 1), date(year, 9, 1))
        records.sentence(served, date(year, 1, 1))
        records.place(individual, "LEI", date(year, 1, 1), date(year, 9, 1))
        records.category(individual, "C", date(year, 2, 1))
        with CaptureQueriesContext(connection) as made:
            client.get(address)
        counts.append(len(made))

    assert counts[1] == counts[2]
