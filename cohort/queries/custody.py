"""The custody record of one individual, and the phase that follows from it."""

from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from cohort.custody_phase import follows_from
from cohort.enums import SpellKind
from cohort.models import Absence, Categorisation, CustodyPlace, CustodySpell, Individual, KeyDate, Sentence
from marsoc.kit import clock
from sharing.enums import Phase
from sharing.viewer import Viewer


@dataclass(frozen=True, slots=True)
class CustodyRecord:
    """What is recorded of somebody's time in custody, each kind of fact with the earliest first."""

    spells: list[CustodySpell]
    sentences: list[Sentence]
    places: list[CustodyPlace]
    categories: list[Categorisation]
    absences: list[Absence]

    @property
    def open_spells(self) -> list[CustodySpell]:
        """The spells that run."""
        return [spell for spell in self.spells if spell.is_open]

    @property
    def present_place(self) -> CustodyPlace | None:
        """Where the person is held."""
        return next((place for place in self.places if place.is_open), None)

    @property
    def open_absence(self) -> Absence | None:
        """The absence that has not ended."""
        return next((absence for absence in self.absences if absence.is_open), None)

    @property
    def present_category(self) -> Categorisation | None:
        """The last security category."""
        return self.categories[-1] if self.categories else None

    @property
    def recalculating(self) -> list[tuple[date, str]]:
        """What is known to have happened after which HMPPS works dates out anew, each with its day."""
        recalls = [spell for spell in self.spells if spell.kind == SpellKind.RECALL]
        return [
            *((sentence.imposed_on, "a sentence") for sentence in self.sentences),
            *((spell.started_on, "a recall") for spell in recalls),
            *((given.decided_on, "a change of the security category") for given in self.categories),
        ]

    def released(self, day: date) -> "CustodyRecord":
        """Return the record as it would be after a release on a day, to ask what would follow."""
        spells = [copy(spell) for spell in self.spells]
        for spell in spells:
            spell.ended_on = spell.ended_on or day
        return replace(self, spells=spells, absences=[])


def custody_of(viewer: Viewer, individual: Individual) -> CustodyRecord:
    """Return the custody record of an individual, empty for a viewer who is not given custody.

    Args:
        viewer: who asks; the reading is recorded by the caller.
        individual: the record.
    """
    sentences = Sentence.unscoped.visible_to(viewer).filter(individual=individual).select_related("spell")
    places = CustodyPlace.unscoped.visible_to(viewer).filter(individual=individual).select_related("establishment")
    categories = Categorisation.unscoped.visible_to(viewer).filter(individual=individual).select_related("category")
    spells = CustodySpell.unscoped.visible_to(viewer).filter(individual=individual).select_related("recall_kind")
    return CustodyRecord(
        spells=list(spells),
        sentences=list(sentences),
        places=list(places),
        categories=list(categories),
        absences=list(Absence.unscoped.visible_to(viewer).filter(individual=individual)),
    )


def supervised_until(viewer: Viewer, individual: Individual) -> date | None:
    """Return the last recorded day of licence or supervision, None if none is recorded."""
    ends = KeyDate.unscoped.visible_to(viewer).filter(individual=individual, kind__ends_supervision=True, aside=False)
    return max(ends.values_list("date", flat=True), default=None)


def proposed_phase(
    viewer: Viewer, individual: Individual, custody: CustodyRecord, day: date | None = None
) -> Phase | None:
    """Return the phase that a custody record proposes, None if it does not say.

    Args:
        viewer: who sees the record.
        individual: whose it is.
        custody: the record.
        day: for which it is asked, today unless given.
    """
    until = supervised_until(viewer, individual)
    return follows_from(custody.spells, custody.absences, until, day or clock.today())
