"""Writes to one individual: who, why, once, and never over somebody else's."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import reverse

from cohort.actions import facts, key_dates
from cohort.actions.individuals import change_individual, move_phase
from cohort.actions.matches import decide_possible_match
from cohort.enums import IdentifierKind, NameKind, Verdict
from cohort.errors import EditConflict, NothingChanged
from cohort.models import Alias, Identifier, Individual, KeyDate, KeyDateKind, PhasePeriod, PossibleMatch
from cohort.names import name_key
from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.enums import Operation, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent
from sharing.viewer import Viewer, viewer_in
from tests import factories

MakeViewer = Callable[..., Viewer]
SignIn = Callable[..., Client]
REASON = "Read in the court result"


@pytest.fixture
def officer(viewer: MakeViewer) -> Viewer:
    """Return an officer of the West Midlands hub."""
    return viewer(RoleCode.HUB_OFFICER, "WM")


@pytest.fixture
def individual(db: None) -> Individual:
    """Return somebody on the West Midlands list, on remand since 5 January 2026."""
    return factories.individual(phase=Phase.REM)


def _kind(code: str) -> KeyDateKind:
    return KeyDateKind.objects.get(pk=code)


def _change(by: Viewer, individual: Individual) -> None:
    change_individual(by=by, individual=individual, version=1, changes={"officer": "DS A. Invented"}, reason=REASON)


def _move(by: Viewer, individual: Individual) -> None:
    move_phase(
        by=by, individual=individual, version=1, phase=Phase.CUS, started_on=date(2026, 3, 1), source="PNC",
        reason=REASON,
    )  # fmt: skip


def _add_alias(by: Viewer, individual: Individual) -> None:
    facts.add_alias(
        by=by, individual=individual, version=1, kind=NameKind.STREET, name="Tank", source="PNC", reason=REASON
    )


def _remove_alias(by: Viewer, individual: Individual) -> None:
    alias = factories.alias(individual, "Tank")
    facts.remove_alias(by=by, individual=individual, version=1, alias=alias, reason=REASON)


def _add_identifier(by: Viewer, individual: Individual) -> None:
    facts.add_identifier(
        by=by, individual=individual, version=1, kind=IdentifierKind.PRISON, given="a1234 bc", source="PNC",
        reason=REASON,
    )  # fmt: skip


def _remove_identifier(by: Viewer, individual: Individual) -> None:
    number = factories.identifier(individual, IdentifierKind.PRISON, "A1234BC")
    facts.remove_identifier(by=by, individual=individual, version=1, identifier=number, reason=REASON)


def _record_key_date(by: Viewer, individual: Individual) -> None:
    key_dates.record_key_date(
        by=by, individual=individual, version=1, kind=_kind("CRD"), on=date(2027, 3, 4), as_at=date(2026, 11, 1),
        source="HMPPS", reason=REASON,
    )  # fmt: skip


def _remove_key_date(by: Viewer, individual: Individual) -> None:
    entry = factories.key_date(individual, "CRD", date(2027, 3, 4))
    key_dates.remove_key_date(by=by, individual=individual, version=1, key_date=entry, reason=REASON)


ACTIONS: list[tuple[Callable[[Viewer, Individual], None], type[Any] | None]] = [
    (_change, None),
    (_add_alias, Alias),
    (_remove_alias, Alias),
    (_add_identifier, Identifier),
    (_remove_identifier, Identifier),
    (_record_key_date, KeyDate),
    (_remove_key_date, KeyDate),
    (_move, None),
]


@pytest.mark.parametrize(("action", "model"), ACTIONS)
def test_action_leaves_one_history_row_and_one_event(
    officer: Viewer, individual: Individual, action: Callable[[Viewer, Individual], None], model: Any
) -> None:
    action(officer, individual)

    written = [Individual, model] if model else [Individual]
    for tracked in written:
        rows = tracked.history.filter(history_user=officer.user)
        assert [(row.history_membership_id, row.history_change_reason) for row in rows] == [
            (officer.membership and officer.membership.pk, REASON)
        ]
    (event,) = AuditEvent.objects.filter(operation=Operation.ALTER)
    assert (event.actor_id, event.subject_ref) == (officer.user and officer.user.pk, individual.shown_reference)
    individual.refresh_from_db()
    assert individual.version == 2


@pytest.mark.parametrize("action", [action for action, _ in ACTIONS])
def test_action_is_refused_to_those_who_may_only_read(
    viewer: MakeViewer, individual: Individual, action: Callable[[Viewer, Individual], None]
) -> None:
    analyst = viewer(RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL")

    with pytest.raises(Refused):
        action(analyst, individual)
    assert not AuditEvent.objects.filter(operation=Operation.ALTER).exists()


@pytest.mark.parametrize("action", [action for action, _ in ACTIONS])
def test_action_reaches_nobody_of_another_hub(
    viewer: MakeViewer, individual: Individual, action: Callable[[Viewer, Individual], None]
) -> None:
    with pytest.raises(Individual.DoesNotExist):
        action(viewer(RoleCode.HUB_MANAGER, "EM"), individual)


@pytest.mark.parametrize("action", [action for action, _ in ACTIONS])
def test_action_on_a_version_that_has_passed_is_a_conflict(
    officer: Viewer, individual: Individual, action: Callable[[Viewer, Individual], None]
) -> None:
    change_individual(by=officer, individual=individual, version=1, changes={"notes": "First"}, reason="First")

    with pytest.raises(EditConflict) as conflict:
        action(officer, individual)

    assert (conflict.value.version, conflict.value.changed_by) == (2, officer.name)


def test_name_is_searched_by_its_new_spelling(officer: Viewer, individual: Individual) -> None:
    changes = {"surname": "O'Haire-Łuk", "forenames": "Siân"}
    change_individual(by=officer, individual=individual, version=1, changes=changes, reason=REASON)

    individual.refresh_from_db()
    assert individual.name_key == name_key("Siân", "O'Haire-Łuk")


def test_change_that_changes_nothing_is_said_to_be_none(officer: Viewer, individual: Individual) -> None:
    with pytest.raises(NothingChanged):
        change_individual(
            by=officer, individual=individual, version=1, changes={"surname": individual.surname}, reason=REASON
        )
    individual.refresh_from_db()
    assert individual.version == 1


@pytest.mark.parametrize("field", ["owning_hub", "phase", "reference", "version", "release_on", "name_key"])
def test_some_fields_are_not_for_editing(officer: Viewer, individual: Individual, field: str) -> None:
    with pytest.raises(ValueError, match=field):
        change_individual(by=officer, individual=individual, version=1, changes={field: "x"}, reason=REASON)


def test_phase_closes_one_period_and_opens_another(officer: Viewer, individual: Individual) -> None:
    _move(officer, individual)

    individual.refresh_from_db()
    periods = PhasePeriod.unscoped.filter(individual=individual).order_by("started_on")
    assert [(period.phase, period.started_on, period.ended_on) for period in periods] == [
        (Phase.REM, date(2026, 1, 5), date(2026, 3, 1)),
        (Phase.CUS, date(2026, 3, 1), None),
    ]
    assert individual.phase == Phase.CUS


@pytest.mark.parametrize(
    ("started_on", "sentence"),
    [
        (clock.today() + timedelta(days=2), "must be today or in the past"),
        (date(2026, 1, 4), "must be on or after 5 January 2026"),
    ],
)
def test_phase_begins_neither_in_the_future_nor_before_the_last(
    officer: Viewer, individual: Individual, started_on: date, sentence: str
) -> None:
    with pytest.raises(BadRequest, match=sentence):
        move_phase(
            by=officer, individual=individual, version=1, phase=Phase.CUS, started_on=started_on, source="PNC",
            reason=REASON,
        )  # fmt: skip


def test_same_name_and_same_number_are_refused_however_they_are_spelt(officer: Viewer, individual: Individual) -> None:
    factories.alias(individual, "Siân O'Haire")
    factories.identifier(individual, IdentifierKind.PNC, "2002/0073319Z")

    with pytest.raises(BadRequest, match="has this name already"):
        facts.add_alias(
            by=officer, individual=individual, version=1, kind=NameKind.ALIAS, name="SIAN OHAIRE", source="x",
            reason=REASON,
        )  # fmt: skip
    with pytest.raises(BadRequest, match="has the PNC ID 2002/0073319Z already"):
        facts.add_identifier(
            by=officer, individual=individual, version=1, kind=IdentifierKind.PNC, given="02/73319z", source="x",
            reason=REASON,
        )  # fmt: skip


def test_number_of_no_such_kind_is_refused(officer: Viewer, individual: Individual) -> None:
    with pytest.raises(BadRequest, match="not the shape of a prison number"):
        facts.add_identifier(
            by=officer, individual=individual, version=1, kind=IdentifierKind.PRISON, given="123", source="x",
            reason=REASON,
        )  # fmt: skip


def test_release_follows_the_recorded_date_of_the_lowest_rank(officer: Viewer, individual: Individual) -> None:
    def released(version: int, code: str, on: date) -> date | None:
        key_dates.record_key_date(
            by=officer, individual=individual, version=version, kind=_kind(code), on=on, as_at=date(2026, 11, 1),
            source="HMPPS", reason=REASON,
        )  # fmt: skip
        individual.refresh_from_db()
        return individual.release_on

    assert released(1, "SLED", date(2031, 3, 4)) is None
    assert released(2, "CRD", date(2027, 3, 4)) == date(2027, 3, 4)
    assert released(3, "HDCAD", date(2027, 5, 4)) == date(2027, 5, 4)
    hdc = KeyDate.unscoped.get(individual=individual, kind="HDCAD")
    key_dates.remove_key_date(by=officer, individual=individual, version=4, key_date=hdc, reason=REASON)
    individual.refresh_from_db()
    assert individual.release_on == date(2027, 3, 4)


def test_key_date_takes_the_place_of_the_one_before(officer: Viewer, individual: Individual) -> None:
    factories.key_date(individual, "CRD", date(2027, 1, 1))

    _record_key_date(officer, individual)

    (entry,) = KeyDate.unscoped.filter(individual=individual)
    assert (entry.date, entry.keyed_by) == (date(2027, 3, 4), officer.user)


def test_removed_twice_is_not_there(officer: Viewer, individual: Individual) -> None:
    alias = factories.alias(individual, "Tank")
    facts.remove_alias(by=officer, individual=individual, version=1, alias=alias, reason=REASON)
    alias.pk = Alias.history.latest("history_id").id

    with pytest.raises(Http404):
        facts.remove_alias(by=officer, individual=individual, version=2, alias=alias, reason=REASON)


def test_pair_is_decided_by_those_who_see_both(viewer: MakeViewer, individual: Individual) -> None:
    with acting(job="tests"):
        match = PossibleMatch(
            first=individual, second=factories.individual(owning_hub_id="EM"), score=80, reasons=["Same name"]
        )
        match.save()

    with pytest.raises(PossibleMatch.DoesNotExist):
        decide_possible_match(by=viewer(), match=match, verdict=Verdict.SAME)
    central = viewer(RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL")
    decided = decide_possible_match(by=central, match=match, verdict=Verdict.SAME)
    assert (decided.verdict, decided.decided_by) == (Verdict.SAME, central.user)


def _answers(**given: str) -> dict[str, str]:
    return {
        "forenames": "Alex",
        "surname": "Corrected",
        "name_source": "PNC",
        "reason": REASON,
        "version": "1",
        **given,
    }


def test_answers_are_shown_before_they_are_saved(sign_in: SignIn, individual: Individual) -> None:
    client = sign_in()
    address = reverse("individual_edit", args=[individual.shown_reference, "name"])

    check = client.post(address, _answers()).content.decode()
    assert "Check your answers" in check
    assert '<input type="hidden" name="surname" value="Corrected">' in check
    individual.refresh_from_db()
    assert individual.surname != "Corrected"

    back = client.post(address, _answers(step="back")).content.decode()
    assert 'value="Corrected"' in back
    assert "Check your answers" not in back

    saved = client.post(address, _answers(step="save"), follow=True)
    assert "The record has been changed." in saved.content.decode()
    individual.refresh_from_db()
    assert (individual.surname, individual.version) == ("Corrected", 2)


def test_saving_what_is_there_already_says_so(sign_in: SignIn, individual: Individual) -> None:
    address = reverse("individual_edit", args=[individual.shown_reference, "notes"])

    body = sign_in().post(address, {"notes": "", "reason": REASON, "version": "1"}).content.decode()

    assert "Your answers are what the record says already" in body


def test_second_writer_sees_both_versions_and_keeps_the_typing(sign_in: SignIn, individual: Individual) -> None:
    first = factories.membership(person=factories.user(full_name="First Writer"))
    change_individual(
        by=viewer_in(first), individual=individual, version=1, changes={"notes": "By the first"}, reason="First"
    )
    client = sign_in()
    address = reverse("individual_edit", args=[individual.shown_reference, "notes"])

    response = client.post(address, {"notes": "By the second", "reason": REASON, "version": "1"})

    body = response.content.decode()
    assert response.status_code == 409
    for shown in ("First Writer changed it on", "By the first", "By the second", REASON):
        assert shown in body
    assert '<input type="hidden" name="version" value="2" id="id_version">' in body
    individual.refresh_from_db()
    assert individual.notes == "By the first"

    client.post(address, {"notes": "By the second", "reason": REASON, "version": "2"})
    individual.refresh_from_db()
    assert (individual.notes, individual.version) == ("By the second", 3)


def test_a_fact_is_removed_of_its_own_individual_only(individual: Individual, sign_in: SignIn) -> None:
    """Another individual's fact under this one's address is not there, although both may be seen and changed."""
    other = factories.alias(factories.individual(), "Tank")
    client = sign_in(RoleCode.HUB_OFFICER, "WM")

    response = client.get(reverse("individual_fact_remove", args=[individual.shown_reference, "name", other.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("kind", "answers", "model"),
    [
        ("name", {"name": "Tank", "kind": "STREET", "source": "PNC"}, Alias),
        ("identifier", {"given": "A1234BC", "kind": "PRISON", "source": "PNC"}, Identifier),
        (
            "key-date",
            {
                "kind": "CRD", "on-day": "4", "on-month": "3", "on-year": "2027", "as_at-day": "1",
                "as_at-month": "11", "as_at-year": "2025", "source": "HMPPS",
            },
            KeyDate,
        ),
    ],
)  # fmt: skip
def test_fact_is_added_and_removed_in_the_browser(
    sign_in: SignIn, individual: Individual, kind: str, answers: dict[str, str], model: Any
) -> None:
    client, ref = sign_in(), individual.shown_reference
    why = {"reason": REASON, "version": "1"}

    added = client.post(reverse("individual_fact_add", args=[ref, kind]), {**answers, **why}, follow=True)
    assert "The record has been changed." in added.content.decode()
    (fact,) = model.unscoped.filter(individual=individual)

    again = client.post(reverse("individual_fact_add", args=[ref, kind]), {**answers, **why, "version": "2"})
    assert "already" in again.content.decode()

    address = reverse("individual_fact_remove", args=[ref, kind, fact.pk])
    assert "Enter why you are removing this" in client.post(address, {"reason": "", "version": "2"}).content.decode()
    assert client.post(address, why).status_code == 409
    removed = client.post(address, {**why, "version": "2"}, follow=True)
    assert "The record has been changed." in removed.content.decode()
    assert not model.unscoped.filter(individual=individual).exists()


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_leave_one_change_and_one_conflict() -> None:
    individual = factories.individual()
    viewers = [viewer_in(factories.membership()) for _ in range(2)]
    start, results = threading.Barrier(2), []

    def write(by: Viewer) -> None:
        try:
            start.wait()
            change_individual(
                by=by, individual=individual, version=1, changes={"notes": f"By {by.name}"}, reason=REASON
            )
            results.append("saved")
        except EditConflict as conflict:
            results.append(conflict.changed_by)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[by]) for by in viewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    individual.refresh_from_db()
    winner = individual.notes.removeprefix("By ")
    assert sorted(results) == sorted(["saved", winner])
    assert individual.version == 2


def test_a_reason_may_be_as_long_as_its_form_allows(officer: Viewer, individual: Individual) -> None:
    """And is kept whole."""
    reason = "Read in the court result. " * 8
    change_individual(
        by=officer, individual=individual, version=1, changes={"officer": "DS B. Invented"}, reason=reason
    )

    assert individual.history.order_by("-history_id")[0].history_change_reason == reason
