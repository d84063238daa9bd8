"""Emergency access: taken for a short time, told to the owner at once, reviewed afterwards."""

from datetime import datetime, timedelta
from functools import partial

from django.db import connection

from cohort.access import must_be_allowed
from cohort.enums import EmergencyOutcome, EmergencyReason
from cohort.models import EmergencyAccess, Individual
from cohort.permissions import CohortPermission
from cohort.queries.emergency import live_emergencies
from cohort.reference_numbers import parse_reference, shown_reference
from marsoc.kit import clock, locks
from sharing import audit
from sharing.actions.notices import settle_all_notices, tell
from sharing.actions.writing import writing
from sharing.enums import DataCategory, NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Hub
from sharing.permissions import PROVIDER
from sharing.viewer import Viewer

LASTS = timedelta(hours=2)
AT_ONCE = 3
REVIEWED_WITHIN = 3  # working days
_TAKE = "select access, hub from take_emergency_access(%s, %s, %s, %s, %s, %s, %s, %s)"


def take_emergency_access(*, by: Viewer, reference: str, reason: EmergencyReason, words: str) -> bool:
    """Let somebody see a record in an emergency for two hours, in every category but equality.

    Whether no record has the reference, or one is not opened in this way, is not told and takes the same steps.

    Args:
        by: who takes it, in the membership acted in.
        reference: as typed.
        reason: what the emergency is.
        words: what has happened, in the person's own words.

    Returns:
        Whether a record was opened.

    Raises:
        BadRequest: the reference is mistyped, the record is in sight already, or too many are open at once.
        Refused: the viewer's role takes no emergency access.
    """
    must_be_allowed(by, CohortPermission.EMERGENCY)
    stored = parse_reference(reference)
    if stored is None:
        raise BadRequest("Enter the reference as you were given it, such as HK47-2MRX. One character of this is wrong.")
    assert by.user  # the permission follows from a membership
    with writing(by, reason.label):
        locks.wait_for(f"emergency access of {by.user.pk}")
        now = clock.now()
        if live_emergencies(by.user, now) >= AT_ONCE:
            raise BadRequest(
                f"You hold emergency access to {AT_ONCE} records now, which is the most at a time. Wait until one has"
                " ended, or ask the hub that owns the record."
            )
        if _sees_all(by, stored):
            raise BadRequest("You can open this record already. Find it by its reference in the list of individuals.")
        taken = _take(by, stored, reason, words, now)
        if taken is None:
            audit.record(by, Operation.DENIED, kind="emergency_access", ref=shown_reference(stored))
            return False
        access, hub = taken
        _record(by, shown_reference(stored), "emergency access", access=access, reason=reason.value)
        _tell(by, access, hub)
    return True


def review_emergency(
    *, by: Viewer, access: EmergencyAccess, outcome: EmergencyOutcome, findings: str
) -> EmergencyAccess:
    """Keep what the review of an emergency access found.

    Args:
        by: who reviews it: the manager of the hub that owned the record, or the central lead.
        access: what is reviewed.
        outcome: whether it was justified.
        findings: what was looked at and found, in the reviewer's own words.

    Raises:
        BadRequest: it has been reviewed already.
        Refused: the viewer may not review it, or took it.
    """
    must_be_allowed(by, CohortPermission.REVIEW_EMERGENCY)
    if by.user and by.user.pk == access.membership.user_id:
        raise Refused("You took this access yourself. Somebody else must review it.")
    with writing(by, outcome.label):
        rows = EmergencyAccess.unscoped.visible_to(by).select_for_update(of=("self",))
        locked: EmergencyAccess = rows.get(pk=access.pk)
        if locked.outcome:
            raise BadRequest("Somebody has reviewed this access already. Nothing was changed.")
        locked.outcome, locked.findings = outcome, findings
        locked.reviewed_by, locked.reviewed_at = by.user, clock.now()
        locked.save(update_fields=["outcome", "findings", "reviewed_by", "reviewed_at"])
        audit.record(
            by, Operation.PERMISSION, kind="emergency_access", ref=str(locked.pk), change="reviewed", outcome=outcome
        )
        settle_all_notices(by=by, keys=_keys(locked.pk))
    return locked


def _sees_all(by: Viewer, stored: str) -> bool:
    found = Individual.unscoped.visible_to(by).filter(reference=stored).values_list("cell", "pk").first()
    return found is not None and by.sight.categories(*found) >= {*DataCategory} - {DataCategory.EQUALITY}


def _take(by: Viewer, stored: str, reason: EmergencyReason, words: str, now: datetime) -> tuple[int, str] | None:
    """Ask the database, which alone sees the record, to open it; return the access and the owning hub.

    Staff of the owning hub, who see all of it but what is restricted, do not pass its restriction in this way.
    """
    assert by.membership
    own_hub = by.membership.hub_id if by.reach else None
    due = clock.end_of(clock.working_days_after(clock.day_of(now), REVIEWED_WITHIN))
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE, [stored, by.membership.pk, own_hub, reason.value, words, now, now + LASTS, due]
        )  # fmt: skip
        row: tuple[int, str] | None = cursor.fetchone()
        return row


def _tell(by: Viewer, access: int, hub: str) -> None:
    """Tell those who review it, without the reference: it may be of a record that they are not to know of."""
    assert by.agency
    sentence = (
        f"{by.agency.name} took emergency access to a record of the {Hub.objects.get(pk=hub).name} hub for two hours."
        f" Review it within {REVIEWED_WITHIN} working days."
    )
    to_hub, to_centre = _keys(access)
    tell_reviewers = partial(
        tell, by=by, kind=NoticeKind.EMERGENCY, sentence=sentence, route="emergency_review", argument=str(access),
        asks=True,
    )  # fmt: skip
    tell_reviewers(key=to_hub, hub=hub, role=RoleCode.HUB_MANAGER)
    tell_reviewers(key=to_centre, agency=PROVIDER, role=RoleCode.CENTRAL_ADMIN)


def _keys(access: int) -> tuple[str, str]:
    return f"emergency:{access}:hub", f"emergency:{access}:centre"


def _record(by: Viewer, reference: str, change: str, **details: object) -> None:
    audit.record(by, Operation.PERMISSION, kind="individual", ref=reference, change=change, **details)
