"""Which custody phase follows from a custody record. A phase is proposed, never set: a person decides.

Nothing is inferred from silence: where the record does not say what follows, nothing is proposed.
"""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from cohort.enums import AbsenceKind, SpellKind
from sharing.enums import Phase


class Span(Protocol):
    """A spell or an absence; what runs has no last day."""

    kind: str
    started_on: date
    ended_on: date | None


TERMS = frozenset({SpellKind.SENTENCE, SpellKind.DEFAULT_TERM, SpellKind.RECALL})
"""What is served in custody after a court has sentenced somebody."""


def runs_on(span: Span, day: date) -> bool:
    """Say whether a spell or an absence covers a day."""
    return span.started_on <= day and (span.ended_on is None or day < span.ended_on)


def follows_from(
    spells: Iterable[Span], absences: Iterable[Span], supervised_until: date | None, day: date
) -> Phase | None:
    """Return the phase that a custody record proposes for a day, None if it does not say.

    Args:
        spells: in custody.
        absences: from custody.
        supervised_until: the last recorded day of licence or supervision, None if none is recorded.
        day: for which it is asked.
    """
    past = [spell for spell in spells if spell.started_on <= day]
    if any(absence.kind != AbsenceKind.LEAVE and runs_on(absence, day) for absence in absences):
        return Phase.FUG
    kinds = {SpellKind(spell.kind) for spell in past if runs_on(spell, day)}
    if kinds & TERMS:
        return Phase.CUS
    if SpellKind.REMAND in kinds:
        return Phase.REM
    if not any(spell.kind in TERMS for spell in past):
        return Phase.PRE if past else None
    if supervised_until is None:
        return None
    return Phase.REL if day <= supervised_until else Phase.POST
