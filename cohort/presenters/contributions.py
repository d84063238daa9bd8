"""What an agency has added, in words."""

from typing import NamedTuple

from cohort.enums import IdentifierKind, NameKind
from cohort.models import Alias, Identifier, KeyDate, KeyDateKind
from cohort.queries.contributions import Contribution
from marsoc.govuk.jinja import long_date
from sharing.queries.names import names


class ContributionRow(NamedTuple):
    """One fact as the list of contributions shows it."""

    reference: str
    opens: bool
    kind: str
    value: str
    source: str


def contribution_row(contribution: Contribution) -> ContributionRow:
    """Return one fact that the agency added."""
    fact = contribution.fact
    match fact:
        case Alias():
            kind, value = NameKind(fact.kind).label, fact.name
        case Identifier():
            kind, value = IdentifierKind(fact.kind).label, fact.value
        case KeyDate():
            kind, value = names(KeyDateKind).get(fact.kind_id, fact.kind_id), long_date(fact.date)
        case _:
            raise TypeError(f"Nobody can add {fact!r}.")
    return ContributionRow(contribution.reference, contribution.opens, kind, value, fact.source)
