"""Writes what ``offline_verifier`` reads: events with their leaves and details, every leaf's hash, every checkpoint."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Max, Min

from sharing.audit.offline_verifier import CHECKPOINTS, ERASED, LEAVES, events_file
from sharing.audit.recording import canonical
from sharing.audit.sequencer import FIELDS, leaf_of
from sharing.models import AuditCheckpoint, AuditLeaf

_STEP = 10_000
_PAGE = f"""
select leaf.index, event.salt, event.details::text as details, {", ".join(f"event.{name}" for name in FIELDS)}
from sharing_auditleaf leaf join sharing_auditevent event on event.id = leaf.event_id and event.at = leaf.event_at
where leaf.index between %s and %s order by leaf.index
"""


def export_trail(directory: Path, since: datetime | None = None, until: datetime | None = None) -> int:
    """Write an export and return how many events it holds.

    The hashes and checkpoints are always written whole, so that the events of any period can be held to the tree.

    Args:
        directory: where to; made if it is not there.
        since: leave out what was written before.
        until: leave out what was written at this instant or after.
    """
    (directory / CHECKPOINTS).mkdir(parents=True, exist_ok=True)
    for checkpoint in AuditCheckpoint.objects.all():
        (directory / CHECKPOINTS / f"{checkpoint.size:015}-{checkpoint.pk}.txt").write_text(checkpoint.note)
    size = _write_leaves(directory / LEAVES)
    first, last = _range(since, until, size)
    with (directory / events_file(first, last)).open("wb") as out:
        for row in _events(first, last):
            out.write(_line(row))
    return last - first + 1


def _write_leaves(file: Path) -> int:
    """Write the hash of every leaf that a checkpoint covers; return how many those are."""
    size = AuditCheckpoint.objects.aggregate(size=Max("size"))["size"] or 0
    with file.open("wb") as out:
        for start in range(0, size, _STEP):
            hashes = AuditLeaf.objects.filter(index__gte=start, index__lt=min(start + _STEP, size))
            out.writelines(bytes(each) for each in hashes.order_by("index").values_list("hash", flat=True))
    return size


def _range(since: datetime | None, until: datetime | None, size: int) -> tuple[int, int]:
    """Return the first and the last place in the tree that a period covers."""
    placed = AuditLeaf.objects.filter(index__lt=size)
    if since:
        placed = placed.filter(event_at__gte=since)
    if until:
        placed = placed.filter(event_at__lt=until)
    found = placed.aggregate(first=Min("index"), last=Max("index"))
    return (size, size - 1) if found["first"] is None else (found["first"], found["last"])


def _events(first: int, last: int) -> Iterator[dict[str, Any]]:
    for start in range(first, last + 1, _STEP):
        with connection.cursor() as cursor:
            cursor.execute(_PAGE, [start, min(start + _STEP - 1, last)])
            names = [column.name for column in cursor.description]
            for row in cursor.fetchall():
                yield dict(zip(names, row, strict=True))


def _line(row: dict[str, Any]) -> bytes:
    salt, details = row["salt"], row["details"]
    erased = salt is None
    return (
        b"\t".join(
            [
                str(row["index"]).encode(),
                leaf_of({name: row[name] for name in FIELDS}),
                ERASED.encode() if erased else bytes(salt).hex().encode(),
                ERASED.encode() if erased else canonical(json.loads(details)),
            ]
        )
        + b"\n"
    )
