"""Named shares: offered by the owning hub, accepted by the receiving agency, ended by either.

A share gives what it says while the clause it rests on gives the agency anything, which the database looks up at every
instant (``named_access``); nothing has to be done here when an agreement is suspended, loses a signature or goes on.
Every act on what is shared by name with an agency holds that agency's lock, so that two people act one after the other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import Permission
from django.db.models import F
from django.db.models.functions import Greatest

from cohort.access import must_be_allowed, must_be_allowed_on, subjects
from cohort.enums import ShareState
from cohort.models import Individual, IndividualGrant, NamedShare
from cohort.named_access import Subject
from cohort.permissions import CohortPermission
from marsoc.kit import clock, locks
from sharing import audit
from sharing.actions.notices import settle_notices, tell
from sharing.actions.writing import writing
from sharing.enums import DataCategory, NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, Clause
from sharing.queries.agreements import Footing, footings, in_force
from sharing.viewer import Viewer

MOST_AT_ONCE = 200
LONGEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Terms:
    """What is shared, for what and until which day, on the footing of which clause; identity always goes along."""

    clause: Clause
    categories: Collection[DataCategory]
    purpose: str
    ends_on: date

    @property
    def shown(self) -> list[str]:
        """The categories in their fixed order, identity among them."""
        return [str(each) for each in DataCategory if each == DataCategory.IDENTITY or each in self.categories]


def offer_shares(*, by: Viewer, individuals: Sequence[Individual], agency: Agency, terms: Terms) -> list[NamedShare]:
    """Offer individuals to an agency, a share for each, all or none.

    Args:
        by: who offers; the role covers the owning hub of each.
        individuals: at most ``MOST_AT_ONCE``.
        agency: to whom.
        terms: the same for all.

    Raises:
        BadRequest: the clause does not carry the terms, one of the individuals is restricted, is offered to the agency
            already or has moved out of reach, or there are none or too many.
        Refused: the viewer's role does not share.
    """
    with sharing_with(agency, by):
        found, now = checked(by, individuals, agency, terms), clock.now()
        _must_not_wait(found, agency)
        shares = [make_share(by, each, agency, terms, at=now) for each in found]
        tell(
            by=by, key=_offer_key(shares[0]), kind=NoticeKind.SHARE, agency=agency.pk, role=RoleCode.AGENCY_SPOC,
            sentence=f"{_counted(shares)} offered to {agency.name}. Accept or decline.",
            route="share_detail" if len(shares) == 1 else "share_list",
            argument=str(shares[0].pk) if len(shares) == 1 else "", asks=True,
        )  # fmt: skip
    return shares


def accept_shares(*, by: Viewer, shares: Sequence[NamedShare]) -> list[NamedShare]:
    """Accept what is offered to the agency acted for, all or none; it may be seen from the next request on.

    Raises:
        BadRequest: one of them no longer waits, or its clause is not in force.
        Refused: the viewer is not the agency's single point of contact.
    """
    with _deciding(by, shares) as (waiting, known):
        _must_be_in_force(waiting)
        now = clock.now()
        for share in waiting:
            _decide(by, share, ShareState.ACCEPTED, now, known[share.individual_id])
        give(waiting, now)
        _tell_hubs(by, waiting, known, "accepted", now)
    return waiting


def decline_shares(*, by: Viewer, shares: Sequence[NamedShare], reason: str) -> list[NamedShare]:
    """Decline what is offered to the agency acted for, all or none.

    Raises:
        BadRequest: one of them no longer waits.
        Refused: the viewer is not the agency's single point of contact.
    """
    with _deciding(by, shares) as (waiting, known):
        now = clock.now()
        for share in waiting:
            share.end_reason = reason
            _decide(by, share, ShareState.DECLINED, now, known[share.individual_id])
        _tell_hubs(by, waiting, known, "declined", now)
    return waiting


def end_share(*, by: Viewer, share: NamedShare, reason: str) -> NamedShare:
    """End a share, or withdraw an offer; what it gave is gone at once.

    Args:
        by: for the owning hub, or the agency's single point of contact.
        share: which.
        reason: why, which both sides read.

    Raises:
        BadRequest: it has ended or was declined already, is an offer to be declined, or has moved out of reach.
        Refused: the viewer's role may not end it.
    """
    _must_have_a_side(by, share)
    with sharing_with(share.agency, by):
        locked, subject = _still_there(by, share)
        waited, now = locked.state == ShareState.OFFERED, clock.now()
        if waited and by.contributor:
            raise BadRequest("Your agency has not accepted this offer yet. Decline it instead.")
        _end(by, locked, subject, reason, now)
        _tell_other_side(by, locked, subject, "withdrawn" if waited else "ended")
    return locked


def end_all_shares(*, by: Viewer, individual: Individual, reason: str, only: Collection[int] | None = None) -> set[str]:
    """End the shares and offers of an individual who leaves the list or the hub; the caller tells the agencies.

    Args:
        by: for the owning hub; whoever takes the person off the list.
        individual: locked by the caller.
        reason: why, which the hub reads.
        only: ids of those to end, None for every one.

    Returns:
        The codes of the agencies with which it was shared or to which it was offered.
    """
    subject, now = Subject(individual.shown_reference, individual.owning_hub_id), clock.now()
    with writing(by):
        held = NamedShare.unscoped.visible_to(by).filter(
            individual=individual, state__in=[ShareState.OFFERED, ShareState.ACCEPTED], ends_on__gte=clock.today()
        )
        held = held if only is None else held.filter(pk__in=only)
        ended = list(held.select_for_update(of=("self",)).order_by("pk"))
        for share in ended:
            _end(by, share, subject, reason, now)
    return {share.agency_id for share in ended}


def _end(by: Viewer, share: NamedShare, subject: Subject, reason: str, at: datetime) -> None:
    change = "withdrawn" if share.state == ShareState.OFFERED else "ended"
    share.state, share.ended_by, share.ended_at, share.end_reason = ShareState.ENDED, by.user, at, reason
    share.save(update_fields=["state", "ended_by", "ended_at", "end_reason"])
    standing = IndividualGrant.unscoped.filter(share=share, ends_at__gt=at)
    standing.update(ends_at=Greatest(F("starts_at"), at))
    _record(by, share, subject, change)
    _settle(by, [share])


def checked(by: Viewer, individuals: Sequence[Individual], agency: Agency, terms: Terms) -> list[Individual]:
    """Return individuals as fresh as the database has them, once terms hold for sharing each of them.

    Raises:
        BadRequest: they do not; the sentence says why.
        Refused: the viewer's role does not share.
    """
    must_be_allowed(by, CohortPermission.SHARE)
    if not 0 < len(individuals) <= MOST_AT_ONCE:
        raise BadRequest(f"Select between 1 and {MOST_AT_ONCE} individuals")
    fresh = {i.pk: i for i in Individual.unscoped.visible_to(by).filter(pk__in=[each.pk for each in individuals])}
    if missing := next((each for each in individuals if each.pk not in fresh), None):
        raise BadRequest(f"{missing.shown_reference} is no longer on your list. Take it out and offer the others.")
    for each in fresh.values():
        must_be_allowed_on(by, each, CohortPermission.SHARE)
    if left := next((each for each in fresh.values() if each.left_on), None):
        raise BadRequest(f"{left.shown_reference} has left the list and can be shared with nobody. Take it out.")
    if restricted := next((each for each in fresh.values() if each.restricted), None):
        raise BadRequest(
            f"{restricted.shown_reference} is restricted: only people named for it may see it, and a share would give"
            " nothing. Lift the restriction first."
        )
    hubs = {each.owning_hub_id for each in fresh.values()}
    _must_carry(
        next((each for each in footings(hubs) if each.clause == terms.clause and each.agency == agency), None), terms
    )
    return [fresh[each.pk] for each in individuals]


def _must_carry(footing: Footing | None, terms: Terms) -> None:
    """Hold terms to the clause they rest on; its custody phases do not matter, which is what named shares are for."""
    name = f"{terms.clause.agreement.reference}, clause {terms.clause.number},"
    if footing is None:
        raise BadRequest(f"{name} is not in force for this agency and every hub of those you selected. Select another.")
    if lacking := [each for each in terms.shown if each not in footing.clause.categories]:
        words = ", ".join(DataCategory(each).label.lower() for each in lacking)
        raise BadRequest(f"{name} does not cover {words}. Select another clause or fewer categories.")
    last = min(footing.last_day, clock.today() + LONGEST)
    if not clock.today() <= terms.ends_on <= last:
        why = "when the clause ends" if last == footing.last_day else "a year from today"
        raise BadRequest(f"The last day must be between today and {last.day} {last:%B %Y}, {why}")
    if not terms.purpose.strip():
        raise BadRequest("Enter what it is shared for")


def make_share(
    by: Viewer, individual: Individual, agency: Agency, terms: Terms, *, at: datetime, accepted_by: int | None = None
) -> NamedShare:
    """Write a share that has been checked, offered or, where somebody is named, accepted."""
    share = NamedShare(
        individual=individual, agency=agency, clause=terms.clause, categories=terms.shown, purpose=terms.purpose,
        ends_on=terms.ends_on, offered_by=by.user, offered_at=at,
    )  # fmt: skip
    if accepted_by is not None:
        share.state, share.decided_by_id, share.decided_at = ShareState.ACCEPTED, accepted_by, at
    share.save(force_insert=True)
    subject = Subject(individual.shown_reference, individual.owning_hub_id)
    _record(by, share, subject, "granted" if accepted_by else "offered")
    return share


def give(shares: Iterable[NamedShare], at: datetime) -> None:
    """Grant what accepted shares say, from an instant until the end of their last day."""
    app, codename = CohortPermission.VIEW.split(".")
    permission = Permission.objects.get(content_type__app_label=app, codename=codename)
    IndividualGrant.unscoped.bulk_create(
        IndividualGrant(
            share=share, content_object_id=share.individual_id, group_id=share.agency.group_id, permission=permission,
            category=category, starts_at=at, ends_at=clock.start_of(share.ends_on + timedelta(days=1)),
        )
        for share in shares
        for category in share.categories
    )  # fmt: skip


@contextmanager
def sharing_with(agency: Agency, by: Viewer) -> Iterator[None]:
    """Run a block as one act on what is shared by name with an agency, on which nobody else acts meanwhile.

    The reason for each act stands in the row itself.
    """
    with writing(by):
        locks.wait_for(f"named shares with {agency.pk}")
        yield


@contextmanager
def _deciding(by: Viewer, shares: Sequence[NamedShare]) -> Iterator[tuple[list[NamedShare], dict[int, Subject]]]:
    must_be_allowed(by, CohortPermission.ACCEPT)
    if by.agency is None or any(share.agency_id != by.agency.pk for share in shares):
        raise Refused("Only the agency to which a share is offered accepts or declines it.")
    if not shares:
        raise BadRequest("Select at least one offer")
    with sharing_with(by.agency, by):
        fresh = _fresh(by, [share.pk for share in shares])
        known = subjects(by, {share.individual_id for share in fresh})
        waiting = [each for each in fresh if each.state == ShareState.OFFERED and not each.is_over(clock.today())]
        if len(waiting) < len(shares) or any(each.individual_id not in known for each in waiting):
            raise BadRequest("One of these offers no longer waits for an answer. Nothing was changed: see the list.")
        yield waiting, known
        _settle(by, waiting)


def _fresh(by: Viewer, wanted: Collection[int]) -> list[NamedShare]:
    found = NamedShare.unscoped.visible_to(by).filter(pk__in=wanted).select_related("agency", "clause__agreement")
    return list(found.select_for_update(of=("self",)).order_by("pk"))


def _decide(by: Viewer, share: NamedShare, state: ShareState, at: datetime, subject: Subject) -> None:
    share.state, share.decided_by, share.decided_at = state, by.user, at
    share.save(update_fields=["state", "decided_by", "decided_at", "end_reason"])
    _record(by, share, subject, state.label.lower())


def _still_there(by: Viewer, share: NamedShare) -> tuple[NamedShare, Subject]:
    known = subjects(by, [share.individual_id]).get(share.individual_id)
    found = next(iter(_fresh(by, [share.pk])), None)
    if known is None or found is None or found.is_over(clock.today()):
        raise BadRequest("This share no longer holds. Nothing was changed.")
    return found, known


def _must_be_in_force(shares: Sequence[NamedShare]) -> None:
    standing = in_force()
    for share in shares:
        if (share.clause_id, share.agency_id) not in standing:
            raise BadRequest(
                f"{share.clause.agreement.reference}, on which this offer rests, is not in force for your agency at"
                " present. Accept the offer once it is."
            )


def _must_not_wait(individuals: Sequence[Individual], agency: Agency) -> None:
    waiting = NamedShare.unscoped.filter(
        individual__in=individuals, agency=agency, state=ShareState.OFFERED, ends_on__gte=clock.today()
    )
    if share := waiting.select_related("individual").first():
        raise BadRequest(
            f"{share.individual.shown_reference} is offered to {agency.name} already. Withdraw that offer first, or"
            " wait for the answer."
        )


def _must_have_a_side(by: Viewer, share: NamedShare) -> None:
    own = by.contributor and by.contributor == share.agency_id and by.may(CohortPermission.ACCEPT)
    if not own and not (by.may(CohortPermission.SHARE) and not by.contributor):
        raise Refused("Only the hub's staff and the agency's single point of contact end a share.")


def _record(by: Viewer, share: NamedShare, subject: Subject, change: str) -> None:
    audit.record(
        by, Operation.PERMISSION, kind="share", ref=subject.reference, share=share.pk, change=change,
        agency=share.agency_id, categories=share.categories, clause=share.clause_id, until=share.ends_on.isoformat(),
    )  # fmt: skip


def _offer_key(share: NamedShare) -> str:
    """Name the act in which a share was offered; shares offered together have one notice."""
    return f"offer:{share.agency_id}:{share.offered_by_id}:{share.offered_at.timestamp()}"


def _settle(by: Viewer, shares: Sequence[NamedShare]) -> None:
    """Settle the notice of each act of offering of which nothing waits any more."""
    for share in {_offer_key(each): each for each in shares}.values():
        together = NamedShare.unscoped.filter(
            agency=share.agency_id, offered_by=share.offered_by_id, offered_at=share.offered_at
        )
        if not together.filter(state=ShareState.OFFERED).exists():
            settle_notices(by=by, key=_offer_key(share))


def _counted(shares: Sequence[NamedShare]) -> str:
    return f"{shares[0].individual.shown_reference} is" if len(shares) == 1 else f"{len(shares)} individuals are"


def _tell_hubs(by: Viewer, shares: Sequence[NamedShare], known: dict[int, Subject], verb: str, at: datetime) -> None:
    by_hub: dict[str, list[NamedShare]] = defaultdict(list)
    for share in shares:
        by_hub[known[share.individual_id].hub].append(share)
    for hub, theirs in by_hub.items():
        one = theirs[0] if len(theirs) == 1 else None
        what = f"the share of {known[one.individual_id].reference}" if one else f"{len(theirs)} shares"
        tell(
            by=by, key=f"{verb}:{shares[0].agency_id}:{hub}:{at.timestamp()}", kind=NoticeKind.SHARE, hub=hub,
            sentence=f"{shares[0].agency.name} has {verb} {what}.",
            route="share_detail" if one else "share_list", argument=str(one.pk) if one else "",
        )  # fmt: skip


def _tell_other_side(by: Viewer, share: NamedShare, subject: Subject, verb: str) -> None:
    to = {"hub": subject.hub} if by.contributor else {"agency": share.agency_id}
    who = share.agency.name if by.contributor else "The owning hub"
    what = "offer" if verb == "withdrawn" else "share"
    tell(
        by=by, key=f"share:{share.pk}:{verb}", kind=NoticeKind.SHARE, route="share_detail", argument=str(share.pk),
        sentence=f"{who} has {verb} the {what} of {subject.reference}.", agency=to.get("agency"), hub=to.get("hub"),
    )  # fmt: skip
