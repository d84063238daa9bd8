"""Agreements: what each act does to what agencies may see, from the next request on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine

from marsoc.kit import clock
from sharing.access import with_content
from sharing.actions import agreements as actions
from sharing.actions import drafts
from sharing.cells import cell_of
from sharing.content import hash_of
from sharing.enums import AgreementKind, AgreementState, DataCategory, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, Agreement, AuditEvent, Giving, Membership, Notice, ScopeGrant
from sharing.standing import state_of
from sharing.viewer import Viewer, viewer_in
from tests import factories

pytestmark = pytest.mark.django_db
Viewers = Callable[..., Viewer]
IDENTITY = DataCategory.IDENTITY
WM = 4  # the number of the West Midlands hub


@pytest.fixture
def partner() -> Membership:
    """Somebody who sees for the National Crime Agency what agreements let it see."""
    return factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")


def cells(membership: Membership, category: DataCategory = IDENTITY) -> frozenset[int]:
    """Return the cells that a membership's next request may see."""
    return viewer_in(membership).sight.cells(category) or frozenset()


def fresh(agreement: Agreement) -> Agreement:
    return with_content(Agreement.objects.filter(pk=agreement.pk)).get()


def state(agreement: Agreement) -> AgreementState:
    return state_of(fresh(agreement), clock.now())


def test_an_agreement_signed_by_both_sides_shares_its_cells_and_no_others(partner: Membership) -> None:
    made = factories.agreement("NCA", hubs=["WM"], phases=[Phase.CUS, Phase.REL])

    assert cells(partner) == {cell_of(WM, Phase.CUS), cell_of(WM, Phase.REL)}
    assert cells(partner, DataCategory.ASSESSMENT) == frozenset()
    assert state(made) == AgreementState.IN_FORCE


@pytest.mark.parametrize("missing", ["NCA", "HMPPS-CENTRAL"])
def test_nothing_is_shared_until_the_owner_and_the_agency_have_signed(partner: Membership, missing: str) -> None:
    made = factories.agreement("NCA", unsigned=[missing])
    assert cells(partner) == frozenset()
    assert state(made) == AgreementState.IN_SIGNATURE

    factories.sign(made, missing)
    assert len(cells(partner)) == len(Phase)


def test_each_agency_waits_for_its_own_signature_only(partner: Membership) -> None:
    factories.agreement("NCA", "HMRC", unsigned=["HMRC"])

    assert len(cells(partner)) == len(Phase)
    assert cells(factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="HMRC")) == frozenset()


def test_the_flow_begins_and_stops_on_the_instant_without_any_job(partner: Membership) -> None:
    made = factories.agreement("NCA", starts_on=date(2027, 1, 1), ends_on=date(2027, 6, 30))
    for instant, count, expected in (
        ("2026-12-31T23:59:59+00:00", 0, AgreementState.IN_SIGNATURE),
        ("2027-01-01T00:00:00+00:00", 7, AgreementState.IN_FORCE),
        ("2027-06-30T22:59:59+00:00", 7, AgreementState.IN_FORCE),  # British Summer Time: a second to midnight
        ("2027-06-30T23:00:00+00:00", 0, AgreementState.EXPIRED),
    ):
        with time_machine.travel(datetime.fromisoformat(instant), tick=False):
            assert (len(cells(partner)), state(made)) == (count, expected), instant


def test_a_backdated_agreement_shares_from_its_signature_on_and_not_before(partner: Membership) -> None:
    before = clock.now()
    factories.agreement("NCA", starts_on=clock.today() - timedelta(days=300))

    assert not Giving.objects.filter(starts_at__lt=before).exists()
    assert len(cells(partner)) == len(Phase)


def test_a_clause_has_dates_of_its_own(partner: Membership) -> None:
    made = factories.agreement("NCA", opened=False)
    factories.clause(
        made, recipients=["NCA"], hubs=["EM"], phases=[Phase.CUS], categories=[IDENTITY], abilities=["VIEW"],
        ends_on=clock.today() + timedelta(days=9),
    )  # fmt: skip
    drafts.open_for_signature(by=factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL"), agreement=made)
    for code in ("HMPPS-CENTRAL", "NCA"):
        factories.sign(fresh(made), code)

    assert len(cells(partner)) == len(Phase) + 1
    with time_machine.travel(clock.now() + timedelta(days=11)):
        assert len(cells(partner)) == len(Phase)


def test_two_clauses_that_allow_the_same_give_two_grants_and_ending_one_leaves_the_other(partner: Membership) -> None:
    first = factories.agreement("NCA", phases=[Phase.CUS])
    factories.agreement("NCA", phases=[Phase.CUS])
    assert ScopeGrant.objects.count() == 2

    actions.terminate_agreement(by=factories.signatory("HMPPS-CENTRAL"), agreement=first, reason="Replaced")
    assert cells(partner) == {cell_of(WM, Phase.CUS)}


def test_suspension_takes_effect_on_the_next_request_and_resuming_gives_it_back(partner: Membership) -> None:
    made = factories.agreement("NCA")
    owner = factories.signatory("HMPPS-CENTRAL")

    actions.suspend_agreement(by=owner, agreement=made, reason="A breach is looked into")
    assert (cells(partner), state(made)) == (frozenset(), AgreementState.SUSPENDED)

    actions.resume_agreement(by=owner, agreement=made, reason="Looked into")
    assert (len(cells(partner)), state(made)) == (len(Phase), AgreementState.IN_FORCE)


def test_an_agreement_called_off_before_it_began_begins_when_it_is_resumed(partner: Membership) -> None:
    made = factories.agreement("NCA", starts_on=clock.today() + timedelta(days=30))
    owner = factories.signatory("HMPPS-CENTRAL")
    actions.suspend_agreement(by=owner, agreement=made, reason="Wait")
    actions.resume_agreement(by=owner, agreement=made, reason="Go on")

    assert cells(partner) == frozenset()
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert len(cells(partner)) == len(Phase)


def test_the_manager_of_a_hub_it_covers_may_suspend_and_one_of_another_hub_may_not(viewer: Viewers) -> None:
    made = factories.agreement("NCA", hubs=["WM"])
    with pytest.raises(Refused):
        actions.suspend_agreement(by=viewer(RoleCode.HUB_MANAGER, "EM"), agreement=made, reason="No")

    assert actions.suspend_agreement(by=viewer(RoleCode.HUB_MANAGER, "WM"), agreement=made, reason="Leak").suspended_at


def test_a_party_that_leaves_loses_its_own_share_and_nobody_elses(partner: Membership) -> None:
    made = factories.agreement("NCA", "HMRC")
    other = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="HMRC")
    actions.withdraw_signature(by=factories.signatory("NCA"), agreement=made, reason="No longer needed")

    assert cells(partner) == frozenset()
    assert len(cells(other)) == len(Phase)
    assert Notice.objects.filter(agency="HMRC", sentence__contains="has withdrawn").exists()


def test_an_owner_that_leaves_ends_it_for_everybody(partner: Membership) -> None:
    made = factories.agreement("NCA")
    actions.withdraw_signature(by=factories.signatory("HMPPS-CENTRAL"), agreement=made, reason="Unlawful")

    assert cells(partner) == frozenset()


def test_a_new_version_takes_over_for_an_agency_when_that_agency_has_signed_it(partner: Membership) -> None:
    made = factories.agreement("NCA", "HMRC", categories=[IDENTITY])
    other = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="HMRC")
    drafter = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    second = drafts.draft_new_version(by=drafter, agreement=made)
    drafts.save_clause(
        by=drafter, agreement=second, number=1, terms={"categories": [IDENTITY, "CUSTODY"], "hubs": ["EM"]}
    )
    second = drafts.open_for_signature(by=drafter, agreement=second)
    factories.sign(second, "HMPPS-CENTRAL")
    factories.sign(second, "NCA")
    west, east = cell_of(WM, Phase.CUS), cell_of(5, Phase.CUS)

    assert west not in cells(partner)
    assert east in cells(partner, DataCategory.CUSTODY)
    assert west in cells(other)

    actions.withdraw_signature(by=factories.signatory("NCA"), agreement=second, reason="Too wide")
    assert cells(partner) == frozenset(), "what was superseded does not come back"


def test_whoever_drafted_a_version_does_not_sign_it() -> None:
    drafter = factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")
    made = drafts.draft_agreement(
        by=drafter, kind=AgreementKind.ISA, title="T", purpose="P", starts_on=clock.today(), ends_on=clock.today()
    )  # fmt: skip
    drafts.add_party(by=drafter, agreement=made, agency=Agency.objects.get(pk="NCA"))
    factories.clause(
        made, recipients=["NCA"], hubs=["WM"], phases=["CUS"], categories=["IDENTITY"], abilities=["VIEW"]
    )  # fmt: skip
    made = drafts.open_for_signature(by=drafter, agreement=made)

    with pytest.raises(Refused, match="You drafted this version"):
        actions.sign_agreement(by=drafter, agreement=made, authority="Lead", content_hash=made.content_hash)


@pytest.mark.parametrize(
    ("role", "agency", "refused"),
    [
        (RoleCode.AGENCY_CONTRIB, "NCA", "no authority"),
        (RoleCode.HUB_OFFICER, "ROCU", "no authority"),
        (RoleCode.AGENCY_SPOC, "HMRC", "no party"),
    ],
)
def test_a_signature_needs_authority_and_a_party(viewer: Viewers, role: RoleCode, agency: str, refused: str) -> None:
    made = factories.agreement("NCA", unsigned=["NCA"])
    with pytest.raises(Refused, match=refused):
        actions.sign_agreement(
            by=viewer(role, "WM" if agency == "ROCU" else None, agency), agreement=made, authority="Anybody",
            content_hash=made.content_hash,
        )  # fmt: skip


def test_what_is_signed_is_what_was_read() -> None:
    made = factories.agreement("NCA", unsigned=["NCA"])
    with pytest.raises(BadRequest, match="The text has changed"):
        actions.sign_agreement(
            by=factories.signatory("NCA"), agreement=made, authority="Director", content_hash="0" * 64
        )


def test_the_hash_changes_with_everything_that_is_signed() -> None:
    made = factories.agreement("NCA", opened=False)
    drafter = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    hashes = [hash_of(fresh(made))]
    for change in (
        lambda: drafts.change_draft(by=drafter, agreement=made, changes={"retention": "Six years"}),
        lambda: drafts.save_clause(by=drafter, agreement=made, number=1, terms={"hubs": ["EM"]}),
        lambda: drafts.save_clause(by=drafter, agreement=made, number=1, terms={"handling": "Not to be copied"}),
        lambda: drafts.add_party(by=drafter, agreement=made, agency=Agency.objects.get(pk="HMRC")),
    ):
        change()
        hashes.append(hash_of(fresh(made)))

    assert len(set(hashes)) == len(hashes)


@pytest.mark.parametrize("lacking", ["recipients", "hubs", "phases", "categories", "abilities"])
def test_a_clause_that_says_too_little_is_not_opened_for_signature(lacking: str) -> None:
    made = factories.agreement("NCA", opened=False)
    drafter = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    drafts.save_clause(by=drafter, agreement=made, number=1, terms={lacking: []})

    with pytest.raises(BadRequest, match=r"Clause 1 .* at least one"):
        drafts.open_for_signature(by=drafter, agreement=made)
    assert state(made) == AgreementState.DRAFT


def test_what_is_open_for_signature_is_frozen() -> None:
    made = factories.agreement("NCA", unsigned=["NCA"])
    drafter = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    for change in (
        lambda: drafts.change_draft(by=drafter, agreement=made, changes={"title": "Another"}),
        lambda: drafts.save_clause(by=drafter, agreement=made, number=1, terms={"hubs": ["EM"]}),
        lambda: drafts.add_party(by=drafter, agreement=made, agency=Agency.objects.get(pk="HMRC")),
        lambda: drafts.discard_draft(by=drafter, agreement=made),
    ):
        with pytest.raises(BadRequest, match="can no longer be changed"):
            change()


def test_an_agency_that_has_been_merged_into_another_receives_nothing_more(partner: Membership) -> None:
    factories.agreement("NCA")
    agency = Agency.objects.get(pk="NCA")
    agency.valid_to = clock.today()
    factories.save(agency)

    assert not Membership.objects.in_force(clock.now()).filter(pk=partner.pk).exists()


def test_every_act_is_an_event_that_names_the_version() -> None:
    made = factories.agreement("NCA")
    actions.suspend_agreement(by=factories.signatory("HMPPS-CENTRAL"), agreement=made, reason="Wait")
    events = AuditEvent.objects.filter(subject_kind="agreement").order_by("id")

    assert {event.subject_ref for event in events} == {f"{made.reference} version 1"}
    assert [event.details["change"] for event in events] == [
        "drafted", "party", "clause", "opened", "signed", "signed", "suspended"
    ]  # fmt: skip


def test_nobody_but_the_central_teams_agency_gives_away_what_the_hubs_hold() -> None:
    """Or an agency's own information governance could draft, and its own people sign, what it would like to receive."""
    for agency in ("NCA", "ROCU"):
        with pytest.raises(Refused, match="drafted by the central team"):
            drafts.draft_agreement(
                by=factories.viewer(RoleCode.DPO_IG, agency), kind=AgreementKind.ISA, title="T", purpose="P",
                starts_on=clock.today(), ends_on=clock.today(),
            )  # fmt: skip
