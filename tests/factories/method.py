"""Versions of the method and assessments made by it, through the product's own actions."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cohort.actions import assessments, frameworks
from cohort.models import Assessment, Framework, Individual, Scoring
from cohort.queries.frameworks import framework_in_force
from cohort.scoring import Range
from sharing.enums import RoleCode
from sharing.viewer import Viewer
from tests import factories

SCALE = ["None at all", "A little", "Some", "Much", "As much as can be"]
WEIGHTS = {"Intent": 40, "Reach": 35, "Influence": 25}
BANDS = (Range("Tier 1", Decimal(70), Decimal(100)), Range("Tier 2", Decimal(45), Decimal(70)),
         Range("Below threshold", Decimal(0), Decimal(45)))  # fmt: skip


def central() -> Viewer:
    """Return somebody new of the central team."""
    return factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")


def draft(
    by: Viewer | None = None, *, weights: Mapping[str, int] = WEIGHTS, bands: Any = BANDS, **terms: Any
) -> Framework:
    """Return a draft with few dimensions, which others are easily read against.

    Args:
        by: who drafts it, somebody new unless given.
        weights: by the name of the dimension, whose code is that in small letters.
        bands: of the draft.
        terms: of the framework.
    """
    by = by or central()
    made = frameworks.draft_framework(by=by)
    for dimension in made.dimensions.all():
        frameworks.remove_dimension(by=by, framework=made, code=dimension.code)
    for name in weights:
        terms_of = {"area": "LIKELIHOOD", "name": name, "question": f"How much {name.lower()}?", "levels": SCALE}
        frameworks.save_dimension(by=by, framework=made, code=None, terms=terms_of)
    of_codes = {name.lower(): Decimal(weight) for name, weight in weights.items()}
    frameworks.set_weights(by=by, framework=made, weights=of_codes)
    frameworks.set_bands(by=by, framework=made, bands=bands)
    values = {"unknowns_allowed": 1, "review_sample": 0, **terms}
    return frameworks.change_framework(by=by, framework=made, terms=values)


def framework(by: Viewer | None = None, approver: Viewer | None = None, **given: Any) -> Framework:
    """Return a new published version, by two people who are new unless given."""
    by = by or central()
    proposed = frameworks.propose_framework(by=by, framework=draft(by, **given))
    frameworks.publish_framework(by=approver or central(), framework=proposed)
    found = framework_in_force()
    assert found
    return found


def officer(hub: str = "WM") -> Viewer:
    """Return somebody new who assesses at a hub."""
    return factories.viewer(RoleCode.HUB_OFFICER, "ROCU", hub)


FACT = {"basis": "FACT", "summary": "Convicted of conspiracy", "source_reference": "PNC/2024/1"}


def answered(by: Viewer, scoring: Scoring, levels: Mapping[str, int | None], reason: str = "Seen to") -> Scoring:
    """Answer every dimension of a scoring, each known level with a fact behind it; unknown where no level is given."""
    for dimension in scoring.assessment.framework.dimensions.all():
        level = levels.get(dimension.code)
        assessments.score_dimension(
            by=by, scoring=scoring, dimension=dimension, level=level, confidence="HIGH", reason=reason
        )
        if level is not None:
            assessments.add_evidence(by=by, scoring=scoring, dimension=dimension, **FACT)
    return scoring


def first(
    of: Individual, levels: Mapping[str, int | None], by: Viewer | None = None, reason: str = "Seen to"
) -> Assessment:
    """Return an assessment that its first assessor, somebody new unless given, has submitted."""
    by = by or officer(of.owning_hub_id)
    scoring = answered(by, assessments.open_assessment(by=by, individual=of), levels, reason)
    return assessments.submit_scoring(by=by, scoring=scoring)


def second(
    of: Assessment, levels: Mapping[str, int | None], by: Viewer | None = None, reason: str = "Seen to"
) -> Assessment:
    """Return an assessment that its second assessor, somebody new unless given, has submitted as well."""
    by = by or officer(of.individual.owning_hub_id)
    scoring = answered(by, assessments.begin_second_scoring(by=by, assessment=of), levels, reason)
    return assessments.submit_scoring(by=by, scoring=scoring)


def assessment(
    of: Individual, levels: Mapping[str, int | None], other: Mapping[str, int | None] | None = None
) -> Assessment:
    """Return a revealed assessment; the second assessor answers as the first unless told otherwise."""
    made = first(of, levels)
    return second(made, levels if other is None else other) if made.second_due else made


SOME = {"intent": 2, "reach": 2, "influence": 2}


def result(of: Individual) -> Assessment:
    """Return a result by which somebody may come onto the list, by the version in force or a new one."""
    if framework_in_force() is None:
        framework()
    return assessment(of, SOME)
