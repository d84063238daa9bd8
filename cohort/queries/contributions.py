"""What an agency has added to records, whatever else it may still see of them."""

from typing import NamedTuple

from cohort.models import Alias, Identifier, Individual, KeyDate
from cohort.models.individuals import IndividualFact
from cohort.named_access import individuals_contributed_to
from cohort.queries.receiving import told_of
from marsoc.kit.pagination import Page, page_of
from sharing import audit
from sharing.enums import AccessRule, Operation
from sharing.models import ScopedQuerySet
from sharing.viewer import Viewer

PAGE_SIZE = 50
KINDS: tuple[type[IndividualFact], ...] = (Alias, Identifier, KeyDate)


class Contribution(NamedTuple):
    """A fact that the viewer's agency added, the reference it stands under, and whether the record can be opened."""

    reference: str
    fact: IndividualFact
    opens: bool


def read_contributions(viewer: Viewer, number: int) -> Page[Contribution]:
    """Return one page of what the viewer's agency has added, by record, and record that it was read.

    Args:
        viewer: who reads; the agency acted for decides.
        number: the page, from 1; one past the end gives the last page.
    """
    references = individuals_contributed_to()
    own = [
        (individual, place, pk)
        for place, kind in enumerate(KINDS)
        for individual, pk in _own(viewer, kind).values_list("individual_id", "pk")
    ]
    page = page_of(sorted(own), number, PAGE_SIZE)
    shown = page.rows
    found = _facts(viewer, shown)
    seen = Individual.unscoped.visible_to(viewer).filter(pk__in={individual for individual, _, _ in shown})
    opens = set(seen.values_list("pk", flat=True))
    rows = [Contribution(references[each[0]], found[each[1:]], each[0] in opens) for each in shown]
    references_shown = sorted({row.reference for row in rows})
    audit.record(
        viewer, Operation.CONSULT, kind="contributions", shown=references_shown, total=len(own),
        **told_of(viewer, references_shown, under=AccessRule.CONTRIBUTED),
    )  # fmt: skip
    return Page(rows, page.number, PAGE_SIZE, page.total)


def _own(viewer: Viewer, kind: type[IndividualFact]) -> ScopedQuerySet[IndividualFact]:
    own: ScopedQuerySet[IndividualFact] = kind.unscoped.visible_to(viewer).filter(contributed_by=viewer.contributor)
    return own


def _facts(viewer: Viewer, shown: list[tuple[int, int, int]]) -> dict[tuple[int, ...], IndividualFact]:
    found: dict[tuple[int, ...], IndividualFact] = {}
    for place, kind in enumerate(KINDS):
        facts = _own(viewer, kind).filter(pk__in=[pk for _, at, pk in shown if at == place])
        found |= {(place, fact.pk): fact for fact in facts}
    return found
