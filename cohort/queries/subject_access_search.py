"""Looking for an applicant on the lists of every hub, restricted records included, for information governance alone."""

from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from cohort.enums import IdentifierKind
from cohort.identifiers import search_keys
from cohort.matching.people import Person, prepare
from cohort.matching.scoring import total, weigh
from cohort.models import SubjectAccessRequest
from cohort.names import name_key
from cohort.reference_numbers import shown_reference
from sharing import audit
from sharing.enums import Operation
from sharing.viewer import Viewer

MOST = 25
_LIKE = """
select reference, hub, surname, forenames, date_of_birth, year_of_birth, aliases, kinds, numbers
from people_like(%s, %s, %s, %s, %s)
"""


class Terms(NamedTuple):
    """What an applicant is looked for by: names as given, a date of birth, numbers of any kind."""

    names: tuple[str, ...]
    date_of_birth: date | None
    numbers: tuple[str, ...]


class Like(NamedTuple):
    """Somebody on a list who may be the applicant, how likely, and why."""

    reference: str
    name: str
    born: date | int | None
    hub: str
    score: int
    reasons: tuple[str, ...]


def people_like(viewer: Viewer, request: SubjectAccessRequest, terms: Terms) -> list[Like]:
    """Return who may be the applicant, the likeliest first, and record the search by a keyed digest of its terms.

    Those share a number, two parts of the date of birth, or two words of a name with the applicant. The work is the
    same whether there is anybody or not.

    Args:
        viewer: who handles the request; somebody whom a conflict of interest bars from a record does not find it.
        request: whose applicant is looked for.
        terms: what to look by.
    """
    keys = [key for number in terms.numbers for key in search_keys(number)]
    found = [_like(terms, keys, row) for row in _rows(viewer, terms, keys)]
    likely = sorted(found, key=lambda each: (-each.score, each.reference))[:MOST]
    audit.record(
        viewer, Operation.SEARCH, kind="subject_access", ref=str(request.pk), query=audit.digest(terms),
        found=audit.digest([request.pk, *(each.reference for each in likely)]),
    )  # fmt: skip
    return likely


def _rows(viewer: Viewer, terms: Terms, keys: list[tuple[IdentifierKind, str]]) -> list[Any]:
    words = [" ".join(sorted(set(name_key(name).split()))) for name in terms.names]
    with connection.cursor() as cursor:
        cursor.execute(
            _LIKE,
            [
                terms.date_of_birth, [str(kind) for kind, _ in keys], [value for _, value in keys], words,
                viewer.user.pk if viewer.user else None,
            ],
        )  # fmt: skip
        return list(cursor.fetchall())


def _like(terms: Terms, keys: list[tuple[IdentifierKind, str]], row: Any) -> Like:
    reference, hub, surname, forenames, born, year, aliases, kinds, numbers = row
    known = Person(reference, surname, forenames, tuple(aliases), born, year, tuple(zip(kinds, numbers, strict=True)))
    first, *others = terms.names or ("",)
    family, comma, given = first.partition(",")
    if not comma:
        given, _, family = first.strip().rpartition(" ")
    held = {kind for kind, _ in known.identifiers}
    asked = Person(
        "applicant", family, given, tuple(others), terms.date_of_birth, None,
        tuple((kind, value) for kind, value in keys if kind in held),
    )  # fmt: skip
    findings = weigh(prepare(asked), prepare(known))
    return Like(
        shown_reference(reference), f"{forenames} {surname}".strip(), born or year, hub, total(findings),
        tuple(each.reason for each in findings),
    )  # fmt: skip
