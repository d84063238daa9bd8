"""Deciding whether two records are of one person."""

from cohort.access import must_be_allowed
from cohort.enums import Verdict
from cohort.models import PossibleMatch
from cohort.permissions import CohortPermission
from marsoc.kit import clock
from sharing import audit
from sharing.actions.writing import writing
from sharing.enums import Operation
from sharing.errors import BadRequest
from sharing.viewer import Viewer


def decide_possible_match(*, by: Viewer, match: PossibleMatch, verdict: Verdict) -> PossibleMatch:
    """Remember what a person decided about two records that look alike, so that it is not asked again.

    Args:
        by: who decides; must see both records.
        match: the pair.
        verdict: the same person or not.

    Raises:
        BadRequest: no verdict is given, or the pair has been decided already.
        PossibleMatch.DoesNotExist: a record has moved out of the viewer's reach.
        Refused: the viewer may not change individuals.
    """
    must_be_allowed(by, CohortPermission.CHANGE)
    if verdict == Verdict.OPEN:
        raise BadRequest("Select whether the two records are of the same person")
    with writing(by, verdict.label):
        locked: PossibleMatch = PossibleMatch.unscoped.visible_to(by).select_for_update(of=("self",)).get(pk=match.pk)
        if locked.verdict != Verdict.OPEN:
            raise BadRequest("Somebody has decided about these two records already. Nothing was changed.")
        locked.verdict, locked.decided_by, locked.decided_at = verdict, by.user, clock.now()
        locked.save(update_fields=["verdict", "decided_by", "decided_at"])
        references = [locked.first.shown_reference, locked.second.shown_reference]
        audit.record(by, Operation.ALTER, kind="possible_match", ref=" ".join(references), verdict=verdict.value)
    return locked
