"""Agreements that make no sense, and people who act at once: each has one outcome, which docs/agreements.md tells."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from marsoc.kit import clock, locks, reference_data
from sharing.access import with_content
from sharing.actions import agreements as actions
from sharing.actions import drafts
from sharing.content import missing_from, overlaps_in
from sharing.enums import Ability, AgreementState, DataCategory, RoleCode, ScopePermission
from sharing.errors import BadRequest, Refused
from sharing.models import Agency, Agreement, Giving, ScopeGrant
from sharing.standing import state_of
from sharing.viewer import Viewer, viewer_in
from tests import factories

pytestmark = pytest.mark.django_db
IDENTITY = DataCategory.IDENTITY
IN_CUSTODY = {"hubs": ["WM"], "phases": ["CUS"], "categories": ["IDENTITY"], "abilities": ["VIEW"]}
WAITING = """
select count(*) from pg_locks join pg_database on pg_database.oid = database
where locktype = 'advisory' and not granted and datname = current_database()
"""


def fresh(agreement: Agreement) -> Agreement:
    return with_content(Agreement.objects.filter(pk=agreement.pk)).get()


def state(agreement: Agreement) -> AgreementState:
    return state_of(fresh(agreement), clock.now())


def partner(agency: str = "NCA") -> Viewer:
    return factories.viewer(RoleCode.AGENCY_CONTRIB, agency)


def drafter() -> Viewer:
    return factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")


def open_and_sign(made: Agreement, *agencies: str) -> None:
    opened = drafts.open_for_signature(by=drafter(), agreement=made)
    for agency in ("HMPPS-CENTRAL", *agencies):
        factories.sign(opened, agency)


def in_force(agency: str) -> int:
    group = Agency.objects.get(pk=agency).group
    return ScopeGrant.objects.filter(
        giving__group=group, giving__ends_at__gt=clock.now(), giving__starts_at__lte=clock.now()
    ).count()


def end_agency(code: str) -> None:
    """Let an agency be merged into another today, as a release of the reference data does."""
    agency = Agency.objects.get(pk=code)
    agency.valid_to = clock.today()
    factories.save(agency)
    for derived in reference_data._derived:
        derived()


def test_overlapping_clauses_both_hold_and_the_longer_one_goes_on_alone() -> None:
    made = factories.agreement("NCA", phases=["CUS"], opened=False)
    factories.clause(made, recipients=["NCA"], **IN_CUSTODY, ends_on=clock.today() + timedelta(days=9))
    (overlap,) = overlaps_in(fresh(made))
    open_and_sign(made, "NCA")

    assert (overlap.first.number, overlap.second.number, overlap.agencies, overlap.differing) == (1, 2, ["NCA"], [])
    assert in_force("NCA") == 2
    with time_machine.travel(clock.now() + timedelta(days=11)):
        assert in_force("NCA") == 1
        assert len(partner().sight.cells(IDENTITY) or ()) == 1


def test_contradictory_clauses_give_what_either_gives() -> None:
    made = factories.agreement("NCA", phases=["CUS"], opened=False)
    factories.clause(
        made, recipients=["NCA"], **{**IN_CUSTODY, "abilities": [Ability.CONTRIBUTE]}, handling="Not to be copied"
    )
    (overlap,) = overlaps_in(fresh(made))
    open_and_sign(made, "NCA")
    sight = partner().sight

    assert overlap.differing == ["abilities", "handling"]
    assert sight.cells(IDENTITY) == sight.cells(IDENTITY, ScopePermission.CONTRIBUTE)
    assert sight.cells(IDENTITY)


@pytest.mark.parametrize(
    "apart",
    [
        {"recipients": ["HMRC"]}, {"hubs": ["EM"]}, {"phases": ["REM"]}, {"categories": ["PLAN"]},
        {"starts_on": clock.today() + timedelta(days=10)},
    ],
)  # fmt: skip
def test_clauses_that_share_no_recipient_cell_category_or_day_do_not_overlap(apart: dict[str, Any]) -> None:
    made = factories.agreement("NCA", "HMRC", phases=["CUS"], opened=False)
    until = {"ends_on": clock.today() + timedelta(days=9)}
    drafts.save_clause(by=drafter(), agreement=made, number=1, terms={"recipients": ["NCA"], **until})
    factories.clause(made, **{"recipients": ["NCA"], **IN_CUSTODY, **apart})

    assert overlaps_in(fresh(made)) == []


def test_a_backdated_clause_begins_with_the_signatures() -> None:
    made = factories.agreement("NCA", opened=False)
    before = clock.now()
    drafts.save_clause(by=drafter(), agreement=made, number=1, terms={"starts_on": clock.today() - timedelta(days=300)})
    open_and_sign(made, "NCA")

    assert in_force("NCA") == 7
    assert not Giving.objects.filter(starts_at__lt=before).exists()


def test_an_agreement_with_no_recipients_is_not_opened() -> None:
    made = factories.agreement(opened=False)

    assert missing_from(fresh(made)) == [
        "Add at least one agency that receives information.",
        "Clause 1 names no recipient. Select at least one agency.",
    ]
    with pytest.raises(BadRequest, match="receives information"):
        drafts.open_for_signature(by=drafter(), agreement=made)


def test_a_recipient_taken_out_of_the_parties_leaves_the_clauses_too() -> None:
    made = factories.agreement("NCA", "HMRC", opened=False)
    for code in ("NCA", "HMRC"):
        drafts.remove_party(by=drafter(), agreement=made, agency=Agency.objects.get(pk=code))

    assert "Clause 1 names no recipient. Select at least one agency." in missing_from(fresh(made))


def test_what_could_never_share_is_not_opened() -> None:
    made = factories.agreement("NCA", opened=False)
    late = made.ends_on + timedelta(days=1)
    drafts.save_clause(by=drafter(), agreement=made, number=1, terms={"starts_on": late})
    assert missing_from(fresh(made)) == [
        "Clause 1 lies outside the dates of the agreement and would share nothing. Change its dates."
    ]

    yesterday = clock.today() - timedelta(days=1)
    drafts.change_draft(by=drafter(), agreement=made, changes={"starts_on": yesterday, "ends_on": yesterday})
    assert missing_from(fresh(made))[0] == "The last day of the agreement has passed. Change its dates."


def test_whoever_wrote_a_clause_does_not_sign_it_either() -> None:
    made = factories.agreement("NCA", opened=False)
    writer = factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")
    drafts.save_clause(by=writer, agreement=made, number=1, terms={"categories": ["IDENTITY", "PLAN"]})
    opener = factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")
    opened = drafts.open_for_signature(by=opener, agreement=made)

    with pytest.raises(Refused, match="Somebody else must sign it"):
        actions.sign_agreement(by=writer, agreement=opened, authority="Lead", content_hash=opened.content_hash)
    assert actions.sign_agreement(by=opener, agreement=opened, authority="Lead", content_hash=opened.content_hash)


def test_a_text_that_was_changed_behind_the_actions_is_not_signed() -> None:
    made = factories.agreement("NCA", unsigned=["NCA"])
    clause = fresh(made).clauses.get()
    clause.categories = ["IDENTITY", "INTELLIGENCE"]
    factories.save(clause)

    with pytest.raises(BadRequest, match="The text has changed"):
        factories.sign(made, "NCA")


def test_an_agency_merged_into_another_receives_nothing_more_and_its_grants_end() -> None:
    made = factories.agreement("NCA", "HMRC")
    end_agency("NCA")

    assert (in_force("NCA"), in_force("HMRC")) == (0, 7)
    assert state(made) == AgreementState.IN_FORCE
    assert sum(derived() for derived in reference_data._derived) == 0, "loading twice changes nothing"


def test_a_merger_that_is_announced_ends_the_grants_on_its_day() -> None:
    factories.agreement("NCA")
    agency = Agency.objects.get(pk="NCA")
    agency.valid_to = clock.today() + timedelta(days=30)
    factories.save(agency)
    for derived in reference_data._derived:
        derived()

    assert in_force("NCA") == 7
    assert set(Giving.objects.values_list("ends_at", flat=True)) == {clock.start_of(agency.valid_to)}


def test_the_merger_of_the_only_recipient_or_of_the_owner_takes_the_agreement_out_of_force() -> None:
    made = factories.agreement("NCA")
    end_agency("NCA")
    assert state(made) == AgreementState.IN_SIGNATURE

    other = factories.agreement("HMRC")
    end_agency("HMPPS-CENTRAL")
    assert (in_force("HMRC"), state(other)) == (0, AgreementState.IN_SIGNATURE)


def test_an_agency_that_has_ended_is_no_party_to_a_new_draft() -> None:
    made = factories.agreement("NCA", opened=False)
    end_agency("NCA")

    assert missing_from(fresh(made)) == [
        "National Crime Agency no longer exists. Take it out, and add the agency that took over its work."
    ]
    with pytest.raises(BadRequest, match="no longer exists"):
        drafts.add_party(by=drafter(), agreement=made, agency=Agency.objects.get(pk="NCA"))


@pytest.mark.parametrize("first", ["suspending", "signing"])
@pytest.mark.django_db(transaction=True)
def test_two_managers_suspending_and_signing_at_once_act_one_after_the_other(first: str) -> None:
    """Both wait for the agreement; whoever asked first goes first, and either way nothing is shared afterwards."""
    made = factories.agreement("NCA", unsigned=["NCA"])
    owner, manager = factories.signatory("HMPPS-CENTRAL"), factories.signatory("NCA")
    refused: list[str] = []
    acts: dict[str, Callable[[], object]] = {
        "suspending": lambda: actions.suspend_agreement(by=owner, agreement=made, reason="A breach"),
        "signing": lambda: actions.sign_agreement(
            by=manager, agreement=made, authority="Director", content_hash=made.content_hash
        ),
    }

    def act(name: str) -> None:
        try:
            acts[name]()
        except BadRequest as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    order = [first, *(name for name in acts if name != first)]
    threads = [threading.Thread(target=act, args=[name]) for name in order]
    with transaction.atomic():
        locks.wait_for(f"agreement {made.reference}")
        for waiting, thread in enumerate(threads, start=1):
            thread.start()
            _wait_until(waiting)
    for thread in threads:
        thread.join(20)

    assert refused == (
        ["This agreement is suspended. It can be signed once it is resumed."] if first == "suspending" else []
    )
    assert state(made) == AgreementState.SUSPENDED
    assert in_force("NCA") == 0
    assert (
        viewer_in(factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")).sight.cells(IDENTITY)
        == frozenset()
    )


def _wait_until(waiting: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone() == (waiting,):
                return
        time.sleep(0.02)
    raise AssertionError(f"{waiting} were to wait for the agreement")
