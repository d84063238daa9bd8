"""An assessment explained: its band, what drives the score, what moved, how near the next band is and how firm."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse

from cohort.enums import AssessmentPurpose, Basis, Confidence, Handling, Place
from cohort.models import Assessment, DimensionScore, Evidence, Scoring, Standing
from cohort.presenters.individuals import Row
from cohort.queries.assessments import Assessed, Result
from cohort.scoring import WHOLE, Change, rounded
from marsoc.govuk.charts import Bar, BarChart
from marsoc.govuk.jinja import long_date
from sharing.models import User

DRIVERS = 3


class Moved(NamedTuple):
    """A dimension that was answered otherwise the last time, and why it is so now."""

    name: str
    before: str
    after: str
    reason: str


class Answered(NamedTuple):
    """What was answered on one dimension by each assessor, with the evidence of each."""

    name: str
    apart: bool
    by: list[tuple[str, str, str, str, list[str]]]


class Task(NamedTuple):
    """A dimension on the way to submitting: its state, and where it is answered."""

    name: str
    state: str
    done: bool
    href: str


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A result as the page shows it."""

    title: str
    rows: list[Row]
    drivers: list[str]
    chart: BarChart | None
    moved: list[Moved] | None
    moved_note: str
    answers: list[Answered]
    for_panel: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The page: the result that stands, one that waits for the panel, what is being worked on, and the past."""

    standing: ShownResult | None
    disputed: ShownResult | None
    open_note: str
    act: str
    past: list[tuple[str, str, str, str]]
    panel_band: list[Row]


def shown(assessed: Assessed, user: User | None) -> Shown:
    """Return an individual's assessments as their page shows them.

    Args:
        assessed: what the viewer may know of them.
        user: who looks.
    """
    return Shown(
        standing=_result(assessed.standing, assessed.before) if assessed.standing else None,
        disputed=_result(assessed.disputed, assessed.standing) if assessed.disputed else None,
        open_note=_open_note(assessed.open) if assessed.open else "",
        act=_act(assessed, user),
        past=[_past(each) for each in assessed.past],
        panel_band=_panel_band(assessed),
    )


def standing_words(standing: Standing | None) -> str:
    """Return the result that counts, with the band that the panel set if it did, in a few words."""
    if standing is None:
        return "No result yet"
    band = standing.counting_band
    score = "" if standing.score is None else f", {standing.score} of 100"
    return f"{band.name}{score}" if band else "Not scorable"


def _panel_band(assessed: Assessed) -> list[Row]:
    """Return the band that counts in place of the score's, and why; empty without one."""
    if assessed.panel_band is None:
        return []
    rows = [Row("Band set by the panel", f"{assessed.panel_band.name}, until the next review")]
    made = assessed.set_by
    if made and made.decided_by:
        approved = f"{made.decided_by.full_name}, {long_date(made.decided_at)}"
        rows += [Row("Why", made.band_reason), Row("Approved by", approved)]
    return rows


def submitted(assessment: Assessment) -> str:
    """Return what is told after submitting."""
    if assessment.revealed_at is None:
        return "Submitted. Nobody sees either scoring until the other assessor has submitted too."
    if assessment.for_panel:
        return "Submitted. The two assessors are far apart, so the panel decides."
    return "Submitted. The result is below."


def tasks(own: Scoring, reference: str) -> list[Task]:
    """Return every dimension with what has been answered."""
    scores = {each.dimension_id: each for each in own.dimensionscores.all()}
    proved = {each.dimension_id for each in own.evidences.all()}
    rows = []
    for dimension in own.assessment.framework.dimensions.all():
        score = scores.get(dimension.pk)
        state = "Not answered yet" if score is None else _level(score)
        lacks = score is not None and score.level is not None and dimension.pk not in proved
        href = reverse("individual_assessment_dimension", args=[reference, dimension.code])
        rows.append(
            Task(dimension.name, f"{state}, no evidence yet" if lacks else state, bool(score) and not lacks, href)
        )
    return rows


def evidence_words(evidence: Evidence) -> str:
    """Return a piece of evidence in one line, with its grading and on which conditions it may be shared."""
    words = f"{Basis(evidence.basis).label}: {evidence.summary} ({evidence.source_reference})"
    if evidence.basis != Basis.INTELLIGENCE:
        return words
    grading = f"{evidence.source_grade}{evidence.intelligence_grade}{evidence.handling}"
    conditions = f". Conditions: {evidence.conditions}" if evidence.handling == Handling.CONDITIONS else ""
    return f"{words}, graded {grading}{conditions}"


def _result(result: Result, before: Result | None) -> ShownResult:
    assessment = result.assessment
    names = {code: score.dimension.name for code, score in result.scores.items()}
    return ShownResult(
        title=_title(assessment),
        rows=_rows(result, names),
        drivers=_drivers(result),
        chart=_chart(result, names),
        moved=_moved(result, before) if before else None,
        moved_note=_moved_note(result, before) if before else "",
        answers=_answers(result),
        for_panel=assessment.for_panel,
    )


def _title(assessment: Assessment) -> str:
    if assessment.band is None:
        return "Not scorable"
    return f"{assessment.band.name}, {assessment.score} of 100"


def _rows(result: Result, names: dict[str, str]) -> list[Row]:
    assessment = result.assessment
    assessors = [f"{Place(each.place).label}: {each.assessor.full_name}{_own_result(each)}" for each in result.scorings]
    return [
        Row("Assessed", f"{long_date(assessment.revealed_at)}, for {_lower(_purpose(assessment))}"),
        Row("Method", f"Version {assessment.framework.version}"),
        Row("Assessors", assessors),
        Row("Unknown", _unknown(result)),
        Row("Confidence", _confidence(result)),
        *([Row("To the next bands", _thresholds(assessment))] if assessment.band else []),
        *([Row("Firmness", _firmness(result, names))] if result.stability else []),
    ]


def _own_result(scoring: Scoring) -> str:
    if scoring.score is None or scoring.band is None:
        return ", not scorable"
    return f", {scoring.score} ({scoring.band.name})"


def _purpose(assessment: Assessment) -> str:
    return AssessmentPurpose(assessment.purpose).label


def _unknown(result: Result) -> str:
    unknown = [each.dimension.name for each in result.scores.values() if each.level is None]
    if not unknown:
        return "Nothing"
    words = f"{_listed(unknown)}; left out of the score, not counted as zero"
    if result.span is None:
        allowed = result.assessment.framework.unknowns_allowed
        return f"{words}. More than the {allowed} that the method allows, so there is no score"
    low, high = result.span
    return f"{words}. Whatever is found out, the score lies between {low} and {high}"


def _confidence(result: Result) -> list[str]:
    known = [each for each in result.scores.values() if each.level is not None]
    total = sum((each.dimension.weight for each in known), Decimal(0))
    lines = []
    for level in reversed(Confidence):
        part = sum((each.dimension.weight for each in known if each.confidence == level), Decimal(0))
        if part:
            lines.append(f"{level.label} for {WHOLE * part / total:.0f}% of the weight")
    return lines


def _thresholds(assessment: Assessment) -> list[str]:
    band, score = assessment.band, assessment.score
    assert band
    assert score is not None
    ranges = sorted(assessment.framework.ranges, key=lambda each: each.starts_at)
    place = next(number for number, each in enumerate(ranges) if each.name == band.name)
    lines = []
    if place + 1 < len(ranges):
        above = ranges[place + 1]
        lines.append(f"{above.starts_at - score} points below {above.name}, which starts at {above.starts_at}")
    if place:
        below = ranges[place - 1]
        lines.append(f"{score - band.starts_at} points above the start of {band.name}; lower is {below.name}")
    return lines


def _firmness(result: Result, names: dict[str, str]) -> list[str]:
    stability = result.stability
    assert stability
    if stability.stable:
        return ["Stable: the band survives any change of the weights by up to 10% each"]
    lines = []
    for changes, where in ((stability.rises, "higher"), (stability.falls, "lower")):
        if changes:
            lines.append(f"Not stable: the next {where} band would follow from {_changes(changes, names)} by 10%")
    return lines


def _changes(changes: Sequence[Change], names: dict[str, str]) -> str:
    parts = []
    for raised, verb in ((True, "raising"), (False, "lowering")):
        moved = [names[each.code] for each in changes if each.raised == raised]
        if moved:
            parts.append(f"{verb} the weight of {_listed(moved)}")
    return " and ".join(parts)


def _drivers(result: Result) -> list[str]:
    ranked = sorted(result.shares.items(), key=lambda each: (-each[1], each[0]))
    lines = []
    for code, share in ranked[:DRIVERS]:
        if share > 0:
            score = result.scores[code]
            lines.append(f"{score.dimension.name} gives {rounded(share)} points: {_lower(_words(score))}")
    return lines


def _chart(result: Result, names: dict[str, str]) -> BarChart | None:
    ranked = sorted(result.shares.items(), key=lambda each: (-each[1], each[0]))
    if not ranked or not ranked[0][1]:
        return None
    top, share = ranked[0]
    bars = [Bar(names[code], value, f"{rounded(value)}") for code, value in ranked]
    title = f"{names[top]} gives {rounded(share)} of {result.assessment.score} points, more than anything else"
    return BarChart("drivers", title, "Dimension", "Points", bars)


def _moved(result: Result, before: Result) -> list[Moved]:
    old, rows = before.scores, []
    for code, score in result.scores.items():
        was = old.get(code)
        if was is None or was.level != score.level:
            rows.append(Moved(score.dimension.name, _level(was) if was else "Not asked", _level(score), score.reason))
    return rows


def _moved_note(result: Result, before: Result) -> str:
    now, then = result.assessment, before.assessment
    words = f"Last time, on {long_date(then.revealed_at)}: {_title(then)}."
    if now.framework_id != then.framework_id:
        versions = f"version {then.framework.version} of the method, this one by version {now.framework.version}"
        return f"{words} That was made by {versions}, so the scores cannot be compared point by point."
    return words


def _answers(result: Result) -> list[Answered]:
    rows = []
    for code, score in result.scores.items():
        by = []
        for scoring in result.scorings:
            own = next(each for each in scoring.dimensionscores.all() if each.dimension_id == score.dimension_id)
            evidence = [
                evidence_words(each) for each in scoring.evidences.all() if each.dimension_id == own.dimension_id
            ]
            sure = f"{Confidence(own.confidence).label} confidence" if own.confidence else ""
            by.append((Place(scoring.place).label, _level(own), sure, own.reason, evidence))
        rows.append(Answered(score.dimension.name, code in result.apart, by))
    return rows


def _open_note(assessment: Assessment) -> str:
    begun = f"{_purpose(assessment)}: opened by {assessment.opened_by.full_name} on {long_date(assessment.opened_at)}"
    first = "the first assessor has submitted" if assessment.first_submitted_at else "the first assessor is scoring"
    if not assessment.second_due:
        return f"{begun}; {first}."
    if assessment.second_submitted_at:
        second = "the second has submitted"
    else:
        second = "the second is scoring" if assessment.second_assessor else "a second assessor is needed"
    return f"{begun}; {first}, {second}. Neither sees what the other scored until both have submitted."


def _act(assessed: Assessed, user: User | None) -> str:
    """Return what the viewer may do next: open, score, or begin as second assessor; nothing if nothing."""
    if not assessed.may_assess or user is None:
        return ""
    if assessed.open is None:
        return "open"
    if assessed.own is not None:
        return "" if assessed.own.submitted_at else "score"
    return "second" if assessed.open.second_due and assessed.open.second_assessor is None else ""


def _past(assessment: Assessment) -> tuple[str, str, str, str]:
    day = long_date(assessment.revealed_at or assessment.withdrawn_at)
    version = f"Version {assessment.framework.version}"
    if assessment.withdrawn_at:
        return day, _purpose(assessment), version, f"Withdrawn: {assessment.withdrawal_reason}"
    return day, _purpose(assessment), version, _title(assessment) + (", to the panel" if assessment.for_panel else "")


def _level(score: DimensionScore) -> str:
    return "Unknown" if score.level is None else f"Level {score.level}"


def _words(score: DimensionScore) -> str:
    return f"level {score.level}, {_lower(score.dimension.levels[score.level or 0].rstrip('.'))}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
