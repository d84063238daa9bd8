"""The agreements of the demonstration: every state, and partners who each see something else."""

from pathlib import Path

import pytest
from django.db.models import Count

from cohort.enums import RequestState, RetentionKind, ShareState
from cohort.models import (
    AccessRequest,
    DisposalCertificate,
    Individual,
    NamedShare,
    RetentionDecision,
    SubjectAccessRequest,
)
from marsoc.demo import agreements
from marsoc.demo.agreement_texts import ARRANGEMENTS
from marsoc.demo.agreements import prepare_agreements
from marsoc.demo.exceptions import prepare_exceptions
from marsoc.demo.logins import PLAYERS, prepare_logins
from marsoc.demo.retention import prepare_retention
from marsoc.demo.subject_access import prepare_subject_access
from marsoc.kit import clock
from sharing.access import with_content
from sharing.content import hash_of
from sharing.enums import AgreementState, DataCategory, Phase, RoleCode, ScopePermission
from sharing.models import Agreement, Membership, ScopeGrant
from sharing.queries.agreements import latest_version
from sharing.seeing import seeing
from sharing.sight import Sight
from sharing.standing import in_force, state_of
from sharing.viewer import Viewer, system_viewer, viewer_in
from tests import factories

pytestmark = pytest.mark.django_db
IDENTITY, CUSTODY, PLAN = DataCategory.IDENTITY, DataCategory.CUSTODY, DataCategory.PLAN


@pytest.fixture
def by(tmp_path: Path) -> Viewer:
    """Whom the demonstration acts as, once its logins are there."""
    viewer = system_viewer("demo")
    prepare_logins(viewer, tmp_path / "logins.json")
    return viewer


def _sight(role: RoleCode) -> Sight:
    login = next(player for player in PLAYERS if player.role == role)
    return viewer_in(Membership.objects.named().get(user__username=login.username)).sight


def _given(role: RoleCode) -> set[DataCategory]:
    return {category for category in DataCategory if _sight(role).cells(category)}


def test_a_dozen_agreements_stand_in_every_state_and_partners_see_as_they_say(by: Viewer) -> None:
    """One start makes them all; one sees identity alone, one custody too, one all but judgement, one may add."""
    prepare_agreements(by)

    found = list(with_content(Agreement.objects.all()))
    now = clock.now()
    assert len({each.reference for each in found}) == 12
    assert {state_of(each, now) for each in found} == set(AgreementState)
    assert all(each.content_hash == hash_of(each) for each in found if each.opened_at)
    assert [each.title for each in found if latest_version(each.reference) == 2 and each.version == 2]
    partly = next(each for each in found if each.title == "Critical public protection cases" and each.version == 1)
    assert {party.agency_id for party in partly.parties.all() if in_force(partly, party, now)} == {"HMPPS-NSD"}

    assert _given(RoleCode.AGENCY_SPOC) == {IDENTITY}
    assert _given(RoleCode.HMPPS_ROCO) == {IDENTITY, CUSTODY}
    assert _given(RoleCode.PROB_LEAD) == {IDENTITY, CUSTODY, PLAN, DataCategory.DISRUPTION, DataCategory.FINANCE}
    assert _given(RoleCode.AGENCY_CONTRIB) == {IDENTITY, CUSTODY}
    assert _sight(RoleCode.AGENCY_CONTRIB).cells(CUSTODY, ScopePermission.CONTRIBUTE)
    assert not _sight(RoleCode.HMPPS_ROCO).cells(CUSTODY, ScopePermission.CONTRIBUTE)


def test_single_individuals_are_shared_asked_for_and_restricted(by: Viewer) -> None:
    """Two shares offered to the single point of contact, one of them accepted; a request; a record of two people."""
    for phase in (Phase.CUS, Phase.CUS, Phase.REM, Phase.REL):
        factories.individual(phase=phase)
    prepare_agreements(by)
    prepare_exceptions()
    prepare_exceptions()

    assert sorted(NamedShare.unscoped.values_list("agency", "state")) == [
        ("HMRC", ShareState.ACCEPTED), ("HMRC", ShareState.OFFERED)
    ]  # fmt: skip
    assert list(AccessRequest.unscoped.values_list("agency", "state")) == [("HMPPS-PS", RequestState.OPEN)]
    assert sum(map(len, _sight(RoleCode.AGENCY_SPOC).named.values())) == 1
    assert Individual.unscoped.count() == 4  # one is restricted, one was taken up from a nomination
    assert len(_sight(RoleCode.HUB_OFFICER).named[IDENTITY]) == 1


def test_people_have_left_the_list_in_each_way_once(by: Viewer) -> None:
    """One review is overdue, one record is held, of one a certificate is left; and one is just kept."""
    for _ in range(5):
        factories.individual(phase=Phase.POST)
    manager = factories.viewer(RoleCode.HUB_MANAGER, "ROCU", "WM")
    prepare_retention(manager)
    prepare_retention(manager)

    left = Individual.unscoped.exclude(left_on=None)
    assert (Individual.unscoped.count(), left.count()) == (4, 3)
    assert left.filter(retention_due__lt=clock.today()).count() == 1
    assert RetentionDecision.unscoped.get().kind == RetentionKind.HOLD
    assert DisposalCertificate.objects.count() == 1


def test_three_people_ask_for_their_data_one_of_them_on_no_list(by: Viewer) -> None:
    for phase in (Phase.CUS, Phase.REL):
        factories.individual(phase=phase)
    prepare_subject_access(by)
    prepare_subject_access(by)

    handler = viewer_in(Membership.objects.named().filter(role=RoleCode.DPO_IG).earliest("pk"))
    with seeing(handler):
        made = SubjectAccessRequest.unscoped.visible_to(handler).annotate(found=Count("matches"))
        assert sorted(made.values_list("state", "outcome", "found")) == [
            ("ANSWERED", "GIVE", 1), ("DECIDING", "", 1), ("DECIDING", "NOTHING", 0)
        ]  # fmt: skip


def test_a_later_start_makes_what_is_missing_and_nothing_twice(by: Viewer) -> None:
    """A start that was cut short in the middle of an agreement leaves nothing of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreements, "ARRANGEMENTS", ARRANGEMENTS[:1])
        patch.setattr(agreements, "_open_and_sign", _killed)
        with pytest.raises(KeyboardInterrupt):
            prepare_agreements(by)
        assert not Agreement.objects.exists()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreements, "ARRANGEMENTS", ARRANGEMENTS[:1])
        prepare_agreements(by)
        before = (Agreement.objects.count(), ScopeGrant.objects.count(), Membership.objects.count())
        prepare_agreements(by)

    assert (Agreement.objects.count(), ScopeGrant.objects.count(), Membership.objects.count()) == before
    assert before[:2] == (1, 60)


def _killed(*_: object) -> None:
    raise KeyboardInterrupt
