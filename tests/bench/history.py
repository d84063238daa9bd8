"""A record as it stood, against the same page as it is now."""

from collections.abc import Iterator

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from cohort.models import Individual
from marsoc.kit import clock
from sharing.actions.writing import writing
from sharing.enums import RoleCode
from sharing.seeing import seeing
from sharing.viewer import system_viewer
from tests.bench.harness import REPEATS, Figure, benchmark, ratio, same
from tests.bench.reads import get, member, session_of

ROWS = 2000


@benchmark
def as_it_stood() -> Iterator[Figure]:
    """The overview of somebody with two thousand history rows, now and a moment ago."""
    viewer = member("stood", RoleCode.HUB_OFFICER, "WM", "ROCU")
    session, application = session_of(viewer), get_wsgi_application()
    with seeing(viewer):
        individual: Individual = Individual.unscoped.visible_to(viewer).latest("pk")
    with writing(system_viewer("bench")):
        for number in range(ROWS):
            Individual.unscoped.filter(pk=individual.pk).update(notes=f"Note {number}")
    reference, at = individual.shown_reference, clock.now().isoformat().replace("+00:00", "Z")
    now = reverse("individual_overview", args=[reference])
    then = reverse("individual_overview_then", args=[reference, at])

    same((get(application, then, session)[0], get(application, now, session)[0]), ("200 OK", "200 OK"))
    with seeing(viewer):
        same(individual.history.count() > ROWS, True)
    value = ratio(lambda: get(application, then, session), lambda: get(application, now, session))
    what = f"record as it stood / as it is, for somebody with {ROWS} history rows"
    yield Figure("as_it_stood", what, value, 3, "lower", REPEATS)
