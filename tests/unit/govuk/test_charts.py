"""Bars from zero, with a name that states the finding, labels where the bars are, and the same figures as a table."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.template import engines

from marsoc.govuk.charts import Bar, BarChart
from tests.unit.govuk.markup import document, words

BARS = [Bar("Intent", Decimal(30), "30.0"), Bar("Reach <b>", Decimal("7.5"), "7.5"), Bar("None", Decimal(0), "0.0")]


CHART = BarChart(name="drivers", title="Intent gives most", label="Dimension", value="Points", bars=BARS)


def chart(**given: Any) -> BarChart:
    return replace(CHART, **given)


def drawn(of: BarChart) -> str:
    source = "{% from 'components/bar_chart.html' import bar_chart %}{{ bar_chart(chart) }}"
    return str(engines["jinja2"].from_string(source).render({"chart": of}))


def test_the_length_of_a_bar_is_its_share_of_the_greatest_or_of_a_whole() -> None:
    assert [each.length for each in chart().placed] == ["100.0%", "25.0%", "0.0%"]
    assert [each.length for each in chart(full=Decimal(60)).placed] == ["50.0%", "12.5%", "0.0%"]
    assert [each.length for each in chart(bars=BARS[2:]).placed] == ["0.0%"]


def test_every_bar_begins_at_zero_and_is_labelled_above_it() -> None:
    html = drawn(chart())

    assert re.findall(r'<rect class="marsoc-chart__bar" x="(\d+)"', html) == ["0"] * 3
    assert all(each.bar_y > each.text_y for each in chart().placed)
    assert "Reach &lt;b&gt;" in html


def test_the_drawing_has_a_name_that_states_the_finding_and_says_the_values() -> None:
    html = drawn(chart())

    assert 'role="img" aria-labelledby="drivers-title" aria-describedby="drivers-described"' in html
    assert '<title id="drivers-title">Intent gives most</title>' in html
    assert "Intent: 30.0; Reach &lt;b&gt;: 7.5; None: 0.0." in html
    assert "style=" not in html


def test_the_table_has_the_same_figures() -> None:
    rows = document(drawn(chart())).xpath("//table//tr")

    assert [[words(cell) for cell in row] for row in rows] == [
        ["Dimension", "Points"], ["Intent", "30.0"], ["Reach <b>", "7.5"], ["None", "0.0"],
    ]  # fmt: skip


@pytest.mark.parametrize("given", [{"bars": [Bar("Loss", Decimal(-1), "-1")]}, {"full": Decimal(20)}])
def test_what_bars_from_zero_cannot_show_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="bar"):
        chart(**given)


def test_the_stylesheet_knows_forced_colours_and_print() -> None:
    sheet = Path("marsoc/govuk/assets/_parts.scss").read_text()

    assert re.search(r"forced-colors: active.*marsoc-chart__bar.*fill: Highlight", sheet, re.DOTALL)
    assert "print-color-adjust: exact" in sheet
