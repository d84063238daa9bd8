"""Individuals, what is known of them, and who is named for them or kept from them."""

from collections.abc import Collection
from typing import TypeVar

from django.http import Http404

from cohort.access.rights import may_on, must_be_allowed, must_be_allowed_on, one
from cohort.models import (
    Absence,
    Alias,
    Categorisation,
    ConflictMark,
    CustodyPlace,
    CustodySpell,
    Identifier,
    Individual,
    KeyDate,
    Merge,
    NamedPerson,
    Objective,
    PossibleMatch,
    Sentence,
)
from cohort.models.individuals import IndividualFact
from cohort.named_access import known_as
from cohort.permissions import CohortPermission
from cohort.reference_numbers import parse_reference
from sharing.enums import DataCategory, RoleCode, ScopePermission
from sharing.errors import Refused
from sharing.viewer import Viewer

Fact = TypeVar("Fact", Alias, Identifier, KeyDate, CustodySpell, Sentence, CustodyPlace, Categorisation, Absence)


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
    individual = one(found)
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
    return one(kind.unscoped.visible_to(viewer).filter(individual=individual, pk=pk))


def get_key_dates(viewer: Viewer, individual: Individual, kind: str) -> list[KeyDate]:
    """Return the days that sources give for one date of an individual that the viewer has already been given.

    Raises:
        Http404: none is recorded.
    """
    found = KeyDate.unscoped.visible_to(viewer).filter(individual=individual, kind=kind).select_related("kind")
    if not found:
        raise Http404
    return list(found.order_by("aside", "-as_at", "-id"))


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


def get_objective(viewer: Viewer, individual: Individual, pk: int) -> Objective:
    """Return an objective of the plan of an individual that the viewer has already been given.

    Raises:
        Http404: the plan has no such objective, or the viewer may not see it.
    """
    found = Objective.unscoped.visible_to(viewer).select_related("domain", "owner")
    return one(found.filter(individual=individual, pk=pk))


def get_possible_match(viewer: Viewer, pk: int) -> PossibleMatch:
    """Return a pair of records to decide on; the viewer may see both.

    Raises:
        Http404: there is no such pair, or the viewer may not see both records.
    """
    if not viewer.may(CohortPermission.CHANGE):
        raise Http404
    return one(PossibleMatch.unscoped.visible_to(viewer).select_related("first", "second").filter(pk=pk))


def get_merge(viewer: Viewer, pk: int) -> Merge:
    """Return a merge, proposed or decided, of two records that the viewer sees both.

    Raises:
        Http404: there is none, or the viewer may not see both records.
    """
    if not viewer.may(CohortPermission.CHANGE):
        raise Http404
    people = ("individual__owning_hub", "merged__owning_hub", "proposed_by", "decided_by", "undone_by")
    return one(Merge.unscoped.visible_to(viewer).select_related(*people).filter(pk=pk))


def get_named_person(viewer: Viewer, individual: Individual, pk: int) -> NamedPerson:
    """Return somebody who is named now for an individual that the viewer has already been given.

    Raises:
        Http404: nobody is named so.
    """
    named = NamedPerson.unscoped.visible_to(viewer).select_related("user")
    return one(named.filter(individual=individual, pk=pk, ends_at=None))


def get_conflict_mark(viewer: Viewer, individual: Individual, pk: int) -> ConflictMark:
    """Return a conflict of interest now in force on an individual that the viewer has already been given.

    Raises:
        Http404: there is none.
    """
    marks = ConflictMark.unscoped.visible_to(viewer).select_related("user")
    return one(marks.filter(individual=individual, pk=pk, ends_at=None))
