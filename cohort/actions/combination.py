"""What becomes of the rows and fields of two records when they become one; every step is kept for its undoing."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q

from cohort.actions.individuals import recorded_release_date, save_next_version
from cohort.combining import BOTH, DATE, GROUPS, MERGED, MOVED, Kind, content_of, restored, side_of, values_of
from cohort.enums import ListStatus, MergedAs, NameKind, Verdict
from cohort.models import (
    Alias,
    Assessment,
    CustodyPlace,
    Individual,
    KeyDate,
    Link,
    Merge,
    MergedRow,
    PhasePeriod,
    PossibleMatch,
    Standing,
)
from cohort.moves import ON_THE_LIST
from cohort.queries.merging import links_moving, rows_of, split
from marsoc.kit import clock
from sharing.enums import Existence
from sharing.viewer import Viewer

_ORDER = tuple(Existence)
_DECIDED = ("verdict", "decided_by_id", "decided_at")


def combine_records(*, by: Viewer, merge: Merge) -> None:
    """Move the rows of one locked record to the other, have the chosen answers survive, and keep what was done.

    Args:
        by: who approves.
        merge: with both records locked; the caller saves it.
    """
    survivor, merged = merge.individual, merge.merged
    merge.before = {"survivor": values_of(survivor), "merged": values_of(merged)}
    kept: list[MergedRow] = []
    for kind in MOVED:
        kept += _combine_rows(by, kind, merge)
    kept += _combine_pairs(by, merge)
    kept += _combine_links(by, merge)
    kept += _keep_other_name(by, merge)
    settle_standing(by, survivor, among=(survivor, merged))
    _combine_fields(by, merge)
    merge.after = {"survivor": values_of(survivor), "merged": values_of(merged)}
    merge.save()
    MergedRow.unscoped.bulk_create(kept)


def say(row: Model, content: dict[str, Any]) -> None:
    """Have a row say what it or another of its kind said once, as JSON may have kept it."""
    for name, value in restored(row, content).items():
        setattr(row, name, value)
    row.save(update_fields=list(content))


def give(by: Viewer, kind: Kind, rows: Iterable[int], individual: Individual) -> None:
    """Give rows of a kind to a record.

    Args:
        by: who sees the rows.
        kind: of row.
        rows: their ids.
        individual: whose they become.
    """
    kind.model.unscoped.visible_to(by).filter(pk__in=list(rows)).update(**{kind.owner: individual})


def settle_standing(by: Viewer, individual: Individual, *, among: tuple[Individual, Individual]) -> None:
    """Have the newest result count that any assessment of an individual has given it or the other record.

    Args:
        by: who sees both records.
        individual: whose assessments are where they belong.
        among: both records.
    """
    own = Assessment.unscoped.visible_to(by).filter(individual=individual)
    results = Standing.history.filter(individual_id__in=[each.pk for each in among], assessment_id__in=own.values("pk"))
    last = results.exclude(history_type="-").order_by("since", "history_id").last()
    held = Standing.unscoped.visible_to(by).filter(individual=individual).first()
    if last is None:
        if held:
            held.delete()
        return
    standing = held or Standing(individual=individual)
    said = {name: getattr(last, name) for name in content_of(standing)}
    if content_of(standing) != said:
        for name, value in said.items():
            setattr(standing, name, value)
        standing.save()


def _combine_rows(by: Viewer, kind: Kind, merge: Merge) -> list[MergedRow]:
    survivor, merged = merge.individual, merge.merged
    moving, staying = split(by, kind, survivor, merged)
    own = {row.pk: MergedRow(merge=merge, model=kind.name, row=row.pk, became=MergedAs.KEPT) for row in
           rows_of(by, kind, survivor)}  # fmt: skip
    for other in staying:
        if _is_chosen(merge, other):
            row = next(each for each in rows_of(by, kind, survivor) if kind.key(each) == kind.key(other))
            entry = own[row.pk]
            entry.became, entry.before, entry.after = MergedAs.REWRITTEN, content_of(row), content_of(other)
            say(row, content_of(other))
    give(by, kind, [row.pk for row in moving], survivor)
    return [
        *own.values(),
        *(MergedRow(merge=merge, model=kind.name, row=row.pk, became=MergedAs.MOVED) for row in moving),
        *(MergedRow(merge=merge, model=kind.name, row=row.pk, became=MergedAs.LEFT) for row in staying),
    ]


def _is_chosen(merge: Merge, row: Model) -> bool:
    """Say whether what the other record says in a row that stays with it is to survive."""
    if isinstance(row, KeyDate):
        return bool(merge.choices.get(f"{DATE}{row.kind_id}") == MERGED)
    questions: dict[type[Model], str] = {PhasePeriod: "phase", CustodyPlace: "location"}
    question = questions.get(type(row))
    return question is not None and merge.choices.get(question) == MERGED


def _combine_pairs(by: Viewer, merge: Merge) -> list[MergedRow]:
    """Have what was decided about the other record and third ones hold for the survivor."""
    survivor, merged = merge.individual, merge.merged
    known = {_third(pair, survivor): pair for pair in _pairs(by, survivor)}
    kept = []
    for pair in _pairs(by, merged):
        third = _third(pair, merged)
        present = known.get(third)
        if third == survivor.pk or (present and present.verdict != Verdict.OPEN):
            continue
        if present is None:
            first, second = sorted((survivor.pk, third))
            kept.append(_rewritten(merge, pair, MergedAs.MOVED, {"first_id": first, "second_id": second}))
        elif pair.verdict != Verdict.OPEN:
            decided = {name: getattr(pair, name) for name in _DECIDED}
            kept.append(_rewritten(merge, present, MergedAs.REWRITTEN, decided))
    return kept


def _combine_links(by: Viewer, merge: Merge) -> list[MergedRow]:
    """Give the survivor the other record's links, but those between the two and those that it has already."""
    survivor, merged = merge.individual, merge.merged
    return [
        _rewritten(merge, link, MergedAs.MOVED, {link.side_of(merged): survivor.pk})
        for link in links_moving(by, survivor, merged)
    ]


def _rewritten(merge: Merge, row: PossibleMatch | Link, became: MergedAs, after: dict[str, Any]) -> MergedRow:
    before = {name: getattr(row, name) for name in after}
    say(row, after)
    return MergedRow(
        merge=merge, model=str(row._meta.model_name), row=row.pk, became=became, before=before, after=after
    )


def _pairs(by: Viewer, individual: Individual) -> list[PossibleMatch]:
    about = Q(first=individual) | Q(second=individual)
    return list(PossibleMatch.unscoped.visible_to(by).filter(about).order_by("pk"))


def _third(pair: PossibleMatch, individual: Individual) -> int:
    return pair.second_id if pair.first_id == individual.pk else pair.first_id


def _keep_other_name(by: Viewer, merge: Merge) -> list[MergedRow]:
    """Keep the name that does not survive as a further name, so that the record is found by both."""
    survivor, merged = merge.individual, merge.merged
    chosen, other = (
        (merged, survivor) if side_of("name", survivor, merged, merge.choices) == MERGED else (survivor, merged)
    )
    known = Alias.unscoped.visible_to(by).filter(individual=survivor, name_key=other.name_key)
    if other.name_key == chosen.name_key or known.exists():
        return []
    alias = Alias(
        individual=survivor, kind=NameKind.ALIAS, name=other.full_name, name_key=other.name_key,
        source=f"Name of {other.shown_reference} before the merge",
    )  # fmt: skip
    alias.save(force_insert=True)
    return [MergedRow(merge=merge, model="alias", row=alias.pk, became=MergedAs.MADE)]


def _combine_fields(by: Viewer, merge: Merge) -> None:
    survivor, merged = merge.individual, merge.merged
    surviving = {name: side_of(name, survivor, merged, merge.choices) for name in GROUPS}
    for name, side in surviving.items():
        for field in GROUPS[name].fields:
            if side == MERGED:
                setattr(survivor, field, getattr(merged, field))
            elif side == BOTH:
                setattr(survivor, field, f"{getattr(survivor, field)}\n\n{getattr(merged, field)}")
    survivor.threats = sorted({*survivor.threats, *merged.threats})
    survivor.existence = min(survivor.existence, merged.existence, key=lambda each: _ORDER.index(Existence(each)))
    if survivor.status in ON_THE_LIST and merged.review_due and survivor.review_due:
        survivor.review_due = min(survivor.review_due, merged.review_due)
    survivor.release_on = recorded_release_date(by, survivor)
    merged.status, merged.left_on, merged.existence = ListStatus.EXITED, clock.today(), Existence.NOTHING
    write_changes(by, survivor, merge.before["survivor"])
    write_changes(by, merged, merge.before["merged"])


def write_changes(by: Viewer, individual: Individual, before: dict[str, Any]) -> None:
    """Save as its next version what a locked record says otherwise than before.

    Args:
        by: who writes.
        individual: the record.
        before: what it said, by column.
    """
    changed = [name for name, value in values_of(individual).items() if value != before[name]]
    save_next_version(by, individual, {individual._meta.get_field(name).name for name in changed})
