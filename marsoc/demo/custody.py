"""Custody records of the demonstration: people of one hub in every phase, with what led there."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import Any

from django.db import transaction

from cohort.actions import custody, custody_facts
from cohort.actions.custody_rules import Told
from cohort.actions.key_dates import record_key_date
from cohort.enums import AbsenceKind, SpellKind
from cohort.models import CustodySpell, Establishment, Individual, KeyDateKind, RecallKind, SecurityCategory
from marsoc.demo.acting import acting
from marsoc.kit import clock
from sharing.enums import Phase, RoleCode
from sharing.seeing import seeing
from sharing.viewer import Viewer

HUB = "WM"
SOURCE = "Digital prison record (synthetic)"
PEOPLE = 4
"""How many of each phase have a custody record; the others are as their sheet left them."""


@transaction.atomic
def prepare_custody() -> None:
    """Record them, unless that has been done."""
    officer = acting(RoleCode.HUB_OFFICER, HUB)
    with seeing(officer):
        if CustodySpell.unscoped.visible_to(officer).exists():
            return
        for phase, tell in _LIVES.items():
            for number, person in enumerate(_people(officer, phase)):
                tell(_Recording(officer, person), number)


def _people(by: Viewer, phase: Phase) -> Iterable[Individual]:
    found = Individual.unscoped.visible_to(by).filter(owning_hub=HUB, phase=phase, left_on=None, restricted=False)
    return islice(found.order_by("pk"), PEOPLE)


class _Recording:
    """What is recorded of one person, by days before today."""

    def __init__(self, by: Viewer, person: Individual) -> None:
        self.by, self.person, self.today = by, person, clock.today()

    def __call__(self, act: Callable[..., Any], ago: int, until: int | None = None, **given: Any) -> None:
        """Do an act of the custody record.

        Args:
            act: the action.
            ago: days from its day until today.
            until: the same of its last day, if it is over.
            given: what else the action takes.
        """
        last = None if until is None else self.day(until)
        told = Told(self.day(ago), SOURCE, self.day(min(20, ago)), last)
        self._write(act, told=told, **given)

    def key_date(self, kind: str, ahead: int, as_at: int = 20, **given: Any) -> None:
        """Record a key date, by days from today."""
        self._write(
            record_key_date, kind=KeyDateKind.objects.get(pk=kind), on=self.day(-ahead), as_at=self.day(as_at),
            **{"source": SOURCE, **given},
        )  # fmt: skip

    def day(self, ago: int) -> date:
        """Return a day before today."""
        return self.today - timedelta(days=ago)

    @property
    def prison(self) -> Establishment:
        """Where the sheet says the person is, else a prison of the region."""
        return self.person.establishment or Establishment.objects.get(pk="BMI")

    def _write(self, act: Callable[..., Any], **given: Any) -> None:
        act(
            by=self.by, individual=self.person, version=self.person.version, reason="Prison record (synthetic)", **given
        )
        self.person.refresh_from_db()


_sentence = partial(custody.sentence_individual, court="Birmingham Crown Court")
_remand = partial(custody.begin_spell, kind=SpellKind.REMAND, authority="Birmingham Magistrates' Court")


def _before(record: _Recording, number: int) -> None:
    record(_sentence, 3650, 2900, length="4 years", establishment=Establishment.objects.get(pk="LEI"))


def _on_remand(record: _Recording, number: int) -> None:
    record(_remand, 40 + 25 * number, establishment=record.prison)


def _in_custody(record: _Recording, number: int) -> None:
    """Tell of a sentence; of the second person also of a default term, of the third of a recall."""
    record(_remand, 1500 + number, 1200)
    of_sheet = record.person.establishment
    first = of_sheet or Establishment.objects.get(pk="LEI")
    record(_sentence, 1200, length=f"{9 + number} years", establishment=first)
    if of_sheet is None:
        other = Establishment.objects.get(pk="BMI")
        record(custody.move_to_establishment, 700, establishment=other, why="Nearer to the courses needed")
    record(custody_facts.record_categorisation, 1150, category=_category("B"), review_on=record.day(780))
    record(custody_facts.record_categorisation, 760, category=_category("C"), review_on=record.day(-30 + 60 * number))
    record.key_date("CONFIRMED_RELEASE" if number == 0 else "CRD", 150 + 200 * number)
    record.key_date("SLED", 2000 + 100 * number, as_at=260)
    if number == 1:
        record(custody.begin_spell, 90, kind=SpellKind.DEFAULT_TERM, authority="Confiscation order, Birmingham, 2022")
        record.key_date("CRD", 400, source="Probation record (synthetic)", beside=True)
    if number == 2:
        record(custody.release_individual, 300, phase=Phase.REL)
        recall = RecallKind.objects.get(pk="STANDARD")
        record(custody.begin_spell, 60, kind=SpellKind.RECALL, recall_kind=recall, establishment=record.prison)


def _on_licence(record: _Recording, number: int) -> None:
    record(_sentence, 2400, 100 + 30 * number, length="8 years", establishment=Establishment.objects.get(pk="BMI"))
    record.key_date("LIC_START", -100 - 30 * number)
    record.key_date("LED", 170 + 300 * number)


def _after(record: _Recording, number: int) -> None:
    record(_sentence, 4000, 2500, length="6 years")
    record.key_date("SED", -300, as_at=400)


def _at_large(record: _Recording, number: int) -> None:
    record(_sentence, 1500, length="7 years", establishment=record.prison)
    record(custody_facts.begin_absence, 33, kind=AbsenceKind.LEAVE)
    record(custody_facts.begin_absence, 30, kind=AbsenceKind.NON_RETURN)


def _overseas(record: _Recording, number: int) -> None:
    record(_sentence, 3000, 1200, length="6 years")


def _category(code: str) -> SecurityCategory:
    return SecurityCategory.objects.get(pk=code)


_LIVES: dict[Phase, Callable[[_Recording, int], None]] = {
    Phase.PRE: _before, Phase.REM: _on_remand, Phase.CUS: _in_custody, Phase.REL: _on_licence, Phase.POST: _after,
    Phase.FUG: _at_large, Phase.ABRD: _overseas,
}  # fmt: skip
