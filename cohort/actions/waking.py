"""What a change of the custody phase wakes: the hub is told, and each agency that sees more of the person, or less."""

from cohort.models import Individual
from cohort.moves import sharing_stopped
from cohort.queries.phases import Shift, shifts_between
from marsoc.kit import clock
from sharing.actions.notices import tell
from sharing.enums import NoticeKind, Phase
from sharing.viewer import Viewer


def tell_of_phase(by: Viewer, individual: Individual, before: Phase) -> None:
    """Leave a notice for the hub and for each agency whose sight has changed with the phase.

    Of a restricted record, and of somebody who has left the list, nobody is told; while nothing of somebody is shared,
    no agency is.

    Args:
        by: who changed the phase.
        individual: locked by the caller, in its new phase and not yet saved.
        before: the phase before.
    """
    if individual.restricted or individual.left_on:
        return
    reference, change = individual.shown_reference, f"phase:{individual.pk}:{individual.version + 1}"
    phase = Phase(individual.phase).label
    tell(
        by=by, key=f"{change}:hub", kind=NoticeKind.CUSTODY, hub=individual.owning_hub_id, route="individual_custody",
        argument=reference,
        sentence=f"{reference} is now '{phase}'. What is due about the person may have changed: look at the record.",
    )  # fmt: skip
    if _is_kept_back(individual):
        return
    for agency, shift in shifts_between(individual, before).items():
        route, argument = ("individual_list", "") if shift == Shift.LOST else ("individual_overview", reference)
        tell(
            by=by, key=f"{change}:{agency}", kind=NoticeKind.CUSTODY, agency=agency, route=route, argument=argument,
            sentence=_SENTENCES[shift].format(reference),
        )  # fmt: skip


_SENTENCES = {
    Shift.GAINED: "An agreement shows your agency {} from now on.",
    Shift.LOST: "No agreement shows your agency {} any more. What was shared by name is not changed.",
    Shift.CHANGED: "What agreements show your agency of {} has changed.",
}


def _is_kept_back(individual: Individual) -> bool:
    today = clock.today()
    overdue = individual.retention_due is not None and individual.retention_due < today
    return overdue or sharing_stopped(individual.status, individual.review_due, today)
