"""The register of disclosures as a file, one disclosure a row, with its marking."""

import csv
import io
import json
from datetime import UTC

from django.conf import settings

from cohort.presenters.disclosures import agency_name, row
from cohort.queries.disclosures import Disclosure, Register
from cohort.sheets.delimited import neutralise
from sharing.audit.exporting import Made

_COLUMNS = ("individual", "at", "agency", "person", "acting_as", "categories", "means", "under", "purpose", "marking")


def as_csv(register: Register) -> Made:
    """Return the register as a table that spreadsheet programs open, and in which none of them runs anything."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for disclosure in register.disclosures:
        told = _told(register, disclosure)
        writer.writerow([neutralise("; ".join(v) if isinstance(v, list) else v) for v in told.values()])
    return Made(out.getvalue().encode("utf-8-sig"), len(register.disclosures))


def as_json(register: Register) -> Made:
    """Return the register as JSON."""
    told = {
        "marking": settings.MARKING,
        "individual": register.reference,
        "disclosures": [_told(register, each) for each in register.disclosures],
    }
    return Made(json.dumps(told, indent=2).encode(), len(register.disclosures))


def _told(register: Register, disclosure: Disclosure) -> dict[str, str | list[str]]:
    words = row(register, disclosure)
    at = disclosure.last.astimezone(UTC).isoformat().replace("+00:00", "Z")
    values = (
        register.reference, at, agency_name(disclosure.agency), words.person, words.acting, disclosure.categories,
        disclosure.means.value, words.under, words.purpose, settings.MARKING,
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))
