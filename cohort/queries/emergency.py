"""Reads of emergency access: what somebody holds now, and what waits for its review."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from cohort.enums import EmergencyOutcome
from cohort.models import EmergencyAccess, Individual
from cohort.permissions import CohortPermission
from cohort.reference_numbers import shown_reference
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.enums import DataCategory, Operation
from sharing.models import User
from sharing.viewer import Viewer

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class EmergencyFigures:
    """How many emergency accesses wait for their review, how many of them too long, and what reviews have found."""

    to_review: int
    overdue: int
    outcomes: Mapping[EmergencyOutcome, int]


def emergency_figures(viewer: Viewer) -> EmergencyFigures | None:
    """Return the counts for those who review emergency access, None for anybody else.

    Args:
        viewer: who asks.
    """
    if not viewer.may(CohortPermission.REVIEW_EMERGENCY):
        return None
    waiting = Q(outcome="")
    counts = _to_review_by(viewer).aggregate(
        to_review=Count("pk", filter=waiting),
        overdue=Count("pk", filter=waiting & Q(review_due__lt=clock.now())),
        **{outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in EmergencyOutcome},
    )
    found = {outcome: counts[outcome.value] for outcome in EmergencyOutcome}
    return EmergencyFigures(counts["to_review"], counts["overdue"], found)


def emergency_accesses(viewer: Viewer, number: int) -> Page[EmergencyAccess]:
    """Return one page of the emergency accesses a viewer reviews, those that wait first, and record the reading.

    Args:
        viewer: who asks.
        number: the page, from 1; one past the end gives the last page.
    """
    found = _to_review_by(viewer).select_related("hub", "membership__user", "membership__agency")
    page = page_from(found.order_by(F("reviewed_at").desc(nulls_first=True), "pk"), number, PAGE_SIZE)
    shown = [row.pk for row in page.rows]
    audit.record(viewer, Operation.CONSULT, kind="emergency_accesses", shown=shown, total=page.total)
    return page


def _to_review_by(viewer: Viewer) -> QuerySet[EmergencyAccess]:
    found: QuerySet[EmergencyAccess] = EmergencyAccess.unscoped.visible_to(viewer)
    return found if viewer.reach is None else found.filter(hub__in=sorted(viewer.reach))


def references_in_sight(viewer: Viewer, individuals: Collection[int]) -> dict[int, str]:
    """Return the references of those individuals whom the viewer may see, by id.

    Args:
        viewer: who asks.
        individuals: ids, of restricted ones too.
    """
    found = Individual.unscoped.visible_to(viewer).filter(pk__in=individuals).values_list("pk", "reference")
    return {pk: shown_reference(reference) for pk, reference in found}


def emergency_in_force(viewer: Viewer, individual: Individual) -> EmergencyAccess | None:
    """Return the emergency access by which a viewer sees an individual at this moment, None if there is none.

    Args:
        viewer: who sees the individual.
        individual: the record.
    """
    if individual.pk not in viewer.sight.named.get(DataCategory.IDENTITY, frozenset()):
        return None
    now = clock.now()
    found: EmergencyAccess | None = (
        EmergencyAccess.unscoped.visible_to(viewer)
        .filter(individual=individual, membership=viewer.membership, starts_at__lte=now, ends_at__gt=now)
        .first()
    )
    return found


def live_emergencies(person: User, at: datetime) -> int:
    """Return how many emergency accesses a person holds at an instant, whatever membership took them."""
    with connection.cursor() as cursor:
        cursor.execute("select live_emergencies(%s, %s)", [person.pk, at])
        count: int = cursor.fetchone()[0]
        return count


def note_review(viewer: Viewer, access: EmergencyAccess) -> None:
    """Record that an emergency access was read.

    Args:
        viewer: who reads it.
        access: what is read.
    """
    audit.record(viewer, Operation.CONSULT, kind="emergency_access", ref=str(access.pk))
