"""Unusual access in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from cohort.presenters.individuals import Row
from marsoc.govuk.jinja import long_date, long_datetime
from sharing.enums import FindingOutcome, UnusualRule
from sharing.models import Agency, FindingReview, User
from sharing.queries.names import names
from sharing.queries.unusual import Finding

_COLOURS = {FindingOutcome.FALSE_ALARM: "grey", FindingOutcome.REFERRED: "red"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding, and what somebody made of it."""

    key: str
    person: str
    username: str
    agency: str
    at: str
    rule: str
    count: int
    state: str
    colour: str
    review: str
    words: str


def shown(finding: Finding, people: Mapping[int, User], reviews: Mapping[str, FindingReview]) -> Shown:
    """Return a finding in words."""
    person, review = people.get(finding.actor), reviews.get(finding.key)
    outcome = FindingOutcome(review.outcome) if review else None
    return Shown(
        key=finding.key,
        person=person.full_name if person else f"Login number {finding.actor}",
        username=person.username if person else "",
        agency=names(Agency).get(finding.agency, finding.agency),
        at=long_datetime(finding.at),
        rule=UnusualRule(finding.rule).label,
        count=finding.count,
        state=outcome.label if outcome else "To review",
        colour=_COLOURS[outcome] if outcome else "yellow",
        review=f"{review.reviewed_by.full_name}, {long_date(review.reviewed_at)}" if review else "",
        words=review.words if review else "",
    )


def facts(found: Shown) -> list[Row]:
    """Return what a reviewer is told of a finding, and what was made of it."""
    told = [
        Row("Person", found.person),
        Row("User name", found.username),
        Row("Acting for", found.agency),
        Row("Rule", found.rule),
        Row("From", found.at),
        Row("How often", str(found.count)),
    ]
    if not found.review:
        return told
    reviewed = [("What it was", found.state), ("In words", found.words), ("Reviewed by", found.review)]
    return [*told, *(Row(key, value) for key, value in reviewed)]
