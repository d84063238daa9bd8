"""What would change is what does change, for every agency and category; and what to know before signing."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from itertools import product
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from cohort.models import Individual
from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.access import get_agreement_to_simulate, with_content
from sharing.actions import agreements, drafts
from sharing.enums import Ability, AgreementKind, DataCategory, Operation, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, Agreement, AuditEvent
from sharing.presenters.agreement_warnings import warnings_about
from sharing.presenters.simulation import to_json
from sharing.queries.simulation import Simulation, simulate
from sharing.viewer import Viewer, viewer_in
from tests import factories

pytestmark = pytest.mark.django_db
IDENTITY, CUSTODY, ASSESSMENT = DataCategory.IDENTITY, DataCategory.CUSTODY, DataCategory.ASSESSMENT
LATER = timedelta(days=40)
AGENCIES, HUBS, PHASES = ("NCA", "HMRC"), ("WM", "EM"), (Phase.CUS, Phase.REM, Phase.REL)


def drafter() -> Viewer:
    return factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")


def fresh(agreement: Agreement) -> Agreement:
    return with_content(Agreement.objects.filter(pk=agreement.pk)).get()


def simulated(agreement: Agreement, by: Viewer | None = None) -> Simulation:
    return simulate(by or factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL"), fresh(agreement))


def figures(agreement: Agreement, by: Viewer | None = None) -> dict[str, dict[str, tuple[int, ...]]]:
    """Return now, then, gained and lost by agency and category."""
    return {
        change.agency.pk: {str(category): tuple(each) for category, each in change.categories.items()}
        for change in simulated(agreement, by).agencies
    }


def warnings(agreement: Agreement) -> list[str]:
    return warnings_about(simulated(agreement))


def new_version(of: Agreement, **terms: Any) -> Agreement:
    """Return the next version as a draft, with the terms of its first clause changed."""
    second = drafts.draft_new_version(by=drafter(), agreement=of)
    drafts.save_clause(by=drafter(), agreement=second, number=1, terms=terms)
    return second


@contextmanager
def taken_back() -> Iterator[None]:
    """Run a block whose writes do not stay."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def clauses(*when: str) -> st.SearchStrategy[Mapping[str, Any]]:
    """Draw clauses that hold at the times named."""

    def some(*values: str) -> st.SearchStrategy[list[str]]:
        return st.lists(st.sampled_from(values), min_size=1, unique=True)

    return st.fixed_dictionaries(
        {
            "recipients": some(*AGENCIES),
            "hubs": some(*HUBS),
            "phases": some(*PHASES),
            "categories": some(IDENTITY, CUSTODY, ASSESSMENT),
            "abilities": some(Ability.VIEW, Ability.CONTRIBUTE),
            "when": st.sampled_from(when),
        }
    )


def terms_of(clause: Mapping[str, Any]) -> dict[str, Any]:
    """Return a drawn clause with dates: always, over, or beginning later."""
    dates = {
        "always": {},
        "over": {"ends_on": clock.today() - timedelta(days=1)},
        "later": {"starts_on": clock.today() + LATER},
    }
    return {**{name: value for name, value in clause.items() if name != "when"}, **dates[clause["when"]]}


class People:
    """Those who draft, sign and see, made once for all examples."""

    def __init__(self) -> None:
        self.drafter = drafter()
        self.signatories = [factories.signatory(code) for code in ("HMPPS-CENTRAL", *AGENCIES)]
        self.central = self.signatories[0]
        self.partners = {
            code: factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency=code) for code in AGENCIES
        }

    def draft(self, clauses: list[Mapping[str, Any]], version_after: Agreement | None) -> Agreement:
        """Draft an agreement or its next version, of these clauses and no others."""
        if version_after is None:
            begun = clock.today() - timedelta(days=9)
            made = drafts.draft_agreement(
                by=self.drafter, kind=AgreementKind.ISA, title="T", purpose="P", starts_on=begun,
                ends_on=begun + timedelta(days=365),
            )  # fmt: skip
            for code in AGENCIES:
                drafts.add_party(by=self.drafter, agreement=made, agency=Agency.objects.get(pk=code))
        else:
            made = drafts.draft_new_version(by=self.drafter, agreement=version_after)
            for clause in made.clauses.all():
                drafts.remove_clause(by=self.drafter, agreement=made, number=clause.number)
        for terms in clauses:
            drafts.save_clause(by=self.drafter, agreement=made, number=None, terms={"purpose": "P", **terms_of(terms)})
        return made

    def sign(self, draft: Agreement) -> Agreement:
        """Have everybody sign."""
        opened = drafts.open_for_signature(by=self.drafter, agreement=draft)
        for signatory in self.signatories:
            agreements.sign_agreement(
                by=signatory, agreement=opened, authority="Director", content_hash=opened.content_hash
            )
        return opened

    def see(self) -> dict[str, dict[DataCategory, set[int]]]:
        """Return the individuals of whom each agency's next request may see each category."""
        return {code: seen(viewer_in(partner)) for code, partner in self.partners.items()}


def seen(viewer: Viewer) -> dict[DataCategory, set[int]]:
    rows = list(Individual.unscoped.visible_to(viewer))
    return {
        category: {row.pk for row in rows if viewer.sight.holds(row.cell, row.pk, category)}
        for category in DataCategory
    }


STANDING = st.lists(st.lists(clauses("always", "over"), min_size=1, max_size=2), max_size=2)
PROPOSED = st.lists(clauses("always", "over", "later"), min_size=1, max_size=2)


def test_what_would_change_is_what_changes() -> None:
    """Drafts and new versions, beside other agreements in force, with clauses that are over or begin later."""
    populate()
    people = People()

    @settings(max_examples=15, deadline=None, database=None)
    @given(standing=STANDING, proposed=PROPOSED, anew=st.booleans())
    def holds(standing: list[list[Mapping[str, Any]]], proposed: list[Mapping[str, Any]], anew: bool) -> None:
        with taken_back():
            signed = [people.sign(people.draft(each, None)) for each in standing]
            draft = people.draft(proposed, None if anew or not signed else signed[-1])
            told, before = figures(draft, people.central), people.see()
            people.sign(draft)
            with time_machine.travel(clock.now() + LATER + timedelta(days=1), tick=False):
                after = people.see()
        for code, category in product(AGENCIES, DataCategory):
            was, will_be = before[code][category], after[code][category]
            happened = (len(was), len(will_be), len(will_be - was), len(was - will_be))
            assert told[code].get(category, (0, 0, 0, 0)) == happened, (code, category)

    holds()


def populate() -> None:
    """Put somebody into every cell that the clauses speak of, into some several, some of them restricted."""
    for number, (hub, phase) in enumerate(product(HUBS, PHASES)):
        for _ in range(1 + number % 3):
            factories.individual(owning_hub_id=hub, phase=phase)
        restricted(owning_hub_id=hub, phase=phase)


def restricted(**given: Any) -> None:
    """Make somebody whom only those named may see: done by the owner of the tables, for nobody here is named."""
    person = factories.individual(**given)
    with acting(job="tests"), connection.cursor() as cursor:
        cursor.execute("set local role marsoc_owner")
        cursor.execute("update cohort_individual set restricted = true where id = %s", [person.pk])
        cursor.execute("set local role marsoc_app")


def test_overlap_counts_once_and_restricted_individuals_do_not_count() -> None:
    for _ in range(2):
        factories.individual(owning_hub_id="WM")
    factories.individual(owning_hub_id="EM")
    restricted(owning_hub_id="EM")
    factories.agreement("NCA", hubs=["WM"])
    draft = factories.agreement("NCA", hubs=["WM", "EM"], categories=[IDENTITY, ASSESSMENT], opened=False)

    assert figures(draft) == {"NCA": {"IDENTITY": (2, 3, 1, 0), "ASSESSMENT": (0, 3, 3, 0)}}


def test_a_new_version_that_gives_less_says_who_is_no_longer_visible() -> None:
    factories.individual(owning_hub_id="WM")
    first = factories.agreement("NCA", "HMRC", categories=[IDENTITY, CUSTODY])
    second = new_version(first, hubs=["EM"])

    assert figures(second)["NCA"] == {"IDENTITY": (1, 0, 0, 1), "CUSTODY": (1, 0, 0, 1)}


def test_a_version_in_signature_changes_nothing_for_who_has_signed_and_says_what_it_would_for_others() -> None:
    factories.individual(owning_hub_id="WM")
    made = factories.agreement("NCA", "HMRC", unsigned=["HMRC"])

    assert {code: each["IDENTITY"] for code, each in figures(made).items()} == {
        "NCA": (1, 1, 0, 0), "HMRC": (0, 1, 1, 0)
    }  # fmt: skip


def test_an_earlier_version_would_change_nothing_where_a_later_one_is_in_force() -> None:
    factories.individual(owning_hub_id="WM")
    factories.individual(owning_hub_id="EM")
    first = factories.agreement("NCA", unsigned=["NCA"])
    second = drafts.open_for_signature(by=drafter(), agreement=new_version(first, hubs=["EM"]))
    for agency in ("HMPPS-CENTRAL", "NCA"):
        factories.sign(second, agency)

    assert figures(first)["NCA"]["IDENTITY"] == (1, 1, 0, 0)


def test_a_version_that_has_ended_would_change_nothing() -> None:
    made = factories.agreement("NCA")
    agreements.terminate_agreement(by=factories.signatory("HMPPS-CENTRAL"), agreement=made, reason="Replaced")

    with pytest.raises(BadRequest, match="has ended"):
        simulated(made)


def test_those_who_see_individuals_get_a_sample_and_the_trail_says_whom_they_saw() -> None:
    people = [factories.individual(owning_hub_id="WM") for _ in range(7)]
    draft = factories.agreement("NCA", opened=False)
    central = factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")
    (change,) = simulated(draft, central).agencies

    assert change.gained_sample == sorted(person.shown_reference for person in people)[:5]
    assert change.lost_sample == []
    event = AuditEvent.objects.filter(operation=Operation.CONSULT, subject_kind="agreement").latest("id")
    assert (event.subject_ref, event.details["shown"]) == (str(draft), change.gained_sample)


def test_information_governance_gets_the_figures_alone() -> None:
    person = factories.individual(owning_hub_id="WM")
    draft = factories.agreement("NCA", opened=False)
    simulation = simulated(draft, drafter())

    assert simulation.agencies[0].individuals == (0, 1, 1, 0)
    assert (simulation.agencies[0].gained_sample, simulation.agencies[0].lost_sample) == (None, None)
    assert person.shown_reference not in json.dumps(to_json(simulation))


@pytest.mark.parametrize(
    ("role", "agency", "hub"),
    [
        (RoleCode.CENTRAL_ANALYST, "HMPPS-CENTRAL", None),
        (RoleCode.HUB_MANAGER, "ROCU", "WM"),
        (RoleCode.AGENCY_SPOC, "NCA", None),
        (RoleCode.AUDITOR, "HMICFRS", None),
        (RoleCode.DPO_IG, "NCA", None),
    ],
)
def test_the_figures_are_for_those_who_draft_for_the_owner(role: RoleCode, agency: str, hub: str | None) -> None:
    """A figure of hubs that one does not see is kept from partners and from other hubs."""
    made = factories.agreement("NCA", unsigned=["NCA"])
    with pytest.raises(Refused):
        get_agreement_to_simulate(factories.viewer(role, agency, hub), made.reference)


def test_a_good_agreement_has_no_warnings() -> None:
    draft = factories.agreement("NCA", opened=False, review_on=clock.today() + timedelta(days=90))

    assert warnings(draft) == []


def test_each_fault_in_the_terms_has_its_warning() -> None:
    draft = factories.agreement("NCA", opened=False, lawful_basis="")
    factories.clause(
        draft, recipients=["NCA"], hubs=["EM"], phases=[Phase.CUS], categories=[ASSESSMENT, CUSTODY],
        abilities=["VIEW"], purpose="Finding assets", starts_on=clock.today() + LATER,
    )  # fmt: skip
    agency = Agency.objects.get(pk="NCA")
    agency.valid_to = clock.today()
    factories.save(agency)

    today, day = clock.today(), clock.today() + LATER
    assert warnings(draft) == [
        "No review date is set.",
        "The purpose of this agreement has no lawful basis.",
        "Clause 2 has a purpose of its own and no lawful basis for it.",
        "Clause 2 gives Assessment and Custody without Identity: nothing is seen by it alone.",
        f"Clause 2 begins on {day.day} {day:%B %Y}. The figures count it as if it had begun.",
        f"National Crime Agency ended on {today.day} {today:%B %Y}: it can neither sign nor see anything.",
    ]
    assert figures(draft) == {"NCA": {"IDENTITY": (0, 0, 0, 0)}}


def widening(agreement: Agreement) -> list[str]:
    return [each for each in warnings(agreement) if "more than" in each]


def test_a_clause_that_gives_more_than_the_version_before_says_what() -> None:
    first = factories.agreement("NCA", phases=[Phase.CUS])
    second = new_version(
        first, phases=[Phase.CUS, Phase.REM], categories=[IDENTITY, CUSTODY], abilities=["VIEW", "CONTRIBUTE"]
    )

    (told,) = widening(second)
    assert told == (
        "Clause 1 gives National Crime Agency more than version 1: see Identity in West Midlands (on remand);"
        " see Custody in West Midlands (on remand and in custody);"
        " add to Identity and Custody in West Midlands (on remand and in custody)."
    )


def test_a_clause_that_gives_more_than_another_agreement_says_which() -> None:
    other = factories.agreement("NCA", hubs=["WM"])
    wider = factories.agreement("NCA", hubs=["WM"], categories=[IDENTITY, CUSTODY], opened=False)
    elsewhere = factories.agreement("NCA", hubs=["EM"], opened=False)

    (told,) = widening(wider)
    assert told == (
        f"Clause 1 gives National Crime Agency more than {other.reference}: see Custody in West Midlands"
        " (every custody phase)."
    )
    assert widening(elsewhere) == []


def test_a_clause_that_gives_no_more_than_has_been_agreed_widens_nothing() -> None:
    first = factories.agreement("NCA", hubs=["WM", "EM"], categories=[IDENTITY, CUSTODY])

    assert widening(new_version(first, hubs=["WM"], categories=[IDENTITY])) == []


def test_a_recipient_that_is_new_in_a_version_is_said_to_get_more() -> None:
    first = factories.agreement("NCA", phases=[Phase.CUS])
    second = drafts.draft_new_version(by=drafter(), agreement=first)
    drafts.add_party(by=drafter(), agreement=second, agency=Agency.objects.get(pk="HMRC"))
    drafts.save_clause(by=drafter(), agreement=second, number=1, terms={"recipients": ["NCA", "HMRC"]})

    assert widening(second) == [
        "Clause 1 gives HM Revenue & Customs more than version 1: see Identity in West Midlands (in custody)."
    ]


def test_a_party_left_out_of_a_new_version_is_told_of() -> None:
    first = factories.agreement("NCA", "HMRC")
    second = new_version(first, recipients=["HMRC"])
    drafts.remove_party(by=drafter(), agreement=second, agency=Agency.objects.get(pk="NCA"))

    assert any("National Crime Agency is no party to this version" in each for each in warnings(second))


def test_the_page_shows_the_figures_the_warnings_and_the_sample(sign_in: Callable[..., Client]) -> None:
    people = [factories.individual(owning_hub_id="EM"), factories.individual(owning_hub_id="EM")]
    factories.individual(owning_hub_id="WM")
    first = factories.agreement("NCA", phases=[Phase.CUS])
    second = new_version(first, hubs=["EM"])
    address = reverse("agreement_changes", args=[second.reference, 2])
    page = sign_in(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL").get(address).text
    cells = re.findall(r"<t[hd] [^>]*>([^<]+)</t[hd]>", page[page.index("<tbody") :])

    assert cells == ["Individuals, by Identity", "1", "2", "1", "2"]
    assert 'aria-label="0 stay, 2 come, 1 go"' in page
    assert all(escape(each) in page for each in warnings(second))
    assert all(reverse("individual_overview", args=[each.shown_reference]) in page for each in people)

    governance = sign_in(RoleCode.DPO_IG, None, "HMPPS-CENTRAL").get(address).text
    assert re.findall(r"<t[hd] [^>]*>([^<]+)</t[hd]>", governance[governance.index("<tbody") :]) == cells
    assert not any(each.shown_reference in governance for each in people)


def test_the_page_of_a_version_that_has_ended_says_so(sign_in: Callable[..., Client]) -> None:
    made = factories.agreement("NCA")
    agreements.terminate_agreement(by=factories.signatory("HMPPS-CENTRAL"), agreement=made, reason="Replaced")
    client = sign_in(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL")
    response = client.get(reverse("agreement_changes", args=[made.reference, 1]))

    assert (response.status_code, "has ended and would change nothing" in response.text) == (400, True)
    assert client.get(reverse("agreement_changes", args=[made.reference, 2])).status_code == 404


def test_the_page_costs_the_same_for_one_clause_and_for_three(
    sign_in: Callable[..., Client],
) -> None:
    factories.individual(owning_hub_id="WM")
    draft = factories.agreement("NCA", opened=False)
    client = sign_in(RoleCode.DPO_IG, None, "HMPPS-CENTRAL")
    address = reverse("agreement_changes", args=[draft.reference, 1])
    client.get(address)
    counts = []
    for hub in ("EM", "SW"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
        factories.clause(
            draft, recipients=["NCA"], hubs=[hub], phases=[Phase.CUS], categories=[IDENTITY], abilities=["VIEW"]
        )

    assert counts[0] == counts[1]


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("simulate_agreement", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_the_figures_of_the_page_as_json() -> None:
    person = factories.individual(owning_hub_id="WM")
    first = factories.agreement("NCA")
    new_version(first, hubs=["EM"])
    told = json.loads(printed(first.reference, "--json"))
    nothing = {"now": 1, "then": 0, "newly_visible": 0, "no_longer_visible": 1}

    assert (told["agreement"], told["version"], told["state"]) == (first.reference, 2, "DRAFT")
    assert told["agencies"] == [
        {
            "agency": "NCA",
            "name": "National Crime Agency",
            "individuals": nothing,
            "categories": {"IDENTITY": nothing},
            "sample": {"newly_visible": [], "no_longer_visible": [person.shown_reference]},
        }
    ]
    assert told["warnings"] == warnings(fresh(Agreement.objects.get(reference=first.reference, version=2)))
    assert json.loads(printed(first.reference, "--version", "1", "--json"))["version"] == 1


def test_the_command_says_the_same_in_words() -> None:
    factories.individual(owning_hub_id="WM")
    said = printed(factories.agreement("NCA", opened=False).reference)

    assert "National Crime Agency" in said
    assert re.search(r"Individuals, by Identity +0 now +1 then +\+1 +0", said)
    assert "Warning: No review date is set." in said


def test_the_command_says_what_is_wrong() -> None:
    made = factories.agreement("NCA")
    with pytest.raises(CommandError, match="There is no agreement ISA-1999-001"):
        printed("ISA-1999-001")
    with pytest.raises(CommandError, match="version 7"):
        printed(made.reference, "--version", "7")
    agreements.terminate_agreement(by=factories.signatory("HMPPS-CENTRAL"), agreement=made, reason="Replaced")
    with pytest.raises(CommandError, match="has ended"):
        printed(made.reference)
