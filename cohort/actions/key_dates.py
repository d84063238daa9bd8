"""Writes to key dates: recorded as given; two sources that disagree stand side by side until the hub settles it."""

from datetime import date

from cohort.actions.corrections import correct
from cohort.actions.facts import take_out
from cohort.actions.individuals import changing, contributing, recorded_release_date, save_next_version
from cohort.errors import NothingChanged
from cohort.models import Individual, KeyDate, KeyDateKind
from cohort.queries.corrections import Inaccuracy, replaced_fact
from marsoc.kit import clock
from sharing.errors import BadRequest
from sharing.models import ScopedQuerySet
from sharing.viewer import Viewer


def record_key_date(
    *,
    by: Viewer,
    individual: Individual,
    version: int,
    kind: KeyDateKind,
    on: date,
    as_at: date,
    source: str,
    reason: str,
    beside: bool = False,
    inaccuracy: Inaccuracy | None = None,
) -> KeyDate:
    """Record a sentence date as HMPPS gave it, in place of the one of its kind or beside it, in conflict.

    What an agency adds never replaces what somebody else recorded: it stands beside it.

    Args:
        by: who records it.
        individual: whose date.
        version: of the record that the person saw.
        kind: which date.
        on: the date itself; never calculated.
        as_at: the day on which the source said so.
        source: where it was read.
        reason: why it is recorded.
        beside: whether another day that is recorded stands as well, until the hub settles which counts.
        inaccuracy: that the date recorded before was inaccurate; None if it has merely changed.

    Raises:
        BadRequest: the as-at date lies in the future, the source is blank, or no date was recorded before.
        EditConflict: somebody else changed the record since.
        NothingChanged: the record says so already.
        Refused: neither the viewer's role nor a clause lets the viewer add here.
    """
    if as_at > clock.today():
        raise BadRequest("The as-at date must be today or in the past")
    if not source.strip():
        raise BadRequest("Enter where the date comes from")
    with contributing(by, individual, KeyDate.data_category, version, reason) as locked:
        given = list(_of_kind(by, locked, kind))
        if any((each.date, each.as_at, each.source) == (on, as_at, source) for each in given):
            raise NothingChanged("The record has this date already. Change an answer or cancel.")
        entry = _to_write(by, locked, kind, on, given, beside=beside)
        entry.date, entry.as_at, entry.source, entry.keyed_by = on, as_at, source, by.user
        entry.contributed_by_id = by.contributor or None
        entry.save()
        _save_dates(by, locked, kind)
        correct(by=by, individual=locked, inaccuracy=inaccuracy, replaced=replaced_fact(entry, entry.pk))
    return entry


def remove_key_date(
    *,
    by: Viewer,
    individual: Individual,
    version: int,
    key_date: KeyDate,
    reason: str,
    inaccuracy: Inaccuracy | None = None,
) -> None:
    """Remove a date that does not apply; the history keeps it.

    Raises:
        EditConflict: somebody else changed the record since.
        Http404: the date has been removed meanwhile.
        Refused: neither the viewer's role nor a clause lets the viewer add here, or somebody else added it.
    """
    with contributing(by, individual, KeyDate.data_category, version, reason) as locked:
        take_out(by, locked, KeyDate, key_date.pk)
        _save_dates(by, locked, key_date.kind)
        correct(by=by, individual=locked, inaccuracy=inaccuracy, replaced=replaced_fact(key_date, key_date.pk))


def settle_key_date(*, by: Viewer, individual: Individual, version: int, key_date: KeyDate, reason: str) -> None:
    """Settle which of several days that sources give for one date counts; the others go, and the history keeps them.

    Args:
        by: who settles it.
        individual: whose date.
        version: of the record that the person saw.
        key_date: the one that counts from now on.
        reason: why, in the person's own words.

    Raises:
        BadRequest: there is nothing to settle any more.
        EditConflict: somebody else changed the record since.
        Refused: the viewer may not change individuals.
    """
    with changing(by, individual, version, reason) as locked:
        given = {each.pk: each for each in _of_kind(by, locked, key_date.kind)}
        if len(given) < 2 or key_date.pk not in given:
            raise BadRequest("There is nothing to settle any more. Nothing was changed: open the record again.")
        chosen = given.pop(key_date.pk)
        for other in given.values():
            other.delete()
        if chosen.aside:
            chosen.aside = False
            chosen.save(update_fields=["aside"])
        _save_dates(by, locked, key_date.kind)


def _of_kind(by: Viewer, individual: Individual, kind: KeyDateKind) -> ScopedQuerySet[KeyDate]:
    """Return what sources give for one date: what counts first, then the latest said."""
    found: ScopedQuerySet[KeyDate] = KeyDate.unscoped.visible_to(by).filter(individual=individual, kind=kind)
    return found.order_by("aside", "-as_at", "-id")


def _to_write(
    by: Viewer, individual: Individual, kind: KeyDateKind, on: date, given: list[KeyDate], *, beside: bool
) -> KeyDate:
    """Return the row that takes a day: the own one or the one that counts, or a new one beside it."""
    own = [each for each in given if not by.contributor or each.contributed_by_id == by.contributor]
    counts = given[0] if given else None
    if own and not (beside and counts and counts.date != on):
        return own[0]
    if counts and by.contributor and counts.date == on:
        raise BadRequest("The record has this date already, from somebody else. There is nothing to add.")
    if any(each.aside and each.date == on for each in given):
        raise BadRequest("The record has this day already, beside the one that counts. Settle which of them counts.")
    return KeyDate(individual=individual, kind=kind, aside=counts is not None)


def _save_dates(by: Viewer, individual: Individual, kind: KeyDateKind) -> None:
    """Have one date of a kind count, the one said last if none does, and keep the release date of the list true."""
    given = list(_of_kind(by, individual, kind))
    if given and given[0].aside:
        given[0].aside = False
        given[0].save(update_fields=["aside"])
    for other in given[1:]:
        if other.date == given[0].date:  # the sources agree by now
            other.delete()
    individual.release_on = recorded_release_date(by, individual)
    save_next_version(by, individual, ["key_dates"], also=["release_on"])
