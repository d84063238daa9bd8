"""What the next import does to records that people have worked on since the last one."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cohort import tasks
from cohort.actions import imports
from cohort.actions.facts import remove_alias, remove_identifier
from cohort.actions.individuals import change_individual, move_phase
from cohort.actions.key_dates import remove_key_date
from cohort.comparison import Change
from cohort.enums import ImportMode, RowOutcome, Verdict
from cohort.models import Alias, ImportBatch, Individual, KeyDate, PhasePeriod, PossibleMatch, SheetReference
from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.enums import Phase, RoleCode
from sharing.errors import BadRequest
from sharing.viewer import Viewer
from tests import factories
from tests.integration.cohort.importing import compared, confirmed, imported, individual, line, person

pytestmark = pytest.mark.django_db

MakeViewer = Callable[..., Viewer]


@pytest.fixture
def officer(viewer: MakeViewer) -> Viewer:
    """Return an officer of the West Midlands hub."""
    return viewer(RoleCode.HUB_OFFICER, "WM")


@pytest.fixture
def central(viewer: MakeViewer) -> Viewer:
    """Return the lead of the central team."""
    return viewer(RoleCode.CENTRAL_ADMIN, None)


def edit(by: Viewer, ref: str = "WM/0001", **changes: Any) -> Individual:
    """Change an individual's record as the edit page does."""
    record = individual(ref)
    return change_individual(by=by, individual=record, version=record.version, changes=changes, reason="Interview")


def changes_of(batch: ImportBatch, number: int = 2) -> dict[str, Change]:
    """Return what a row of an import would change, by field."""
    return {change["field"]: Change(**change) for change in line(batch, number).changes}


def decide(by: Viewer, batch: ImportBatch, number: int = 2, *, taken: tuple[str, ...] = (), **verdict: Verdict) -> None:
    """Decide on a row: ``same=Verdict.SAME`` for its first candidate, or the fields to take from the sheet."""
    verdicts = dict(enumerate(verdict.values()))
    imports.decide_row(by=by, batch=batch, row=line(batch, number), verdicts=verdicts, taken=taken)
    batch.refresh_from_db()


def test_an_edit_made_here_stands_and_is_shown_as_edited(officer: Viewer) -> None:
    imported(officer, person(OIC="DC Reed"))
    edit(officer, officer="DS Okafor")

    batch = compared(officer, person(OIC="DC Malik"))

    assert changes_of(batch) == {
        "officer": Change("officer", "Officer in the case", "DS Okafor", "DC Malik", kept=True)
    }
    assert (batch.counts["edited"], batch.counts["unchanged"]) == (1, 1)
    confirmed(officer, batch)
    assert individual().officer == "DS Okafor"


def test_an_edit_is_asked_about_once_until_the_sheet_changes_again(officer: Viewer) -> None:
    imported(officer, person(OIC="DC Reed"))
    edit(officer, officer="DS Okafor")
    imported(officer, person(OIC="DC Malik"))

    again = compared(officer, person(OIC="DC Malik"))
    assert changes_of(again) == {}
    assert again.counts["edited"] == 0

    changed = compared(officer, person(OIC="DC Lowe"))
    assert changes_of(changed)["officer"].kept


def test_the_value_on_the_sheet_is_taken_for_the_field_a_person_chose_and_no_other(officer: Viewer) -> None:
    imported(officer, person(OIC="DC Reed", OCG="Reds"))
    edit(officer, officer="DS Okafor", crime_group="Blues")
    batch = compared(officer, person(OIC="DC Malik", OCG="Greens"))

    decide(officer, batch, taken=("officer",))

    assert line(batch).outcome == RowOutcome.UPDATED
    confirmed(officer, batch)
    assert (individual().officer, individual().crime_group) == ("DC Malik", "Blues")
    assert changes_of(compared(officer, person(OIC="DC Malik", OCG="Greens"))) == {}


def test_an_edit_between_the_preview_and_the_import_stands_too(officer: Viewer) -> None:
    imported(officer, person(OIC="DC Reed"))
    batch = compared(officer, person(OIC="DC Malik"))
    assert not changes_of(batch)["officer"].kept
    edit(officer, officer="DS Okafor")

    confirmed(officer, batch)

    assert individual().officer == "DS Okafor"
    assert (batch.counts["unchanged"], batch.counts["edited"]) == (1, 1)


def test_a_field_emptied_here_is_not_filled_again_unasked(officer: Viewer) -> None:
    imported(officer, person(Notes="Has a dog"))
    edit(officer, notes="")

    assert changes_of(compared(officer, person(Notes="Has a dog"))) == {}
    assert changes_of(compared(officer, person(Notes="Has two dogs")))["notes"].kept


@pytest.mark.parametrize("blank", ["", "TBC", "n/k", "Unknown"])
def test_a_cell_that_says_nothing_erases_nothing_and_is_no_fault(officer: Viewer, blank: str) -> None:
    cells = {
        "DOB": "22/05/1973", "PNC ID": "2002/0073319Z", "Custody status": "Remand", "Prison": "HMP Leeds",
        "Threat area": "Firearms", "OCG": "Reds", "OIC": "DC Reed", "Harm score": "67", "CRD": "17/03/2035",
        "Alias": "Tank", "Lead agency": "ROCU", "Last updated": "01/11/2025",
    }  # fmt: skip
    imported(officer, person(**cells))
    before = Individual.unscoped.values().get()

    batch = imported(officer, person(**dict.fromkeys(cells, blank)))

    assert batch.counts["unchanged"] == 1
    assert line(batch).problems == []
    assert Individual.unscoped.values().get() == before
    assert Alias.unscoped.get().name == "Tank"
    assert KeyDate.unscoped.get().date == date(2035, 3, 17)


def test_what_was_removed_here_is_not_added_again(officer: Viewer) -> None:
    row = person(Alias="Tank; Ann Lowe", PNC_ID="2002/0073319Z", CRD="17/03/2035")
    imported(officer, row)
    remove: dict[str, Any] = {"by": officer, "reason": "Wrong person"}
    alias = Alias.unscoped.get(name="Tank")
    remove_alias(individual=individual(), version=individual().version, alias=alias, **remove)
    number = individual().identifiers.get()
    remove_identifier(individual=individual(), version=individual().version, identifier=number, **remove)
    remove_key_date(individual=individual(), version=individual().version, key_date=KeyDate.unscoped.get(), **remove)

    batch = imported(officer, {**row, "Alias": "TANK; Ann Lowe"})

    assert batch.counts["unchanged"] == 1
    assert [alias.name for alias in Alias.unscoped.all()] == ["Ann Lowe"]
    assert not individual().identifiers.exists()
    assert not KeyDate.unscoped.exists()


def test_an_alias_spelt_another_way_is_not_added_a_second_time(officer: Viewer) -> None:
    imported(officer, person(Alias="Tank"))

    batch = imported(officer, person(Alias="TANK; T-Bone, t bone"))

    assert [alias.name for alias in Alias.unscoped.all()] == ["Tank", "T-Bone"]
    assert batch.counts["updated"] == 1


def test_a_changed_phase_closes_the_period_before_it(officer: Viewer) -> None:
    imported(officer, person(Custody_status="Remand", Last_updated="01/10/2025"))

    imported(officer, person(Custody_status="Serving", Last_updated="01/11/2025"))

    now, before = PhasePeriod.unscoped.all()
    assert (before.phase, before.ended_on) == (Phase.REM, date(2025, 11, 1))
    assert (now.phase, now.started_on, now.ended_on) == (Phase.CUS, date(2025, 11, 1), None)
    assert individual().phase == Phase.CUS


def test_a_phase_older_than_the_present_one_does_not_end_it_before_it_began(officer: Viewer) -> None:
    imported(officer, person(Custody_status="Remand", Last_updated="01/11/2025"))

    imported(officer, person(Custody_status="Serving", Last_updated="01/10/2025"))

    now, before = PhasePeriod.unscoped.all()
    assert before.ended_on == now.started_on == date(2025, 11, 1)


def test_a_phase_given_for_the_first_time_is_no_edit_made_here(officer: Viewer) -> None:
    imported(officer, person(Custody_status="TBC"))
    assert individual().phase == Phase.PRE

    imported(officer, person(Custody_status="Serving"))

    assert individual().phase == Phase.CUS


def test_a_phase_moved_here_stands(officer: Viewer) -> None:
    imported(officer, person(Custody_status="Remand", Last_updated="01/10/2025"))
    move_phase(
        by=officer, individual=individual(), version=individual().version, phase=Phase.REL,
        started_on=clock.today(), source="Court", reason="Bailed",
    )  # fmt: skip

    batch = imported(officer, person(Custody_status="Serving"))

    assert changes_of(batch)["phase"].kept
    assert individual().phase == Phase.REL
    assert PhasePeriod.unscoped.count() == 2


def test_a_key_date_is_updated_with_its_source_and_the_day_it_was_true(officer: Viewer) -> None:
    imported(officer, person(CRD="17/03/2035", Last_updated="01/10/2025"), name="october.csv")

    imported(officer, person(CRD="01/02/2034", Last_updated="01/11/2025"), name="november.csv")

    entry = KeyDate.unscoped.get()
    assert (entry.date, entry.as_at, entry.keyed_by) == (date(2034, 2, 1), date(2025, 11, 1), officer.user)
    assert entry.source == "november.csv, WM/0001"
    assert individual().release_on == date(2034, 2, 1)
    assert [each.date for each in entry.history.all()] == [date(2034, 2, 1), date(2035, 3, 17)]


def test_a_sheet_dated_in_the_future_is_as_at_today(officer: Viewer) -> None:
    tomorrow = clock.today() + timedelta(days=1)

    imported(officer, person(CRD="17/03/2035", Last_updated=f"{tomorrow:%d/%m/%Y}"))

    assert KeyDate.unscoped.get().as_at == clock.today()


def test_a_date_of_birth_replaces_the_year(officer: Viewer) -> None:
    imported(officer, person(DOB="1973"))
    assert individual().year_of_birth == 1973

    imported(officer, person(DOB="22/05/1973"))

    assert (individual().date_of_birth, individual().year_of_birth) == (date(1973, 5, 22), None)
    assert changes_of(compared(officer, person(DOB="1974"))) == {}


def test_a_year_of_birth_entered_here_is_not_replaced_by_a_date_of_another_year(officer: Viewer) -> None:
    imported(officer, person(DOB="1973"))
    edit(officer, year_of_birth=1975)

    assert changes_of(compared(officer, person(DOB="22/05/1973")))["date_of_birth"].kept
    assert not changes_of(compared(officer, person(DOB="22/05/1975")))["date_of_birth"].kept


def test_those_no_longer_on_the_sheet_are_listed_and_stay(officer: Viewer) -> None:
    imported(officer, person(), person("WM/0002", "Lowe"), person("WM/0003", "Reed"))

    batch = imported(officer, person("wm/0001"), person("WM/0003", "", ""), mode=ImportMode.COMPARE)

    assert batch.missing == [individual("WM/0002").pk]
    assert Individual.unscoped.count() == 3


def test_nobody_is_listed_as_missing_unless_it_is_asked(officer: Viewer) -> None:
    imported(officer, person(), person("WM/0002", "Lowe"))

    assert imported(officer, person()).missing == []


def test_those_missing_from_a_sheet_of_several_hubs_are_those_of_its_hubs(central: Viewer) -> None:
    imported(central, person(Hub="WM"), person("2", "Lowe", Hub="EM"), person("3", "Reed", Hub="EM"), hub=None)
    imported(central, person("1", "Cole", Hub="Wales"), hub="WA")

    batch = compared(central, person(Hub="WM"), person("3", "Reed", Hub="EM"), hub=None, mode=ImportMode.COMPARE)

    assert batch.missing == [individual("2", "EM").pk]


def test_two_hubs_may_use_the_same_reference(viewer: MakeViewer) -> None:
    imported(viewer(hub="WM"), person("1"))
    imported(viewer(hub="EM"), person("1", "Lowe"), hub="EM")

    assert individual("1", "WM").surname == "Sandhar"
    assert individual("1", "EM").surname == "Lowe"


def test_a_row_of_somebody_who_moved_to_another_hub_is_rejected_and_shows_nothing_of_them(officer: Viewer) -> None:
    imported(officer, person(OIC="DC Reed"))
    _move(individual(), "EM")

    batch = imported(officer, person(OIC="DC Malik"))

    row = line(batch)
    assert (row.outcome, row.individual, row.changes) == (RowOutcome.REJECTED, None, [])
    assert [problem["problem"] for problem in row.problems] == [
        "This reference belongs to a person who is not on your list now."
    ]
    assert individual().officer == "DC Reed"
    assert compared(officer, person("WM/0002"), mode=ImportMode.COMPARE).missing == []


def test_somebody_who_moves_between_preview_and_import_is_not_written(officer: Viewer) -> None:
    imported(officer, person(OIC="DC Reed"))
    batch = compared(officer, person(OIC="DC Malik"))
    _move(individual(), "EM")

    confirmed(officer, batch)

    assert (batch.counts["rejected"], batch.counts["updated"]) == (1, 0)
    assert individual().officer == "DC Reed"


def test_a_row_decided_to_be_somebody_on_the_list_fills_blanks_and_overwrites_nothing(officer: Viewer) -> None:
    known = factories.individual(surname="Sandhar", forenames="Ann", date_of_birth=date(1973, 5, 22), officer="DC Reed")
    batch = compared(officer, person(DOB="22/05/1973", OIC="DC Malik", OCG="Reds", Alias="Tank", CRD="17/03/2035"))
    assert (batch.counts["likely"], batch.counts["imported"]) == (1, 1)

    decide(officer, batch, same=Verdict.SAME)

    assert (batch.counts["imported"], batch.counts["updated"], batch.counts["undecided"]) == (0, 1, 0)
    assert changes_of(batch)["officer"].kept
    confirmed(officer, batch)
    known.refresh_from_db()
    assert (known.officer, known.crime_group, known.release_on) == ("DC Reed", "Reds", date(2035, 3, 17))
    assert individual() == known
    assert (known.version, Individual.unscoped.count(), Alias.unscoped.get().individual) == (2, 1, known)
    assert not PossibleMatch.unscoped.exists()
    again = compared(officer, person(DOB="22/05/1973", OIC="DC Malik", OCG="Reds", Alias="Tank", CRD="17/03/2035"))
    assert (again.counts["unchanged"], again.counts["likely"]) == (1, 0)


def test_two_rows_decided_to_be_one_person_are_both_joined(officer: Viewer) -> None:
    known = factories.individual(surname="Sandhar", forenames="Ann", date_of_birth=date(1973, 5, 22))
    rows = (
        person("WM/1", DOB="22/05/1973", Alias="Tank", OCG="Reds", CRD="17/03/2035"),
        person("WM/2", DOB="22/05/1973", Alias="TANK; Bull", OCG="Blues", CRD="18/03/2035"),
    )
    batch = compared(officer, *rows)
    for number in (2, 3):
        row = line(batch, number)
        places = {place: Verdict.SAME for place, each in enumerate(row.candidates) if each["id"] == known.pk}
        imports.decide_row(by=officer, batch=batch, row=row, verdicts=places, taken=())

    confirmed(officer, batch)

    known.refresh_from_db()
    assert (individual("WM/1"), individual("WM/2")) == (known, known)
    assert (known.crime_group, KeyDate.unscoped.get().date) == ("Reds", date(2035, 3, 17))
    assert [alias.name for alias in Alias.unscoped.all()] == ["Tank", "Bull"]
    again = compared(officer, *rows)
    assert (again.counts["unchanged"], again.counts["edited"]) == (2, 0)


def test_a_row_is_the_same_as_one_person_only(officer: Viewer) -> None:
    for _ in range(2):
        factories.individual(surname="Sandhar", forenames="Ann", date_of_birth=date(1973, 5, 22))
    batch = compared(officer, person(DOB="22/05/1973"))

    with pytest.raises(BadRequest, match="Only one record can be the same person"):
        decide(officer, batch, one=Verdict.SAME, other=Verdict.SAME)


def test_the_same_person_in_another_hub_stays_two_records_with_the_decision_kept(central: Viewer) -> None:
    other = factories.individual(
        surname="Sandhar", forenames="Ann", date_of_birth=date(1973, 5, 22), owning_hub_id="EM"
    )
    batch = compared(central, person(DOB="22/05/1973"))

    decide(central, batch, same=Verdict.SAME)

    assert batch.counts["imported"] == 1
    confirmed(central, batch)
    match = PossibleMatch.unscoped.get()
    assert (match.first, match.second) == (other, individual())
    assert (match.verdict, match.decided_by) == (Verdict.SAME, central.user)
    assert match.decided_at
    assert compared(central, person(DOB="22/05/1973")).counts["likely"] == 0


def test_not_the_same_is_remembered(officer: Viewer) -> None:
    factories.individual(surname="Sandhar", forenames="Ann", date_of_birth=date(1973, 5, 22))
    batch = compared(officer, person(DOB="22/05/1973"))

    decide(officer, batch, same=Verdict.NOT_SAME)
    confirmed(officer, batch)

    assert PossibleMatch.unscoped.get().verdict == Verdict.NOT_SAME
    assert Individual.unscoped.count() == 2
    again = compared(officer, person(DOB="22/05/1973", OIC="DC Malik"))
    assert (again.counts["likely"], again.counts["updated"]) == (0, 1)


def test_what_nobody_decided_waits_on_the_list_of_possible_duplicates(officer: Viewer) -> None:
    factories.individual(surname="Sandhar", forenames="Ann", date_of_birth=date(1973, 5, 22))

    imported(officer, person(DOB="22/05/1973"))

    match = PossibleMatch.unscoped.get()
    assert (match.verdict, match.decided_by) == (Verdict.OPEN, None)
    assert match.reasons == ["Same date of birth", "Same surname", "Same forename"]


def test_rows_of_one_sheet_that_may_be_one_person_are_proposed(officer: Viewer) -> None:
    batch = imported(officer, person("WM/1", DOB="22/05/1973"), person("WM/2", DOB="22/05/1973"))

    assert [each["line"] for each in line(batch, 3).candidates] == [2]
    match = PossibleMatch.unscoped.get()
    assert {match.first, match.second} == {individual("WM/1"), individual("WM/2")}


def test_decisions_outlive_another_look_at_the_columns(officer: Viewer) -> None:
    known = factories.individual(surname="Sandhar", forenames="Ann", date_of_birth=date(1973, 5, 22))
    imported(officer, person("WM/0002", "Lowe", OIC="DC Reed"))
    edit(officer, "WM/0002", officer="DS Okafor")
    batch = compared(officer, person(DOB="22/05/1973"), person("WM/0002", "Lowe", OIC="DC Malik"))
    decide(officer, batch, same=Verdict.SAME)
    decide(officer, batch, 3, taken=("officer",))

    imports.confirm_mapping(by=officer, batch=batch, fields=batch.mapping)
    tasks.compare_import(batch.pk)
    batch.refresh_from_db()

    assert (batch.counts["undecided"], batch.counts["updated"]) == (0, 1)
    confirmed(officer, batch)
    assert individual() == known
    assert individual("WM/0002").officer == "DC Malik"


def test_a_decision_can_be_taken_back_before_the_import(officer: Viewer) -> None:
    factories.individual(surname="Sandhar", forenames="Ann", date_of_birth=date(1973, 5, 22))
    batch = compared(officer, person(DOB="22/05/1973"))
    before = batch.counts

    decide(officer, batch, same=Verdict.SAME)
    assert batch.counts != before
    decide(officer, batch, same=Verdict.OPEN)

    assert batch.counts == before
    assert line(batch).outcome == RowOutcome.IMPORTED


def test_a_text_longer_than_the_record_holds_is_reported_and_left_out(officer: Viewer) -> None:
    long = {"OIC": "x" * 121, "OCG": "y" * 121, "Alias": "z" * 201, "Forename(s)": "a" * 101}

    batch = imported(officer, person(**long), person("W" * 61, "Lowe"))

    row = line(batch)
    assert {problem["column"] for problem in row.problems} == long.keys()
    assert (individual().surname, individual().forenames, individual().officer) == ("Sandhar", "", "")
    assert line(batch, 3).outcome == RowOutcome.REJECTED
    assert (batch.counts["rows"], batch.counts["imported"], batch.counts["rejected"]) == (2, 1, 1)


def test_a_row_rejected_for_two_reasons_counts_once(officer: Viewer) -> None:
    batch = imported(officer, person("", "", "", Notes="who is this?"), person())

    assert len(line(batch).problems) == 2
    assert {name: batch.counts[name] for name in ("rows", "imported", "rejected")} == {
        "rows": 2,
        "imported": 1,
        "rejected": 1,
    }


def test_a_row_that_names_another_hub_stays_with_the_sheets_hub_and_is_reported(officer: Viewer) -> None:
    batch = imported(officer, person(Hub="London"))

    (problem,) = line(batch).problems
    assert (problem["column"], problem["value"]) == ("Hub", "London")
    assert individual().owning_hub_id == "WM"


def test_a_row_without_a_hub_is_rejected_when_the_sheet_has_several(central: Viewer) -> None:
    batch = imported(central, person(Hub="W Mids"), person("2", Hub="London"), person("3", Hub=""), hub=None)

    assert batch.hub is None
    assert line(batch, 4).outcome == RowOutcome.REJECTED
    assert [problem["problem"] for problem in line(batch, 4).problems] == ["This row names no hub."]


def test_the_history_says_who_imported_and_which_import_it_was(officer: Viewer) -> None:
    batch = imported(officer, person())

    written = individual().history.get()
    # the officer is a person in a membership, which a viewer need not be
    assert (written.history_user, written.history_membership_id) == (officer.user, officer.membership.pk)  # type: ignore[union-attr]
    assert written.history_change_reason == f"Import {batch.pk}"
    assert SheetReference.unscoped.get().batch == batch


def _move(record: Individual, hub: str) -> None:
    with acting(job="tests"):
        record.owning_hub_id = hub
        record.save()
