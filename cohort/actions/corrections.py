"""Saying that what a record said was inaccurate, telling everybody who received it, and acknowledging that."""

from collections.abc import Iterable
from datetime import timedelta

from cohort.access import must_be_allowed
from cohort.models import Correction, CorrectionNotice, Individual
from cohort.permissions import CohortPermission
from cohort.queries.corrections import Inaccuracy, Replaced, overdue_notices, recent_corrections
from cohort.queries.disclosures import recipients_of
from marsoc.kit import clock
from sharing import audit
from sharing.actions.notices import settle_all_notices, tell
from sharing.actions.writing import writing
from sharing.enums import DataCategory, NoticeKind, Operation, RoleCode
from sharing.errors import BadRequest
from sharing.viewer import Viewer

REMINDED_AFTER = timedelta(days=7)
_STILL_READING = timedelta(minutes=1)
"""How long a page that was being read during the correction may take to be in the trail."""


def correct(*, by: Viewer, individual: Individual, inaccuracy: Inaccuracy | None, replaced: Iterable[Replaced]) -> None:
    """Mark what a record said as inaccurate, and tell every agency that received it.

    Part of the write that replaces the value, which has locked the record.

    Args:
        by: who writes.
        individual: as just saved.
        inaccuracy: None if the value has merely changed.
        replaced: what the write replaced or removed.

    Raises:
        BadRequest: nothing was replaced that could have been inaccurate.
    """
    if inaccuracy is None:
        return
    with writing(by):
        found = [
            Correction(
                individual=individual, field=each.field, category=each.category, written=each.written,
                since=each.since, nature=inaccuracy.nature, source=inaccuracy.source, corrected_by=by.user,
                corrected_at=clock.now(),
            )
            for each in replaced
        ]  # fmt: skip
        if not found:
            raise BadRequest("The record said nothing here before that could be inaccurate. Answer no instead.")
        for correction in found:
            correction.save(force_insert=True)
            _tell_recipients(by, individual, correction)


def tell_late_readers(*, by: Viewer) -> None:
    """Tell those who were reading a value while it was corrected: their reading was not in the trail then.

    Args:
        by: the job that tells.
    """
    with writing(by):
        for correction in recent_corrections(by):
            _tell_recipients(by, correction.individual, correction)


def remind_of_corrections(*, by: Viewer) -> None:
    """Ask once more for what nobody has acknowledged after a week.

    Args:
        by: the job that reminds.
    """
    with writing(by):
        for notice in overdue_notices(by, clock.now() - REMINDED_AFTER):
            _ask(by, notice, f"{_key(notice)}:reminder", "Still to be acknowledged: s")


def acknowledge_correction(*, by: Viewer, notice: CorrectionNotice) -> None:
    """Acknowledge, in the name of an agency, that something it received was inaccurate.

    Args:
        by: who acknowledges.
        notice: one to the viewer's agency (``access.get_correction_notice``).

    Raises:
        BadRequest: somebody has acknowledged it already.
        Refused: the viewer may not acknowledge corrections.
    """
    must_be_allowed(by, CohortPermission.ACKNOWLEDGE)
    with writing(by, "Correction acknowledged"):
        waiting = CorrectionNotice.unscoped.visible_to(by).select_for_update(of=("self",))
        locked = waiting.filter(pk=notice.pk, acknowledged_at=None).first()
        if locked is None:
            raise BadRequest("Somebody has acknowledged this correction already. There is nothing left to do.")
        locked.acknowledged_by, locked.acknowledged_at = by.user, clock.now()
        locked.save(update_fields=["acknowledged_by", "acknowledged_at"])
        settle_all_notices(by=by, keys=[_key(locked), f"{_key(locked)}:reminder"])
        audit.record(
            by, Operation.ALTER, kind="correction", ref=locked.reference, notice=locked.pk, change="acknowledged"
        )


def _tell_recipients(by: Viewer, individual: Individual, correction: Correction) -> None:
    until = correction.corrected_at + _STILL_READING
    received = recipients_of(individual, DataCategory(correction.category), correction.since, until)
    made = [
        CorrectionNotice(
            individual=individual, correction=correction, agency_id=agency, hub_id=hub or None,
            reference=individual.shown_reference, field=correction.field, category=correction.category,
            made_at=clock.now(),
        )
        for agency, hub in received
        if not _is_told(by, correction, agency, hub)
    ]  # fmt: skip
    for notice in made:
        notice.save(force_insert=True)
        _ask(by, notice, _key(notice), "S")


def _is_told(by: Viewer, correction: Correction, agency: str, hub: str) -> bool:
    told = CorrectionNotice.unscoped.visible_to(by).filter(correction=correction, agency=agency, hub=hub or None)
    there: bool = told.exists()
    return there


def _ask(by: Viewer, notice: CorrectionNotice, key: str, start: str) -> None:
    tell(
        by=by, key=key, kind=NoticeKind.CORRECTION, agency=notice.agency_id, hub=notice.hub_id,
        role=RoleCode.HUB_MANAGER if notice.hub_id else RoleCode.AGENCY_SPOC, asks=True,
        sentence=f"{start}omething that your agency received of {notice.reference} was inaccurate. Acknowledge it.",
        route="correction_notice", argument=str(notice.pk),
    )  # fmt: skip


def _key(notice: CorrectionNotice) -> str:
    return f"correction:{notice.correction_id}:{notice.agency_id}:{notice.hub_id or ''}"
