"""Finding records that may be of one person, and deciding whether they are."""

from cohort.access import must_be_allowed, must_be_allowed_on
from cohort.enums import Verdict
from cohort.models import Individual, MatchingDue, PossibleMatch
from cohort.permissions import CohortPermission
from cohort.queries.matching import Match, likely_pairs
from marsoc.kit import clock
from sharing import audit
from sharing.actions.notices import tell
from sharing.actions.writing import writing
from sharing.enums import NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest
from sharing.viewer import Viewer

_AT_ONCE = 500


def find_matches(*, by: Viewer) -> int:
    """Compare those whose records are new or have changed with everybody else; the next run does the rest.

    A pair that is known keeps what was decided about it. Where two hubs own the records, each is told once that a
    likely match was entered elsewhere, and nothing of it.

    Args:
        by: the job.

    Returns:
        How many records were compared.
    """
    with writing(by, "Records that look alike"):
        waiting = MatchingDue.unscoped.visible_to(by).order_by("pk")
        due = dict(waiting.select_for_update(of=("self",), skip_locked=True).values_list("pk", "individual")[:_AT_ONCE])
        MatchingDue.unscoped.visible_to(by).filter(pk__in=due).delete()
        found = likely_pairs(by, set(due.values())) if due else []
        known = _keep(by, found)
        for match in found:
            pair = known[match.first.pk, match.second.pk]
            if match.first.owning_hub_id != match.second.owning_hub_id and pair.verdict == Verdict.OPEN:
                _tell_owners(by, pair, match)
        if found:
            references = sorted({each.shown_reference for match in found for each in (match.first, match.second)})
            audit.record(by, Operation.SEARCH, kind="likely_same", shown=references)
    return len(set(due.values()))


def _keep(by: Viewer, found: list[Match]) -> dict[tuple[int, int], PossibleMatch]:
    """Put new pairs before people to decide, say of open ones how alike they are now, and leave decided ones alone."""
    pairs = PossibleMatch.unscoped.visible_to(by).select_for_update(of=("self",)).filter(
        first__in={match.first.pk for match in found}, second__in={match.second.pk for match in found}
    )  # fmt: skip
    known = {(pair.first_id, pair.second_id): pair for pair in pairs.order_by("pk")}
    for match in found:
        pair = known.setdefault(
            (match.first.pk, match.second.pk), PossibleMatch(first_id=match.first.pk, second_id=match.second.pk)
        )
        said = (match.score, list(match.reasons))
        if pair.verdict == Verdict.OPEN and (pair.score, pair.reasons) != said:
            pair.score, pair.reasons = said
            pair.save()
    return known


def _tell_owners(by: Viewer, pair: PossibleMatch, match: Match) -> None:
    for own in (match.first, match.second):
        tell(
            by=by, key=f"match:{pair.pk}:{own.owning_hub_id}", kind=NoticeKind.MATCH, hub=own.owning_hub_id,
            role=RoleCode.HUB_MANAGER, route="individual_overview", argument=own.shown_reference,
            sentence=f"Somebody who may be the same person as {own.shown_reference} was entered elsewhere. Ask the"
            " central team, who see both records.",
        )  # fmt: skip


def decide_possible_match(*, by: Viewer, match: PossibleMatch, verdict: Verdict) -> PossibleMatch:
    """Remember what a person decided about two records that look alike, so that it is not asked again.

    Args:
        by: who decides; must see both records.
        match: the pair.
        verdict: the same person or not.

    Raises:
        BadRequest: no verdict is given, or the pair has been decided already.
        PossibleMatch.DoesNotExist: a record has moved out of the viewer's reach.
        Refused: the viewer may not change individuals, or not both of these.
    """
    must_be_allowed(by, CohortPermission.CHANGE)
    if verdict == Verdict.OPEN:
        raise BadRequest("Select whether the two records are of the same person")
    with writing(by, verdict.label):
        locked = _locked(by, match)
        if locked.verdict != Verdict.OPEN:
            raise BadRequest("Somebody has decided about these two records already. Nothing was changed.")
        locked.verdict, locked.decided_by, locked.decided_at = verdict, by.user, clock.now()
        locked.save(update_fields=["verdict", "decided_by", "decided_at"])
        _record(by, locked, verdict=verdict.value)
    return locked


def withdraw_decision(*, by: Viewer, match: PossibleMatch, reason: str) -> PossibleMatch:
    """Take back what was decided about two records, so that it is asked again.

    Args:
        by: who takes it back; must see both records.
        match: the pair.
        reason: why, in the person's own words.

    Raises:
        BadRequest: nothing has been decided.
        PossibleMatch.DoesNotExist: a record has moved out of the viewer's reach.
        Refused: the viewer may not change individuals, or not both of these.
    """
    must_be_allowed(by, CohortPermission.CHANGE)
    with writing(by, reason):
        locked = _locked(by, match)
        if locked.verdict == Verdict.OPEN:
            raise BadRequest("Nothing is decided about these two records. Nothing was changed.")
        locked.verdict, locked.decided_by, locked.decided_at = Verdict.OPEN, None, None
        locked.save(update_fields=["verdict", "decided_by", "decided_at"])
        _record(by, locked, verdict=Verdict.OPEN.value)
    return locked


def _locked(by: Viewer, match: PossibleMatch) -> PossibleMatch:
    pairs = PossibleMatch.unscoped.visible_to(by).select_related("first", "second")
    locked: PossibleMatch = pairs.select_for_update(of=("self",)).get(pk=match.pk)
    individuals: tuple[Individual, Individual] = (locked.first, locked.second)
    for individual in individuals:
        must_be_allowed_on(by, individual, CohortPermission.CHANGE)
    return locked


def _record(by: Viewer, match: PossibleMatch, **details: str) -> None:
    references = [match.first.shown_reference, match.second.shown_reference]
    audit.record(by, Operation.ALTER, kind="possible_match", ref=" ".join(references), **details)
