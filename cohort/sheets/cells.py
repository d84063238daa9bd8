"""Reading one cell: what it means, that it says nothing, or what is wrong with it.

Every function takes a cell as the file holds it. It returns None (or an empty tuple) when the cell says nothing, and
raises `CellFault` when it says something that cannot be right.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from cohort.enums import IdentifierKind
from cohort.identifiers import InvalidIdentifier, normalise
from cohort.sheets.sheet import Cell
from cohort.sheets.vocabulary import (
    ESTABLISHMENT_FILLERS,
    HUB_FILLERS,
    NO_FILLERS,
    PHASES,
    Vocabulary,
    spelling_key,
)

UNKNOWN = frozenset(
    ["", "-", "--", "---", "\u2013", "\u2014", "?", "??", "???", ".", "x", "n/a", "n.a.", "na", "n/k", "n.k.", "nk",
     "u/k", "unk", "unknown", "not known", "not yet known", "not applicable", "not recorded", "no data", "none", "nil",
     "null", "tba", "tbc", "tbd", "to be confirmed", "to follow"]
)  # fmt: skip
# A person may be called Na, Nil or X.
NO_NAME = UNKNOWN - {"na", "nk", "nil", "x", "unk"}
PARTICLES = frozenset(
    ["af", "av", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "ibn", "ter", "van",
     "von"]
)  # fmt: skip
# What follows Mac in the surnames that go on with a capital; Mackie and Macey do not.
AFTER_MAC = frozenset(
    ["adam", "alister", "allister", "alpine", "arthur", "askill", "aulay", "bain", "bride", "callum", "cormack",
     "diarmid", "donald", "donnell", "dougall", "duff", "ewan", "fadyen", "farlane", "gillivray", "gregor", "innes",
     "intosh", "intyre", "iver", "kenna", "kinnon", "lachlan", "laren", "lean", "lennan", "leod", "master", "millan",
     "nab", "naughton", "neil", "neill", "phail", "phee", "pherson", "queen", "quarrie", "rae", "taggart", "tavish",
     "vicar"]
)  # fmt: skip
QUOTES = " '\"\u2018\u2019\u201c\u201d"
YOUNGEST = 10
FIRST_YEAR = 1900
LAST_YEAR = 2150
FIRST_SERIAL = 2_100
LAST_SERIAL = 80_000

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_TIME = r"(?:[t ,]+[0-9]{1,2}:[0-9]{2}.*)?"
_ORDINAL = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_DATE_FORMS = tuple(
    re.compile(form + _TIME)
    for form in (
        r"(?P<d>[0-9]{1,2})[/.\- ]+(?P<m>[0-9]{1,2})[/.\- ]+(?P<y>[0-9]{4}|[0-9]{2})",
        r"(?P<y>[0-9]{4})[/.\- ](?P<m>[0-9]{1,2})[/.\- ](?P<d>[0-9]{1,2})",
        rf"(?:[a-z]{{3,6}}day,? +)?{_ORDINAL}[/.,\- ]*(?:of )?(?P<m>[a-z]{{3,9}})[/.,\- ]*(?P<y>[0-9]{{4}}|[0-9]{{2}})",
        rf"(?P<m>[a-z]{{3,9}})\.? +{_ORDINAL},? +(?P<y>[0-9]{{4}})",
        r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
    )
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SERIAL = re.compile(r"[0-9]{5}")
_SCORE = re.compile(r"([0-9]{1,3})(?:\.0+)?(?: ?/ ?100| ?%)?")
_JUNK = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|_x000D_")
_SHOUTED_WORD = re.compile("(?:Mc|Mac|O['\u2019])?[^a-z]{2,}")
_BETWEEN_ALIASES = re.compile(r"\s*(?:[;,|\n]|(?<!\bn)/)\s*|\s+(?:aka|a\.k\.a\.?)\s+", re.I)
_BEFORE_ALIAS = re.compile(r"(?:aka|a\.k\.a\.?|alias)[:\s]+", re.I)
_BETWEEN_NUMBERS = re.compile(r"\s*[;,|\n]\s*|\s+(?:/|and|&)\s+", re.I)
_BETWEEN_THREATS = re.compile(r"\s*(?:[;,/|\n+&]|\band\b)\s*", re.I)
_HEAD_AND_DETAIL = re.compile("(.+?)(?:\\s+[-\u2013\u2014]\\s+(.+)|\\s*\\((.+)\\))", re.S)
_NAME_PART = re.compile("([-'\u2019 ])")


class CellFault(ValueError):
    """What is wrong with a cell; `problem` and `remedy` are sentences for the person who wrote it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


class Birth(NamedTuple):
    """When somebody was born: a day, or only a year."""

    day: date | None
    year: int | None


class GivenIdentifier(NamedTuple):
    """A number in its canonical spelling and as the sheet has it."""

    kind: IdentifierKind
    canonical: str
    as_given: str


def as_written(cell: Cell) -> str:
    """Return a cell as the person who wrote the sheet sees it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime) and (cell.hour or cell.minute):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def text(cell: Cell) -> str | None:
    """Return a cell as plain text, whatever a spreadsheet program would make of it."""
    cleaned = clean(as_written(cell))
    return cleaned or None


def known_text(cell: Cell) -> str | None:
    """Return a cell as one line of text; None for wordings such as TBC or n/k."""
    line = " ".join(clean(as_written(cell)).split())
    return None if is_unknown(line) else line


def clean(written: str) -> str:
    """Return a text in Unicode's composed form, without invisible characters and surrounding space."""
    if written.isascii() and written.isprintable():
        return written.strip(" ")
    return _JUNK.sub("", unicodedata.normalize("NFC", written).replace("\r\n", "\n").replace("\xa0", " ")).strip()


def is_unknown(written: str) -> bool:
    """Say whether a text is blank or a wording for not knowing."""
    return written.casefold() in UNKNOWN


def name(cell: Cell) -> str | None:
    """Return a surname or forenames, title-cased when they were shouted."""
    line = " ".join(clean(as_written(cell)).split())
    return None if line.casefold() in NO_NAME else proper_name(line)


def full_name(cell: Cell) -> tuple[str | None, str | None]:
    """Return surname and forenames from one cell: "SURNAME, Forename", "Forename SURNAME" or "Forename Surname"."""
    line = " ".join(clean(as_written(cell)).split())
    if line.casefold() in NO_NAME:
        return None, None
    surname, comma, forenames = line.partition(",")
    if not comma:
        surname, forenames = _surname_among(line.split())
    return name(surname), name(forenames)


def proper_name(written: str) -> str:
    """Return a name with capitals where they belong; a name in mixed case is left as it was given."""
    if not (written.isupper() or written.islower() or re.fullmatch(r"Mc[^a-z]{2,}", written)):
        return written
    *before, last = written.split(" ")
    words = [word.lower() if word.lower() in PARTICLES else _capitalised(word) for word in before]
    return " ".join([*words, _capitalised(last)])


def aliases(cell: Cell) -> tuple[str, ...]:
    """Return the aliases in a cell, in the order given, each once."""
    written = clean(as_written(cell))
    if written.casefold() in NO_NAME:
        return ()
    parts = (_BEFORE_ALIAS.sub("", part, count=1).strip(QUOTES) for part in _BETWEEN_ALIASES.split(written))
    each = (" ".join(part.split()) for part in parts)
    return tuple({part.casefold(): part for part in each if part.casefold() not in NO_NAME}.values())


def birth(cell: Cell, today: date) -> Birth:
    """Return a date of birth, or a year of birth when only that is known.

    Args:
        cell: the cell.
        today: the day that decides about two-digit years and about births in the future.
    """
    year = _only_year(cell)
    if year:
        _check_birth(date(year, 1, 1), today)
        return Birth(None, year)
    born = _day(cell, latest_year=today.year - YOUNGEST)
    if born:
        _check_birth(born, today)
    return Birth(born, None)


def day(cell: Cell) -> date | None:
    """Return a day, read with the day before the month; a two-digit year below 70 is in this century."""
    if _only_year(cell):
        raise CellFault(
            f"{as_written(cell)} is a year, not a day.", "Write day, month and year, for example 17/03/2035."
        )
    return _day(cell, latest_year=2069)


def score(cell: Cell) -> int | None:
    """Return a score out of 100."""
    written = known_text(cell)
    if written is None:
        return None
    found = _SCORE.fullmatch(written)
    if not found or int(found[1]) > 100:
        raise CellFault("The score is not a number from 0 to 100.", "Write a whole number from 0 to 100, such as 67.")
    return int(found[1])


def identifiers(kind: IdentifierKind, cell: Cell) -> Iterator[GivenIdentifier | CellFault]:
    """Yield each number in a cell that holds numbers of one kind, and a fault for each that cannot be one."""
    written = clean(as_written(cell))
    if is_unknown(written):
        return
    for part in _BETWEEN_NUMBERS.split(written):
        if is_unknown(part):
            continue
        try:
            yield GivenIdentifier(kind, normalise(kind, part), part)
        except InvalidIdentifier as fault:
            yield CellFault(fault.problem, fault.remedy)


def hub(cell: Cell, vocabulary: Vocabulary) -> str | None:
    """Return the code of a hub or region as people write it."""
    return _code(cell, vocabulary.hubs, HUB_FILLERS, "hub")


def establishment(cell: Cell, vocabulary: Vocabulary) -> str | None:
    """Return the code of a prison given by code or by name, with or without HMP."""
    return _code(cell, vocabulary.establishments, ESTABLISHMENT_FILLERS, "prison")


def agency(cell: Cell, vocabulary: Vocabulary) -> str | None:
    """Return the code of an agency."""
    return _code(cell, vocabulary.agencies, NO_FILLERS, "agency")


def phase(cell: Cell) -> str | None:
    """Return the custody phase that a wording for somebody's status stands for."""
    return _code(cell, PHASES, NO_FILLERS, "custody status")


def threats(cell: Cell, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the codes of the threat areas in a cell, in the order given, each once."""
    written = clean(as_written(cell))
    if is_unknown(written):
        return ()
    codes = _threats_of(written, vocabulary.threats)
    if not codes:
        raise _not_listed(" ".join(written.split()), "threat area")
    return tuple(dict.fromkeys(codes))


def _threats_of(written: str, spellings: Mapping[str, str]) -> list[str]:
    if whole := spellings.get(spelling_key(written)):
        return [whole]
    each = [_resolve(part, spellings, NO_FILLERS) for part in _BETWEEN_THREATS.split(written) if part]
    codes = [code for code in each if code]
    if codes and len(codes) == len(each):
        return codes
    code = _resolve(written, spellings, NO_FILLERS)
    return [code] if code else []


def _capitalised(word: str) -> str:
    return "".join(_capitalised_part(part) for part in _NAME_PART.split(word.lower()))


def _capitalised_part(part: str) -> str:
    prefix = "mac" if part[3:] in AFTER_MAC else "mc"
    if part.startswith(prefix) and len(part) > 3:
        return prefix.capitalize() + part[len(prefix) :].capitalize()
    return part.capitalize()


def _surname_among(words: list[str]) -> tuple[str, str]:
    start, end = _shouted_run(words)
    if start == end or (start, end) == (0, len(words)):
        start, end = _last_with_particles(words), len(words)
    return " ".join(words[start:end]), " ".join(words[:start] + words[end:])


def _shouted_run(words: list[str]) -> tuple[int, int]:
    shouted = [bool(_SHOUTED_WORD.fullmatch(word)) for word in words]
    leading = [*shouted, False].index(False)
    trailing = [*reversed(shouted), False].index(False)
    return (len(words) - trailing, len(words)) if trailing else (0, leading)


def _last_with_particles(words: list[str]) -> int:
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return start


def _only_year(cell: Cell) -> int | None:
    if isinstance(cell, date | float):
        return None
    written = as_written(cell).strip()
    return int(written) if _YEAR.fullmatch(written) else None


def _day(cell: Cell, latest_year: int) -> date | None:
    if isinstance(cell, date):
        return _existing(cell.year, cell.month, cell.day)
    if isinstance(cell, int | float) and FIRST_SERIAL <= cell <= LAST_SERIAL:
        return _day_of_serial(int(cell))
    written = known_text(cell)
    return None if written is None else _day_of_text(written.lower(), latest_year)


def _day_of_serial(serial: int) -> date:
    return date(1899, 12, 30) + timedelta(days=serial)


def _day_of_text(written: str, latest_year: int) -> date:
    for form in _DATE_FORMS:
        if found := form.fullmatch(written):
            return _existing(_year(found["y"], latest_year), _month(found["m"]), int(found["d"]))
    if _SERIAL.fullmatch(written) and int(written) <= LAST_SERIAL:
        return _day_of_serial(int(written))
    raise _no_date()


def _year(written: str, latest_year: int) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    return year + latest_year // 100 * 100 - (100 if year > latest_year % 100 else 0)


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    months = [number for number, month in enumerate(_MONTHS, start=1) if month.startswith(written)]
    if len(months) != 1:
        raise _no_date()
    return months[0]


def _existing(year: int, month: int, day_of_month: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellFault(f"The year {year} cannot be right.", "Check the year and write it with four digits.")
    try:
        return date(year, month, day_of_month)
    except ValueError as fault:
        raise CellFault(
            "There is no such day in the calendar.", "Write the day, then the month, then the year."
        ) from fault


def _no_date() -> CellFault:
    return CellFault(
        "This cannot be read as a date.", "Write day, month and year, for example 22/05/1973, or leave the cell empty."
    )


def _check_birth(day_of_birth: date, today: date) -> None:
    remedy = "Check the date of birth, above all its year."
    if day_of_birth > today:
        raise CellFault("The date of birth lies in the future.", remedy)
    if _age(day_of_birth, today) < YOUNGEST:
        raise CellFault(f"The date of birth would make the person younger than {YOUNGEST}.", remedy)


def _age(day_of_birth: date, today: date) -> int:
    had_no_birthday_yet = (today.month, today.day) < (day_of_birth.month, day_of_birth.day)
    return today.year - day_of_birth.year - had_no_birthday_yet


def _code(cell: Cell, spellings: Mapping[str, str], fillers: frozenset[str], what: str) -> str | None:
    written = known_text(cell)
    if written is None:
        return None
    code = _resolve(written, spellings, fillers)
    if code is None:
        raise _not_listed(written, what)
    return code


def _resolve(written: str, spellings: Mapping[str, str], fillers: frozenset[str]) -> str | None:
    parts = _HEAD_AND_DETAIL.fullmatch(written)
    candidates = [written, *filter(None, parts.groups())] if parts else [written]
    codes = (spellings.get(spelling_key(candidate, fillers)) for candidate in candidates)
    return next(filter(None, codes), None)


def _not_listed(written: str, what: str) -> CellFault:
    return CellFault(f"“{written}” is not a known {what}.", f"Write the {what} as the reference list has it.")
