"""Telling people of something, once, in the transaction that gives rise to it; and mailing it to them afterwards."""

import logging
from collections.abc import Collection
from smtplib import SMTPRecipientsRefused

from django.core.mail import send_mail

from marsoc.kit import clock
from sharing.actions.writing import writing
from sharing.enums import NoticeKind, RoleCode
from sharing.errors import BadRequest
from sharing.models import Notice, User
from sharing.queries.notices import people_reached_by, waiting_notices
from sharing.viewer import Viewer

_log = logging.getLogger("marsoc.notices")
_MAIL = "There is something for you in MARSOC: {}. Sign in to read it.\n"


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
    asks: bool = False,
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
        asks: whether something is to be done; whatever does it settles the notice.
    """
    with writing(by):
        Notice.objects.bulk_create(
            [
                Notice(
                    key=key, kind=kind, agency_id=agency, hub_id=hub, role_id=role, sentence=sentence, route=route,
                    argument=argument, asks=asks, made_at=clock.now(),
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
    settle_all_notices(by=by, keys=[key])


def settle_all_notices(*, by: Viewer, keys: Collection[str]) -> None:
    """Mark what several notices asked for as done, or as overtaken."""
    with writing(by):
        Notice.objects.filter(key__in=keys, settled_at=None).update(settled_at=clock.now(), settled_by=by.user)


def dismiss_notice(*, by: Viewer, notice: Notice) -> None:
    """Put away, for everybody whom it reaches, a notice that asks for nothing.

    Args:
        by: who has read it.
        notice: one that reaches the viewer (``access.get_notice``).

    Raises:
        BadRequest: it asks for something, which alone settles it.
    """
    if notice.asks:
        raise BadRequest("This notice goes away by itself once what it asks for is done. Open it to do that.")
    settle_all_notices(by=by, keys=[notice.key])


def mail_notices(*, by: Viewer) -> None:
    """Mail every notice that has not been mailed: one mail to each person it reaches, saying what kind it is.

    Each notice is marked in the transaction in which its mails are handed over. If that is cut short after some were,
    the next run mails all of them again: at least once, never not at all.

    Args:
        by: the job that mails.
    """
    for pk in waiting_notices():
        with writing(by):
            notice = Notice.objects.select_for_update(skip_locked=True).filter(pk=pk, mailed_at=None).first()
            if notice is None:  # another worker has it
                continue
            for person in people_reached_by(notice):
                _mail(notice, person)
            notice.mailed_at = clock.now()
            notice.save()


def _mail(notice: Notice, person: User) -> None:
    label = NoticeKind(notice.kind).label
    try:
        send_mail("MARSOC", _MAIL.format(label[0].lower() + label[1:]), None, [person.email])
    except SMTPRecipientsRefused:  # one address that does not exist must not keep the mail of all others back
        _log.warning("Notice %s cannot be mailed to user %s: the address is refused.", notice.pk, person.pk)


def settle_notices_about(*, by: Viewer, route: str, argument: str) -> None:
    """Mark whatever any notice about one thing asked for as done.

    Args:
        by: who did it.
        route: name of the route that leads to the thing.
        argument: of that route.
    """
    with writing(by):
        asked = Notice.objects.filter(route=route, argument=argument, settled_at=None)
        asked.update(settled_at=clock.now(), settled_by=by.user)
