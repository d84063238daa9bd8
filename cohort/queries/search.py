"""Whom a few typed words may mean: by reference, number, name, alias or group, within what the viewer may see."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Case, F, Func, IntegerField, Q, TextField, Value, When
from rapidfuzz.distance import OSA

from cohort.identifiers import search_keys
from cohort.models import Alias, GroupWord, Identifier, Individual, NameWord, SheetReference
from cohort.names import name_key
from cohort.queries.individuals import Listed, ListFilter
from cohort.queries.masking import column
from cohort.queries.merging import survivor_seen
from cohort.queries.receiving import received_in
from cohort.reference_numbers import parse_reference
from sharing import audit
from sharing.enums import DataCategory, Operation
from sharing.viewer import Viewer

MOST = 20
"""How many people an answer names; whoever sought another one is asked to say more."""
_CANDIDATES = 200
_SHOWN = frozenset({DataCategory.IDENTITY})
_WORDS = 6
_EDIT, _PREFIX, _SOUND, _SOUND_SIMILARITY, _OTHER_ORDER, _FURTHER_WORD = 0.12, 0.9, 0.6, 0.3, 0.02, 0.05
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


class Likeness(Enum):
    """How what was typed and what is on record agree."""

    SAME = auto()
    BEGINS = auto()
    SPELLED = auto()
    SOUNDS = auto()


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


class _Word(NamedTuple):
    """How near a word on record comes to one typed, how many bear it, up to a hundred, and if a group does."""

    near: float
    likeness: Likeness
    bearers: int = 0
    of_group: bool = False


class _Alike(NamedTuple):
    """The words on record that are like each of those typed, by the place of the word typed."""

    by_place: list[Mapping[str, _Word]]

    @property
    def needed(self) -> int:
        """How many of the words typed a name must have: of three or more one may be missing."""
        return len(self.by_place) - (len(self.by_place) > 2)

    def as_typed(self) -> "_Alike":
        """Return only the words that are on record as they were typed."""
        return _Alike([{w: each for w, each in near.items() if each.near == 1} for near in self.by_place])

    @property
    def rarest(self) -> list[int]:
        """The places of the words that fewest bear: no name has enough of the words typed without one of these."""
        places = sorted(range(len(self.by_place)), key=self._bearers)
        return places[: len(places) - self.needed + 1]

    def _bearers(self, place: int) -> int:
        return sum(word.bearers for word in self.by_place[place].values())

    @property
    def may_be_group(self) -> bool:
        """Whether any of the words is in the name of a group."""
        return any(word.of_group for near in self.by_place for word in near.values())

    def beside(self, place: int) -> list[str]:
        """Return the words like any that was typed at another place."""
        return sorted({word for at, near in enumerate(self.by_place) if at != place for word in near})

    def of(self, whole: str) -> tuple[float, Likeness] | None:
        """Return how near a name comes to what was typed, None if too few of its words do."""
        words = whole.split()
        best = [
            max(((near[word], at) for at, word in enumerate(words) if word in near), key=_nearest, default=None)
            for near in self.by_place
        ]
        met = [each for each in best if each]
        places = [at for _, at in met]
        if len(set(places)) < self.needed:
            return None
        off = _FURTHER_WORD * abs(len(words) - len(self.by_place)) + _OTHER_ORDER * (places != sorted(places))
        least = min((word for word, _ in met), key=lambda word: word.near)
        return sum(word.near for word, _ in met) / len(self.by_place) - off, least.likeness


def _nearest(each: tuple[_Word, int]) -> float:
    return each[0].near


def _named(viewer: Viewer, text: str) -> Matches:
    """Find by names, aliases and groups: as typed, and with slips and by sound where that finds few."""
    typed = list(dict.fromkeys(name_key(text).split()))[:_WORDS]
    if not typed:
        return defaultdict(list)
    alike = _alike(typed)
    found = _bearers(viewer, alike.as_typed())
    return found if len(found) > MOST else _bearers(viewer, alike)


def _alike(typed: Sequence[str]) -> _Alike:
    by_place: dict[str, dict[str, _Word]] = {word: {} for word in typed}
    with connection.cursor() as cursor:
        cursor.execute("select typed, word, sounds, bearers, of_group from words_like(%s)", [list(typed)])
        for given, word, sounds, bearers, of_group in cursor.fetchall():
            if near := _near(given, word, sounds=sounds):
                by_place[given][word] = near._replace(bearers=bearers, of_group=of_group)
    return _Alike(list(by_place.values()))


def _near(typed: str, word: str, *, sounds: bool) -> _Word | None:
    """Return how near one word comes to another, None if they are not alike."""
    allowed = min(2, max(len(typed), len(word)) - 2)
    edits = OSA.distance(typed, word, score_cutoff=allowed)
    readings = []
    if edits <= allowed:
        readings.append(_Word(1 - _EDIT * edits, Likeness.SPELLED if edits else Likeness.SAME))
    if word.startswith(typed) and len(typed) > 2:
        readings.append(_Word(_PREFIX, Likeness.BEGINS))
    if sounds and (similarity := OSA.normalized_similarity(typed, word)) >= _SOUND_SIMILARITY:
        readings.append(_Word(_SOUND + 0.3 * similarity, Likeness.SOUNDS))
    return max(readings, default=None, key=lambda each: each.near)


def _bearers(viewer: Viewer, alike: _Alike) -> Matches:
    found: Matches = defaultdict(list)
    for individual, whole, kind in _candidates(viewer, NameWord, alike, "kind"):
        if met := alike.of(whole):
            detail = whole if kind else ""
            found[individual].append(Match(Field.ALIAS if kind else Field.NAME, met[0], detail, kind, met[1]))
    for individual, whole in _candidates(viewer, GroupWord, alike) if alike.may_be_group else ():
        if met := alike.of(whole):
            found[individual].append(Match(Field.GROUP, met[0] - _FURTHER_WORD, likeness=met[1]))
    return found


def _candidates(viewer: Viewer, model: Any, alike: _Alike, *more: str) -> set[tuple[Any, ...]]:
    """Return names that have a word like one of the rarest typed and one like any other typed, the nearest first."""
    found: set[tuple[Any, ...]] = set()
    for place in alike.rarest:
        near, beside = alike.by_place[place], alike.beside(place)
        if not near:
            continue
        names = model.unscoped.visible_to(viewer).filter(word__among=near)
        if len(alike.by_place) > 1:
            names = names.annotate(words=_WORDS_OF).filter(words__overlap=Value(beside, _TEXTS))
        far = Case(*(When(word__among=words, then=n) for n, words in _by_nearness(near)), output_field=IntegerField())
        rows = names.order_by(far, "individual_id").values_list("individual_id", "whole", *more)
        found.update(rows[:_CANDIDATES])
    return found


def _by_nearness(near: Mapping[str, _Word]) -> list[tuple[int, list[str]]]:
    """Return words in a few groups, the nearest first."""
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for word, each in near.items():
        groups[int(10 * (1 - each.near))].append(word)
    return sorted(groups.items())
