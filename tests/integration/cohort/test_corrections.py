"""What a record said that was inaccurate: marked in history, told to whoever received it, acknowledged by somebody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cohort.access import get_individual
from cohort.actions.corrections import acknowledge_correction, remind_of_corrections, tell_late_readers
from cohort.actions.facts import remove_alias
from cohort.actions.individuals import change_individual
from cohort.enums import Nature
from cohort.models import Correction, CorrectionNotice, Individual
from cohort.queries.corrections import Inaccuracy
from cohort.queries.record import note_reading
from marsoc.kit import clock
from sharing.actions.notices import mail_notices
from sharing.enums import DataCategory, RoleCode
from sharing.errors import BadRequest
from sharing.models import Membership, Notice
from sharing.seeing import seeing
from sharing.viewer import Viewer, system_viewer, viewer_in
from tests import factories
from tests.factories import by_name
from tests.unit.govuk.markup import document, words

SignIn = Callable[..., Client]
WRONG = Inaccuracy(Nature.FACT, "Fingerprints of 3 March 2026")

pytestmark = pytest.mark.django_db


@pytest.fixture
def individual() -> Individual:
    """Somebody on the West Midlands list."""
    return factories.individual(surname="Quenby", place="Dudley", notes="Zqnotes", owning_hub_id="WM")


@pytest.fixture
def officer() -> Viewer:
    """Somebody who changes the record."""
    return factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")


@pytest.fixture
def spoc() -> Membership:
    """The single point of contact of an agency that sees identities in the West Midlands."""
    factories.agreement("HMRC", hubs=["WM"])
    return factories.membership(
        role=RoleCode.AGENCY_SPOC, hub=None, agency="HMRC", person=factories.user(full_name="Sam Spoc")
    )


def read(by: Viewer, individual: Individual) -> None:
    """Have somebody read all that they may see of a record."""
    with seeing(by):
        note_reading(by, get_individual(by, individual.reference), page="overview")


def change(by: Viewer, individual: Individual, inaccuracy: Inaccuracy | None = WRONG, **changes: Any) -> Individual:
    """Change a record, whatever its version."""
    with seeing(by):
        version = get_individual(by, individual.reference).version
    return change_individual(
        by=by, individual=individual, version=version, changes=changes, reason="Checked", inaccuracy=inaccuracy
    )


def told() -> list[tuple[str, str, str]]:
    """Return who is told of which correction."""
    found = CorrectionNotice.unscoped.all()
    return sorted((each.agency_id, each.hub_id or "", each.field) for each in found)


def test_whoever_received_the_category_is_told_and_nobody_else(
    individual: Individual, officer: Viewer, spoc: Membership
) -> None:
    factories.agreement("NCA", hubs=["WM"], categories=[DataCategory.IDENTITY, DataCategory.CUSTODY])
    factories.agreement("CPS", hubs=["WM"])
    read(viewer_in(spoc), individual)
    read(factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA"), individual)
    read(officer, individual)

    change(officer, individual, place="Tipton")
    assert told() == [("NCA", "", "place")]
    change(officer, individual, surname="Quenbury")
    assert told() == [("HMRC", "", "surname"), ("NCA", "", "place"), ("NCA", "", "surname")]


def test_a_list_that_showed_the_person_and_another_hub_s_emergency_count(
    sign_in: SignIn, individual: Individual, officer: Viewer, spoc: Membership
) -> None:
    elsewhere = factories.membership(role=RoleCode.HUB_OFFICER, agency="ROCU", hub="EM")
    by_name.emergency(individual, elsewhere)
    read(viewer_in(elsewhere), individual)
    sign_in(spoc).get(reverse("individual_list"))

    change(officer, individual, surname="Quenbury")

    assert told() == [("HMRC", "", "surname"), ("ROCU", "EM", "surname")]
    manager = sign_in(RoleCode.HUB_MANAGER, "EM")
    (notice,) = CorrectionNotice.unscoped.filter(hub="EM")
    assert manager.post(reverse("correction_notice", args=[notice.pk])).status_code == 302


def test_what_merely_changed_is_told_to_nobody(individual: Individual, officer: Viewer, spoc: Membership) -> None:
    read(viewer_in(spoc), individual)
    change(officer, individual, None, surname="Quenbury")

    assert (told(), Correction.unscoped.count()) == ([], 0)


def test_who_read_only_what_was_right_before_and_after_is_not_told(
    individual: Individual, officer: Viewer, spoc: Membership
) -> None:
    read(viewer_in(spoc), individual)
    change(officer, individual, None, surname="Wrongly")
    change(officer, individual, surname="Quenby")

    assert told() == []


def test_where_nothing_was_said_nothing_was_inaccurate(individual: Individual, officer: Viewer) -> None:
    with pytest.raises(BadRequest, match="said nothing here before"):
        change(officer, individual, officer="Somebody")
    individual.refresh_from_db()
    assert (individual.officer, Correction.unscoped.count()) == ("", 0)


def test_a_name_that_is_removed_as_inaccurate_is_told(
    individual: Individual, officer: Viewer, spoc: Membership
) -> None:
    alias = factories.alias(individual, "The Wrong One")
    read(viewer_in(spoc), individual)
    remove_alias(
        by=officer, individual=individual, version=individual.version, alias=alias, reason="Not his", inaccuracy=WRONG
    )

    assert told() == [("HMRC", "", "alias")]


def test_the_form_asks_and_history_and_timeline_show_it(sign_in: SignIn, individual: Individual) -> None:
    client = sign_in(RoleCode.HUB_OFFICER, "WM")
    address = reverse("individual_edit", args=[individual.shown_reference, "name"])
    answers = {
        "forenames": "Alex", "surname": "Quenbury", "name_source": "Hub sheet", "reason": "Checked",
        "version": individual.version, "inaccurate": "yes", "step": "save",
    }  # fmt: skip

    unsaid = words(document(client.post(address, answers).content.decode()))
    assert "Select whether it was a fact or an opinion" in unsaid
    assert "Enter how it is known to be inaccurate" in unsaid
    answers |= {"nature": "OPINION", "correction_source": "Fingerprints"}
    assert client.post(address, answers).status_code == 302

    said = "what was said before was inaccurate (an opinion or assessment). Source of the correction: Fingerprints"
    timeline = client.get(reverse("individual_timeline", args=[individual.shown_reference])).content.decode()
    assert f"Surname: {said}" in words(document(timeline))
    history = client.get(reverse("individual_field_history", args=[individual.shown_reference, "surname"]))
    shown = words(document(history.content.decode()))
    assert f"Correction: {said}" in shown
    assert shown.count("Inaccurate") == 1


def test_a_partner_sees_the_mark_only_with_the_category(
    sign_in: SignIn, individual: Individual, officer: Viewer, spoc: Membership
) -> None:
    change(officer, individual, notes="Other", surname="Quenbury")
    page = sign_in(spoc).get(reverse("individual_timeline", args=[individual.shown_reference])).content.decode()

    assert "Surname: what was said before was inaccurate" in words(document(page))
    assert "Notes" not in words(document(page)).replace("Nothing above", "")
    with seeing(viewer_in(spoc)):
        seen = Correction.unscoped.visible_to(viewer_in(spoc)).values_list("field", flat=True)
        assert list(seen) == list(Correction.unscoped.values_list("field", flat=True)) == ["surname"]


def test_the_point_of_contact_acknowledges_once_by_name_and_the_register_tells(
    sign_in: SignIn, individual: Individual, officer: Viewer, spoc: Membership
) -> None:
    read(viewer_in(spoc), individual)
    change(officer, individual, surname="Quenbury")
    (notice,) = CorrectionNotice.unscoped.all()
    manager, client = sign_in(RoleCode.HUB_MANAGER, "WM"), sign_in(spoc)
    register = reverse("individual_received", args=[individual.shown_reference])
    assert "Not acknowledged" in manager.get(register).content.decode()

    assert "To acknowledge" in client.get(reverse("correction_list")).content.decode()
    page = client.get(reverse("correction_notice", args=[notice.pk])).content.decode()
    assert reverse("individual_field_history", args=[individual.shown_reference, "surname"]) in page
    assert "Quenb" not in page
    assert client.post(reverse("correction_notice", args=[notice.pk])).status_code == 302
    again = client.post(reverse("correction_notice", args=[notice.pk]))
    assert (again.status_code, "has acknowledged this correction already" in again.content.decode()) == (409, True)

    shown = manager.get(register).content.decode()
    assert ("Not acknowledged" in shown, "Sam Spoc" in shown) == (False, True)
    assert Notice.objects.get(route="correction_notice").settled_by == spoc.user


def test_only_the_point_of_contact_of_the_agency_acknowledges(
    sign_in: SignIn, individual: Individual, officer: Viewer, spoc: Membership
) -> None:
    read(viewer_in(spoc), individual)
    change(officer, individual, surname="Quenbury")
    (notice,) = CorrectionNotice.unscoped.all()
    address = reverse("correction_notice", args=[notice.pk])

    assert sign_in(RoleCode.AGENCY_SPOC, None, "NCA").post(address).status_code == 404
    assert sign_in(RoleCode.AGENCY_CONTRIB, None, "HMRC").post(address).status_code == 403
    assert sign_in(RoleCode.HUB_MANAGER, "WM").post(address).status_code == 404
    notice.refresh_from_db()
    assert notice.acknowledged_at is None


def test_an_agency_that_no_longer_sees_the_person_still_acknowledges(
    sign_in: SignIn, individual: Individual, officer: Viewer, spoc: Membership
) -> None:
    read(viewer_in(spoc), individual)
    change(officer, individual, surname="Quenbury")
    (notice,) = CorrectionNotice.unscoped.all()
    by_name.restrict(Individual.unscoped.get(pk=individual.pk))
    client = sign_in(spoc)

    page = client.get(reverse("correction_notice", args=[notice.pk])).content.decode()
    assert "does not see this record at present" in page
    assert client.post(reverse("correction_notice", args=[notice.pk])).status_code == 302


def test_neither_notice_nor_mail_says_more_than_the_reference(
    individual: Individual, officer: Viewer, spoc: Membership
) -> None:
    read(viewer_in(spoc), individual)
    change(officer, individual, surname="Quenbury")
    mail_notices(by=system_viewer("mail notices"))

    notice = Notice.objects.get(route="correction_notice")
    assert (notice.agency_id, notice.role_id) == ("HMRC", RoleCode.AGENCY_SPOC)
    assert individual.shown_reference in notice.sentence
    for text in (notice.sentence, *(each.body for each in mail.outbox if spoc.user.email in each.to)):
        assert "Quenb" not in text
    assert any(spoc.user.email in each.to for each in mail.outbox)


def test_who_was_reading_while_it_was_corrected_is_told_by_the_next_run(
    individual: Individual, officer: Viewer, spoc: Membership
) -> None:
    change(officer, individual, surname="Quenbury")
    read(viewer_in(spoc), individual)  # its event came into the trail just after the correction
    assert told() == []

    for _ in range(2):
        tell_late_readers(by=system_viewer("corrections"))
    assert told() == [("HMRC", "", "surname")]


def test_what_waits_for_a_week_is_asked_for_once_more(
    individual: Individual, officer: Viewer, spoc: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(viewer_in(spoc), individual)
    change(officer, individual, surname="Quenbury")
    job = system_viewer("corrections")
    remind_of_corrections(by=job)
    assert Notice.objects.filter(route="correction_notice").count() == 1

    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    for _ in range(2):
        remind_of_corrections(by=job)
    assert Notice.objects.filter(route="correction_notice", settled_at=None).count() == 2
    acknowledge_correction(by=viewer_in(spoc), notice=CorrectionNotice.unscoped.get())
    assert not Notice.objects.filter(route="correction_notice", settled_at=None).exists()


@pytest.mark.parametrize(("field", "wrong", "right"), [("surname", "W", "Quenby"), ("year_of_birth", 1980, 1981)])
def test_a_value_is_inaccurate_since_it_was_first_recorded(
    individual: Individual, officer: Viewer, field: str, wrong: Any, right: Any
) -> None:
    change(officer, individual, None, **{field: wrong})
    recorded = Individual.history.filter(id=individual.pk).latest("history_id").history_date
    change(officer, individual, None, place="Elsewhere")
    change(officer, individual, WRONG, **{field: right})

    assert Correction.unscoped.get().since == recorded
