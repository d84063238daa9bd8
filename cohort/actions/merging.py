"""Merging two records of one person: proposed by one person, approved by another, done in one transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from cohort.access import must_be_allowed_on
from cohort.actions.combination import combine_records
from cohort.combining import answers_to
from cohort.enums import ProposalState
from cohort.models import Individual, Merge
from cohort.permissions import CohortPermission
from cohort.queries.merging import Plan, merge_plan
from marsoc.kit import clock, locks
from sharing import audit
from sharing.actions.notices import settle_all_notices, tell
from sharing.actions.writing import writing
from sharing.enums import NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.permissions import PROVIDER
from sharing.viewer import Viewer

_CHANGED = "One of the records has changed since you saw them. Nothing was changed: look at both again."


def propose_merge(
    *,
    by: Viewer,
    survivor: Individual,
    merged: Individual,
    versions: tuple[int, int],
    choices: Mapping[str, str],
    words: str,
) -> Merge:
    """Propose to merge a record into another.

    Args:
        by: who proposes it; somebody else approves.
        survivor: the record that survives.
        merged: the one that leads to it from then on.
        versions: of both, in this order, that the person saw.
        choices: whose answer survives, for each question of the plan.
        words: why, in the person's own words.

    Raises:
        BadRequest: it is one record, something stands in the way, a question has no answer, or a record has changed.
        Refused: the viewer may not change both records.
    """
    if survivor.pk == merged.pk:
        raise BadRequest("A record cannot be merged with itself. Select another record.")
    for individual in (survivor, merged):
        must_be_allowed_on(by, individual, CohortPermission.CHANGE)
    with writing(by, words):
        kept, gone = lock_pair(by, survivor, merged, CohortPermission.CHANGE)
        if (kept.version, gone.version) != versions:
            raise BadRequest(_CHANGED)
        plan = merge_plan(by, kept, gone)
        proposed = Merge(
            individual=kept, merged=gone, words=words, choices=_answers(plan, choices), proposed_by=by.user,
            proposed_at=clock.now(), survivor_version=kept.version, merged_version=gone.version,
        )  # fmt: skip
        proposed.save(force_insert=True)
        record_merge(by, proposed, Operation.ALTER, change="merge proposed")
        _ask_for_approval(by, proposed)
    return proposed


def approve_merge(*, by: Viewer, proposed: Merge) -> Merge:
    """Merge two records as somebody else proposed.

    Args:
        by: somebody else than who proposed it.
        proposed: what waits.

    Raises:
        BadRequest: it no longer waits, a record has changed, or something stands in the way by now.
        Refused: the viewer may not decide about both records, or proposed it.
    """
    with _deciding(by, proposed, ProposalState.APPROVED, "") as merge:
        if by.user is None or merge.proposed_by_id == by.user.pk:
            raise Refused("You proposed this yourself. Somebody else must approve it.")
        if (merge.individual.version, merge.merged.version) != (merge.survivor_version, merge.merged_version):
            raise BadRequest(
                "One of the records has changed since it was proposed to merge them. Refuse this proposal."
            )
        plan = merge_plan(by, merge.individual, merge.merged, proposed=merge)
        _answers(plan, merge.choices)
        combine_records(by=by, merge=merge)
        record_merge(by, merge, Operation.COMBINE, change="merged")
        _tell_other_hub(by, merge)
    return merge


def refuse_merge(*, by: Viewer, proposed: Merge, reason: str) -> Merge:
    """Leave two records apart that were to be merged; whoever proposed it takes it back in the same way.

    Raises:
        BadRequest: it no longer waits.
        Refused: the viewer may not decide about both records, and did not propose it.
    """
    own = by.user is not None and by.user.pk == proposed.proposed_by_id
    state = ProposalState.WITHDRAWN if own else ProposalState.REFUSED
    with _deciding(by, proposed, state, reason) as merge:
        record_merge(by, merge, Operation.ALTER, change=f"merge {state.label.lower()}")
    return merge


@contextmanager
def _deciding(by: Viewer, proposed: Merge, state: ProposalState, reason: str) -> Iterator[Merge]:
    """Run a block as the decision about a proposal, once, however many decide at the same time."""
    needed = CohortPermission.CHANGE if state == ProposalState.WITHDRAWN else CohortPermission.MERGE
    said = f"Merged {proposed.merged.shown_reference} into {proposed.individual.shown_reference}. {proposed.words}"
    with writing(by, reason or said):
        if state == ProposalState.APPROVED:
            locks.wait_for("import into the list")
        survivor, merged = lock_pair(by, proposed.individual, proposed.merged, needed)
        merge: Merge = Merge.unscoped.visible_to(by).get(pk=proposed.pk)
        if merge.state != ProposalState.PROPOSED:
            raise BadRequest("This has been decided already. Nothing was changed: open it again to see how.")
        merge.individual, merge.merged = survivor, merged
        merge.state, merge.decided_by, merge.decided_at, merge.decision_reason = state, by.user, clock.now(), reason
        yield merge
        merge.save()
        settle_all_notices(by=by, keys=_keys(merge))


def lock_pair(
    by: Viewer, one: Individual, other: Individual, permission: CohortPermission
) -> tuple[Individual, Individual]:
    """Return two records as fresh as the database has them, locked in one order whoever asks.

    Raises:
        Individual.DoesNotExist: one has moved out of the viewer's sight.
        Refused: the viewer may not do this to both.
    """
    found = Individual.unscoped.visible_to(by).filter(pk__in=[one.pk, other.pk]).order_by("pk")
    locked: dict[int, Individual] = {each.pk: each for each in found.select_for_update(of=("self",))}
    if len(locked) < len({one.pk, other.pk}):
        raise Individual.DoesNotExist
    for individual in locked.values():
        must_be_allowed_on(by, individual, permission)
    return locked[one.pk], locked[other.pk]


def _answers(plan: Plan, choices: Mapping[str, str]) -> dict[str, str]:
    if plan.obstacles:
        raise BadRequest(" ".join(plan.obstacles))
    answers = {name: choices.get(name, "") for name in plan.questions}
    if missing := [name for name, answer in answers.items() if answer not in answers_to(name)]:
        raise BadRequest(f"Select which answer survives: {len(missing)} of the differences have none.")
    return answers


def record_merge(by: Viewer, merge: Merge, operation: Operation, **details: Any) -> None:
    """Record what was done about a merge under the reference of each record."""
    for individual, other in ((merge.individual, merge.merged), (merge.merged, merge.individual)):
        audit.record(
            by, operation, kind="individual", ref=individual.shown_reference, merge=merge.pk,
            other=other.shown_reference, **details,
        )  # fmt: skip


def _ask_for_approval(by: Viewer, merge: Merge) -> None:
    survivor, merged = merge.individual, merge.merged
    sentence = (
        f"It is proposed to merge {merged.shown_reference} into {survivor.shown_reference}. Somebody else than who"
        " proposed it decides."
    )
    to_hub, to_centre = _keys(merge)
    ask = partial(
        tell, by=by, kind=NoticeKind.MATCH, sentence=sentence, route="merge", argument=str(merge.pk), asks=True
    )
    if survivor.owning_hub_id == merged.owning_hub_id:
        ask(key=to_hub, hub=survivor.owning_hub_id, role=RoleCode.HUB_MANAGER)
    ask(key=to_centre, agency=PROVIDER, role=RoleCode.CENTRAL_ADMIN)


def _tell_other_hub(by: Viewer, merge: Merge) -> None:
    merged = merge.merged
    if merged.owning_hub_id != merge.individual.owning_hub_id:
        tell(
            by=by, key=f"merged:{merge.pk}", kind=NoticeKind.MATCH, hub=merged.owning_hub_id,
            role=RoleCode.HUB_MANAGER, route="individual_timeline", argument=merged.shown_reference,
            sentence=f"{merged.shown_reference} was merged into a record that another hub owns. Ask the central team.",
        )  # fmt: skip


def _keys(merge: Merge) -> tuple[str, str]:
    return f"merge:{merge.pk}:hub", f"merge:{merge.pk}:centre"
