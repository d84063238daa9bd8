"""What every act of the custody record shares: what cannot be is refused, place and phase are kept true."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cohort.actions.individuals import bring_review_forward, present_period, save_next_version, write_phase
from cohort.models import Absence, CustodyPlace, CustodySpell, Establishment, Individual
from cohort.queries.custody import CustodyRecord
from marsoc.govuk.jinja import long_date
from marsoc.kit import clock
from sharing.enums import Phase
from sharing.errors import BadRequest
from sharing.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Told:
    """When something was so, where that was read and when the source said so; ``until`` only if it is over."""

    on: date
    source: str
    as_at: date
    until: date | None = None


def receive_person(
    by: Viewer,
    individual: Individual,
    custody: CustodyRecord,
    told: Told,
    phase: Phase,
    *,
    establishment: Establishment | None,
) -> None:
    """Write place and phase with a spell that runs, and save the record as its next version.

    Args:
        by: who records the spell.
        individual: the locked record.
        custody: what it said before.
        told: of the spell.
        phase: that the spell leads to.
        establishment: where the person was received, None if that is not known or has not changed.
    """
    fields = ["custody"]
    if establishment:
        arrive(by, individual, custody, establishment, told)
    if told.until is None:
        fields += ["establishment", "place", *enter_phase(by, individual, phase, told)]
    save_next_version(by, individual, fields)


def enter_phase(by: Viewer, individual: Individual, phase: Phase, told: Told) -> list[str]:
    """Move to a phase unless it is the present one, and say which fields changed.

    A new phase never begins before the one it follows.
    """
    if individual.phase == phase:
        return bring_review_forward(individual)
    present = present_period(by, individual)
    return write_phase(by, individual, phase, max(told.on, present.started_on) if present else told.on, told.source)


def arrive(
    by: Viewer,
    individual: Individual,
    custody: CustodyRecord,
    establishment: Establishment,
    told: Told,
    *,
    why: str = "",
) -> CustodyPlace:
    """Write where somebody came, and so left the place before.

    Raises:
        BadRequest: the place was not in use then, or the person would be in two places at once.
    """
    _must_be_in_use(establishment, told.on)
    present = custody.present_place
    known = present and told.until is None and present.arrived_on is None
    if present and known and present.establishment_id == establishment.pk:
        arrived = present  # the day of arrival becomes known
    else:
        arrived = CustodyPlace(individual=individual, establishment=establishment)
    for place in custody.places:
        if place is not arrived:
            _must_leave_room(place, told)
    if told.until is None:
        if present is not arrived:
            _end_place(present, told.on)
        individual.establishment, individual.place = establishment, ""
    arrived.arrived_on, arrived.left_on, arrived.why = told.on, told.until, why
    for name, value in as_told(by, told).items():
        setattr(arrived, name, value)
    arrived.save()
    return arrived


def _must_leave_room(place: CustodyPlace, told: Told) -> None:
    """Hold an arrival to a time at which the person is nowhere else; it may end a place where the person still is."""
    begins = place.arrived_on or place.as_at
    follows = begins <= told.on and (told.until is None if place.left_on is None else place.left_on <= told.on)
    if not follows and (told.until is None or told.until > begins):
        raise BadRequest(
            f"The record has the person at {place.establishment.name} then. Nobody is in two places at once: check the"
            " day, or remove that place first if it is wrong."
        )


def _must_be_in_use(establishment: Establishment, day: date) -> None:
    if establishment.valid_to and day >= establishment.valid_to:
        raise BadRequest(
            f"{establishment.name} closed on {long_date(establishment.valid_to)}. Select where the person was on"
            f" {long_date(day)}."
        )


def leave_place(individual: Individual, custody: CustodyRecord, day: date) -> None:
    """Write that somebody left the place where they were held."""
    _end_place(custody.present_place, day)
    individual.establishment = None


def _end_place(place: CustodyPlace | None, day: date) -> None:
    if place:
        place.left_on = day
        place.save(update_fields=["left_on"])


def end_span(fact: CustodySpell | Absence | None, day: date) -> None:
    """Write the last day of a spell or an absence."""
    if fact:
        fact.ended_on = day
        fact.save(update_fields=["ended_on"])


def must_not_precede(day: date, custody: CustodyRecord) -> None:
    """Hold the end of a time in custody to the day before which it cannot lie.

    Raises:
        BadRequest: something of what runs began later.
    """
    running = {spell.pk for spell in custody.open_spells}
    events = [(spell.started_on, f"the {spell.get_kind_display().lower()} began") for spell in custody.open_spells]
    events += [(each.imposed_on, "the person was sentenced") for each in custody.sentences if each.spell_id in running]
    if custody.open_absence:
        events.append((custody.open_absence.started_on, "the absence began"))
    if (place := custody.present_place) and place.arrived_on:
        events.append((place.arrived_on, f"the person came to {place.establishment.name}"))
    last = max(events, default=None)
    if last and day < last[0]:
        raise BadRequest(f"The day cannot be before {long_date(last[0])}, when {last[1]}. Check the day.")


def overlapping(spans: Iterable[Any], told: Told) -> Any:
    """Return the first of some spells or absences that shares a day with what is told; they may meet on one."""
    for span in spans:
        begins_before_end = told.until is None or span.started_on < told.until
        ends_after_start = span.ended_on is None or span.ended_on > told.on
        if begins_before_end and ends_after_start:
            return span
    return None


def overlaps(what: str, other: Any) -> str:
    """Return the sentence that says with what a spell or an absence overlaps, and what to do."""
    until = f"to {long_date(other.ended_on)}" if other.ended_on else "on"
    return (
        f"The record has {what} from {long_date(other.started_on)} {until}, which overlaps. Check the days, or remove"
        " that one first if it is wrong."
    )


def as_told(by: Viewer, told: Told) -> dict[str, Any]:
    """Return what every fact of the custody record says of its source.

    Raises:
        BadRequest: a day lies in the future, or the last one before the first.
    """
    today = clock.today()
    if max(told.on, told.until or told.on, told.as_at) > today:
        raise BadRequest("What is recorded has happened: every day must be today or in the past.")
    if told.until and told.until < told.on:
        raise BadRequest("The last day must be the first day or after it.")
    return {"source": told.source, "as_at": told.as_at, "keyed_by": by.user}
