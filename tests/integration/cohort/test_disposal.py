"""Disposal: nothing of the person is found anywhere, the tree holds, others keep all, and a certificate tells of it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from cohort.actions import individuals, leaving, retention
from cohort.actions.shares import end_share
from cohort.disposal import paths_to_an_individual
from cohort.enums import IdentifierKind, RetentionKind
from cohort.models import AccessRequest, DisposalCertificate, Individual, PossibleMatch
from cohort.queries.record import note_reading
from marsoc.kit import clock
from marsoc.kit.database import OWNER_ROLE
from sharing.audit.sequencer import seal
from sharing.enums import AccessReason, Phase, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent, Notice
from sharing.seeing import seeing
from tests import factories
from tests.factories import by_name
from tests.integration.cohort.importing import imported, person, received, sheet
from tests.integration.cohort.test_leaving import manager, told
from tests.integration.cohort.test_shares_at_once import at_once
from tests.integration.sharing.test_trail import KEY, NAME, address, verified

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "zqcanary"
PNC = "2001/4711390Q"


@pytest.fixture
def owner() -> Iterator[psycopg.Connection[Any]]:
    """Whoever owns the tables sees all."""
    with psycopg.connect(address(OWNER_ROLE), autocommit=True) as made:
        yield made


def full_record() -> Individual:
    """Return somebody who has left the list, of whom something is held in every way there is."""
    by = manager()
    imported(by, person(ref="ZQCANARY-1", surname="Zqcanary", PNC=PNC, Notes="Zqcanary notes"))
    of = Individual.unscoped.get(surname="Zqcanary")
    twin = factories.individual()
    factories.alias(of, "Zqcanary Alias")
    factories.identifier(of, IdentifierKind.PNC, "2002/73319Z")
    factories.key_date(of, "CRD", date(2031, 3, 1), source="Zqcanary source")
    first, second = sorted((of, twin), key=lambda each: each.pk)
    factories.save(PossibleMatch(first=first, second=second, score=90, reasons=["Zqcanary reason"]))
    individuals.change_individual(
        by=by, individual=of, version=of.version, changes={"crime_group": "Zqcanary group"}, reason="Zqcanary why"
    )
    ended = factories.share(of, "HMRC", purpose="Zqcanary purpose")
    end_share(by=by, share=ended, reason="Zqcanary ended")
    factories.share(of, "NCA", purpose="Zqcanary purpose")
    asking = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="DWP")
    factories.save(
        AccessRequest(
            individual=of, agency_id="DWP", membership=asking, purpose=AccessReason.CASELOAD, words="Zqcanary words",
            asked_at=clock.now(),
        )
    )  # fmt: skip
    with transaction.atomic():
        by_name.emergency(of, asking, words="Zqcanary threat")
        by_name.named_person(of, factories.user(), reason="Zqcanary named")
        by_name.conflict_mark(of, factories.user(), reason="Zqcanary conflict")
    factories.hold(Individual.unscoped.get(pk=of.pk))
    retention.end_hold(by=by, individual=of, words="Zqcanary hold")
    with transaction.atomic(), seeing(by):
        note_reading(by, of, page="overview")
    factories.list_exit(of, approved=True, words="Zqcanary exit", evidence="Zqcanary evidence")
    return of


def disposed(of: Individual) -> DisposalCertificate:
    """Have one manager propose and another approve."""
    retention.propose_erasing(by=manager(), individual=of, kind=RetentionKind.DISPOSE, words="Zqcanary dispose")
    certificate = retention.approve_erasing(by=manager(), individual=of)
    assert certificate
    return certificate


def tables_with(raw: psycopg.Connection[Any], *words: str) -> set[str]:
    """Return the tables that hold a word in any column of any row, bytes included."""
    tables = raw.execute("select table_name from information_schema.tables where table_schema = 'public'").fetchall()
    wanted = [f"%{each}%" for word in words for each in (word, word.encode().hex(), word.title().encode().hex())]
    sql = 'select exists (select from "{}" held where held::text ilike any (%s))'
    return {name for (name,) in tables if raw.execute(sql.format(name), [wanted]).fetchall()[0][0]}


def test_nothing_of_the_person_is_found_in_any_table_and_the_tree_holds(
    owner: psycopg.Connection[Any], tmp_path: Path
) -> None:
    of, other = full_record(), factories.individual(surname="Stays")
    individuals.change_individual(
        by=manager(), individual=other, version=other.version, changes={"notes": "Kept"}, reason="Kept"
    )
    kept = Individual.history.filter(id=other.pk).count()
    assert len(tables_with(owner, CANARY, PNC)) > 20
    with psycopg.connect(address("marsoc_sealer"), autocommit=True) as sealer:
        seal(sealer, NAME, KEY)
        certificate = disposed(of)
        seal(sealer, NAME, KEY)

    assert tables_with(owner, CANARY, PNC) == set()
    assert tables_with(owner, of.reference) == {"cohort_disposalcertificate"}
    erased = AuditEvent.objects.filter(subject_ref=of.shown_reference, salt=None).count()
    assert f"the detail of {erased} has been erased" in verified(tmp_path)
    assert certificate.rows["details of events in the audit trail"] == erased
    assert certificate.rows["individual"] == 1
    assert certificate.total == sum(certificate.rows.values())
    assert (Individual.history.filter(id=other.pk).count(), kept) == (2, 2)
    assert Individual.unscoped.get(pk=other.pk).notes == "Kept"
    assert not Notice.objects.filter(sentence__contains=of.shown_reference).exists()
    with pytest.raises(BadRequest, match="decided already"):
        retention.approve_erasing(by=manager(), individual=of)


def test_reducing_keeps_who_it_was_and_why_they_left_and_erases_the_rest_with_its_history(
    owner: psycopg.Connection[Any],
) -> None:
    of, by = full_record(), manager()
    retention.propose_erasing(by=by, individual=of, kind=RetentionKind.REDUCE, words="The rest is out of date")
    assert retention.approve_erasing(by=manager(), individual=of) is None
    stays = ("individual", "identifier", "listexit", "retentiondecision")
    kept = {f"cohort_{past}{each}" for each in stays for past in ("", "historical")}
    assert tables_with(owner, CANARY) == kept | {"cohort_nameword", "cohort_searchword"}  # by which the name is found
    found = Individual.unscoped.get(pk=of.pk)
    assert (found.surname, found.notes, found.crime_group) == (of.surname, "", "")
    assert {each.value for each in found.identifiers.all()} >= {PNC}
    assert found.retention_due
    assert found.retention_due > clock.today()
    assert not tables_with(owner, "zqcanary group", "zqcanary notes", "zqcanary why")


def test_two_who_approve_at_once_dispose_once() -> None:
    of = factories.individual()
    factories.list_exit(of, approved=True)
    retention.propose_erasing(by=manager(), individual=of, kind=RetentionKind.DISPOSE, words="Over")
    first, second = manager(), factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")
    ended = at_once(*(lambda by=by: retention.approve_erasing(by=by, individual=of) for by in (first, second)))
    assert sorted(ended) == ["done", "refused"]
    assert DisposalCertificate.objects.count() == 1


def test_the_database_disposes_of_nothing_that_two_people_have_not_decided() -> None:
    """Not even as the application, which may call the function."""
    of = factories.individual()
    factories.list_exit(of, approved=True)
    proposed = retention.propose_erasing(by=manager(), individual=of, kind=RetentionKind.DISPOSE, words="Over")
    for decision in (proposed.pk, 0):
        with pytest.raises(DatabaseError, match="no disposal has been decided"), connection.cursor() as cursor:
            cursor.execute("select dispose_of_record(%s, now())", [decision])
    assert Individual.unscoped.filter(pk=of.pk).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "update sharing_auditevent set details = '{}', salt = null",
        "set local marsoc.erasing = 'on'; update sharing_auditevent set details = '{}', salt = null, agency = 'X'",
        "set local marsoc.erasing = 'on'; update sharing_auditevent set details = '{\"a\": 1}', salt = null",
        "set local marsoc.erasing = 'on'; delete from sharing_auditevent",
        "set local marsoc.erasing = 'on'; update cohort_disposalcertificate set rows = '{}'",
    ],
)
def test_even_the_owner_changes_nothing_of_the_trail_but_erases_details(
    statement: str, owner: psycopg.Connection[Any]
) -> None:
    factories.certificate()
    of = factories.individual()
    factories.list_exit(of)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"), owner.transaction():
        owner.execute(statement)


def test_the_application_erases_no_details_itself() -> None:
    erase = "set marsoc.erasing = 'on'; update sharing_auditevent set details = '{}', salt = null"
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(erase)


def test_what_stands_in_the_way_is_said() -> None:
    """Being on the list, a hold, an import that goes on; and nobody approves what they proposed."""
    of = factories.individual()
    with pytest.raises(BadRequest, match="is on the list"):
        retention.propose_erasing(by=manager(), individual=of, kind=RetentionKind.DISPOSE, words="Over")
    factories.list_exit(of, approved=True)
    factories.hold(of)
    with pytest.raises(BadRequest, match="held for a legal reason"):
        retention.propose_erasing(by=manager(), individual=of, kind=RetentionKind.DISPOSE, words="Over")
    retention.end_hold(by=manager(), individual=of, words="The appeal is over")
    by = manager()
    retention.propose_erasing(by=by, individual=of, kind=RetentionKind.DISPOSE, words="Over")
    with pytest.raises(Refused, match="Somebody else must approve it"):
        retention.approve_erasing(by=by, individual=of)
    batch = received(by, sheet(person()))
    row = batch.rows.model(batch=batch, line=2, values={}, individual=of)
    factories.save(row)
    with pytest.raises(BadRequest, match="import that is not finished"):
        retention.approve_erasing(by=manager(), individual=of)
    retention.refuse_erasing(by=manager(), individual=of, words="Not yet")
    assert Individual.unscoped.filter(pk=of.pk).exists()


def test_added_in_error_is_erased_at_once_and_whoever_read_it_is_told() -> None:
    of = factories.individual()
    factories.agreement("NCA", hubs=["WM"], phases=[Phase.CUS])
    nca = factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA")
    of.refresh_from_db()  # the database gives it its cell
    with transaction.atomic(), seeing(nca):
        note_reading(nca, of, page="overview")
    proposed = factories.list_exit(of, reason="ERROR")
    leaving.approve_exit(by=manager(), proposed=proposed)
    assert not Individual.unscoped.filter(pk=of.pk).exists()
    assert DisposalCertificate.objects.get().shown_reference == of.shown_reference
    notice = Notice.objects.get(agency="NCA", kind="EXIT")
    assert notice.sentence.startswith(f"{of.shown_reference} should never have been on the list.")


def test_every_model_about_an_individual_is_erased() -> None:
    """What row-level security holds for facts and decisions is what the function goes through."""
    assert {model.__name__ for model in paths_to_an_individual()} >= {
        "Alias", "Identifier", "KeyDate", "PhasePeriod", "PossibleMatch", "NamedShare", "IndividualGrant",
        "NamedPerson", "ConflictMark", "EmergencyAccess", "AccessRequest", "ImportRow", "SheetReference", "ListExit",
        "RetentionDecision",
    }  # fmt: skip


def test_the_pages_lead_to_the_certificate(sign_in: Callable[..., Client]) -> None:
    of, first, second = factories.individual(), sign_in(RoleCode.HUB_MANAGER), sign_in(RoleCode.HUB_MANAGER)
    factories.list_exit(of, approved=True)
    answers = {"reason": "Nothing has come up", "version": of.version}
    page = "individual_retention_decide"
    proposed = first.post(reverse(page, args=[of.shown_reference, "dispose"]), answers, follow=True)
    assert "Dispose of the record: Nothing has come up" in told(proposed)
    approved = second.post(reverse(page, args=[of.shown_reference, "approve"]), answers, follow=True)
    assert "Certificate of disposal" in told(approved)
    assert of.shown_reference in told(sign_in(RoleCode.DPO_IG, None, "HMPPS-CENTRAL").get(reverse("certificate_list")))
    assert second.get(reverse("individual_overview", args=[of.reference])).status_code == 404
