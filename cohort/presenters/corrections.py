"""Corrections as those are told of them who received what was inaccurate, and as the register shows them."""

from dataclasses import dataclass

from cohort.models import CorrectionNotice
from cohort.presenters.timeline import TITLES
from marsoc.govuk.jinja import long_datetime
from sharing.enums import DataCategory
from sharing.models import Agency, Hub
from sharing.queries.names import names


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A correction notice: about what, to whom, and who has acknowledged it."""

    pk: int
    reference: str
    field: str
    category: str
    told: str
    recipient: str
    acknowledged: str


def notice_row(notice: CorrectionNotice) -> NoticeRow:
    """Return a correction notice in words.

    Args:
        notice: with whoever acknowledged it loaded.
    """
    by, at = notice.acknowledged_by, notice.acknowledged_at
    agency = names(Agency).get(notice.agency_id, notice.agency_id)
    hub = f", {names(Hub).get(notice.hub_id, notice.hub_id)} hub" if notice.hub_id else ""
    return NoticeRow(
        pk=notice.pk,
        reference=notice.reference,
        field=TITLES[notice.field],
        category=DataCategory(notice.category).label,
        told=long_datetime(notice.made_at),
        recipient=f"{agency}{hub}",
        acknowledged=f"{by.full_name}, {long_datetime(at)}" if by and at else "",
    )
