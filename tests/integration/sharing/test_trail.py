"""The trail in the database: sealed by its own role and key, verified offline, and honest about what was done to it."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from psycopg.conninfo import make_conninfo

from marsoc.kit import clock
from marsoc.kit.database import APPLICATION_ROLE
from sharing import audit
from sharing.audit.export import export_trail
from sharing.audit.offline_verifier import Checkpoint, Verifier, verify
from sharing.audit.sequencer import hand_over, seal, verifier_of
from sharing.enums import Operation, RoleCode
from sharing.errors import AuditUnavailable
from sharing.models import AuditCheckpoint, AuditEvent, AuditLeaf
from sharing.queries.trail import sealing_behind
from sharing.viewer import system_viewer
from tests.conftest import OWNER_ROLE

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "marsoc.test/audit"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
BY = system_viewer("tests")


def address(role: str) -> str:
    """Return the address of the test database for a role."""
    given = connection.settings_dict
    return make_conninfo(dbname=given["NAME"], user=role, host=given["HOST"], port=given["PORT"] or None)


@pytest.fixture
def sealer() -> Iterator[psycopg.Connection[Any]]:
    """The sequencer's own connection."""
    with psycopg.connect(address("marsoc_sealer"), autocommit=True) as made:
        yield made


@pytest.fixture
def owner() -> Iterator[psycopg.Connection[Any]]:
    """Somebody who owns the tables, as an administrator of the database does."""
    with psycopg.connect(address(OWNER_ROLE), autocommit=True) as made:
        yield made


def write(count: int = 1, **details: Any) -> None:
    """Write some events."""
    for number in range(count):
        with transaction.atomic():
            audit.record(BY, Operation.CONSULT, kind="individual", ref="HK47-2MRX", number=number, **details)


def verified(directory: Path, witness: Path | None = None) -> str:
    """Export the trail and return what verifying it says."""
    export_trail(directory)
    return verify(directory, verifier_of(NAME, KEY), witness)


def test_committed_events_get_places_without_a_gap_and_the_export_holds(
    sealer: psycopg.Connection[Any], tmp_path: Path
) -> None:
    write(3)
    with transaction.atomic():
        audit.record(BY, Operation.CONSULT, kind="individual")
        transaction.set_rollback(True)
    write(2)
    assert seal(sealer, NAME, KEY).placed == 5
    write(4)
    seal(sealer, NAME, KEY)

    assert list(AuditLeaf.objects.order_by("index").values_list("index", flat=True)) == list(range(9))
    assert verified(tmp_path / "export").startswith("9 events (0 to 8) and 2 checkpoints hold")


def test_an_event_waits_until_nothing_can_come_before_it(sealer: psycopg.Connection[Any]) -> None:
    """While an older transaction runs, a younger event that is committed has no place yet; none is ever inserted."""
    with psycopg.connect(address(APPLICATION_ROLE)) as older:
        older.execute("select pg_current_xact_id()")
        write()
        assert seal(sealer, NAME, KEY).placed == 0
        older.rollback()
    assert seal(sealer, NAME, KEY).placed == 1


def test_two_sequencers_at_once_place_every_event_once() -> None:
    write(30)
    placed: list[int] = []

    def run() -> None:
        with psycopg.connect(address("marsoc_sealer"), autocommit=True) as own:
            placed.extend(seal(own, NAME, KEY).placed for _ in range(5))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(placed) == 30
    assert AuditLeaf.objects.count() == 30


def test_the_application_and_the_sequencer_can_only_add(sealer: psycopg.Connection[Any]) -> None:
    """Neither changes, removes or empties anything; the application cannot seal, nor reach a partition by its name."""
    write()
    seal(sealer, NAME, KEY)
    month = f"sharing_auditevent_{clock.now():%Y_%m}"
    with psycopg.connect(address(APPLICATION_ROLE), autocommit=True) as application:
        for statement in (
            "update sharing_auditevent set subject_ref = ''",
            "delete from sharing_auditevent",
            "truncate sharing_auditevent",
            f"update {month} set subject_ref = ''",
            f"insert into {month} (operation) values ('CONSULT')",
            "with gone as (delete from sharing_auditevent returning 1) select * from gone",
            "merge into sharing_auditevent using (select 1) as one on true when matched then delete",
            "insert into sharing_auditleaf (index, event_id, event_at, hash) values (9, 9, now(), '')",
            "delete from sharing_auditcheckpoint",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(statement)
    for statement in (
        "delete from sharing_auditleaf",
        "update sharing_auditevent set job = ''",
        "truncate sharing_auditleaf",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sealer.execute(statement)


FIRST = "where id = (select min(id) from sharing_auditevent)"


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        (f"update sharing_auditevent set operation = 'EXPORT' {FIRST}", "Event 0 was changed."),
        (f"update sharing_auditevent set details = '{{}}' {FIRST}", "The detail of event 0 was changed."),
        (
            "delete from sharing_auditevent where id = (select event_id from sharing_auditleaf where index = 1)",
            "Event 1 is missing.",
        ),
    ],
)
def test_what_an_administrator_does_to_the_tables_is_named(
    sealer: psycopg.Connection[Any], owner: psycopg.Connection[Any], tmp_path: Path, tampering: str, sentence: str
) -> None:
    write(3)
    seal(sealer, NAME, KEY)
    owner.execute("alter table sharing_auditevent disable trigger user")
    owner.execute(tampering)
    owner.execute("alter table sharing_auditevent enable trigger user")
    with pytest.raises(Exception, match=sentence.replace(".", r"\.")):
        verified(tmp_path / "export")


def test_erased_detail_leaves_the_tree_verifying(
    sealer: psycopg.Connection[Any], owner: psycopg.Connection[Any], tmp_path: Path
) -> None:
    write(2)
    seal(sealer, NAME, KEY)
    owner.execute("alter table sharing_auditevent disable trigger user")
    owner.execute("update sharing_auditevent set details = '{}', salt = null")
    owner.execute("alter table sharing_auditevent enable trigger user")
    assert "the detail of 2 has been erased" in verified(tmp_path / "export")


def test_a_database_restored_to_before_a_witnessed_checkpoint_is_told_as_restored(
    sealer: psycopg.Connection[Any], owner: psycopg.Connection[Any], tmp_path: Path
) -> None:
    write(2)
    seal(sealer, NAME, KEY)
    write(2)
    seal(sealer, NAME, KEY)
    hand_over(sealer, tmp_path / "witness")
    tables = ("sharing_auditevent", "sharing_auditleaf", "sharing_auditcheckpoint")
    for table in tables:
        owner.execute(f"alter table {table} disable trigger user")
    owner.execute("delete from sharing_auditevent where id in (select event_id from sharing_auditleaf where index > 1)")
    owner.execute("delete from sharing_auditleaf where index > 1")
    owner.execute("delete from sharing_auditcheckpoint where size > 2")
    for table in tables:
        owner.execute(f"alter table {table} enable trigger user")
    with pytest.raises(Exception, match="was restored to before the witnessed checkpoint of 4 events"):
        verified(tmp_path / "export", tmp_path / "witness")


def test_the_witness_is_handed_every_checkpoint_once(sealer: psycopg.Connection[Any], tmp_path: Path) -> None:
    for _ in range(3):
        write()
        seal(sealer, NAME, KEY)
    assert (hand_over(sealer, tmp_path), hand_over(sealer, tmp_path)) == (3, 0)
    assert len(list(tmp_path.iterdir())) == AuditCheckpoint.objects.count() == 3


def test_how_far_sealing_lags_behind_can_be_told(sealer: psycopg.Connection[Any], tmp_path: Path) -> None:
    """The two figures that readiness answers with."""
    assert sealing_behind() == (None, None)
    write()
    waiting = sealing_behind().unplaced
    assert waiting is not None
    assert waiting > timedelta(0)
    seal(sealer, NAME, KEY)
    assert sealing_behind() == (None, None)
    hand_over(sealer, tmp_path)
    witnessed = sealing_behind().witnessed
    assert witnessed is not None
    assert timedelta(0) <= witnessed < timedelta(minutes=1)


def test_a_missing_month_makes_the_trail_unavailable_until_it_is_made(owner: psycopg.Connection[Any]) -> None:
    """As at midnight on the last day of a month whose successor nobody made."""
    month = f"sharing_auditevent_{clock.now():%Y_%m}"
    owner.execute(f"drop table {month}")
    with pytest.raises(AuditUnavailable), transaction.atomic():
        audit.record(BY, Operation.CONSULT, kind="individual")
    with connection.cursor() as cursor:
        cursor.execute("select make_audit_partitions(1)")
    write()
    assert AuditEvent.objects.count() == 1


def test_a_note_of_a_megabyte_is_kept_as_its_digest(sealer: psycopg.Connection[Any], tmp_path: Path) -> None:
    write(note="x" * 1_000_000, name="İ\u0307 ﬁ 北京 \N{COMBINING ACUTE ACCENT}")
    (event,) = AuditEvent.objects.all()
    assert event.details["note"]["length"] == 1_000_000
    seal(sealer, NAME, KEY)
    assert verified(tmp_path / "export").startswith("1 events")


def test_texts_that_look_alike_have_the_same_digest() -> None:
    assert audit.digest({"text": "Zo\u00eb"}) == audit.digest({"text": "Zoe\u0308"}) != audit.digest({"text": "Zoe"})


def test_an_export_of_some_days_holds_those_and_still_verifies(sealer: psycopg.Connection[Any], tmp_path: Path) -> None:
    write(3)
    seal(sealer, NAME, KEY)
    later = clock.now() + timedelta(days=1)
    assert export_trail(tmp_path / "export", since=later) == 0
    assert verify(tmp_path / "export", verifier_of(NAME, KEY)).startswith("0 events")


def test_any_agency_downloads_the_checkpoint_and_verifies_it(
    sealer: psycopg.Connection[Any], sign_in: Callable[..., Client]
) -> None:
    """Before the first there is a page that says so; later the page gives out the note as it was signed."""
    client = sign_in(RoleCode.AGENCY_CONTRIB, None, "NCA")
    assert "No checkpoint has been signed yet" in client.get(reverse("checkpoint")).content.decode()
    assert client.get(reverse("checkpoint_download"))["Location"] == reverse("checkpoint")
    write(3)
    seal(sealer, NAME, KEY)
    size = AuditCheckpoint.objects.get().size

    assert f">{size}<" in client.get(reverse("checkpoint")).content.decode()
    kept = client.get(reverse("checkpoint_download")).content.decode()

    assert Checkpoint.parse(verifier_of(NAME, KEY).open(kept)).size == size


def test_the_commands_make_a_key_seal_export_and_verify(tmp_path: Path, settings: Any) -> None:
    out = StringIO()
    call_command("make_audit_key", tmp_path / "key", stdout=out)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    settings.AUDIT_KEY_FILE, settings.AUDIT_PUBLIC_KEY = str(tmp_path / "key"), out.getvalue()
    settings.DATABASE_SEALER_URL, settings.AUDIT_WITNESS = address("marsoc_sealer"), str(tmp_path / "witness")
    write(2)
    call_command("sequence_audit", "--once")
    call_command("audit_export", tmp_path / "export", stdout=StringIO())
    verified_live = StringIO()
    call_command("verify_audit", "--live", "--witness", tmp_path / "witness", stdout=verified_live)
    assert "1 witnessed checkpoints agree" in verified_live.getvalue()
    next((tmp_path / "export").glob("events-*")).write_text("")
    with pytest.raises(CommandError, match=r"Event 0 is missing\."):
        call_command("verify_audit", tmp_path / "export")
    assert Verifier.parse(out.getvalue()).name == settings.AUDIT_NAME
