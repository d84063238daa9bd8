"""Finding the header of a sheet and saying what each column holds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from rapidfuzz import fuzz, process

from cohort.sheets.sheet import Header, Line, Sheet, UnreadableWorkbook

HEADER_WITHIN = 60
ALIKE_ENOUGH = 88
SHORTEST_ALIKE = 5


class Field(StrEnum):
    """What a column of a hub's list holds."""

    REF = "REF"
    SURNAME = "SURNAME"
    FORENAMES = "FORENAMES"
    FULL_NAME = "FULL_NAME"
    ALIASES = "ALIASES"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    PNC = "PNC"
    CRO = "CRO"
    PRISON = "PRISON"
    CRN = "CRN"
    HOME_OFFICE = "HOME_OFFICE"
    PASSPORT = "PASSPORT"
    HUB = "HUB"
    GROUP = "GROUP"
    THREAT = "THREAT"
    PHASE = "PHASE"
    ESTABLISHMENT = "ESTABLISHMENT"
    LEAD_AGENCY = "LEAD_AGENCY"
    OFFICER = "OFFICER"
    SCORE = "SCORE"
    NOTES = "NOTES"
    UPDATED = "UPDATED"
    CRD = "CRD"
    ARD = "ARD"
    LED = "LED"
    SED = "SED"
    SLED = "SLED"
    PED = "PED"
    NPD = "NPD"
    HDCED = "HDCED"
    HDCAD = "HDCAD"
    APD = "APD"
    PRRD = "PRRD"
    DPRRD = "DPRRD"
    TUSED = "TUSED"
    ESED = "ESED"
    ERSED = "ERSED"
    TERSED = "TERSED"
    TARIFF = "TARIFF"
    ROTL = "ROTL"
    MTD = "MTD"
    ETD = "ETD"
    LTD = "LTD"
    NCRD = "NCRD"
    CONFIRMED_RELEASE = "CONFIRMED_RELEASE"
    SENTENCE = "SENTENCE"
    REMAND_START = "REMAND_START"
    SCPO_END = "SCPO_END"
    TRO_END = "TRO_END"
    CONF_DEFAULT_END = "CONF_DEFAULT_END"
    LIC_START = "LIC_START"
    IGNORE = "IGNORE"


# The first wording is the most telling: it wins when two columns want the same field.
_WORDINGS: dict[Field, tuple[str, ...]] = {
    Field.REF: (
        "ref", "urn", "reference", "our ref", "hub ref", "nominal ref", "ref no", "reference number", "ref number",
        "unique reference", "unique reference number", "nominal number", "nominal id", "id", "list no",
    ),
    Field.SURNAME: ("surname", "last name", "family name", "lastname", "sname"),
    Field.FORENAMES: (
        "forename s", "forenames", "forename", "first name", "first names", "given names", "given name", "firstname",
        "first name s", "given name s", "fname",
    ),
    Field.FULL_NAME: (
        "name surname forename", "full name", "name", "nominal", "subject", "subject name", "nominal name",
        "offender name", "offender", "name of nominal", "surname forename", "name forename surname", "fullname",
    ),
    Field.ALIASES: (
        "alias", "aliases", "aka", "aka street name", "also known as", "street name", "street names", "nickname",
        "nicknames", "other names", "known as", "aka s", "alias es", "alias name",
    ),
    Field.DATE_OF_BIRTH: ("date of birth", "dob", "d o b", "birth date", "birthdate", "born", "year of birth"),
    Field.PNC: ("pnc id", "pnc", "pnc no", "pnc number", "pncid", "police national computer id"),
    Field.CRO: ("cro", "cro no", "cro number", "criminal records office number"),
    Field.PRISON: (
        "prison no", "nomis", "nomis no", "nomis number", "nomis id", "noms", "noms no", "noms number", "noms id",
        "prison number", "prisoner number", "prisoner no", "prison id", "offender number", "offender no",
    ),
    Field.CRN: (
        "crn", "delius crn", "probation crn", "case reference number", "delius", "delius no", "delius number",
        "ndelius", "ndelius crn", "probation number", "probation reference",
    ),
    Field.HOME_OFFICE: (
        "home office reference", "home office ref", "ho ref", "ho reference", "home office number", "ho number",
        "home office", "cid", "cid ref", "cid number", "atlas", "atlas id", "ho ref no", "person id home office",
    ),
    Field.PASSPORT: ("passport number", "passport", "passport no", "passport num"),
    Field.HUB: (
        "hub", "region", "owning hub", "hub name", "home region", "marsoc hub", "hub region", "region hub",
        "regional hub",
    ),
    Field.GROUP: ("ocg", "group", "ocg name", "crime group", "organised crime group", "group name", "network", "gang"),
    Field.THREAT: (
        "threat area", "crime type", "threat", "threat type", "soc threat", "threat areas", "threats", "criminality",
        "offending", "crime types", "type of crime", "primary threat", "crime area",
    ),
    Field.PHASE: (
        "custody status", "where now", "status", "custody phase", "phase", "current status", "custodial status",
        "in custody",
    ),
    Field.ESTABLISHMENT: (
        "prison", "establishment", "prison name", "current prison", "location", "current location", "where held",
        "held at", "prison location", "current establishment", "hmp",
    ),
    Field.LEAD_AGENCY: (
        "lead agency", "lead", "owning agency", "agency", "owner", "lead organisation", "lead partner", "agency lead",
    ),
    Field.OFFICER: (
        "oic", "officer", "lead officer", "officer in charge", "officer in case", "officer in the case",
        "responsible officer", "case officer", "lifetime offender manager", "lom officer", "contact officer",
    ),
    Field.SCORE: (
        "harm score", "score", "score 100", "risk score", "threat score", "priority score", "total score", "harm",
        "harm score 100", "marsoc score",
    ),
    Field.NOTES: ("notes", "comments", "comment", "note", "remarks", "update", "other information", "free text"),
    Field.UPDATED: (
        "last updated", "date reviewed", "last reviewed", "updated", "date updated", "reviewed", "last review",
        "review date", "last review date", "date of last review", "updated on", "last update",
    ),
    Field.CRD: ("crd", "conditional release date", "release date", "conditional release", "due for release", "edr"),
    Field.ARD: ("ard", "automatic release date", "automatic release"),
    Field.LED: ("led", "licence expiry date", "licence expiry", "licence end date", "licence end"),
    Field.SED: ("sed", "sentence expiry date", "sentence expiry", "sentence end date", "sentence end"),
    Field.SLED: ("sled", "sentence and licence expiry date", "sentence licence expiry date", "sled date"),
    Field.PED: ("ped", "parole eligibility date", "parole eligibility", "parole date"),
    Field.NPD: ("npd", "non parole date", "non parole release date"),
    Field.HDCED: ("hdced", "hdc eligibility date", "home detention curfew eligibility date", "hdc eligibility", "hdc"),
    Field.HDCAD: ("hdcad", "hdc approved date", "hdc actual date", "home detention curfew approved date"),
    Field.APD: ("apd", "approved parole date", "parole approved date"),
    Field.PRRD: ("prrd", "post recall release date"),
    Field.DPRRD: ("dprrd", "dto post recall release date"),
    Field.TUSED: ("tused", "top up supervision expiry date", "top up supervision end", "pss end date", "pss end"),
    Field.ESED: ("esed", "effective sentence end date"),
    Field.ERSED: ("ersed", "early removal scheme eligibility date", "ers eligibility date", "early removal date"),
    Field.TERSED: ("tersed", "tariff expired removal scheme eligibility date", "tariff expired removal date"),
    Field.TARIFF: ("tariff", "tariff date", "tariff expiry date", "tariff expiry", "tariff end"),
    Field.ROTL: ("rotl", "rotl date", "rotl eligibility date", "release on temporary licence"),
    Field.MTD: ("mtd", "mid term date", "mid transfer date"),
    Field.ETD: ("etd", "early term date", "early transfer date"),
    Field.LTD: ("ltd", "late term date", "late transfer date"),
    Field.NCRD: ("ncrd", "notional conditional release date"),
    Field.CONFIRMED_RELEASE: (
        "confirmed release date", "confirmed release", "actual release date", "released on", "date released",
    ),
    Field.SENTENCE: ("sentence date", "date sentenced", "date of sentence", "sentenced on", "sentenced"),
    Field.REMAND_START: ("remand start", "remand date", "date remanded", "remanded on", "remand start date"),
    Field.SCPO_END: ("scpo end", "scpo end date", "scpo expiry", "scpo expires", "scpo expiry date"),
    Field.TRO_END: ("tro end", "tro end date", "tro expiry", "tro expiry date", "travel restriction order end"),
    Field.CONF_DEFAULT_END: ("conf default end", "confiscation default end", "default term end"),
    Field.LIC_START: ("licence start", "licence start date", "lic start", "start of licence"),
}  # fmt: skip

KEY_DATES: tuple[Field, ...] = tuple(Field)[list(Field).index(Field.CRD) : list(Field).index(Field.IGNORE)]
IDENTIFIERS: tuple[Field, ...] = (
    Field.PNC,
    Field.CRO,
    Field.PRISON,
    Field.CRN,
    Field.HOME_OFFICE,
    Field.PASSPORT,
)

_BY_WORDING = {wording: (field, rank) for field, all_of in _WORDINGS.items() for rank, wording in enumerate(all_of)}
_TOTALS = re.compile(r"(sub|grand)?[ -]?totals?\b|(number|count) of (nominals|records|rows)|count\b|end of list", re.I)
_NAMING = frozenset([Field.REF, Field.SURNAME, Field.FULL_NAME])


class MappingError(ValueError):
    """A mapping from which no list can be read; `problem` and `remedy` are sentences for the person who maps."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which field each column of a sheet holds: `fields` runs parallel to the sheet's `headers`."""

    headers: tuple[str, ...]
    fields: tuple[Field, ...]

    def column(self, field: Field) -> int | None:
        """Return the index of the first column that holds a field."""
        return self.fields.index(field) if field in self.fields else None

    def header(self, *fields: Field) -> str:
        """Return the header text of the first of these fields that has a column, or nothing."""
        return next((self.headers[self.fields.index(field)] for field in fields if field in self.fields), "")

    def errors(self) -> tuple[MappingError, ...]:
        """Return what keeps a list from being read with this mapping; empty when nothing does."""
        return tuple(self._errors())

    def to_json(self) -> dict[str, str]:
        """Return the mapping by header text, to be remembered for the next file of the same agency."""
        return {key: field.value for key, field in zip(_memory_keys(self.headers), self.fields, strict=True)}

    @classmethod
    def from_json(cls, remembered: MappingOf[str, str], headers: Sequence[str]) -> "Mapping":
        """Return a remembered mapping for the headers of a new file; headers not remembered are proposed for.

        Args:
            remembered: what `to_json` returned.
            headers: the header texts of the new file.

        Raises:
            ValueError: a remembered value names no field.
        """
        known = {index: Field(remembered[key]) for index, key in enumerate(_memory_keys(headers)) if key in remembered}
        return _propose(headers, known)

    def _errors(self) -> Iterator[MappingError]:
        if Field.REF not in self.fields:
            yield MappingError(
                "No column holds the reference by which the list tells people apart.", "Choose the reference column."
            )
        if Field.SURNAME not in self.fields and Field.FULL_NAME not in self.fields:
            yield MappingError("No column holds the name.", "Choose the surname column, or the column with full names.")
        for field in dict.fromkeys(self.fields):
            if field is not Field.IGNORE and self.fields.count(field) > 1:
                yield self._twice(field)

    def _twice(self, field: Field) -> MappingError:
        texts = [f"“{text}”" for text, held in zip(self.headers, self.fields, strict=True) if held is field]
        return MappingError(
            f"The columns {' and '.join(texts)} are both mapped to {field.value}.",
            "Keep one of them and ignore the other.",
        )


def propose_mapping(headers: Sequence[str]) -> Mapping:
    """Return what each column most likely holds, judged by the words of its header.

    Args:
        headers: the header texts, in the order of the columns.

    Returns:
        A mapping in which each field occurs at most once; a column whose header says nothing known is ignored.
    """
    return _propose(headers, {})


def find_header(lines: Iterable[Line]) -> Header | None:
    """Return the line that names the columns, or None when no line does.

    Titles, markings and blank lines above it are passed over: the line with the most known column names wins.

    Args:
        lines: the top of a sheet; only the first 60 lines are looked at.
    """
    best, best_known = None, 1
    for line in islice(lines, HEADER_WITHIN):
        titles = tuple(" ".join(cell.split()) if isinstance(cell, str) else "" for cell in line.cells)
        known = recognised(titles)
        if known > best_known:
            best, best_known = Header(line.number, titles), known
    return best


def recognised(titles: Sequence[str]) -> int:
    """Return how many different fields the words of a line name, or 0 when neither a reference nor a name is one."""
    fields = {_BY_WORDING[key][0] for key in map(_key, titles) if key in _BY_WORDING}
    return len(fields) if fields & _NAMING else 0


def records(sheet: Sheet) -> Iterator[Line]:
    """Yield the lines of a sheet that each stand for a person: not blank, not a total, not the header again."""
    for line in sheet.lines():
        if line.number > sheet.header.line and _is_record(line, sheet.header):
            yield line


def no_header() -> UnreadableWorkbook:
    """Return the refusal of a file in which no sheet has a recognisable header."""
    return UnreadableWorkbook(
        "No sheet in this file has a row of column names with at least a reference and a name: add one above the list."
    )


def _is_record(line: Line, header: Header) -> bool:
    filled = [cell for cell in line.cells if cell is not None and cell != "" and not str(cell).isspace()]
    if not filled:
        return False
    first = filled[0]
    if len(filled) <= 4 and isinstance(first, str) and _TOTALS.match(first.strip()):
        return False
    return first != header.titles[0] or tuple(filled) != tuple(filter(None, header.titles))


def _propose(headers: Sequence[str], known: dict[int, Field]) -> Mapping:
    fields = [known.get(index, Field.IGNORE) for index in range(len(headers))]
    guesses = [(*_guess(text), index) for index, text in enumerate(headers) if index not in known]
    for _likeness, field, index in sorted(guesses, key=lambda guess: (-guess[0], guess[2])):
        if field not in fields:
            fields[index] = field
    return Mapping(tuple(headers), tuple(fields))


def _guess(text: str) -> tuple[float, Field]:
    key = _key(text)
    if key in _BY_WORDING:
        field, rank = _BY_WORDING[key]
        return 200 - rank, field
    if len(key) < SHORTEST_ALIKE:
        return 0, Field.IGNORE
    alike = process.extractOne(key, _BY_WORDING.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE_ENOUGH)
    return (alike[1], _BY_WORDING[alike[0]][0]) if alike else (0, Field.IGNORE)


@lru_cache(maxsize=4_096)
def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.casefold().replace("&", " and ")).strip()


def _memory_keys(headers: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    keys = []
    for text in map(_key, headers):
        seen[text] = seen.get(text, 0) + 1
        keys.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return keys
