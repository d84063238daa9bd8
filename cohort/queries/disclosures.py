"""The register of disclosures: who outside the owning hub received what of one person, when and under which clause.

It is read from the events of readings, which are written anyway. What was received under the reference of a record
that was merged into this one counts, and what was received of the survivor while this one was merged into it. The staff
of the hub that owned the record at that time, the central team and information governance are no recipients.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from cohort.access import get_explained
from cohort.enums import DisclosureMeans
from cohort.models import CorrectionNotice, Individual, NamedShare
from cohort.reference_numbers import parse_reference, shown_reference
from sharing import audit
from sharing.enums import AccessRule, DataCategory, Operation, RoleCode
from sharing.models import Clause, User
from sharing.permissions import CENTRAL_TEAM, HUB_STAFF
from sharing.queries.audit import OF_INDIVIDUALS, people_of
from sharing.seeing import seeing
from sharing.viewer import Viewer, looking_at

_READINGS = (Operation.CONSULT, Operation.SEARCH, Operation.DISCLOSE, Operation.PRINT, Operation.EXPORT)
_MEANS = {Operation.PRINT: DisclosureMeans.PRINT, Operation.DISCLOSE: DisclosureMeans.TOLD}
_OTHERWISE = {True: DisclosureMeans.LIST, False: DisclosureMeans.SCREEN}
_TOLD = """
with under as materialized (select * from known_under(%(individual)s)),
told as (
    select *, array(select jsonb_array_elements_text(part -> 'categories')) as categories,
        array(select jsonb_array_elements_text(part -> 'under')) as under from (
        select e.*, e.details as part, false as listed, under.individual from under
            join sharing_auditevent e on e.subject_kind = any (%(kinds)s) and e.subject_ref = under.shown
                and e.operation = any (%(readings)s) and e.at >= under.since and e.at < under.until
        union all
        select e.*, part, true as listed, under.individual from under
            join sharing_auditevent e on e.details ? 'received' and e.details -> 'received' @> under.among
                and e.at >= under.since and e.at < under.until
            cross join lateral jsonb_array_elements(e.details -> 'received') part where part -> 'of' ? under.shown
    ) each
    where job = '' and role <> all (%(own)s) and (role <> all (%(staff)s) or hub is distinct from (
        select owner.owning_hub_id from cohort_historicalindividual owner
            where owner.id = each.individual and owner.history_date <= each.at order by owner.history_id desc limit 1))
)
"""
_SUMMED = """
select agency, actor_id, role, hub, operation, listed, categories, under, coalesce(details ->> 'purpose', ''),
    count(*), min(at), max(at)
from told group by 1, 2, 3, 4, 5, 6, 7, 8, 9 order by 1, 12 desc, 2
"""
_ONE_BY_ONE = """
select agency, actor_id, role, hub, operation, listed, categories, under, coalesce(details ->> 'purpose', ''),
    1, at, at
from told order by at, id
"""


_SINCE = """
select distinct agency, case when role = any (%(staff)s) then hub else '' end from told
where at >= %(since)s and at < %(until)s and %(category)s = any (categories) and agency <> '' order by 1, 2
"""


class Disclosure(NamedTuple):
    """What one person received in one way on the same grounds: how often, first and last."""

    agency: str
    person: User | None
    role: str
    hub: str
    means: DisclosureMeans
    categories: list[str]
    under: list[str]
    purpose: str
    times: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Register:
    """The disclosures of one individual, with the clauses that they name and those behind the shares they name.

    ``notices`` tell who was told that something received was inaccurate, and who has acknowledged that.
    """

    reference: str
    disclosures: list[Disclosure]
    clauses: Mapping[int, Clause]
    shares: Mapping[int, Clause]
    notices: list[CorrectionNotice]


def read_register(viewer: Viewer, reference: str, operation: Operation = Operation.CONSULT) -> Register:
    """Return the disclosures of an individual, alike ones together, by agency, and record that they were read.

    Args:
        viewer: who asks.
        reference: as typed.
        operation: how it is read, on screen or in print.

    Raises:
        Http404: there is no such individual, or none of whom the viewer may know.
    """
    register = _register(viewer, reference, _SUMMED)
    audit.record(viewer, operation, kind="access", ref=register.reference, page="received")
    return register


def every_disclosure(viewer: Viewer, reference: str) -> Register:
    """Return the disclosures of an individual one by one, the oldest first, for a file whose export is recorded.

    Raises:
        Http404: see ``read_register``.
    """
    return _register(viewer, reference, _ONE_BY_ONE)


def _register(viewer: Viewer, reference: str, asked: str) -> Register:
    individual = get_explained(viewer, reference)
    shown = shown_reference(parse_reference(reference) or "")
    looking = looking_at(viewer, individual)
    with seeing(looking):
        disclosures = _disclosures(individual, asked)
        numbers = _numbers(disclosures)
        found = NamedShare.unscoped.visible_to(looking).filter(pk__in=numbers[AccessRule.SHARE])
        shares = {share.pk: share.clause for share in found.select_related("clause__agreement")}
        told = CorrectionNotice.unscoped.visible_to(looking).filter(individual=individual)
        notices = list(told.select_related("acknowledged_by", "agency", "hub").order_by("-made_at", "agency", "pk"))
    clauses = Clause.objects.select_related("agreement").in_bulk(numbers[AccessRule.AGREEMENT])
    return Register(shown, disclosures, clauses, shares, notices)


def _disclosures(individual: int, asked: str) -> list[Disclosure]:
    with connection.cursor() as cursor:
        cursor.execute(_TOLD + asked, _parameters(individual))
        rows = cursor.fetchall()
    people = people_of(actor for _, actor, *_ in rows)
    return [
        Disclosure(agency, people.get(actor), role, hub, _means(operation, listed), *rest)
        for agency, actor, role, hub, operation, listed, *rest in rows
    ]


def recipients_of(
    individual: Individual, category: DataCategory, since: datetime, until: datetime
) -> list[tuple[str, str]]:
    """Return the agencies that received a category of an individual, each with the hub if it was another hub's staff.

    Args:
        individual: whoever asks sees it.
        category: of data.
        since: the first instant.
        until: the first instant after.
    """
    told: dict[str, Any] = {"category": category.value, "since": since, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(_TOLD + _SINCE, {**_parameters(individual.pk), **told})
        return list(cursor.fetchall())


def _parameters(individual: int) -> dict[str, Any]:
    return {
        "kinds": list(OF_INDIVIDUALS),
        "readings": [each.value for each in _READINGS],
        "own": [each.value for each in CENTRAL_TEAM | {RoleCode.DPO_IG}],
        "staff": [each.value for each in HUB_STAFF],
        "individual": individual,
    }


def _means(operation: str, listed: bool) -> DisclosureMeans:
    return _MEANS.get(Operation(operation), _OTHERWISE[listed])


def _numbers(disclosures: list[Disclosure]) -> dict[str, list[int]]:
    """Return the numbers of the clauses and shares that disclosures name."""
    named = {basis for disclosure in disclosures for basis in disclosure.under}
    found: dict[str, list[int]] = {rule: [] for rule in AccessRule}
    for rule, _, number in sorted(basis.partition(":") for basis in named):
        if number:
            found[rule].append(int(number))
    return found
