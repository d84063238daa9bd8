"""Verifies an export of the audit trail, offline, with this one file: no database, no Django, only ``cryptography``.

    python offline_verifier.py EXPORT_DIR --public-key FILE [--witness DIR]

An export holds ``events-FIRST-LAST.tsv`` (one event a line: its index in the tree, its leaf as JSON, the salt and the
detail that the leaf commits to, parted by tabs; the last two are ``-`` once erased), ``leaves.bin`` (the hash of every
leaf up to the last checkpoint, 32 bytes each) and ``checkpoints/`` (signed notes, one a file). The tree is that of RFC
6962, notes and checkpoints are those of C2SP. The exit code is 0 when everything holds and 1 when something does not;
the one line printed then names the first event or checkpoint that is wrong, and how.
"""

import argparse
import base64
import binascii
import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ERASED = "-"
LEAVES, CHECKPOINTS = "leaves.bin", "checkpoints"
_HASH_SIZE = 32
_ED25519 = b"\x01"
_DASH = "\N{EM DASH} "
_SLACK = timedelta(minutes=5)  # longer than any transaction may last, so that no honest event is that late


class Wrong(Exception):
    """What does not hold: the first event or checkpoint that is wrong, and how."""


def events_file(first: int, last: int) -> str:
    """Return the name of the file that holds the events from one index to another."""
    return f"events-{first}-{last}.tsv"


def leaf_hash(leaf: bytes) -> bytes:
    """Return the RFC 6962 hash of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the RFC 6962 hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def commitment(salt: bytes, detail: bytes) -> str:
    """Return what a leaf holds in place of a detail, so that the detail can be erased and the tree still verifies."""
    return hashlib.sha256(salt + detail).hexdigest()


@dataclass
class Frontier:
    """The right edge of a Merkle tree that grows: enough to add leaves and to tell the root.

    ``peaks`` are the roots of the perfect subtrees that make up the tree, the largest first.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """Add the hash of the next leaf."""
        merged, left = leaf, self.size
        while left & 1:
            merged = node_hash(self.peaks.pop(), merged)
            left >>= 1
        self.peaks.append(merged)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree as it is."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


@dataclass(frozen=True)
class Checkpoint:
    """What a log says of itself at an instant: how many leaves it has, and the root over them."""

    origin: str
    size: int
    root: bytes
    at: datetime

    @property
    def text(self) -> str:
        """The body of the signed note; the instant is its one extension line."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\nat {self.at.isoformat()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Return the checkpoint that a note's body holds.

        Raises:
            Wrong: it is no checkpoint.
        """
        lines = text.split("\n")
        try:
            origin, size, root = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
            at = datetime.fromisoformat(next(line[3:] for line in lines[3:] if line.startswith("at ")))
        except (IndexError, ValueError, StopIteration) as error:
            raise Wrong("is no checkpoint") from error
        if not origin or size < 0 or str(size) != lines[1] or len(root) != _HASH_SIZE:
            raise Wrong("is no checkpoint")
        return cls(origin, size, root, at)


@dataclass(frozen=True)
class Verifier:
    """The name of a log and its public key."""

    name: str
    key: Ed25519PublicKey

    @classmethod
    def parse(cls, line: str) -> "Verifier":
        """Return the verifier that a C2SP line ``name+id+key`` stands for.

        Raises:
            Wrong: it is no such line, or the id is not that of the key.
        """
        try:
            name, identity, encoded = line.strip().split("+", 2)
            raw = base64.b64decode(encoded, validate=True)
            key = Ed25519PublicKey.from_public_bytes(raw[1:])
        except (ValueError, binascii.Error) as error:
            raise Wrong("The public key is not written as name+id+key.") from error
        verifier = cls(name, key)
        if raw[:1] != _ED25519 or verifier.identity.hex() != identity:
            raise Wrong("The public key is not the one that its id says.")
        return verifier

    @property
    def line(self) -> str:
        """How the verifier is written."""
        encoded = base64.b64encode(_ED25519 + self.key.public_bytes_raw()).decode()
        return f"{self.name}+{self.identity.hex()}+{encoded}"

    @property
    def identity(self) -> bytes:
        """The first four bytes of the hash of name and key."""
        named = self.name.encode() + b"\n" + _ED25519 + self.key.public_bytes_raw()
        return hashlib.sha256(named).digest()[:4]

    def open(self, note: str) -> str:
        """Return the body of a signed note.

        Raises:
            Wrong: it is not signed by this key.
        """
        body, found, signatures = note.rpartition("\n\n")
        text = body + "\n"
        for line in signatures.splitlines() if found else []:
            name, _, encoded = line.removeprefix(_DASH).rpartition(" ")
            try:
                signature = base64.b64decode(encoded, validate=True)
            except binascii.Error:
                continue
            if not line.startswith(_DASH) or name != self.name or signature[:4] != self.identity:
                continue
            try:
                self.key.verify(signature[4:], text.encode())
            except InvalidSignature as error:
                raise Wrong("was changed after it was signed") from error
            return text
        raise Wrong("is signed with another key")


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Return a text as a signed note.

    Args:
        text: ends with a line break.
        name: of the log.
        key: its private key.
    """
    identity = Verifier(name, key.public_key()).identity
    signature = base64.b64encode(identity + key.sign(text.encode())).decode()
    return f"{text}\n{_DASH}{name} {signature}\n"


@dataclass(frozen=True)
class Line:
    """One event of an export."""

    index: int
    leaf: bytes
    salt: str
    detail: bytes

    @classmethod
    def parse(cls, line: bytes, number: int) -> "Line":
        """Return the event that a line holds.

        Raises:
            Wrong: the line is damaged.
        """
        parts = line.rstrip(b"\n").split(b"\t")
        if len(parts) != 4 or not parts[0].isdigit():
            raise Wrong(f"Line {number} of the events is damaged.")
        return cls(int(parts[0]), parts[1], parts[2].decode("ascii", "replace"), parts[3])

    def value(self, name: bytes) -> str:
        """Return one text value of the leaf, which is JSON without spaces."""
        start = self.leaf.find(b'"' + name + b'":"') + len(name) + 4
        return self.leaf[start : self.leaf.find(b'"', start)].decode()


def verify(directory: Path, verifier: Verifier, witness: Path | None = None) -> str:
    """Return a summary of an export in which everything holds.

    Args:
        directory: the export.
        verifier: of the log.
        witness: a directory of checkpoints kept elsewhere, with which the export must agree.

    Raises:
        Wrong: something does not hold.
    """
    checkpoints = _checkpoints(directory / CHECKPOINTS, verifier)
    if not checkpoints:
        raise Wrong("The export holds no checkpoint.")
    kept = _checkpoints(witness, verifier) if witness else []
    leaves = _leaves(directory / LEAVES)
    _must_not_be_shorter(checkpoints, kept, len(leaves) // _HASH_SIZE)
    first, last, erased = _verify_events(directory, leaves, checkpoints)
    _verify_tree(leaves, checkpoints, kept)
    return (
        f"{last - first + 1} events ({first} to {last}) and {len(checkpoints)} checkpoints hold; the tree has "
        f"{checkpoints[-1].size} events; the detail of {erased} has been erased; "
        f"{len(kept)} witnessed checkpoints agree."
    )


def _checkpoints(directory: Path, verifier: Verifier) -> list[Checkpoint]:
    """Return the checkpoints of a directory by size, each with a signature that holds."""
    found = []
    for path in sorted(directory.iterdir()):
        try:
            checkpoint = Checkpoint.parse(verifier.open(path.read_text()))
        except (Wrong, UnicodeDecodeError) as error:
            raise Wrong(f"Checkpoint {path.name} {error if isinstance(error, Wrong) else 'is damaged'}.") from error
        if checkpoint.origin != verifier.name:
            raise Wrong(f"Checkpoint {path.name} is of another log, {checkpoint.origin}.")
        found.append(checkpoint)
    return sorted(found, key=lambda each: (each.size, each.at))


def _leaves(path: Path) -> bytes:
    leaves = path.read_bytes()
    if len(leaves) % _HASH_SIZE:
        raise Wrong(f"{LEAVES} is damaged: it does not hold whole hashes.")
    return leaves


def _must_not_be_shorter(checkpoints: list[Checkpoint], kept: list[Checkpoint], size: int) -> None:
    if checkpoints[-1].size > size:
        raise Wrong(f"The trail was truncated: {size} events of the {checkpoints[-1].size} that were signed are left.")
    if kept and kept[-1].size > checkpoints[-1].size:
        raise Wrong(
            f"The trail was restored to before the witnessed checkpoint of {kept[-1].size} events, "
            f"{kept[-1].at.isoformat()}: it has {checkpoints[-1].size}."
        )


def _verify_events(directory: Path, leaves: bytes, checkpoints: list[Checkpoint]) -> tuple[int, int, int]:
    """Hold every event to its leaf; return the first and last index and how many details have been erased."""
    path, first, last = _events_of(directory)
    ends = iter(checkpoints)
    before: Checkpoint | None = None
    present: Checkpoint | None = next(ends)
    expected, erased = first, 0
    with path.open("rb") as events:
        for number, raw in enumerate(events, start=1):
            line = Line.parse(raw, number)
            if line.index > expected:
                raise Wrong(f"Event {expected} is missing.")
            if line.index < expected:
                raise Wrong(f"Event {line.index} stands out of order.")
            if leaf_hash(line.leaf) != leaves[line.index * _HASH_SIZE : (line.index + 1) * _HASH_SIZE]:
                raise Wrong(f"Event {line.index} was changed.")
            erased += _must_keep_to_detail(line)
            while present is not None and line.index >= present.size:
                before, present = present, next(ends, None)
            if before and present:
                _must_not_be_backdated(line, before, present)
            expected += 1
    if expected <= last:
        raise Wrong(f"Event {expected} is missing.")
    return first, last, erased


def _events_of(directory: Path) -> tuple[Path, int, int]:
    """Return the file of the events and the range that it says it holds."""
    found = sorted(directory.glob("events-*.tsv"))
    if len(found) != 1:
        raise Wrong("The export must hold one file of events.")
    _, first, last = found[0].stem.split("-", 2)
    try:
        return found[0], int(first), int(last)
    except ValueError as error:
        raise Wrong(f"{found[0].name} does not say which events it holds.") from error


def _must_keep_to_detail(line: Line) -> bool:
    """Hold the detail of an event to what its leaf commits to; say whether it has been erased."""
    if line.salt == ERASED:
        return True
    try:
        kept = commitment(bytes.fromhex(line.salt), line.detail) == line.value(b"commitment")
    except ValueError:
        kept = False
    if not kept:
        raise Wrong(f"The detail of event {line.index} was changed.")
    return False


def _must_not_be_backdated(line: Line, before: Checkpoint, present: Checkpoint) -> None:
    """Refuse an event that says it is older than a checkpoint without it, unless the clock itself went back."""
    if present.at < before.at:
        return
    if datetime.fromisoformat(line.value(b"at")) < before.at - _SLACK:
        raise Wrong(
            f"Event {line.index} was backdated: it says {line.value(b'at')}, and the checkpoint of "
            f"{before.at.isoformat()} does not have it."
        )


def _verify_tree(leaves: bytes, checkpoints: list[Checkpoint], kept: list[Checkpoint]) -> None:
    """Hold the root at every checkpoint, of the export and of the witness, to the leaves."""
    frontier = Frontier()
    hashes = _each(leaves)
    for checkpoint, witnessed in sorted(
        [(each, False) for each in checkpoints] + [(each, True) for each in kept], key=lambda pair: pair[0].size
    ):
        while frontier.size < checkpoint.size:
            frontier.add(next(hashes))
        if frontier.root() != checkpoint.root:
            named = f"of {checkpoint.size} events, {checkpoint.at.isoformat()}"
            if witnessed:
                raise Wrong(f"The trail was forked: the witnessed checkpoint {named}, has another root.")
            raise Wrong(f"Checkpoint {named}, does not fit the events before it: one of them was changed.")


def _each(leaves: bytes) -> Iterator[bytes]:
    for start in range(0, len(leaves), _HASH_SIZE):
        yield leaves[start : start + _HASH_SIZE]


def main() -> int:
    """Verify what the command line names."""
    parser = argparse.ArgumentParser(description="Verify an export of the audit trail.")
    parser.add_argument("export", type=Path, help="the directory of the export")
    parser.add_argument("--public-key", type=Path, required=True, help="a file that holds name+id+key")
    parser.add_argument("--witness", type=Path, help="a directory of checkpoints that were kept elsewhere")
    given = parser.parse_args()
    try:
        summary = verify(given.export, Verifier.parse(given.public_key.read_text()), given.witness)
    except (Wrong, OSError) as error:
        sys.stdout.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{summary}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
