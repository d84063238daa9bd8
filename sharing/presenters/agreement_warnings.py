"""What somebody should know before signing an agreement, a sentence each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from marsoc.govuk.jinja import long_date
from marsoc.kit import clock
from sharing.cells import cell_and_category, cell_of
from sharing.enums import AgreementState, DataCategory, Phase, ScopePermission
from sharing.models import Agency, Agreement, Clause, Hub
from sharing.queries.simulation import Simulation
from sharing.standing import scopes_of

_MAY = {
    ScopePermission.VIEW: "see {}",
    ScopePermission.CONTRIBUTE: "add to {}",
    ScopePermission.AGREE: "agree plans about {}",
    ScopePermission.POINT: "be told that there is an interest",
    ScopePermission.SUMMARISE: "be told in summary what interest there is",
}
_PERMISSIONS, _CATEGORIES = [*ScopePermission], [*DataCategory]
Given = set[tuple[str, int]]
"""Permissions and scopes."""


def warnings_about(simulation: Simulation) -> list[str]:
    """Return the warnings about a version of an agreement.

    Args:
        simulation: of the version.
    """
    agreement = simulation.agreement
    return [
        *_about_terms(simulation),
        *(sentence for clause in agreement.clauses.all() for sentence in _about_clause(simulation, clause)),
        *_about_parties(simulation),
        *_widening(simulation),
    ]


def _about_terms(simulation: Simulation) -> Iterator[str]:
    agreement = simulation.agreement
    if simulation.state == AgreementState.SUSPENDED:
        yield "This agreement is suspended. The figures show what would be seen once it is resumed."
    if agreement.review_on is None:
        yield "No review date is set."
    if not agreement.lawful_basis.strip():
        yield "The purpose of this agreement has no lawful basis."


def _about_clause(simulation: Simulation, clause: Clause) -> Iterator[str]:
    own_purpose = clause.purpose.strip() != simulation.agreement.purpose.strip()
    if own_purpose and not clause.lawful_basis.strip():
        yield f"Clause {clause.number} has a purpose of its own and no lawful basis for it."
    if clause.categories and DataCategory.IDENTITY not in clause.categories:
        given = in_a_row(DataCategory(each).label for each in clause.categories)
        yield f"Clause {clause.number} gives {given} without Identity: nothing is seen by it alone."
    if clause.starts_on and clause.starts_on > clock.day_of(simulation.at):
        yield (
            f"Clause {clause.number} begins on {long_date(clause.starts_on)}. The figures count it as if it had begun."
        )


def _about_parties(simulation: Simulation) -> Iterator[str]:
    agreement, today = simulation.agreement, clock.day_of(simulation.at)
    for party in agreement.parties.all():
        ended = party.agency.valid_to
        if ended and ended <= today:
            yield f"{party.agency.name} ended on {long_date(ended)}: it can neither sign nor see anything."
    present = {party.agency_id for party in agreement.parties.all()}
    for party in simulation.previous.parties.all() if simulation.previous else ():
        if party.agency_id not in present:
            yield (
                f"{party.agency.name} is no party to this version: what an earlier version gives it goes on until that"
                " version ends."
            )


def _widening(simulation: Simulation) -> Iterator[str]:
    """Compare each clause, for each agency, with the version before and with the other agreements in force."""
    numbers = {hub.pk: number for number, hub in simulation.hubs.items()}
    for change in simulation.agencies:
        earlier = _earlier(simulation, change.agency, numbers)
        accepted = set().union(*earlier.values())
        for clause in simulation.agreement.clauses.all():
            if change.agency.pk not in clause.recipients:
                continue
            given: Given = set(scopes_of(clause, numbers))
            widened = [name for name, had in earlier.items() if _is_earlier(simulation, name, had, given)]
            if widened and (more := given - accepted):
                yield (
                    f"Clause {clause.number} gives {change.agency.name} more than {in_a_row(widened)}:"
                    f" {in_words(more, simulation.hubs)}."
                )


def _earlier(simulation: Simulation, agency: Agency, numbers: dict[str, int]) -> Mapping[str, Given]:
    """Return what an agency was given before, by the name of the version or agreement that gave it."""
    earlier: dict[str, Given] = defaultdict(set)
    if previous := simulation.previous:
        earlier[_name_of(previous)] = {
            given
            for clause in previous.clauses.all()
            if agency.pk in clause.recipients
            for given in scopes_of(clause, numbers)
        }
    for held in simulation.held:
        if held.group == agency.group_id and held.reference != simulation.agreement.reference:
            earlier[held.reference].add((held.permission, held.scope))
    return earlier


def _is_earlier(simulation: Simulation, name: str, had: Given, given: Given) -> bool:
    """Say whether a clause can be said to widen what was given before: the same agreement, or the same cells."""
    if simulation.previous and name == _name_of(simulation.previous):
        return True
    return bool({cell_and_category(scope)[0] for _, scope in had} & {cell_and_category(scope)[0] for _, scope in given})


def _name_of(previous: Agreement) -> str:
    return f"version {previous.version}"


def in_words(given: Given, hubs: Mapping[int, Hub]) -> str:
    """Return what may be done with which categories in which hubs and custody phases, in words.

    Args:
        given: permissions and scopes.
        hubs: by number.
    """
    cells: dict[tuple[str, DataCategory], set[int]] = defaultdict(set)
    for permission, scope in given:
        cell, category = cell_and_category(scope)
        cells[permission, category].add(cell)
    alike: dict[tuple[str, frozenset[int]], list[DataCategory]] = defaultdict(list)
    for (permission, category), held in cells.items():
        alike[permission, frozenset(held)].append(category)
    in_order = sorted(
        alike.items(), key=lambda each: (_PERMISSIONS.index(each[0][0]), min(map(_CATEGORIES.index, each[1])))
    )
    return "; ".join(f"{_may(permission, of)} in {_places(held, hubs)}" for (permission, held), of in in_order)


def _may(permission: str, categories: Collection[DataCategory]) -> str:
    named = in_a_row(category.label for category in DataCategory if category in categories)
    return _MAY[ScopePermission(permission)].format(named)


def _places(cells: Collection[int], hubs: Mapping[int, Hub]) -> str:
    phases = {number: [p for p in Phase if cell_of(number, p) in cells] for number in hubs}
    alike: dict[tuple[Phase, ...], list[str]] = defaultdict(list)
    for number in sorted(hubs):
        if phases[number]:
            alike[tuple(phases[number])].append(hubs[number].name)
    return " and in ".join(
        f"{'every hub' if len(named) == len(hubs) else in_a_row(named)} ({_phases(of)})" for of, named in alike.items()
    )


def _phases(phases: Collection[Phase]) -> str:
    if len(phases) == len(Phase):
        return "every custody phase"
    return in_a_row(phase.label.lower() for phase in phases)


def in_a_row(words: Iterable[str]) -> str:
    """Return words as a row: ``a, b and c``."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
