"""Writing the method: a draft, proposed by one person of the central team and published by another."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from cohort import proposal
from cohort.access import must_be_allowed
from cohort.models import Band, Dimension, Framework
from cohort.permissions import CohortPermission
from cohort.scoring import Range, faults_of, faults_of_bands, faults_of_weights
from marsoc.kit import clock, locks
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation
from sharing.errors import BadRequest, Refused
from sharing.viewer import Viewer

TERMS = frozenset(
    {
        "title", "basis", "unknowns_allowed", "panel_steps", "panel_points", "review_sample", "confidence_low",
        "confidence_medium", "confidence_high",
    }
)  # fmt: skip
OF_DIMENSION = frozenset({"area", "name", "question", "levels"})


def draft_framework(*, by: Viewer) -> Framework:
    """Begin a draft as a copy of the newest version, or of the proposal where none was ever published.

    Raises:
        BadRequest: there is a draft already.
        Refused: the viewer does not draft.
    """
    must_be_allowed(by, CohortPermission.DRAFT_FRAMEWORK)
    with writing(by, "Drafted a version of the method"):
        locks.wait_for("method")
        newest = Framework.objects.prefetch_related("dimensions", "bands").first()
        if newest and newest.published_at is None:
            raise BadRequest(f"Version {newest.version} is a draft already. Edit it, or discard it first.")
        assert by.user  # the permission follows from a membership
        draft = _copy(newest, by) if newest else _proposed(by)
        _record(by, draft, "drafted")
    return draft


def _proposed(by: Viewer) -> Framework:
    low, medium, high = proposal.CONFIDENCE
    draft = Framework(
        version=1, title=proposal.TITLE, basis=proposal.BASIS, drafted_by=by.user, confidence_low=low,
        confidence_medium=medium, confidence_high=high,
    )  # fmt: skip
    draft.save(force_insert=True)
    for position, (code, area, name, question, weight, levels) in enumerate(proposal.DIMENSIONS):
        Dimension(
            framework=draft, code=code, area=area, name=name, question=question, weight=weight, levels=[*levels],
            position=position,
        ).save(force_insert=True)  # fmt: skip
    for name, starts_at, ends_at in proposal.BANDS:
        Band(framework=draft, name=name, starts_at=starts_at, ends_at=ends_at).save(force_insert=True)
    return draft


def _copy(newest: Framework, by: Viewer) -> Framework:
    draft = Framework(
        version=newest.version + 1, drafted_by=by.user, **{name: getattr(newest, name) for name in sorted(TERMS)}
    )
    draft.save(force_insert=True)
    parts: list[Dimension | Band] = [*newest.dimensions.all(), *newest.bands.all()]
    for part in parts:
        part.pk, part.framework = None, draft
        part.save(force_insert=True)
    return draft


def change_framework(*, by: Viewer, framework: Framework, terms: Mapping[str, Any]) -> Framework:
    """Change the terms of a draft; a proposal that it was under is taken back.

    Args:
        by: who changes it.
        framework: the draft.
        terms: new values by field name, of ``TERMS`` only.

    Raises:
        BadRequest: it is no draft any more.
        Refused: the viewer does not draft.
    """
    with _drafting(by, framework, "Changed the terms") as draft:
        for name, value in _only(TERMS, terms).items():
            setattr(draft, name, value)
        draft.save()
        _record(by, draft, "changed", fields=sorted(terms))
    return draft


def set_weights(*, by: Viewer, framework: Framework, weights: Mapping[str, Decimal]) -> Framework:
    """Set the weight of every dimension of a draft, by its code.

    Raises:
        BadRequest: it is no draft any more, the dimensions have changed meanwhile, or the weights do not add up to 100.
        Refused: the viewer does not draft.
    """
    with _drafting(by, framework, "Changed the weights") as draft:
        dimensions = {each.code: each for each in draft.dimensions.all()}
        if weights.keys() != dimensions.keys():
            raise BadRequest("Somebody has added or removed a dimension meanwhile. Open the page again.")
        _refuse(faults_of_weights({dimensions[code].name: weight for code, weight in weights.items()}))
        for code, weight in weights.items():
            dimensions[code].weight = weight
            dimensions[code].save()
        _record(by, draft, "weights")
    return draft


def set_bands(*, by: Viewer, framework: Framework, bands: Sequence[Range]) -> Framework:
    """Set the bands of a draft in place of those that it has.

    Raises:
        BadRequest: it is no draft any more, a name is used twice, or the bands overlap or leave a gap.
        Refused: the viewer does not draft.
    """
    with _drafting(by, framework, "Changed the bands") as draft:
        if len({band.name for band in bands}) < len(bands):
            raise BadRequest("Give each band a name of its own.")
        _refuse(faults_of_bands(bands))
        draft.bands.all().delete()
        for name, starts_at, ends_at in bands:
            Band(framework=draft, name=name, starts_at=starts_at, ends_at=ends_at).save(force_insert=True)
        _record(by, draft, "bands")
    return draft


def save_dimension(*, by: Viewer, framework: Framework, code: str | None, terms: Mapping[str, Any]) -> Dimension:
    """Change a dimension of a draft, or add one, which begins without weight.

    Args:
        by: who changes it.
        framework: the draft.
        code: of the dimension, None for a new one.
        terms: values by field name, of ``OF_DIMENSION`` only.

    Raises:
        BadRequest: it is no draft any more, there is no such dimension, its name is used, or a level has no words.
        Refused: the viewer does not draft.
    """
    with _drafting(by, framework, "Changed a dimension") as draft:
        known = {each.code: each for each in draft.dimensions.all()}
        if code is not None and code not in known:
            raise BadRequest("Somebody has removed this dimension meanwhile. Open the draft again.")
        dimension = known[code] if code else Dimension(framework=draft, weight=Decimal(0), position=_last(known) + 1)
        for name, value in _only(OF_DIMENSION, terms).items():
            setattr(dimension, name, value)
        dimension.code = dimension.code or slugify(dimension.name)[:40]
        others = [each for each in known.values() if each.pk != dimension.pk]
        if not dimension.code or any(dimension.code == each.code or dimension.name == each.name for each in others):
            raise BadRequest("Another dimension has this name, or one like it. Choose another name.")
        if not all(each.strip() for each in dimension.levels):
            raise BadRequest(f"Describe every level of {dimension.name} in words.")
        dimension.save()
        _record(by, draft, "dimension", dimension=dimension.code)
    return dimension


def _last(known: Mapping[str, Dimension]) -> int:
    return max((each.position for each in known.values()), default=-1)


def remove_dimension(*, by: Viewer, framework: Framework, code: str) -> None:
    """Take a dimension out of a draft.

    Raises:
        BadRequest: it is no draft any more, or there is no such dimension.
        Refused: the viewer does not draft.
    """
    with _drafting(by, framework, "Removed a dimension") as draft:
        if not draft.dimensions.filter(code=code).delete()[0]:
            raise BadRequest("Somebody has removed this dimension meanwhile. Open the draft again.")
        _record(by, draft, "dimension removed", dimension=code)


def propose_framework(*, by: Viewer, framework: Framework) -> Framework:
    """Put a draft forward to be published by somebody else.

    Raises:
        BadRequest: it is no draft any more, or makes no sense; the sentence says what.
        Refused: the viewer does not draft.
    """
    with _drafting(by, framework, "Proposed a version of the method") as draft:
        _refuse(_faults(draft))
        draft.proposed_by, draft.proposed_at = by.user, clock.now()
        draft.save()
        _record(by, draft, "proposed")
    return draft


def publish_framework(*, by: Viewer, framework: Framework) -> Framework:
    """Approve what somebody else has proposed; from now on it is what individuals are assessed by.

    Nothing that was assessed is worked out again.

    Raises:
        BadRequest: it has been published, changed or taken back meanwhile.
        Refused: the viewer does not draft, or proposed or edited it.
    """
    must_be_allowed(by, CohortPermission.DRAFT_FRAMEWORK)
    with writing(by, "Approved and published a version of the method"):
        draft = _locked(framework)
        if draft.proposed_at is None or draft.proposed_at != framework.proposed_at:
            raise BadRequest("This draft was changed since you opened it and is not as you saw it. Read it again.")
        if by.user is None or draft.proposed_by_id == by.user.pk:
            raise Refused("You proposed this version. Somebody else of the central team must approve it.")
        _refuse(_faults(draft))
        draft.published_by, draft.published_at = by.user, clock.now()
        draft.save()
        _record(by, draft, "published")
    return draft


def discard_framework(*, by: Viewer, framework: Framework) -> None:
    """Remove a draft that will not be needed; its history stays.

    Raises:
        BadRequest: it is no draft any more.
        Refused: the viewer does not draft.
    """
    with _drafting(by, framework, "Discarded a draft of the method") as draft:
        _record(by, draft, "discarded")
        draft.delete()


@contextmanager
def _drafting(by: Viewer, framework: Framework, reason: str) -> Iterator[Framework]:
    """Run a block that changes a draft, which nobody else changes meanwhile; a proposal is taken back by it."""
    must_be_allowed(by, CohortPermission.DRAFT_FRAMEWORK)
    with writing(by, reason):
        draft = _locked(framework)
        if draft.proposed_at:
            draft.proposed_by, draft.proposed_at = None, None
            draft.save()
        yield draft


def _locked(framework: Framework) -> Framework:
    locks.wait_for("method")
    draft = Framework.objects.prefetch_related("dimensions", "bands").filter(pk=framework.pk).first()
    if draft is None:
        raise BadRequest("This draft has been discarded.")
    if draft.published_at:
        raise BadRequest("This version has been published and never changes. Begin a new draft.")
    return draft


def _faults(draft: Framework) -> Iterator[str]:
    dimensions = list(draft.dimensions.all())
    yield from faults_of(
        {each.name: each.weight for each in dimensions},
        {each.name: each.levels for each in dimensions},
        [band.range for band in draft.bands.all()],
    )
    if not all((draft.confidence_low, draft.confidence_medium, draft.confidence_high)):
        yield "Say in words what low, medium and high confidence mean."


def _refuse(faults: Iterator[str]) -> None:
    for fault in faults:
        raise BadRequest(fault)


def _only(allowed: frozenset[str], values: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown := values.keys() - allowed:
        raise ValueError(f"These are not fields to edit: {', '.join(sorted(unknown))}.")
    return values


def _record(by: Viewer, framework: Framework, change: str, **details: Any) -> None:
    audit.record(by, Operation.ALTER, kind="framework", ref=str(framework), change=change, **details)
