"""The offline verifier: it names the first thing that is wrong, and how; honest oddities are no tampering."""

import ast
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sharing.audit import offline_verifier as verifier
from sharing.audit.offline_verifier import Checkpoint, Frontier, Verifier, Wrong, commitment, leaf_hash, sign, verify

NAME = "marsoc.test/audit"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
BEGAN = datetime(2026, 11, 24, 9, tzinfo=UTC)
# The leaves that the reference implementation of RFC 6962 is tested with, and the roots over the first one to eight.
RFC_LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
RFC_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
# The example of Go's note package, made by other people's code.
NOTE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "\N{EM DASH} PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


@dataclass
class Trail:
    """A trail that can be written as an export, and tampered with before."""

    events: list[tuple[bytes, bytes, bytes]] = field(default_factory=list)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    key: Ed25519PrivateKey = KEY

    def add(self, at: datetime, **detail: object) -> None:
        """Add an event."""
        salt, said = bytes(16), json.dumps(detail).encode()
        leaf = {
            "at": at.isoformat(),
            "commitment": commitment(salt, said),
            "id": len(self.events),
            "operation": "CONSULT",
        }
        self.events.append((json.dumps(leaf, sort_keys=True, separators=(",", ":")).encode(), salt, said))

    def check(self, at: datetime) -> None:
        """Add a checkpoint over the events so far."""
        frontier = Frontier()
        for leaf, _, _ in self.events:
            frontier.add(leaf_hash(leaf))
        self.checkpoints.append(Checkpoint(NAME, frontier.size, frontier.root(), at))

    def write(self, directory: Path) -> Path:
        """Write it as an export."""
        (directory / "checkpoints").mkdir(parents=True)
        (directory / f"events-0-{len(self.events) - 1}.tsv").write_bytes(
            b"".join(
                b"%d\t%s\t%s\t%s\n" % (at, leaf, salt.hex().encode(), said)
                for at, (leaf, salt, said) in enumerate(self.events)
            )
        )
        (directory / "leaves.bin").write_bytes(b"".join(leaf_hash(leaf) for leaf, _, _ in self.events))
        for number, each in enumerate(self.checkpoints):
            (directory / "checkpoints" / f"{number}.txt").write_text(sign(each.text, NAME, self.key))
        return directory


@pytest.fixture
def trail() -> Trail:
    """Six events an hour apart, and a checkpoint after every second."""
    made = Trail()
    for hour in range(6):
        made.add(BEGAN + timedelta(hours=hour), page="custody", hour=hour)
        if hour % 2:
            made.check(BEGAN + timedelta(hours=hour, seconds=2))
    return made


def told(directory: Path, witness: Path | None = None) -> str:
    """Return what is wrong with an export."""
    with pytest.raises(Wrong) as wrong:
        verify(directory, Verifier(NAME, KEY.public_key()), witness)
    return str(wrong.value)


def rewrite(directory: Path, name: str, change: Callable[[list[bytes]], object]) -> Path:
    """Change the lines of a file of an export."""
    file = next(directory.glob(name))
    lines = file.read_bytes().splitlines(keepends=True)
    change(lines)
    file.write_bytes(b"".join(lines))
    return directory


def test_the_tree_is_that_of_rfc_6962() -> None:
    frontier = Frontier()
    assert frontier.root() == hashlib.sha256(b"").digest()
    for leaf, root in zip(RFC_LEAVES, RFC_ROOTS, strict=True):
        frontier.add(leaf_hash(bytes.fromhex(leaf)))
        assert frontier.root().hex() == root


def merkle_tree_hash(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 2.1, written down as it stands there."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + merkle_tree_hash(leaves[:split]) + merkle_tree_hash(leaves[split:])).digest()


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_the_tree_grown_leaf_by_leaf_is_the_tree_of_the_definition(leaves: list[bytes]) -> None:
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf_hash(leaf))
    assert frontier.root() == merkle_tree_hash(leaves)
    assert len(frontier.peaks) == len(leaves).bit_count()


def test_a_note_signed_by_other_software_opens_and_a_changed_one_does_not() -> None:
    other = Verifier.parse(NOTE_KEY)
    assert other.open(NOTE) == NOTE.partition("\n\n")[0] + "\n"
    assert other.line == NOTE_KEY
    with pytest.raises(Wrong, match="changed after it was signed"):
        other.open(NOTE.replace("problem,", "question,"))
    with pytest.raises(Wrong, match="another key"):
        Verifier(NAME, KEY.public_key()).open(NOTE)


def test_an_honest_trail_holds(trail: Trail, tmp_path: Path) -> None:
    summary = verify(trail.write(tmp_path / "export"), Verifier(NAME, KEY.public_key()))
    assert summary.startswith("6 events (0 to 5) and 3 checkpoints hold; the tree has 6 events")


def test_a_changed_event_is_named(trail: Trail, tmp_path: Path) -> None:
    directory = trail.write(tmp_path / "export")
    rewrite(directory, "events-*", lambda lines: lines.__setitem__(3, lines[3].replace(b"CONSULT", b"EXPORT")))
    assert told(directory) == "Event 3 was changed."


def test_an_event_changed_with_its_hash_is_told_by_the_first_checkpoint_over_it(trail: Trail, tmp_path: Path) -> None:
    leaf, salt, said = trail.events[3]
    trail.events[3] = (leaf.replace(b"CONSULT", b"EXPORT"), salt, said)
    assert told(trail.write(tmp_path / "export")).startswith("Checkpoint of 4 events")


def test_a_changed_detail_is_named_and_an_erased_one_is_no_fault(trail: Trail, tmp_path: Path) -> None:
    directory = trail.write(tmp_path / "export")
    rewrite(directory, "events-*", lambda lines: lines.__setitem__(2, lines[2].replace(b'"hour": 2', b'"hour": 9')))
    assert told(directory) == "The detail of event 2 was changed."

    def erase(lines: list[bytes]) -> None:
        lines[2] = b"\t".join([*lines[2].split(b"\t")[:2], b"-", b"-\n"])

    rewrite(directory, "events-*", erase)
    assert "the detail of 1 has been erased" in verify(directory, Verifier(NAME, KEY.public_key()))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda lines: lines.pop(2), "Event 2 is missing."),
        (lambda lines: lines.pop(), "Event 5 is missing."),
        (lambda lines: lines.insert(4, lines[1]), "Event 1 stands out of order."),
        (lambda lines: lines.__setitem__(1, b"damaged\n"), "Line 2 of the events is damaged."),
    ],
)
def test_missing_reordered_and_damaged_events_are_named(
    trail: Trail, tmp_path: Path, change: Callable[[list[bytes]], object], sentence: str
) -> None:
    assert told(rewrite(trail.write(tmp_path / "export"), "events-*", change)) == sentence


def test_a_truncated_trail_is_told_by_what_was_signed(trail: Trail, tmp_path: Path) -> None:
    directory = trail.write(tmp_path / "export")
    leaves = directory / "leaves.bin"
    leaves.write_bytes(leaves.read_bytes()[:-64])
    assert told(directory) == "The trail was truncated: 4 events of the 6 that were signed are left."


def test_a_trail_signed_anew_with_another_key_is_told(trail: Trail, tmp_path: Path) -> None:
    trail.key = Ed25519PrivateKey.generate()
    assert told(trail.write(tmp_path / "export")) == "Checkpoint 0.txt is signed with another key."


def test_a_checkpoint_changed_after_it_was_signed_is_told(trail: Trail, tmp_path: Path) -> None:
    directory = trail.write(tmp_path / "export")
    rewrite(directory / "checkpoints", "1.txt", lambda lines: lines.__setitem__(1, b"5\n"))
    assert told(directory) == "Checkpoint 1.txt was changed after it was signed."


def test_a_forked_trail_disagrees_with_the_witness(trail: Trail, tmp_path: Path) -> None:
    kept = trail.write(tmp_path / "kept") / "checkpoints"
    forked = Trail()
    for hour in range(6):
        forked.add(BEGAN + timedelta(hours=hour), page="list", hour=hour)
    forked.check(BEGAN + timedelta(hours=6))
    assert told(forked.write(tmp_path / "export"), kept).startswith(
        "The trail was forked: the witnessed checkpoint of 2"
    )


def test_a_trail_restored_to_before_a_witnessed_checkpoint_is_told_as_restored(trail: Trail, tmp_path: Path) -> None:
    kept = trail.write(tmp_path / "kept") / "checkpoints"
    older = Trail(trail.events[:4], trail.checkpoints[:2])
    assert told(older.write(tmp_path / "export"), kept).startswith(
        "The trail was restored to before the witnessed checkpoint of 6"
    )


def test_a_backdated_event_is_named(trail: Trail, tmp_path: Path) -> None:
    trail.add(BEGAN, page="custody")
    trail.check(BEGAN + timedelta(hours=7))
    assert told(trail.write(tmp_path / "export")).startswith("Event 6 was backdated: it says 2026-11-24T09:00")


def test_a_clock_that_jumped_back_is_no_tampering(trail: Trail, tmp_path: Path) -> None:
    trail.add(BEGAN, page="custody")
    trail.check(BEGAN + timedelta(seconds=2))
    assert verify(trail.write(tmp_path / "export"), Verifier(NAME, KEY.public_key())).startswith("7 events")


def test_events_of_the_same_microsecond_and_burnt_ids_are_no_tampering(tmp_path: Path) -> None:
    trail = Trail()
    for _ in range(3):
        trail.add(BEGAN, page="custody")
    trail.check(BEGAN)
    trail.check(BEGAN + timedelta(seconds=1))
    assert verify(trail.write(tmp_path / "export"), Verifier(NAME, KEY.public_key())).startswith("3 events")


def test_a_checkpoint_of_another_log_is_refused(trail: Trail, tmp_path: Path) -> None:
    trail.checkpoints[0] = replace(trail.checkpoints[0], origin="other.test/audit")
    assert told(trail.write(tmp_path / "export")) == "Checkpoint 0.txt is of another log, other.test/audit."


def test_the_file_stands_alone_and_speaks_by_its_exit_code(trail: Trail, tmp_path: Path) -> None:
    """Run by path, without Django's settings; it imports the standard library and cryptography."""
    directory = trail.write(tmp_path / "export")
    key = tmp_path / "key"
    key.write_text(Verifier(NAME, KEY.public_key()).line)

    def run() -> tuple[int, str]:
        command = [sys.executable, "-I", verifier.__file__, str(directory), "--public-key", str(key)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        return done.returncode, done.stdout

    assert run() == (0, verify(directory, Verifier.parse(key.read_text())) + "\n")
    rewrite(directory, "events-*", lambda lines: lines.pop(0))
    assert run() == (1, "Event 0 is missing.\n")


def test_the_file_imports_nothing_of_ours() -> None:
    tree = ast.parse(Path(verifier.__file__).read_text())
    modules = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    assert modules - set(sys.stdlib_module_names) == {"cryptography"}
