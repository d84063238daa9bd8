"""``manage.py explain_access`` and ``manage.py who_can_see``."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from marsoc.kit import clock
from sharing.enums import DataCategory, Operation, RoleCode
from sharing.models import Agreement, AuditEvent, Membership
from tests import factories
from tests.factories import by_name

ABSENT = "L4XK-R886"  # well formed and nobody's; the same in every worker

pytestmark = pytest.mark.django_db


def ask(command: str, *given: Any, **options: Any) -> Any:
    """Return what a command prints as JSON."""
    out = StringIO()
    call_command(command, *given, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.fixture
def agreement() -> Agreement:
    """The tax authority sees the identity of the West Midlands list for ten days."""
    return factories.agreement("HMRC", categories=[DataCategory.IDENTITY], ends_on=clock.today() + timedelta(days=10))


@pytest.fixture
def partner() -> Membership:
    """Somebody who acts for the tax authority, and is an auditor as well."""
    made = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="HMRC")
    factories.membership(role=RoleCode.AUDITOR, hub=None, agency="HMICFRS", person=made.user)
    return made


def test_explain_access_names_rule_clause_signatures_and_what_keeps_out(
    agreement: Agreement, partner: Membership
) -> None:
    individual = factories.individual()

    told = ask("explain_access", user=partner.user.username, individual=individual.shown_reference)

    first, second = told["memberships"]
    assert (first["agency"], first["sees"], second["sees"]) == ("HMRC", ["IDENTITY"], [])
    (rule,) = first["categories"]["IDENTITY"]["rules"]
    assert (rule["rule"], rule["clause"]) == (
        "AGREEMENT", {"agreement": agreement.reference, "version": 1, "number": 1},
    )  # fmt: skip
    assert rule["until"] == clock.start_of(agreement.ends_on + timedelta(days=1)).isoformat()
    assert [each["agency"] for each in rule["signatures"]] == ["HMPPS-CENTRAL", "HMRC"]
    assert first["categories"]["CUSTODY"] == {"seen": False, "rules": [], "kept_out_by": [{"obstacle": "NO_CLAUSE"}]}
    assert second["categories"]["IDENTITY"]["kept_out_by"] == [{"obstacle": "ROLE"}]


def test_one_membership_and_a_past_instant(partner: Membership) -> None:
    """Before the agreement was signed nothing was seen."""
    individual = factories.individual()
    before = clock.now()
    factories.agreement("HMRC")

    def sees(**options: Any) -> list[str]:
        told = ask(
            "explain_access", user=partner.user.username, individual=individual.reference, membership=partner.pk,
            **options,
        )  # fmt: skip
        (only,) = told["memberships"]
        return list(only["sees"])

    assert (sees(), sees(at=before.isoformat())) == (["IDENTITY"], [])


@pytest.mark.usefixtures("agreement")
def test_who_can_see_counts_people_by_agency(partner: Membership) -> None:
    officer, manager = factories.membership(), factories.membership(role=RoleCode.HUB_MANAGER)
    individual = factories.individual()

    told = ask("who_can_see", individual.shown_reference)

    people = {each["agency"]: each["people"] for each in told["agencies"]}
    assert people["HMRC"] == {**dict.fromkeys(DataCategory.values, 0), "IDENTITY": 2}, "and the one who signed"
    assert set(people["ROCU"].values()) == {len({officer.pk, manager.pk})}
    assert (told["restricted"], told["named"], told["kept_out"]) == (False, [], [])


def test_the_operator_is_told_of_restricted_individuals_too() -> None:
    """Nobody sees it; the command line is the system's own, and the asking is recorded as a job's."""
    factories.membership()
    individual = by_name.restrict(factories.individual())

    told = ask("who_can_see", individual.shown_reference)

    assert (told["restricted"], told["agencies"]) == (True, [])
    event = AuditEvent.objects.latest("id")
    assert (event.operation, event.subject_kind, event.subject_ref, event.job, event.details) == (
        Operation.CONSULT, "access", individual.shown_reference, "who_can_see", {"page": "who"},
    )  # fmt: skip


def test_without_json_it_is_said_in_lines(agreement: Agreement, partner: Membership) -> None:
    individual, out = factories.individual(), StringIO()

    call_command("explain_access", user=partner.user.username, individual=individual.reference, stdout=out)
    call_command("who_can_see", individual.reference, stdout=out)

    assert f"Identity: seen. Clause 1 of {agreement.reference}, version 1." in out.getvalue()
    assert "Custody: not seen. No clause gives this to the agency." in out.getvalue()
    assert "HM Revenue & Customs: 2 people" in out.getvalue()
    assert "HMPPS central MARSOC team: 1 person" in out.getvalue()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"user": "nobody"}, "There is no user nobody"),
        ({"individual": ABSENT}, f"There is no individual {ABSENT}"),
        ({"individual": "HK47"}, "HK47 is no reference"),
        ({"membership": 987_654_321}, "has no membership 987654321"),
        ({"at": "yesterday"}, "yesterday is no instant. Write it like 2026-11-03T14:30."),
        ({"at": "2999-01-01T00:00"}, "lies in the future"),
        ({"at": "2001-01-01T00:00"}, "was not on the list at that time"),
    ],
)
def test_what_is_not_known_is_said_in_one_sentence(wrong: dict[str, Any], sentence: str, partner: Membership) -> None:
    given = {"user": partner.user.username, "individual": factories.individual().shown_reference, **wrong}

    with pytest.raises(CommandError, match=sentence):
        call_command("explain_access", **given)


@pytest.mark.parametrize(
    ("reference", "at"), [(ABSENT, None), ("HK47", None), (None, "soon"), (None, "2999-01-01T00:00")]
)
def test_who_can_see_refuses_alike(reference: str | None, at: str | None) -> None:
    with pytest.raises(CommandError):
        call_command("who_can_see", reference or factories.individual().shown_reference, at=at)
