from datetime import date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cohort.enums import IdentifierKind
from cohort.sheets import cells
from cohort.sheets.cells import Birth, CellFault
from cohort.sheets.sheet import Cell
from tests.unit.cohort.sheets.building import TODAY, midnight, vocabulary

VOCABULARY = vocabulary()
UNKNOWN = [None, "", "  ", "TBC", "tbc", "n/k", "N/K", "N/A", "unknown", "Not known", "-", "?", "\xa0"]


def _ordinal(day: int) -> str:
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")


SPELLINGS = [
    "{0:%Y-%m-%d}", "{0:%Y-%m-%dT00:00:00}", "{0:%Y-%m-%d %H:%M:%S}", "{0:%Y/%m/%d}", "{0:%Y%m%d}", "{0:%d/%m/%Y}",
    "{0:%d.%m.%Y}", "{0:%d-%m-%Y}", "{0:%d %m %Y}", "{0.day}/{0.month}/{0.year}", "{0:%d-%b-%Y}", "{0:%d%b%Y}",
    "{0:%d %B %Y}", "{0.day}{1} {0:%B} {0.year}", "{0.day}{1} of {0:%B}, {0.year}", "{0:%A %d %B %Y}",
    "{0:%A}, {0:%d %b %Y}", "{0:%B} {0.day}, {0.year}", "{0:%d/%b/%Y}", " {0:%d/%m/%Y} ", "{0:%d/%m/%Y 09:15}",
]  # fmt: skip


@given(st.dates(date(1900, 1, 1), date(2150, 12, 31)), st.sampled_from(SPELLINGS), st.sampled_from([str, str.upper]))
def test_a_day_in_every_spelling(day: date, spelling: str, cased: type[str]) -> None:
    written = spelling.format(midnight(day.year, day.month, day.day), _ordinal(day.day))
    assert cells.day(cased(written)) == day


@given(st.dates(date(1906, 1, 1), date(2100, 12, 31)))
def test_a_day_as_excel_stores_it(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert cells.day(day) == cells.day(midnight(day.year, day.month, day.day)) == cells.day(float(serial)) == day
    if serial > 9_999:
        assert cells.day(serial) == cells.day(str(serial)) == day


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_a_two_digit_year_of_a_key_date(day: date) -> None:
    assert cells.day(f"{day:%d/%m/%y}") == day


@given(st.dates(date(1917, 1, 1), date(2016, 11, 22)))
def test_a_two_digit_year_of_birth_makes_an_adult_or_a_child_over_ten(day: date) -> None:
    assert cells.birth(f"{day:%d/%m/%y}", TODAY) == Birth(day, None)


def test_the_day_comes_before_the_month() -> None:
    assert cells.day("03/04/2031") == date(2031, 4, 3)


@pytest.mark.parametrize(
    "cell",
    ["14/13/1990", "31/02/1988", "circa 1990", "1985?", "High", "2031", 2031, 1.5, 99_999_999, "99999",
     "1/2", "12 Ju 2031",
     "12 Foo 2031", "31/12/9999", date(9999, 12, 31), "01/01/1899", "=TODAY()", float("nan"), "32/01/2031"],
)  # fmt: skip
def test_what_is_no_day(cell: Cell) -> None:
    with pytest.raises(CellFault) as fault:
        cells.day(cell)
    assert fault.value.problem.endswith(".")
    assert fault.value.remedy.endswith(".")


@pytest.mark.parametrize("cell", ["1984", 1984, " 1984 "])
def test_a_year_alone_is_a_year_of_birth(cell: Cell) -> None:
    assert cells.birth(cell, TODAY) == Birth(None, 1984)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("04/05/2031", "future"),
        (date(2026, 11, 23), "future"),
        ("23/11/2016", "younger than 10"),
        ("2017", "younger than 10"),
        ("2031", "future"),
        ("01/01/1899", "1899 cannot be right"),
        ("14/13/1990", "no such day"),
        ("circa 1990", "cannot be read"),
    ],
)
def test_a_date_of_birth_that_cannot_be_right(cell: Cell, problem: str) -> None:
    with pytest.raises(CellFault, match=problem):
        cells.birth(cell, TODAY)


def test_a_tenth_birthday_is_old_enough() -> None:
    assert cells.birth("22/11/2016", TODAY) == Birth(date(2016, 11, 22), None)


@pytest.mark.parametrize("cell", UNKNOWN)
def test_not_knowing_is_no_fault(cell: Cell) -> None:
    assert cells.day(cell) is None
    assert cells.birth(cell, TODAY) == Birth(None, None)
    assert cells.score(cell) is None
    assert cells.name(cell) is None
    assert cells.full_name(cell) == (None, None)
    assert cells.aliases(cell) == ()
    assert cells.phase(cell) is None
    assert cells.hub(cell, VOCABULARY) is None
    assert cells.threats(cell, VOCABULARY) == ()
    assert cells.known_text(cell) is None
    assert list(cells.identifiers(IdentifierKind.PNC, cell)) == []


@pytest.mark.parametrize(
    ("given_as", "name"),
    [
        ("MCGINLEY-ROSS", "McGinley-Ross"),
        ("McGINLEY", "McGinley"),
        ("O'HAIRE", "O'Haire"),
        ("O\u2019HAIRE", "O\u2019Haire"),
        ("OSEI-TANNER", "Osei-Tanner"),
        ("DE SOUZA", "de Souza"),
        ("VAN DER BERG", "van der Berg"),
        ("DE", "De"),
        ("MACASKILL", "MacAskill"),
        ("MACEY", "Macey"),
        ("MC", "Mc"),
        ("NG", "Ng"),
        ("smith", "Smith"),
        ("ŻUREK", "Żurek"),
        ("de Souza", "de Souza"),
        ("DiMaggio", "DiMaggio"),
        ("  Fairhurst  ", "Fairhurst"),
        ("Anna \xa0 Maria", "Anna Maria"),
        ("Na", "Na"),
        ("<b>Bob</b>", "<b>Bob</b>"),
    ],
)
def test_a_name_gets_its_capitals(given_as: str, name: str) -> None:
    assert cells.name(given_as) == name


@given(st.from_regex(r"[A-Z][a-z]{1,8}([-' ][A-Z][a-z]{2,8})?", fullmatch=True))
def test_a_shouted_name_comes_back_as_it_was(name: str) -> None:
    words = [word.lower() for word in name.replace("-", " ").replace("'", " ").split()]
    assume(not any(word in cells.PARTICLES or word.startswith(("mc", "mac")) for word in words))
    assert cells.name(name.upper()) == name


@pytest.mark.parametrize(
    ("given_as", "surname", "forenames"),
    [
        ("HUSSAIN, Rhys", "Hussain", "Rhys"),
        ("O'HAIRE, Daniel Thomas", "O'Haire", "Daniel Thomas"),
        ("Rhys HUSSAIN", "Hussain", "Rhys"),
        ("Rhys J HUSSAIN", "Hussain", "Rhys J"),
        ("Ann McGINLEY-ROSS", "McGinley-Ross", "Ann"),
        ("Ana DE SOUZA", "de Souza", "Ana"),
        ("HUSSAIN Rhys", "Hussain", "Rhys"),
        ("Rhys Hussain", "Hussain", "Rhys"),
        ("Ana Maria de Souza", "de Souza", "Ana Maria"),
        ("RHYS HUSSAIN", "Hussain", "Rhys"),
        ("Hussain", "Hussain", None),
        (", Rhys", None, "Rhys"),
        ("HUSSAIN,", "Hussain", None),
        (",", None, None),
    ],
)
def test_surname_and_forenames_from_one_cell(given_as: str, surname: str | None, forenames: str | None) -> None:
    assert cells.full_name(given_as) == (surname, forenames)


@pytest.mark.parametrize(
    ("given_as", "aliases"),
    [
        ("The Tailor", ("The Tailor",)),
        ("Doc; Silk", ("Doc", "Silk")),
        ("Doc / Silk", ("Doc", "Silk")),
        ("Doc, Silk,", ("Doc", "Silk")),
        ("Doc\nSilk", ("Doc", "Silk")),
        ("Doc\r\nSilk", ("Doc", "Silk")),
        ("Doc_x000D_\nSilk", ("Doc", "Silk")),
        ("Tank / Tank", ("Tank",)),
        ("aka Doc aka Silk", ("Doc", "Silk")),
        ("“Little J”", ("Little J",)),
        ("Doc; n/k", ("Doc",)),
    ],
)
def test_aliases_in_one_cell(given_as: str, aliases: tuple[str, ...]) -> None:
    assert cells.aliases(given_as) == aliases


@pytest.mark.parametrize(
    ("cell", "score"), [(67, 67), ("67", 67), ("67/100", 67), ("67 / 100", 67), ("67%", 67), (0, 0), ("100", 100)]
)
def test_a_score(cell: Cell, score: int) -> None:
    assert cells.score(cell) == score


@pytest.mark.parametrize("cell", ["High", 101, -1, "67/50", 66.5, "=1+1"])
def test_what_is_no_score(cell: Cell) -> None:
    with pytest.raises(CellFault, match="0 to 100"):
        cells.score(cell)


def test_several_numbers_of_one_kind_in_a_cell() -> None:
    found = list(cells.identifiers(IdentifierKind.PRISON, "A1234BC / a2345cd; n/k, A12"))
    assert [each.canonical for each in found if isinstance(each, cells.GivenIdentifier)] == ["A1234BC", "A2345CD"]
    assert [each.problem for each in found if isinstance(each, CellFault)] == [
        "This is not the shape of a prison number."
    ]


def test_a_number_keeps_the_spelling_it_was_given_in() -> None:
    assert list(cells.identifiers(IdentifierKind.PNC, " 02/73319z ")) == [
        (IdentifierKind.PNC, "2002/0073319Z", "02/73319z")
    ]


@pytest.mark.parametrize(
    ("given_as", "code"),
    [("NE", "NE"), ("N East", "NE"), ("n. west", "NW"), ("Yorks & Humber", "YH"), ("Yorkshire and Humber region", "YH"),
     ("Humberside", None),
     ("West Midlands hub", "WM"), ("TARIAN ROCU", "WA"), ("The Met", "LD"), ("ERSOU", "EA")],
)  # fmt: skip
def test_a_hub_as_people_write_it(given_as: str, code: str | None) -> None:
    if code:
        assert cells.hub(given_as, VOCABULARY) == code
    else:
        with pytest.raises(CellFault, match="not a known hub"):
            cells.hub(given_as, VOCABULARY)


@pytest.mark.parametrize(
    ("given_as", "code"),
    [("LEI", "LEI"), ("LEEDS", "LEI"), ("HMP Leeds", "LEI"), ("HMP & YOI Moorland", "MDI"), ("H.M.P. Leeds", None),
     ("Leeds (LEI)", "LEI"), ("HMP Leeds - B wing", "LEI"), ("HM Prison The Mount", "MTI"), ("Full  Sutton", "FNI"),
     ("Scrubs", "WSI")],
)  # fmt: skip
def test_a_prison_by_code_or_name(given_as: str, code: str | None) -> None:
    if code:
        assert cells.establishment(given_as, VOCABULARY) == code
    else:
        with pytest.raises(CellFault, match="not a known prison"):
            cells.establishment(given_as, VOCABULARY)


@pytest.mark.parametrize(
    ("given_as", "phase"),
    [("Community - under investigation", "PRE"), ("On bail", "PRE"), ("RIC", "REM"), ("remand in custody", "REM"),
     ("In custody - sentenced", "CUS"), ("CUS", "CUS"), ("Community (licence)", "REL"), ("HDC", "REL"),
     ("Wanted on recall", "FUG"), ("UAL", "FUG"), ("Deported", "ABRD"), ("Licence expired", "POST"),
     ("On remand", "REM"), ("Overseas or removed", "ABRD")],
)  # fmt: skip
def test_a_custody_status(given_as: str, phase: str) -> None:
    assert cells.phase(given_as) == phase


@pytest.mark.parametrize(
    ("given_as", "codes"),
    [
        ("fraud & economic crime", ("FRAUD",)),
        ("firearms supply/conversion", ("FIREARMS",)),
        ("organised acquisitive (vehicle)", ("OAC",)),
        ("organised acquisitive (cash machines)", ("OAC",)),
        ("Drugs - Heroin importation", ("DRUGS",)),
        ("Drugs, Firearms", ("DRUGS", "FIREARMS")),
        ("Class A supply; ML\nlaundering", ("DRUGS", "ML")),
        ("Drugs - Cocaine & MDMA", ("DRUGS",)),
        ("drugs and firearms", ("DRUGS", "FIREARMS")),
    ],
)
def test_threat_areas(given_as: str, codes: tuple[str, ...]) -> None:
    assert cells.threats(given_as, VOCABULARY) == codes


@pytest.mark.parametrize("given_as", ["Jaywalking", "Drugs, Jaywalking", "; ;"])
def test_a_threat_area_that_is_not_known(given_as: str) -> None:
    with pytest.raises(CellFault, match="not a known threat area"):
        cells.threats(given_as, VOCABULARY)


def test_an_agency() -> None:
    assert cells.agency("immigration enforcement", VOCABULARY) == "HO-IE"
    with pytest.raises(CellFault, match="not a known agency"):
        cells.agency("Acme", VOCABULARY)


@pytest.mark.parametrize(
    "given_as", ['=HYPERLINK("http://example.invalid","x")', "<script>alert(1)</script>", "@SUM(A1)"]
)
def test_text_that_looks_like_code_stays_text(given_as: str) -> None:
    assert cells.text(given_as) == given_as


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (None, ""),
        (date(1963, 7, 1), "01/07/1963"),
        (datetime(1963, 7, 1, 9, 5), "01/07/1963 09:05"),  # noqa: DTZ001
        (midnight(1963, 7, 1), "01/07/1963"),
        (86, "86"),
    ],
)
def test_a_cell_as_its_writer_sees_it(cell: Cell, written: str) -> None:
    assert cells.as_written(cell) == written
