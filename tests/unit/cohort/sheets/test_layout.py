import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohort.sheets.layout import KEY_DATES, Field, Mapping, MappingError, find_header, propose_mapping, records
from cohort.sheets.sheet import Header, Line
from cohort.sheets.workbook import open_sheet
from tests.unit.cohort.sheets.building import ANN, HEADERS, SAMPLES, csv_of, xlsx

SEPARATE_NAMES = {
    "Ref": Field.REF,
    "Surname": Field.SURNAME,
    "Forename(s)": Field.FORENAMES,
    "AKA / street name": Field.ALIASES,
    "DOB": Field.DATE_OF_BIRTH,
    "PNC ID": Field.PNC,
    "CRO": Field.CRO,
    "Prison No.": Field.PRISON,
    "CRN": Field.CRN,
    "Nationality": Field.IGNORE,
    "Region": Field.HUB,
    "OCG": Field.GROUP,
    "Crime type": Field.THREAT,
    "Custody status": Field.PHASE,
    "Prison": Field.ESTABLISHMENT,
    "CRD": Field.CRD,
    "SED": Field.SED,
    "SCPO?": Field.IGNORE,
    "Lead agency": Field.LEAD_AGENCY,
    "OIC": Field.OFFICER,
    "Harm score": Field.SCORE,
    "Notes": Field.NOTES,
    "Last updated": Field.UPDATED,
}
ONE_NAME = {
    "URN": Field.REF,
    "Name (SURNAME, Forename)": Field.FULL_NAME,
    "Alias": Field.ALIASES,
    "Date of birth": Field.DATE_OF_BIRTH,
    "PNC": Field.PNC,
    "NOMIS": Field.PRISON,
    "Delius CRN": Field.CRN,
    "Hub": Field.HUB,
    "Group": Field.GROUP,
    "Threat area": Field.THREAT,
    "Where now": Field.PHASE,
    "Establishment": Field.ESTABLISHMENT,
    "Release date": Field.CRD,
    "Sentence expiry": Field.SED,
    "Orders": Field.IGNORE,
    "Lead": Field.LEAD_AGENCY,
    "Score /100": Field.SCORE,
    "Comments": Field.NOTES,
    "Date reviewed": Field.UPDATED,
}
NEVER_SEEN = {
    "Nominal ref": Field.REF,
    "Family name": Field.SURNAME,
    "Given names": Field.FORENAMES,
    "Date of brith": Field.DATE_OF_BIRTH,
    "PNC\nnumber": Field.PNC,
    "Status - custody": Field.PHASE,
    "HDC eligibility date": Field.HDCED,
    "Parole Eligibility": Field.PED,
    "Licence Expiry": Field.LED,
    "Home Office Ref.": Field.HOME_OFFICE,
    "Passport No": Field.PASSPORT,
    "Shoe size": Field.IGNORE,
    "Date of death": Field.IGNORE,
    "Sentence length": Field.IGNORE,
    "": Field.IGNORE,
}


@pytest.mark.parametrize("layout", [SEPARATE_NAMES, ONE_NAME, NEVER_SEEN])
def test_what_each_column_holds_is_proposed_from_its_header(layout: dict[str, Field]) -> None:
    assert dict(zip(layout, propose_mapping(list(layout)).fields, strict=True)) == layout


@pytest.mark.parametrize("field", sorted(set(Field) - {Field.IGNORE, Field.PRISON}))
def test_every_field_can_be_proposed_by_its_own_name(field: Field) -> None:
    assert propose_mapping([field.value.replace("_", " ").title()]).fields == (field,)


def test_a_prison_is_a_place_and_a_prison_number_a_number() -> None:
    assert propose_mapping(["Prison", "Prison number"]).fields == (Field.ESTABLISHMENT, Field.PRISON)


def test_key_dates_are_fields_by_their_code() -> None:
    assert [field.value for field in KEY_DATES[:4]] == ["CRD", "ARD", "LED", "SED"]
    assert KEY_DATES[-1] is Field.LIC_START


def test_of_two_columns_the_more_telling_header_gets_the_field() -> None:
    assert propose_mapping(["Release date", "CRD"]).fields == (Field.IGNORE, Field.CRD)


def _problems(*fields: Field) -> list[str]:
    headers = tuple(f"Column {number}" for number in range(len(fields)))
    return [error.problem for error in Mapping(headers, fields).errors()]


def test_a_mapping_needs_a_reference_and_a_name_and_each_field_once() -> None:
    assert _problems(Field.REF, Field.SURNAME, Field.IGNORE, Field.IGNORE) == []
    assert _problems(Field.REF, Field.FULL_NAME) == []
    assert _problems(Field.SURNAME) == ["No column holds the reference by which the list tells people apart."]
    assert _problems(Field.REF, Field.FORENAMES) == ["No column holds the name."]
    assert _problems(Field.REF, Field.SURNAME, Field.PNC, Field.PNC) == [
        "The columns “Column 2” and “Column 3” are both mapped to PNC."
    ]


def test_a_mapping_error_says_what_to_do() -> None:
    error = Mapping(("Ref",), (Field.REF,)).errors()[0]
    assert isinstance(error, MappingError)
    assert str(error) == f"{error.problem} {error.remedy}"


@given(st.lists(st.tuples(st.text(max_size=8), st.sampled_from(Field)), max_size=12))
def test_a_mapping_survives_being_remembered(columns: list[tuple[str, Field]]) -> None:
    mapping = Mapping(tuple(text for text, _ in columns), tuple(field for _, field in columns))
    assert Mapping.from_json(mapping.to_json(), mapping.headers) == mapping


def test_what_is_remembered_wins_and_new_headers_are_proposed_for() -> None:
    remembered = Mapping(("Ref", "Who", "Prison"), (Field.REF, Field.FULL_NAME, Field.IGNORE)).to_json()
    found = Mapping.from_json(remembered, ["prison", "WHO", "DOB", "ref", "Name"])
    assert found.fields == (Field.IGNORE, Field.FULL_NAME, Field.DATE_OF_BIRTH, Field.REF, Field.IGNORE)


def test_two_columns_of_one_header_are_remembered_apart() -> None:
    mapping = Mapping(("Date", "Date"), (Field.CRD, Field.SED))
    assert mapping.to_json() == {"date": "CRD", "date (2)": "SED"}


def test_a_remembered_value_that_names_no_field_is_an_error() -> None:
    with pytest.raises(ValueError, match="HEIGHT"):
        Mapping.from_json({"ref": "HEIGHT"}, ["Ref"])


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("hub_*")) or ["the samples are missing"])
def test_a_sample_maps_without_help(name: str) -> None:
    sheet = open_sheet(name, (SAMPLES / name).read_bytes())
    expected = ONE_NAME if sheet.header.titles[0] == "URN" else SEPARATE_NAMES
    assert dict(zip(sheet.header.titles, propose_mapping(sheet.header.titles).fields, strict=True)) == expected


def test_the_line_with_the_most_column_names_is_the_header() -> None:
    lines = [Line(1, ["Updated", "Name", None]), Line(2, []), Line(3, list(HEADERS)), Line(4, list(ANN))]
    assert find_header(lines) == Header(3, HEADERS)


@pytest.mark.parametrize("cells", [[], ["Status", "Prison"], ["Surname"], list(ANN), [1, 2.5, None]])
def test_a_line_without_a_name_or_reference_column_is_no_header(cells: list[str]) -> None:
    assert find_header([Line(1, cells)]) is None


def test_only_lines_that_stand_for_a_person_are_records() -> None:
    text = csv_of(["Title"], HEADERS, ANN, [], ["", " ", ""], HEADERS, ["Total", "1"], ["", "Grand total", "2"], ANN)
    assert [line.number for line in records(open_sheet("a.csv", text.encode()))] == [3, 9]


def test_somebody_called_total_is_a_record() -> None:
    row = ("Total/1", "Total", "Ann", "22/05/1973", "2002/0073319Z", "67", "")
    assert [line.number for line in records(open_sheet("a.xlsx", xlsx([HEADERS, row])))] == [2]
