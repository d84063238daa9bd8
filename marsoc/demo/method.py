"""The method of the demonstration, published by two people of the central team, and what some hubs assessed by it.

The version that is published is the proposal; a real installation begins without any and edits it first.
"""

from collections.abc import Mapping
from random import Random

from django.db import transaction

from cohort.actions import assessments, frameworks
from cohort.enums import Basis
from cohort.models import Assessment, Framework, Individual, Scoring
from marsoc.demo.acting import acting
from sharing.enums import RoleCode
from sharing.seeing import seeing
from sharing.viewer import Viewer

ASSESSED = {"WM": 6, "EM": 2, "LD": 2}
UNKNOWN, FAR = 0.1, 4
"""How often a dimension is unknown, and every how manieth second assessor comes out far from the first."""
_CENTRAL = (RoleCode.CENTRAL_ADMIN, None), (RoleCode.CENTRAL_ANALYST, None)
_ASSESSORS = {
    "WM": ((RoleCode.HUB_OFFICER, "WM"), (RoleCode.HUB_RESEARCHER, "WM")),
    "EM": ((RoleCode.HUB_MANAGER, "EM"), (RoleCode.CENTRAL_ANALYST, None)),
    "LD": _CENTRAL,
}
_EVIDENCE = (
    {"basis": Basis.FACT, "summary": "Convicted of conspiracy (synthetic)", "source_reference": "PNC/2021/4711"},
    {"basis": Basis.ASSESSMENT, "summary": "The regional unit thinks so (synthetic)", "source_reference": "RA-2026-17"},
    {
        "basis": Basis.INTELLIGENCE, "summary": "Said to direct others by telephone (synthetic)",
        "source_reference": "IR/2026/00471", "source_grade": "2", "intelligence_grade": "B", "handling": "P",
    },
    {
        "basis": Basis.INTELLIGENCE, "summary": "Said to pay for protection (synthetic)",
        "source_reference": "IR/2026/00836", "source_grade": "1", "intelligence_grade": "C", "handling": "C",
        "conditions": "Ask the originator before any use",
    },
)  # fmt: skip
_REASONS = ("Convictions and recent reports agree (synthetic)", "Reports of the last six months (synthetic)")


def prepare_method() -> int:
    """Publish the method and assess what is still missing; return how many individuals have been assessed.

    Each individual is assessed whole or not at all, so that a start that was cut short is taken up.
    """
    publish_method()
    for hub, wanted in ASSESSED.items():
        first, second = assessors_of(hub)
        with seeing(first):
            listed = Individual.unscoped.visible_to(first).filter(owning_hub=hub).order_by("pk")
            missing = list(listed.filter(pk__in=listed.values("pk")[:wanted], assessments=None))
        for individual in missing:
            with transaction.atomic():
                _assess(individual, first, second)
    lead = acting(*_CENTRAL[0])
    with seeing(lead):
        return int(Assessment.unscoped.visible_to(lead).values("individual").distinct().count())


def publish_method() -> None:
    """Have two people of the central team publish the proposal, once."""
    lead, analyst = (acting(*each) for each in _CENTRAL)
    if not Framework.objects.exists():
        with transaction.atomic():
            proposed = frameworks.propose_framework(by=lead, framework=frameworks.draft_framework(by=lead))
            frameworks.publish_framework(by=analyst, framework=proposed)


def assessors_of(hub: str) -> tuple[Viewer, Viewer]:
    """Return who assesses the people of a hub, first and second."""
    first, second = _ASSESSORS.get(hub, _CENTRAL)
    return acting(*first), acting(*second)


def _assess(individual: Individual, first: Viewer, second: Viewer) -> None:
    """Assess somebody, by two people where it is due; every fifth is left waiting for the second."""
    made = score_first(individual, first)
    if made.second_due and individual.pk % 5:
        score_second(made, second, far=individual.pk % FAR == 1)


def score_first(individual: Individual, by: Viewer) -> Assessment:
    """Have a first assessor score somebody."""
    scoring = assessments.open_assessment(by=by, individual=individual)
    return assessments.submit_scoring(by=by, scoring=_answered(by, scoring, _levels(scoring)))


def score_second(made: Assessment, by: Viewer, *, far: bool = False) -> Assessment:
    """Have a second assessor score somebody, much alike the first unless they are to be ``far`` apart."""
    scoring = assessments.begin_second_scoring(by=by, assessment=made)
    chance, levels = Random(-made.individual_id), _levels(scoring)
    other = {code: _other(chance, level) for code, level in levels.items()}
    if far:
        other |= {code: 0 if (levels[code] or 0) > 1 else 4 for code in chance.sample([*levels], 3)}
    return assessments.submit_scoring(by=by, scoring=_answered(by, scoring, other))


def _levels(scoring: Scoring) -> dict[str, int | None]:
    """Return what the first assessor makes of somebody; the same for the same person."""
    chance = Random(scoring.assessment.individual_id)
    typical = chance.choice((1, 2, 3))
    return {each.code: _level(chance, typical) for each in scoring.assessment.framework.dimensions.all()}


def _level(chance: Random, typical: int) -> int | None:
    return None if chance.random() < UNKNOWN else min(4, max(0, typical + chance.choice((-1, 0, 0, 1, 1))))


def _other(chance: Random, level: int | None) -> int | None:
    """Return what a second assessor makes of a dimension that is seen much alike."""
    return level if level is None else min(4, max(0, level + chance.choice((0, 0, 0, 0, 1, -1))))


def _answered(by: Viewer, scoring: Scoring, levels: Mapping[str, int | None]) -> Scoring:
    chance = Random(scoring.pk)
    for dimension in scoring.assessment.framework.dimensions.all():
        level, reason = levels[dimension.code], chance.choice(_REASONS)
        if level is not None:
            assessments.add_evidence(by=by, scoring=scoring, dimension=dimension, **chance.choice(_EVIDENCE))
        else:
            reason = "Nothing is known about it (synthetic)"
        sure = chance.choice(("LOW", "MEDIUM", "MEDIUM", "HIGH"))
        assessments.score_dimension(
            by=by, scoring=scoring, dimension=dimension, level=level, confidence=sure, reason=reason
        )
    return scoring
