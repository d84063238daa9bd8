"""What somebody said in this session that records are needed for, in one membership."""

from collections.abc import Mapping

from django.contrib.sessions.backends.base import SessionBase

from marsoc.kit.kept import all_kept, keep
from sharing.enums import AccessReason

_SHELF, _MOST = "purposes", 500


def keep_purpose(session: SessionBase, membership: int, individual: int, purpose: AccessReason) -> None:
    """Keep what a record is needed for until the session ends.

    Args:
        session: of whoever said so.
        membership: number of the one acted in.
        individual: the id of whose record it is.
        purpose: what for.
    """
    said = {"membership": membership, "individual": individual, "purpose": purpose.value}
    keep(session, _SHELF, said, most=_MOST)


def purposes_in(session: SessionBase, membership: int) -> Mapping[int, str]:
    """Return what was said in a session, by individual, acting in one membership."""
    said = all_kept(session, _SHELF)
    return {each["individual"]: each["purpose"] for each in said if each["membership"] == membership}
