"""People who ask for their own data, and information governance, which handles it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection

from cohort.actions import subject_access as actions
from cohort.actions import subject_access_answer as answers
from cohort.enums import Channel, ItemGroup, Outcome, Regime
from cohort.models import Individual, SubjectAccessItem, SubjectAccessMatch, SubjectAccessRequest
from cohort.views.subject_access_items import collect
from marsoc.kit import clock
from sharing.enums import RoleCode
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests import factories


def governance(agency: str = "HMPPS-CENTRAL", hub: str | None = None) -> Viewer:
    """Return somebody new of information governance."""
    return factories.viewer(RoleCode.DPO_IG, agency, hub)


def registered(by: Viewer, **given: Any) -> SubjectAccessRequest:
    """Return a request received today, of somebody who is on no list unless told otherwise."""
    values: dict[str, Any] = {
        "regime": Regime.PART3, "applicant": "Invented Applicant", "channel": Channel.POST,
        "received_on": clock.today(), **given,
    }  # fmt: skip
    return actions.register_request(by=by, **values)


def verified(by: Viewer, **given: Any) -> SubjectAccessRequest:
    """Return a request whose applicant has been verified, so that it can be collected for."""
    return actions.verify_identity(by=by, request=registered(by, **given), how="Passport", on=clock.today())


def matched(by: Viewer, *individuals: Individual, **given: Any) -> SubjectAccessRequest:
    """Return a request of which it is recorded whose records it is about; of nobody's unless told."""
    references = [each.shown_reference for each in individuals]
    return actions.mark_matches(by=by, request=verified(by, **given), references=references)


def collected(by: Viewer, *individuals: Individual, **given: Any) -> SubjectAccessRequest:
    """Return a request for which everything was collected and whose owners are to decide."""
    request = matched(by, *individuals, **given)
    with seeing(by):
        return collect(by, request)


def approved(by: Viewer, *individuals: Individual, **given: Any) -> SubjectAccessRequest:
    """Return a request whose answer was approved; nothing is held unless an outcome is given."""
    outcome = given.pop("outcome", Outcome.NOTHING)
    request = collected(by, *individuals, **given)
    answers.decide_outcome(by=by, request=request, outcome=outcome, reason="Invented")
    return answers.approve_outcome(by=governance(), request=request)


def item_of(individual: Individual, **given: Any) -> SubjectAccessItem:
    """Return an item that is not saved, of a request that is, in a transaction of information governance."""
    request = registered(governance())
    _govern()
    values = {"group": ItemGroup.IDENTITY, "label": "Forenames", "text": "Quentin", "regime": request.regime, **given}
    return SubjectAccessItem(request=request, individual=individual, hub_id=individual.owning_hub_id, **values)


def matching_twice(individual: Individual) -> Callable[[], SubjectAccessMatch]:
    """Return a maker of one and the same match."""
    request, user = unsaved(), factories.user()
    factories.save(request)
    return lambda: SubjectAccessMatch(request=request, individual=individual, marked_by=user, marked_at=clock.now())


def unsaved(**given: Any) -> SubjectAccessRequest:
    """Return a request that is not saved, in a transaction in which information governance writes."""
    _govern()
    values = {
        "regime": Regime.GDPR, "applicant": "Invented Applicant", "channel": Channel.POST,
        "received_on": date(2026, 1, 31), "registered_by": factories.user(), "registered_at": clock.now(), **given,
    }  # fmt: skip
    return SubjectAccessRequest(**values)


def _govern() -> None:
    """Let the rest of the transaction write as information governance."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('marsoc.governs', 'on', true)")
