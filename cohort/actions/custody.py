"""Acts of the custody record: each writes spell, place and phase together, or nothing.

``phase``, ``establishment`` and ``place`` on the individual are what the list filters and sorts by; they are kept true
here. An act about a time that is over already (``Told.until``) is history and moves neither phase nor place.
"""

from cohort.actions.custody_rules import (
    Told,
    arrive,
    as_told,
    end_span,
    enter_phase,
    leave_place,
    must_not_precede,
    overlapping,
    overlaps,
    receive_person,
)
from cohort.actions.individuals import bring_review_forward, changing, save_next_version
from cohort.custody_phase import TERMS, runs_on
from cohort.enums import SpellKind
from cohort.models import CustodyPlace, CustodySpell, Establishment, Individual, RecallKind, Sentence
from cohort.queries.custody import CustodyRecord, custody_of
from sharing.enums import Phase
from sharing.errors import BadRequest
from sharing.viewer import Viewer

_ENDS = {SpellKind.SENTENCE: {SpellKind.REMAND}, SpellKind.DEFAULT_TERM: {SpellKind.SENTENCE, SpellKind.RECALL}}
"""Which running spells end on the day another kind begins."""


def begin_spell(
    *,
    by: Viewer,
    individual: Individual,
    version: int,
    kind: SpellKind,
    told: Told,
    reason: str,
    authority: str = "",
    recall_kind: RecallKind | None = None,
    establishment: Establishment | None = None,
) -> CustodySpell:
    """Record that somebody was remanded, began a default term or was recalled.

    Args:
        by: who records it.
        individual: whose record.
        version: of the record that the person saw.
        kind: what the spell rests on; a sentence has ``sentence_individual``.
        told: its first day, and its last if it is over.
        reason: why it is recorded, in the person's own words.
        authority: the court or the order.
        recall_kind: of a recall, and of nothing else.
        establishment: where the person was received, None if that is not known or has not changed.

    Raises:
        BadRequest: the spell overlaps another of its kind, or the place is not possible on that day.
        EditConflict: somebody else changed the record since.
        Refused: the viewer may not change individuals.
    """
    with changing(by, individual, version, reason) as locked:
        custody = custody_of(by, locked)
        spell = _new_spell(by, locked, custody, kind, told, authority=authority, recall_kind=recall_kind)
        phase = Phase.REM if kind == SpellKind.REMAND and not _serves(custody, told) else Phase.CUS
        receive_person(by, locked, custody, told, phase, establishment=establishment)
    return spell


def sentence_individual(
    *,
    by: Viewer,
    individual: Individual,
    version: int,
    told: Told,
    reason: str,
    court: str,
    length: str,
    establishment: Establishment | None = None,
) -> Sentence:
    """Record a sentence to custody; one passed while another is served is served in the same spell.

    Args:
        by: who records it.
        individual: whose record.
        version: of the record that the person saw.
        told: the day it was passed, and the last day in custody if that is over.
        reason: why it is recorded, in the person's own words.
        court: that passed it.
        length: in the court's own words.
        establishment: see ``begin_spell``.

    Raises:
        BadRequest: see ``begin_spell``.
        EditConflict: somebody else changed the record since.
        Refused: the viewer may not change individuals.
    """
    with changing(by, individual, version, reason) as locked:
        custody = custody_of(by, locked)
        serving = (each for each in custody.spells if each.kind == SpellKind.SENTENCE and runs_on(each, told.on))
        spell = next(serving, None) or _new_spell(by, locked, custody, SpellKind.SENTENCE, told, authority=court)
        sentence = Sentence(
            individual=locked, spell=spell, imposed_on=told.on, court=court, length=length, **as_told(by, told)
        )
        sentence.save(force_insert=True)
        receive_person(by, locked, custody, told, Phase.CUS, establishment=establishment)
    return sentence


def release_individual(
    *, by: Viewer, individual: Individual, version: int, told: Told, phase: Phase, reason: str
) -> Individual:
    """Record that somebody left custody: every running spell, the place and any absence end on that day.

    Args:
        by: who records it.
        individual: whose record.
        version: of the record that the person saw.
        told: the day.
        phase: what follows, as the person decides who records it.
        reason: why it is recorded, in the person's own words.

    Raises:
        BadRequest: the person is not in custody, or was sentenced or received after that day.
        EditConflict: somebody else changed the record since.
        Refused: the viewer may not change individuals.
    """
    with changing(by, individual, version, reason) as locked:
        custody = custody_of(by, locked)
        if not custody.open_spells and locked.phase not in {Phase.REM, Phase.CUS, Phase.FUG}:
            raise BadRequest("Nobody is released who is not in custody. Record the spell in custody first.")
        must_not_precede(told.on, custody)
        for fact in (*custody.open_spells, custody.open_absence):
            end_span(fact, told.on)
        leave_place(locked, custody, told.on)
        fields = ["custody", "establishment", *enter_phase(by, locked, phase, told)]
        save_next_version(by, locked, fields)
    return locked


def move_to_establishment(
    *,
    by: Viewer,
    individual: Individual,
    version: int,
    establishment: Establishment,
    told: Told,
    why: str,
    reason: str,
) -> CustodyPlace:
    """Record that somebody came to another prison, and so left the one before on the same day.

    Args:
        by: who records it.
        individual: whose record.
        version: of the record that the person saw.
        establishment: where the person came.
        told: the day of arrival, and of leaving if the person has left again.
        why: what the move was for, empty if that is not known.
        reason: why it is recorded, in the person's own words.

    Raises:
        BadRequest: the place had closed or not opened by then, or the person would be in two places at once.
        EditConflict: somebody else changed the record since.
        Refused: the viewer may not change individuals.
    """
    with changing(by, individual, version, reason) as locked:
        custody = custody_of(by, locked)
        place = arrive(by, locked, custody, establishment, told, why=why)
        fields = ["custody"] if told.until else ["custody", "establishment", "place", *bring_review_forward(locked)]
        save_next_version(by, locked, fields)
    return place


def _new_spell(
    by: Viewer,
    individual: Individual,
    custody: CustodyRecord,
    kind: SpellKind,
    told: Told,
    *,
    authority: str,
    recall_kind: RecallKind | None = None,
) -> CustodySpell:
    if other := overlapping((each for each in custody.spells if each.kind == kind), told):
        raise BadRequest(overlaps(f"a spell of this kind ({kind.label.lower()})", other))
    for running in custody.open_spells:
        if told.until is None and running.kind in _ENDS.get(kind, ()) and running.started_on <= told.on:
            end_span(running, told.on)
    spell = CustodySpell(
        individual=individual, kind=kind, recall_kind=recall_kind, started_on=told.on, ended_on=told.until,
        authority=authority, **as_told(by, told),
    )  # fmt: skip
    spell.save(force_insert=True)
    return spell


def _serves(custody: CustodyRecord, told: Told) -> bool:
    return any(spell.kind in TERMS and runs_on(spell, told.on) for spell in custody.spells)
