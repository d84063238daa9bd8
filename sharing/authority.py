"""Who may do what to an agreement, and why not: asked by the actions that do it and by the pages that offer it.

Each check raises ``Refused`` for whoever has no authority, and ``BadRequest`` for what the agreement's state does not
allow, with the sentence that the person reads.
"""

from collections.abc import Callable
from typing import Any

from marsoc.kit import clock
from sharing.enums import RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, Agreement, Party, Signature
from sharing.permissions import PROVIDER, SharingPermission
from sharing.queries.agreements import has_written, latest_version
from sharing.standing import signature_of, term
from sharing.viewer import Viewer


def passes(check: Callable[..., Any], by: Viewer, *agreement: Agreement) -> bool:
    """Say whether a check lets somebody act, so that a page offers only what can be done."""
    try:
        check(by, *agreement)
    except (BadRequest, Refused):
        return False
    return True


def is_over(agreement: Agreement) -> bool:
    """Say whether an agreement that was opened has expired or been ended."""
    return agreement.opened_at is not None and term(agreement).end <= clock.now()


def check_drafting(by: Viewer) -> Agency:
    """Return the agency that somebody drafts for, which then owns the agreement.

    Raises:
        Refused: the role does not draft agreements, or the agency does not answer for what the hubs hold.
    """
    if not by.may(SharingPermission.DRAFT_AGREEMENTS) or by.agency is None:
        raise Refused("Your role does not let you draft agreements.")
    if by.agency.pk != PROVIDER:
        raise Refused("Agreements are drafted by the central team, which answers for what the hubs hold. Ask it.")
    return by.agency


def check_changing(by: Viewer, agreement: Agreement) -> None:
    """Let somebody change a draft.

    Raises:
        BadRequest: it is no draft any more.
        Refused: the role does not draft agreements.
    """
    check_drafting(by)
    if agreement.opened_at is not None:
        raise BadRequest("This version is open for signature and can no longer be changed. Make a new version.")


def check_new_version(by: Viewer, agreement: Agreement) -> None:
    """Let somebody begin the next version of an agreement.

    Raises:
        BadRequest: a later version exists already, or this one is still a draft.
        Refused: the role does not draft agreements.
    """
    check_drafting(by)
    if agreement.opened_at is None:
        raise BadRequest("This version is still a draft. Change it instead of making a new one.")
    if latest_version(agreement.reference) > agreement.version:
        raise BadRequest("There is a later version already. Open that one.")


def check_signing(by: Viewer, agreement: Agreement) -> Party:
    """Return the party that somebody may sign for.

    Raises:
        BadRequest: it is not open for signature, or the agency has signed already.
        Refused: the person has no authority to sign, wrote part of it, or acts for no party.
    """
    party = _own_party(by, agreement)
    if agreement.opened_at is None:
        raise BadRequest("This version is still a draft. It can be signed once it is opened for signature.")
    if is_over(agreement):
        raise BadRequest("This version has ended and can no longer be signed.")
    if agreement.suspended_at:
        raise BadRequest("This agreement is suspended. It can be signed once it is resumed.")
    if by.user is not None and has_written(by.user, agreement):
        raise Refused("You drafted this version. Somebody else must sign it for your agency.")
    if signature_of(party):
        raise BadRequest("Your agency has signed this version already.")
    return party


def check_withdrawing(by: Viewer, agreement: Agreement) -> Signature:
    """Return the signature that somebody may take back.

    Raises:
        BadRequest: the agency has not signed, or the version has ended.
        Refused: the person has no authority to sign, or acts for no party.
    """
    signature = signature_of(_own_party(by, agreement))
    if signature is None:
        raise BadRequest("Your agency has no signature under this version to withdraw.")
    if is_over(agreement):
        raise BadRequest("This version has ended: there is nothing left to withdraw from.")
    return signature


def check_suspending(by: Viewer, agreement: Agreement) -> None:
    """Let somebody stop an agreement: any party may, and the manager of a hub it covers, because to stop is safe.

    Raises:
        BadRequest: it has not been opened, is suspended or over.
        Refused: the person has no authority over it.
    """
    if not _manages_a_hub_of(by, agreement):
        _own_party(by, agreement)
    if agreement.opened_at is None or agreement.suspended_at or is_over(agreement):
        raise BadRequest("This agreement shares nothing that could be suspended.")


def check_resuming(by: Viewer, agreement: Agreement) -> None:
    """Let the owner resume an agreement.

    Raises:
        BadRequest: it is not suspended, or has ended meanwhile.
        Refused: only the owner's people with authority to sign may.
    """
    _must_own(by, agreement)
    if agreement.suspended_at is None:
        raise BadRequest("This agreement is not suspended.")
    if is_over(agreement):
        raise BadRequest("This version has ended while it was suspended. Make a new version.")


def check_ending(by: Viewer, agreement: Agreement) -> None:
    """Let the owner end a version for good.

    Raises:
        BadRequest: it has not been opened, or is over already.
        Refused: only the owner's people with authority to sign may.
    """
    _must_own(by, agreement)
    if agreement.opened_at is None or is_over(agreement):
        raise BadRequest("This version is not open and cannot be ended.")


def _must_sign(by: Viewer) -> None:
    if not by.may(SharingPermission.SIGN_AGREEMENTS):
        raise Refused("Your role has no authority to sign for your agency. Ask its single point of contact.")


def _own_party(by: Viewer, agreement: Agreement) -> Party:
    _must_sign(by)
    own = next((party for party in agreement.parties.all() if by.agency and party.agency_id == by.agency.pk), None)
    if own is None:
        raise Refused("Your agency is no party to this agreement.")
    return own


def _must_own(by: Viewer, agreement: Agreement) -> None:
    _must_sign(by)
    if by.agency is None or by.agency.pk != agreement.owner_id:
        raise Refused("Only the agency that provides the information may do this.")


def _manages_a_hub_of(by: Viewer, agreement: Agreement) -> bool:
    return (
        by.hub is not None
        and by.membership is not None
        and by.membership.role_id == RoleCode.HUB_MANAGER
        and any(by.hub.pk in clause.hubs for clause in agreement.clauses.all())
    )
