"""Pairs of records of one person, proposed to be merged, and merged."""

from collections.abc import Mapping
from typing import Any

from cohort.actions import matches, merging
from cohort.enums import Verdict
from cohort.models import Individual, Merge, PossibleMatch
from cohort.queries.merging import merge_plan
from sharing.enums import RoleCode
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests import factories


def central() -> Viewer:
    """Return somebody new of the central team, who sees every hub."""
    return factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")


def same(one: Individual, other: Individual, verdict: Verdict = Verdict.SAME) -> PossibleMatch:
    """Return the pair of two records, decided unless told otherwise."""
    first, second = sorted((one, other), key=lambda each: each.pk)
    pair = PossibleMatch(first=first, second=second, score=90, reasons=["Same surname"])
    factories.save(pair)
    if verdict != Verdict.OPEN:
        pair = matches.decide_possible_match(by=central(), match=pair, verdict=verdict)
    return pair


def proposed(
    survivor: Individual, other: Individual, choices: Mapping[str, str] | None = None, by: Viewer | None = None
) -> Merge:
    """Return a proposal to merge a record into another; the survivor's answers survive unless chosen otherwise."""
    by = by or central()
    for each in (survivor, other):
        each.refresh_from_db()
    with seeing(by):
        questions = merge_plan(by, survivor, other).questions
    answers: dict[str, Any] = dict.fromkeys(questions, "survivor") | dict(choices or {})
    return merging.propose_merge(
        by=by, survivor=survivor, merged=other, versions=(survivor.version, other.version), choices=answers,
        words="Same fingerprints",
    )  # fmt: skip


def merged(survivor: Individual, other: Individual, choices: Mapping[str, str] | None = None) -> Merge:
    """Return two records made one, of one person as somebody has decided."""
    same(survivor, other)
    made = merging.approve_merge(by=central(), proposed=proposed(survivor, other, choices))
    for each in (survivor, other):
        each.refresh_from_db()
    return made
