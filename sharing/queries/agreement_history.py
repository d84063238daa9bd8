"""What happened to a version of an agreement, from the history that the database keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import TextChoices

from sharing.models import Agreement, Membership, Signature


class ActKind(TextChoices):
    """What was done."""

    DRAFTED = "DRAFTED", "Drafted"
    OPENED = "OPENED", "Opened for signature"
    SIGNED = "SIGNED", "Signed"
    WITHDRAWN = "WITHDRAWN", "Signature withdrawn"
    SUSPENDED = "SUSPENDED", "Suspended"
    RESUMED = "RESUMED", "Resumed"
    ENDED = "ENDED", "Ended"


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what, when, by whom, in which membership, and why; of which agency and in which office for a signature.

    ``job`` names a system job instead of a person.
    """

    kind: ActKind
    at: datetime
    person: str
    membership: str
    job: str
    reason: str
    agency: str = ""
    office: str = ""


def acts_on(agreement: Agreement) -> list[Act]:
    """Return what happened to a version, the newest first.

    Args:
        agreement: which the viewer has been given.
    """
    written = sorted([*_of_the_version(agreement), *_of_signatures(agreement)], key=lambda each: each[1].history_date)
    wanted = {row.history_membership_id for _, row, _ in written}
    memberships = {each.pk: str(each) for each in Membership.objects.filter(pk__in=wanted - {None}).named()}
    return [_act(kind, row, memberships, **more) for kind, row, more in reversed(written)]


def _of_the_version(agreement: Agreement) -> Iterator[tuple[ActKind, Any, dict[str, str]]]:
    rows = list(Agreement.history.filter(id=agreement.pk).select_related("history_user").order_by("history_id"))
    if rows:
        yield ActKind.DRAFTED, rows[0], {}
    for before, after in pairwise(rows):
        for field, begun, over in (
            ("opened_at", ActKind.OPENED, None),
            ("suspended_at", ActKind.SUSPENDED, ActKind.RESUMED),
            ("terminated_at", ActKind.ENDED, None),
        ):
            was, is_now = getattr(before, field), getattr(after, field)
            kind = begun if is_now and not was else over if was and not is_now else None
            if kind:
                yield kind, after, {}


def _of_signatures(agreement: Agreement) -> Iterator[tuple[ActKind, Any, dict[str, str]]]:
    agencies = {party.pk: party.agency.name for party in agreement.parties.all()}
    rows = Signature.history.filter(party_id__in=agencies).select_related("history_user").order_by("history_id")
    for row in rows:
        agency = agencies[row.party_id]
        if row.withdrawn_at:
            yield ActKind.WITHDRAWN, row, {"agency": agency}
        else:
            yield ActKind.SIGNED, row, {"agency": agency, "office": row.authority}


def _act(kind: ActKind, row: Any, memberships: dict[int, str], **more: str) -> Act:
    return Act(
        kind=kind,
        at=row.history_date,
        person=row.history_user.full_name if row.history_user else "",
        membership=memberships.get(row.history_membership_id, ""),
        job=row.history_job,
        reason=row.history_change_reason or "",
        **more,
    )
