"""What somebody may know of individuals it may not see: the lower of two levels, met by exact number or whole name."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.test import Client

from cohort.enums import IdentifierKind
from cohort.existence import Interest, interest_of, interests_matching
from cohort.models import Individual
from sharing.enums import DataCategory, Existence, Phase, RoleCode
from sharing.models import Membership
from sharing.seeing import seeing
from sharing.viewer import viewer_in
from tests import factories
from tests.factories import by_name

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
PNC = "2001/4711390Q"
LEVELS = (Existence.NOTHING, Existence.POINTER, Existence.SUMMARY)


@pytest.fixture
def nca() -> Membership:
    """Somebody at the National Crime Agency who sees by agreement."""
    return factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")


def known(existence: Existence = Existence.SUMMARY, **given: object) -> Individual:
    """Return somebody of whom others may know, with a number and a name of two words."""
    person = factories.individual(**{"existence": existence, "surname": "Quandle", "forenames": "Zed Ray", **given})
    factories.identifier(person, IdentifierKind.PNC, PNC)
    return person


def clause(existence: Existence = Existence.SUMMARY, **given: Any) -> None:
    """Have the National Crime Agency see plans of West Midlands, nobody's identity, and know of existence."""
    factories.agreement("NCA", **{"categories": [DataCategory.PLAN], "existence": existence, **given})


def met(membership: Membership, text: str) -> list[Interest]:
    """Return whom a search of a membership's next request meets."""
    viewer = viewer_in(membership)
    with seeing(viewer):
        return interests_matching(viewer.sight, text)


@pytest.mark.parametrize(("owner", "agreed"), list(product(LEVELS, LEVELS)))
def test_the_lower_of_both_levels_holds(nca: Membership, owner: Existence, agreed: Existence) -> None:
    person = known(owner)
    clause(agreed)
    lower = min(owner, agreed, key=LEVELS.index)

    expected = [] if lower == Existence.NOTHING else [(person.pk, lower)]
    assert [(each.individual, each.level) for each in met(nca, PNC)] == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (PNC, True), ("01/4711390q", True), ("Zed Ray Quandle", True), ("quandle, ZED RAY", True),
        ("Quandle", False), ("Zed Quandle", False), ("Zed Ray", False), ("Ray Quandle", False), ("4711390", False),
        ("", False), ("%", False), ("Zed Ray Quandle Jr", False), ("2001/4711391R", False),
    ],
)  # fmt: skip
def test_only_an_exact_number_or_the_whole_name_meets_anybody(nca: Membership, text: str, found: bool) -> None:
    known()
    clause()

    assert bool(met(nca, text)) is found


@pytest.mark.parametrize("kind", IdentifierKind)
def test_four_kinds_of_number_meet(nca: Membership, kind: IdentifierKind) -> None:
    """Passport numbers and Home Office references do not: they are too short to be nobody else's."""
    numbers = {
        IdentifierKind.PNC: PNC, IdentifierKind.CRO: "265416/21G", IdentifierKind.PRISON: "A1234BC",
        IdentifierKind.CRN: "X123456", IdentifierKind.HOME_OFFICE: "A1234567", IdentifierKind.PASSPORT: "123456789",
    }  # fmt: skip
    person = factories.individual(existence=Existence.POINTER)
    factories.identifier(person, kind, numbers[kind])
    clause()

    exact = kind not in {IdentifierKind.HOME_OFFICE, IdentifierKind.PASSPORT}
    assert bool(met(nca, numbers[kind])) is exact


def test_nobody_met_is_seen_restricted_barred_elsewhere_or_a_mere_surname(nca: Membership) -> None:
    """Each differs in one thing from somebody who is met."""
    person, one_word = known(), known(surname="", forenames="Zed Ray Quandle")
    restricted, barred, elsewhere, seen = known(), known(), known(owning_hub_id="EM"), known(phase=Phase.FUG)
    clause()
    factories.named_only("NCA")  # lets everybody unlawfully at large be seen
    by_name.restrict(restricted)
    by_name.conflict_mark(barred, nca.user)

    assert {each.individual for each in met(nca, PNC)} == {person.pk, one_word.pk}
    assert {each.individual for each in met(nca, "Zed Ray Quandle")} == {person.pk}
    viewer = viewer_in(nca)
    with seeing(viewer):
        for other in (restricted, barred, elsewhere, seen):
            assert interest_of(viewer.sight, individual=other.pk) is None
            assert interest_of(viewer.sight, reference=other.reference) is None
        assert interest_of(viewer.sight, reference=person.reference) is not None


def test_a_membership_at_another_hub_knows_nothing() -> None:
    known()
    clause()
    assert met(factories.membership(role=RoleCode.HMPPS_ROCO, hub="EM", agency="NCA"), PNC) == []
    assert len(met(factories.membership(role=RoleCode.HMPPS_ROCO, hub="WM", agency="NCA"), PNC)) == 1


def test_it_ends_with_the_agreement(nca: Membership) -> None:
    known()
    factories.agreement("NCA", categories=[DataCategory.PLAN], existence=Existence.POINTER, unsigned=["NCA"])
    assert met(nca, PNC) == []
