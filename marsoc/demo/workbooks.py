"""Synthetic workbooks as hubs keep them: headings of their own, lines above the header, a few cells gone wrong."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any, TypeAlias

from openpyxl import Workbook

from marsoc.demo.people import Person, person
from marsoc.kit import clock
from sharing.enums import Phase

HUBS = {
    "NE": "North East", "NW": "North West", "YH": "Yorkshire and the Humber", "WM": "West Midlands",
    "EM": "East Midlands", "EA": "Eastern", "SE": "South East", "SW": "South West", "LD": "London", "WA": "Wales",
}  # fmt: skip
HEADINGS = (
    "Ref", "Surname", "Forename(s)", "AKA / street name", "DOB", "PNC ID", "CRO", "Prison No.", "CRN", "Region", "OCG",
    "Crime type", "Custody status", "Prison", "CRD", "SED", "Lead agency", "OIC", "Harm score", "Notes", "Last updated",
)  # fmt: skip
WORDINGS = {
    Phase.PRE: ("On bail", "Community - under investigation"),
    Phase.REM: ("Remand", "RIC"),
    Phase.CUS: ("Serving", "Sentenced prisoner", "Custody"),
    Phase.REL: ("On licence", "Released on licence"),
    Phase.POST: ("Licence expired",),
    Phase.FUG: ("Unlawfully at large",),
    Phase.ABRD: ("Deported",),
}
NOTES = (
    "",
    "",
    "",
    "See intelligence log",
    "Partner agency aware",
    "Moved wings, check the prison",
    "Spoke to the offender manager",
)
DATE_FORMS = ("%d/%m/%Y", "%d-%b-%Y", "%d.%m.%Y", "%d %B %Y", "%Y-%m-%d")
# Every so often a person is on the neighbouring hub's list too, and a cell says what cannot be.
SHARED_EVERY, WRONG_EVERY = 23, 19

Row: TypeAlias = dict[str, Any]


def workbook(rows: int, hub: str | None, seed: int) -> bytes:
    """Return a workbook of invented people.

    Args:
        rows: how many people.
        hub: the code of the hub whose list it is; None for a central list whose rows name their hubs.
        seed: the same seed, rows and hub give the same people.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Nominals")
    whose = f"{HUBS[hub]} hub" if hub else "All hubs"
    sheet.append([f"{whose} - SOC lifetime management list - SYNTHETIC DATA"])
    sheet.append(["OFFICIAL-SENSITIVE when completed"])
    sheet.append([])
    sheet.append(HEADINGS)
    for row in _rows(rows, hub, seed):
        sheet.append([row[heading] for heading in HEADINGS])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _rows(count: int, hub: str | None, seed: int) -> Iterator[Row]:
    today = clock.today()
    codes = list(HUBS)
    for number in range(count):
        code = hub or codes[number % len(codes)]
        chance = Random(f"{seed}/{code}/{number}/cells")
        row = _row(_who(number, code, seed, today), f"{code}/{number + 1:05d}", code, chance)
        if number % WRONG_EVERY == WRONG_EVERY - 1:
            chance.choice(_MISTAKES)(row)
        yield row


def _who(number: int, hub: str, seed: int, today: date) -> Person:
    """Return the person on a line; now and then it is the one on the line before at the hub before, spelt otherwise."""
    own = person(f"{seed}/{hub}/{number}", today)
    if number % SHARED_EVERY != 3:
        return own
    codes = list(HUBS)
    before = codes[codes.index(hub) - 1]
    twin = person(f"{seed}/{before}/{number - 1}", today)
    return replace(
        twin,
        forenames=twin.forenames.split(" ")[0],
        cro="",
        crn="",
        lead=own.lead,
        officer=own.officer,
        score=own.score,
    )


def _row(who: Person, ref: str, hub: str, chance: Random) -> Row:
    return {
        "Ref": ref,
        "Surname": who.surname.upper() if chance.random() < 0.3 else who.surname,
        "Forename(s)": who.forenames,
        "AKA / street name": "; ".join(who.aliases),
        "DOB": _written(who.born_on, chance),
        "PNC ID": who.pnc if chance.random() < 0.8 else who.pnc[2:4] + "/" + who.pnc[5:].lstrip("0"),
        "CRO": who.cro,
        "Prison No.": who.prison_number,
        "CRN": who.crn,
        "Region": HUBS[hub],
        "OCG": who.group,
        "Crime type": " / ".join(who.threats),
        "Custody status": chance.choice(WORDINGS[who.phase]),
        "Prison": who.prison.removeprefix("HMP ") if chance.random() < 0.3 else who.prison,
        "CRD": _written(who.release_on, chance),
        "SED": _written(who.sentence_ends_on, chance),
        "Lead agency": who.lead,
        "OIC": who.officer,
        "Harm score": who.score,
        "Notes": chance.choice(NOTES),
        "Last updated": who.updated_on,
    }


def _written(day: date | None, chance: Random) -> date | str | None:
    """Return a day as a real date most of the time, else as text in one of the ways people write it."""
    if day is None:
        return chance.choice((None, None, "TBC"))
    return day if chance.random() < 0.7 else f"{day:{chance.choice(DATE_FORMS)}}"


def _impossible_birth(row: Row) -> None:
    row["DOB"] = "31/02/1980"


def _wrong_letter(row: Row) -> None:
    row["PNC ID"] = row["PNC ID"][:-1] + ("A" if row["PNC ID"][-1] != "A" else "B")


def _score_too_high(row: Row) -> None:
    row["Harm score"] = 137


def _unknown_prison(row: Row) -> None:
    row["Prison"] = "Nowhere Castle"


def _year_only(row: Row) -> None:
    row["CRD"] = "2031"


_MISTAKES: tuple[Callable[[Row], None], ...] = (
    _impossible_birth,
    _wrong_letter,
    _score_too_high,
    _unknown_prison,
    _year_only,
)
