"""Networks as drawings: who belongs to a group, and with whom somebody is linked."""

from cohort.enums import GroupStatus
from cohort.models import CrimeGroup, GroupMember, Individual, Link
from cohort.queries.networks import GroupRead
from marsoc.govuk.network import Edge, Network, Node


def of_group(read: GroupRead) -> Network:
    """Return a group with its present members around it, and faintly the links between them.

    Args:
        read: the group, with what its reader sees of it.
    """
    middle = _group(read.group, "")
    edges = [Edge(middle.key, _key(member.individual)) for member in read.present]
    beside = [Edge(_key(link.first), _key(link.second), faint=True) for link in read.links]
    around = [_person(member.individual, member.role.name) for member in read.present]
    return Network("group", f"Who belongs to {read.group.name}", middle, around, _each_once([*beside, *edges]))


def of_individual(individual: Individual, members: list[GroupMember], links: list[Link]) -> Network:
    """Return somebody with groups and people around, those of the past by a faint line.

    Args:
        individual: in the middle.
        members: the memberships, as far as the reader sees them.
        links: the links, likewise.
    """
    middle, around, edges = _person(individual, individual.shown_reference), [], []
    for member in members:
        around.append(_group(member.group, member.role.name))
        edges.append(Edge(middle.key, around[-1].key, faint=member.until_on is not None))
    for link in links:
        around.append(_person(link.other(individual), link.said_of(individual)))
        edges.append(Edge(middle.key, around[-1].key, faint=link.until_on is not None))
    merged = {node.key: node for node in reversed(around)}
    nodes = [merged[key] for key in dict.fromkeys(node.key for node in around)]
    return Network("network", f"The network of {individual.full_name}", middle, nodes, _each_once(edges))


def _each_once(edges: list[Edge]) -> list[Edge]:
    """Return one edge between two nodes: what is present counts before what is past."""
    kept: dict[frozenset[str], Edge] = {}
    for edge in sorted(edges, key=lambda each: each.faint):
        kept.setdefault(frozenset({edge.first, edge.second}), edge)
    return list(kept.values())


def _person(individual: Individual, note: str) -> Node:
    return Node(_key(individual), individual.full_name, note)


def _group(group: CrimeGroup, note: str) -> Node:
    status = GroupStatus(group.status)
    return Node(f"group {group.pk}", group.name, note or status.label, round_=True)


def _key(individual: Individual) -> str:
    return f"person {individual.pk}"
