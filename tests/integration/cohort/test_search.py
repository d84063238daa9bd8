"""The search of the page head: who finds whom, by what, and that nothing else is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cohort.enums import IdentifierKind, NameKind
from cohort.identifiers import check_letter
from cohort.models import Alias, Individual, NameWord
from cohort.presenters.search import reason
from cohort.queries.search import MOST, search
from sharing.actions.writing import writing
from sharing.enums import DataCategory, Existence, Operation, RoleCode
from sharing.models import AuditEvent
from sharing.seeing import seeing
from sharing.viewer import Viewer, system_viewer, viewer_in
from tests import factories
from tests.factories import by_name, merging
from tests.unit.govuk.markup import document, words

pytestmark = pytest.mark.django_db

MakeViewer = Callable[..., Viewer]
SignIn = Callable[..., Client]
PNC = "2001/4711390Q"
SPELLED = f"2001/0073319{check_letter(2001, 73319, 7)}"
CENTRAL = (RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL")


def found(viewer: Viewer, text: str) -> dict[str, list[str]]:
    """Return the surnames found, in order, each with why."""
    with seeing(viewer):
        hits, _ = search(viewer, text)
    return {hit.row.surname: [reason(match) for match in hit.matches] for hit in hits}


def ask(client: Client, text: str) -> Any:
    """Search as the box in the page head does."""
    return client.post(reverse("search"), {"text": text}, follow=True)


def said(response: Any) -> str:
    """Return the words of a page."""
    return words(document(response.content.decode()).find(".//main"))


NAMES = {
    "as it is written": ("Khalid Mansoor", "Name"),
    "surname first": ("Mansoor, Khalid", "Name"),
    "one word": ("mansoor", "Name"),
    "the beginning of a word": ("Khal Mans", "Name, begins the same"),
    "two slips": ("Kahlid Mansor", "Name, spelled alike"),
    "two slips in one word": ("Khalid Mamsor", "Name, spelled alike"),
    "another script": ("Халид Мансур", "Name, sounds alike"),
    "another way into Latin letters": ("Kaleed Manseur", "Name, sounds alike"),
    "an initial beside": ("K. Mansoor", "Name"),
    "a further word": ("Khalid Ahmad Mansoor", "Name"),
}


@pytest.mark.parametrize(("text", "why"), NAMES.values(), ids=NAMES)
def test_a_name_is_found_in_spite_of_order_slips_and_spelling(viewer: MakeViewer, text: str, why: str) -> None:
    """And nobody of quite another name with it."""
    factories.individual(forenames="Khalid", surname="Mansoor")
    factories.individual(forenames="Dawn", surname="Fletcher")

    assert found(viewer(), text) == {"Mansoor": [why]}


def test_aliases_and_groups_find_and_the_reason_says_so(viewer: MakeViewer) -> None:
    """Each kind of further name by its own word, as it is written on the record."""
    person = factories.individual(surname="Quandle", crime_group="Harbour Crew")
    factories.alias(person, "Dr. Nó", kind=NameKind.STREET)

    assert found(viewer(), "dr no") == {"Quandle": ["Street name: Dr. Nó"]}
    assert found(viewer(), "harbor crew") == {"Quandle": ["Organised crime group, spelled alike"]}


def test_the_nearest_come_first(viewer: MakeViewer) -> None:
    """As written, then one slip, then two, then by sound alone."""
    for surname in ("Petrenko", "Petrenkov", "Petrovenko", "Betryenkoff", "Petrie"):
        factories.individual(forenames="Ana", surname=surname)

    assert list(found(viewer(), "Ana Petrenko")) == ["Petrenko", "Petrenkov", "Petrovenko"]


def test_numbers_and_references_are_their_own_answer(viewer: MakeViewer) -> None:
    """In any spelling, and without people whose names look like them."""
    person = factories.individual(surname="Quandle")
    factories.identifier(person, IdentifierKind.PNC, PNC)
    factories.individual(surname="Pnc")

    assert found(viewer(), "01 / 4711390q") == {"Quandle": [f"PNC ID: {PNC}"]}
    assert found(viewer(), person.shown_reference.lower()) == {"Quandle": ["Reference"]}
    assert found(viewer(), person.reference) == {"Quandle": ["Reference"]}


@settings(max_examples=40, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_any_spelling_of_a_number_finds_whose_it_is(viewer: MakeViewer, data: st.DataObject) -> None:
    """Case, spaces, the short year, a hyphen for the slash, without the slash, without leading noughts."""
    if not Individual.unscoped.exists():
        factories.identifier(factories.individual(surname="Quandle"), IdentifierKind.PNC, SPELLED)
    year = data.draw(st.sampled_from(["2001", "01"]))
    divided = data.draw(st.sampled_from(["/", "-", "\\", " / "]))
    serial = data.draw(st.sampled_from(["0073319", "73319"]))
    number = data.draw(st.sampled_from([f"{year}{divided}{serial}{SPELLED[-1]}", f"{year}0073319{SPELLED[-1]}"]))
    spelled = data.draw(st.sampled_from([number, number.lower(), f" {number} ", " ".join(number)]))

    assert list(found(viewer(), spelled)) == ["Quandle"]


def test_a_hub_finds_by_its_own_list_and_the_central_team_by_every(viewer: MakeViewer) -> None:
    """The same two people."""
    factories.individual(surname="Quandle")
    factories.individual(surname="Quandel", owning_hub_id="NW")

    assert list(found(viewer(), "quandle")) == ["Quandle"]
    assert list(found(viewer(*CENTRAL), "quandle")) == ["Quandle", "Quandel"]


def test_what_is_not_shared_finds_nobody(viewer: MakeViewer) -> None:
    """An agency that is given identities finds by the name, not by the group; without a clause by nothing."""
    person = factories.individual(surname="Quandle", crime_group="Harbour Crew")
    factories.identifier(person, IdentifierKind.PNC, PNC)
    texts = ("quandle", "harbour crew", PNC, person.shown_reference)

    outside = viewer(RoleCode.AGENCY_CONTRIB, None, "NCA")
    assert [found(outside, text) for text in texts] == [{}] * 4

    factories.agreement("NCA")
    identities = viewer(RoleCode.AGENCY_CONTRIB, None, "NCA")
    assert [list(found(identities, text)) for text in texts] == [["Quandle"], [], ["Quandle"], ["Quandle"]]

    factories.agreement("NCA", categories=[DataCategory.IDENTITY, DataCategory.INTELLIGENCE])
    assert list(found(viewer(RoleCode.AGENCY_CONTRIB, None, "NCA"), "harbour crew")) == ["Quandle"]


def test_a_restricted_record_is_found_by_who_is_named_for_it(viewer: MakeViewer) -> None:
    """And by nobody else of the same hub, by no word of it."""
    person = by_name.restrict(factories.individual(surname="Quandle", crime_group="Harbour Crew"))
    named = factories.membership()
    by_name.named_person(person, named.user)

    assert found(viewer(), "quandle") == found(viewer(), "harbour") == {}
    assert list(found(viewer_in(named), "quandle")) == ["Quandle"]


def test_the_words_of_people_out_of_sight_are_told_to_nobody(viewer: MakeViewer) -> None:
    """Also not by the database's own answer to which words there are."""
    factories.individual(surname="Quandle", owning_hub_id="NW")
    by_name.restrict(factories.individual(surname="Quandlewick"))

    def told(by: Viewer) -> list[str]:
        with seeing(by), connection.cursor() as cursor:
            cursor.execute("select word from words_like('{quandle}') order by word")
            return [word for (word,) in cursor.fetchall()]

    assert told(viewer()) == []
    assert told(viewer(*CENTRAL)) == ["quandle"]
    with connection.cursor() as cursor:
        cursor.execute("select has_table_privilege('marsoc_app', 'cohort_searchword', 'select')")
        assert cursor.fetchone() == (False,)


HIDDEN: dict[str, Callable[[], object]] = {
    "of another hub": lambda: factories.individual(surname="Quandle", owning_hub_id="NW"),
    "restricted": lambda: by_name.restrict(factories.individual(surname="Quandle")),
}


@pytest.mark.parametrize("make", HIDDEN.values(), ids=HIDDEN)
def test_who_is_out_of_sight_is_the_same_page_by_the_same_statements_as_nobody(
    sign_in: SignIn, make: Callable[[], object]
) -> None:
    """Beside somebody who is found: no place in the order, no number, no statement more."""
    factories.individual(surname="Quandel")
    client, answers = sign_in(), []
    ask(client, "Quandle")
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            page = ask(client, "Quandle")
        answers.append((page.status_code, said(page), len(asked)))
        make()

    assert answers[0] == answers[1]
    assert "One person matches" in answers[0][1]


def test_a_reference_merged_away_leads_to_the_survivor_for_those_who_see_it(viewer: MakeViewer) -> None:
    """After the merge is undone it is its own again."""
    survivor, other = factories.individual(surname="Quandle"), factories.individual(surname="Kwandel")
    merge = merging.merged(survivor, other)

    why = "Reference of a record merged into this one"
    assert found(viewer(), other.shown_reference)["Quandle"] == [why]
    assert found(viewer(hub="NW"), other.shown_reference) == {}
    factories.agreement("NCA")
    assert found(viewer(RoleCode.AGENCY_CONTRIB, None, "NCA"), other.shown_reference) == {"Quandle": [why]}
    assert merge.stands


def test_the_words_follow_every_change_of_a_name(viewer: MakeViewer) -> None:
    """Renamed, regrouped, an alias changed, moved to somebody else and removed, in bulk too; no word is left behind."""
    first, second = factories.individual(surname="Quandle"), factories.individual(surname="Kestrel")
    alias = factories.alias(first, "Zedfold")
    by = system_viewer("tests")
    with writing(by):
        Individual.unscoped.filter(pk=first.pk).update(surname="Brambling", name_key="alex brambling")
        Individual.unscoped.update(crime_group="Harbour Crew")
        Alias.unscoped.filter(pk=alias.pk).update(name="Yarfold", name_key="yarfold", individual=second)

    searched = {text: sorted(found(viewer(), text)) for text in ("quandle", "brambling", "zedfold", "yarfold")}
    assert searched == {"quandle": [], "brambling": ["Brambling"], "zedfold": [], "yarfold": ["Kestrel"]}
    assert sorted(found(viewer(), "harbour")) == ["Brambling", "Kestrel"]
    with writing(by):
        alias.refresh_from_db()
        alias.delete()
        assert not NameWord.unscoped.filter(word="yarfold").exists()
    with writing(by), by_name.as_owner(), connection.cursor() as cursor:
        cursor.execute("select word from cohort_searchword where word in ('quandle', 'zedfold', 'yarfold', 'kestrel')")
        assert cursor.fetchall() == [("kestrel",)]


def test_more_than_are_named_is_said(sign_in: SignIn) -> None:
    """Twenty are named; whoever sought another is told what to add."""
    for _ in range(MOST + 1):
        factories.individual(surname="Quandle")

    page = ask(sign_in(), "Quandle")
    assert f"These {MOST} are the nearest. More people match" in said(page)
    assert page.content.count(b'<th scope="row"') == MOST


def test_the_page_shows_no_more_than_the_year_of_birth_and_why(sign_in: SignIn) -> None:
    """And links to the record; nothing typed is in an address."""
    person = factories.individual(forenames="Khalid", surname="Mansoor", year_of_birth=1984)
    page = ask(sign_in(), "Kahlid Mansoor")

    ((address, _),) = page.redirect_chain
    assert address.startswith("/search/?for=")
    assert "Mansoor, Khalid" in said(page)
    assert f"Name, spelled alike 1984 {person.shown_reference} West Midlands" in said(page)
    assert reverse("individual_overview", args=[person.shown_reference]).encode() in page.content


def test_a_search_is_recorded_by_a_digest_and_whom_it_showed(sign_in: SignIn) -> None:
    """Equal terms give the same digest as on the list; what was typed is not kept."""
    person = factories.individual(surname="Quandle")
    client = sign_in()
    ask(client, "quandle")
    client.post(reverse("individual_list"), {"text": "quandle"}, follow=True)

    searched, listed = AuditEvent.objects.filter(operation=Operation.SEARCH).order_by("id")
    assert searched.details["shown"] == [person.shown_reference]
    assert searched.details["query"] == listed.details["query"]
    assert "quandle" not in str(searched.details)


def test_an_agency_receives_the_identity_of_those_it_finds(sign_in: SignIn) -> None:
    """The register of disclosures has it, with the clause."""
    person = factories.individual(surname="Quandle")
    factories.agreement("NCA", categories=[DataCategory.IDENTITY, DataCategory.CUSTODY])
    ask(sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA"), "quandle")

    (received,) = AuditEvent.objects.get(operation=Operation.SEARCH).details["received"]
    assert (received["of"], received["categories"]) == ([person.shown_reference], ["IDENTITY"])


def test_an_agency_that_may_know_is_told_of_an_interest_and_not_of_whom(sign_in: SignIn) -> None:
    """As by the list's own filter: by the whole name or an exact number, and with a disclosure on record."""
    person = factories.individual(forenames="Zed", surname="Quandle", existence=Existence.POINTER)
    factories.agreement("NCA", categories=[DataCategory.PLAN], existence=Existence.POINTER)
    client = sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA")

    told, untold = said(ask(client, "Quandle, Zed")), said(ask(client, "Kwandle, Zed"))
    assert "Another agency holds an interest" in told
    assert person.shown_reference not in told
    assert "Nobody found" in untold
    assert [event.subject_ref for event in AuditEvent.objects.filter(operation=Operation.DISCLOSE)] == [
        person.shown_reference
    ]


WRONG = {
    "nothing": ("", "Enter a name, reference or number"),
    "spaces": ("   ", "Enter a name, reference or number"),
    "one letter": ("q", "Enter at least 2 letters or digits"),
    "wildcards": ("%_*?%", "Enter at least 2 letters or digits"),
    "a null character": ("\x00", "Enter a name, reference or number"),
    "10,000 characters": ("a" * 10_000, "Enter 100 characters or fewer"),
}


@pytest.mark.parametrize(("text", "sentence"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_searched_for_is_one_sentence(sign_in: SignIn, text: str, sentence: str) -> None:
    """Beside what was typed; nothing is searched."""
    page = sign_in().post(reverse("search"), {"text": text})

    assert page.status_code == 200
    assert said(page).count(sentence) == 2  # in the summary and at the field
    assert not AuditEvent.objects.filter(operation=Operation.SEARCH).exists()


def test_odd_characters_within_a_name_do_no_harm(sign_in: SignIn) -> None:
    """A null character counts as a space, a quote and a percent sign as nothing."""
    factories.individual(forenames="Ana", surname="O'Haire")

    assert "One person matches" in said(ask(sign_in(), "Ana\x00O'Haire"))
    assert "Nobody found" in said(ask(sign_in(), "x'; drop table cohort_alias; --"))
    assert "Nobody found" in said(ask(sign_in(), "%%%quandle"))


def test_the_box_is_in_the_head_of_the_pages_of_those_who_may_search(sign_in: SignIn) -> None:
    """A form that posts, so that it works without script."""
    home = reverse("home")

    assert b'id="head-search"' in sign_in().get(home).content
    assert b'id="head-search"' not in sign_in(RoleCode.AUDITOR, None, "HMICFRS").get(home).content
    assert sign_in(RoleCode.AUDITOR, None, "HMICFRS").get(reverse("search")).status_code == 403


def test_a_search_costs_the_same_for_one_as_for_three(sign_in: SignIn) -> None:
    """No statement for each person found."""
    client, counts = sign_in(), []
    for more in (1, 2):
        for _ in range(more):
            factories.alias(factories.individual(surname="Quandle"), "Zedfold Quandle")
        with CaptureQueriesContext(connection) as asked:
            ask(client, "Quandle")
        counts.append(len(asked))

    assert counts[0] == counts[1]
