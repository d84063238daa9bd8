"""Gives committed events their place in the Merkle tree and signs what the tree then is.

Runs in a process of its own, with the only copy of the signing key and a role that may add to the tree and nothing
else. An event gets its place once no transaction that is still running could have come before it, so that nothing has
to be inserted later; rolled-back transactions leave no gap, because places are counted and not taken from a sequence.
"""

from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from sharing.audit.offline_verifier import Checkpoint, Frontier, Verifier, leaf_hash, sign
from sharing.audit.recording import canonical

_LOCK = "select pg_try_advisory_xact_lock(hashtextextended('audit sequencer', 0)) as free"
_LAST = "select size, peaks, horizon from sharing_auditcheckpoint order by id desc limit 1"
# The first transaction that still runs, unless it is known to run in another database of the same server, whose long
# transactions would hold this trail up.
_NOW = """
select clock_timestamp() as now, coalesce(
    (select min(xid::text::bigint) from pg_snapshot_xip(pg_current_snapshot()) xid where not exists (
        select from pg_locks held join pg_stat_activity other using (pid)
        where held.locktype = 'transactionid' and held.mode = 'ExclusiveLock' and held.transactionid = xid::xid
            and other.datname <> current_database())),
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint) as horizon
"""
FIELDS = (
    "id", "at", "operation", "actor_id", "membership_id", "job", "agency", "hub", "role", "subject_kind", "subject_ref",
    "commitment",
)  # fmt: skip
_EVENTS = f"select {', '.join(FIELDS)} from sharing_auditevent event "
_COMMITTED = _EVENTS + "where xid >= %s::text::xid8 and xid < %s::text::xid8 order by id"
_LEFT_OUT = _EVENTS + "where not exists (select from sharing_auditleaf where event_id = event.id) order by id"


@dataclass(frozen=True, slots=True)
class Seal:
    """What one run of the sequencer did: how many events it placed, and the checkpoint, None when there were none."""

    placed: int
    checkpoint: Checkpoint | None


def leaf_of(event: dict[str, Any]) -> bytes:
    """Return what the tree holds of an event: everything but the details, for which their commitment stands."""
    return canonical({**event, "at": event["at"].astimezone(UTC).isoformat(timespec="microseconds")})


def seal(connection: psycopg.Connection[Any], name: str, key: Ed25519PrivateKey) -> Seal:
    """Place every event that is ready and sign the tree, in one transaction; a second sequencer does nothing.

    Args:
        connection: in the sequencer's role.
        name: of the log.
        key: to sign with.
    """
    with connection.transaction(), connection.cursor(row_factory=dict_row) as cursor:
        if not _row(cursor.execute(_LOCK))["free"]:
            return Seal(0, None)
        last = cursor.execute(_LAST).fetchone() or {"size": 0, "peaks": [], "horizon": 0}
        frontier = Frontier(last["size"], [bytes.fromhex(peak) for peak in last["peaks"]])
        now = _row(cursor.execute(_NOW))
        restored = last["horizon"] > now["horizon"]  # another cluster counts its transactions from another number
        ready = cursor.execute(_LEFT_OUT) if restored else cursor.execute(_COMMITTED, [last["horizon"], now["horizon"]])
        events = ready.fetchall()
        if not events:
            return Seal(0, None)
        with connection.cursor().copy("copy sharing_auditleaf (index, event_id, event_at, hash) from stdin") as leaves:
            for event in events:
                placed = leaf_hash(leaf_of(event))
                leaves.write_row((frontier.size, event["id"], event["at"], placed))
                frontier.add(placed)
        checkpoint = Checkpoint(name, frontier.size, frontier.root(), now["now"].astimezone(UTC))
        cursor.execute(
            "insert into sharing_auditcheckpoint (size, at, note, peaks, horizon) values (%s, %s, %s, %s, %s)",
            [
                checkpoint.size, checkpoint.at, sign(checkpoint.text, name, key),
                Jsonb([peak.hex() for peak in frontier.peaks]), now["horizon"],
            ],
        )  # fmt: skip
        return Seal(len(events), checkpoint)


def _row(cursor: psycopg.Cursor[Any]) -> dict[str, Any]:
    row = cursor.fetchone()
    assert row is not None
    return dict(row)


def hand_over(connection: psycopg.Connection[Any], directory: Path) -> int:
    """Write the checkpoints that a witness does not have yet to a directory outside the database; return how many.

    Args:
        connection: in the sequencer's role.
        directory: of the witness.
    """
    directory.mkdir(parents=True, exist_ok=True)
    place = str(directory)
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(
            "select id, size, note from sharing_auditcheckpoint where id > (select coalesce(max(checkpoint_id), 0)"
            " from sharing_auditwitness where place = %s) order by id",
            [place],
        )
        notes = cursor.fetchall()
        for number, size, note in notes:
            _write(directory / f"{size:015}-{number}.txt", note)
        if notes:
            cursor.execute(
                "insert into sharing_auditwitness (checkpoint_id, place) values (%s, %s)", [notes[-1][0], place]
            )
    return len(notes)


def _write(file: Path, note: str) -> None:
    """Write a note whole or not at all."""
    draft = file.with_suffix(".new")
    draft.write_text(note)
    draft.replace(file)


def read_key(file: Path) -> Ed25519PrivateKey:
    """Return the signing key that a file holds as 64 hexadecimal digits."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text().strip()))


def verifier_of(name: str, key: Ed25519PrivateKey) -> Verifier:
    """Return what others verify the log with."""
    return Verifier(name, key.public_key())
