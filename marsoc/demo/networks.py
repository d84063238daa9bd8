"""A few organised crime groups over the hubs, with members, links, and some people held apart."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

from django.db import transaction

from cohort.actions.held_apart import hold_apart
from cohort.actions.links import add_link
from cohort.actions.networks import add_group, add_member
from cohort.enums import ApartCategory, GroupStatus
from cohort.models import CrimeGroup, GroupRole, Individual, LinkKind
from cohort.moves import FIT
from marsoc.demo.acting import acting
from marsoc.kit import clock
from sharing.enums import RoleCode
from sharing.models import Hub
from sharing.seeing import seeing
from sharing.viewer import Viewer

SEED = 23
_GROUPS: tuple[tuple[str, str, list[str], list[str], GroupStatus, int], ...] = (
    ("WM", "Canal Street crew", ["Towpath"], ["DRUGS", "FIREARMS"], GroupStatus.ACTIVE, 9),
    ("WM", "Ironbridge transport", [], ["ML"], GroupStatus.DORMANT, 3),
    ("EM", "Trent Lock group", ["The Lock"], ["DRUGS"], GroupStatus.ACTIVE, 5),
    ("LD", "Eastway network", [], ["MSHT"], GroupStatus.ACTIVE, 6),
)
_ROLES = ("LEADER", "ENFORCER", "SUPPLIER", "FINANCE", "FACILITATOR", "LOGISTICS", "DISTRIBUTOR", "TECHNICAL", "OTHER")
_LINKS = ("CRIME", "FAMILY", "SUPPLIES", "CODEFENDANT", "ADDRESS", "FINANCES", "CONFLICT")
_APART = (
    ("Imogen Sample", ApartCategory.VICTIM, "Pays the group", "To keep her safe while the group is disrupted"),
    ("Rowan Specimen", ApartCategory.ASSOCIATE, "Brother of a member", "He holds the tenancy of the address used"),
    ("Tamsin Exemplar", ApartCategory.ASSOCIATE, "Accountant", "Her firm files the accounts of the front company"),
)


@transaction.atomic
def prepare_networks() -> None:
    """Keep the groups, all of them or none, unless that has been done."""
    with seeing(acting(RoleCode.CENTRAL_ADMIN)):
        if CrimeGroup.unscoped.exists():
            return
    chance, spoken_for = Random(SEED), set[int]()
    for hub, name, other_names, threats, status, size in _GROUPS:
        by, people = acting(RoleCode.CENTRAL_ADMIN), _people(hub, size, spoken_for)
        spoken_for.update(person.pk for person in people)
        group = add_group(
            by=by, hub=Hub.objects.get(pk=hub), reason="Regional assessment (synthetic)", name=name,
            other_names=other_names, threats=threats, status=status, status_since=_ago(chance),
        )  # fmt: skip
        for person, role in zip(people, _ROLES, strict=False):
            add_member(
                by=by, group=group, individual=person, role=GroupRole.objects.get(pk=role), from_on=_ago(chance),
                grading=_grading(chance),
            )  # fmt: skip
        _link(by, people, chance)
    _hold_apart(acting(RoleCode.HUB_MANAGER, "WM"))


def _people(hub: str, size: int, spoken_for: set[int]) -> list[Individual]:
    by = acting(RoleCode.CENTRAL_ADMIN)
    with seeing(by):
        found = Individual.unscoped.visible_to(by).filter(owning_hub=hub, left_on=None, category__in=sorted(FIT))
        return list(found.exclude(surname="").exclude(forenames="").exclude(pk__in=spoken_for).order_by("pk")[:size])


def _link(by: Viewer, people: list[Individual], chance: Random) -> None:
    for (one, other), kind in zip(pairwise(people), _LINKS, strict=False):
        add_link(
            by=by, individual=one, other=other, kind=LinkKind.objects.get(pk=kind), from_on=_ago(chance),
            grading=_grading(chance),
        )  # fmt: skip


def _hold_apart(by: Viewer) -> None:
    with seeing(by):
        group = CrimeGroup.unscoped.visible_to(by).filter(owning_hub="WM").earliest("pk")
        person = Individual.unscoped.visible_to(by).filter(memberships__group=group).earliest("pk")
    for number, (name, category, relation, necessity) in enumerate(_APART):
        hold_apart(
            by=by, of=person if number else group, name=name, category=category, relation=relation,
            necessity=f"{necessity} (synthetic)", source_reference=f"IR/2026/{400 + number}",
        )  # fmt: skip


def _ago(chance: Random) -> date:
    return clock.today() - timedelta(days=chance.randint(60, 900))


def _grading(chance: Random) -> dict[str, str]:
    conditions = chance.random() < 0.15
    return {
        "source_grade": chance.choice("112"), "intelligence_grade": chance.choice("AABC"),
        "handling": "C" if conditions else "P", "conditions": "Ask the originator first" if conditions else "",
        "source_reference": f"IR/2026/{chance.randint(1000, 9999)}",
    }  # fmt: skip
