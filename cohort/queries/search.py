"""Whom a few typed words may mean: by reference, number, name, alias or group, within what the viewer may see."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum, auto
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Case, F, Func, IntegerField, Q, TextField, Value, When

from cohort.identifiers import search_keys
from cohort.models import Alias, GroupWord, Identifier, Individual, NameWord, SheetReference
from cohort.names import name_key
from cohort.queries.individuals import Listed, ListFilter
from cohort.queries.masking import column
from cohort.queries.merging import survivor_seen
from cohort.queries.receiving import received_in
from cohort.reference_numbers import parse_reference
from cohort.word_likeness import Alike, Likeness, Word, near_to
from sharing import audit
from sharing.enums import DataCategory, Operation
from sharing.viewer import Viewer

MOST = 20
"""How many people an answer names; whoever sought another one is asked to say more."""
_CANDIDATES = 200
_SHOWN = frozenset({DataCategory.IDENTITY})
_WORDS = 6
_LESS_THAN_A_NAME = 0.05
_TEXTS: Any = ArrayField(TextField())
_WORDS_OF = Func(F("whole"), Value(" "), function="string_to_array", output_field=_TEXTS)


class Field(Enum):
    """What somebody was found by."""

    REFERENCE = auto()
    MERGED_REFERENCE = auto()
    NUMBER = auto()
    HUB_REFERENCE = auto()
    NAME = auto()
    ALIAS = auto()
    GROUP = auto()


class Match(NamedTuple):
    """One thing by which somebody was found: ``detail`` is the number, alias or group, ``kind`` its kind."""

    field: Field
    closeness: float = 1.0
    detail: str = ""
    kind: str = ""
    likeness: Likeness = Likeness.SAME


class Hit(NamedTuple):
    """Somebody found, with the reasons, the best first; ``left`` says that the person has left the list."""

    row: Listed
    left: bool
    matches: list[Match]


Matches = defaultdict[int, list[Match]]


def search(viewer: Viewer, text: str) -> tuple[list[Hit], bool]:
    """Return whom a text may mean, the nearest first, at most ``MOST``, and whether there are more.

    An exact reference or number is its own answer. Names are looked for as typed first, and with slips and by sound
    only when that finds few.

    Args:
        viewer: who searches; nobody and nothing out of the viewer's sight is found or changes what is.
        text: as typed.
    """
    found = _numbered(viewer, text) or _named(viewer, text)
    ranked = sorted(found, key=lambda each: (-max(match.closeness for match in found[each]), each))
    rows = _rows(viewer, ranked[:MOST])
    hits = [Hit(*rows[each], _reasons(found[each])) for each in ranked[:MOST] if each in rows]
    return _in_full(viewer, hits), len(ranked) > MOST


def note_search(viewer: Viewer, text: str, hits: Sequence[Hit]) -> None:
    """Record a search as the list records one: by a digest of what was typed, and whom it showed."""
    audit.record(
        viewer,
        Operation.SEARCH,
        kind="list",
        page="search",
        query=audit.digest(ListFilter(text=text).to_json()),
        total=len(hits),
        shown=[hit.row.shown_reference for hit in hits],
        **received_in(viewer, (hit.row for hit in hits), of=_SHOWN),
    )


def _rows(viewer: Viewer, individuals: Collection[int]) -> dict[int, tuple[Listed, bool]]:
    columns = [*(column(viewer, name) for name in Listed._fields), "left_on"]
    found = Individual.unscoped.visible_to(viewer).filter(pk__in=individuals).values_list(*columns)
    return {row.id: (row, left is not None) for *values, left in found for row in [Listed._make(values)]}


def _reasons(matches: Iterable[Match]) -> list[Match]:
    """Return each thing once, by its nearest match."""
    best: dict[tuple[Field, str], Match] = {}
    for match in sorted(matches, key=lambda each: -each.closeness):
        best.setdefault((match.field, match.detail), match)
    return list(best.values())


def _in_full(viewer: Viewer, hits: list[Hit]) -> list[Hit]:
    """Return hits with aliases as they are written on the record."""
    met = {match.detail for hit in hits for match in hit.matches if match.field is Field.ALIAS}
    aliases = Alias.unscoped.visible_to(viewer).filter(individual__in=[hit.row.id for hit in hits], name_key__in=met)
    written = (
        {(pk, key): name for pk, key, name in aliases.values_list("individual", "name_key", "name")} if met else {}
    )
    return [
        hit._replace(
            matches=[each._replace(detail=written.get((hit.row.id, each.detail), each.detail)) for each in hit.matches]
        )
        for hit in hits
    ]


def _numbered(viewer: Viewer, text: str) -> Matches:
    """Find by reference, by the number of a register and by a hub's own reference."""
    found: Matches = defaultdict(list)
    individuals = Individual.unscoped.visible_to(viewer)
    if reference := parse_reference(text):
        for pk in individuals.filter(reference=reference).values_list("pk", flat=True):
            found[pk].append(Match(Field.REFERENCE))
        survivor = parse_reference(survivor_seen(viewer, text) or "")
        for pk in individuals.filter(reference=survivor).values_list("pk", flat=True):
            found[pk].append(Match(Field.MERGED_REFERENCE, 0.9))
    meant = Q()
    for kind, value in search_keys(text):
        meant |= Q(kind=kind, value=value)
    if meant:
        for pk, kind, value in _seen(viewer, Identifier, meant, "kind", "value"):
            found[pk].append(Match(Field.NUMBER, detail=value, kind=kind))
    if any(map(str.isdigit, text)):
        for pk, ref in _seen(viewer, SheetReference, Q(ref__in=[text.strip(), text.strip().upper()]), "ref"):
            found[pk].append(Match(Field.HUB_REFERENCE, detail=ref))
    return found


def _seen(viewer: Viewer, model: Any, meant: Q, *names: str) -> Iterator[tuple[Any, ...]]:
    rows = model.unscoped.visible_to(viewer).filter(meant).order_by("individual")
    yield from rows.values_list("individual", *names)[: MOST + 1]


def _named(viewer: Viewer, text: str) -> Matches:
    """Find by names, aliases and groups: as typed, and with slips and by sound where that finds few.

    Initials say too little to look for.
    """
    typed = [word for word in dict.fromkeys(name_key(text).split()) if len(word) > 1][:_WORDS]
    if not typed:
        return defaultdict(list)
    alike = _alike(typed)
    found = _bearers(viewer, alike.as_typed())
    return found if len(found) > MOST else _bearers(viewer, alike)


def _alike(typed: Sequence[str]) -> Alike:
    by_place: dict[str, dict[str, Word]] = {word: {} for word in typed}
    with connection.cursor() as cursor:
        cursor.execute("select typed, word, sounds, bearers, of_group from words_like(%s)", [list(typed)])
        for given, word, sounds, bearers, of_group in cursor.fetchall():
            if near := near_to(given, word, sounds=sounds):
                by_place[given][word] = near._replace(bearers=bearers, of_group=of_group)
    return Alike(list(by_place.values()))


def _bearers(viewer: Viewer, alike: Alike) -> Matches:
    found: Matches = defaultdict(list)
    for individual, whole, kind in _candidates(viewer, NameWord, alike, "kind"):
        if met := alike.of(whole):
            detail = whole if kind else ""
            found[individual].append(Match(Field.ALIAS if kind else Field.NAME, met[0], detail, kind, met[1]))
    for individual, whole in _candidates(viewer, GroupWord, alike) if alike.may_be_group else ():
        if met := alike.of(whole):
            found[individual].append(Match(Field.GROUP, met[0] - _LESS_THAN_A_NAME, likeness=met[1]))
    return found


def _candidates(viewer: Viewer, model: Any, alike: Alike, *more: str) -> set[tuple[Any, ...]]:
    """Return names that have a word like one of the rarest typed and one like any other typed, the nearest first."""
    found: set[tuple[Any, ...]] = set()
    for place in alike.rarest:
        near, beside = alike.by_place[place], alike.beside(place)
        if not near:
            continue
        names = model.unscoped.visible_to(viewer).filter(word__among=near)
        if len(alike.by_place) > 1:
            names = names.annotate(words=_WORDS_OF).filter(words__overlap=Value(beside, _TEXTS))
        far = Case(
            *(When(word__among=words, then=n) for n, words in alike.by_nearness(place)), output_field=IntegerField()
        )
        rows = names.order_by(far, "individual_id").values_list("individual_id", "whole", *more)
        found.update(rows[:_CANDIDATES])
    return found
