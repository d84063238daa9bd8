"""What work falls due: for one record, and in one statement for everybody on the list."""

from datetime import date
from typing import NamedTuple

from django.db import connection

from cohort.custody_phase import TERMS
from cohort.enums import SpellKind
from cohort.models import KeyDate, PlanningTrigger
from cohort.planning import CustodyEvent, Due, Moment, falls_due
from cohort.queries.custody import CustodyRecord
from cohort.queries.reference import choices
from marsoc.kit import clock
from marsoc.kit.clock import months_after

HORIZON_MONTHS = 24
"""How far ahead a page tells what will be due."""
_EVERYBODY = """
with moments as (
    select individual_id, kind_id as code, date as day from cohort_keydate where not aside
    union select individual_id, kind, started_on from cohort_custodyspell where kind in ('REMAND', 'RECALL')
    union select individual_id, 'SENTENCE', imposed_on from cohort_sentence
    union select individual_id, 'MOVE', arrived_on from cohort_custodyplace where arrived_on is not null
    union select individual_id, 'CATEGORY', decided_on from cohort_categorisation
    union select individual_id, 'RELEASE', ended_on from cohort_custodyspell ended
        where ended_on is not null and kind <> 'REMAND' and not exists (
            select from cohort_custodyspell other where other.individual_id = ended.individual_id
                and other.id <> ended.id and other.started_on <= ended.ended_on
                and (other.ended_on is null or other.ended_on > ended.ended_on))
), due as (
    select m.individual_id, t.code as trigger, m.code as moment, m.day,
        (m.day + make_interval(months => t.lead_months, days => t.lead_days))::date as due_on
    from cohort_planningtrigger t join moments m on m.code = any (t.dates || t.events)
    where t.valid_from <= %(today)s and (t.valid_to is null or t.valid_to > %(today)s)
)
select due.individual_id, trigger, moment, day, due_on from due
    join cohort_individual i on i.id = due.individual_id and i.left_on is null
    where due_on between %(since)s and %(until)s
    order by due_on, due.individual_id, trigger, moment
"""


class DueWork(NamedTuple):
    """One piece of work that falls due for somebody, by the codes of its trigger and of what it rests on."""

    individual: int
    trigger: str
    moment: str
    day: date
    due_on: date


def due_for_everybody(since: date, until: date) -> list[DueWork]:
    """Return what falls due in a time for everybody on the list whom the viewer of the transaction sees.

    The second wall alone decides who that is: a job that is to see everybody runs as one that does.

    Args:
        since: the first day.
        until: the last day.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EVERYBODY, {"since": since, "until": until, "today": clock.today()})
        return [DueWork(*row) for row in cursor.fetchall()]


def moments_of(key_dates: list[KeyDate], custody: CustodyRecord) -> list[Moment]:
    """Return the days of a record that work may rest on, each once."""
    dates = (Moment(each.kind_id, each.date, each.kind.name) for each in key_dates if not each.aside)
    return list(dict.fromkeys([*dates, *_events(custody)]))


def _events(custody: CustodyRecord) -> list[Moment]:
    found = [
        *((CustodyEvent.REMAND, each.started_on) for each in custody.spells if each.kind == SpellKind.REMAND),
        *((CustodyEvent.RECALL, each.started_on) for each in custody.spells if each.kind == SpellKind.RECALL),
        *((CustodyEvent.SENTENCE, each.imposed_on) for each in custody.sentences),
        *((CustodyEvent.MOVE, each.arrived_on) for each in custody.places if each.arrived_on),
        *((CustodyEvent.CATEGORY, each.decided_on) for each in custody.categories),
        *((CustodyEvent.RELEASE, day) for day in _releases(custody)),
    ]
    return [Moment(event.value, day, event.label) for event, day in found]


def _releases(custody: CustodyRecord) -> list[date]:
    """Return the days on which a term ended and nothing else went on or began."""
    return [
        ended.ended_on
        for ended in custody.spells
        if ended.ended_on
        and ended.kind in TERMS
        and not any(
            other.pk != ended.pk
            and other.started_on <= ended.ended_on
            and (other.ended_on is None or other.ended_on > ended.ended_on)
            for other in custody.spells
        )
    ]


def triggers_of_today() -> list[PlanningTrigger]:
    """Return the triggers in use."""
    return list(choices(PlanningTrigger))


def due_soon(key_dates: list[KeyDate], custody: CustodyRecord) -> list[Due]:
    """Return what falls due for one record from today on."""
    return if_moved(key_dates, custody, {})


def if_moved(key_dates: list[KeyDate], custody: CustodyRecord, moved: dict[str, date]) -> list[Due]:
    """Return what would fall due from today on if some dates were others; nothing is written.

    Args:
        key_dates: of the record.
        custody: of the record.
        moved: the days to suppose, by the code of the kind of date.
    """
    today = clock.today()
    moments = [each._replace(on=moved.get(each.code, each.on)) for each in moments_of(key_dates, custody)]
    return falls_due(moments, triggers_of_today(), today, months_after(today, HORIZON_MONTHS))
