"""Assessing an individual: pinned, blind, revealed together, kept unchanged, no trace without the category."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from cohort.actions import assessments
from cohort.enums import AssessmentPurpose, ListStatus
from cohort.models import Assessment, DimensionScore, Evidence, Individual, Scoring
from cohort.queries.assessments import read_assessments
from marsoc.kit.acting import acting
from sharing.enums import DataCategory, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name, method

pytestmark = pytest.mark.django_db
LEVELS = {"intent": 3, "reach": 2, "influence": 2}
PARTS = (Scoring, DimensionScore, Evidence)


@pytest.fixture(autouse=True)
def _framework() -> None:
    method.framework()


def visible(by: Viewer, *, bare: bool) -> list[int]:
    """Count what somebody sees of each part, by the ORM or by bare statements under row-level security."""
    with seeing(by):
        if not bare:
            return [model.unscoped.visible_to(by).count() for model in PARTS]
        counts = []
        for model in PARTS:
            for table in (model._meta.db_table, model.history.model._meta.db_table):
                cursor = connection.cursor()
                cursor.execute(f"select count(distinct id) from {table}")
                counts.append(cursor.fetchone()[0])
        assert counts[::2] == counts[1::2], "the history shows what the table does not"
        return counts[::2]


@pytest.mark.parametrize("bare", [False, True], ids=["orm", "policies"])
def test_until_the_second_has_submitted_nobody_sees_what_another_scored(*, bare: bool) -> None:
    """Neither assessor the other's, and nobody else either: colleagues, central team, partners with a clause."""
    factories.agreement("NCA", categories=[each for each in DataCategory if each != DataCategory.EQUALITY])
    first, second = method.officer(), method.officer()
    others = (method.officer(), method.central(), factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA"))
    made = method.first(factories.individual(), LEVELS, by=first)
    own = method.answered(second, assessments.begin_second_scoring(by=second, assessment=made), LEVELS)

    assert visible(first, bare=bare) == visible(second, bare=bare) == [1, 3, 3]
    assert [visible(each, bare=bare) for each in others] == [[0, 0, 0]] * 3
    assessments.submit_scoring(by=second, scoring=own)
    assert [visible(each, bare=bare) for each in (first, second, *others)] == [[2, 6, 6]] * 5


def test_without_the_category_there_is_no_trace() -> None:
    """An agency that sees identity and intelligence sees neither the round nor a row of its history."""
    factories.agreement("NCA", categories=[DataCategory.IDENTITY, DataCategory.INTELLIGENCE])
    partner = factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")
    method.assessment(factories.individual(), LEVELS)

    assert visible(partner, bare=True) == [0, 0, 0]
    with seeing(partner):
        assert not Assessment.unscoped.visible_to(partner).exists()
        assert not Assessment.unscoped.exists()
        assert not Assessment.history.exists()


def test_intelligence_needs_its_category_and_conditions_keep_it_from_partners() -> None:
    seeing_all = [each for each in DataCategory if each != DataCategory.EQUALITY]
    factories.agreement("NCA", categories=[DataCategory.IDENTITY, DataCategory.ASSESSMENT])
    factories.agreement("HMRC", categories=seeing_all)
    by, individual = method.officer(), factories.individual()
    scoring = method.answered(by, assessments.open_assessment(by=by, individual=individual), LEVELS)
    reach = scoring.assessment.framework.dimensions.get(code="reach")
    graded = {"basis": "INTELLIGENCE", "source_grade": "1", "intelligence_grade": "B", "source_reference": "IR/26/77"}
    assessments.add_evidence(
        by=by, scoring=scoring, dimension=reach, summary="Meets abroad", handling="P", conditions="", **graded
    )
    assessments.add_evidence(
        by=by, scoring=scoring, dimension=reach, summary="Buys abroad", handling="C", conditions="Ask first", **graded
    )
    method.second(assessments.submit_scoring(by=by, scoring=scoring), LEVELS)
    counted = {
        agency: [visible(factories.viewer(RoleCode.AGENCY_CONTRIB, agency), bare=bare)[2] for bare in (False, True)]
        for agency in ("NCA", "HMRC")
    }

    assert counted == {"NCA": [6, 6], "HMRC": [7, 7]}
    assert visible(by, bare=True)[2] == 8


def test_an_acceptance_is_scored_twice_and_the_first_stands() -> None:
    made = method.first(factories.individual(), LEVELS)
    assert (made.purpose, made.second_due, made.revealed_at, made.score) == (
        AssessmentPurpose.ACCEPTANCE, True, None, None,
    )  # fmt: skip
    made = method.second(made, {**LEVELS, "reach": 3})

    assert (made.score, str(made.band), made.unknowns, made.for_panel) == (Decimal(60), "Tier 2", 0, False)
    kept = Scoring.unscoped.order_by("place").values_list("score", "band__name")
    assert [*kept] == [(Decimal(60), "Tier 2"), (Decimal("68.8"), "Tier 2")]


@pytest.mark.parametrize(
    ("other", "for_panel"),
    [
        ({**LEVELS, "reach": 3}, False),
        ({**LEVELS, "influence": 4}, True),  # two steps on one dimension
        ({"intent": 4, "reach": 3, "influence": 3}, True),  # 25 points in all
        ({"intent": 3}, True),  # not scorable for one of them
    ],
)
def test_differences_beyond_the_set_distance_go_to_the_panel(other: dict[str, int | None], for_panel: bool) -> None:
    """Until it decides, what stood before stands."""
    individual = factories.individual()
    made = method.assessment(individual, LEVELS, other)
    assessed = read_assessments(method.officer(), individual)

    assert made.for_panel == for_panel
    assert bool(assessed.disputed) == for_panel
    assert bool(assessed.standing) == (not for_panel)


@pytest.mark.parametrize(("sample", "due"), [(0, False), (100, True)])
def test_a_stated_share_of_reviews_is_scored_twice(sample: int, due: bool) -> None:
    """Not before the first assessor has submitted does anybody learn which."""
    method.framework(review_sample=sample)
    by = method.officer()
    scoring = assessments.open_assessment(by=by, individual=factories.individual(status=ListStatus.ACCEPTED))

    assert (scoring.assessment.purpose, scoring.assessment.second_due) == (AssessmentPurpose.REVIEW, False)
    made = assessments.submit_scoring(by=by, scoring=method.answered(by, scoring, LEVELS))
    assert (made.second_due, made.revealed_at is None) == (due, due)


def test_whether_a_review_is_sampled_hangs_on_the_key_and_not_on_trying_again() -> None:
    """Withdrawing and beginning anew draws the same; over many the share is about what is stated."""
    method.framework(review_sample=50)
    by, drawn = method.officer(), []
    for _ in range(2):
        individual = factories.individual(status=ListStatus.ACCEPTED, reference="HK47AAAA")
        scoring = assessments.open_assessment(by=by, individual=individual)
        drawn.append(assessments._is_sampled(by, scoring.assessment))
        assessments.withdraw_assessment(by=by, assessment=scoring.assessment, reason="Again")
        again = assessments.open_assessment(by=by, individual=individual)
        drawn.append(assessments._is_sampled(by, again.assessment))
        with acting(job="tests"):
            individual.reference = f"HK47BBB{individual.pk % 10}"
            individual.save()

    assert len(set(drawn)) == 1


def test_somebody_else_of_the_hub_or_the_central_team_is_second() -> None:
    first = method.officer()
    made = method.first(factories.individual(), LEVELS, by=first)
    with pytest.raises(BadRequest, match="must be somebody else"):
        assessments.begin_second_scoring(by=first, assessment=made)
    with pytest.raises(Refused):
        assessments.begin_second_scoring(by=method.officer("EM"), assessment=made)
    assessments.begin_second_scoring(by=method.central(), assessment=made)
    with pytest.raises(BadRequest, match="Somebody else is the second assessor already"):
        assessments.begin_second_scoring(by=method.officer(), assessment=made)


def test_what_is_missing_keeps_a_scoring_from_being_submitted() -> None:
    by = method.officer()
    scoring = assessments.open_assessment(by=by, individual=factories.individual())
    with pytest.raises(BadRequest, match="Intent has no answer"):
        assessments.submit_scoring(by=by, scoring=scoring)
    for dimension in scoring.assessment.framework.dimensions.all():
        assessments.score_dimension(
            by=by, scoring=scoring, dimension=dimension, level=1, confidence="LOW", reason="Seems so"
        )
    with pytest.raises(BadRequest, match="Intent has a level but no evidence"):
        assessments.submit_scoring(by=by, scoring=scoring)
    with seeing(by):
        assert Scoring.unscoped.get().submitted_at is None


@pytest.mark.parametrize("level", [-1, 5])
def test_a_level_off_the_scale_is_refused(level: int) -> None:
    by = method.officer()
    scoring = assessments.open_assessment(by=by, individual=factories.individual())
    dimension = scoring.assessment.framework.dimensions.all()[0]
    with pytest.raises(BadRequest, match="Choose a level from 0 to 4, or Unknown"):
        assessments.score_dimension(
            by=by, scoring=scoring, dimension=dimension, level=level, confidence="LOW", reason="x"
        )


def test_too_many_unknowns_are_not_scorable() -> None:
    made = method.assessment(factories.individual(), {"intent": 3})

    assert (made.score, made.band, made.unknowns, made.for_panel) == (None, None, 2, False)


def test_a_later_version_leaves_what_was_assessed_alone() -> None:
    """Pinned: the result and the version stay, and a round that is open goes on by the version it began with."""
    old = method.assessment(factories.individual(), LEVELS)
    begun, by = factories.individual(), method.officer()
    scoring = assessments.open_assessment(by=by, individual=begun)
    method.framework(weights={"Intent": 100})
    old.refresh_from_db()
    made = assessments.submit_scoring(by=by, scoring=method.answered(by, scoring, LEVELS))

    assert (old.framework.version, old.score, str(old.band)) == (1, Decimal(60), "Tier 2")
    assert made.framework.version == 1
    assert method.first(factories.individual(), {"intent": 3}).framework.version == 2


CHANGES = (
    "update cohort_scoring set score = 1",
    "update cohort_dimensionscore set level = 0",
    "update cohort_dimensionscore set reason = 'other'",
    "update cohort_evidence set summary = 'other'",
    "update cohort_assessment set score = 1",
    "update cohort_assessment set for_panel = true",
)


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_keeps_both_originals_and_the_result_unchanged(statement: str) -> None:
    method.assessment(factories.individual(), LEVELS)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), acting(job="tests"):
        connection.cursor().execute(statement)


def test_a_submitted_scoring_takes_no_more_answers() -> None:
    by = method.officer()
    scoring = method.answered(by, assessments.open_assessment(by=by, individual=factories.individual()), LEVELS)
    dimension = assessments.submit_scoring(by=by, scoring=scoring).framework.dimensions.all()[0]
    with pytest.raises(BadRequest, match="submitted this already"):
        assessments.score_dimension(
            by=by, scoring=scoring, dimension=dimension, level=1, confidence="LOW", reason="Thought again"
        )


def test_an_individual_who_moves_takes_the_assessment_along() -> None:
    """To the other hub's sight, out of this one's, although the result never changes."""
    individual = factories.individual()
    method.assessment(individual, LEVELS)
    with acting(job="tests"):
        individual.owning_hub_id = "EM"
        individual.save()

    assert visible(method.officer("EM"), bare=True) == [2, 6, 6]
    assert visible(method.officer("WM"), bare=True) == [0, 0, 0]


def test_a_restricted_individual_is_assessed_by_those_named_for_it() -> None:
    individual = by_name.restrict(factories.individual())
    membership = factories.membership()
    by_name.named_person(individual, membership.user)
    named = viewer_in(membership)
    scoring = assessments.open_assessment(by=named, individual=individual)
    assessments.submit_scoring(by=named, scoring=method.answered(named, scoring, LEVELS))

    assert visible(named, bare=True) == [1, 3, 3]
    assert visible(method.officer(), bare=True) == [0, 0, 0]


def test_one_assessment_at_a_time_and_a_withdrawn_one_makes_room() -> None:
    by, individual = method.officer(), factories.individual()
    scoring = assessments.open_assessment(by=by, individual=individual)
    with pytest.raises(BadRequest, match="open already"):
        assessments.open_assessment(by=method.officer(), individual=individual)
    assessments.withdraw_assessment(by=by, assessment=scoring.assessment, reason="Opened for the wrong person")
    assessments.open_assessment(by=by, individual=individual)

    assert Individual.unscoped.get().assessments.count() == 2
