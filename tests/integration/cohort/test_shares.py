"""Named shares: what each act gives the agency, at the present and at past instants, and who may act."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.http import Http404

from cohort import access
from cohort.actions import shares as actions
from cohort.actions.shares import Terms
from cohort.enums import ShareState
from cohort.models import Individual, IndividualGrant, NamedShare
from cohort.named_access import named_access
from marsoc.kit import clock
from sharing import seeing
from sharing.actions import agreements, drafts
from sharing.enums import Ability, DataCategory, NoticeKind, Operation, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, Agreement, AuditEvent, Clause, Membership, Notice
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name

pytestmark = pytest.mark.django_db
Viewers = Callable[..., Viewer]
IDENTITY, CUSTODY, PLAN, FINANCE = (
    DataCategory.IDENTITY, DataCategory.CUSTODY, DataCategory.PLAN, DataCategory.FINANCE,
)  # fmt: skip


@pytest.fixture
def nca() -> Membership:
    """Somebody at the National Crime Agency who sees by agreement."""
    return factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")


@pytest.fixture
def spoc(db: None) -> Viewer:
    """The single point of contact of the National Crime Agency."""
    return factories.viewer(RoleCode.AGENCY_SPOC, "NCA")


@pytest.fixture
def officer(db: None) -> Viewer:
    """Somebody of the owning hub."""
    return factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")


def seen(membership: Membership) -> dict[DataCategory, frozenset[int]]:
    """Return whom a membership's next request sees by name."""
    return dict(viewer_in(membership).sight.named)


def seen_at(membership: Membership, at: datetime) -> dict[DataCategory, frozenset[int]]:
    """Return whom a membership saw by name at an instant, as the database tells it today."""
    return dict(named_access(membership, covers=False, at=at)[0])


def terms(clause: Clause, *categories: DataCategory, days: int = 30, purpose: str = "Planning the release") -> Terms:
    """Return terms on the footing of a clause."""
    return Terms(clause, categories, purpose, clock.today() + timedelta(days=days))


def offer(by: Viewer, *of: Individual, on: Clause, days: int = 30) -> list[NamedShare]:
    """Offer individuals to the National Crime Agency."""
    return actions.offer_shares(
        by=by, individuals=of, agency=Agency.objects.get(pk="NCA"), terms=terms(on, days=days)
    )  # fmt: skip


def test_an_offer_gives_nothing_and_acceptance_gives_the_chosen_categories(nca: Membership, spoc: Viewer) -> None:
    """One individual, these categories and identity; nobody else, no other category, no other agency."""
    person = factories.individual(phase=Phase.CUS)
    factories.individual(phase=Phase.CUS)
    made = factories.share(person, "NCA", categories=[PLAN], accepted=False)
    assert seen(nca) == {}

    actions.accept_shares(by=spoc, shares=[made])
    assert seen(nca) == {IDENTITY: {person.pk}, PLAN: {person.pk}}
    assert seen(factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="HMRC")) == {}
    assert list(Individual.unscoped.visible_to(viewer_in(nca))) == [person]


def test_before_acceptance_the_agency_has_the_reference_and_not_the_record(spoc: Viewer) -> None:
    """The share tells reference and hub; the individual's own row is kept back by the database."""
    person = factories.individual()
    made = factories.share(person, "NCA", accepted=False)

    with seeing.seeing(spoc):
        assert access.get_share(spoc, made.pk) == made
        assert access.subjects(spoc, [person.pk]) == {person.pk: (person.shown_reference, "WM")}
        assert list(Individual.unscoped.all()) == []
        with pytest.raises(Http404):
            access.get_individual(spoc, person.reference)


def test_declining_gives_nothing_and_cannot_be_taken_back(nca: Membership, spoc: Viewer) -> None:
    made = factories.share(factories.individual(), "NCA", accepted=False)
    actions.decline_shares(by=spoc, shares=[made], reason="No interest")

    with pytest.raises(BadRequest, match="no longer waits"):
        actions.accept_shares(by=spoc, shares=[made])
    made.refresh_from_db()
    assert (made.state, made.end_reason, seen(nca)) == (ShareState.DECLINED, "No interest", {})


@pytest.mark.parametrize("side", ["hub", "agency"])
def test_either_side_ends_it_at_once(nca: Membership, spoc: Viewer, officer: Viewer, side: str) -> None:
    made = factories.share(factories.individual(), "NCA")
    before = clock.now()
    actions.end_share(by=officer if side == "hub" else spoc, share=made, reason="No longer needed")

    assert seen(nca) == {}
    assert seen_at(nca, before) == {IDENTITY: {made.individual_id}}
    with pytest.raises(BadRequest, match="no longer holds"):
        actions.end_share(by=officer, share=made, reason="Again")


def test_the_hub_withdraws_an_offer_and_the_agency_declines_it_instead(spoc: Viewer, officer: Viewer) -> None:
    made = factories.share(factories.individual(), "NCA", accepted=False)
    with pytest.raises(BadRequest, match="Decline it instead"):
        actions.end_share(by=spoc, share=made, reason="Not for us")
    actions.end_share(by=officer, share=made, reason="A mistake")

    with pytest.raises(BadRequest, match="no longer waits"):
        actions.accept_shares(by=spoc, shares=[made])


def test_its_last_day_is_the_last(nca: Membership) -> None:
    """Until midnight in London, without any job; and an offer is not accepted after it."""
    with time_machine.travel("2027-06-01T12:00:00+00:00", tick=False):
        factories.share(factories.individual(), "NCA", days=3)
        late = factories.share(factories.individual(), "NCA", days=3, accepted=False)
    for instant, expected in (("2027-06-04T22:59:59+00:00", 1), ("2027-06-04T23:00:00+00:00", 0)):
        with time_machine.travel(instant, tick=False):
            assert len(seen(nca)) == expected, instant
    with time_machine.travel("2027-06-05T12:00:00+00:00"), pytest.raises(BadRequest, match="no longer waits"):
        actions.accept_shares(by=factories.viewer(RoleCode.AGENCY_SPOC, "NCA"), shares=[late])


def test_it_stops_and_goes_on_with_the_agreement_it_rests_on(nca: Membership) -> None:
    """Suspended, resumed, a signature withdrawn and given again: at each instant, then and in retrospect."""
    made = factories.agreement("NCA", phases=[Phase.FUG])
    person = factories.individual()
    factories.share(person, "NCA", clause=made.clauses.get())
    owner, signatory = factories.signatory("HMPPS-CENTRAL"), factories.signatory("NCA")
    acts: list[Callable[[], object]] = [
        lambda: agreements.suspend_agreement(by=owner, agreement=made, reason="A breach"),
        lambda: agreements.resume_agreement(by=owner, agreement=made, reason="Mended"),
        lambda: agreements.withdraw_signature(by=signatory, agreement=made, reason="A review"),
        lambda: factories.sign(Agreement.objects.get(pk=made.pk), "NCA"),
        lambda: agreements.terminate_agreement(by=owner, agreement=made, reason="Over"),
    ]
    then, told = [clock.now()], [len(seen(nca))]
    for act in acts:
        act()
        then.append(clock.now())
        told.append(len(seen(nca)))

    assert told == [1, 0, 1, 0, 1, 0]
    assert [len(seen_at(nca, at)) for at in then] == told
    assert not IndividualGrant.unscoped.exclude(starts_at__lt=then[0], ends_at__gt=then[-1]).exists()


def test_it_stops_when_the_agreement_ends_and_when_a_later_version_takes_over(nca: Membership) -> None:
    """The later version's clauses are other clauses: the hub offers anew under one of them."""
    made = factories.agreement("NCA", phases=[Phase.FUG])
    factories.share(factories.individual(), "NCA", clause=made.clauses.get(), days=300)
    assert len(seen(nca)) == 1
    with time_machine.travel(clock.now() + timedelta(days=299)):
        assert len(seen(nca)) == 1

    drafter = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    later = drafts.draft_new_version(by=drafter, agreement=made)
    later = drafts.open_for_signature(by=drafter, agreement=later)
    for code in ("HMPPS-CENTRAL", "NCA"):
        factories.sign(later, code)
    assert seen(nca) == {}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"hubs": ["EM"]}, "is not in force for this agency and every hub"),
        ({"unsigned": ["NCA"]}, "is not in force for this agency"),
        ({"categories": [IDENTITY]}, "does not cover finance"),
        ({"abilities": [Ability.CONTRIBUTE]}, "is not in force for this agency"),
        ({"ends_on": clock.today() + timedelta(days=9)}, "when the clause ends"),
    ],
)
def test_an_offer_that_its_clause_does_not_carry_is_refused(
    officer: Viewer, given: dict[str, Any], sentence: str
) -> None:
    """Nothing is offered, and the sentence says which part does not hold."""
    made = factories.agreement("NCA", **{"categories": [IDENTITY, FINANCE], "phases": [Phase.FUG], **given})
    with pytest.raises(BadRequest, match=sentence):
        actions.offer_shares(
            by=officer, individuals=[factories.individual()], agency=Agency.objects.get(pk="NCA"),
            terms=terms(made.clauses.get(), FINANCE),
        )  # fmt: skip
    assert not NamedShare.unscoped.exists()


@pytest.mark.parametrize(("days", "sentence"), [(366, "a year from today"), (-1, "between today and")])
def test_a_share_ends_within_a_year_and_not_in_the_past(officer: Viewer, days: int, sentence: str) -> None:
    on = factories.named_only("NCA", ends_on=clock.today() + timedelta(days=900))
    with pytest.raises(BadRequest, match=sentence):
        offer(officer, factories.individual(), on=on, days=days)
    assert offer(officer, factories.individual(), on=on, days=365)


def test_equality_is_never_shared_and_a_purpose_is_needed(officer: Viewer) -> None:
    on = factories.named_only("NCA")
    for wrong, sentence in (
        (terms(on, DataCategory.EQUALITY), "does not cover equality"),
        (terms(on, purpose=" "), "what it is shared for"),
    ):
        with pytest.raises(BadRequest, match=sentence):
            actions.offer_shares(
                by=officer, individuals=[factories.individual()], agency=Agency.objects.get(pk="NCA"), terms=wrong
            )


def test_several_are_offered_all_or_none_and_each_leaves_its_trail(spoc: Viewer, officer: Viewer) -> None:
    """One event and one history row per share and act, one notice per act, settled by the last answer."""
    on, people = factories.named_only("NCA"), [factories.individual() for _ in range(3)]
    elsewhere = factories.individual(owning_hub_id="EM")
    with pytest.raises(BadRequest, match=f"{elsewhere.shown_reference} is no longer on your list"):
        offer(officer, *people, elsewhere, on=on)
    assert not NamedShare.unscoped.exists()

    first, *others = made = offer(officer, *people, on=on)
    trail = AuditEvent.objects.filter(operation=Operation.PERMISSION, subject_kind="share")
    assert [event.subject_ref for event in trail.order_by("id")] == [each.shown_reference for each in people]
    waiting = Notice.objects.filter(agency="NCA", kind=NoticeKind.SHARE, settled_at=None)
    assert waiting.get().asks
    assert waiting.get().sentence == "3 individuals are offered to National Crime Agency. Accept or decline."

    actions.accept_shares(by=spoc, shares=others)
    assert waiting.exists()
    actions.decline_shares(by=spoc, shares=[first], reason="Not ours")
    assert not waiting.exists()
    assert trail.count() == 6
    assert [share.history.count() for share in made] == [2, 2, 2]
    assert set(Notice.objects.filter(hub="WM").values_list("sentence", flat=True)) == {
        "National Crime Agency has accepted 2 shares.",
        f"National Crime Agency has declined the share of {people[0].shown_reference}.",
    }


def test_several_are_accepted_all_or_none(nca: Membership, spoc: Viewer, officer: Viewer) -> None:
    first, second = (factories.share(factories.individual(), "NCA", accepted=False) for _ in range(2))
    actions.end_share(by=officer, share=second, reason="A mistake")

    with pytest.raises(BadRequest, match="no longer waits"):
        actions.accept_shares(by=spoc, shares=[first, second])
    assert seen(nca) == {}


def test_no_more_than_two_hundred_at_once_and_not_nobody(officer: Viewer) -> None:
    on, person = factories.named_only("NCA"), factories.individual()
    for people in ([], [person] * 201):
        with pytest.raises(BadRequest, match="between 1 and 200"):
            offer(officer, *people, on=on)


def test_one_offer_of_an_individual_to_an_agency_waits_at_a_time(officer: Viewer, spoc: Viewer) -> None:
    """Extended by a new offer: once the first is accepted, a second may run beside it."""
    on, person = factories.named_only("NCA"), factories.individual()
    made = offer(officer, person, on=on)
    with pytest.raises(BadRequest, match="is offered to National Crime Agency already"):
        offer(officer, person, on=on)

    actions.accept_shares(by=spoc, shares=made)
    assert offer(officer, person, on=on, days=90)


def test_a_restricted_individual_is_not_offered_and_what_was_shared_gives_nothing(
    nca: Membership, spoc: Viewer, officer: Viewer
) -> None:
    """Nor does the agency's list of shares speak of it any more; when the restriction is lifted all is there again."""
    made = factories.share(factories.individual(), "NCA")
    person = made.individual
    by_name.restrict(person)
    named = factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")

    assert seen(nca) == {}
    with seeing.seeing(spoc), pytest.raises(Http404):
        access.get_share(spoc, made.pk)
    with pytest.raises(BadRequest, match="no longer on your list"):
        offer(named, person, on=made.clause)
    by_name.restrict(person, restricted=False)
    assert len(seen(nca)) == 1


def test_somebody_named_for_a_restricted_individual_is_told_why_it_is_not_offered() -> None:
    person = factories.individual()
    membership = factories.membership(role=RoleCode.HUB_MANAGER, hub="WM")
    by_name.named_person(person, membership.user)
    by_name.restrict(person)
    with pytest.raises(BadRequest, match="is restricted: only people named for it"):
        offer(viewer_in(membership), person, on=factories.named_only("NCA"))


def test_an_individual_that_moves_hub_takes_its_shares_along(nca: Membership, officer: Viewer) -> None:
    """The new owner may end them, the old one no longer sees them."""
    made = factories.share(factories.individual(), "NCA")
    made.individual.owning_hub_id = "EM"
    factories.save(made.individual)

    assert len(seen(nca)) == 1
    with pytest.raises(BadRequest, match="no longer holds"):
        actions.end_share(by=officer, share=made, reason="Gone")
    actions.end_share(by=factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "EM"), share=made, reason="Reviewed")
    assert seen(nca) == {}


def test_who_may_not_act_is_refused(officer: Viewer, spoc: Viewer) -> None:
    """Each act by everybody but those it belongs to."""
    person, on = factories.individual(), factories.named_only("NCA")
    made = factories.share(person, "NCA", clause=on, accepted=False)
    contributor = factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")
    other = factories.viewer(RoleCode.AGENCY_SPOC, "HMRC")
    analyst = factories.viewer(RoleCode.CENTRAL_ANALYST, "HMPPS-CENTRAL")

    for by in (contributor, other, officer, analyst):
        with pytest.raises(Refused):
            actions.accept_shares(by=by, shares=[made])
        with pytest.raises(Refused):
            actions.decline_shares(by=by, shares=[made], reason="No")
    for by in (contributor, other, analyst):
        with pytest.raises(Refused):
            actions.end_share(by=by, share=made, reason="No")
    for by in (contributor, spoc, analyst):
        with pytest.raises(Refused):
            offer(by, person, on=on)


def test_another_agency_that_sees_the_individual_does_not_see_the_share() -> None:
    """The share is there, and the individual is seen under an agreement; the share is between two others."""
    made = factories.share(factories.individual(phase=Phase.CUS), "NCA")
    factories.agreement("HMRC", phases=[Phase.CUS])
    other = factories.viewer(RoleCode.AGENCY_CONTRIB, "HMRC")

    with seeing.seeing(other):
        assert list(Individual.unscoped.all()) == [made.individual]
        assert (list(NamedShare.unscoped.all()), list(IndividualGrant.unscoped.all())) == ([], [])
        assert list(NamedShare.unscoped.visible_to(other)) == []
