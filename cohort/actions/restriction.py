"""Who is named for a restricted individual: restricting, naming people, and lifting it again."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from cohort.access import get_named_person, must_be_allowed_on
from cohort.actions.individuals import changing, lock_individual, save_next_version
from cohort.enums import ListStatus
from cohort.models import Individual, NamedPerson
from cohort.named_access import named_for
from cohort.permissions import CohortPermission
from cohort.queries.restriction import may_be_named, named_at_hub
from marsoc.kit import bulk, clock
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import DataCategory, Operation
from sharing.errors import BadRequest, Refused, Withheld
from sharing.models import User
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in

_COLUMNS = ("individual_id", "user_id", "reason", "named_by_id", "starts_at")


@contextmanager
def restricting(by: Viewer, individuals: Collection[int], people: Collection[User], reason: str) -> Iterator[None]:
    """Run a block that writes individuals as restricted, and name people for them before anybody else can look.

    Args:
        by: who restricts them and is named for them; the people come on top.
        individuals: their ids.
        people: who else is to see them.
        reason: why, in the person's own words.

    Raises:
        Refused: a system job restricts nothing, since nobody would be named.
    """
    if by.user is None or by.membership is None:
        raise Refused("A restricted record needs a person who is named for it. Say who restricts it.")
    named = {by.user.pk, *(person.pk for person in people)}
    now = clock.now()
    with seeing(named_for(by, individuals)):
        yield
        rows = ((pk, user, reason, by.user.pk, now) for pk in individuals for user in sorted(named))
        bulk.insert_rows(NamedPerson, _COLUMNS, rows)
    if not viewer_in(by.membership).sight.named.get(DataCategory.IDENTITY, frozenset()) >= set(individuals):
        raise Withheld("A record was kept even from the person who restricted it.")


def restrict_individual(
    *, by: Viewer, individual: Individual, version: int, people: Collection[User], reason: str
) -> Individual:
    """Let nobody see an individual but the people named for it.

    Args:
        by: who restricts it, and is named for it.
        individual: the record.
        version: of the record that the person saw.
        people: who else is named.
        reason: why, in the person's own words.

    Raises:
        BadRequest: it is restricted already, somebody's role does not cover its hub, or nobody named is of the hub.
        EditConflict: somebody else changed the record since.
        Refused: the viewer may not restrict it.
    """
    must_be_allowed_on(by, individual, CohortPermission.RESTRICT)
    with changing(by, individual, version, reason) as locked:
        if locked.restricted:
            raise BadRequest("This record is restricted already.")
        if locked.status == ListStatus.TRANSFER_PENDING:
            raise BadRequest("This person is being moved to another hub, which would be named. Withdraw the transfer.")
        must_be_fit(by, locked.owning_hub_id, people)
        with restricting(by, [locked.pk], people, reason):
            locked.restricted = True
            save_next_version(by, locked, ["restricted"])
        _record(by, locked, "restricted", people=sorted(person.pk for person in people))
    return locked


def lift_restriction(*, by: Viewer, individual: Individual, version: int, reason: str) -> Individual:
    """Let everybody see an individual again whose role or agreement covers it; nobody is named for it any longer.

    Raises:
        BadRequest: it is not restricted.
        EditConflict: somebody else changed the record since.
        Refused: the viewer may not lift it.
    """
    must_be_allowed_on(by, individual, CohortPermission.RESTRICT)
    with changing(by, individual, version, reason) as locked:
        _must_be_restricted(locked)
        locked.restricted = False
        save_next_version(by, locked, ["restricted"])
        NamedPerson.unscoped.visible_to(by).filter(individual=locked, ends_at=None).update(ends_at=clock.now())
        _record(by, locked, "restriction lifted")
    return locked


def name_person(*, by: Viewer, individual: Individual, person: User, reason: str) -> NamedPerson:
    """Let one person more see a restricted individual.

    Args:
        by: who names the person; anybody named for the record who may change it.
        individual: the record.
        person: whose role covers the owning hub.
        reason: why, in the person's own words.

    Raises:
        BadRequest: the record is not restricted, the person is named already or has no role that covers the hub.
        Refused: the viewer may not change the record.
    """
    must_be_allowed_on(by, individual, CohortPermission.CHANGE)
    with writing(by, reason):
        locked = lock_individual(by, individual)
        _must_be_restricted(locked)
        must_be_fit(by, locked.owning_hub_id, [person], also_at_hub=True)
        known = NamedPerson.unscoped.visible_to(by).filter(individual=locked, user=person, ends_at=None)
        if known.exists():
            raise BadRequest(f"{person.full_name} is named for this record already.")
        naming = NamedPerson(individual=locked, user=person, reason=reason, named_by=by.user, starts_at=clock.now())
        naming.save(force_insert=True)
        _record(by, locked, "named", people=[person.pk])
    return naming


def end_naming(*, by: Viewer, individual: Individual, naming: NamedPerson, reason: str) -> NamedPerson:
    """Let a person no longer see a restricted individual.

    Raises:
        BadRequest: nobody of the owning hub would be left.
        Http404: it has ended already.
        Refused: the viewer may not restrict the record.
    """
    must_be_allowed_on(by, individual, CohortPermission.RESTRICT)
    with writing(by, reason):
        locked = lock_individual(by, individual)
        naming = get_named_person(by, locked, naming.pk)
        naming.ends_at = clock.now()
        naming.save(update_fields=["ends_at"])
        must_leave_somebody(by, locked)
        _record(by, locked, "no longer named", people=[naming.user_id])
    return naming


def must_be_fit(by: Viewer, hub: str, people: Collection[User], *, also_at_hub: bool = False) -> None:
    """Hold those who are to be named to a role that covers the hub, and one of them to being of the hub.

    Args:
        by: who names them, and is named with them.
        hub: code of the owning hub.
        people: who else is to be named.
        also_at_hub: somebody of the hub is named already.

    Raises:
        BadRequest: somebody's role does not cover the hub, or nobody of them is of the hub.
    """
    of_hub, central = may_be_named(hub)
    if strangers := [person.full_name for person in people if person.pk not in of_hub | central]:
        raise BadRequest(
            f"{' and '.join(strangers)} cannot be named: only people of the owning hub and of the central team can."
        )
    named = {person.pk for person in people} | ({by.user.pk} if by.user else set())
    if not also_at_hub and not named & of_hub:
        raise BadRequest("Name at least one person of the owning hub.")


def must_leave_somebody(by: Viewer, individual: Individual) -> None:
    """Hold a restricted record to somebody of the owning hub who is named for it and kept out by nothing.

    Raises:
        BadRequest: nobody is.
    """
    if not named_at_hub(by, individual):
        raise BadRequest("Nobody of the owning hub would be left who sees this record. Name somebody else first.")


def _must_be_restricted(individual: Individual) -> None:
    if not individual.restricted:
        raise BadRequest("This record is not restricted.")


def _record(by: Viewer, individual: Individual, change: str, **details: object) -> None:
    reference = individual.shown_reference
    audit.record(by, Operation.PERMISSION, kind="individual", ref=reference, change=change, **details)
