"""Three people of the demonstration who ask for their own data: one under way, one answered, one on no list."""

from django.db import transaction

from cohort.actions import subject_access as actions
from cohort.actions.subject_access_answer import approve_outcome, decide_outcome, send_answer
from cohort.actions.subject_access_items import decide_item
from cohort.enums import Channel, ItemDecision, Outcome, Regime
from cohort.models import Individual, SubjectAccessItem, SubjectAccessRequest
from cohort.views.subject_access_items import collect
from marsoc.demo.agreements import OWNER, days_ago
from marsoc.kit import clock
from sharing.actions.people import add_user, start_membership
from sharing.enums import RoleCode
from sharing.models import Agency, Membership, Role, User
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in

HUB = "WM"
SECOND = "second.dpo.ig"
"""Who approves what information governance decides; nobody signs in as that person."""


def prepare_subject_access(by: Viewer) -> None:
    """Make the requests unless there are any, as far as the hub has people for them; all of them or none.

    Args:
        by: the demonstration's own viewer.
    """
    held = Membership.objects.named().filter(agency=OWNER, role=RoleCode.DPO_IG).exclude(user__username=SECOND)
    handler, second = viewer_in(held.earliest("pk")), _second(by)
    with seeing(handler):
        if SubjectAccessRequest.unscoped.visible_to(handler).exists():
            return
    manager = viewer_in(Membership.objects.named().filter(role=RoleCode.HUB_MANAGER, hub=HUB).earliest("pk"))
    with seeing(manager):
        known = Individual.unscoped.visible_to(manager).filter(owning_hub=HUB, restricted=False)
        people = list(known.order_by("pk")[:2])
    with transaction.atomic():
        _on_no_list(handler)
        if people:
            _under_way(handler, manager, people[0])
            _answered(handler, second, manager, people[-1])


def _second(by: Viewer) -> Viewer:
    user = User.objects.filter(username=SECOND).first()
    if user is None:
        user = add_user(
            by=by, username=SECOND, full_name="Oliver Strand", email=f"{SECOND}@example.test", password=None
        )
        start_membership(
            by=by, user=user, agency=Agency.objects.get(pk=OWNER), hub=None, role=Role.objects.get(pk=RoleCode.DPO_IG)
        )
    return viewer_in(Membership.objects.named().get(user=user))


def _collected(by: Viewer, applicant: str, regime: Regime, *individuals: Individual) -> SubjectAccessRequest:
    request = actions.register_request(
        by=by, regime=regime, applicant=applicant, channel=Channel.POST, received_on=clock.today(),
        date_of_birth=individuals[0].date_of_birth if individuals else None,
        particulars="Asks for everything that is held, and who was told of it.",
    )  # fmt: skip
    request = actions.verify_identity(
        by=by, request=request, how="Copy of a passport, and a bill with the address", on=clock.today()
    )
    references = [each.shown_reference for each in individuals]
    request = actions.mark_matches(by=by, request=request, references=references)
    with seeing(by):
        return collect(by, request)


def _on_no_list(handler: Viewer) -> None:
    with days_ago(6):
        request = _collected(handler, "Ferdinand Okonjo-Blythe", Regime.PART3)
        decide_outcome(by=handler, request=request, outcome=Outcome.NOTHING, reason="Searched by name and birth")


def _under_way(handler: Viewer, manager: Viewer, individual: Individual) -> None:
    """Of which the hub manager has decided the first items, and a week is left."""
    with days_ago(23):
        request = _collected(handler, individual.full_name, Regime.PART3, individual)
    with days_ago(20):
        _decide(manager, request, limit=4)


def _answered(handler: Viewer, second: Viewer, manager: Viewer, individual: Individual) -> None:
    with days_ago(60):
        request = _collected(handler, individual.full_name, Regime.GDPR, individual)
    with days_ago(45):
        _decide(manager, request)
        decide_outcome(by=handler, request=request, outcome=Outcome.GIVE, reason="Nothing stands against it")
    with days_ago(41):
        approve_outcome(by=second, request=request)
        send_answer(by=handler, request=request, words="By recorded delivery")


def _decide(manager: Viewer, request: SubjectAccessRequest, limit: int | None = None) -> None:
    """Disclose what is about the person alone, and withhold what speaks of others."""
    grounds = {Regime.PART3: "S45_OTHERS", Regime.GDPR: "SCH2_OTHERS"}
    with seeing(manager):
        items = list(SubjectAccessItem.unscoped.visible_to(manager).filter(request=request.pk)[:limit])
    for item in items:
        if item.third_party:
            ground = grounds[Regime(item.regime)]
            decide_item(by=manager, item=item, decision=ItemDecision.WITHHOLD, exemption=ground, words="Names others")
        else:
            decide_item(by=manager, item=item, decision=ItemDecision.DISCLOSE)
