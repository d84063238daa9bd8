"""Every page in every state, wide and narrow: axe finds nothing, nothing sticks out, and the page says what it is.

Routes are found in the URLconf. One that takes an argument nobody knows fails until ``tests/contracts/world.py`` has a
row for it, and one that answers anything but a page has to be named in ``NOT_PAGES``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from cohort.enums import IdentifierKind, ImportState, NameKind, Nature, Verdict
from cohort.models import (
    AccessRequest,
    Correction,
    CorrectionNotice,
    ImportBatch,
    Individual,
    Merge,
    PossibleMatch,
    ThreatArea,
)
from cohort.views.access_requests import OF_ASKER
from marsoc.kit import clock, progress
from marsoc.kit.acting import acting
from sharing.actions.agreements import suspend_agreement
from sharing.actions.drafts import draft_new_version, save_clause
from sharing.actions.expiry import remind_of_expiry
from sharing.enums import DataCategory, Existence, RoleCode
from tests import factories
from tests.contracts import world as worlds
from tests.contracts.test_routes import OPEN, ROUTES, Route, expected
from tests.contracts.world import World, everything_in
from tests.factories import merging, subject_access
from tests.functional.conftest import OpenPage
from tests.functional.steps import assert_accessible, sign_in
from tests.unit.govuk.markup import fragment

WIDE, NARROW = 1280, 375
NOT_PAGES = {
    "liveness",
    "readiness",
    "checkpoint_download",
    "notice_dismiss",
    "import_progress",
    "import_corrections",
    "individual_received_export",
    "import_confirm",
    "import_cancel",
    "subject_access_download",
}
REFUSALS = {
    "You cannot do this", "Page not found", "Your page was out of date", "Too many attempts",
    "There is a problem with the address or the form", "Sorry, there is a problem with the service",
    "Sorry, the service is unavailable",
}  # fmt: skip
LONG = "W" * 100
ACCENTED = "Łukasz-Żółw Ŵynfórd-Ïeuan"
_MAIN = re.compile("<main.*?</main>", re.DOTALL)
_TELLING = {"class", "type", "role", "scope", "colspan", "aria-current", "aria-expanded", "aria-hidden", "aria-live",
            "aria-sort", "autocomplete"}  # fmt: skip
# What a page says of itself, in one question to the browser.
_FACTS = """() => {
    const box = element => element.getBoundingClientRect()
    const markings = [...document.querySelectorAll('.marsoc-marking')]
    const wide = document.documentElement.clientWidth
    return {
        title: document.title,
        leadsOn: !!document.querySelector('[data-module=marsoc-progress]'),
        headings: [...document.querySelectorAll('h1')].map(each => each.innerText.trim()),
        markings: markings.filter(each => each.checkVisibility()).map(each => each.innerText.trim()),
        unanswered: [...document.querySelectorAll('[for],[aria-describedby],[aria-labelledby],[aria-controls]')]
            .flatMap(each => ['for', 'aria-describedby', 'aria-labelledby', 'aria-controls']
                .flatMap(name => (each.getAttribute(name) || '').split(' ').filter(Boolean)))
            .filter(id => !document.getElementById(id)),
        unnamed: [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
            .filter(each => !each.labels.length && !each.ariaLabel).map(each => each.name),
        above: window.scrollY + box(markings[0]).top,
        below: box(document.body).bottom - box(markings.at(-1)).bottom,
        over: document.documentElement.scrollWidth - wide,
        out: [...document.querySelectorAll('body *')]
            .filter(each => box(each).right > wide + 1 && !each.closest('.marsoc-scroll') && each.checkVisibility())
            .map(each => `${each.tagName}.${each.className}`),
    }
}"""


Kind = tuple[str, ...]
Element = tuple[Kind, Kind]


def elements(main: str) -> frozenset[Element]:
    """Return the kinds of elements that a page is built of, each with its parent's, whatever their words and ids."""
    return frozenset((_kind(each.getparent()), _kind(each)) for each in fragment(main).iter("*"))


def _kind(element: Any) -> Kind:
    """Return an element's name, its attributes with what tells of them, and whether there are words in it."""
    if element is None:
        return ()
    attributes = sorted(f"{name}={value if name in _TELLING else ''}" for name, value in element.attrib.items())
    return (element.tag, *attributes, "words" if element.text_content().strip() else "")


@dataclass
class Walk:
    """Somebody's walk from page to page, looking at each one wide and narrow."""

    page: Page
    origin: str
    seen: set[Element] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)
    strangers: list[str] = field(default_factory=list)
    widths: list[int] = field(default_factory=lambda: [WIDE, NARROW])
    leads_on: bool = False

    def __post_init__(self) -> None:
        """Note whom the pages ask for anything."""
        self.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.origin).netloc:
            self.strangers.append(request.url)

    def go(self, address: str, status: int | None = None) -> None:
        """Open an address and look at the page."""
        if self.leads_on:
            self.page.goto("about:blank")  # or the page would cut the next one short
        response = self.page.goto(address)
        assert response is not None
        if status:
            assert response.status == status, f"{address}: {response.status}"
        self.look(self.widths)
        self.widths.reverse()  # the next page begins as wide as this one ended, and is drawn once less

    def look(self, widths: Sequence[int] = (NARROW, WIDE)) -> None:
        """Check the page at both widths; axe looks no more at a page that is built of what others had."""
        built_of = elements(self.page.locator("main").inner_html())
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            self._says_what_it_is(width)
            if not built_of <= self.seen:
                assert_accessible(self.page)
        self.seen |= built_of
        assert self.strangers == []

    def _says_what_it_is(self, width: int) -> None:
        told = self.page.evaluate(_FACTS)
        self.leads_on = told["leadsOn"]
        where = f"{self.page.url} at {width} px"
        assert len(told["headings"]) == 1, f"{where}: headings of the first level {told['headings']}"
        assert told["headings"][0], where
        assert told["unanswered"] == [], f"{where}: no element has these ids"
        assert told["unnamed"] == [], f"{where}: these fields have no label"
        assert told["markings"] == [settings.MARKING] * 2, where
        assert (told["above"], abs(told["below"]) < 1) == (0, True), f"{where}: the marking is not at both ends"
        assert told["over"] <= 0, f"{where}: {told['over']} px too wide, {told['out']}"
        assert told["title"].endswith(" - MARSOC"), where
        if told["headings"][0] not in REFUSALS:
            route = resolve(urlsplit(self.page.url).path).url_name or ""
            assert self.titles.setdefault(told["title"], route) == route, f"{where}: another page has its title"


@pytest.fixture
def walk(open_page: OpenPage, live: LiveServer) -> Walk:
    """A walk of somebody who has not signed in."""
    return Walk(open_page(), live.url)


def addresses(world: World) -> Iterator[tuple[Route, str]]:
    """Return every page there is: its route and its address."""
    for route in ROUTES:
        if route.name not in NOT_PAGES:
            yield from ((route, address) for address in route.addresses(world))


def shown(world: World, caller: str, address: str) -> frozenset[Element]:
    """Return what the page that somebody is led to is built of, without a browser."""
    answer = world.call(world.callers[caller], "GET", address, follow=True)
    (main,) = map(elements, _MAIN.findall(everything_in(answer)))
    return main


def _some_of_each(world: World, most: int) -> Iterator[tuple[Route, str]]:
    """Yield each route with some of its addresses: what comes after them shows nothing that they do not."""
    seen: Counter[str] = Counter()
    for route, address in addresses(world):
        seen[route.name] += 1
        if seen[route.name] <= most:
            yield route, address


def become(walk: Walk, world: World, caller: str) -> None:
    """Go on as somebody else."""
    walk.page.context.clear_cookies()
    if session := world.callers[caller].session:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": walk.origin}
        walk.page.context.add_cookies([cookie])  # type: ignore[list-item]  # the keys are those of a cookie
    walk.titles.clear()


@pytest.fixture
def world(live: LiveServer) -> World:
    """A full list with the longest names there may be, an import, a pair, and everybody who may look at them."""
    world = World()
    worlds.populate_callers(world)
    worlds.populate_other_hub(world)
    worlds.populate_own_hub(world)
    world.objects["correction"].append({"pk": notice_to_own_hub(lengthen(world.individual)).pk})
    for _ in range(51):
        factories.individual(surname="Ordinary")
    return world


def notice_to_own_hub(of: Individual) -> CorrectionNotice:
    """Return a correction that the manager of the hub acknowledges; the other is for an agency nobody acts for."""
    given = {"individual": of, "field": "place", "category": DataCategory.CUSTODY}
    correction = Correction(
        written=2, since=clock.now(), nature=Nature.OPINION, source=LONG, corrected_at=clock.now(), **given
    )
    factories.save(correction)
    notice = CorrectionNotice(
        correction=correction, agency_id="ROCU", hub_id=worlds.OWN, reference=of.shown_reference, made_at=clock.now(),
        **given,
    )  # fmt: skip
    factories.save(notice)
    return notice


def lengthen(individual: Individual) -> Individual:
    """Have everything be long about somebody that can be."""
    said = {
        "surname": LONG, "forenames": ACCENTED, "crime_group": LONG, "officer": LONG, "place": LONG,
        "notes": f"{LONG * 5}\n{ACCENTED}", "name_source": LONG, "provisional_score": 100, "score_source": LONG,
        "threats": [each.code for each in ThreatArea._default_manager.all()[:12]],
    }  # fmt: skip
    for name, value in said.items():
        setattr(individual, name, value)
    factories.save(individual)
    for number in range(30):
        factories.alias(individual, f"{ACCENTED} {number}", kind=NameKind.STREET)
    factories.alias(individual, LONG * 2, source=LONG * 2)
    for kind in IdentifierKind:
        factories.identifier(individual, kind, f"{kind}/0012345", source=LONG)
    return individual


REFUSED_WHEN_EMPTY = {
    "nomination_detail", "individual_leave", "exit_decide", "individual_move", "individual_retention_decide",
    "account_change_password", "individual_add", "individual_as_it_stood", "individual_custody_record",
    "individual_custody_remove", "individual_edit", "individual_fact_add", "individual_key_date_settle",
    "individual_what_if", "individual_objective_set", "individual_objective_change", "individual_objective_close",
    "individual_plan_safeguards", "crime_group_add", "crime_group_edit", "crime_group_apart_add",
    "crime_group_member_add", "crime_group_member_change", "crime_group_member_end", "held_apart_review",
    "individual_apart_add", "individual_link_add", "individual_link_change", "individual_link_end",
    "individual_fact_remove", "individual_assessment_dimension", "individual_assessment_evidence",
    "individual_assessment_withdraw",
    "individual_named_add", "individual_named_change", "individual_named_end", "individual_share_offer", "share_end",
    "access_request_grant", "access_request_decide", "agreement_suspend", "emergency_review", "emergency_take",
    "possible_match", "import_upload", "import_columns", "membership_add", "membership_end", "account_reset_password",
    "membership_switch", "access_find", "search", "subject_access_item", "priority_changes", "priority_list_then",
    "transfer_withdraw", "panel_open", "panel_detail", "panel_case", "panel_recuse", "panel_decision",
}  # fmt: skip


@pytest.mark.parametrize("part", range(2))
def test_every_page_of_a_hub_manager(walk: Walk, world: World, part: int) -> None:
    """Every route that opens for a manager, half at a time, and every form sent with nothing in it."""
    become(walk, world, RoleCode.HUB_MANAGER)
    manager = world.callers[RoleCode.HUB_MANAGER]
    names = sorted(route.name for route in ROUTES if expected(route, manager) == OPEN)[part::2]
    refused, sent = set(), set[str]()
    for route, address in _some_of_each(world, most=4):
        if route.name not in names:
            continue
        walk.go(address)
        if send_empty(walk.page, sent):
            refused.add(route.name)
            assert walk.page.title().startswith("Error: "), address
            walk.look()

    assert sorted(refused ^ (REFUSED_WHEN_EMPTY & {*names})) == []


def send_empty(page: Page, sent: set[str]) -> bool:
    """Empty the form on a page and send it, unless one with its heading and fields was sent before.

    Return whether there was one and it was refused.
    """
    form = page.locator("main form:not(.moj-filter__options)").filter(
        has=page.locator("input:not([type=hidden]), select, textarea")
    )
    if form.count() == 0:
        return False
    asked = str(form.first.evaluate("form => document.title + [...form.elements].map(each => each.name + each.type)"))
    if asked in sent:
        return False
    sent.add(asked)
    form.first.evaluate("""form => {
        for (const input of form.querySelectorAll('input:not([type=hidden]), textarea')) {
            input.type === 'radio' || input.type === 'checkbox' ? input.checked = false : input.value = ''
        }
        for (const select of form.querySelectorAll('select')) {
            const none = [...select.options].find(option => !option.value)
            select.value = none ? '' : select.options[select.options.length - 1].value
        }
    }""")
    with page.expect_navigation():  # a click alone does not wait for the answer
        form.first.get_by_role("button").last.click()
    return page.locator(".govuk-error-summary").count() > 0


def test_every_page_of_everybody_else(walk: Walk, world: World) -> None:
    """The central lead sees all hubs; a partner, somebody without a membership and a stranger are told why not.

    What does not open says so in the same words everywhere, so that each kind of refusal is looked at once.
    """
    told: set[Element] = set()
    for caller in (
        RoleCode.HUB_MANAGER, RoleCode.CENTRAL_ADMIN, RoleCode.AGENCY_CONTRIB, RoleCode.AUDITOR, "no membership",
        "logged out",
    ):  # fmt: skip
        become(walk, world, caller)
        refused = set()
        for route, address in _some_of_each(world, most=1):
            if (meant := expected(route, world.callers[caller])) != OPEN:
                if meant in refused:
                    continue
                refused.add(meant)
            main = shown(world, caller, address)
            if main <= told:
                continue
            told |= main
            if caller != RoleCode.HUB_MANAGER:  # what a manager reads is looked at above
                walk.go(address)


def _states_of_imports() -> Iterator[str]:
    """Return the pages of an import in every state, and every kind of its rows."""
    batch = ImportBatch.unscoped.get()
    page = reverse("import_detail", args=[batch.pk])
    for kind in ("new", "changed", "edited", "likely", "problems", "unchanged"):
        yield f"{page}?show={kind}"
    progress.report(batch.progress_name, "Reading rows", 1_200, 5_000)
    for state in (ImportState.COMPARING, ImportState.APPLYING, ImportState.DONE, ImportState.REFUSED,
                  ImportState.CANCELLED):  # fmt: skip
        with acting(job="tests"):
            batch.state, batch.finished_at = state, batch.created_at
            batch.refusal = "The workbook holds no row of headings." if state == ImportState.REFUSED else ""
            batch.save()
        yield page
    with acting(job="tests"):
        batch.state = ImportState.MAPPING
        batch.save()
    yield page


def test_every_other_state(walk: Walk, world: World) -> None:
    """Imports under way and ended, answers to check, an edit that collides, decided pairs, filters, refusals."""
    become(walk, world, RoleCode.HUB_OFFICER)
    page = walk.page
    for address in _states_of_imports():
        walk.go(address)

    edit = reverse("individual_edit", args=[world.individual.shown_reference, "name"])
    page.goto(edit)
    page.get_by_label("Surname").fill(LONG)
    page.get_by_label("Why are you changing this?").fill(LONG)
    page.get_by_role("button", name="Continue").click()
    walk.look()
    with acting(job="tests"):
        Individual.unscoped.filter(pk=world.individual.pk).update(version=world.individual.version + 1)
    page.get_by_role("button", name="Save").click()
    walk.look()

    pair = PossibleMatch.unscoped.get(pk=world.objects["possible_match"][0]["pk"])
    with acting(job="tests"):
        pair.verdict, pair.decided_at = Verdict.NOT_SAME, pair.first.created_at
        pair.save()
    walk.go(reverse("possible_match", args=[pair.pk]))

    page.set_viewport_size({"width": WIDE, "height": 900})  # a phone has the filters behind a button
    page.goto(reverse("individual_list"))
    for choice in ("On remand", "In custody", "Nominated", "Suspended"):
        page.get_by_label(choice, exact=True).first.check()
    page.get_by_label("Name or number").fill("Ordinary")
    page.get_by_role("button", name="Apply filters").click()
    walk.look()
    page.get_by_label("Name or number").fill(f"Y{LONG[1:]}")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator("main")).to_contain_text("Nobody on the list matches these filters")
    walk.look()
    for text, told in (("Ordinry", "match"), (f"Y{LONG[1:90]}", "Nobody found"), ("*", "There is a problem")):
        page.goto(reverse("home"))
        page.get_by_role("searchbox").fill(text)
        page.get_by_role("button", name="Search", exact=True).click()
        expect(page.locator("main")).to_contain_text(told)
        walk.look()
    page.goto(reverse("individual_identity", args=[world.individual.shown_reference]))


def test_what_is_shared_what_ended_and_what_would_change(walk: Walk, world: World) -> None:
    """A partner with agreements in force, ending and over, and notices; the central lead before a new version."""
    agreements = [
        factories.agreement("NCA", hubs=["WM"], categories=["IDENTITY", "CUSTODY"], title=LONG),
        factories.agreement("NCA", hubs=["WM"], ends_on=clock.today() + timedelta(days=5)),
        factories.agreement("NCA", hubs=["SW"]),
    ]
    factories.agreement("NCA", hubs=["NE"], unsigned=["NCA"])
    lead = factories.signatory("HMPPS-CENTRAL")
    suspend_agreement(by=lead, agreement=agreements[2], reason="A breach is looked into")
    second = draft_new_version(by=lead, agreement=agreements[0])
    save_clause(by=lead, agreement=second, number=1, terms={"hubs": ["EM"], "categories": ["IDENTITY", "PLAN"]})
    remind_of_expiry(by=lead)

    become(walk, world, RoleCode.AGENCY_CONTRIB)
    walk.go(reverse("home"), status=200)
    walk.go(reverse("individual_list") + "?filter=", status=200)
    walk.go(reverse("individual_overview", args=[world.individual.shown_reference]), status=200)
    become(walk, world, RoleCode.CENTRAL_ADMIN)
    walk.go(reverse("home"), status=200)
    walk.go(reverse("agreement_changes", args=[second.reference, second.version]), status=200)


def test_what_is_shared_by_name(walk: Walk) -> None:
    """What a single point of contact is offered, decides and asks for, and what it is told of somebody out of sight."""
    page = walk.page
    sign_in(page, RoleCode.AGENCY_SPOC, None, "NCA")
    factories.agreement("NCA", categories=[DataCategory.PLAN], existence=Existence.SUMMARY)
    told = factories.individual(surname="Dunmore", forenames="Kit", existence=Existence.SUMMARY)
    on = factories.named_only("NCA")
    given = factories.share(factories.individual(), "NCA", clause=on)
    offered = factories.share(factories.individual(), "NCA", clause=on, accepted=False)
    for share in (given, offered):
        walk.go(reverse("share_detail", args=[share.pk]))
    walk.go(reverse("share_list"))
    page.get_by_label(offered.individual.shown_reference).check()
    page.get_by_role("button", name="Decide about those selected").click()
    walk.look()
    page.get_by_role("button", name="Save the decision").click()
    walk.look()

    walk.go(reverse("individual_overview", args=[told.shown_reference]), status=200)
    page.goto(reverse("individual_list"))
    page.get_by_label("Name or number").fill("Kit Dunmore")
    page.get_by_role("button", name="Apply filters").click()
    walk.look()
    page.get_by_role("link", name="Request access").click()
    walk.look()
    page.get_by_role("button", name="Send the request").click()
    walk.look()
    page.get_by_label("Planning for a release").check()
    page.get_by_label("Why do you need it?").fill("Released to our area")
    page.get_by_role("button", name="Send the request").click()
    walk.look()
    walk.go(reverse("access_request_list"))
    for act in OF_ASKER:
        walk.go(reverse("access_request_respond", args=[AccessRequest.unscoped.get().pk, act]))


def test_who_asks_for_the_own_data(walk: Walk, world: World) -> None:
    """Every step that information governance takes, with the longest record there is, and every form left empty."""
    become(walk, world, RoleCode.DPO_IG)
    handler = world.callers[RoleCode.DPO_IG].viewer
    assert handler
    someone, sent = lengthen(factories.individual()), set[str]()
    asked = subject_access.collected(handler, someone, applicant=f"{LONG} {ACCENTED}", particulars=LONG * 4)
    for name in ("subject_access", "subject_access_collected"):
        walk.go(reverse(name, args=[asked.pk]), status=200)
    for route, address in addresses(world):
        if route.name.startswith("subject_access") and not route.name.startswith("subject_access_item"):
            walk.go(address, status=200)
            if send_empty(walk.page, sent):
                walk.look()


def test_a_merge_from_the_plan_to_the_undoing(walk: Walk) -> None:
    """Questions, answers to check, the proposal to its maker and to the one who decides, and what an undoing asks."""
    page = walk.page
    kept, gone = (factories.individual(surname=LONG[:90], notes=notes) for notes in ("Drives", "Hides"))
    pair = merging.same(kept, gone)
    sign_in(page, RoleCode.HUB_OFFICER)
    walk.go(reverse("possible_match", args=[pair.pk]), status=200)
    walk.go(reverse("possible_match_list") + "?show=decided", status=200)
    walk.go(reverse("possible_match_merge", args=[pair.pk]), status=200)
    page.get_by_role("button", name="Continue").click()
    walk.look()
    for radio in page.locator("fieldset input[type=radio]:first-child").all():
        radio.check()
    page.get_by_label("How do you know").fill("Fingerprints")
    page.get_by_role("button", name="Continue").click()
    walk.look()
    page.get_by_role("button", name="Propose the merge").click()
    walk.look()
    merge = reverse("merge", args=[Merge.unscoped.get().pk])
    sign_in(page, RoleCode.HUB_MANAGER)
    walk.go(merge, status=200)
    page.get_by_label("Merge the two records").check()
    page.get_by_role("button", name="Save the decision").click()
    walk.look()
    factories.alias(kept, "Brick")
    page.get_by_role("button", name="Undo this merge").click()
    walk.look()
    page.get_by_role("button", name="Undo the merge").click()
    walk.look()


def test_pages_with_nothing_on_them(walk: Walk) -> None:
    """The first day of a hub, a record of which only a name is known, a pair of memberships to choose from."""
    page = walk.page
    manager = sign_in(page, RoleCode.HUB_MANAGER)
    for name in ("home", "individual_list", "individual_list_print", "import_list", "possible_match_list"):
        walk.go(reverse(name), status=200)
    bare = factories.individual(forenames="", name_source="")
    for name in ("overview", "identity", "custody", "timeline"):
        walk.go(reverse(f"individual_{name}", args=[bare.shown_reference]), status=200)
    factories.membership(role=RoleCode.HUB_OFFICER, hub="NW", person=manager.user)
    walk.go(reverse("membership_switch"), status=200)
    walk.go("/nothing/here/", status=404)
    walk.go(reverse("account_logout"), status=200)


def test_pages_that_say_that_something_is_wrong(walk: Walk) -> None:
    """A stale form, too many attempts, a fault, maintenance, and a password set by the mailed link."""
    page = walk.page
    for template in ("400.html", "500.html", "503.html"):
        page.route(
            f"**/{template}", lambda route: route.fulfill(body=_drawn(route.request.url), content_type="text/html")
        )
        walk.go(f"/{template}")
    page.goto(reverse("account_login"))
    page.context.clear_cookies()
    page.get_by_role("button", name="Sign in").click()
    walk.look()

    person = factories.membership().user
    page.goto(reverse("account_reset_password"))
    page.get_by_role("button", name="Send the link").click()
    walk.look()
    page.get_by_label("Work email address").fill(person.email)
    page.get_by_role("button", name="Send the link").click()
    page.goto(re.findall(r"http://\S+", str(mail.outbox[-1].body))[0])
    walk.look()
    page.get_by_role("button", name="Set password").click()
    walk.look()

    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Sign in").click()
    walk.look()
    for _ in range(6):  # one more than may be asked for in a minute
        page.goto(reverse("account_reset_password"))
        page.get_by_label("Work email address").fill(person.email)
        with page.expect_navigation():  # the next page would cut the answer short
            page.get_by_role("button", name="Send the link").click()
    expect(page.locator("h1")).to_have_text("Too many attempts")
    walk.look()


def _drawn(address: str) -> str:
    return render_to_string(urlsplit(address).path.strip("/"))
