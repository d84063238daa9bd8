"""The three-way comparison: what the sheet said, what it says, what the record says."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cohort.comparison import COLLECTIONS, KEY_DATE_PREFIX, SCALARS, Change, after, compare, now_said
from cohort.names import name_key

BLANK: dict[str, Any] = {
    "surname": "", "forenames": "", "date_of_birth": None, "year_of_birth": None, "phase": None, "establishment": None,
    "threats": [], "crime_group": "", "lead_agency": None, "officer": "", "provisional_score": None, "notes": "",
    "aliases": [], "identifiers": [], "key_dates": {},
}  # fmt: skip

words = st.sampled_from(["", "Ann", "ann", "Lowe", "Łowe", "O'Haire", "=1+1", "<b>"])
codes = st.sampled_from([None, "A", "B", "C"])
days = st.dates(date(1970, 1, 1), date(1970, 1, 5)).map(date.isoformat)
names = st.lists(st.sampled_from(["Tank", "TANK", "T-Bone", "T Bone", "Bull"]), max_size=4)


@st.composite
def values(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what a sheet may say of somebody."""
    born = draw(st.none() | days)
    return {
        "surname": draw(words),
        "forenames": draw(words),
        "date_of_birth": born,
        "year_of_birth": None if born else draw(st.sampled_from([None, 1970, 1971])),
        "phase": draw(codes),
        "establishment": draw(codes),
        "threats": draw(st.lists(st.sampled_from("XYZ"), unique=True).map(sorted)),
        "crime_group": draw(words),
        "lead_agency": draw(codes),
        "officer": draw(words),
        "provisional_score": draw(st.none() | st.integers(0, 3)),
        "notes": draw(words),
        "aliases": draw(names),
        "identifiers": draw(st.lists(st.sampled_from(["PNC 1", "PNC 2", "CRN 1"]), max_size=3, unique=True)),
        "key_dates": draw(st.dictionaries(st.sampled_from(["CRD", "SED", "LED"]), days)),
    }


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what a record may say: no alias twice."""
    record = draw(values())
    return {**record, "aliases": list({name_key(each): each for each in record["aliases"]}.values())}


said = st.none() | values().map(lambda sheet: now_said(None, sheet))


def is_blank(value: Any) -> bool:
    """Say whether a value says nothing; nought is a score."""
    return value in (None, "", [])


def writes(changes: list[Change]) -> list[Change]:
    """Return the changes that are made without asking."""
    return [change for change in changes if not change.kept]


@settings(deadline=None)
@given(said, records())
def test_what_the_sheet_leaves_blank_changes_nothing(before: dict[str, Any] | None, record: dict[str, Any]) -> None:
    assert compare(before, record, BLANK) == []


@settings(deadline=None)
@given(said, records(), values())
def test_importing_the_same_sheet_again_writes_nothing(
    before: dict[str, Any] | None, record: dict[str, Any], sheet: dict[str, Any]
) -> None:
    imported = after(record, writes(compare(before, record, sheet)))

    assert compare(now_said(before, sheet), imported, sheet) == []


@settings(deadline=None)
@given(said, records(), values())
def test_a_value_taken_all_the_same_leaves_nothing_to_ask(
    before: dict[str, Any] | None, record: dict[str, Any], sheet: dict[str, Any]
) -> None:
    imported = after(record, compare(before, record, sheet))

    assert compare(before, imported, sheet) == []


@settings(deadline=None)
@given(said, records(), values())
def test_nothing_is_removed(before: dict[str, Any] | None, record: dict[str, Any], sheet: dict[str, Any]) -> None:
    imported = after(record, compare(before, record, sheet))

    for field in COLLECTIONS:
        assert imported[field][: len(record[field])] == record[field]
    assert record["key_dates"].keys() <= imported["key_dates"].keys()
    for field in SCALARS.keys() - {"year_of_birth"}:
        assert is_blank(record[field]) or not is_blank(imported[field])


@settings(deadline=None)
@given(values(), records(), values())
def test_a_field_edited_here_is_never_written_unasked(
    first: dict[str, Any], record: dict[str, Any], sheet: dict[str, Any]
) -> None:
    before = now_said(None, first)

    for change in writes(compare(before, record, sheet)):
        if change.field in SCALARS:
            was, now = before[change.field], record[change.field]
            assert was == now or (is_blank(was) and is_blank(now))
        if change.field.startswith(KEY_DATE_PREFIX):
            kind = change.field.removeprefix(KEY_DATE_PREFIX)
            assert before["key_dates"].get(kind) == record["key_dates"].get(kind)


@settings(deadline=None)
@given(values(), values())
def test_a_record_nobody_edited_follows_the_sheet(first: dict[str, Any], sheet: dict[str, Any]) -> None:
    record = after(BLANK, compare(None, BLANK, first))

    imported = after(record, writes(compare(now_said(None, first), record, sheet)))

    for field in SCALARS.keys() - {"year_of_birth"}:
        spoken = [each[field] for each in (sheet, first) if not is_blank(each[field])]
        assert imported[field] == next(iter(spoken), BLANK[field])
    assert imported["key_dates"] == {**first["key_dates"], **sheet["key_dates"]}


@settings(deadline=None)
@given(said, records(), values())
def test_a_date_and_a_year_of_birth_never_stand_together(
    before: dict[str, Any] | None, record: dict[str, Any], sheet: dict[str, Any]
) -> None:
    imported = after(record, compare(before, record, sheet))

    assert imported["date_of_birth"] is None or imported["year_of_birth"] is None


@settings(deadline=None)
@given(said, records(), values())
def test_an_alias_is_added_once_however_it_is_spelt(
    before: dict[str, Any] | None, record: dict[str, Any], sheet: dict[str, Any]
) -> None:
    keys = [name_key(each) for each in after(record, compare(before, record, sheet))["aliases"]]

    assert len(keys) == len(set(keys))


@settings(deadline=None)
@given(st.lists(values(), min_size=1, max_size=4))
def test_what_a_sheet_once_said_is_remembered(sheets: list[dict[str, Any]]) -> None:
    remembered: dict[str, Any] | None = None
    for sheet in sheets:
        remembered = now_said(remembered, sheet)

    assert remembered
    for field in SCALARS:
        spoken = [sheet[field] for sheet in reversed(sheets) if not is_blank(sheet[field])]
        assert remembered[field] == next(iter(spoken), None)
    for field in COLLECTIONS:
        assert {name_key(each) for sheet in sheets for each in sheet[field]} == set(map(name_key, remembered[field]))


def test_a_year_entered_here_is_not_replaced_by_a_date_of_another_year() -> None:
    record = {**BLANK, "year_of_birth": 1975}
    before = now_said(None, {**BLANK, "year_of_birth": 1973})

    (other,) = compare(before, record, {**BLANK, "date_of_birth": "1973-05-22"})
    (same,) = compare(before, record, {**BLANK, "date_of_birth": "1975-05-22"})

    assert (other.kept, same.kept) == (True, False)


def test_a_score_of_nought_is_a_score() -> None:
    record = {**BLANK, "provisional_score": 7}

    (change,) = compare(now_said(None, record), record, {**BLANK, "provisional_score": 0})

    assert (change.after, change.kept) == (0, False)


def test_a_key_date_of_one_day_later_is_a_change() -> None:
    day = date(2035, 3, 17)
    record = {**BLANK, "key_dates": {"CRD": day.isoformat()}}
    sheet = {**BLANK, "key_dates": {"CRD": (day + timedelta(days=1)).isoformat()}}

    assert compare(now_said(None, record), record, sheet) == [
        Change("key_dates.CRD", "CRD", "2035-03-17", "2035-03-18", kept=False)
    ]
