"""The method is drafted by one person, published by another, and never changes afterwards."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from cohort.actions import frameworks
from cohort.models import Band, Dimension, Framework
from cohort.scoring import Range
from marsoc.kit.acting import acting
from marsoc.kit.database import OWNER_ROLE
from sharing.enums import Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent
from tests import factories
from tests.factories import method

pytestmark = pytest.mark.django_db


def test_the_first_draft_is_the_proposal_and_says_so() -> None:
    made = frameworks.draft_framework(by=method.central())

    assert made.title.startswith("Proposal")
    assert made.version == 1
    assert {each.area for each in made.dimensions.all()} == {"HARM", "LIKELIHOOD", "CUSTODY", "VICTIMS"}
    frameworks.propose_framework(by=method.central(), framework=made)  # it makes sense as it stands


def test_a_later_draft_is_a_copy_of_what_is_in_force() -> None:
    first = method.framework()
    second = frameworks.draft_framework(by=method.central())

    assert second.version == 2
    for name in ("dimensions", "bands"):
        parts = [[{**_values(part)} for part in getattr(each, name).all()] for each in (first, second)]
        assert parts[0] == parts[1] != []


def _values(part: Dimension | Band) -> dict[str, object]:
    kept = {field.name for field in part._meta.concrete_fields} - {"id", "framework"}
    return {name: getattr(part, name) for name in kept}


def test_there_is_one_draft_at_a_time() -> None:
    method.draft()
    with pytest.raises(BadRequest, match="Version 1 is a draft already"):
        frameworks.draft_framework(by=method.central())


def test_whoever_proposes_does_not_publish() -> None:
    one, other = method.central(), method.central()
    proposed = frameworks.propose_framework(by=one, framework=method.draft(one))
    with pytest.raises(Refused, match="Somebody else of the central team must approve it"):
        frameworks.publish_framework(by=one, framework=proposed)
    published = frameworks.publish_framework(by=other, framework=proposed)

    assert (published.proposed_by, published.published_by) == (one.user, other.user)
    changes = AuditEvent.objects.filter(operation=Operation.ALTER, subject_kind="framework").order_by("pk")
    assert [each.details["change"] for each in changes][-2:] == ["proposed", "published"]


def test_what_was_changed_since_it_was_proposed_is_not_published() -> None:
    """The approver agrees to what was read, and a change takes the proposal back."""
    proposed = frameworks.propose_framework(by=method.central(), framework=method.draft())
    frameworks.change_framework(by=method.central(), framework=proposed, terms={"unknowns_allowed": 9})
    with pytest.raises(BadRequest, match="changed since you opened it"):
        frameworks.publish_framework(by=method.central(), framework=proposed)

    assert Framework.objects.get().proposed_at is None


@pytest.mark.parametrize("role", [RoleCode.HUB_MANAGER, RoleCode.AUDITOR, RoleCode.PROB_LEAD])
def test_only_the_central_team_drafts(role: RoleCode) -> None:
    made = method.draft()
    by = factories.viewer(role, "ROCU", "WM")
    for act in (
        lambda: frameworks.draft_framework(by=by),
        lambda: frameworks.change_framework(by=by, framework=made, terms={"title": "Ours"}),
        lambda: frameworks.set_weights(by=by, framework=made, weights={}),
        lambda: frameworks.set_bands(by=by, framework=made, bands=[]),
        lambda: frameworks.save_dimension(by=by, framework=made, code=None, terms={}),
        lambda: frameworks.remove_dimension(by=by, framework=made, code="reach"),
        lambda: frameworks.propose_framework(by=by, framework=made),
        lambda: frameworks.publish_framework(by=by, framework=made),
        lambda: frameworks.discard_framework(by=by, framework=made),
    ):
        with pytest.raises(Refused):
            act()


def test_bad_weights_bands_and_scales_are_refused_with_a_sentence_and_nothing_changes() -> None:
    by = method.central()
    made = method.draft(by)
    weights = {"intent": Decimal(50), "reach": Decimal(35), "influence": Decimal(25)}
    overlapping = [Range("Low", Decimal(0), Decimal(50)), Range("High", Decimal(40), Decimal(100))]
    named_twice = [Range("Low", Decimal(0), Decimal(50)), Range("Low", Decimal(50), Decimal(100))]
    wordless = {"area": "HARM", "name": "Noise", "question": "How loud?", "levels": ["Quiet", "", "", "", ""]}
    for act, sentence in (
        (lambda: frameworks.set_weights(by=by, framework=made, weights=weights), "The weights add up to 110."),
        (lambda: frameworks.set_bands(by=by, framework=made, bands=overlapping), "Low and High overlap"),
        (lambda: frameworks.set_bands(by=by, framework=made, bands=named_twice), "a name of its own"),
        (
            lambda: frameworks.save_dimension(by=by, framework=made, code=None, terms=wordless),
            "Describe every level of Noise in words.",
        ),
    ):
        with pytest.raises(BadRequest, match=sentence):
            act()

    assert sorted(Dimension.objects.values_list("code", "weight")) == [
        ("influence", Decimal(25)), ("intent", Decimal(40)), ("reach", Decimal(35)),
    ]  # fmt: skip
    assert Band.objects.count() == 3


def test_a_dimension_without_weight_keeps_a_draft_from_being_proposed() -> None:
    made = method.draft()
    terms = {"area": "HARM", "name": "Noise", "question": "How loud?", "levels": method.SCALE}
    frameworks.save_dimension(by=method.central(), framework=made, code=None, terms=terms)
    with pytest.raises(BadRequest, match="Give Noise a weight of more than 0"):
        frameworks.propose_framework(by=method.central(), framework=made)


CHANGES = (
    "update cohort_framework set unknowns_allowed = 9",
    "update cohort_framework set published_at = null, published_by_id = null",
    "delete from cohort_framework",
    "update cohort_dimension set weight = 1",
    "delete from cohort_dimension",
    "insert into cohort_band (framework_id, name, starts_at, ends_at) select id, 'x', 1, 2 from cohort_framework",
    "update cohort_band set starts_at = starts_at - 1 where starts_at > 1",
    "delete from cohort_band",
)


@pytest.mark.parametrize("role", ["marsoc_app", OWNER_ROLE])
@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_refuses_every_change_of_a_published_version(statement: str, role: str) -> None:
    """Whoever asks, the owner of the tables included."""
    method.framework()
    cursor = connection.cursor()
    cursor.execute(f"set local role {role}")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), acting(job="tests"):
        cursor.execute(statement)


def test_an_action_on_a_published_version_is_refused_with_a_sentence() -> None:
    made = method.framework()
    with pytest.raises(BadRequest, match="has been published and never changes"):
        frameworks.change_framework(by=method.central(), framework=made, terms={"title": "Other"})


def test_a_draft_can_be_discarded() -> None:
    frameworks.discard_framework(by=method.central(), framework=method.draft())

    assert not Framework.objects.exists()
