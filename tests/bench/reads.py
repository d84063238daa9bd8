"""The list: its statements against hand-written SQL, and its page against a view that loads session and user."""

import io
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

import marsoc.urls
from cohort.queries.individuals import DEFAULT_SORT, Listed, ListFilter, individual_page
from marsoc.kit.routes import signed_in
from sharing.actions import people as actions
from sharing.cells import cells_of_hubs
from sharing.enums import RoleCode
from sharing.models import Agency, Hub, Role
from sharing.seeing import seeing
from sharing.viewer import Viewer, system_viewer, viewer_in
from tests.bench import world
from tests.bench.harness import REPEATS, Figure, benchmark, ratio, same

VIEWERS = (("hub", RoleCode.HUB_OFFICER, "WM", "ROCU"), ("central", RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL"))
BY_HAND = """
select {columns} from cohort_individual {where} order by provisional_score desc nulls last, id limit 50
"""
COUNTED_BY_HAND = "select sum(number) from sharing_cellcount {where}"


@benchmark
def listing() -> Iterator[Figure]:
    """First fifty rows and the exact total."""
    raw = world.floor_connection()
    connection.ensure_connection()
    for name, role, hub, agency in VIEWERS:
        viewer = member(f"list-{name}", role, hub, agency)
        by_hand = _by_hand(raw, hub)

        def product(viewer: Viewer = viewer) -> tuple[list[Any], int]:
            with seeing(viewer):
                page = individual_page(viewer, ListFilter(), DEFAULT_SORT, 1)
            return [tuple(row) for row in page.rows], page.total

        same(product(), by_hand())
        same(len(product()[0]), 50)
        what = f"list of the {name} viewer (first 50 and exact total) / the same rows by hand-written SQL"
        yield Figure(f"list_{name}", what, ratio(product, by_hand), 3.5, "lower", REPEATS)


def _by_hand(raw: Any, hub: str | None) -> Callable[[], tuple[list[Any], int]]:
    """Return the fastest way we know: the hub's cells as literals, and the total from the counter of each cell."""
    cells = sorted(cells_of_hubs([Hub.objects.get(pk=hub).number])) if hub else []
    where = f"where cell in ({', '.join(map(str, cells))})" if hub else ""
    page = BY_HAND.format(columns=", ".join(Listed._fields), where=where)
    count = COUNTED_BY_HAND.format(where=where)

    def read() -> tuple[list[Any], int]:
        return raw.execute(page).fetchall(), raw.execute(count).fetchone()[0]

    return read


@signed_in
def _session_and_user(request: HttpRequest) -> HttpResponse:
    """What the page is judged by: the same middleware, session and user loaded, nothing else."""
    return HttpResponse(request.user.get_username())


@benchmark
def pages() -> Iterator[Figure]:
    """The whole list page through the WSGI application."""
    routes: list[Any] = marsoc.urls.urlpatterns
    routes.append(path("floor/", _session_and_user))
    application, times = get_wsgi_application(), {}
    for name, role, hub, agency in VIEWERS:
        session = session_of(member(f"page-{name}", role, hub, agency))

        def product(session: str = session) -> tuple[str, bytes]:
            return get(application, "/individuals/", session)

        def floor(session: str = session) -> tuple[str, bytes]:
            return get(application, "/floor/", session)

        same((product()[0], floor()[0]), ("200 OK", "200 OK"))
        same(product()[1].count(b'<th scope="row"'), 50)
        times[name] = ratio(product, floor)
    each = ", ".join(f"{name}: {value:.2f}" for name, value in times.items())
    what = f"list page / a view that only loads the session and the user, worst viewer ({each})"
    yield Figure("B10", what, max(times.values()), 3, "lower", REPEATS)


def get(application: Any, address: str, session: str) -> tuple[str, bytes]:
    """Return the status and the body of a page."""
    answered: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": "sort=-score",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }
    response = application(environ, lambda status, _headers: answered.append(status))
    body = b"".join(response)
    response.close()
    return answered[0], body


def member(username: str, role: RoleCode, hub: str | None, agency: str) -> Viewer:
    """Return somebody new who acts in a role."""
    by = system_viewer("bench")
    user = actions.add_user(by=by, username=username, full_name=username, email=f"{username}@bench.test", password=None)
    membership = actions.start_membership(
        by=by,
        user=user,
        agency=Agency.objects.get(pk=agency),
        hub=Hub.objects.get(pk=hub) if hub else None,
        role=Role.objects.get(pk=role),
    )
    return viewer_in(membership)


def session_of(viewer: Viewer) -> str:
    """Return the key of a session in which somebody has signed in."""
    assert viewer.user
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(viewer.user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = viewer.user.get_session_auth_hash()
    session["seen_at"] = time.time()
    session.save()
    return str(session.session_key)
