"""Spans and days on one line of time: where they are, how they are named, and the same as a table."""

from datetime import date

from django.template import engines

from marsoc.govuk.time_charts import Lane, Mark, TimeChart
from tests.unit.govuk.markup import document, words

TODAY = date(2026, 7, 2)
LANES = [
    Lane("Spells", [Mark("Remand <b>", date(2026, 1, 1), date(2026, 7, 2)), Mark("Sentence", date(2026, 7, 2))]),
    Lane("Dates", [Mark("Release", date(2027, 7, 2), is_day=True, ahead=True)]),
    Lane("Nothing", []),
]
CHART = TimeChart("life", "Past and to come", LANES, TODAY)


def drawn() -> str:
    source = "{% from 'components/time_chart.html' import time_chart %}{{ time_chart(chart) }}"
    return str(engines["jinja2"].from_string(source).render({"chart": CHART}))


def test_everything_lies_in_whole_years_around_it() -> None:
    assert CHART.ends == (date(2026, 1, 1), date(2028, 1, 1))
    assert CHART.years == [("2026", "0.00%"), ("2027", "50.00%")]


def test_a_span_is_as_long_as_its_share_and_one_that_goes_on_ends_today() -> None:
    remand, sentence = CHART.placed[0].marks

    assert (remand.x, remand.width) == ("0.00%", "24.93%")
    assert sentence.x == CHART.today_x
    assert sentence.width == "0.40%", "what has just begun is seen all the same"


def test_many_years_are_told_every_few() -> None:
    long = TimeChart("life", "Long", [Lane("Spells", [Mark("Sentence", date(1990, 1, 1))])], TODAY)

    assert len(long.years) <= 7


def test_each_mark_has_a_name_and_a_row() -> None:
    html = drawn()
    page = document(html)

    assert "<title>Remand &lt;b&gt;: 1 January 2026 to 2 July 2026</title>" in html
    assert "<title>Sentence: 2 July 2026 to now</title>" in html
    assert [[words(cell) for cell in row] for row in page.iter("tr")][1:] == [
        ["Remand <b>", "Spells", "1 January 2026", "2 July 2026"],
        ["Sentence", "Spells", "2 July 2026", "Now"],
        ["Release", "Dates", "2 July 2027", ""],
    ]
    assert "Nothing" not in words(page)


def test_the_drawing_is_an_image_with_a_name_and_a_description() -> None:
    svg = next(each for each in document(drawn()).iter("svg"))

    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "life-title"
    assert svg.get("aria-describedby") == "life-described"


def test_what_is_expected_is_drawn_otherwise_than_what_has_happened() -> None:
    html = drawn()

    assert html.count('class="marsoc-time__ahead"') == 1
    assert html.count('class="marsoc-chart__bar marsoc-time__span"') == 2
