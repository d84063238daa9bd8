"""Telling people of something, once, in the transaction that gives rise to it."""

from marsoc.kit import clock
from sharing.actions.writing import writing
from sharing.enums import NoticeKind, RoleCode
from sharing.models import Notice
from sharing.viewer import Viewer


def tell(
    *,
    by: Viewer,
    key: str,
    kind: NoticeKind,
    sentence: str,
    route: str,
    argument: str = "",
    agency: str | None = None,
    hub: str | None = None,
    role: RoleCode | None = None,
) -> None:
    """Leave a notice for those who act for an agency, at a hub or in a role; a key that is known is not told again.

    Args:
        by: whose act it follows from.
        key: what it is about and for whom.
        kind: of notice.
        sentence: what to tell; references, never names.
        route: name of the route that leads to the thing.
        argument: of that route, empty for none.
        agency: code, or None for any.
        hub: code, or None for any.
        role: or None for any.
    """
    with writing(by):
        Notice.objects.bulk_create(
            [
                Notice(
                    key=key, kind=kind, agency_id=agency, hub_id=hub, role_id=role, sentence=sentence, route=route,
                    argument=argument, made_at=clock.now(),
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip


def settle_notices(*, by: Viewer, key: str) -> None:
    """Mark what a notice asked for as done.

    Args:
        by: who did it.
        key: of the notice.
    """
    with writing(by):
        Notice.objects.filter(key=key, settled_at=None).update(settled_at=clock.now(), settled_by=by.user)
