"""What two records are made of when they become one: the fields that survive together, and the rows that move.

``MOVED`` and ``STAYS`` between them name every kind of row about an individual; a test holds them to that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q

from cohort.enums import ShareState
from cohort.models import (
    Absence,
    AccessRequest,
    Alias,
    Assessment,
    Categorisation,
    ConflictMark,
    Correction,
    CorrectionNotice,
    CustodyPlace,
    CustodySpell,
    EmergencyAccess,
    GroupMember,
    GroupWord,
    HeldApart,
    Identifier,
    ImportRow,
    Individual,
    IndividualGrant,
    KeyDate,
    Link,
    ListExit,
    ListMove,
    ListReview,
    MatchingDue,
    Merge,
    NamedPerson,
    NamedShare,
    NameWord,
    Nomination,
    Objective,
    PanelDecision,
    PhasePeriod,
    PlanSafeguards,
    PossibleMatch,
    Recusal,
    RetentionDecision,
    Sentence,
    SheetReference,
    Standing,
    SubjectAccessItem,
    SubjectAccessMatch,
    Transfer,
)

SURVIVOR, MERGED, BOTH = "survivor", "merged", "both"
_OF_THE_RECORD = {"id", "cell", "individual_id"}


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of the individual that are one answer together: the first ``main`` of them say it, the rest follow.

    ``both`` says that two texts can be kept one below the other.
    """

    label: str
    fields: tuple[str, ...]
    main: int
    both: bool = False


GROUPS: Mapping[str, Group] = {
    "name": Group("Name", ("forenames", "surname", "name_key", "name_source"), 2),
    "birth": Group("Birth", ("date_of_birth", "year_of_birth", "birth_source"), 2),
    "category": Group("Category", ("category",), 1),
    "phase": Group("Custody phase", ("phase",), 1),
    "location": Group("Present location", ("establishment_id", "place"), 2),
    "home": Group("Home region", ("home_region_id",), 1),
    "probation": Group("Supervising probation region", ("probation_region_id",), 1),
    "crime_group": Group("Organised crime group", ("crime_group",), 1),
    "lead": Group("Lead agency and officer", ("lead_agency_id", "officer"), 2),
    "score": Group("Provisional score", ("provisional_score", "score_source"), 1),
    "notes": Group("Notes", ("notes",), 1, both=True),
}
"""What is asked of two records that say different things; where one says nothing, the other's answer survives."""
RULED = ("threats", "existence", "review_due", "release_on", "status", "left_on")
"""Fields that follow a rule: all threat areas; the least that others may know; the earlier review; the dates of leaving
custody that are recorded; and the record merged away has left the list."""
DATE = "date:"
"""Before the code of a kind of key date in the name of a question."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row that moves to the record that survives.

    A record has one row of each ``unique``; the other record's then stays where it is. ``only`` narrows what moves, and
    what is unique. ``follows`` names the field of the row with which this one goes.
    """

    model: Any
    label: str
    owner: str = "individual"
    unique: tuple[str, ...] | None = None
    only: Q = field(default_factory=Q)
    follows: tuple[str, Any] | None = None

    @property
    def name(self) -> str:
        """How a merge records rows of this kind."""
        return str(self.model._meta.model_name)

    def key(self, row: Model) -> tuple[Any, ...] | None:
        """Return what a record has only one of, None if it may have any number."""
        if self.unique is None or not getattr(row, "is_open", True):
            return None
        return tuple(getattr(row, name) for name in self.unique)


_LIVE = Q(state__in=[ShareState.OFFERED, ShareState.ACCEPTED])
MOVED: tuple[Kind, ...] = (
    Kind(Alias, "Other names", unique=("name_key",)),
    Kind(Identifier, "Identifiers", unique=("kind", "value")),
    Kind(KeyDate, "Key dates", unique=("kind_id",)),
    Kind(PhasePeriod, "Custody periods", unique=()),
    Kind(GroupMember, "Memberships of groups", unique=("group_id",)),
    Kind(HeldApart, "People held apart"),
    Kind(CustodySpell, "Spells in custody"),
    Kind(Sentence, "Sentences", follows=("spell_id", CustodySpell)),
    Kind(CustodyPlace, "Prisons", unique=()),
    Kind(Categorisation, "Security categories", unique=("decided_on",)),
    Kind(Absence, "Absences", unique=()),
    Kind(SheetReference, "References of hubs"),
    Kind(Nomination, "Nominations"),
    Kind(Assessment, "Assessments"),
    Kind(Objective, "Objectives of the plan"),
    Kind(PlanSafeguards, "What to mind in the plan", unique=("part",)),
    Kind(NamedShare, "Shares by name in force", only=_LIVE),
    Kind(
        IndividualGrant, "What these shares give", owner="content_object",
        only=Q(share__state=ShareState.ACCEPTED), follows=("share_id", NamedShare),
    ),
    Kind(ConflictMark, "Conflicts of interest in force", unique=("user_id",), only=Q(ends_at=None)),
    Kind(ImportRow, "Rows of imports"),
)  # fmt: skip
STAYS = (
    AccessRequest, Correction, CorrectionNotice, EmergencyAccess, GroupWord, Link, ListExit, ListMove, ListReview,
    MatchingDue, Merge, NamedPerson, NameWord, PanelDecision, PossibleMatch, Recusal, RetentionDecision, Standing,
    SubjectAccessItem, SubjectAccessMatch, Transfer,
)  # fmt: skip
"""What was decided, asked or corrected under a reference stays with it, as history does. Pairs, links, and
the result that counts, are seen to apart; the words somebody is found by the database keeps."""


def differing(survivor: Individual, merged: Individual) -> list[str]:
    """Return the groups in which two records say different things."""
    return [
        name for name in GROUPS if _said(survivor, name) and _said(merged, name) and _differs(name, survivor, merged)
    ]


def answers_to(question: str) -> tuple[str, ...]:
    """Return the answers that a question of a plan takes."""
    group = GROUPS.get(question)
    return (SURVIVOR, MERGED, BOTH) if group and group.both else (SURVIVOR, MERGED)


def side_of(name: str, survivor: Individual, merged: Individual, choices: Mapping[str, str]) -> str:
    """Return whose answer survives in a group: the chosen one, else that of the record that says anything."""
    if name in differing(survivor, merged):
        return choices[name]
    return MERGED if _said(merged, name) and not _said(survivor, name) else SURVIVOR


def values_of(individual: Individual) -> dict[str, Any]:
    """Return what a merge may change of an individual, by column."""
    names = [field for group in GROUPS.values() for field in group.fields] + list(RULED)
    return {name: getattr(individual, name) for name in names}


def content_of(row: Model) -> dict[str, Any]:
    """Return what a row says, without whose it is, by column."""
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in _OF_THE_RECORD}


def restored(row: Model, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as a row of this kind has them, of what was kept of one as JSON, by column."""
    return {name: _field(row, name).to_python(value) for name, value in kept.items()}


def _field(row: Model, column: str) -> Any:
    return row._meta.get_field(column)


def _said(individual: Individual, name: str) -> list[Any]:
    group = GROUPS[name]
    return [value for field in group.fields[: group.main] if (value := getattr(individual, field)) not in (None, "")]


def _differs(name: str, one: Individual, other: Individual) -> bool:
    group = GROUPS[name]
    return any(getattr(one, field) != getattr(other, field) for field in group.fields[: group.main])
