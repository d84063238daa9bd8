"""Two people assessing at the same time: one act after the other, and the result is there exactly once."""

import pytest

from cohort.actions import assessments
from cohort.models import Assessment, Scoring
from tests import factories
from tests.factories import method
from tests.integration.cohort.test_shares_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
LEVELS = {"intent": 3, "reach": 2, "influence": 2}


def test_two_assessors_who_submit_at_once_reveal_once() -> None:
    """Whoever comes second reveals; both scorings are as they were submitted."""
    method.framework()
    first, second = method.officer(), method.officer()
    begun = assessments.open_assessment(by=first, individual=factories.individual())
    parts = [
        method.answered(first, begun, LEVELS),
        method.answered(
            second, assessments.begin_second_scoring(by=second, assessment=begun.assessment), {**LEVELS, "reach": 3}
        ),
    ]
    ended = at_once(
        lambda: assessments.submit_scoring(by=first, scoring=parts[0]),
        lambda: assessments.submit_scoring(by=second, scoring=parts[1]),
    )

    assert ended == ["done", "done"]
    made = Assessment.unscoped.get()
    assert made.revealed_at
    assert (str(made.score), made.for_panel) == ("60.0", False)
    assert [str(each.score) for each in Scoring.unscoped.order_by("place")] == ["60.0", "68.8"]
    assert Assessment.history.filter(unknowns__isnull=False).count() == 1


def test_a_scoring_submitted_twice_at_once_is_submitted_once() -> None:
    method.framework()
    by = method.officer()
    scoring = method.answered(by, assessments.open_assessment(by=by, individual=factories.individual()), LEVELS)
    ended = at_once(*[lambda: assessments.submit_scoring(by=by, scoring=scoring)] * 2)

    assert sorted(ended) == ["done", "refused"]


def test_two_who_want_to_be_second_are_not_both() -> None:
    method.framework()
    made = method.first(factories.individual(), LEVELS)
    one, other = method.officer(), method.officer()
    ended = at_once(*(lambda by=by: assessments.begin_second_scoring(by=by, assessment=made) for by in (one, other)))

    assert sorted(ended) == ["done", "refused"]
    assert Assessment.unscoped.get().second_assessor == (one if ended[0] == "done" else other).user
