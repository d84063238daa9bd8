"""Forms about one individual."""

from datetime import date, timedelta
from typing import Any

import pytest

from cohort.forms import facts, individuals
from cohort.forms.record import RecordForm
from cohort.models import Individual
from marsoc.kit import clock
from tests import factories

REASON = {"reason": "Corrected from the PNC record", "version": "1"}
EVERY_FORM = [
    individuals.NameForm,
    individuals.BirthForm,
    individuals.CategoryForm,
    individuals.LocationForm,
    individuals.CrimeForm,
    individuals.ScoreForm,
    individuals.NotesForm,
    individuals.PhaseForm,
    facts.AliasForm,
    facts.IdentifierForm,
    facts.KeyDateForm,
    facts.RemoveForm,
]


@pytest.fixture
def individual(db: None) -> Individual:
    """Return somebody of whom the year of birth alone is known."""
    return factories.individual(year_of_birth=1984, birth_source="Hub sheet", threats=["ML", "DRUGS"])


def _form(kind: type[RecordForm], individual: Individual, /, **answers: Any) -> RecordForm:
    return kind({**REASON, **answers}, individual=individual)


def _day(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@pytest.mark.parametrize("kind", EVERY_FORM)
def test_every_form_asks_why_and_carries_the_version(kind: type[RecordForm], individual: Individual) -> None:
    shown = kind(individual=individual)
    refused = kind({"version": "1"}, individual=individual)

    assert list(shown.fields)[-2:] == ["reason", "version"]
    assert shown.initial["version"] == individual.version
    assert "reason" in refused.errors


def test_name_needs_one_part(individual: Individual) -> None:
    form = _form(individuals.NameForm, individual, forenames=" ", surname="", name_source="PNC")

    assert form.errors == {"surname": ["Enter a surname, forenames or both"]}


def test_one_name_is_enough(individual: Individual) -> None:
    form = _form(individuals.NameForm, individual, forenames="Mononym", surname="", name_source="PNC")

    assert form.is_valid()


@pytest.mark.parametrize(
    ("answers", "changes"),
    [
        (
            {"known": "date", **_day("date_of_birth", date(1984, 3, 27)), "birth_source": "PNC"},
            {"date_of_birth": date(1984, 3, 27), "year_of_birth": None, "birth_source": "PNC"},
        ),
        (
            {"known": "year", "year_of_birth": "1985", "birth_source": "PNC"},
            {"date_of_birth": None, "year_of_birth": 1985, "birth_source": "PNC"},
        ),
        ({"known": "unknown"}, {"date_of_birth": None, "year_of_birth": None, "birth_source": ""}),
    ],
)
def test_birth_is_a_date_a_year_or_not_known(
    individual: Individual, answers: dict[str, str], changes: dict[str, Any]
) -> None:
    form = _form(individuals.BirthForm, individual, **answers)

    assert form.is_valid(), form.errors
    assert form.changes() == changes


def test_what_belongs_to_another_answer_is_ignored(individual: Individual) -> None:
    nonsense = {"date_of_birth-day": "99", "date_of_birth-month": "", "date_of_birth-year": "x"}
    answers = {"known": "year", "year_of_birth": "1985", "birth_source": "PNC"}
    form = _form(individuals.BirthForm, individual, **answers, **nonsense)

    assert form.is_valid(), form.errors


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({}, {"known": ["Select what is known of the date of birth"]}),
        ({"known": "date", "birth_source": "PNC"}, {"date_of_birth": ["Enter date of birth"]}),
        (
            {"known": "date", "birth_source": "PNC", **_day("date_of_birth", clock.today() + timedelta(days=400))},
            {"date_of_birth": ["Date of birth must be in the past"]},
        ),
        ({"known": "year", "birth_source": "PNC"}, {"year_of_birth": ["Enter year of birth"]}),
        (
            {"known": "year", "birth_source": "PNC", "year_of_birth": "2999"},
            {"year_of_birth": ["Year of birth must be this year or earlier"]},
        ),
        (
            {"known": "year", "year_of_birth": "1985"},
            {"birth_source": ["Enter where the date or year comes from"]},
        ),
    ],
)
def test_birth_says_what_is_wrong(
    individual: Individual, answers: dict[str, str], errors: dict[str, list[str]]
) -> None:
    assert _form(individuals.BirthForm, individual, **answers).errors == errors


def test_whoever_is_in_prison_is_nowhere_else(individual: Individual) -> None:
    held = factories.individual(establishment_id="ACI")

    assert "place" in individuals.LocationForm(individual=individual).fields
    assert "place" not in individuals.LocationForm(individual=held).fields
    assert "establishment" not in individuals.LocationForm(individual=held).fields, "a move is recorded under Custody"


def test_owning_hub_is_not_offered(individual: Individual) -> None:
    assert not {"owning_hub", "hub"} & set(individuals.LocationForm(individual=individual).fields)


def test_same_threats_in_another_order_are_no_change(individual: Individual) -> None:
    form = _form(individuals.CrimeForm, individual, threats=["DRUGS", "ML"])

    assert form.is_valid()
    assert form.changes()["threats"] == ["ML", "DRUGS"]


def test_score_needs_a_source(individual: Individual) -> None:
    assert _form(individuals.ScoreForm, individual, provisional_score="101", score_source="x").errors == {
        "provisional_score": ["Provisional score must be 100 or less"]
    }
    assert _form(individuals.ScoreForm, individual, provisional_score="70").errors == {
        "score_source": ["Enter where the score comes from"]
    }


def test_free_text_warns_of_the_marking(individual: Individual) -> None:
    assert "Nothing above OFFICIAL-SENSITIVE" in individuals.NotesForm(individual=individual)["notes"].help_text


def test_phase_cannot_begin_tomorrow(individual: Individual) -> None:
    tomorrow = _day("started_on", clock.today() + timedelta(days=1))
    form = _form(individuals.PhaseForm, individual, phase="REL", source="HMPPS", **tomorrow)

    assert form.errors == {"started_on": ["Day the phase began must be today or in the past"]}


def test_identifier_is_refused_in_plain_words(individual: Individual) -> None:
    form = _form(facts.IdentifierForm, individual, kind="PNC", given="2002/0073319A", source="PNC")

    assert "The check letter A does not belong to these digits" in form.errors["given"][0]


def test_key_date_needs_source_and_as_at_date(individual: Individual) -> None:
    form = _form(facts.KeyDateForm, individual, kind="CRD", **_day("on", date(2027, 3, 4)))

    assert form.errors == {"as_at": ["Enter the as-at date"], "source": ["Enter where the date comes from"]}


def test_renewed_form_keeps_the_answers(individual: Individual) -> None:
    form = _form(individuals.NotesForm, individual, notes="Typed").renewed(individual, 7)

    assert form.is_valid()
    assert (form.cleaned_data["notes"], form.cleaned_data["version"]) == ("Typed", 7)
