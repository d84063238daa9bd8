"""Undoing a merge: each record gets back what it had, and what was recorded since goes where it belongs."""

from collections.abc import Mapping

from cohort.actions.combination import give, say, settle_standing, write_changes
from cohort.actions.individuals import recorded_release_date
from cohort.actions.merging import lock_pair, record_merge
from cohort.combining import GROUPS, MERGED, MOVED, RULED, content_of, restored, values_of
from cohort.enums import MergedAs, Verdict
from cohort.models import Alias, KeyDate, Link, Merge, MergedRow, PossibleMatch
from cohort.permissions import CohortPermission
from cohort.queries.merge_undoing import Undoing, collides, ledger_of, undoing_of
from cohort.queries.merging import rows_of
from marsoc.kit import clock, locks
from sharing.actions.writing import writing
from sharing.enums import Operation
from sharing.errors import BadRequest
from sharing.viewer import Viewer


def undo_merge(*, by: Viewer, merge: Merge, answers: Mapping[str, str], verdict: Verdict, words: str) -> Merge:
    """Make two records again of what was merged.

    Args:
        by: who undoes it.
        merge: that stands.
        answers: for each question of the undoing, the side that what was recorded since belongs to.
        verdict: what the two records are taken to be from now on; open, if it is to be asked again.
        words: why, in the person's own words.

    Raises:
        BadRequest: it is undone already, something stands in the way, or a question has no answer.
        Refused: the viewer may not decide about both records.
    """
    with writing(by, words):
        locks.wait_for("import into the list")
        survivor, merged = lock_pair(by, merge.individual, merge.merged, CohortPermission.MERGE)
        standing: Merge = Merge.unscoped.visible_to(by).get(pk=merge.pk)
        if not standing.stands:
            raise BadRequest("This merge does not stand any more. Nothing was changed: open it again to see why.")
        standing.individual, standing.merged = survivor, merged
        undoing = undoing_of(by, standing)
        if undoing.obstacles:
            raise BadRequest(" ".join(undoing.obstacles))
        sides = _sides(undoing, answers)
        before = {"survivor": values_of(survivor), "merged": values_of(merged)}
        _part_rows(by, standing, undoing, sides)
        for individual in (survivor, merged):
            settle_standing(by, individual, among=(survivor, merged))
        _part_fields(standing, sides)
        _work_out_release(by, standing, undoing)
        for side, individual in (("survivor", survivor), ("merged", merged)):
            write_changes(by, individual, before[side])
        standing.undone_by, standing.undone_at, standing.undo_reason = by.user, clock.now(), words
        standing.save()
        _remember(by, standing, verdict)
        record_merge(by, standing, Operation.COMBINE, change="merge undone")
    return standing


def _sides(undoing: Undoing, answers: Mapping[str, str]) -> dict[str, str]:
    if missing := [name for name in undoing.questions if answers.get(name) not in ("survivor", "merged")]:
        raise BadRequest(
            f"Select which record each thing recorded since the merge belongs to: {len(missing)} have no answer."
        )
    sides = {each.question: each.side for each in undoing.since} | {name: answers[name] for name in undoing.questions}
    return {name: sides[side[1:]] if side.startswith("=") else side for name, side in sides.items()}


def _part_rows(by: Viewer, merge: Merge, undoing: Undoing, sides: Mapping[str, str]) -> None:
    """Give back what moved, restore what was rewritten, then place what was recorded since."""
    ledger = ledger_of(by, merge)
    for kind in MOVED:
        rows = {row.pk: row for row in rows_of(by, kind, merge.individual)}
        entries = {pk: entry for (model, pk), entry in ledger.items() if model == kind.name}
        give(by, kind, [pk for pk in rows if pk in entries and entries[pk].became == MergedAs.MOVED], merge.merged)
        for pk, entry in entries.items():
            if pk in rows and entry.became == MergedAs.REWRITTEN:
                _restore(by, merge, entry, sides)
    made = [entry.row for entry in ledger.values() if entry.became == MergedAs.MADE]
    Alias.unscoped.visible_to(by).filter(pk__in=made, individual=merge.individual).delete()
    for entry in ledger.values():
        for model in (PossibleMatch, Link):
            if entry.model == model._meta.model_name:
                _restore_pair(by, model, entry)
    for each in undoing.since:
        if sides[each.question] == MERGED and not collides(by, each.kind, each.row, merge.merged):
            give(by, each.kind, [each.row.pk], merge.merged)


def _restore(by: Viewer, merge: Merge, entry: MergedRow, sides: Mapping[str, str]) -> None:
    kind = next(kind for kind in MOVED if kind.name == entry.model)
    row = kind.model.unscoped.visible_to(by).get(pk=entry.row)
    changed, side = content_of(row) != restored(row, entry.after), sides.get(f"row:{entry.model}:{entry.row}")
    if changed and side != MERGED:
        return
    if changed:
        other = next(each for each in rows_of(by, kind, merge.merged) if kind.key(each) == kind.key(row))
        say(other, content_of(row))
    say(row, entry.before)


def _restore_pair(by: Viewer, model: type[PossibleMatch | Link], entry: MergedRow) -> None:
    pair = model.unscoped.visible_to(by).filter(pk=entry.row).first()
    if pair and {name: getattr(pair, name) for name in entry.after} == restored(pair, entry.after):
        say(pair, entry.before)


def _part_fields(merge: Merge, sides: Mapping[str, str]) -> None:
    """Restore what nobody changed since, and leave what somebody did to the record that it belongs to."""
    survivor, merged = merge.individual, merge.merged
    before = {side: restored(survivor, values) for side, values in merge.before.items()}
    after, now = restored(survivor, merge.after["survivor"]), values_of(survivor)
    for name, value in before["merged"].items():
        setattr(merged, name, value)
    for name, group in {**{name: group.fields for name, group in GROUPS.items()}, "threats": ("threats",)}.items():
        changed = any(now[field] != after[field] for field in group)
        for field in group:
            if changed and sides.get(name) == MERGED:
                setattr(merged, field, now[field])
            if not changed or sides.get(name) == MERGED:
                setattr(survivor, field, before["survivor"][field])
    for name in RULED:
        if name != "threats" and now[name] == after[name]:
            setattr(survivor, name, before["survivor"][name])


def _work_out_release(by: Viewer, merge: Merge, undoing: Undoing) -> None:
    """Follow the key dates of both records, if some were recorded since."""
    if any(each.kind.model is KeyDate for each in undoing.since) or undoing.rewritten:
        for individual in (merge.individual, merge.merged):
            individual.release_on = recorded_release_date(by, individual)


def _remember(by: Viewer, merge: Merge, verdict: Verdict) -> None:
    first, second = sorted((merge.individual.pk, merge.merged.pk))
    pair = PossibleMatch.unscoped.visible_to(by).filter(first=first, second=second).first()
    if pair is None or pair.verdict == verdict:
        return
    decided = verdict != Verdict.OPEN
    pair.verdict, pair.decided_by = verdict, by.user if decided else None
    pair.decided_at = clock.now() if decided else None
    pair.save()
