"""Fetching and authorising in one call: 404 for the invisible, ``Refused`` for the visible but not allowed."""

from collections.abc import Collection
from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from cohort.existence import Interest, interest_of
from cohort.models import (
    AccessRequest,
    Alias,
    ConflictMark,
    CorrectionNotice,
    DisposalCertificate,
    EmergencyAccess,
    Framework,
    Identifier,
    ImportBatch,
    ImportContent,
    ImportRow,
    Individual,
    KeyDate,
    ListExit,
    NamedPerson,
    NamedShare,
    Nomination,
    PossibleMatch,
    SubjectAccessItem,
    SubjectAccessRequest,
)
from cohort.models.individuals import IndividualFact
from cohort.named_access import Subject, individuals_dealt_with, known_as
from cohort.permissions import CohortPermission
from cohort.reference_numbers import parse_reference, shown_reference
from sharing.enums import DataCategory, RoleCode, ScopePermission
from sharing.errors import Refused
from sharing.models import ScopedModel
from sharing.viewer import Viewer

_DECIDERS = ("proposed_by", "decided_by")
Scoped = TypeVar("Scoped", bound=ScopedModel)
Fact = TypeVar("Fact", Alias, Identifier, KeyDate)
ByAgency = TypeVar("ByAgency", NamedShare, AccessRequest)


def get_individual(
    viewer: Viewer,
    reference: str,
    permission: CohortPermission = CohortPermission.VIEW,
    *,
    showing: DataCategory = DataCategory.IDENTITY,
) -> Individual:
    """Return an individual.

    Args:
        viewer: who asks.
        reference: as typed, with or without the hyphen.
        permission: what the viewer means to do.
        showing: the data category that the viewer means to see.

    Raises:
        Http404: there is no such individual, or none of whom the viewer may see this.
        Refused: the viewer may see the individual but not do this.
    """
    stored = parse_reference(reference)
    if stored is None or not viewer.may(CohortPermission.VIEW):
        raise Http404
    found = Individual.unscoped.visible_to(viewer).filter(reference=stored)
    if viewer.contributor:  # seen by agreement: what else may be read depends on what this says
        found = found.only(*Individual.structural, *Individual.categories[DataCategory.IDENTITY])
    individual = _one(found)
    if not viewer.sight.holds(individual.cell, individual.pk, showing):
        raise Http404
    must_be_allowed_on(viewer, individual, permission)
    return individual


def get_explained(viewer: Viewer, reference: str) -> int:
    """Return the id of an individual of whom the viewer may ask who can see it.

    Who sees the record asks about it. Information governance and inspectors see no record and ask by its reference,
    within the hub that theirs is held at if it is; a restricted one is not there for an inspector.

    Raises:
        Http404: there is no such individual, or none of whom the viewer may know.
        Refused: the viewer may see the individual but not ask this.
    """
    if viewer.may(CohortPermission.VIEW):
        return get_individual(viewer, reference, CohortPermission.EXPLAIN).pk
    stored = parse_reference(reference)
    if stored is None or viewer.user is None or not viewer.may(CohortPermission.EXPLAIN):
        raise Http404
    found = known_as(stored, viewer.user.pk)
    if found is None or (viewer.hub and viewer.hub.pk != found.hub):
        raise Http404
    if found.restricted and not (viewer.membership and viewer.membership.role_id == RoleCode.DPO_IG):
        raise Http404
    return found.pk


def get_individuals(viewer: Viewer, references: Collection[str], permission: CohortPermission) -> list[Individual]:
    """Return several individuals by name, all of them or none.

    Args:
        viewer: who asks.
        references: as typed.
        permission: what the viewer means to do with each.

    Raises:
        Http404: one of them does not exist or is out of the viewer's sight.
        Refused: the viewer's role does not carry the permission.
    """
    must_be_allowed(viewer, permission)
    wanted = {parse_reference(each) for each in references}
    found = Individual.unscoped.visible_to(viewer).filter(reference__in=wanted - {None})
    individuals = list(found.select_related("owning_hub").order_by("surname", "forenames", "pk"))
    if len(individuals) < len(wanted):
        raise Http404
    return individuals


def get_fact(viewer: Viewer, individual: Individual, kind: type[Fact], pk: int) -> Fact:
    """Return one fact of an individual that the viewer has already been given.

    Raises:
        Http404: the individual has no such fact.
    """
    assert issubclass(kind, IndividualFact)
    return _one(kind.unscoped.visible_to(viewer).filter(individual=individual, pk=pk))


def categories_to_add(viewer: Viewer, individual: Individual) -> frozenset[DataCategory]:
    """Return the categories of an individual to which a viewer who sees it may add facts.

    Hub staff add to all of their own records; an agency where a clause lets it add, and only to what it sees too: being
    told that a fact is known already would otherwise tell it what is hidden.
    """
    if may_on(viewer, individual, CohortPermission.CHANGE):
        return frozenset(DataCategory)
    if not viewer.may(CohortPermission.CONTRIBUTE):
        return frozenset()
    sight, cell, pk = viewer.sight, individual.cell, individual.pk
    return frozenset(
        each for each in sight.categories(cell, pk) if sight.holds(cell, pk, each, ScopePermission.CONTRIBUTE)
    )


def must_be_allowed_to_add(viewer: Viewer, individual: Individual, category: DataCategory) -> None:
    """Hold a viewer to where facts of a category may be added, and the own ones taken back.

    Raises:
        Refused: neither the viewer's role nor any clause in force lets the viewer.
    """
    if category in categories_to_add(viewer, individual):
        return
    if viewer.contributor:
        raise Refused("No agreement lets your agency add this to the record. Ask the hub that owns it.")
    must_be_allowed_on(viewer, individual, CohortPermission.CHANGE)


def must_be_own(viewer: Viewer, fact: IndividualFact) -> None:
    """Hold a viewer who sees by agreement to what its own agency added.

    Raises:
        Refused: somebody else added it.
    """
    if viewer.contributor and fact.contributed_by_id != viewer.contributor:
        raise Refused("Your agency did not add this. Ask the hub that owns the record to correct it.")


def get_import(viewer: Viewer, pk: int) -> ImportBatch:
    """Return an import that the viewer may work on.

    Raises:
        Http404: there is no such import, or none the viewer may see.
    """
    if not viewer.may(CohortPermission.IMPORT):
        raise Http404
    return _one(ImportBatch.unscoped.visible_to(viewer).select_related("hub", "agency").filter(pk=pk))


def get_import_with_content(viewer: Viewer, pk: int) -> ImportBatch:
    """Return an import that has been compared, together with its workbook.

    Raises:
        Http404: see ``get_import``; or the workbook has been removed, nothing has been compared yet, or the workbook
            tells of somebody who is out of the viewer's sight by now.
    """
    batch = get_import(viewer, pk)
    content = ImportContent.unscoped.visible_to(viewer).filter(batch=batch)
    if not batch.counts or hides_rows(viewer, batch) or not content.exists():
        raise Http404
    return batch


def hides_rows(viewer: Viewer, batch: ImportBatch) -> bool:
    """Say whether an import that has been compared has rows of people who are out of the viewer's sight by now."""
    shown: int = ImportRow.unscoped.visible_to(viewer).filter(batch=batch).count()
    return shown < int(batch.counts["rows"])


def get_import_row(viewer: Viewer, batch: ImportBatch, line: int) -> ImportRow:
    """Return one row of an import that the viewer has already been given.

    Raises:
        Http404: the sheet has no such line.
    """
    return _one(ImportRow.unscoped.visible_to(viewer).select_related("individual").filter(batch=batch, line=line))


def get_possible_match(viewer: Viewer, pk: int) -> PossibleMatch:
    """Return a pair of records to decide on; the viewer may see both.

    Raises:
        Http404: there is no such pair, or the viewer may not see both records.
    """
    if not viewer.may(CohortPermission.CHANGE):
        raise Http404
    return _one(PossibleMatch.unscoped.visible_to(viewer).select_related("first", "second").filter(pk=pk))


def get_share(viewer: Viewer, pk: int) -> NamedShare:
    """Return a named share: of an individual that the viewer's role covers, or with the viewer's own agency.

    Raises:
        Http404: there is no such share, or none that the viewer may see.
    """
    found = NamedShare.unscoped.visible_to(viewer).select_related("agency", "clause__agreement", "offered_by")
    return _dealt_with(viewer, found.filter(pk=pk))


def get_access_request(viewer: Viewer, pk: int) -> AccessRequest:
    """Return a request for access: about an individual that the viewer's role covers, or of the viewer's own agency.

    Raises:
        Http404: there is no such request, or none that the viewer may see.
    """
    found = AccessRequest.unscoped.visible_to(viewer).select_related("agency", "membership__user", "share")
    return _dealt_with(viewer, found.filter(pk=pk))


def _dealt_with(viewer: Viewer, rows: QuerySet[ByAgency]) -> ByAgency:
    if not viewer.may(CohortPermission.VIEW):
        raise Http404
    found = _one(rows)
    if found.individual_id not in subjects(viewer, [found.individual_id]):
        raise Http404
    return found


def get_interest(viewer: Viewer, individual: int) -> Interest:
    """Return an individual that the viewer may not see but may know of, to ask for access to it.

    Raises:
        Http404: there is none such, or nothing may be known of it.
    """
    found = interest_of(viewer.sight, individual=individual) if viewer.may(CohortPermission.REQUEST) else None
    if found is None:
        raise Http404
    return found


def subjects(viewer: Viewer, individuals: Collection[int]) -> dict[int, Subject]:
    """Return what a viewer may be told of the individuals of shares and requests, by id; the others are left out.

    Args:
        viewer: who asks, and whom the database has been told of.
        individuals: their ids.
    """
    if viewer.contributor:
        return {pk: subject for pk, subject in individuals_dealt_with().items() if pk in individuals}
    found = Individual.unscoped.visible_to(viewer).filter(pk__in=individuals)
    return {
        pk: Subject(shown_reference(reference), hub)
        for pk, reference, hub in found.values_list("pk", "reference", "owning_hub_id")
    }


def get_named_person(viewer: Viewer, individual: Individual, pk: int) -> NamedPerson:
    """Return somebody who is named now for an individual that the viewer has already been given.

    Raises:
        Http404: nobody is named so.
    """
    named = NamedPerson.unscoped.visible_to(viewer).select_related("user")
    return _one(named.filter(individual=individual, pk=pk, ends_at=None))


def get_conflict_mark(viewer: Viewer, individual: Individual, pk: int) -> ConflictMark:
    """Return a conflict of interest now in force on an individual that the viewer has already been given.

    Raises:
        Http404: there is none.
    """
    marks = ConflictMark.unscoped.visible_to(viewer).select_related("user")
    return _one(marks.filter(individual=individual, pk=pk, ends_at=None))


def get_exit(viewer: Viewer, pk: int) -> ListExit:
    """Return somebody's leaving the list, proposed or decided, of an individual that the viewer's role covers.

    Raises:
        Http404: there is none, or none that the viewer may decide.
    """
    if not viewer.may(CohortPermission.EXIT):
        raise Http404
    found = _one(ListExit.unscoped.visible_to(viewer).select_related("individual", "reason", *_DECIDERS).filter(pk=pk))
    if not may_on(viewer, found.individual, CohortPermission.EXIT):
        raise Http404
    return found


def certificates_visible_to(viewer: Viewer) -> QuerySet[DisposalCertificate]:
    """Return the certificates of disposal that a viewer may read: of the hub the membership is held at, else all."""
    if not viewer.may(CohortPermission.SEE_RETENTION):
        return DisposalCertificate.objects.none()
    found = DisposalCertificate.objects.all()
    return found.filter(hub=viewer.hub.pk) if viewer.hub else found


def get_certificate(viewer: Viewer, pk: int) -> DisposalCertificate:
    """Return a certificate of disposal.

    Raises:
        Http404: there is none, or none that the viewer may read.
    """
    found = certificates_visible_to(viewer).select_related("hub", "group", "proposed_by", "approved_by")
    certificate = found.filter(pk=pk).first()
    if certificate is None:
        raise Http404
    return certificate


def get_nomination(viewer: Viewer, pk: int) -> Nomination:
    """Return a nomination: by the viewer's own agency, or for a hub that the viewer's role covers.

    Raises:
        Http404: there is none, or none that the viewer may see.
    """
    if not viewer.may(CohortPermission.VIEW):
        raise Http404
    found = Nomination.unscoped.visible_to(viewer).select_related("hub", "agency", "membership__user", "decided_by")
    return _one(found.filter(pk=pk))


def get_emergency(viewer: Viewer, pk: int) -> EmergencyAccess:
    """Return an emergency access to a record of a hub that the viewer's role covers.

    Raises:
        Http404: there is none, or none that the viewer may review.
    """
    if not viewer.may(CohortPermission.REVIEW_EMERGENCY):
        raise Http404
    found = EmergencyAccess.unscoped.visible_to(viewer).select_related(
        "hub", "membership__user", "membership__agency", "membership__hub", "membership__role",
        "membership__employer", "membership__tasked_by", "reviewed_by",
    )  # fmt: skip
    if viewer.reach is not None:
        found = found.filter(hub__in=sorted(viewer.reach))
    return _one(found.filter(pk=pk))


def get_correction_notice(viewer: Viewer, pk: int) -> CorrectionNotice:
    """Return a correction notice to the viewer's agency, or to the viewer's hub.

    Raises:
        Http404: there is none.
    """
    return _one(correction_notices_to(viewer).filter(pk=pk))


def correction_notices_to(viewer: Viewer) -> QuerySet[CorrectionNotice]:
    """Return the notices that a viewer's agency is to acknowledge, or the viewer's hub where its staff received."""
    found: QuerySet[CorrectionNotice] = CorrectionNotice.unscoped.visible_to(viewer).select_related("acknowledged_by")
    if not viewer.may(CohortPermission.ACKNOWLEDGE) or viewer.membership is None:
        return found.none()
    hub = viewer.hub if viewer.reach else None
    return found.filter(agency=viewer.membership.agency_id, hub=hub)


def get_subject_access(viewer: Viewer, pk: int) -> SubjectAccessRequest:
    """Return somebody's request for the own data, to information governance.

    Raises:
        Http404: there is none; to anybody else there never is.
    """
    if not viewer.may(CohortPermission.SUBJECT_ACCESS):
        raise Http404
    return _one(
        SubjectAccessRequest.unscoped.visible_to(viewer)
        .select_related("registered_by", "outcome_by", "approved_by")
        .filter(pk=pk)
    )


def get_subject_access_item(viewer: Viewer, pk: int) -> SubjectAccessItem:
    """Return an item that the viewer owns, or handles the request of.

    Raises:
        Http404: there is none such.
    """
    found = SubjectAccessItem.unscoped.visible_to(viewer).select_related("hub", "agency", "exemption")
    return _one(found.filter(pk=pk))


def get_framework(viewer: Viewer, version: int) -> Framework:
    """Return a version of the method; a draft only for those who draft.

    Raises:
        Http404: there is no such version, or it is a draft that the viewer may not see.
    """
    found = Framework.objects.prefetch_related("dimensions", "bands").select_related("proposed_by", "published_by")
    framework = found.filter(version=version).first()
    if framework is None or not (framework.published_at or viewer.may(CohortPermission.DRAFT_FRAMEWORK)):
        raise Http404
    return framework


def get_framework_draft(viewer: Viewer, version: int) -> Framework:
    """Return a version of the method that is not published yet, to edit, propose or approve it.

    Raises:
        Http404: there is no such draft.
        Refused: the viewer does not draft.
    """
    must_be_allowed(viewer, CohortPermission.DRAFT_FRAMEWORK)
    framework = get_framework(viewer, version)
    if framework.published_at:
        raise Http404
    return framework


def must_be_allowed_on(viewer: Viewer, individual: Individual, permission: CohortPermission) -> None:
    """Hold a viewer to a permission on one individual: staff of another hub, who may see it, may do no more.

    Raises:
        Refused: the viewer's role does not carry it, or does not cover the hub that owns the record.
    """
    must_be_allowed(viewer, permission)
    if not may_on(viewer, individual, permission):
        raise Refused("This record belongs to another hub. You can read it, but not change anything about it.")


def may_on(viewer: Viewer, individual: Individual, permission: CohortPermission) -> bool:
    """Say whether a viewer who sees an individual may do something to it; staff of another hub may only look."""
    elsewhere = bool(viewer.reach) and individual.owning_hub_id not in (viewer.reach or ())
    return viewer.may(permission) and (permission == CohortPermission.VIEW or not elsewhere)


def must_be_allowed(viewer: Viewer, permission: CohortPermission) -> None:
    """Hold a viewer to a permission.

    Raises:
        Refused: the viewer's role does not carry it.
    """
    if not viewer.may(permission):
        raise Refused(f"Your role does not let you do this: {permission.label.lower()}.")


def _one(rows: QuerySet[Scoped]) -> Scoped:
    found = rows.first()
    if found is None:
        raise Http404
    return found
