"""The life of an agreement once it is open: signed, withdrawn from, suspended, resumed, ended.

Every act ends with the grants brought to what the agreement then says. Whoever wrote part of a version does not sign
it.
"""

from datetime import datetime

from marsoc.kit import clock
from sharing.actions.drafts import acting_on, record_act
from sharing.actions.grants import end_all_grants, settle_grants
from sharing.actions.notices import settle_all_notices, settle_notices, tell
from sharing.authority import (
    check_ending,
    check_resuming,
    check_signing,
    check_suspending,
    check_withdrawing,
)
from sharing.content import hash_of
from sharing.enums import NoticeKind
from sharing.errors import BadRequest
from sharing.models import Agreement, Signature
from sharing.viewer import Viewer


def sign_agreement(*, by: Viewer, agreement: Agreement, authority: str, content_hash: str) -> Signature:
    """Sign a version for the agency acted for; what it gives begins at once, or on its first day.

    Args:
        by: who signs; nobody who wrote part of it.
        agreement: the version.
        authority: the office in which the person signs.
        content_hash: of the text that the person read.

    Raises:
        BadRequest: it is not open for signature, the text is another, or the agency has signed already.
        Refused: the person has no authority to sign, wrote part of it, or acts for no party.
    """
    with acting_on(by, agreement) as opened:
        party = check_signing(by, opened)
        if not content_hash == opened.content_hash == hash_of(opened):
            raise BadRequest("The text has changed since you opened the page. Read it again before you sign.")
        if not authority.strip():
            raise BadRequest("Enter the office in which you sign")
        signature = Signature(
            party=party, signed_by=by.user, authority=authority, signed_at=clock.now(), content_hash=content_hash
        )
        signature.save(force_insert=True)
        record_act(by, opened, "signed", agency=party.agency_id, hash=content_hash)
        settle_notices(by=by, key=f"sign:{opened.pk}:{party.agency_id}")
        settle_grants(opened.reference, signature.signed_at)
    return signature


def withdraw_signature(*, by: Viewer, agreement: Agreement, reason: str) -> Signature:
    """Take back the signature of the agency acted for; what it received, or gave as owner, stops at once.

    Raises:
        BadRequest: the agency has not signed, or the version has ended.
        Refused: the person has no authority to sign, or acts for no party.
    """
    with acting_on(by, agreement, reason) as opened:
        signature = check_withdrawing(by, opened)
        party = signature.party
        signature.withdrawn_at, signature.withdrawn_by, signature.withdrawal_reason = clock.now(), by.user, reason
        signature.save()
        record_act(by, opened, "withdrawn", agency=party.agency_id)
        _tell_parties(by, opened, f"{party.agency.name} has withdrawn from {opened.reference}.", signature.withdrawn_at)
        settle_grants(opened.reference, signature.withdrawn_at)
    return signature


def suspend_agreement(*, by: Viewer, agreement: Agreement, reason: str) -> Agreement:
    """Stop all sharing under an agreement at once, in every version of it.

    Any party may, and the manager of a hub that it covers: to stop is always safe.

    Raises:
        BadRequest: it has not been opened, is suspended or over.
        Refused: the person has no authority over it.
    """
    with acting_on(by, agreement, reason, whole=False) as opened:
        check_suspending(by, opened)
        now = clock.now()
        opened.suspended_at, opened.suspension_reason = now, reason
        Agreement.objects.filter(
            reference=opened.reference, opened_at__isnull=False, suspended_at=None, terminated_at=None,
            ends_on__gte=clock.day_of(now),
        ).update(suspended_at=now, suspension_reason=reason)  # fmt: skip
        end_all_grants(opened.reference, now)
        record_act(by, opened, "suspended")
        _tell_parties(by, opened, f"{opened.reference} is suspended: nothing is shared under it.", now)
    return opened


def resume_agreement(*, by: Viewer, agreement: Agreement, reason: str) -> Agreement:
    """Let sharing under a suspended agreement go on, as its dates and signatures say.

    Raises:
        BadRequest: it is not suspended, or has ended meanwhile.
        Refused: only the owner's people with authority to sign may.
    """
    with acting_on(by, agreement, reason) as opened:
        check_resuming(by, opened)
        now = clock.now()
        for version in Agreement.objects.filter(reference=opened.reference, suspended_at__isnull=False):
            version.suspended_at, version.suspension_reason = None, ""
            version.save()
        record_act(by, opened, "resumed")
        _tell_parties(by, opened, f"{opened.reference} is no longer suspended.", now)
        settle_grants(opened.reference, now)
    opened.refresh_from_db()
    return opened


def terminate_agreement(*, by: Viewer, agreement: Agreement, reason: str) -> Agreement:
    """End a version of an agreement for good, now.

    Raises:
        BadRequest: it has not been opened, or is over already.
        Refused: only the owner's people with authority to sign may.
    """
    with acting_on(by, agreement, reason) as opened:
        check_ending(by, opened)
        opened.terminated_at, opened.termination_reason = clock.now(), reason
        opened.save()
        record_act(by, opened, "terminated")
        settle_all_notices(by=by, keys=[f"sign:{opened.pk}:{party.agency_id}" for party in opened.parties.all()])
        _tell_parties(by, opened, f"{opened.reference} version {opened.version} has ended.", opened.terminated_at)
        settle_grants(opened.reference, opened.terminated_at)
    return opened


def _tell_parties(by: Viewer, agreement: Agreement, sentence: str, at: datetime) -> None:
    for party in agreement.parties.all():
        if by.agency is None or party.agency_id != by.agency.pk:
            tell(
                by=by, key=f"agreement:{agreement.pk}:{party.agency_id}:{at.timestamp()}", kind=NoticeKind.AGREEMENT,
                agency=party.agency_id, sentence=sentence, route="agreement_detail", argument=agreement.reference,
            )  # fmt: skip
