"""A network as server-rendered SVG: somebody or something in the middle, the others on two rings around it.

``components/network.html`` draws it. Where each one stands follows from the order in which they are given and from
nothing else, so that two renderings are the same. Each has a box of one size for its label; there is room for ``MOST``
of them without two boxes touching, and whoever has more shows the table alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

MOST = 25
"""How many can be drawn, the middle one among them."""
BOX_WIDTH, BOX_HEIGHT, MARGIN = 132, 44, 4
_INNER, _OUTER = 8, 16
_RADII = {_INNER: (205, 145), _OUTER: (400, 288)}
_LONGEST = 14


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody or something that is drawn: ``note`` is a second, smaller line; ``round_`` ones are no people."""

    key: str
    label: str
    note: str
    round_: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes; ``faint`` ones are over, or lie beside what the drawing is about."""

    first: str
    second: str
    faint: bool = False


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """A node with the middle of its box, its corner and its lines as they fit into it."""

    node: Node
    x: int
    y: int
    label: str
    note: str

    @property
    def left(self) -> int:
        """Left edge of the box."""
        return self.x - BOX_WIDTH // 2

    @property
    def top(self) -> int:
        """Upper edge of the box."""
        return self.y - BOX_HEIGHT // 2


@dataclass(frozen=True, slots=True)
class Line:
    """An edge from middle to middle; the boxes are drawn over its ends."""

    x1: int
    y1: int
    x2: int
    y2: int
    faint: bool


@dataclass(frozen=True, slots=True)
class Network:
    """A drawing: ``title`` says what it shows, ``middle`` is what it is of, ``around`` the others in their order."""

    name: str
    title: str
    middle: Node
    around: Sequence[Node]
    edges: Sequence[Edge]

    @property
    def fits(self) -> bool:
        """Whether there is room for all of them."""
        return len(self.around) < MOST

    @property
    def width(self) -> int:
        """Width of the drawing in pixels: as much as its outermost ring takes."""
        return 2 * (self._reach[0] + MARGIN) + BOX_WIDTH

    @property
    def height(self) -> int:
        """Height of the drawing in pixels."""
        return 2 * (self._reach[1] + MARGIN) + BOX_HEIGHT

    @property
    def _reach(self) -> tuple[int, int]:
        return _RADII[_OUTER if len(self.around) > _INNER else _INNER]

    @property
    def placed(self) -> list[PlacedNode]:
        """The boxes where they are drawn: the first ones on the inner ring, whoever is left on the outer one."""
        if not self.fits:
            return []
        inner = list(self.around[:_INNER]) if len(self.around) > _INNER else list(self.around)
        outer = list(self.around[len(inner) :])
        middle = (self.width // 2, self.height // 2)
        between = pi / _INNER if len(outer) <= _INNER else pi / _OUTER  # or a line would run behind an inner box
        return [
            _at(self.middle, *middle),
            *_ring(inner, middle, _RADII[_INNER], turned=0.0),
            *_ring(outer, middle, _RADII[_OUTER], turned=between),
        ]

    @property
    def lines(self) -> list[Line]:
        """The edges where they are drawn."""
        at = {each.node.key: each for each in self.placed}
        ends = [(at.get(edge.first), at.get(edge.second), edge.faint) for edge in self.edges]
        return [Line(one.x, one.y, other.x, other.y, faint) for one, other, faint in ends if one and other]

    @property
    def described(self) -> str:
        """The drawing in one sentence, for those who do not see it."""
        said = "; ".join(f"{node.label}: {node.note}" if node.note else node.label for node in self.around)
        return f"Around {self.middle.label}: {said}."


def _ring(nodes: Sequence[Node], middle: tuple[int, int], radii: tuple[int, int], *, turned: float) -> list[PlacedNode]:
    """Place nodes at equal steps around an ellipse, from the top on."""
    step = 2 * pi / max(len(nodes), 1)
    angles = [step * number + turned - pi / 2 for number in range(len(nodes))]
    return [
        _at(node, round(middle[0] + radii[0] * cos(angle)), round(middle[1] + radii[1] * sin(angle)))
        for node, angle in zip(nodes, angles, strict=True)
    ]


def _at(node: Node, x: int, y: int) -> PlacedNode:
    return PlacedNode(node, x, y, _fitted(node.label, _LONGEST), _fitted(node.note, _LONGEST + 4))


def _fitted(text: str, longest: int) -> str:
    """Return a text cut to what a box has room for; the table has all of it."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
