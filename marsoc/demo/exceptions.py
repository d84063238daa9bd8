"""What is done about single people of the West Midlands hub: shares, a request, restriction, correction, nomination."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from cohort.actions.access_requests import request_access
from cohort.actions.adding import FirstPhase
from cohort.actions.individuals import change_individual
from cohort.actions.list_life import move_on_list
from cohort.actions.nominations import nominate_person, take_up_as_new
from cohort.actions.restriction import restrict_individual
from cohort.actions.shares import Terms, accept_shares, offer_shares
from cohort.enums import ListAct, Nature, ShareState, SubjectCategory
from cohort.existence import interest_of
from cohort.models import AccessRequest, Correction, Individual, NamedPerson, NamedShare, Nomination
from cohort.queries.corrections import Inaccuracy
from cohort.queries.record import read_record
from marsoc.demo.acting import acting
from marsoc.demo.retention import prepare_retention
from marsoc.kit import clock
from sharing.enums import AccessReason, DataCategory, Existence, Phase, RoleCode
from sharing.models import Agency, Hub, User
from sharing.queries.agreements import footings
from sharing.seeing import seeing
from sharing.viewer import Viewer

HUB, WITH = "WM", "HMRC"


def prepare_exceptions() -> None:
    """Make what is still missing, as far as the hub has people for it; each is made whole or not at all."""
    for make in (_share, _ask, _restrict, _correct, _leave, _nominate):
        with transaction.atomic():
            make()


@contextmanager
def _people_in(phase: Phase, by: Viewer) -> Iterator[list[Individual]]:
    """Look as a viewer, and take the first two of a phase whom nobody has been named for."""
    with seeing(by):
        found = Individual.unscoped.visible_to(by).filter(owning_hub=HUB, phase=phase, existence=Existence.NOTHING)
        yield list(found.exclude(pk__in=NamedShare.unscoped.values("individual")).order_by("pk")[:2])


def _share(limit: int = 2) -> None:
    """Offer two people in custody to an agency that sees nobody there; its single point of contact accepts one."""
    manager, spoc = acting(RoleCode.HUB_MANAGER, HUB), acting(RoleCode.AGENCY_SPOC)
    with _people_in(Phase.CUS, manager) as people:
        if len(people) < limit or NamedShare.unscoped.exists():
            return
        clause = next(each.clause for each in footings({HUB}) if each.agency.pk == WITH)
        terms = Terms(
            clause, [DataCategory.IDENTITY], "A tax inquiry that reaches into custody",
            clock.today() + timedelta(days=60),
        )  # fmt: skip
        agency = Agency.objects.get(pk=WITH)
        first, _ = (offer_shares(by=manager, individuals=[each], agency=agency, terms=terms)[0] for each in people)
    accept_shares(by=spoc, shares=[first])


def _ask() -> None:
    """Let partners know that the hub holds an interest in somebody on remand; the probation lead asks for access."""
    manager, lead = acting(RoleCode.HUB_MANAGER, HUB), acting(RoleCode.PROB_LEAD, HUB)
    with _people_in(Phase.REM, manager) as people:
        if not people or AccessRequest.unscoped.exists():
            return
        person = change_individual(
            by=manager, individual=people[0], version=people[0].version, changes={"existence": Existence.POINTER},
            reason="Partners may know that we hold an interest",
        )  # fmt: skip
    with seeing(lead):
        interest = interest_of(lead.sight, individual=person.pk)
        assert interest is not None
        request_access(
            by=lead, interest=interest, purpose=AccessReason.PRE_RELEASE, words="Bail is likely; a plan is needed."
        )


def _restrict() -> None:
    """Restrict a record to the hub manager and one officer."""
    manager = acting(RoleCode.HUB_MANAGER, HUB)
    with _people_in(Phase.REL, manager) as people:
        if not people or NamedPerson.unscoped.exists():
            return
        officer = User.objects.get(memberships__role=RoleCode.HUB_OFFICER, memberships__hub=HUB)
        restrict_individual(
            by=manager, individual=people[0], version=people[0].version, people=[officer],
            reason="A relative works at the hub",
        )  # fmt: skip


def _leave() -> None:
    """Take some people off the list."""
    prepare_retention(acting(RoleCode.HUB_MANAGER, HUB))


def _correct() -> None:
    """Have the agency read the record that it accepted, and the hub then find that the date of birth was wrong."""
    manager, spoc = acting(RoleCode.HUB_MANAGER, HUB), acting(RoleCode.AGENCY_SPOC)
    shared = NamedShare.unscoped.filter(agency=WITH, state=ShareState.ACCEPTED).first()
    if shared is None or Correction.unscoped.exists():
        return
    with seeing(manager):
        person = Individual.unscoped.visible_to(manager).get(pk=shared.individual_id)
    if person.date_of_birth is None:
        return
    with seeing(spoc):
        read_record(spoc, person.reference, page="identity")
    change_individual(
        by=manager, individual=person, version=person.version, reason="Day and month were read wrongly",
        changes={"date_of_birth": person.date_of_birth - timedelta(days=9), "birth_source": "Birth certificate"},
        inaccuracy=Inaccuracy(Nature.FACT, "Birth certificate seen by the hub"),
    )  # fmt: skip


def _nominate() -> None:
    """Have an agency nominate two people, of whom the hub takes one up; the other waits."""
    manager, agency = acting(RoleCode.HUB_MANAGER, HUB), acting(RoleCode.AGENCY_CONTRIB)
    if Nomination.unscoped.exists():
        return
    hub, named = Hub.objects.get(pk=HUB), (("Corin", "Ashgrove"), ("Della", "Marchbank"))
    first, _ = (
        nominate_person(
            by=agency, hub=hub, grounds="Directs the supply of drugs into three towns from outside the region.",
            evidence="Assessment 114 of this agency",
            facts={
                "forenames": forenames, "surname": surname, "category": SubjectCategory.SUSPECT, "threats": ["DRUGS"],
            },
        )
        for forenames, surname in named
    )  # fmt: skip
    phase = FirstPhase(Phase.PRE, clock.today() - timedelta(days=30), "Police record")
    person = take_up_as_new(by=manager, nomination=first, phase=phase, likely=[])
    move_on_list(by=manager, individual=person, act=ListAct.RESEARCH, words="Grounds and evidence are plausible")
