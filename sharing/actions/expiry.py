"""Reminding both sides of an agreement, in good time, that it ends."""

from collections.abc import Iterator

from marsoc.govuk.jinja import long_date
from marsoc.kit import clock, locks
from sharing.actions.notices import settle_all_notices, tell
from sharing.actions.writing import writing
from sharing.enums import NoticeKind
from sharing.models import Agreement
from sharing.queries.agreements import Ending, ending_within, parties_of_what_is_over
from sharing.viewer import Viewer

STEPS = (90, 30, 7)
"""How many days before the end somebody is reminded."""


def remind_of_expiry(*, by: Viewer) -> None:
    """Tell the owner and each agency that still receives something that an agreement ends, once for each step.

    All of it follows from the dates: a run that comes late tells what is due then, and one more run tells nothing.

    Args:
        by: the job that reminds.
    """
    with writing(by):
        locks.wait_for("expiry reminders")
        overtaken = list(_of_what_is_over())
        for ending in ending_within(max(STEPS)):
            left = (ending.agreement.ends_on - clock.today()).days
            step = min(each for each in STEPS if left <= each)
            for agency, sentence in _sentences(ending):
                tell(
                    by=by, key=_key(ending.agreement, agency, step), kind=NoticeKind.EXPIRY, agency=agency,
                    sentence=sentence, route="agreement_detail", argument=ending.agreement.reference,
                )  # fmt: skip
                overtaken += [_key(ending.agreement, agency, earlier) for earlier in STEPS if earlier > step]
        settle_all_notices(by=by, keys=overtaken)


def _sentences(ending: Ending) -> Iterator[tuple[str, str]]:
    """Yield what each side is told, by its code."""
    agreement = ending.agreement
    ends = f"{agreement} ends on {long_date(agreement.ends_on)}."
    yield agreement.owner_id, f"{ends} Draft and sign a new version if the sharing should go on."
    for agency in ending.recipients:
        yield agency.pk, f"{ends} Nothing is shared under it after that day. If you still need it, ask its owner."


def _key(agreement: Agreement, agency: str, step: int) -> str:
    return f"expiry:{agreement.pk}:{agency}:{step}"


def _of_what_is_over() -> Iterator[str]:
    """Yield the keys of notices about versions that have ended since: nobody can sign or renew those in time."""
    for party in parties_of_what_is_over():
        yield f"sign:{party.agreement_id}:{party.agency_id}"
        yield from (_key(party.agreement, party.agency_id, step) for step in STEPS)
