"""A change of phase tells the hub, and every agency that agreements show more of the person, or less."""

from datetime import date, timedelta

import pytest

from cohort.actions.individuals import move_phase
from cohort.enums import ListStatus
from cohort.models import Individual
from marsoc.kit import clock
from sharing.enums import DataCategory, NoticeKind, Phase, RoleCode
from sharing.models import Notice
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories import by_name

pytestmark = pytest.mark.django_db
IDENTITY, CUSTODY = DataCategory.IDENTITY, DataCategory.CUSTODY


@pytest.fixture
def individual() -> Individual:
    """Somebody on remand; one agency is shown that phase, one the next, one more of the next, one both alike."""
    factories.agreement("NCA", phases=[Phase.REM])
    factories.agreement("CPS", phases=[Phase.CUS])
    factories.agreement("HMRC", phases=[Phase.REM, Phase.CUS])
    factories.agreement("HMRC", phases=[Phase.CUS], categories=(IDENTITY, CUSTODY))
    factories.agreement("HMPPS-PS", phases=[Phase.REM, Phase.CUS])
    return factories.individual(phase=Phase.REM)


def moved(individual: Individual, by: Viewer | None = None) -> Individual:
    """Move somebody to custody."""
    individual.refresh_from_db()
    return move_phase(
        by=by or factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM"), individual=individual,
        version=individual.version, phase=Phase.CUS, started_on=date(2026, 3, 1), source="NOMIS", reason="Sentenced",
    )  # fmt: skip


def told() -> dict[str | None, str]:
    """Return what agencies were told, and the hub, which is no agency here."""
    return dict(Notice.objects.filter(kind=NoticeKind.CUSTODY).values_list("agency", "sentence"))


def test_whose_sight_changes_is_told_and_nobody_else(individual: Individual) -> None:
    moved(individual)
    reference = individual.shown_reference

    assert told() == {
        None: f"{reference} is now 'In custody'. What is due about the person may have changed: look at the record.",
        "NCA": f"No agreement shows your agency {reference} any more. What was shared by name is not changed.",
        "CPS": f"An agreement shows your agency {reference} from now on.",
        "HMRC": f"What agreements show your agency of {reference} has changed.",
    }
    assert Notice.objects.get(kind=NoticeKind.CUSTODY, agency=None).hub_id == "WM"


def test_no_notice_to_an_agency_says_why(individual: Individual) -> None:
    """The phase is custody, which an agency may not be given."""
    moved(individual)

    assert not [each for agency, each in told().items() if agency and "ustody" in each]


def test_of_a_restricted_record_nobody_is_told(individual: Individual) -> None:
    by = factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")
    by_name.restrict(individual)
    assert by.user
    assert by.membership
    by_name.named_person(individual, by.user)
    named = viewer_in(by.membership)
    with seeing(named):
        moved(individual, named)

    assert told() == {}


def test_while_sharing_has_stopped_no_agency_is_told(individual: Individual) -> None:
    individual.status, individual.review_due = ListStatus.ACCEPTED, clock.today() - timedelta(days=1)
    factories.save(individual)
    moved(individual)

    assert list(told()) == [None]
