"""Each journey from its first page to its last, with scripts and with scripts off."""

import csv
import io
import re
import time
from datetime import date
from pathlib import Path

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from cohort.actions import import_comparison, import_writing
from cohort.actions.individuals import change_individual
from cohort.enums import IdentifierKind, ImportState
from cohort.models import ImportBatch, Individual, PossibleMatch
from marsoc.kit import progress
from marsoc.kit.acting import acting
from marsoc.pages.areas import AREAS
from sharing.enums import Phase, RoleCode
from sharing.models import Membership
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.functional.conftest import OpenPage
from tests.functional.steps import sign_in
from tests.integration.cohort.importing import individual, person, received, sheet

PASSWORD = "correct horse battery staple"
NEW_PASSWORD = "seven green umbrellas"
SECONDS_TO_WORK = 60

pytestmark = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


def heading(page: Page, text: str) -> None:
    """Wait until the page says what it is about."""
    expect(page.locator("h1")).to_have_text(text)


def press(page: Page, name: str) -> None:
    """Press the button of a name, or the link that looks like one."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """Follow the first link of a name, in its area of the menu if it is a page of the menu."""
    area = next((text for text, pages in AREAS if name in {page for page, _, _ in pages}), None)
    if area and area != name:
        page.get_by_role("link", name=area, exact=True).first.click()
    page.get_by_role("link", name=name, exact=True).first.click()


def said_after(page: Page, text: str) -> None:
    """Wait for the message that the last step was done."""
    expect(page.locator(".moj-alert")).to_contain_text(text)


def error(page: Page, text: str, field: str) -> None:
    """Expect one error: at the top with the focus if scripts run, leading to the field, and beside the field."""
    summary = page.locator(".govuk-error-summary")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(summary.locator("li")).to_have_text([text])
    if page.evaluate("document.body.classList.contains('js-enabled')"):
        expect(summary).to_be_focused()
    summary.get_by_role("link", name=text).click()
    expect(page.locator(field)).to_be_focused()
    expect(page.locator(".govuk-error-message")).to_have_text([f"Error: {text}"])


def until_done(page: Page, title: str, *, script: bool) -> None:
    """Wait for the worker: with scripts the page follows by itself, without them a link asks again."""
    if script:
        expect(page.locator("h1")).to_have_text(title, timeout=SECONDS_TO_WORK * 1000)
        return
    until = time.monotonic() + SECONDS_TO_WORK
    while page.locator("h1").inner_text() != title:
        assert time.monotonic() < until, f"Still: {page.locator('h1').inner_text()}"
        press(page, "Check progress")


def figures(page: Page) -> dict[str, str]:
    """Return what the import does, as its page says."""
    labels, values = page.locator(".govuk-summary-list__key"), page.locator(".govuk-summary-list__value")
    return dict(zip(labels.all_inner_texts(), values.all_inner_texts(), strict=True))


def _imported(by: Viewer, content: bytes) -> None:
    """Have a workbook on the list already, without the pages and the worker."""
    batch = received(by, content)
    for state in (ImportState.COMPARING, ImportState.APPLYING):
        with acting(job="tests"):
            batch.state = state
            batch.save()
        step = import_comparison.compare_import if state == ImportState.COMPARING else import_writing.apply_import
        batch = step(by=by, batch=batch)
    assert batch.state == ImportState.DONE


def _change(by: Viewer, record: Individual, **changes: object) -> None:
    change_individual(by=by, individual=record, version=record.version, changes=changes, reason="Interview")


def _upload_and_compare(page: Page, content: bytes, group: str, *, script: bool) -> None:
    follow(page, "Imports")
    press(page, "Import a workbook")
    page.set_input_files("input[type=file]", {"name": "hub list.csv", "mimeType": "text/csv", "buffer": content})
    press(page, "Continue")
    heading(page, "Check the columns")
    column = page.get_by_label("Runs with")
    expect(column).to_have_value(group)
    column.select_option("GROUP")
    press(page, "Compare with the list")
    until_done(page, "Check the import", script=script)


@pytest.mark.usefixtures("worker")
def test_a_researcher_imports_a_workbook_and_then_the_same_again(open_page: OpenPage, script: bool) -> None:
    """Upload, correct a column, compare, decide, confirm, take the corrections; the second time nothing changes."""
    page = open_page(script=script)
    by = viewer_in(sign_in(page, RoleCode.HUB_RESEARCHER))
    _imported(by, sheet(person("WM/1", "Sandhar"), person("WM/2", "Lowe", OIC="DC Reed")))
    _change(by, individual("WM/2"), officer="DS Okafor")
    listed = factories.individual(surname="Price", forenames="Ann", date_of_birth=date(1973, 5, 22))
    content = sheet(
        person("WM/1", "Sandhar", "Anna", Runs_with="Northern group"),
        person("WM/2", "Lowe", OIC="DC Malik"),
        person("WM/3", "Newman", DOB="01/02/1980"),
        person("WM/4", "Price", DOB="22/05/1973"),
        person("WM/5", "Faulty", DOB="14/13/1990"),
        person("WM/6", "", ""),
    )

    page.goto(reverse("home"))
    _upload_and_compare(page, content, "IGNORE", script=script)
    assert figures(page) == {"Rows": "6", "New": "3", "Changed": "1", "Unchanged": "1", "Rejected": "1"}
    assert Individual.unscoped.count() == 3

    for section, shown in {
        "New (3)": "Newman",
        "Changed (1)": "Northern group",
        "To correct (2)": "There is no such day in the calendar.",
        "Unchanged (1)": "Lowe",
    }.items():
        follow(page, section)
        expect(page.locator(".govuk-table")).to_contain_text(shown)
    expect(page.locator(".moj-sub-navigation [aria-current=page]")).to_have_text("Unchanged (1)")
    follow(page, "Likely same person (1)")
    follow(page, "Decide on line 5")
    expect(page.locator(".govuk-table")).to_contain_text(listed.shown_reference)
    page.get_by_label("Yes, the same person").check()
    press(page, "Save the decision")
    said_after(page, "Decision on line 5 saved.")
    follow(page, "Edited here (1)")
    follow(page, "Decide on line 3")
    expect(page.locator("main")).to_contain_text("DS Okafor")
    page.get_by_label("Officer in the case").check()
    press(page, "Save the decision")
    said_after(page, "Decision on line 3 saved.")

    press(page, "Import 4 rows")
    until_done(page, "Import finished", script=script)
    assert figures(page) == {"Rows": "6", "New": "2", "Changed": "2", "Unchanged": "1", "Rejected": "1"}
    assert individual("WM/4") == listed
    assert (individual("WM/1").crime_group, individual("WM/2").officer) == ("Northern group", "DC Malik")
    with page.expect_download() as download:
        follow(page, "Download the workbook with what to correct")
    assert download.value.suggested_filename == "corrections-hub list.csv"
    handed_back = list(csv.reader(io.StringIO(Path(download.value.path()).read_text())))
    assert "There is no such day in the calendar." in "".join(handed_back[5])

    before = list(Individual.unscoped.order_by("pk").values())
    _upload_and_compare(page, content, "GROUP", script=script)
    assert figures(page) == {"Rows": "6", "New": "0", "Changed": "0", "Unchanged": "5", "Rejected": "1"}
    press(page, "Import 0 rows")
    until_done(page, "Import finished", script=script)
    assert list(Individual.unscoped.order_by("pk").values()) == before


def test_progress_can_be_watched_and_asked_for(open_page: OpenPage, script: bool) -> None:
    """The bar moves by itself with scripts, and by the link without them; both end on the preview."""
    page = open_page(script=script)
    membership = sign_in(page, RoleCode.HUB_RESEARCHER)
    batch = received(viewer_in(membership), sheet(person()))
    _set_state(batch, ImportState.COMPARING)
    progress.report(batch.progress_name, "Reading rows", 1_200, 5_000)

    page.goto(reverse("import_detail", args=[batch.pk]))
    words = page.locator(".marsoc-progress")
    expect(words).to_contain_text("Reading rows: 1,200 of 5,000 (24%)")
    expect(page.get_by_role("progressbar", name="Reading rows")).to_have_attribute("value", "1200")

    progress.report(batch.progress_name, "Comparing rows", 3_000, 5_000)
    if not script:
        press(page, "Check progress")
    expect(words).to_contain_text("Comparing rows: 3,000 of 5,000 (60%)")
    expect(page.get_by_role("progressbar", name="Comparing rows")).to_have_attribute("value", "3000")

    import_comparison.compare_import(by=viewer_in(membership), batch=batch)
    until_done(page, "Check the import", script=script)


def _set_state(batch: ImportBatch, state: ImportState) -> None:
    with acting(job="tests"):
        batch.state = state
        batch.save()


def test_an_officer_works_the_list(open_page: OpenPage, script: bool) -> None:
    """Filter, take a filter away, sort, turn the page, open a record, come back to the same place, print."""
    for number in range(60):
        factories.individual(
            surname=f"Okafor{number:02}", phase=Phase.REM if number < 55 else Phase.FUG, provisional_score=number
        )
    factories.individual(surname="Stranger", phase=Phase.PRE)
    page = open_page(script=script)
    sign_in(page, RoleCode.HUB_OFFICER)
    page.goto(reverse("home"))
    follow(page, "Individuals")
    heading(page, "West Midlands hub: individuals")
    shown = page.locator(".moj-pagination__results").first
    expect(shown).to_have_text("Showing 1 to 50 of 61 individuals")

    page.get_by_label("Unlawfully at large").check()
    page.get_by_label("On remand").check()
    page.get_by_label("Name or number").fill("okafor")
    press(page, "Apply filters")
    expect(shown).to_have_text("Showing 1 to 50 of 60 individuals")
    assert "okafor" not in page.url.casefold()
    expect(page.get_by_label("Name or number")).to_have_value("okafor")
    expect(page.get_by_label("On remand").first).to_be_checked()
    follow(page, "Remove this filter Unlawfully at large")
    expect(shown).to_have_text("Showing 1 to 50 of 55 individuals")

    page.locator("main").get_by_role("link", name="Name").first.click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Name")
    page.locator("main").get_by_role("link", name="Name").first.click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Name")
    expect(page.locator("tbody tr").first).to_contain_text("Okafor54")
    page.get_by_role("link", name="Next page").click()
    expect(shown).to_have_text("Showing 51 to 55 of 55 individuals")
    names = page.locator("tbody th a")
    expect(names.first).to_contain_text("Okafor04")
    left = page.url

    names.first.click()
    expect(page.locator("h1")).to_contain_text("Okafor04")
    follow(page, "Timeline")
    follow(page, "Back to the list")
    expect(page).to_have_url(left)
    expect(names.first).to_contain_text("Okafor04")

    follow(page, "Print this list")
    expect(page.locator("main")).to_contain_text("55 of 55 individuals")
    expect(page.locator("tbody tr")).to_have_count(55)
    follow(page, "Back to the list")
    expect(page).to_have_url(left)
    follow(page, "Clear filters")
    expect(shown).to_have_text("Showing 1 to 50 of 61 individuals")


def test_an_officer_edits_a_record(open_page: OpenPage, script: bool) -> None:
    """Name, identifier, phase and key date; what is wrong is said in one sentence, what is done is in the timeline."""
    record = factories.individual(surname="Lowe", forenames="Ann", phase=Phase.REM)
    page = open_page(script=script)
    membership = sign_in(page, RoleCode.HUB_OFFICER)
    page.goto(reverse("individual_identity", args=[record.shown_reference]))

    _change_the_name(page)
    _add_an_identifier(page)
    _record_phase_and_key_date(page)

    follow(page, "Timeline")
    told_there = page.locator(".moj-timeline")
    for part in ("Lowe-Price", "2002/0073319Z", "In custody", "3 April 2031", "Reason: Sentenced"):
        expect(told_there).to_contain_text(part)
    expect(told_there).to_contain_text(f"by {membership.user.full_name}")

    _remove_the_identifier(page)


def _change_the_name(page: Page) -> None:
    follow(page, "Change (Name)")
    page.get_by_label("Surname").fill("Lowe-Price")
    press(page, "Continue")
    error(page, "Enter why you are changing this", "[name=reason]")
    expect(page.get_by_label("Surname")).to_have_value("Lowe-Price")
    page.get_by_label("Why are you changing this?").fill("Married name on the custody record")
    press(page, "Continue")
    heading(page, "Check your answers")
    expect(page.locator("tbody tr", has_text="Surname").locator("td")).to_have_text(["Lowe", "Lowe-Price"])
    press(page, "Change your answers")
    expect(page.get_by_label("Surname")).to_have_value("Lowe-Price")
    press(page, "Continue")
    press(page, "Save")
    said_after(page, "The record has been changed.")
    heading(page, "Ann Lowe-Price")


def _add_an_identifier(page: Page) -> None:
    follow(page, "Add an identifier")
    page.get_by_label("PNC ID").check()
    page.get_by_label("Number", exact=True).fill("2002/0073319A")
    page.get_by_label("Where the number comes from").fill("PNC record")
    page.get_by_label("Why are you changing this?").fill("PNC check")
    press(page, "Save")
    error(
        page,
        "The check letter A does not belong to these digits, so at least one character of the PNC ID is wrong."
        " Check every character of the PNC ID against the police record.",
        "[name=given]",
    )
    page.get_by_label("Number", exact=True).fill("2002/0073319Z")
    press(page, "Save")
    said_after(page, "The record has been changed.")
    expect(page.get_by_role("table", name="Identifiers")).to_contain_text("2002/0073319Z")


def _record_phase_and_key_date(page: Page) -> None:
    follow(page, "Custody")
    follow(page, "Change (Phase)")
    page.get_by_label("In custody").check()
    _fill_date(page, "started_on", "1", "10", "2026")
    page.get_by_label("Where this comes from").fill("Court result")
    page.get_by_label("Why are you changing this?").fill("Sentenced")
    press(page, "Continue")
    press(page, "Save")
    said_after(page, "The record has been changed.")
    follow(page, "Record a key date")
    page.get_by_label("Which date").select_option("CRD")
    _fill_date(page, "on", "3", "4", "2031")
    _fill_date(page, "as_at", "1", "11", "2026")
    page.get_by_label("Where the date comes from").fill("HMPPS letter")
    page.get_by_label("Why are you changing this?").fill("Sentence calculated")
    press(page, "Save")
    dates = page.get_by_role("table", name="Key dates")
    expect(dates.locator("tbody tr")).to_contain_text(["3 April 2031"])
    expect(dates).to_contain_text("HMPPS letter")
    expect(dates).to_contain_text("1 November 2026")


def _remove_the_identifier(page: Page) -> None:
    follow(page, "Identity")
    page.get_by_role("table", name="Identifiers").get_by_role("link", name="Remove").click()
    expect(page.get_by_role("button", name="Remove")).to_have_class(re.compile("govuk-button--warning"))
    press(page, "Remove")
    error(page, "Enter why you are removing this", "[name=reason]")
    page.get_by_label("Why are you removing this?").fill("Of somebody else")
    press(page, "Remove")
    expect(page.locator("main")).to_contain_text(
        "No PNC ID, CRO number, prison number or other identifier is recorded."
    )


def _fill_date(page: Page, name: str, *parts: str) -> None:
    for part, text in zip(("day", "month", "year"), parts, strict=True):
        page.locator(f"[name={name}-{part}]").fill(text)


def test_two_people_edit_the_same_record(open_page: OpenPage, script: bool) -> None:
    """Whoever saves second sees both versions, keeps what was typed, and may save it knowingly."""
    record = factories.individual(surname="Lowe", officer="DC Reed")
    pages = [open_page(script=script), open_page(script=script)]
    first, _ = [sign_in(page, RoleCode.HUB_OFFICER) for page in pages]
    for page, officer in zip(pages, ("DC Malik", "DS Okafor"), strict=True):
        page.goto(reverse("individual_edit", args=[record.shown_reference, "crime"]))
        page.get_by_label("Officer in the case").fill(officer)
        page.get_by_label("Why are you changing this?").fill(f"Handed to {officer}")
    early, late = pages
    press(early, "Save")
    said_after(early, "The record has been changed.")
    press(late, "Save")

    expect(late.locator(".moj-alert")).to_contain_text(f"{first.user.full_name} changed it on")
    expect(late.locator("tbody tr", has_text="Officer").locator("td")).to_have_text(["DC Malik", "DS Okafor"])
    expect(late.get_by_label("Officer in the case")).to_have_value("DS Okafor")
    expect(late.get_by_label("Why are you changing this?")).to_have_value("Handed to DS Okafor")
    press(late, "Save")
    said_after(late, "The record has been changed.")
    record.refresh_from_db()
    assert record.officer == "DS Okafor"


def test_what_is_decided_about_two_records_is_not_asked_again(open_page: OpenPage, script: bool) -> None:
    """The record warns, the pair is compared side by side, the answer ends both."""
    first, second = (factories.individual(surname="Lowe", forenames=name) for name in ("Ann", "Anne"))
    factories.identifier(first, IdentifierKind.PNC, "2002/0073319Z")
    with acting(job="tests"):
        PossibleMatch(first=first, second=second, score=88, reasons=["Same surname"]).save()
    page = open_page(script=script)
    sign_in(page, RoleCode.HUB_OFFICER)
    page.goto(reverse("individual_overview", args=[first.shown_reference]))
    follow(page, "Decide on possible duplicates")
    follow(page, f"Compare {first.shown_reference} and {second.shown_reference}")
    expect(page.locator(".govuk-table")).to_contain_text("2002/0073319Z")
    press(page, "Save")
    error(page, "Select whether the two records are of the same person", "[name=verdict] >> nth=0")
    page.get_by_label("No, they are of two people").check()
    press(page, "Save")
    said_after(page, "Your decision has been saved: not the same person.")
    expect(page.locator("main")).to_contain_text("No possible duplicates to decide on")
    page.goto(reverse("individual_overview", args=[first.shown_reference]))
    expect(page.locator(".moj-alert")).to_have_count(0)


def test_a_membership_that_ends_is_felt_on_the_next_click(open_page: OpenPage, script: bool) -> None:
    """The manager ends it with a reason; the person's next page says that there is none."""
    manager, officer = open_page(script=script), open_page(script=script)
    sign_in(manager, RoleCode.HUB_MANAGER)
    ended = sign_in(officer, RoleCode.HUB_OFFICER)
    officer.goto(reverse("individual_list"))
    manager.goto(reverse("home"))
    follow(manager, "People")
    follow(manager, f"End the membership of {ended.user.full_name}, Hub officer")
    press(manager, "End membership")
    error(manager, "Enter why this membership ends", "[name=end_reason]")
    manager.get_by_label("Why does this membership end?").fill("Moved to another post")
    press(manager, "End membership")
    said_after(manager, f"The membership of {ended.user.full_name} has ended.")

    follow(officer, "Home")
    heading(officer, "You have no access at present")
    expect(officer.locator("nav")).to_have_count(0)


def test_changing_who_one_acts_as_changes_the_list(open_page: OpenPage, script: bool) -> None:
    """Somebody who works for two hubs sees one list at a time."""
    factories.individual(surname="Midlander")
    factories.individual(surname="Northerner", owning_hub_id="NW")
    page = open_page(script=script)
    membership = sign_in(page, RoleCode.HUB_OFFICER)
    factories.membership(role=RoleCode.HUB_RESEARCHER, hub="NW", person=membership.user)
    page.goto(reverse("individual_list"))
    expect(page.locator("tbody")).to_contain_text("Midlander")
    expect(page.locator("tbody")).not_to_contain_text("Northerner")

    follow(page, "Change who you are acting as")
    page.get_by_label("Hub researcher").check()
    press(page, "Continue")
    follow(page, "Individuals")
    expect(page.locator("tbody")).to_contain_text("Northerner")
    expect(page.locator("tbody")).not_to_contain_text("Midlander")
    expect(page.get_by_role("group", name="Acting as")).to_contain_text("Hub researcher")


def test_signing_in_and_out_and_a_forgotten_password(open_page: OpenPage, script: bool) -> None:
    """The address asked for is reached after signing in; signing out ends it; the mailed link sets a password once."""
    membership = factories.membership(role=RoleCode.HUB_OFFICER)
    page = open_page(script=script)
    page.goto(reverse("individual_list"))
    _sign_in(page, membership, PASSWORD)
    heading(page, "West Midlands hub: individuals")
    press(page, "Sign out")
    heading(page, "Sign in")
    page.goto(reverse("individual_list"))
    heading(page, "Sign in")

    follow(page, "I have forgotten my password")
    page.get_by_label("Work email address").fill(membership.user.email)
    press(page, "Send the link")
    heading(page, "Check your email")
    (message,) = mail.outbox
    assert message.to == [membership.user.email]
    (link,) = re.findall(r"http://\S+", str(message.body))
    page.goto(link)
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New password again").fill(NEW_PASSWORD)
    press(page, "Set password")
    heading(page, "Your new password has been set")
    page.goto(link)
    heading(page, "This link can no longer be used")

    page.goto(reverse("account_login"))
    _sign_in(page, membership, PASSWORD)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    _sign_in(page, membership, NEW_PASSWORD)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def _sign_in(page: Page, membership: Membership, password: str) -> None:
    page.get_by_label("User name or email address").fill(membership.user.username)
    page.get_by_label("Password", exact=True).fill(password)
    press(page, "Sign in")
