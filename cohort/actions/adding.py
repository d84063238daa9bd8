"""Adding an individual by hand."""

from collections.abc import Collection, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from cohort.access import must_be_allowed
from cohort.actions.networks import HELD_APART
from cohort.actions.restriction import must_be_fit, restricting
from cohort.enums import ListStatus
from cohort.models import Individual, PhasePeriod, PossibleMatch
from cohort.names import name_key
from cohort.permissions import CohortPermission
from cohort.queries.imports import free_references
from cohort.queries.likeness import Likely
from marsoc.kit import bulk, clock
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation, Phase
from sharing.errors import BadRequest, Refused
from sharing.models import Hub, User
from sharing.viewer import Viewer


@dataclass(frozen=True, slots=True)
class FirstPhase:
    """The custody phase somebody joins the list in, its first day, and where this was read."""

    phase: Phase
    started_on: date
    source: str


def add_individual(
    *,
    by: Viewer,
    hub: Hub,
    facts: Mapping[str, Any],
    phase: FirstPhase,
    likely: Collection[Likely],
    reason: str,
    restricted_to: Collection[User] | None = None,
) -> Individual:
    """Add somebody to the list of a hub, as nominated.

    Args:
        by: who adds the person.
        hub: whose list it is.
        facts: name, birth and category of data subject with their sources, by the names of the record's fields.
        phase: the present custody phase.
        likely: people on the list who may be the same person; each pair is put before somebody to decide.
        reason: why, in the person's own words.
        restricted_to: who sees the record beside the person who adds it; None leaves it unrestricted. It is restricted
            from its first instant.

    Raises:
        BadRequest: the person is a victim or a witness, the phase begins in the future, or somebody cannot be named
            for the record.
        Refused: the viewer may not add to this hub's list.
    """
    must_be_allowed(by, CohortPermission.CHANGE)
    if by.reach is not None and hub.pk not in by.reach:
        raise Refused("You can add to your own hub's list only.")
    must_be_nobody_apart(facts["category"])
    if phase.started_on > clock.today():
        raise BadRequest("The day the phase began must be today or in the past")
    with writing(by, reason):
        individual = _new(hub, facts, phase, restricted=restricted_to is not None)
        with _restricting(by, individual, restricted_to, reason):
            individual.save(force_insert=True)
            PhasePeriod(
                individual=individual, phase=phase.phase, started_on=phase.started_on, source=phase.source
            ).save(force_insert=True)
            for other in likely:
                _pair(individual, other).save(force_insert=True)
        reference = individual.shown_reference
        audit.record(by, Operation.COLLECT, kind="individual", ref=reference, restricted=individual.restricted)
    return individual


def must_be_nobody_apart(category: str) -> None:
    """Hold the list to those suspected or convicted, and those whose part is not known yet.

    Raises:
        BadRequest: the person is a victim or a witness.
    """
    if category in HELD_APART:
        raise BadRequest(
            "A victim or a witness is never put on the list. If the name has to be held, hold the person apart on the"
            " page of the record or the group concerned."
        )


def _new(hub: Hub, facts: Mapping[str, Any], phase: FirstPhase, *, restricted: bool) -> Individual:
    (pk,), (reference,) = bulk.next_ids(Individual, 1), free_references(1)
    return Individual(
        pk=pk,
        reference=reference,
        owning_hub=hub,
        status=ListStatus.NOMINATED,
        phase=phase.phase,
        name_key=name_key(facts["forenames"], facts["surname"]),
        restricted=restricted,
        **facts,
    )


def _restricting(by: Viewer, individual: Individual, people: Collection[User] | None, reason: str) -> Any:
    if people is None:
        return nullcontext()
    must_be_fit(by, individual.owning_hub_id, people)
    return restricting(by, [individual.pk], people, reason)


def _pair(individual: Individual, other: Likely) -> PossibleMatch:
    first, second = sorted((individual.pk, other.individual.pk))
    return PossibleMatch(first_id=first, second_id=second, score=other.score, reasons=list(other.reasons))
