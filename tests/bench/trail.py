"""The audit trail: what writing it costs a page and eight writers at once, and how fast an export is verified."""

import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from psycopg.conninfo import make_conninfo

from cohort.models import Individual
from sharing import audit
from sharing.audit.offline_verifier import (
    CHECKPOINTS,
    LEAVES,
    Checkpoint,
    Frontier,
    commitment,
    events_file,
    leaf_hash,
    sign,
)
from sharing.audit.recording import canonical
from sharing.audit.sequencer import seal, verifier_of
from sharing.enums import RoleCode
from sharing.seeing import seeing
from tests.bench import world
from tests.bench.harness import REPEATS, Figure, benchmark, ratio, same
from tests.bench.reads import get, member, session_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WRITERS, SECONDS, ROUNDS, HOLD = 8, 2.0, 4, 0.010
EVENTS = 1_000_000
_EVENT = """
insert into {table} (operation, job, agency, hub, role, subject_kind, subject_ref, details, salt, commitment)
values ('CONSULT', '', 'ROCU', 'WM', 'HUB_OFFICER', 'individual', 'HK47-2MRX', '{{"page": "overview"}}', %s, %s)
"""


@benchmark
def trail_on_pages() -> Iterator[Figure]:
    """The list and a record through the WSGI application, with the event they leave and without."""
    application = get_wsgi_application()
    viewer = member("trail", RoleCode.HUB_OFFICER, "WM", "ROCU")
    session = session_of(viewer)
    with seeing(viewer):
        reference = Individual.unscoped.visible_to(viewer).latest("pk").shown_reference
    recording = audit.record
    times = {}
    for name, address in (("list", "/individuals/"), ("record", f"/individuals/{reference}/")):

        def product(address: str = address) -> tuple[str, bytes]:
            return get(application, address, session)

        def without(address: str = address) -> tuple[str, bytes]:
            audit.record = lambda *_, **__: None
            try:
                return get(application, address, session)
            finally:
                audit.record = recording

        same((product()[0], without()[0]), ("200 OK", "200 OK"))
        times[name] = ratio(product, without)
    each = ", ".join(f"{name}: {value:.3f}" for name, value in times.items())
    what = f"a page with its audit event / without, worst page ({each})"
    yield Figure("audit_event", what, max(times.values()), 1.10, "lower", REPEATS)


@benchmark
def writers_at_once() -> Iterator[Figure]:
    """Eight writers that hold their transaction ten milliseconds after the event, the sequencer running beside them."""
    with world.floor_connection() as owner:
        owner.execute("create table bench_event (like sharing_auditevent including defaults including identity)")
        owner.execute("grant all on bench_event to marsoc_app")
    plain, product = [], []
    for _ in range(ROUNDS):
        plain.append(_rate("bench_event"))
        with _sequencing():
            product.append(_rate("sharing_auditevent"))
    value = statistics.median(product) / statistics.median(plain)
    what = f"events a second of {WRITERS} writers, sealed as they come ({statistics.median(product):.0f}) / plain rows"
    yield Figure("B9", what, value, 0.95, "higher", ROUNDS)


def _rate(table: str) -> float:
    """Return how many events a second the writers get in."""
    written = [0] * WRITERS
    until = time.monotonic() + SECONDS

    def write(number: int) -> None:
        with psycopg.connect(_address("marsoc_app")) as own:
            while time.monotonic() < until:
                own.execute(_EVENT.format(table=table), [b"0123456789abcdef", "0" * 64])
                time.sleep(HOLD)
                own.commit()
                written[number] += 1

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(written) / SECONDS


@contextlib.contextmanager
def _sequencing() -> Iterator[None]:
    """Run a block with a sequencer beside it."""
    ended = threading.Event()

    def run() -> None:
        with psycopg.connect(_address("marsoc_sealer"), autocommit=True) as own:
            while not ended.wait(0.5):
                seal(own, "bench", KEY)

    thread = threading.Thread(target=run)
    thread.start()
    yield
    ended.set()
    thread.join()


def _address(role: str) -> str:
    given = settings.DATABASES["default"]
    return make_conninfo(dbname=given["NAME"], user=role, host=given["HOST"], port=given["PORT"] or None)


@benchmark
def verifying() -> Iterator[Figure]:
    """A million events verified offline by the one file, in a process of its own."""
    with tempfile.TemporaryDirectory() as directory:
        export = Path(directory)
        _export(export)
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "sharing/audit/offline_verifier.py", str(export), "--public-key", str(export / "key")],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        took = time.perf_counter() - began
    same((done.returncode, done.stdout.split()[0]), (0, str(EVENTS)))
    yield Figure("verify_rate", "events verified a second on one core", EVENTS / took, 100_000, "higher", 1)


def _export(directory: Path) -> None:
    (directory / CHECKPOINTS).mkdir()
    (directory / "key").write_text(verifier_of("bench", KEY).line)
    frontier, at = Frontier(), datetime(2026, 11, 1, tzinfo=UTC)
    details = canonical({"page": "overview", "categories": ["IDENTITY", "CUSTODY"]})
    salt = bytes(16)
    leaf = {
        "at": at.isoformat(timespec="microseconds"), "operation": "CONSULT", "actor_id": 1, "membership_id": 1,
        "job": "", "agency": "ROCU", "hub": "WM", "role": "HUB_OFFICER", "subject_kind": "individual",
        "subject_ref": "HK47-2MRX", "commitment": commitment(salt, details),
    }  # fmt: skip
    with (directory / events_file(0, EVENTS - 1)).open("wb") as events, (directory / LEAVES).open("wb") as leaves:
        for number in range(EVENTS):
            written = json.dumps({**leaf, "id": number}, sort_keys=True, separators=(",", ":")).encode()
            events.write(b"\t".join([str(number).encode(), written, salt.hex().encode(), details]) + b"\n")
            placed = leaf_hash(written)
            leaves.write(placed)
            frontier.add(placed)
    checkpoint = Checkpoint("bench", EVENTS, frontier.root(), at)
    (directory / CHECKPOINTS / "1.txt").write_text(sign(checkpoint.text, "bench", KEY))
