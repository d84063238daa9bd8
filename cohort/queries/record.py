"""One individual's record as its pages show it; reading it leaves an audit event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from cohort.access import categories_to_add, get_individual, may_on
from cohort.enums import Verdict
from cohort.models import (
    Alias,
    EmergencyAccess,
    Identifier,
    Individual,
    KeyDate,
    ListExit,
    Merge,
    PhasePeriod,
    PossibleMatch,
    SheetReference,
    ThreatArea,
    Transfer,
)
from cohort.models.individuals import IndividualFact
from cohort.permissions import CohortPermission
from cohort.queries.emergency import EmergencyFigures, emergency_figures, emergency_in_force
from cohort.queries.individuals import ListFilter, matching
from cohort.queries.leaving import exit_of, exits_to_decide, may_leave
from cohort.queries.list_life import may_review
from cohort.queries.masking import category_of, readable_fields
from cohort.queries.merging import merges_of
from cohort.queries.purposes import purpose_of
from cohort.queries.receiving import HELD, LISTED, received_of
from cohort.queries.retention import reviews_overdue
from cohort.queries.transfers import may_transfer, transfer_of
from marsoc.kit.pagination import Page, page_from
from sharing import audit
from sharing.enums import DataCategory, Operation
from sharing.queries.names import names
from sharing.viewer import Viewer

MATCHES_PER_PAGE = 25
PAGES: Mapping[str, frozenset[DataCategory]] = {
    "overview": LISTED,
    "identity": frozenset({DataCategory.IDENTITY}),
    "custody": frozenset({DataCategory.IDENTITY, DataCategory.CUSTODY}),
    "assessment": frozenset({DataCategory.IDENTITY, DataCategory.ASSESSMENT, DataCategory.INTELLIGENCE}),
    "plan": frozenset({DataCategory.IDENTITY, DataCategory.CUSTODY, DataCategory.PLAN}),
    "network": frozenset({DataCategory.IDENTITY, DataCategory.INTELLIGENCE}),
    "timeline": LISTED,
    "history": frozenset({DataCategory.IDENTITY}),
    "as it stood": frozenset({DataCategory.IDENTITY}),
    "sharing": frozenset({DataCategory.IDENTITY}),
    "edit": LISTED,
    "why": frozenset({DataCategory.IDENTITY}),
    "access": frozenset({DataCategory.IDENTITY}),
    "list": frozenset({DataCategory.IDENTITY, DataCategory.ASSESSMENT}),
    "readers": frozenset({DataCategory.IDENTITY}),
    "retention": frozenset({DataCategory.IDENTITY}),
    "possible match": frozenset({DataCategory.IDENTITY, DataCategory.CUSTODY, DataCategory.ASSESSMENT}),
    "merge": frozenset(
        {DataCategory.IDENTITY, DataCategory.CUSTODY, DataCategory.ASSESSMENT, DataCategory.INTELLIGENCE}
    ),
}
"""The data categories that each page of a record draws on, as far as the viewer may see them."""
SHOWING = {
    "custody": DataCategory.CUSTODY,
    "assessment": DataCategory.ASSESSMENT,
    "network": DataCategory.INTELLIGENCE,
    "plan": DataCategory.PLAN,
}
NAMED = ("owning_hub", "home_region", "establishment", "probation_region", "lead_agency")


@dataclass(frozen=True, slots=True)
class Record:
    """An individual with every fact the viewer may see, and whether the viewer may change them.

    A field of a category that is not among ``categories`` was not read and cannot be: asking raises ``Withheld``.
    """

    individual: Individual
    categories: frozenset[DataCategory]
    aliases: list[Alias]
    identifiers: list[Identifier]
    key_dates: list[KeyDate]
    phases: list[PhasePeriod]
    sheet_references: list[SheetReference]
    threats: list[str]
    open_matches: int
    merges: list[Merge]
    agency: str
    may_change: bool
    may_add: frozenset[DataCategory]
    may_share: bool
    may_restrict: bool
    emergency: EmergencyAccess | None
    exit: ListExit | None
    may_leave: bool
    transfer: Transfer | None
    may_transfer: bool
    may_retain: bool
    may_review: bool

    def may_remove(self, fact: IndividualFact) -> bool:
        """Say whether the viewer may take a fact out: hub staff any, an agency what it added."""
        own = not self.agency or fact.contributed_by_id == self.agency
        return own and fact.data_category in self.may_add

    def added_by(self, fact: IndividualFact) -> str:
        """Return the agency that added a fact, as its own people and hub staff are told; nothing for any other."""
        if fact.contributed_by is None or self.agency not in {"", fact.contributed_by_id}:
            return ""
        return "your agency" if self.agency else fact.contributed_by.name


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """Counts of what needs doing, as the list counts them; what somebody else decides on is None."""

    total: int
    review_overdue: int
    release_30: int
    release_90: int
    possible_matches: int | None
    emergencies: EmergencyFigures | None
    exits: int | None
    retention_overdue: int | None


def read_record(viewer: Viewer, reference: str, *, page: str, showing: DataCategory | None = None) -> Record:
    """Return a record for one of its pages, and record that it was read.

    Args:
        viewer: who reads.
        reference: the individual's reference as typed.
        page: which page, as for ``note_reading``.
        showing: the data category without which the page is not there, if the page alone does not tell.

    Raises:
        Http404: there is no such individual, or none the viewer may see, or nothing of it that the page shows.
        AuditUnavailable: the reading cannot be recorded, so it may not happen.
    """
    showing = showing or SHOWING.get(page, DataCategory.IDENTITY)
    individual = get_individual(viewer, reference, showing=showing)
    categories = viewer.sight.categories(individual.cell, individual.pk)
    note_reading(viewer, individual, page=page, showing=showing)
    return record_of(viewer, individual.pk, categories)


def note_reading(
    viewer: Viewer,
    individual: Individual,
    *,
    page: str,
    showing: DataCategory = DataCategory.IDENTITY,
    at: datetime | None = None,
    as_agency: str = "",
) -> None:
    """Record that a page about an individual was read.

    Args:
        viewer: who reads.
        individual: whose page.
        page: a key of ``PAGES``, for an edit page ``edit`` and its section, for a history ``history`` and its field.
        showing: a data category that the page shows beside those of its key.
        at: the past instant as of which it was read, None for the present.
        as_agency: code of the agency whose view of then it was cut to.

    Raises:
        AskFirst: a partner has not said in this session what the record is needed for.
        AuditUnavailable: the reading cannot be recorded, so it may not happen.
    """
    shown = (PAGES[page.partition(":")[0]] | {showing}) & viewer.sight.categories(individual.cell, individual.pk) & HELD
    emergency = emergency_in_force(viewer, individual)
    by_emergency = {"emergency": emergency.pk, "reason": emergency.reason} if emergency else {}
    purpose = "" if emergency else purpose_of(viewer, individual)
    audit.record(
        viewer,
        Operation.CONSULT,
        kind="individual",
        ref=individual.shown_reference,
        page=page,
        categories=[category for category in DataCategory if category in shown],
        **({"at": at.isoformat()} if at else {}),
        **({"as_agency": as_agency} if as_agency else {}),
        **by_emergency,
        **received_of(viewer, individual, shown),
        **({"purpose": purpose} if purpose else {}),
    )


def record_of(viewer: Viewer, pk: int, categories: frozenset[DataCategory]) -> Record:
    """Return a record whose reading the caller records.

    Args:
        viewer: who reads, and sees the individual.
        pk: the individual's id.
        categories: what of it the viewer may see.
    """
    individual = _with_facts(viewer, categories).get(pk=pk)
    may_change = may_on(viewer, individual, CohortPermission.CHANGE)
    about = Q(first=individual) | Q(second=individual)
    return Record(
        individual=individual,
        categories=categories,
        aliases=list(individual.aliases.all()),
        identifiers=list(individual.identifiers.all()),
        key_dates=list(individual.keydates.all()),
        phases=list(individual.phaseperiods.all()),
        sheet_references=list(individual.sheet_references.all()),
        threats=threats_of(individual, categories),
        open_matches=_open_matches(viewer).filter(about).count() if may_change else 0,
        merges=merges_of(viewer, individual),
        agency=viewer.contributor,
        may_change=may_change,
        may_add=categories_to_add(viewer, individual),
        may_share=may_on(viewer, individual, CohortPermission.SHARE),
        may_restrict=may_on(viewer, individual, CohortPermission.RESTRICT),
        emergency=emergency_in_force(viewer, individual),
        exit=exit_of(viewer, individual),
        may_leave=may_leave(viewer, individual),
        transfer=transfer_of(viewer, individual),
        may_transfer=not viewer.contributor and may_transfer(viewer, individual),
        may_retain=may_on(viewer, individual, CohortPermission.RETENTION),
        may_review=DataCategory.ASSESSMENT in categories and may_review(viewer, individual),
    )


def threats_of(individual: Individual, categories: frozenset[DataCategory]) -> list[str]:
    """Return an individual's threat areas in words, none if they are withheld."""
    known = names(ThreatArea)
    return [known.get(code, code) for code in individual.threats] if DataCategory.INTELLIGENCE in categories else []


def _with_facts(viewer: Viewer, categories: frozenset[DataCategory]) -> QuerySet[Individual]:
    found: QuerySet[Individual] = Individual.unscoped.visible_to(viewer).only(*readable_fields(categories))
    key_dates = (
        KeyDate.unscoped.visible_to(viewer).select_related("kind", "contributed_by").order_by("date", "kind__position")
    )
    references = SheetReference.unscoped.visible_to(viewer).select_related("hub").order_by("ref")
    return found.select_related(*(name for name in NAMED if category_of(name) in categories)).prefetch_related(
        Prefetch("aliases", Alias.unscoped.visible_to(viewer).select_related("contributed_by")),
        Prefetch("identifiers", Identifier.unscoped.visible_to(viewer).select_related("contributed_by")),
        Prefetch("phaseperiods", PhasePeriod.unscoped.visible_to(viewer)),
        Prefetch("keydates", key_dates.select_related("kind", "contributed_by")),
        Prefetch("sheet_references", references),
    )


def read_match(viewer: Viewer, match: PossibleMatch) -> tuple[Record, Record]:
    """Return both records of a pair side by side, and record that both were read.

    Args:
        viewer: who may see both.
        match: the pair.
    """
    return read_both(viewer, match.first, match.second, page="possible match")


def read_both(viewer: Viewer, one: Individual, other: Individual, *, page: str) -> tuple[Record, Record]:
    """Return two records for a page about both, and record that both were read.

    Args:
        viewer: who may see both.
        one: an individual.
        other: another.
        page: a key of ``PAGES``.
    """
    for individual in (one, other):
        note_reading(viewer, individual, page=page)
    first, second = (record_of(viewer, each.pk, viewer.sight.categories(each.cell, each.pk)) for each in (one, other))
    return first, second


def open_matches(viewer: Viewer, number: int) -> Page[PossibleMatch]:
    """Return one page of the pairs that nobody has decided on, the likeliest first, and record the reading.

    Args:
        viewer: who asks.
        number: the page, from 1; one past the end gives the last page.
    """
    return _page_of_matches(viewer, _open_matches(viewer).order_by("-score", "id"), number)


def decided_matches(viewer: Viewer, number: int) -> Page[PossibleMatch]:
    """Return one page of the pairs that somebody has decided on, the last decided first, and record the reading."""
    found = PossibleMatch.unscoped.visible_to(viewer).exclude(verdict=Verdict.OPEN)
    return _page_of_matches(viewer, found.order_by("-decided_at", "id"), number)


def _page_of_matches(viewer: Viewer, found: QuerySet[PossibleMatch], number: int) -> Page[PossibleMatch]:
    page = page_from(found.select_related("first", "second", "decided_by"), number, MATCHES_PER_PAGE)
    shown = [i.shown_reference for row in page.rows for i in (row.first, row.second)]
    audit.record(viewer, Operation.CONSULT, kind="possible_matches", shown=shown, total=page.total)
    return page


def _open_matches(viewer: Viewer) -> QuerySet[PossibleMatch]:
    found: QuerySet[PossibleMatch] = PossibleMatch.unscoped.visible_to(viewer)
    return found.filter(verdict=Verdict.OPEN, first__left_on=None, second__left_on=None)


def home_figures(viewer: Viewer) -> HomeFigures | None:
    """Return the counts for the first page, None for those who see no individuals.

    Args:
        viewer: who asks.
    """
    if not viewer.may(CohortPermission.VIEW):
        return None
    return HomeFigures(
        total=matching(viewer, ListFilter()).count(),
        review_overdue=matching(viewer, ListFilter(review_due="overdue")).count(),
        release_30=matching(viewer, ListFilter(release_within=30)).count(),
        release_90=matching(viewer, ListFilter(release_within=90)).count(),
        possible_matches=_open_matches(viewer).count() if viewer.may(CohortPermission.CHANGE) else None,
        emergencies=emergency_figures(viewer),
        exits=exits_to_decide(viewer),
        retention_overdue=reviews_overdue(viewer),
    )
