"""What forbids a merge or its undoing: a clear sentence, and nothing half done."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cohort.actions import facts, list_life, merge_undoing, merging, retention
from cohort.enums import ListAct, ListStatus, NameKind, ProposalState, RetentionKind, SubjectCategory, Verdict
from cohort.models import AccessRequest, Individual, Merge, MergedRow
from marsoc.kit import clock
from sharing.enums import AccessReason, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.viewer import viewer_in
from tests import factories
from tests.factories import by_name, method, panels, subject_access
from tests.factories.merging import central, merged, proposed, same
from tests.integration.cohort.importing import compared, imported, individual, person
from tests.integration.cohort.test_merging import manager, state, undone
from tests.integration.cohort.test_shares_at_once import at_once

pytestmark = pytest.mark.django_db


def left(of: Individual) -> None:
    """Have somebody leave the list."""
    factories.list_exit(of, approved=True)


def transferring(of: Individual) -> None:
    """Have somebody be on the way to another hub."""
    of.status = ListStatus.TRANSFER_PENDING
    factories.save(of)


def panel_decided(of: Individual) -> None:
    """Have a panel set another band than the score's, which waits for approval."""
    panels.band_that_waits(of)


def erasing(of: Individual) -> None:
    """Propose to dispose of the record of somebody who has left the list."""
    left(of)
    retention.propose_erasing(by=manager(), individual=of, kind=RetentionKind.DISPOSE, words="Due")


def asked_for(of: Individual) -> None:
    """Have an agency ask to see somebody."""
    asker = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")
    factories.save(
        AccessRequest(
            individual=of, agency_id="NCA", purpose=AccessReason.CASELOAD, words="A release", asked_at=clock.now(),
            membership=asker,
        )
    )  # fmt: skip


def in_emergency(of: Individual) -> None:
    """Have somebody take emergency access."""
    by_name.emergency(of, factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="DWP"))


def assessed(of: Individual) -> None:
    """Have somebody begin an assessment."""
    method.framework()
    by_name.assessment(of, factories.user())


def requested(of: Individual) -> None:
    """Have the person ask for the own data."""
    subject_access.collected(subject_access.governance(), of)


def shared(of: Individual) -> None:
    """Share somebody by name."""
    factories.share(of, "HMRC")


def victim(of: Individual) -> None:
    """Record somebody as a victim."""
    of.category = SubjectCategory.VICTIM
    factories.save(of)


FORBIDDING: dict[str, tuple[Callable[[Individual], object], str]] = {
    "left": (left, "has left the list"),
    "transferring": (transferring, "being moved to another hub"),
    "decided by a panel": (panel_decided, "decision of the panel about one of these records waits"),
    "held": (factories.hold, "held for a legal reason"),
    "erasing": (erasing, "proposed to erase"),
    "leaving": (factories.list_exit, "proposed that .* leaves the list"),
    "asked for": (asked_for, "An agency waits for an answer"),
    "emergency": (in_emergency, "emergency access"),
    "assessed": (assessed, "is being assessed"),
    "subject access": (requested, "Information governance needs"),
    "shared": (shared, "shared by name with"),
    "victim": (victim, "recorded as a victim"),
    "restricted": (by_name.restrict, ""),
}


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("name", FORBIDDING)
def test_what_forbids_a_merge_is_said_whichever_record_it_is_about(name: str, side: int) -> None:
    """At the proposal, and at the decision if it came in between; nothing is merged by then."""
    forbid, sentence = FORBIDDING[name]
    pair = (factories.individual(), factories.individual())
    same(*pair)
    waiting = proposed(*pair)
    forbid(pair[side])
    refused: type[Exception] = BadRequest if sentence else Individual.DoesNotExist
    with pytest.raises(refused, match=sentence if sentence else None):
        approve_as_of_now(waiting)
    with pytest.raises(refused):
        proposed(*pair)
    assert not MergedRow.unscoped.exists()
    assert [merge.state for merge in Merge.unscoped.all()] in ([ProposalState.PROPOSED], [])


def approve_as_of_now(waiting: Merge) -> Merge:
    """Approve a merge whose records may have changed, as if the proposal had seen that."""
    for field in ("individual", "merged"):
        getattr(waiting, field).refresh_from_db()
    waiting.survivor_version, waiting.merged_version = waiting.individual.version, waiting.merged.version
    factories.save(waiting)
    return merging.approve_merge(by=central(), proposed=waiting)


def test_a_restricted_record_is_merged_by_nobody_not_even_by_those_named_for_it() -> None:
    """Its restriction is lifted first, which is a decision of its own."""
    pair = (factories.individual(), factories.individual())
    same(*pair)
    named = factories.membership(role=RoleCode.HUB_MANAGER)
    by_name.restrict(pair[1])
    by_name.named_person(pair[1], named.user)
    with pytest.raises(BadRequest, match="restricted to the people named"):
        merging.propose_merge(
            by=viewer_in(named), survivor=pair[0], merged=pair[1], versions=(pair[0].version, pair[1].version),
            choices={}, words="Same fingerprints",
        )  # fmt: skip


def test_a_record_is_merged_neither_with_itself_nor_in_a_circle_nor_twice() -> None:
    """Whatever was merged away is merged no more; whoever would do so is told what to do instead."""
    one, two, three = (factories.individual() for _ in range(3))
    with pytest.raises(BadRequest, match="with itself"):
        proposed(one, one)
    merged(one, two)
    same(three, two)
    for other in ((two, one), (three, two)):
        with pytest.raises(BadRequest, match="has been merged into another record already"):
            proposed(*other)
    assert Merge.unscoped.count() == 1


def test_two_records_are_merged_only_if_somebody_decided_that_they_are_of_one_person() -> None:
    """Undecided and decided otherwise alike; and not against what was decided about a third record."""
    one, two, third = (factories.individual() for _ in range(3))
    with pytest.raises(BadRequest, match="Nobody has decided"):
        proposed(one, two)
    same(one, two)
    same(one, third)
    same(two, third, Verdict.NOT_SAME)
    with pytest.raises(BadRequest, match="A third record"):
        proposed(one, two)


def test_who_is_on_the_list_is_not_merged_into_who_is_not() -> None:
    """The record that was accepted survives, with its decisions and its review."""
    accepted = factories.individual(status=ListStatus.ACCEPTED, review_due=clock.today() + timedelta(days=9))
    nominated = factories.individual()
    same(accepted, nominated)
    with pytest.raises(BadRequest, match=f"Keep {accepted.shown_reference}"):
        proposed(nominated, accepted)
    assert proposed(accepted, nominated).state == ProposalState.PROPOSED


def test_every_difference_needs_an_answer_that_it_takes() -> None:
    """None is guessed."""
    pair = (factories.individual(place="Hull"), factories.individual(place="Leeds"))
    same(*pair)
    for answer in ("", "both", "somebody"):
        with pytest.raises(BadRequest, match="1 of the differences"):
            proposed(*pair, {"location": answer})


def test_who_proposes_does_not_approve_and_who_may_not_change_both_does_neither() -> None:
    """A manager of one hub has no say over two; an officer proposes and decides nothing."""
    pair = (factories.individual(), factories.individual())
    same(*pair)
    by = manager()
    waiting = proposed(*pair, by=by)
    with pytest.raises(Refused, match="proposed this yourself"):
        merging.approve_merge(by=by, proposed=waiting)
    with pytest.raises(Refused):
        merging.approve_merge(by=factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM"), proposed=waiting)
    assert merging.refuse_merge(by=by, proposed=waiting, reason="A mistake").state == ProposalState.WITHDRAWN
    again = proposed(*pair)
    assert merging.refuse_merge(by=manager(), proposed=again, reason="Twins").state == ProposalState.REFUSED
    with pytest.raises(BadRequest, match="decided already"):
        merging.approve_merge(by=manager(), proposed=again)


def test_a_change_since_the_proposal_is_not_merged_blindly() -> None:
    """Whoever approves decides about what was proposed, and nothing else."""
    pair = (factories.individual(), factories.individual())
    same(*pair)
    waiting = proposed(*pair)
    facts.add_alias(
        by=manager(), individual=pair[1], version=1, kind=NameKind.ALIAS, name="Tank", source="PNC", reason="New"
    )
    with pytest.raises(BadRequest, match="has changed since"):
        merging.approve_merge(by=central(), proposed=waiting)


def test_nothing_is_written_to_a_record_that_was_merged_away() -> None:
    """Whoever still has its page open is sent to the record that survives."""
    kept, gone = factories.individual(), factories.individual()
    merged(kept, gone)
    with pytest.raises(BadRequest, match="was merged into another"):
        facts.add_alias(
            by=manager(), individual=gone, version=gone.version, kind=NameKind.ALIAS, name="Tank", source="PNC",
            reason="New",
        )  # fmt: skip
    with pytest.raises(BadRequest, match="was merged into another"):
        list_life.move_on_list(by=manager(), individual=gone, act=ListAct.RENOMINATE, words="Again")


def test_an_unfinished_import_forbids_a_merge_and_its_sheet_then_changes_the_survivor() -> None:
    """The reference of a hub's own sheet moves with the record."""
    by = factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")
    imported(by, person(), person(ref="WM/0002", surname="Sandher"))
    kept, gone = individual(), individual("WM/0002")
    same(kept, gone)
    compared(by, person(ref="WM/0002", surname="Sandher", Notes="Hides"))
    with pytest.raises(BadRequest, match="import that is not finished"):
        proposed(kept, gone)


def test_an_undo_after_further_merges_says_which_to_undo_first() -> None:
    """The last first, along the chain and among those merged into one record; nothing is half undone."""
    last, kept, one, two = (factories.individual() for _ in range(4))
    first = merged(kept, one)
    second = merged(kept, two)
    before = state(kept, one, two)
    with pytest.raises(BadRequest, match="Another record was merged"):
        undone(first)
    assert state(kept, one, two) == before
    third = merged(last, kept)
    with pytest.raises(BadRequest, match="has itself been merged"):
        undone(second)
    for merge in (third, second, first):
        assert undone(merge).undone_at
    with pytest.raises(BadRequest, match="does not stand any more"):
        undone(first)


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [(left, "has left the list since"), (factories.hold, "held"), (transferring, "another hub"),
     (requested, "Information governance")],
)  # fmt: skip
def test_what_forbids_an_undo_is_said(happens: Callable[[Individual], object], sentence: str) -> None:
    """A record that must stay as it is stays merged."""
    kept, gone = factories.individual(), factories.individual()
    merge = merged(kept, gone)
    happens(kept)
    with pytest.raises(BadRequest, match=sentence):
        undone(merge)
    with pytest.raises(Refused):
        merge_undoing.undo_merge(
            by=factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM"), merge=merge, answers={}, verdict=Verdict.OPEN,
            words="Two people",
        )  # fmt: skip


def test_a_record_and_what_was_merged_into_it_are_disposed_of_together() -> None:
    """Both are of one person: two certificates, and nothing of either is left."""
    kept, gone = factories.individual(), factories.individual()
    merged(kept, gone)
    factories.list_exit(kept, approved=True)
    retention.propose_erasing(by=manager(), individual=kept, kind=RetentionKind.DISPOSE, words="Due")
    retention.approve_erasing(by=manager(), individual=kept)
    assert not Individual.unscoped.filter(pk__in=[kept.pk, gone.pk]).exists()
    assert not Merge.unscoped.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["approve", "undo"])
def test_two_people_at_once_merge_and_undo_once(act: str) -> None:
    """The second is told that it is done; nothing is done twice."""
    kept, gone = factories.individual(surname="Sandhar"), factories.individual(surname="Sandhar")
    factories.alias(gone, "Tank")
    same(kept, gone)
    waiting = proposed(kept, gone)
    deciders = [central(), central()]
    if act == "undo":
        waiting = merging.approve_merge(by=central(), proposed=waiting)

    def decide(number: int) -> Callable[[], object]:
        by = deciders[number]
        if act == "approve":
            return lambda: merging.approve_merge(by=by, proposed=waiting)
        return lambda: merge_undoing.undo_merge(
            by=by, merge=waiting, answers={}, verdict=Verdict.OPEN, words="Two people"
        )

    assert sorted(at_once(decide(0), decide(1))) == ["done", "refused"]
    assert [alias.name for alias in (kept if act == "approve" else gone).aliases.all()] == ["Tank"]


@pytest.mark.django_db(transaction=True)
def test_two_merges_that_would_make_a_circle_at_once_make_none() -> None:
    """Both wait for the locks in one order, so neither waits for ever; each says to decide the other first."""
    one, two = factories.individual(), factories.individual()
    same(one, two)
    waiting = proposed(one, two)
    other = Merge(
        individual=two, merged=one, words="The other way", survivor_version=two.version, merged_version=one.version,
        proposed_by=factories.user(), proposed_at=clock.now(),
    )  # fmt: skip
    factories.save(other)
    deciders = [central(), central()]
    ended = at_once(
        lambda: merging.approve_merge(by=deciders[0], proposed=waiting),
        lambda: merging.approve_merge(by=deciders[1], proposed=other),
    )
    assert ended == ["refused", "refused"]
    assert not Merge.unscoped.filter(state=ProposalState.APPROVED).exists()
