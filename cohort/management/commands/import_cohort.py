"""Import hub workbooks from the command line."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cohort.actions.imports import import_workbook
from cohort.enums import RowOutcome
from cohort.permissions import CohortPermission
from cohort.presenters.import_report import ImportReport, report_of
from cohort.queries.imports import outcomes, report_rows
from cohort.sheets.layout import MappingError
from cohort.sheets.sheet import MAX_BYTES
from cohort.sheets.workbook import UnreadableWorkbook
from sharing.errors import Refused
from sharing.models import Hub
from sharing.queries.people import hubs, memberships_of
from sharing.seeing import seeing
from sharing.viewer import Viewer, system_viewer, viewer_in

_BY = system_viewer("import_cohort")


class _Imported(NamedTuple):
    """A file with what became of it."""

    path: Path
    content: bytes
    report: ImportReport
    outcomes: Mapping[int, RowOutcome]


class Command(BaseCommand):
    """The same pipeline as the upload page, with the columns as proposed and nothing asked."""

    help = "Import hub workbooks (xlsx or csv) into the list. Nothing is ever removed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--hub", help="Code of the hub whose list it is; else each row names its own.")
        parser.add_argument(
            "--restricted", action="store_true", help="Restrict every new record to whoever imports; needs --as."
        )
        parser.add_argument(
            "--as", dest="acting", metavar="USER", help="User name of somebody who may import; else the command itself."
        )
        parser.add_argument("--dry-run", action="store_true", help="Do everything, then take it back.")
        parser.add_argument(
            "--report",
            type=Path,
            metavar="PATH",
            help="Where to put the workbooks handed back: a directory, or a file's name for a single workbook.",
        )
        parser.add_argument("--json", action="store_true", help="Print the report as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import all files or none: one refused file takes back the others; ``--dry-run`` takes back all."""
        hub, dry_run = self._hub(options["hub"]), options["dry_run"]
        places = _places(options["files"], options["report"])
        by = _person(options["acting"]) if options["acting"] else _BY
        if options["restricted"] and by is _BY:
            raise CommandError("Say with --as who imports: that person is named for the restricted records.")
        with seeing(by):
            imported = [self._import(by, path, hub, restricted=options["restricted"]) for path in options["files"]]
            transaction.set_rollback(dry_run)
        for each, place in zip(imported, places, strict=True):
            if place:
                _hand_back(each, place, {} if dry_run else each.outcomes)
        if options["json"]:
            self.stdout.write(json.dumps({"files": [each.report.to_json() for each in imported]}, ensure_ascii=False))
        else:
            for each in imported:
                self.stdout.write(each.report.in_words(dry_run=dry_run))

    def _hub(self, code: str | None) -> Hub | None:
        if code is None:
            return None
        hub = hubs().filter(pk=code.upper()).first()
        if hub is None:
            raise CommandError(f"There is no hub {code}. Use one of {', '.join(hubs().values_list('pk', flat=True))}.")
        return hub

    def _import(self, by: Viewer, path: Path, hub: Hub | None, *, restricted: bool) -> _Imported:
        try:
            content = _read(path)
            batch = import_workbook(by=by, name=path.name, content=content, hub=hub, restricted=restricted)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except (UnreadableWorkbook, MappingError, Refused) as refusal:
            raise CommandError(f"{path}: {refusal}") from refusal
        return _Imported(path, content, report_of(batch, report_rows(batch)), outcomes(batch))


def _person(username: str) -> Viewer:
    """Return a person in the membership in force that may import."""
    for membership in memberships_of(username):
        viewer = viewer_in(membership)
        if viewer.may(CohortPermission.IMPORT):
            return viewer
    raise CommandError(f"Nobody signs in as {username} who may import now. Use the user name of such a person.")


def _read(path: Path) -> bytes:
    """Return a file's content, no more of it than it takes to see that it is too large."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _places(files: list[Path], report: Path | None) -> list[Path | None]:
    """Return where each workbook handed back goes: under its own name into a directory, or to the one file named."""
    if report is None:
        return [None] * len(files)
    if len(files) == 1 and report.suffix.lower() == files[0].suffix.lower() and not report.is_dir():
        places = [report]
    else:
        places = [report / path.name for path in files]
    if len(set(places)) < len(places):
        raise CommandError("Two of the files have the same name: import them one at a time to have both handed back.")
    if {path.resolve() for path in files} & {place.resolve() for place in places}:
        raise CommandError(f"{report} would overwrite a workbook to be imported: name another place for --report.")
    return [*places]


def _hand_back(imported: _Imported, place: Path, outcomes: Mapping[int, RowOutcome]) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(imported.report.handed_back(imported.content, outcomes))
    except OSError as error:
        raise CommandError(f"{place} cannot be written: {error.strerror}.") from error
