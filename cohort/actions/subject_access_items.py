"""The items of a person's request for the own data: collected, decided one by one by their owners, collected anew."""

from collections.abc import Collection, Sequence

from cohort.access import get_subject_access_item
from cohort.actions.subject_access import moving
from cohort.enums import ItemDecision
from cohort.models import SubjectAccessItem, SubjectAccessRequest
from cohort.queries.subject_access_items import Collected, Owner, exemptions, items_of, owner_of, who_decides
from marsoc.govuk.jinja import long_date
from marsoc.kit import clock
from sharing import audit
from sharing.actions.notices import settle_all_notices, tell
from sharing.actions.writing import writing
from sharing.enums import NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.viewer import Viewer


def keep_items(*, by: Viewer, request: SubjectAccessRequest, items: Sequence[Collected]) -> SubjectAccessRequest:
    """Keep what was collected, as it stood, and ask its owners to decide.

    Args:
        by: who handles the request.
        request: whose records have been searched for.
        items: what is held; nothing where the applicant is on no list.

    Raises:
        BadRequest: the result of the search has not been recorded, or the request has moved on.
    """
    with moving(by, request, "collect", "Collected what is held") as locked:
        if locked.matched_at is None:
            raise BadRequest("Search the lists of every hub and record the result first.")
        SubjectAccessItem.unscoped.bulk_create(
            SubjectAccessItem(
                request=locked, regime=locked.regime, individual_id=each.individual, hub_id=each.hub,
                agency_id=each.agency, group=each.group, label=each.label[:120], text=each.text,
                source=each.source[:200], third_party=each.third_party,
            )
            for each in items
        )  # fmt: skip
        _ask_owners(by, locked, {each.individual for each in items if each.restricted})
    return locked


def collect_anew(*, by: Viewer, request: SubjectAccessRequest, words: str) -> SubjectAccessRequest:
    """Throw away what was collected and decided, to search and collect again.

    Raises:
        BadRequest: the request has moved on.
    """
    with moving(by, request, "reopen", words) as locked:
        settle_items_notices(by, locked)
        SubjectAccessItem.unscoped.visible_to(by).filter(request=locked).delete()
        locked.matched_at = None
        locked.forget_outcome()
    return locked


def close_request(*, by: Viewer, request: SubjectAccessRequest, words: str) -> SubjectAccessRequest:
    """Close a request: answered and done with, or withdrawn.

    Raises:
        BadRequest: it is closed already.
    """
    with moving(by, request, "close", words) as locked:
        settle_items_notices(by, locked)
        SubjectAccessItem.unscoped.visible_to(by).filter(request=locked).update(settled=True)
        locked.closed_at, locked.paused_on = clock.now(), None
    return locked


def decide_item(
    *,
    by: Viewer,
    item: SubjectAccessItem,
    decision: ItemDecision,
    remains: str = "",
    exemption: str = "",
    words: str = "",
    considered: bool = False,
) -> SubjectAccessItem:
    """Decide what of an item is given to the person it is about; until the answer it may be decided again.

    Args:
        by: the manager of the hub that owns the record, or the contact of the agency that contributed the item;
            information governance where neither can.
        item: one that the viewer sees.
        decision: what becomes of it.
        remains: what is left of the text, where it is disclosed in part.
        exemption: code of the ground on which the rest is withheld.
        words: why, for the file.
        considered: whether the rights of others whom the text speaks of were weighed.

    Raises:
        BadRequest: the decision does not say all that it must, or the item is decided no more.
        Refused: somebody else is to decide.
    """
    with writing(by, words or "Decided an item"):
        get_subject_access_item(by, item.pk)
        locked = SubjectAccessItem.unscoped.visible_to(by).select_for_update(of=("self",)).get(pk=item.pk)
        if locked.settled:
            raise BadRequest("This item is part of an answer or of a closed request. It is decided no more.")
        if by.governs and who_decides([locked])[owner_of(locked)]:
            raise Refused("This item is decided by whom it belongs to. Ask them.")
        _check(locked, decision, remains, exemption, considered=considered)
        locked.decision, locked.remains, locked.words = decision, remains, words
        locked.exemption_id, locked.third_party_considered = exemption or None, considered
        locked.decided_by, locked.decided_at = by.user, clock.now()
        locked.save()
        audit.record(
            by, Operation.ALTER, kind="subject_access", ref=str(locked.request_id), step="item", item=locked.pk
        )
        _settle_if_done(by, locked)
    return locked


def _check(item: SubjectAccessItem, decision: ItemDecision, remains: str, exemption: str, *, considered: bool) -> None:
    if decision == ItemDecision.REDACT and (not remains.strip() or remains.strip() == item.text.strip()):
        raise BadRequest("Enter the text that remains: less than the whole, and not nothing.")
    if decision != ItemDecision.DISCLOSE and exemption not in {each.pk for each in exemptions(item.regime)}:
        raise BadRequest("Select the ground on which something is left out.")
    if item.third_party and decision != ItemDecision.WITHHOLD and not considered:
        raise BadRequest("Confirm that you have weighed the rights of everybody else whom the text speaks of.")


def _ask_owners(by: Viewer, request: SubjectAccessRequest, restricted: Collection[int]) -> None:
    """Leave each owner a notice; not the hub of a restricted record, whose manager may not be told of it."""
    items = items_of(by, request)
    until = f"Decide by {long_date(request.due_on)}" if request.due_on else "Decide"
    for owner, (first, number) in _by_owner(items).items():
        if owner.individual in restricted and not owner.agency:
            continue
        tell(
            by=by, key=_key(first), kind=NoticeKind.RIGHTS, asks=True, route="subject_access_items",
            sentence=f"{until} what of {number} item{'s' if number != 1 else ''} may be given to the person concerned.",
            hub=None if owner.agency else owner.hub, agency=owner.agency,
            role=RoleCode.AGENCY_SPOC if owner.agency else RoleCode.HUB_MANAGER,
        )  # fmt: skip


def _by_owner(items: Sequence[SubjectAccessItem]) -> dict[Owner, tuple[SubjectAccessItem, int]]:
    found: dict[Owner, tuple[SubjectAccessItem, int]] = {}
    for item in items:
        first, number = found.get(owner_of(item), (item, 0))
        found[owner_of(item)] = (first, number + 1)
    return found


def settle_items_notices(by: Viewer, request: SubjectAccessRequest) -> None:
    """Mark what the owners of a request's items were asked for as overtaken."""
    settle_all_notices(by=by, keys=[_key(first) for first, _ in _by_owner(items_of(by, request)).values()])


def _settle_if_done(by: Viewer, item: SubjectAccessItem) -> None:
    same = SubjectAccessItem.unscoped.visible_to(by).filter(
        request=item.request_id, hub=item.hub_id, agency=item.agency_id, individual=item.individual_id
    )
    if not same.filter(decision="").exists():
        settle_all_notices(by=by, keys=[_key(same.earliest("pk"))])


def _key(first: SubjectAccessItem) -> str:
    """Return the key of the notice about items of one owner, by the first of them."""
    return f"items:{first.pk}"
