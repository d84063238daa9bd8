"""Why somebody sees an individual: in agreement with what is seen, now and at any past instant."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohort.explaining import Answer, Hindrance, explain
from cohort.models import (
    ConflictMark,
    EmergencyAccess,
    Individual,
    IndividualGrant,
    KeyDate,
    NamedPerson,
)
from cohort.presenters import explanations as presenter
from cohort.queries.access_facts import facts_about
from marsoc.govuk.jinja import long_date
from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.actions.agreements import resume_agreement, suspend_agreement
from sharing.enums import AccessRule, DataCategory, Obstacle, Phase, RoleCode
from sharing.errors import BadRequest
from sharing.models import Agreement, Clause, Membership, User
from sharing.queries.people import memberships_in_force_at, memberships_of_today
from sharing.seeing import seeing
from sharing.viewer import looking_at, system_viewer, viewer_in
from tests import factories
from tests.contracts.world import taken_back
from tests.factories import by_name

IDENTITY, CUSTODY, PLAN = DataCategory.IDENTITY, DataCategory.CUSTODY, DataCategory.PLAN

pytestmark = pytest.mark.django_db


@contextmanager
def writing_about(individual: Individual) -> Iterator[None]:
    """Write what somebody decided about an individual's access, restricted or not."""
    with seeing(looking_at(system_viewer("tests"), individual.pk)), acting(job="tests"):
        yield


Answers = dict[DataCategory, Answer]


def all_answers(
    individual: Individual, memberships: list[Membership], at: datetime | None = None
) -> list[tuple[Membership, Answers]]:
    """Return what the product says of some memberships and an individual."""
    with seeing(looking_at(system_viewer("tests"), individual.pk)):
        facts = facts_about(individual.pk, at)
    in_force = set((memberships_in_force_at(at) if at else memberships_of_today()).values_list("pk", flat=True))
    return [(each, explain(facts, each, in_force=each.pk in in_force)) for each in memberships]


def answers(individual: Individual, membership: Membership, at: datetime | None = None) -> Answers:
    """Return what the product says of one membership and an individual."""
    ((_, found),) = all_answers(individual, [membership], at)
    return found


def rules(found: Answers, category: DataCategory = IDENTITY) -> list[AccessRule]:
    """Return the rules that give a category."""
    return [reason.rule for reason in found[category].reasons]


def obstacles(found: Answers, category: DataCategory = IDENTITY) -> list[Obstacle]:
    """Return what keeps a category out."""
    return [each.obstacle for each in found[category].obstacles]


def clause_of(agreement: Agreement) -> Clause:
    """Return the one clause of an agreement."""
    return agreement.clauses.get()


PLACES = (
    (RoleCode.HUB_OFFICER, "WM", "ROCU"), (RoleCode.HUB_MANAGER, "EM", "ROCU"), (RoleCode.HUB_OFFICER, None, "ROCU"),
    (RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL"), (RoleCode.AUDITOR, None, "HMICFRS"),
    (RoleCode.AGENCY_CONTRIB, None, "HMRC"), (RoleCode.AGENCY_SPOC, "EM", "HMRC"),
    (RoleCode.AGENCY_CONTRIB, "WM", "NCA"),
)  # fmt: skip


@pytest.fixture
def agreements() -> list[Agreement]:
    """In force for everybody in custody, for two agencies on two categories, unsigned, suspended, and to come."""
    suspended = factories.agreement("NCA", hubs=["WM", "EM"], categories=[PLAN])
    suspend_agreement(by=factories.signatory("HMPPS-CENTRAL"), agreement=suspended, reason="Under review")
    return [
        factories.agreement("HMRC", hubs=["WM"], phases=[Phase.CUS], categories=[IDENTITY]),
        factories.agreement("HMRC", "NCA", hubs=["WM", "EM"], phases=[Phase.CUS], categories=[IDENTITY, CUSTODY]),
        factories.agreement("NCA", hubs=["EM"], categories=[PLAN], unsigned=["NCA"]),
        suspended,
        factories.agreement("HMRC", hubs=["WM"], categories=[PLAN], starts_on=clock.today() + timedelta(days=9)),
    ]


@pytest.fixture
def memberships() -> list[Membership]:
    """One of every kind of place, and one person with two."""
    made = [factories.membership(role=role, hub=hub, agency=agency) for role, hub, agency in PLACES]
    return [*made, factories.membership(person=made[0].user, role=RoleCode.HUB_OFFICER, hub="EM")]


who = st.lists(st.integers(0, len(PLACES)), max_size=4, unique=True)
worlds = given(
    hub=st.sampled_from(["WM", "EM"]), phase=st.sampled_from([Phase.CUS, Phase.REL]), restricted=st.booleans(),
    named=who, marked=who, emergencies=who, change=st.sampled_from(["move", "phase", "restrict", "end", "suspend"]),
    shared=st.lists(st.sampled_from([IDENTITY, CUSTODY, PLAN]), unique=True), contributed=st.booleans(),
)  # fmt: skip


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@worlds
def test_explanations_agree_with_sight_now_and_stay_what_they_were(
    agreements: list[Agreement], memberships: list[Membership], **drawn: Any
) -> None:
    """Whatever is granted, named, restricted or marked; and asked later of this instant, the answer is the same."""
    with taken_back():
        individual = _individual(agreements, memberships, **drawn)
        before = all_answers(individual, memberships)
        for membership, found in before:
            _assert_as_seen(individual, membership, found)
        then = clock.now()
        _change(drawn["change"], individual, memberships, agreements)
        for membership, found in all_answers(individual, memberships):
            _assert_as_seen(individual, membership, found)
        after = all_answers(individual, memberships, then)
        assert [_told(found) for _, found in after] == [_told(found) for _, found in before]


def _individual(agreements: list[Agreement], memberships: list[Membership], **drawn: Any) -> Individual:
    individual = factories.individual(owning_hub_id=drawn["hub"], phase=drawn["phase"])
    if drawn["contributed"]:
        factories.key_date(individual, "CRD", date(2031, 3, 1), contributed_by_id="NCA")
    if drawn["shared"]:
        by_name.share(individual, "HMRC", clause_of(agreements[1]), drawn["shared"])
    for person in {memberships[number].user for number in drawn["named"]}:
        by_name.named_person(individual, person)
    for person in {memberships[number].user for number in drawn["marked"]}:
        by_name.conflict_mark(individual, person)
    for number in drawn["emergencies"]:
        by_name.emergency(individual, memberships[number])
    return by_name.restrict(individual) if drawn["restricted"] else individual


def _assert_as_seen(individual: Individual, membership: Membership, found: Answers) -> None:
    """Hold an explanation to the first wall, by sight and by rows, and to the second."""
    if not memberships_of_today().filter(pk=membership.pk).exists():
        assert not any(answer.seen for answer in found.values())
        return
    viewer = viewer_in(membership)
    with seeing(looking_at(system_viewer("tests"), individual.pk)):
        cell = Individual.unscoped.get(pk=individual.pk).cell
    held = viewer.sight.categories(cell, individual.pk)
    with seeing(viewer):
        visible = Individual.unscoped.visible_to(viewer).filter(pk=individual.pk).exists()
        dates = KeyDate.unscoped.visible_to(viewer).filter(individual=individual).exists()
    assert visible == found[IDENTITY].seen
    assert {category for category, answer in found.items() if answer.seen} == (held if visible else frozenset())
    assert not dates or {*rules(found, CUSTODY)}, "a fact is seen by no rule"
    for category, answer in found.items():
        assert answer.seen == (not answer.obstacles), f"{category} is kept out by nothing"


def _told(found: Answers) -> Any:
    return {
        category: (answer.seen, [(reason.rule, reason.clause, reason.by, reason.number) for reason in answer.reasons])
        for category, answer in found.items()
    }


def _change(change: str, individual: Individual, memberships: list[Membership], agreements: list[Agreement]) -> None:
    """Change something of every kind after the instant that is asked about."""
    now = clock.now()
    if change == "suspend":
        for agreement in agreements[:2]:
            suspend_agreement(by=factories.signatory("HMPPS-CENTRAL"), agreement=agreement, reason="Stop")
        return
    with writing_about(individual):
        rows = Individual.unscoped.filter(pk=individual.pk)
        match change:
            case "move":
                rows.update(owning_hub_id="NW")
            case "phase":
                rows.update(phase=Phase.POST)
            case "restrict":
                rows.update(restricted=not individual.restricted)
            case "end":
                IndividualGrant.unscoped.filter(content_object=individual).update(ends_at=now)
                for model in (NamedPerson, ConflictMark, EmergencyAccess):
                    model.unscoped.filter(individual=individual).update(ends_at=now)
                KeyDate.unscoped.filter(individual=individual).delete()
                for membership in memberships[::2]:
                    Membership.objects.filter(pk=membership.pk).update(ends_at=now, end_reason="Moved")
                User.objects.filter(pk=memberships[1].user_id).update(is_active=False)


OFFICER = (RoleCode.HUB_OFFICER, "WM", "ROCU")


def _acting(role: RoleCode, hub: str | None, agency: str) -> Membership:
    return factories.membership(role=role, hub=hub, agency=agency)


def _moment(days: int = 0) -> datetime:
    return clock.now() - timedelta(days=days)


def test_an_agreement_is_named_with_clause_signatures_and_end() -> None:
    """Both signatures, each with the person, the office and the day; the last day of the agreement."""
    agreement = factories.agreement("HMRC", categories=[IDENTITY], ends_on=clock.today() + timedelta(days=10))
    individual, partner = factories.individual(), _acting(RoleCode.AGENCY_CONTRIB, None, "HMRC")

    (reason,) = answers(individual, partner)[IDENTITY].reasons

    assert presenter.rule(reason) == f"Clause 1 of {agreement.reference}, version 1"
    assert [(each.party.agency_id, each.authority) for each in reason.signatures] == [
        ("HMPPS-CENTRAL", "Director"), ("HMRC", "Director"),
    ]  # fmt: skip
    assert all(
        each.signed_by.full_name in line
        for each, line in zip(reason.signatures, presenter.signatures(reason), strict=True)
    )
    assert presenter.last_day(reason) == long_date(agreement.ends_on)


def test_overlapping_clauses_are_each_named() -> None:
    """Two agreements give the same: both are the reason."""
    for _ in range(2):
        factories.agreement("HMRC", categories=[IDENTITY])

    assert rules(answers(factories.individual(), _acting(RoleCode.AGENCY_CONTRIB, None, "HMRC"))) == [
        AccessRule.AGREEMENT, AccessRule.AGREEMENT,
    ]  # fmt: skip


def test_a_named_share_names_who_offered_and_who_accepted() -> None:
    """And the clause it rests on."""
    individual = factories.individual()
    made = factories.share(individual, "HMRC")

    (reason,) = answers(individual, _acting(RoleCode.AGENCY_CONTRIB, None, "HMRC"))[IDENTITY].reasons

    assert made.decided_by
    assert (reason.rule, reason.clause, reason.by, reason.accepted_by) == (
        AccessRule.SHARE, made.clause, made.offered_by.full_name, made.decided_by.full_name,
    )  # fmt: skip


def test_a_share_stops_with_its_agreement_and_says_which() -> None:
    """The clause speaks of a phase that the individual is not in, and still is what the share rests on."""
    individual, partner = factories.individual(), _acting(RoleCode.AGENCY_CONTRIB, None, "HMRC")
    made, then = factories.share(individual, "HMRC"), clock.now()
    owner = factories.signatory("HMPPS-CENTRAL")
    suspend_agreement(by=owner, agreement=made.clause.agreement, reason="Stop")

    assert answers(individual, partner)[IDENTITY].obstacles == (Hindrance(Obstacle.SUSPENDED, made.clause),)
    assert rules(answers(individual, partner, then)) == [AccessRule.SHARE]


@pytest.mark.parametrize(
    ("terms", "obstacle"),
    [
        ({"unsigned": ["HMRC"]}, Obstacle.UNSIGNED),
        ({"unsigned": ["HMPPS-CENTRAL"]}, Obstacle.UNSIGNED),
        ({"starts_on": clock.today() + timedelta(days=9)}, Obstacle.NOT_BEGUN),
        ({"categories": [CUSTODY]}, Obstacle.NO_CLAUSE),
        ({"hubs": ["EM"]}, Obstacle.NO_CLAUSE),
        ({"opened": False}, Obstacle.NO_CLAUSE),
    ],
)
def test_what_keeps_an_agency_out_is_named_with_the_agreement(terms: dict[str, Any], obstacle: Obstacle) -> None:
    """Unsigned by either side, not begun; of another category, hub, or still a draft there is no word."""
    agreement = factories.agreement("HMRC", **{"categories": [IDENTITY], **terms})

    found = answers(factories.individual(), _acting(RoleCode.AGENCY_CONTRIB, None, "HMRC"))

    (hindrance,) = found[IDENTITY].obstacles
    assert hindrance.obstacle == obstacle
    assert (hindrance.clause is None) == (obstacle == Obstacle.NO_CLAUSE)
    assert hindrance.clause is None or agreement.reference in presenter.hindrance(hindrance)


def test_an_agreement_that_is_over_is_named() -> None:
    """On the day after its last, without any job; asked about the last day it was in force."""
    agreement = factories.agreement("HMRC", categories=[IDENTITY], ends_on=clock.today())
    individual, partner = factories.individual(), _acting(RoleCode.AGENCY_CONTRIB, None, "HMRC")
    now = clock.now()

    with time_machine.travel(now + timedelta(days=1), tick=False):
        (hindrance,) = answers(individual, partner)[IDENTITY].obstacles
        assert rules(answers(individual, partner, now)) == [AccessRule.AGREEMENT]

    assert (hindrance.obstacle, hindrance.clause) == (Obstacle.EXPIRED, clause_of(agreement))


def test_a_suspension_is_told_of_its_own_time_only() -> None:
    """Suspended now, in force before, and after it was resumed suspended still when asked about then."""
    agreement = factories.agreement("HMRC", categories=[IDENTITY])
    individual, partner, owner = (
        factories.individual(),
        _acting(RoleCode.AGENCY_CONTRIB, None, "HMRC"),
        factories.signatory("HMPPS-CENTRAL"),
    )
    in_force = clock.now()
    suspended = suspend_agreement(by=owner, agreement=agreement, reason="Stop")
    stopped = clock.now()
    assert obstacles(answers(individual, partner)) == [Obstacle.SUSPENDED]
    resume_agreement(by=owner, agreement=suspended, reason="Go on")

    assert rules(answers(individual, partner)) == [AccessRule.AGREEMENT]
    assert rules(answers(individual, partner, in_force)) == [AccessRule.AGREEMENT]
    assert obstacles(answers(individual, partner, stopped)) == [Obstacle.SUSPENDED]


def test_a_category_without_identity_is_seen_by_nobody() -> None:
    """The clause that gives it is named, and so is what keeps it out."""
    factories.agreement("HMRC", categories=[CUSTODY])

    found = answers(factories.individual(), _acting(RoleCode.AGENCY_CONTRIB, None, "HMRC"))

    assert (found[CUSTODY].seen, rules(found, CUSTODY), obstacles(found, CUSTODY)) == (
        False, [AccessRule.AGREEMENT], [Obstacle.IDENTITY],
    )  # fmt: skip


def test_each_barrier_is_named() -> None:
    """A role without content, an ended membership, a conflict, another hub, a restriction."""
    individual = factories.individual()
    officer = _acting(*OFFICER)
    by_name.conflict_mark(individual, officer.user)
    ended = factories.membership(ends_at=_moment(), end_reason="Moved")

    assert obstacles(answers(individual, officer)) == [Obstacle.CONFLICT]
    assert obstacles(answers(individual, ended)) == [Obstacle.MEMBERSHIP]
    assert obstacles(answers(individual, _acting(RoleCode.AUDITOR, None, "HMICFRS"))) == [Obstacle.ROLE]
    assert obstacles(answers(individual, _acting(RoleCode.HUB_OFFICER, "EM", "ROCU"))) == [Obstacle.HUB]
    by_name.restrict(individual)
    assert obstacles(answers(individual, _acting(*OFFICER))) == [Obstacle.RESTRICTED]
    assert obstacles(answers(individual, _acting(RoleCode.AGENCY_CONTRIB, None, "HMRC"))) == [Obstacle.RESTRICTED]


def test_nobody_saw_what_was_not_yet_on_the_list() -> None:
    """A sentence, not an answer."""
    individual = factories.individual()

    with pytest.raises(BadRequest, match="was not on the list at that time"):
        answers(individual, _acting(*OFFICER), _moment(days=1))
