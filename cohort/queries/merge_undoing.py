"""What undoing a merge would do: what goes back by itself, what was recorded since, and whose that is."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q

from cohort.combining import GROUPS, MERGED, MOVED, SURVIVOR, Kind, content_of, restored, values_of
from cohort.enums import ListStatus, MergedAs, ProposalState
from cohort.models import Alias, ImportRow, Individual, Merge, MergedRow, PhasePeriod
from cohort.queries.merging import held_for_governance, rows_of, surviving
from cohort.queries.retention import in_unfinished_import, open_hold
from sharing.viewer import Viewer

ASKED = (*GROUPS, "threats")
"""The fields that are asked about if they changed since the merge, by group."""
_STAYS_SINCE = (PhasePeriod, ImportRow)
"""Where somebody was held since, and rows of imports since, stay with the reference under which they were recorded."""


class Since(NamedTuple):
    """A row that was recorded since the merge, and whose it is by rule; empty where somebody has to say."""

    kind: Kind
    row: Any
    side: str

    @property
    def question(self) -> str:
        """The name under which it is asked about."""
        return f"row:{self.kind.name}:{self.row.pk}"


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing a merge would do.

    ``going_back`` counts by label the rows that go back; ``since`` are rows recorded since, ``fields`` the groups of
    fields that changed since, ``rewritten`` the rows that the merge rewrote and that changed since. Each question is
    answered with the side that keeps what was recorded since.
    """

    obstacles: list[str]
    going_back: Mapping[str, int]
    since: list[Since]
    fields: list[str]
    rewritten: list[tuple[Kind, Any]]

    @property
    def questions(self) -> list[str]:
        """The names of all that somebody has to say."""
        asked = [each.question for each in self.since if not each.side]
        return [*self.fields, *(f"row:{kind.name}:{row.pk}" for kind, row in self.rewritten), *asked]


def undoing_of(viewer: Viewer, merge: Merge) -> Undoing:
    """Return what undoing a merge would do.

    Args:
        viewer: who sees both records.
        merge: one that stands, with both records as they are now.
    """
    ledger = ledger_of(viewer, merge)
    going_back: dict[str, int] = {}
    since: list[Since] = []
    rewritten: list[tuple[Kind, Any]] = []
    knowing = _Knowing(viewer, merge, ledger)
    for kind in MOVED:
        for row in rows_of(viewer, kind, merge.individual):
            entry = ledger.get((kind.name, row.pk))
            if entry is None:
                since.append(Since(kind, row, knowing.side(kind, row)))
            elif entry.became == MergedAs.MOVED:
                going_back[kind.label] = going_back.get(kind.label, 0) + 1
            elif entry.became == MergedAs.REWRITTEN and content_of(row) != restored(row, entry.after):
                rewritten.append((kind, row))
    recorded = {each.question for each in since}
    return Undoing(
        obstacles=list(obstacles(viewer, merge)),
        going_back=going_back,
        since=[_followed(each, recorded, ledger) for each in since],
        fields=changed_since(merge),
        rewritten=[(kind, row) for kind, row in rewritten if kind.model is not PhasePeriod],
    )


def ledger_of(viewer: Viewer, merge: Merge) -> dict[tuple[str, int], MergedRow]:
    """Return what became of each row when the records were merged, by model and id."""
    entries = MergedRow.unscoped.visible_to(viewer).filter(merge=merge)
    return {(entry.model, entry.row): entry for entry in entries}


def changed_since(merge: Merge) -> list[str]:
    """Return the groups of fields of the survivor that say something else than right after the merge."""
    now, then = values_of(merge.individual), restored(merge.individual, merge.after["survivor"])
    found = [name for name, group in GROUPS.items() if any(now[field] != then[field] for field in group.fields)]
    found = [name for name in found if name != "phase"]  # it goes with the custody periods
    return [*found, "threats"] if now["threats"] != then["threats"] else found


def obstacles(viewer: Viewer, merge: Merge) -> Iterator[str]:
    """Yield why a merge cannot be undone now, each in a sentence that says what to do."""
    survivor = merge.individual
    name = survivor.shown_reference
    if surviving(survivor.reference) != survivor.pk:
        yield f"{name} has itself been merged into another record since. Undo that merge first."
        return
    later = Merge.unscoped.visible_to(viewer).filter(individual=survivor, state=ProposalState.APPROVED, undone_at=None)
    if later.filter(decided_at__gt=merge.decided_at).exists():
        yield f"Another record was merged into {name} later. Undo that merge first."
    waiting = Merge.unscoped.visible_to(viewer).filter(state=ProposalState.PROPOSED)
    if waiting.filter(Q(individual=survivor) | Q(merged=survivor)).exists():
        yield f"Another merge of {name} is proposed. Decide that first."
    if survivor.left_on:
        yield f"{name} has left the list since. Nominate the person again first."
    if survivor.restricted:
        yield f"{name} is restricted to the people named for it. Lift the restriction first."
    if survivor.status == ListStatus.TRANSFER_PENDING:
        yield f"{name} is being moved to another hub. Finish that first."
    if open_hold(viewer, survivor):
        yield f"{name} is held for a legal reason and must stay as it is. End the hold first."
    if in_unfinished_import(survivor):
        yield f"An import that is not finished names {name}. Finish or cancel that import first."
    if held_for_governance([survivor.pk, merge.merged.pk]):
        yield "Information governance needs one of the records as it is for now. Ask them when it can be undone."


def _followed(each: Since, recorded: Collection[str], ledger: Mapping[tuple[str, int], MergedRow]) -> Since:
    """Return a row with the side of the one that it goes with; ``=`` leads to one that was recorded since as well."""
    if each.kind.follows is None:
        return each
    field, parent = each.kind.follows
    name, pk = parent._meta.model_name, getattr(each.row, field)
    if f"row:{name}:{pk}" in recorded:
        return each._replace(side=f"=row:{name}:{pk}")
    entry = ledger.get((name, pk))
    return each._replace(side=MERGED if entry and entry.became == MergedAs.MOVED else SURVIVOR)


class _Knowing:
    """What tells the two records apart: the numbers, names and references of each, and who had dealt with it."""

    def __init__(self, viewer: Viewer, merge: Merge, ledger: Mapping[tuple[str, int], MergedRow]) -> None:
        self.terms: dict[str, set[str]] = {SURVIVOR: set(), MERGED: set()}
        self.agencies: dict[str, set[str]] = {SURVIVOR: set(), MERGED: set()}
        for side, individual in ((SURVIVOR, merge.individual), (MERGED, merge.merged)):
            self.terms[side] |= {individual.shown_reference, individual.reference, _name(merge.before[side])}
        for kind in MOVED:
            for individual in (merge.individual, merge.merged):
                for row in rows_of(viewer, kind, individual):
                    if entry := ledger.get((kind.name, row.pk)):
                        self._learn(row, entry)

    def _learn(self, row: Any, entry: MergedRow) -> None:
        if entry.became == MergedAs.MADE:
            return
        side = SURVIVOR if entry.became in (MergedAs.KEPT, MergedAs.REWRITTEN) else MERGED
        self.agencies[side] |= _agencies(row)
        if isinstance(row, Alias):
            self.terms[side].add(row.name)
        self.terms[side] |= {value for name in ("value", "ref") if (value := getattr(row, name, ""))}

    def side(self, kind: Kind, row: Any) -> str:
        """Return whose a row recorded since is, if its agency had dealt with one record, or it names one alone."""
        if kind.model in _STAYS_SINCE:
            return SURVIVOR
        told = " ".join(str(value) for value in content_of(row).values() if isinstance(value, str)).casefold()
        for known in (self._only(self.agencies, lambda term: term in _agencies(row)),
                      self._only(self.terms, lambda term: term.casefold() in told)):  # fmt: skip
            if known:
                return known
        return ""

    def _only(self, known: Mapping[str, Collection[str]], holds: Any) -> str:
        sides = [side for side in (SURVIVOR, MERGED) if any(term and holds(term) for term in known[side])]
        return sides[0] if len(sides) == 1 else ""


def _agencies(row: Any) -> set[str]:
    return {value for name in ("contributed_by_id", "agency_id") if (value := getattr(row, name, None))}


def _name(before: Mapping[str, Any]) -> str:
    return f"{before['forenames']} {before['surname']}".strip()


def collides(viewer: Viewer, kind: Kind, row: Any, individual: Individual) -> bool:
    """Say whether a record has already what it may have only one of."""
    key = kind.key(row)
    return key is not None and any(kind.key(other) == key for other in rows_of(viewer, kind, individual))
