"""Every route, called by everybody: what its rule says is what happens, and nobody reads what is not theirs.

Routes are found in the URLconf. A route that takes an argument nobody knows fails until ``world.py`` has a row for it.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse
from django.urls.resolvers import RegexPattern

from cohort.permissions import CohortPermission
from marsoc.kit.routes import Rule, public, requires, rule_of
from sharing import seeing
from sharing.enums import RoleCode
from sharing.middleware import ViewerMiddleware
from sharing.models import ScopedQuerySet
from sharing.permissions import CENTRAL_TEAM, HUB_STAFF
from sharing.sight import Sight
from tests.contracts import policy, relations
from tests.contracts import world as worlds
from tests.contracts.policy import Line
from tests.contracts.world import Caller, World, everything_in, without_the_changing

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Route:
    """One route: its name, its view, and the names of its URL arguments."""

    name: str
    pattern: str
    view: Callable[..., Any]
    arguments: tuple[str, ...]

    @property
    def rule(self) -> Rule:
        """What the view declares."""
        rule = rule_of(self.view)
        assert rule is not None, f"{self.name or self.pattern}: declare a rule on its view (marsoc/kit/routes.py)"
        return rule

    def addresses(self, world: World, *, absent: bool = False, closed: bool = False) -> list[str]:
        """Return paths to rows of the West Midlands hub, to nothing, or to the restricted record if the route can."""
        if closed:
            if "reference" not in self.arguments or "pk" in self.arguments or not self.name.startswith("individual"):
                return []
            reference = world.closed.shown_reference
            given = world.kwargs(self.name, self.arguments)
            return [reverse(self.name, kwargs={**each, "reference": reference}) for each in given]
        return [reverse(self.name, kwargs=given) for given in world.kwargs(self.name, self.arguments, absent=absent)]


def routes_of(resolver: URLResolver, prefix: str = "", namespaces: str = "") -> Iterator[Route]:
    """Walk a URLconf, included ones too."""
    for each in resolver.url_patterns:
        pattern = f"{prefix}{each.pattern}"
        if isinstance(each, URLResolver):
            inner = f"{namespaces}{each.namespace}:" if each.namespace else namespaces
            yield from routes_of(each, pattern, inner)
        elif isinstance(each, URLPattern):
            names = tuple(
                each.pattern.regex.groupindex if isinstance(each.pattern, RegexPattern) else each.pattern.converters
            )
            above = tuple(re.findall(r"<(?:\w+:)?(\w+)>", prefix))
            yield Route(f"{namespaces}{each.name or ''}", pattern, each.callback, above + names)


ROUTES = list(routes_of(get_resolver(settings.ROOT_URLCONF)))
METHODS = ("GET", "POST")
OPEN, SIGN_IN, NO_MEMBERSHIP, REFUSED, HIDDEN = "open", "sign in", "no membership", "refused", "hidden"
ASKED_OF_THE_VIEW = {OPEN, HIDDEN}  # the rest is answered before the view sees the arguments
WRONG_METHOD = 405
# Which answers count as what.
ANSWERS: dict[str, Callable[[HttpResponseBase], bool]] = {
    OPEN: lambda response: response.status_code < 500 and response.status_code not in (403, 404, WRONG_METHOD),
    SIGN_IN: lambda response: _leads_to(response, "account_login"),
    NO_MEMBERSHIP: lambda response: _leads_to(response, "no_membership"),
    REFUSED: lambda response: response.status_code == 403,
    HIDDEN: lambda response: response.status_code == 404,
}
# (route, caller) whose answer is not what the rule alone would say, each with the reason.
SPECIAL = {
    ("no_membership", "no membership"): REFUSED,  # the page that says that one may do nothing says so by its status
}
TABLE = policy.read_table()


def _leads_to(response: HttpResponseBase, name: str) -> bool:
    return response.status_code == 302 and response.headers["Location"].split("?")[0] == reverse(name)


def line_of(route: Route) -> Line:
    """Return what the policy table says of a route."""
    assert route.name in TABLE, f"{route.name}: add a line to tests/contracts/policy.csv (policy.py says how)"
    return TABLE[route.name]


def expected(route: Route, caller: Caller, line: Line | None = None) -> str:
    """Say what the policy table means for a caller."""
    if special := SPECIAL.get((route.name, caller.name)):
        return special
    line = line or line_of(route)
    meanings = (
        (line.opens_for(caller.role, caller.relation), OPEN),
        (caller.session is None, SIGN_IN),
        (caller.viewer is None, NO_MEMBERSHIP),
        (line.hidden_from(caller.role, caller.relation), HIDDEN),
    )
    return next((meaning for applies, meaning in meanings if applies), REFUSED)


def told(response: HttpResponseBase) -> str:
    """Return what a failure should say of a response."""
    fault = getattr(response, "exc_info", None)
    return (
        f"{response.status_code} {response.headers.get('Location', '')} {fault[1]!r}"
        if fault
        else (f"{response.status_code} {response.headers.get('Location', '')}")
    )


def leaks(caller: Caller, response: HttpResponseBase) -> list[str]:
    """Return the unmistakable words in a response that the caller may not read."""
    kept = set() if caller.reads_everything_here else {*worlds.ABOUT_INDIVIDUALS} - caller.readable
    if caller.relation == "barred":
        kept |= relations.CUSTODY | relations.REST
    if caller.relation != "named":
        kept.add(relations.CLOSED)
    if not caller.reads_elsewhere:
        kept.add("zxelsewhere")
    if not caller.reaches_own and caller.role not in worlds.OVERSIGHT:
        kept |= {*worlds.ABOUT_AGREEMENTS}
    if caller.role not in worlds.OVERSIGHT | CENTRAL_TEAM:
        kept |= {*worlds.ABOUT_DRAFTS}
    if caller.role in worlds.OVERSIGHT:
        kept -= {*worlds.ABOUT_ACCESS}
    if not (caller.viewer and caller.viewer.governs):
        kept.add(worlds.APPLICANT)
    if not caller.reads_people:
        kept |= {*worlds.ABOUT_PEOPLE}
    if caller.reads_everything_here:
        kept.discard(worlds.COLLEAGUE)  # by name, to restrict a record to
    text = everything_in(response)
    return sorted(word for word in kept if word in text)


def trail_faults(route: Route, caller: Caller, meant: str, world: World, status: int) -> Iterator[str]:
    """Find what a call left in the audit trail, or did not leave, against the policy table."""
    line = line_of(route)
    consulted = [each for each in world.trail if (each.operation, each.subject_kind) == ("CONSULT", "individual")]
    if meant == REFUSED and (route.name, caller.name) not in SPECIAL:
        denied = [each.subject_ref for each in world.trail if each.operation == "DENIED"]
        if denied != [route.name]:
            yield f"left {denied} as DENIED"
    if meant == OPEN and status == 200 and line.operation:
        found = [each.subject_kind for each in world.trail if each.operation == line.operation]
        if found != list(line.subjects):
            yield f"left {found} as {line.operation}"
        if not all(each.details["categories"] for each in consulted):
            yield "left no categories"
    elif consulted:
        yield f"left {consulted} though nothing was opened"


def difference(one: str, other: str) -> str:
    """Return the lines in which two responses differ."""
    return "\n".join(each[:300] for each in unified_diff(one.splitlines(), other.splitlines(), n=0, lineterm=""))


@dataclass
class Built:
    """The world, and what each page without arguments said to each caller before the West Midlands rows were made."""

    world: World
    before: dict[tuple[str, str], str]


@pytest.fixture
def _django_db_helper() -> None:
    """Leave out the transaction around each test: the module has one around them all, with the world in it."""


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Built]:
    """Make the world once; every call takes back what it wrote."""
    with (
        django_db_blocker.unblock(),
        override_settings(ACCOUNT_RATE_LIMITS=False),
        worlds.taken_back(),
    ):
        assert str(connection.settings_dict["NAME"]).startswith("test_"), "never on a database that somebody uses"
        logging.disable(logging.CRITICAL)  # what fails is told by the assertion, once
        world = World()
        worlds.populate_callers(world)
        relations.populate_agreements(world)
        worlds.populate_other_hub(world)
        before = {
            (route.name, caller.name): without_the_changing(
                everything_in(world.call(caller, "GET", reverse(route.name)))
            )
            for route in ROUTES
            if route.name and not route.arguments
            for caller in _who_may_not_see(world)
        }
        worlds.populate_own_hub(world)
        relations.populate_names(world)
        world.settle()
        yield Built(world, before)
        logging.disable(logging.NOTSET)


@pytest.fixture
def world(built: Built) -> World:
    """Everybody, and the rows of the West Midlands hub."""
    return built.world


@pytest.mark.usefixtures("purposes_asked")
def test_a_partner_is_asked_what_a_record_is_for_before_any_page_of_it(world: World) -> None:
    """What leaves the reading of a record in the trail leads to the question first, and until then leaves nothing."""
    partner = world.callers[f"{RoleCode.PROB_LEAD} full"]
    question = reverse("individual_purpose", args=[world.individual.shown_reference])
    asked = set()
    for route in ROUTES:
        line = line_of(route)
        if "individual" not in line.subjects or not line.opens_for(partner.role, partner.relation):
            continue
        if not route.name.startswith("individual"):
            continue  # a group names several people, as a list does, and is no record of one
        for address in route.addresses(world):
            response = world.call(partner, "GET", address)
            assert response.headers.get("Location", "") == f"{question}?next={quote(address, safe='')}", address
            assert world.trail == [], address
            asked.add(route.name)
    assert {"individual_overview", "individual_timeline", "individual_why", "individual_custody_then"} <= asked


def _who_may_not_see(world: World) -> list[Caller]:
    """Return one caller of every kind that may not see the West Midlands list."""
    return [
        world.callers[name]
        for name in (
            f"{RoleCode.HUB_MANAGER} at another hub",
            RoleCode.AGENCY_CONTRIB,
            RoleCode.AUDITOR,
            "no membership",
        )
    ]


def _one_of_each_kind(world: World) -> list[Caller]:
    """Return who is asked to call what is open to everybody: nobody, and somebody with each kind of reach."""
    insiders = (RoleCode.HUB_MANAGER, RoleCode.CENTRAL_ADMIN)
    return [world.callers[name] for name in ("logged out", *insiders)] + _who_may_not_see(world)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name or route.pattern)
def test_every_route_has_a_name_and_a_rule(route: Route) -> None:
    """A view says who may call it: public, signed_in, any_member or requires(permission)."""
    assert route.name, f"{route.pattern}: give the route a name"
    assert rule_of(route.view) is not None, f"{route.name}: declare a rule on its view (marsoc/kit/routes.py)"


def _calls(route: Route, world: World) -> Iterator[tuple[Caller, str, str, str]]:
    """Yield who calls a route, what that should mean, by which method and at which address."""
    open_record, closed_record = route.addresses(world), route.addresses(world, closed=True)
    of_each_kind = _one_of_each_kind(world)
    callers = of_each_kind if route.rule.public else [*world.callers.values()]
    asks_for_all = {caller.name for caller in of_each_kind}
    served = [method for method in METHODS if method in line_of(route).methods]
    for number, caller in enumerate([*callers, *(relations.to_the_closed_record(callers) if closed_record else [])]):
        meant, addresses = expected(route, caller), closed_record if caller.closed else open_record
        if caller.name in asks_for_all:
            yield from ((caller, meant, method, address) for method, address in product(METHODS, addresses))
        else:
            methods = served if meant in ASKED_OF_THE_VIEW else METHODS
            yield caller, meant, methods[0 if meant == OPEN else number % len(methods)], addresses[0]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name or route.pattern)
def test_everybody_gets_what_the_rule_says(route: Route, world: World) -> None:
    """GET and POST by everybody: the status that the rule means, and no word that the caller may not read.

    One caller of each kind asks for everything. The others ask for one of the things that a route serves: by GET where
    it opens, and where it does not, some by GET and some by POST.
    """
    faults: dict[str, list[str]] = defaultdict(list)
    line = line_of(route)
    for caller, meant, method, address in _calls(route, world):
        response = world.call(caller, method, address)
        wrong_method = method not in line.methods and meant in ASKED_OF_THE_VIEW
        if not (response.status_code == WRONG_METHOD if wrong_method else ANSWERS[meant](response)):
            faults[f"{method} {address}: meant {meant}, was {told(response)}"].append(caller.name)
        for fault in trail_faults(route, caller, meant, world, response.status_code):
            faults[f"{method} {address}: {fault}"].append(caller.name)
        if words := leaks(caller, response):
            faults[f"{method} {address}: shows {', '.join(words)}"].append(caller.name)

    assert not faults, "\n".join(["", *(f"{fault}\n    to {', '.join(callers)}" for fault, callers in faults.items())])


@pytest.mark.parametrize(
    "route",
    [route for route in ROUTES if route.arguments and not route.rule.public],
    ids=lambda route: route.name or route.pattern,
)
def test_what_is_hidden_looks_like_what_is_not_there(route: Route, world: World) -> None:
    """Status, headers and body are the same for another hub's row and for none."""
    may_not = [world.callers[f"{RoleCode.HUB_MANAGER} at another hub"], world.callers[RoleCode.AGENCY_CONTRIB]]
    pairs = zip(route.addresses(world), route.addresses(world, absent=True), strict=True)
    for (rows, nothing), caller, method in product(pairs, may_not, METHODS):
        answers = [world.call(caller, method, address) for address in (rows, nothing)]
        assert len({answer.status_code for answer in answers}) == 1, f"{method} {rows} by {caller.name}"
        hidden, absent = (without_the_changing(everything_in(answer)) for answer in answers)
        assert hidden == absent, (
            f"{method} {rows} by {caller.name} tells a hidden row from none:\n{difference(hidden, absent)}"
        )


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if not route.arguments], ids=lambda route: route.name or route.pattern
)
def test_a_list_says_the_same_with_and_without_what_is_hidden(route: Route, built: Built) -> None:
    """Not a count, not a total, not an order changes by rows that the caller may not see."""
    for caller in _who_may_not_see(built.world):
        if route.name in ("agreement_list", "audit_search", "unusual_access") and caller.role in worlds.OVERSIGHT:
            continue  # all of it is theirs to read
        after = without_the_changing(everything_in(built.world.call(caller, "GET", reverse(route.name))))
        before = built.before[route.name, caller.name]
        assert after == before, f"GET {route.name} by {caller.name} changed:\n{difference(before, after)}"


# An inspector learns of a reference who sees its individual, and so that there is one; nothing that the record holds.
ASKED_BY_REFERENCE = {("access_find", str(RoleCode.AUDITOR)), ("audit_search", str(RoleCode.AUDITOR))}
# What is hidden, and the same kind of word that stands for nothing.
TERMS = (("zqtwin", "zqtwon"), (worlds.ALIAS, "Zqalien"), (worlds.PNC, "2001/4711391R"))
GUESSED = {"q", "text", "search"}
SEARCHABLE = [route for route in ROUTES if not route.arguments and rule_of(route.view) and route.rule.membership]
_INPUT = re.compile(r"<(?:input|textarea)\b[^>]*>")


def _text_fields(page: str) -> list[str]:
    inputs = [
        each for each in _INPUT.findall(page) if not re.search(r'type="(?:hidden|radio|checkbox|submit|file)"', each)
    ]
    return sorted({name for each in inputs for name in re.findall(r'name="([\w-]+)"', each)})


def _fields(world: World, caller: Caller, route: Route) -> set[str]:
    page = everything_in(world.call(caller, "GET", reverse(route.name), follow=True))
    return {*_text_fields(page)} | GUESSED


def _searched(world: World, caller: Caller, route: Route, fields: set[str], term: str) -> str:
    """Return what a page says when every text field on it is given a term, by GET and by POST."""
    given = dict.fromkeys(fields, term)
    said = "".join(
        everything_in(world.call(caller, method, reverse(route.name), given, follow=True)) for method in METHODS
    )
    for spelling in (term.casefold(), quote(term, safe="").casefold(), quote(term).casefold()):
        said = said.replace(spelling, "the term")
    return without_the_changing(said)


@pytest.mark.parametrize("route", SEARCHABLE, ids=lambda route: route.name or route.pattern)
def test_searching_for_what_is_hidden_finds_what_searching_for_nothing_finds(route: Route, world: World) -> None:
    """By reference, surname, alias and number: no hit, no count, no hint. A page without a field is asked once."""
    terms = ((world.individual.shown_reference, "HK47-2MRZ"), *TERMS)
    for caller in _who_may_not_see(world):
        if expected(route, caller) != OPEN or (route.name, caller.name) in ASKED_BY_REFERENCE:
            continue  # the answer does not look at the question, or may
        fields = _fields(world, caller, route)
        for term, none in terms if fields > GUESSED else terms[:1]:
            hidden, absent = (_searched(world, caller, route, fields, each) for each in (term, none))
            assert hidden == absent, (
                f"{route.name} by {caller.name} tells {term} from {none}:\n{difference(hidden, absent)}"
            )


def test_the_search_does_find_for_those_who_may_see(world: World) -> None:
    """The test above would prove nothing if the fields searched nothing."""
    manager = world.callers[RoleCode.HUB_MANAGER]
    (individuals,) = (route for route in ROUTES if route.name == "individual_list")

    fields = _fields(world, manager, individuals)
    found, missed = (_searched(world, manager, individuals, fields, term) for term in ("zqtwin", "zqtwon"))

    assert found != missed


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name or route.pattern)
def test_the_words_are_on_the_pages_of_those_who_may_see(route: Route, world: World) -> None:
    """The routes named here show the words that the others must not show."""
    shown = {"individual_list": "zquandle", "individual_identity": "zqalias", "import_list": "zqworkbook",
             "share_list": "zqpurpose", "share_detail": "zqpurpose", "access_request": "zqwords",
             "possible_match_list": "zqtwin", "membership_list": "zqperson"}  # fmt: skip
    if route.name in shown:
        (address,) = route.addresses(world)
        assert shown[route.name] in everything_in(world.call(world.callers[RoleCode.HUB_MANAGER], "GET", address))


@pytest.mark.parametrize("name", ["liveness", "readiness"])
def test_health_answers_without_signing_in(name: str, world: World) -> None:
    """The load balancer has no login."""
    assert world.call(world.callers["logged out"], "GET", reverse(name)).status_code == 200


def test_every_kind_of_rule_and_caller_occurs(world: World) -> None:
    """The table is not empty anywhere: each meaning is expected of somebody."""
    meanings = {expected(route, caller) for route in ROUTES for caller in world.callers.values()}

    assert meanings == set(ANSWERS)
    assert {str(role) for role in RoleCode} | {f"{role} at another hub" for role in HUB_STAFF} <= set(world.callers)


def _forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("unruled")


@public
def _remembered(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ruled")


@requires(CohortPermission.VIEW)
def _careless(request: HttpRequest, reference: str) -> HttpResponse:
    return HttpResponse(f"{worlds.SURNAME} {reference}")


# Routes as nobody should write them: one declares no rule, one shows a row to whoever holds the permission.
_PLANTED = [
    path("remembered/", _remembered, name="remembered"),
    path("forgotten/", _forgotten, name="forgotten"),
    path("careless/<str:reference>/", _careless, name="careless"),
]


def _planted(name: str) -> Route:
    return next(route for route in routes_of(URLResolver(RegexPattern(r"^/"), _PLANTED)) if route.name == name)


def test_the_walk_finds_a_forgotten_rule() -> None:
    """A planted view without a rule fails the test above."""
    test_every_route_has_a_name_and_a_rule(_planted("remembered"))
    with pytest.raises(AssertionError, match="declare a rule on its view"):
        test_every_route_has_a_name_and_a_rule(_planted("forgotten"))


def test_every_line_of_the_policy_table_has_its_route() -> None:
    """A route that is gone takes its line with it; one that is new fails until it has one."""
    assert sorted(TABLE) == sorted(route.name for route in ROUTES)


def test_the_middleware_refuses_a_forgotten_rule() -> None:
    """Even where the walk was not run, a view without a rule is never called."""
    middleware = ViewerMiddleware(lambda request: HttpResponse())
    with pytest.raises(ImproperlyConfigured, match="declares no access rule"):
        middleware.process_view(RequestFactory().get("/forgotten/"), _forgotten, (), {})


def test_the_walk_finds_a_view_that_does_not_ask_whose_row_it_is(world: World, settings: Any) -> None:
    """A planted view that shows another hub's row fails the walk with the caller, the status and the word."""
    route = _planted("careless")
    caller = world.callers[f"{RoleCode.HUB_MANAGER} at another hub"]
    response = _careless(RequestFactory().get("/"), reference="x")

    assert expected(route, caller, Line(frozenset({"GET"}), "@sees", "@blind", "", ())) == HIDDEN
    assert not ANSWERS[HIDDEN](response)
    assert leaks(caller, response) == ["zquandle"]
    assert leaks(world.callers[RoleCode.HUB_MANAGER], response) == []


@pytest.mark.parametrize("name", ["individual_list", "individual_overview"])
def test_the_walk_fails_when_both_walls_are_down(name: str, built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows not narrowed to the viewer are still kept back by the database; without its policies they are shown.

    A record has a third lock, the category that its getter asks for, which is taken off with the second.
    """
    (route,) = (route for route in ROUTES if route.name == name)
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, viewer: rows)
    test_everybody_gets_what_the_rule_says(route, built.world)

    monkeypatch.setattr(seeing, "enter", lambda viewer: None)
    monkeypatch.setattr(Sight, "holds", lambda *_, **__: True)
    with pytest.raises(AssertionError, match=r"shows .*zquandle"):
        test_everybody_gets_what_the_rule_says(route, built.world)


FETCHED = (
    "individual_list", "individual_overview", "individual_edit", "individual_fact_remove", "possible_match",
    "possible_match_list", "import_detail", "import_row", "share_list",
)  # fmt: skip


@pytest.mark.parametrize("name", FETCHED)
def test_pages_do_not_rest_on_the_second_wall(name: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the database told of nobody, and so showing everything, what the views ask for is no more than before."""
    (route,) = (route for route in ROUTES if route.name == name)
    monkeypatch.setattr(seeing, "enter", lambda viewer: None)
    for caller in world.callers.values():
        for address in route.addresses(world) if expected(route, caller) in ASKED_OF_THE_VIEW else ():
            response = world.call(caller, "GET", address)
            assert ANSWERS[expected(route, caller)](response), f"GET {address} by {caller.name}"
            assert leaks(caller, response) == [], f"GET {address} by {caller.name}"


def test_an_unknown_argument_says_where_to_add_it(world: World) -> None:
    """Nobody has to guess."""
    with pytest.raises(LookupError, match=r"tests/contracts/world\.py"):
        world.kwargs("careless", ("stranger",))


def test_what_a_call_wrote_is_taken_back(world: World) -> None:
    """Calls do not see each other's writes."""
    with transaction.atomic():
        before = [*world.callers]
    world.call(world.callers["logged out"], "POST", reverse("account_login"), {"login": "nobody", "password": "x"})

    assert [*world.callers] == before
