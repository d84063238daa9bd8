"""People seen twice: two who were entered by another hub as well, and one whose two records were merged."""

from typing import Any

from cohort.actions.adding import FirstPhase, add_individual
from cohort.actions.facts import add_alias
from cohort.actions.matches import decide_possible_match, find_matches
from cohort.actions.merging import approve_merge, propose_merge
from cohort.enums import ListStatus, NameKind, Verdict
from cohort.models import Individual, Merge, PossibleMatch
from cohort.queries.merging import merge_plan
from marsoc.kit import clock
from sharing.enums import Phase, RoleCode
from sharing.models import Hub, Membership
from sharing.seeing import seeing
from sharing.viewer import Viewer, system_viewer, viewer_in

HUB, OTHER = "WM", "EM"
_SAME = ("surname", "forenames", "date_of_birth", "category")
_SOURCE = "Custody record"


def prepare_matches() -> None:
    """Enter three people a second time, unless that has been done, have pairs found, and merge one of them."""
    lead, officer, manager = (
        viewer_in(Membership.objects.named().filter(role=role).earliest("pk"))
        for role in (RoleCode.CENTRAL_ADMIN, RoleCode.HUB_OFFICER, RoleCode.HUB_MANAGER)
    )
    with seeing(lead):
        people = _people(lead)
        if len(people) < 3 or Merge.unscoped.exists():
            return
    for person in people[1:]:
        _enter_again(lead, person, OTHER)
    again = _enter_again(officer, people[0], HUB)
    add_alias(
        by=officer, individual=again, version=again.version, kind=NameKind.STREET, name="Skipper", source=_SOURCE,
        reason="Named so on arrest",
    )  # fmt: skip
    while find_matches(by=system_viewer("matching")):
        pass
    _merge(officer, manager, people[0], again)


def _people(by: Viewer) -> list[Individual]:
    found = Individual.unscoped.visible_to(by).filter(
        owning_hub=HUB, status=ListStatus.NOMINATED, left_on=None, date_of_birth__isnull=False
    )
    return list(found.exclude(surname="").exclude(forenames="").order_by("-pk")[:3])


def _enter_again(by: Viewer, person: Individual, hub: str) -> Individual:
    facts: dict[str, Any] = {name: getattr(person, name) for name in _SAME}
    return add_individual(
        by=by, hub=Hub.objects.get(pk=hub), facts={**facts, "name_source": _SOURCE, "birth_source": _SOURCE},
        phase=FirstPhase(Phase.PRE, clock.today(), _SOURCE), likely=[], reason="Arrested in the area of the hub",
    )  # fmt: skip


def _merge(officer: Viewer, manager: Viewer, person: Individual, again: Individual) -> None:
    with seeing(officer):
        pairs = PossibleMatch.unscoped.visible_to(officer).filter(first=person, second=again, verdict=Verdict.OPEN)
        pair = pairs.first()
        person, again = (Individual.unscoped.visible_to(officer).get(pk=each.pk) for each in (person, again))
        if pair is None:
            return
        decide_possible_match(by=officer, match=pair, verdict=Verdict.SAME)
        plan = merge_plan(officer, person, again)
    if plan.obstacles:
        return
    proposed = propose_merge(
        by=officer, survivor=person, merged=again, versions=(person.version, again.version),
        choices=dict.fromkeys(plan.questions, "survivor"), words="Same fingerprints on both arrests",
    )  # fmt: skip
    approve_merge(by=manager, proposed=proposed)
