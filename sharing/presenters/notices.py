"""Notices as the first page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from sharing.enums import NoticeKind
from sharing.models import Notice


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice, and where it leads; nowhere if this release has no such page any more."""

    pk: int
    sentence: str
    kind: str
    made_at: datetime
    asks: bool
    href: str | None


def shown(notices: Iterable[Notice]) -> list[Shown]:
    """Return notices in words."""
    return [
        Shown(
            pk=notice.pk,
            sentence=notice.sentence,
            kind=NoticeKind(notice.kind).label,
            made_at=notice.made_at,
            asks=notice.asks,
            href=_href(notice),
        )
        for notice in notices
    ]


def _href(notice: Notice) -> str | None:
    try:
        return reverse(notice.route, args=[notice.argument] if notice.argument else None)
    except NoReverseMatch:  # notices outlive the release that wrote them, and must not take the page with them
        return None
