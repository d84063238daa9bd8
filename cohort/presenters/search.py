"""Who was found, and why, in words."""

from typing import NamedTuple

from cohort.enums import IdentifierKind, NameKind
from cohort.presenters.individual_list import Names, list_name
from cohort.queries.search import Field, Hit, Match
from cohort.word_likeness import Likeness

_LIKENESS = {
    Likeness.SAME: "",
    Likeness.BEGINS: "begins the same",
    Likeness.SPELLED: "spelled alike",
    Likeness.SOUNDS: "sounds alike",
}
_FIELDS = {
    Field.REFERENCE: "Reference",
    Field.MERGED_REFERENCE: "Reference of a record merged into this one",
    Field.HUB_REFERENCE: "The hub's own reference",
    Field.NAME: "Name",
    Field.GROUP: "Organised crime group",
}


class FoundRow(NamedTuple):
    """One person found."""

    reference: str
    name: str
    born: str
    hub: str
    reasons: list[str]
    left: bool


def found_row(hit: Hit, hubs: Names) -> FoundRow:
    """Return one person as the results show it, with the year of birth alone."""
    row = hit.row
    year = row.date_of_birth.year if row.date_of_birth else row.year_of_birth
    return FoundRow(
        reference=row.shown_reference,
        name=list_name(row),
        born=str(year) if year else "Not known",
        hub=hubs[row.owning_hub_id],
        reasons=[reason(match) for match in hit.matches],
        left=hit.left,
    )


def reason(match: Match) -> str:
    """Return why somebody was found, such as "Also known as: Zed, spelled alike"."""
    said = (_FIELDS.get(match.field) or _kind(match), match.detail)
    return ", ".join(part for part in (": ".join(filter(None, said)), _LIKENESS[match.likeness]) if part)


def _kind(match: Match) -> str:
    return str((IdentifierKind if match.field is Field.NUMBER else NameKind)(match.kind).label)
