"""Nominating somebody for a hub's list, and what the hub does with it."""

from collections.abc import Collection, Mapping
from typing import Any

from cohort.access import must_be_allowed, must_be_allowed_on
from cohort.actions.adding import FirstPhase, add_individual, must_be_nobody_apart
from cohort.enums import NominationState
from cohort.models import Individual, Nomination
from cohort.permissions import CohortPermission
from cohort.queries.likeness import Likely
from marsoc.kit import clock
from sharing import audit
from sharing.actions.notices import settle_notices, tell
from sharing.actions.writing import writing
from sharing.enums import NoticeKind, Operation
from sharing.errors import BadRequest, Refused
from sharing.models import Hub
from sharing.viewer import Viewer


def nominate_person(*, by: Viewer, hub: Hub, facts: Mapping[str, Any], grounds: str, evidence: str) -> Nomination:
    """Nominate somebody for a hub's list.

    Args:
        by: who nominates, for an agency.
        hub: whose list it is.
        facts: name, date of birth, category of data subject and threat areas, by the names of the fields.
        grounds: why the person belongs on the list.
        evidence: where the evidence is; references, never sources.

    Raises:
        BadRequest: the person is a victim or a witness.
        Refused: the viewer acts for no agency that nominates.
    """
    must_be_allowed(by, CohortPermission.NOMINATE)
    if by.agency is None or by.membership is None:
        raise Refused("Only somebody who acts for an agency nominates.")
    must_be_nobody_apart(facts["category"])
    with writing(by, grounds):
        nomination = Nomination(
            hub=hub, agency=by.agency, membership=by.membership, nominated_at=clock.now(), grounds=grounds,
            evidence=evidence, **facts,
        )  # fmt: skip
        nomination.save(force_insert=True)
        audit.record(by, Operation.COLLECT, kind="nomination", ref=str(nomination.pk), hub=hub.pk)
        tell(
            by=by, key=_key(nomination), kind=NoticeKind.NOMINATION, hub=hub.pk, route="nomination_detail",
            sentence=f"{by.agency.name} nominates somebody for your list. Take the nomination up or answer it.",
            argument=str(nomination.pk), asks=True,
        )  # fmt: skip
    return nomination


def take_up_as_new(*, by: Viewer, nomination: Nomination, phase: FirstPhase, likely: Collection[Likely]) -> Individual:
    """Add the person who was nominated to the hub's list, as nominated.

    Args:
        by: for the hub.
        nomination: which waits.
        phase: the present custody phase.
        likely: people on the list who may be the same person; each pair is put before somebody to decide.

    Raises:
        BadRequest: it no longer waits, or the phase begins in the future.
        Refused: the viewer may not add to this hub's list.
    """
    facts = {
        "surname": nomination.surname, "forenames": nomination.forenames, "category": nomination.category,
        "name_source": f"Nomination by {nomination.agency.name}", "date_of_birth": nomination.date_of_birth,
        "birth_source": f"Nomination by {nomination.agency.name}" if nomination.date_of_birth else "",
        "threats": nomination.threats,
    }  # fmt: skip
    with writing(by, nomination.grounds):
        waiting = _waiting(by, nomination)
        individual = add_individual(
            by=by, hub=waiting.hub, facts=facts, phase=phase, likely=likely, reason=nomination.grounds
        )
        _answer(by, waiting, NominationState.TAKEN_UP, individual, "")
    return individual


def take_up_as_known(*, by: Viewer, nomination: Nomination, individual: Individual) -> None:
    """Say that the person who was nominated is on the hub's list already.

    Raises:
        BadRequest: it no longer waits, or the record is another hub's.
        Refused: the viewer may not change the record.
    """
    must_be_allowed_on(by, individual, CohortPermission.CHANGE)
    if individual.owning_hub_id != nomination.hub_id:
        raise BadRequest("That record belongs to another hub. Answer the nomination, or ask for a record of this hub.")
    with writing(by):
        _answer(by, _waiting(by, nomination), NominationState.TAKEN_UP, individual, "")


def decline_nomination(*, by: Viewer, nomination: Nomination, answer: str) -> None:
    """Not take a nomination up; the agency reads the answer.

    Raises:
        BadRequest: it no longer waits.
        Refused: the viewer may not decide.
    """
    with writing(by, answer):
        _answer(by, _waiting(by, nomination), NominationState.DECLINED, None, answer)


def _waiting(by: Viewer, nomination: Nomination) -> Nomination:
    must_be_allowed(by, CohortPermission.CHANGE)
    if by.reach is not None and nomination.hub_id not in by.reach:
        raise Refused("Only the hub that somebody is nominated for decides about it.")
    waiting = Nomination.unscoped.visible_to(by).filter(pk=nomination.pk)
    found: Nomination | None = waiting.select_for_update(of=("self",)).first()
    if found is None or found.state != NominationState.WAITING:  # none: taken up meanwhile as somebody just added
        raise BadRequest("This nomination has been answered already. Nothing was changed: open it again to see how.")
    return found


def _answer(
    by: Viewer, nomination: Nomination, state: NominationState, individual: Individual | None, answer: str
) -> None:
    nomination.state, nomination.individual, nomination.answer = state, individual, answer
    nomination.decided_by, nomination.decided_at = by.user, clock.now()
    nomination.save(update_fields=["state", "individual", "answer", "decided_by", "decided_at"])
    about = individual.shown_reference if individual else ""
    audit.record(by, Operation.ALTER, kind="nomination", ref=str(nomination.pk), state=state, individual=about)
    settle_notices(by=by, key=_key(nomination))
    tell(
        by=by, key=f"{_key(nomination)}:answered", kind=NoticeKind.NOMINATION, agency=nomination.agency_id,
        sentence="The hub has answered a nomination of your agency.", route="nomination_detail",
        argument=str(nomination.pk),
    )  # fmt: skip


def _key(nomination: Nomination) -> str:
    return f"nomination:{nomination.pk}"
