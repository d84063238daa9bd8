"""What is held about an applicant, and the items it is decided by."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Case, IntegerField, QuerySet, Value, When

from cohort.enums import ItemGroup, ShareState
from cohort.models import Exemption, Individual, NamedShare, SubjectAccessItem, SubjectAccessMatch, SubjectAccessRequest
from cohort.queries.custody import CustodyRecord, custody_of
from cohort.queries.record import Record, record_of
from cohort.queries.reference import choices
from cohort.queries.timeline import Event, timeline
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.enums import Operation, RoleCode
from sharing.models import Membership
from sharing.seeing import seeing
from sharing.viewer import Viewer, looking_at, viewer_in

PAGE_SIZE = 50


class Collected(NamedTuple):
    """One thing held about an applicant; ``agency`` is the one that contributed it and can be asked, if any.

    Of a ``restricted`` record no notice is left at the hub, whose manager may not know of it.
    """

    individual: int
    restricted: bool
    hub: str
    agency: str | None
    group: ItemGroup
    label: str
    text: str
    source: str = ""
    third_party: bool = False


@dataclass(frozen=True, slots=True)
class Extract:
    """All that is held about one record of an applicant; ``answering`` are the agencies that can be asked."""

    record: Record
    custody: CustodyRecord
    events: list[Event]
    shares: list[NamedShare]
    answering: frozenset[str]


class Owner(NamedTuple):
    """Whose an item is: the hub's, or the agency's that contributed it; and of which record."""

    hub: str
    agency: str | None
    individual: int


def extracts(viewer: Viewer, request: SubjectAccessRequest) -> list[Extract]:
    """Return what is held about an applicant as it stands now, restricted records included, and record the reading.

    Args:
        viewer: who handles the request, and sees in no other way what is returned here.
        request: whose records have been marked.
    """
    marked = SubjectAccessMatch.unscoped.visible_to(viewer).filter(request=request).order_by("individual_id")
    found = [_extract(viewer, pk) for pk in marked.values_list("individual_id", flat=True)]
    references = [each.record.individual.reference for each in found]
    audit.record(
        viewer, Operation.CONSULT, kind="subject_access", ref=str(request.pk), page="collect",
        found=audit.digest([request.pk, *references]),
    )  # fmt: skip
    return found


def _extract(viewer: Viewer, pk: int) -> Extract:
    looker = looking_at(viewer, pk)
    with seeing(looker):
        individual = Individual.unscoped.visible_to(looker).get(pk=pk)
        categories = looker.sight.categories(individual.cell, pk)
        record = record_of(looker, pk, categories)
        custody = custody_of(looker, individual)
        events = timeline(individual, categories, decides_access=True).events
        accepted = NamedShare.unscoped.visible_to(looker).filter(individual=pk, state=ShareState.ACCEPTED)
        shares = list(accepted.select_related("agency"))
    return Extract(record, custody, events, shares, _answering())


def _answering() -> frozenset[str]:
    contacts = Membership.objects.in_force(clock.now()).filter(role=RoleCode.AGENCY_SPOC, hub=None)
    return frozenset(contacts.values_list("agency_id", flat=True))


def items_of(viewer: Viewer, request: SubjectAccessRequest) -> list[SubjectAccessItem]:
    """Return every item of a request, in the order collected."""
    found: QuerySet[SubjectAccessItem] = SubjectAccessItem.unscoped.visible_to(viewer).filter(request=request)
    return list(found.select_related("hub", "agency", "exemption", "decided_by"))


def items_page(viewer: Viewer, number: int) -> Page[SubjectAccessItem]:
    """Return one page of the items that an owner decides about, those not decided first, and record the reading.

    Args:
        viewer: an owner of items.
        number: the page, from 1; one past the end gives the last page.
    """
    place = Case(When(decision="", then=0), default=Value(1), output_field=IntegerField())
    found = SubjectAccessItem.unscoped.visible_to(viewer).filter(settled=False).select_related("exemption")
    page: Page[SubjectAccessItem] = page_from(found.order_by(place, "pk"), number, PAGE_SIZE)
    shown = [each.pk for each in page.rows]
    audit.record(viewer, Operation.CONSULT, kind="subject_access_list", shown=shown, total=page.total)
    return page


def owner_of(item: SubjectAccessItem) -> Owner:
    """Return whose an item is."""
    return Owner(item.hub_id, item.agency_id, item.individual_id)


def who_decides(items: Iterable[SubjectAccessItem]) -> dict[Owner, list[str]]:
    """Return the people who can decide about items, by their owner; nobody where information governance has to.

    Whether somebody can is asked as that person: a restricted record, or one with a conflict of interest, is not there.

    Args:
        items: of one request.
    """
    first = {owner_of(item): item.pk for item in reversed(list(items))}
    return {owner: _who(owner, pk) for owner, pk in first.items()}


def _who(owner: Owner, item: int) -> list[str]:
    role, hub = (RoleCode.AGENCY_SPOC, None) if owner.agency else (RoleCode.HUB_MANAGER, owner.hub)
    held = Membership.objects.in_force(clock.now()).filter(role=role, hub=hub).named().order_by("user__full_name", "pk")
    if owner.agency:
        held = held.filter(agency=owner.agency)
    return [each.user.full_name for each in held if _sees(viewer_in(each), item)]


def _sees(viewer: Viewer, item: int) -> bool:
    with seeing(viewer):
        found: bool = SubjectAccessItem.unscoped.visible_to(viewer).filter(pk=item).exists()
        return found


def references(viewer: Viewer, individuals: Collection[int]) -> dict[int, str]:
    """Return the references of the records that a viewer sees, by id."""
    found = Individual.unscoped.visible_to(viewer).filter(pk__in=individuals).only("reference")
    return {each.pk: each.shown_reference for each in found}


def exemptions(regime: str) -> list[Exemption]:
    """Return the grounds of today on which something may be withheld under a law."""
    return list(choices(Exemption).filter(regime__in=["", regime]))


def note_item_reading(viewer: Viewer, item: SubjectAccessItem) -> None:
    """Record that an item was read."""
    audit.record(viewer, Operation.CONSULT, kind="subject_access", ref=str(item.request_id), item=item.pk)


def waiting_items(viewer: Viewer, request: SubjectAccessRequest) -> int:
    """Return how many items of a request have not been decided."""
    found: int = SubjectAccessItem.unscoped.visible_to(viewer).filter(request=request, decision="").count()
    return found
