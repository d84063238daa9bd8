"""What a merge of two records would do, and what stands in its way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from cohort.combining import DATE, MOVED, Kind, differing
from cohort.enums import ListStatus, MergedAs, ProposalState, RequestState, SubjectCategory, Verdict
from cohort.models import (
    AccessRequest,
    Assessment,
    CustodySpell,
    EmergencyAccess,
    Individual,
    KeyDate,
    Link,
    ListExit,
    Merge,
    MergedRow,
    NamedShare,
    PossibleMatch,
)
from cohort.moves import FIT, ON_THE_LIST
from cohort.permissions import CohortPermission
from cohort.queries.panels import decision_waits
from cohort.queries.retention import in_unfinished_import, open_hold, waiting_erasing
from cohort.reference_numbers import parse_reference, shown_reference
from marsoc.kit import clock
from sharing.models import ScopedQuerySet
from sharing.viewer import Viewer

_WAITS = (RequestState.OPEN, RequestState.ASKED)


@dataclass(frozen=True, slots=True)
class Plan:
    """What merging a record into another would do.

    ``questions`` are the names of the groups and key dates in which the records differ; ``obstacles`` are sentences
    that say why the records cannot be merged now; ``moves`` counts by label what moves, ``stays`` what the survivor
    has the same of.
    """

    survivor: Individual
    merged: Individual
    questions: list[str]
    dates: Mapping[str, tuple[KeyDate, KeyDate]]
    obstacles: list[str]
    moves: Mapping[str, int]
    stays: Mapping[str, int]


def merge_plan(viewer: Viewer, survivor: Individual, merged: Individual, *, proposed: Merge | None = None) -> Plan:
    """Return what merging a record into another would do.

    Args:
        viewer: who sees both.
        survivor: the record that survives.
        merged: the one that would lead to it from then on.
        proposed: the proposal that is about to be decided, which is no obstacle to itself.
    """
    dates = _differing_dates(viewer, survivor, merged)
    moves, stays = {}, {}
    for kind in MOVED:
        moving, staying = split(viewer, kind, survivor, merged)
        if moving:
            moves[kind.label] = len(moving)
        if staying:
            stays[kind.label] = len(staying)
    if links := links_moving(viewer, survivor, merged):
        moves["Links with other people"] = len(links)
    return Plan(
        survivor=survivor,
        merged=merged,
        questions=[*differing(survivor, merged), *(f"{DATE}{code}" for code in dates)],
        dates=dates,
        obstacles=list(obstacles(viewer, survivor, merged, proposed=proposed)),
        moves=moves,
        stays=stays,
    )


def links_moving(viewer: Viewer, survivor: Individual, merged: Individual) -> list[Link]:
    """Return the links of a record that would move to the survivor: with third people, and none that it has already."""
    ends = Q(first=merged) | Q(second=merged)
    own = Link.unscoped.visible_to(viewer).filter(Q(first=survivor) | Q(second=survivor), until_on=None)
    present = {(link.other_id(survivor), link.kind_id) for link in own}
    found = Link.unscoped.visible_to(viewer).filter(ends).order_by("pk")
    return [
        link
        for link in found
        if link.other_id(merged) != survivor.pk
        and (link.until_on or (link.other_id(merged), link.kind_id) not in present)
    ]


def rows_of(viewer: Viewer, kind: Kind, individual: Individual) -> list[Any]:
    """Return the rows of a kind that a record has, as far as they would move."""
    found: ScopedQuerySet[Any] = kind.model.unscoped.visible_to(viewer).filter(kind.only, **{kind.owner: individual.pk})
    return list(found.order_by("pk"))


def split(viewer: Viewer, kind: Kind, survivor: Individual, merged: Individual) -> tuple[list[Any], list[Any]]:
    """Return which rows of a kind would move to the survivor, and which would stay because it has the same."""
    taken = {key for row in rows_of(viewer, kind, survivor) if (key := kind.key(row)) is not None}
    if kind.unique == ("name_key",):
        taken.add((survivor.name_key,))
    moving: list[Any] = []
    staying: list[Any] = []
    for row in rows_of(viewer, kind, merged):
        (staying if kind.key(row) in taken else moving).append(row)
    return moving, staying


def _differing_dates(viewer: Viewer, survivor: Individual, merged: Individual) -> dict[str, tuple[KeyDate, KeyDate]]:
    dates = KeyDate.unscoped.visible_to(viewer).filter(individual__in=[survivor, merged]).select_related("kind")
    found: dict[str, dict[int, KeyDate]] = {}
    for date in dates.order_by("kind__position", "pk"):
        found.setdefault(date.kind_id, {})[date.individual_id] = date
    return {
        code: (both[survivor.pk], both[merged.pk])
        for code, both in found.items()
        if len(both) > 1 and both[survivor.pk].date != both[merged.pk].date
    }


def obstacles(
    viewer: Viewer, survivor: Individual, merged: Individual, *, proposed: Merge | None = None
) -> Iterator[str]:
    """Yield why two records cannot be merged now, each in a sentence that says what to do.

    Args:
        viewer: who sees both.
        survivor: the record that would survive.
        merged: the other one.
        proposed: see ``merge_plan``.
    """
    for individual in (survivor, merged):
        yield from _about_one(viewer, individual)
    yield from _about_the_list(survivor, merged)
    yield from _about_custody(viewer, survivor, merged)
    yield from _about_shares(viewer, survivor, merged)
    yield from _about_pairs(viewer, survivor, merged)
    if held_for_governance([survivor.pk, merged.pk]):
        yield "Information governance needs one of the records as it is for now. Ask them when it can be merged."
    if decision_waits(viewer, [survivor, merged]):
        yield "A decision of the panel about one of these records waits for approval. Decide that first."
    other = Merge.unscoped.visible_to(viewer).filter(state=ProposalState.PROPOSED)
    if proposed:
        other = other.exclude(pk=proposed.pk)
    either = Q(individual__in=[survivor, merged]) | Q(merged__in=[survivor, merged])
    if other.filter(either).exists():
        yield "A merge of one of these records is proposed already. Decide that first."


def _about_one(viewer: Viewer, individual: Individual) -> Iterator[str]:
    name = individual.shown_reference
    if surviving(individual.reference) != individual.pk:
        yield f"{name} has been merged into another record already. Merge that one instead."
        return
    if individual.left_on:
        yield f"{name} has left the list. Nominate the person again first, if the two are to be one record."
    if individual.restricted:
        yield f"{name} is restricted to the people named for it. Lift the restriction first."
    if individual.status == ListStatus.TRANSFER_PENDING:
        yield f"{name} is being moved to another hub. Finish that first."
    if open_hold(viewer, individual):
        yield f"{name} is held for a legal reason and must stay as it is. End the hold first."
    if waiting_erasing(viewer, individual):
        yield f"It is proposed to erase {name} or parts of it. Decide that first."
    if in_unfinished_import(individual):
        yield f"An import that is not finished names {name}. Finish or cancel that import first."
    open_to_decide = {
        "It is proposed that {} leaves the list. Decide that first.": _proposed(ListExit, viewer),
        "An agency waits for an answer about {}. Answer it first.": _about(AccessRequest, viewer, state__in=_WAITS),
        "Somebody has emergency access to {}. Wait until it is over.": _about(
            EmergencyAccess, viewer, ends_at__gt=clock.now()
        ),
        "{} is being assessed. Finish the assessment or withdraw it first.": _about(
            Assessment, viewer, revealed_at=None, withdrawn_at=None
        ),
    }
    for sentence, rows in open_to_decide.items():
        if rows.filter(individual=individual).exists():
            yield sentence.format(name)


def _about(model: Any, viewer: Viewer, **conditions: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = model.unscoped.visible_to(viewer).filter(**conditions)
    return found


def _proposed(model: Any, viewer: Viewer) -> QuerySet[Any]:
    return _about(model, viewer, state=ProposalState.PROPOSED)


def _about_the_list(survivor: Individual, merged: Individual) -> Iterator[str]:
    fit = {each.pk: SubjectCategory(each.category) in FIT for each in (survivor, merged)}
    if fit[survivor.pk] != fit[merged.pk]:
        yield (
            "One of these people may be on the list, the other is recorded as a victim, a witness or only an associate."
            " If a category is wrong, correct it first."
        )
    if merged.status in ON_THE_LIST and survivor.status not in ON_THE_LIST:
        yield (
            f"{merged.shown_reference} has been accepted onto the list and {survivor.shown_reference} has not. Keep"
            f" {merged.shown_reference} as the record that survives."
        )


def _about_custody(viewer: Viewer, survivor: Individual, merged: Individual) -> Iterator[str]:
    """Yield that days for a key date are in conflict, and that a spell of one kind runs in both records."""
    if _about(KeyDate, viewer, individual__in=[survivor, merged], aside=True).exists():
        yield "Sources disagree about a key date of one of these records. Settle which counts first."
    running = _about(CustodySpell, viewer, individual__in=[survivor, merged], ended_on=None).values("kind")
    if running.annotate(records=Count("individual")).filter(records__gt=1).exists():
        yield (
            "Both records have a spell in custody of the same kind that still runs. Remove it from the record on which"
            " it is wrong, or less well known, first."
        )


def _about_shares(viewer: Viewer, survivor: Individual, merged: Individual) -> Iterator[str]:
    """Yield the agencies that would be shown by name what they have not been given of the other record."""
    given: dict[tuple[str, str], set[int]] = {}
    for share in _about(NamedShare, viewer, individual__in=[survivor, merged]).select_related("agency"):
        if not share.is_over(clock.today()):
            for category in share.categories:
                given.setdefault((share.agency.name, category), set()).add(share.individual_id)
    for agency in dict.fromkeys(agency for (agency, _), of in given.items() if len(of) < 2):
        yield (
            f"Only one of the records, or not the same of both, is shared by name with {agency}. Its agreement gives it"
            " nothing of the other: end that share, or share the same of both, first."
        )


def _about_pairs(viewer: Viewer, survivor: Individual, merged: Individual) -> Iterator[str]:
    pairs = PossibleMatch.unscoped.visible_to(viewer).filter(
        Q(first__in=[survivor, merged]) | Q(second__in=[survivor, merged])
    )
    said: dict[int, set[str]] = {}
    of_both = Verdict.OPEN
    for pair in pairs:
        ends = {pair.first_id, pair.second_id}
        if ends == {survivor.pk, merged.pk}:
            of_both = Verdict(pair.verdict)
        else:
            (other,) = ends - {survivor.pk, merged.pk}
            said.setdefault(other, set()).add(pair.verdict)
    if of_both != Verdict.SAME:
        yield "Nobody has decided that these two records are of the same person. Decide that first."
    if any({Verdict.SAME, Verdict.NOT_SAME} <= verdicts for verdicts in said.values()):
        yield (
            "A third record was decided to be of the same person as one of these, and not as the other. Withdraw the"
            " decision that is wrong first."
        )


def held_for_governance(individuals: Sequence[int]) -> bool:
    """Say whether a request of a person for the own data, which whoever merges does not see, waits for its answer."""
    with connection.cursor() as cursor:
        cursor.execute("select held_for_governance(%s)", [list(individuals)])
        return bool(cursor.fetchone()[0])


def surviving(reference: str) -> int | None:
    """Return the id of the record that a stored reference leads to by now, None if there is none."""
    with connection.cursor() as cursor:
        cursor.execute("select survivor_of(%s)", [reference])
        found: int | None = cursor.fetchone()[0]
    return found


def survivor_seen(viewer: Viewer, reference: str) -> str | None:
    """Return the reference of the record that another one was merged into, None unless the viewer sees it.

    Args:
        viewer: who followed the reference.
        reference: as typed.
    """
    stored = parse_reference(reference)
    if stored is None or not viewer.may(CohortPermission.VIEW):
        return None
    survivor = surviving(stored) or 0  # nobody's: whether there is such a reference must not be felt
    found = Individual.unscoped.visible_to(viewer).filter(pk=survivor).exclude(reference=stored)
    reached: str | None = found.values_list("reference", flat=True).first()
    return shown_reference(reached) if reached else None


def merged_into(viewer: Viewer, individual: Individual) -> list[Individual]:
    """Return the records that were merged into one and still are."""
    found = Merge.unscoped.visible_to(viewer).filter(
        individual=individual, state=ProposalState.APPROVED, undone_at=None
    )
    return [merge.merged for merge in found.select_related("merged").order_by("pk")]


def is_likelier_survivor(one: Individual, other: Individual) -> bool:
    """Say whether the first of two records is likelier to survive: one on the list stays, else the earlier one."""
    return one.status in ON_THE_LIST or other.status not in ON_THE_LIST


def became(viewer: Viewer, merge: Merge) -> dict[str, int]:
    """Return how many rows a merge dealt with in which way, in words."""
    entries = MergedRow.unscoped.visible_to(viewer).filter(merge=merge).exclude(became=MergedAs.KEPT)
    counts = entries.order_by("became").values_list("became").annotate(number=Count("pk"))
    return {MergedAs(each).label: number for each, number in counts}


def merges_of(viewer: Viewer, individual: Individual) -> list[Merge]:
    """Return the merges that a record is part of and that stand or wait, the newest first."""
    if viewer.contributor:
        return []
    found = Merge.unscoped.visible_to(viewer).filter(Q(individual=individual) | Q(merged=individual), undone_at=None)
    found = found.filter(state__in=[ProposalState.PROPOSED, ProposalState.APPROVED])
    return list(found.select_related("individual", "merged", "proposed_by", "decided_by").order_by("-pk"))
