"""The drawing of a network: the same each time, no two labels over each other, and cut where there is no room."""

from itertools import combinations

import pytest

from marsoc.govuk.network import BOX_HEIGHT, BOX_WIDTH, MOST, Edge, Network, Node


def network(number: int) -> Network:
    """Return a network of so many around one."""
    around = [Node(str(each), f"Person {each}", "Leader") for each in range(1, number + 1)]
    edges = [Edge("middle", node.key) for node in around]
    return Network("drawing", "Who belongs to it", Node("middle", "Harbour Crew", ""), around, edges)


@pytest.mark.parametrize("number", range(1, MOST))
def test_no_two_boxes_touch_and_none_leaves_the_drawing(number: int) -> None:
    drawn = network(number)
    placed = drawn.placed

    assert len(placed) == number + 1
    for one, other in combinations(placed, 2):
        assert abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT, (number, one, other)
    for each in placed:
        assert 0 <= each.left <= drawn.width - BOX_WIDTH
        assert 0 <= each.top <= drawn.height - BOX_HEIGHT


def test_two_renderings_are_the_same() -> None:
    assert network(19).placed == network(19).placed
    assert network(19).lines == network(19).lines


def test_where_there_is_no_room_nothing_is_drawn() -> None:
    assert not network(MOST).fits
    assert (network(MOST).placed, network(MOST).lines) == ([], [])


def test_each_edge_is_a_line_between_two_that_are_drawn() -> None:
    drawn = network(3)
    beside = Network("n", "t", drawn.middle, drawn.around, [*drawn.edges, Edge("1", "2", faint=True), Edge("1", "9")])

    assert len(drawn.lines) == 3
    assert [line.faint for line in beside.lines] == [False, False, False, True]


def test_a_long_label_is_cut_to_its_box_and_told_in_full() -> None:
    long = Node("1", "Wilhelmina Featherstonehaugh-Smythe", "")
    drawn = Network("n", "t", Node("m", "Crew", ""), [long], [])

    assert drawn.placed[1].label == "Wilhelmina Fe…"
    assert "Featherstonehaugh-Smythe" in drawn.described
