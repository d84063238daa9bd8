"""Our own macros: what they show, and that nothing typed gets through as markup."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict

from marsoc.kit.pagination import Page
from tests.unit.govuk.markup import Element, fragment, render, words
from tests.unit.govuk.markup import macro as macro_of

ODD = "<b>&"


def macro(template: str, name: str) -> Any:
    """Return one of our macros."""
    return macro_of(f"components/{template}.html", name)


def read(markup: object) -> Element:
    """Return markup as a tree to ask questions of."""
    tree = fragment(markup)
    assert not tree.xpath(".//b[normalize-space()='&']"), "what was typed came through as markup"
    return tree


def called(template: str, call: str, inside: str) -> Element:
    """Return what a macro makes of the markup it is called around."""
    name = call.partition("(")[0]
    source = f"{{% from 'components/{template}.html' import {name} %}}{{% call {call} %}}{inside}{{% endcall %}}"
    return read(render(source, odd=ODD))


def link(text: str, href: str = "/x", *, current: bool = False) -> SimpleNamespace:
    """Return a link as the macros take it."""
    return SimpleNamespace(text=text, href=href, current=current)


def page(number: int, total: int) -> Page[None]:
    """Return a page of a list with fifty on a page."""
    return Page(rows=[None] * max(0, min(50, total - (number - 1) * 50)), number=number, size=50, total=total)


@pytest.mark.parametrize(
    ("number", "total", "shown", "sentence"),
    [
        (1, 0, [], ""),
        (1, 30, [], "Showing 1 to 30 of 30 people"),
        (1, 312, ["1", "2", "⋯", "7"], "Showing 1 to 50 of 312 people"),
        (4, 312, ["1", "⋯", "3", "4", "5", "⋯", "7"], "Showing 151 to 200 of 312 people"),
        (7, 312, ["1", "⋯", "6", "7"], "Showing 301 to 312 of 312 people"),
        (1, 12345, ["1", "2", "⋯", "247"], "Showing 1 to 50 of 12,345 people"),
    ],
)
def test_pagination(number: int, total: int, shown: list[str], sentence: str) -> None:
    tree = read(macro("pagination", "pagination")(page(number, total), QueryDict("tier=1&page=9"), "people"))
    assert [words(item) for item in tree.xpath(".//li")] == shown
    assert [words(p) for p in tree.iter("p")] == [sentence] * bool(sentence)
    assert [a.get("aria-label") for a in tree.xpath(".//a[@aria-current='page']")] == [f"Page {number}"] * bool(shown)
    assert all(a.get("href").startswith("?tier=1&page=") for a in tree.xpath(".//a"))
    assert len(tree.xpath(".//a[@rel='prev']")) == (bool(shown) and number > 1)
    assert len(tree.xpath(".//a[@rel='next']")) == (bool(shown) and number < page(1, total).count)


@pytest.mark.parametrize(
    ("sort", "order", "href"),
    [
        ("name", "ascending", "?tier=1&sort=-name"),
        ("-name", "descending", "?tier=1&sort=name"),
        ("born", "none", "?tier=1&sort=name"),
    ],
)
def test_sortable_header(sort: str, order: str, href: str) -> None:
    markup = macro("sortable_header", "sortable_header")("Name", "name", sort, QueryDict("tier=1&page=4"))
    heading = read(f"<table><tr>{markup}</tr></table>").find(".//th")
    assert heading.get("aria-sort") == order
    assert heading.find("a").get("href") == href
    assert heading.find("a/span").get("aria-hidden") == "true"


def test_filter_panel_shows_what_is_chosen_and_how_to_take_it_away() -> None:
    source = """
    {% from 'components/filter.html' import filter_panel, filter_text, filter_select %}
    {% from 'components/filter.html' import filter_checkboxes, filter_radios %}
    {% call filter_panel('/list', selected, '/list?filter=', {'sort': 'name', 'empty': ''}) %}
    {{ filter_text('text', 'Name', odd, hint='Part will do') }}
    {{ filter_select('region', 'Region', [('', 'All'), ('nw', odd)], 'nw') }}
    {{ filter_checkboxes('tier', 'Tier', [('1', odd), ('2', 'Two')], ['2']) }}
    {{ filter_radios('order', 'Order', [('1', 'One'), ('2', odd)], '1') }}
    {% endcall %}"""
    selected = [{"heading": "Tier", "tags": [link(ODD, "/list?tier=")]}]
    tree = read(render(source, selected=selected, odd=ODD))
    tag = tree.find(".//a[@class='moj-filter__tag']")
    assert (words(tag), tag.get("href")) == (f"Remove this filter {ODD}", "/list?tier=")
    assert tree.xpath(".//a[normalize-space()='Clear filters']/@href") == ["/list?filter="]
    sent = dict(tree.find(".//form").form_values())
    assert sent == {"sort": "name", "text": ODD, "region": "nw", "tier": "2", "order": "1"}
    labelled = {label.get("for") for label in tree.iter("label")}
    assert {i.get("id") for i in tree.xpath(".//*[self::input or self::select][not(@type='hidden')]")} == labelled


def test_filter_panel_with_nothing_chosen_offers_nothing_to_clear() -> None:
    assert "Clear filters" not in words(called("filter", "filter_panel('/list')", ""))


def test_navigation_marks_where_you_are() -> None:
    tree = read(macro("sub_navigation", "sub_navigation")([link("Overview", current=True), link(ODD)]))
    assert [words(a) for a in tree.iter("a")] == ["Overview", ODD]
    assert [a.get("aria-current") for a in tree.iter("a")] == ["page", None]


def test_case_header() -> None:
    tree = read(
        macro("case_header", "case_header")(
            ODD, ["M-1", "Born"], [("Tier one", "red"), (ODD, "")], [link("Add action")]
        )
    )
    assert words(tree.find(".//h1")) == ODD
    assert [words(item) for item in tree.xpath(".//li")] == ["M-1", "Born", "Tier one", ODD]
    assert [b.get("class") for b in tree.xpath(".//li/span")] == ["moj-badge moj-badge--red", "moj-badge"]
    assert tree.xpath(".//div[@data-module='moj-button-menu']/a/@href") == ["/x"]


def test_identity_bar_leads_to_the_record() -> None:
    tree = read(macro("identity_bar", "identity_bar")(ODD, "/m-1", ["M-1"], [("Tier one", "red")]))
    assert (words(tree.find(".//a")), tree.find(".//a").get("href")) == (ODD, "/m-1")
    assert words(tree) == f"{ODD}M-1 Tier one"


@pytest.mark.parametrize(
    ("given", "kind"), [("success", "success"), ("error", "error"), ("info", "information"), ("debug", "information")]
)
def test_alert_takes_the_level_of_a_message(given: str, kind: str) -> None:
    alert = read(macro("alert", "alert")(ODD, given)).find("div")
    assert alert.get("class") == f"moj-alert moj-alert--{kind}"
    assert alert.get("aria-label") == f"{kind}: {ODD}"
    assert words(alert) == ODD


def test_alert_around_markup() -> None:
    tree = called("alert", "alert_block('warning', odd)", "<p>See <a href='/x'>the clause</a></p>")
    assert words(tree.find(".//h2")) == ODD
    assert tree.find(".//p/a").get("href") == "/x"


def test_timeline() -> None:
    events = [
        SimpleNamespace(title=ODD, by=ODD, when=datetime(2026, 3, 4, 14, 5, tzinfo=UTC), text=ODD, href="/x"),
        SimpleNamespace(title="Released", by=None, when=date(2026, 1, 9), text=None, href=None),
    ]
    tree = read(macro("timeline", "timeline")(events, 3))
    assert [words(h) for h in tree.iter("h3")] == [ODD, "Released"]
    assert [words(t) for t in tree.iter("time")] == ["4 March 2026 at 2:05pm", "9 January 2026"]
    assert [t.get("datetime") for t in tree.iter("time")] == ["2026-03-04T14:05:00+00:00", "2026-01-09"]
    assert len(tree.xpath(".//p[@class='moj-timeline__byline']")) == 1


@pytest.mark.parametrize(
    ("done", "total", "said"), [(3, 8, "3 of 8 (38%)"), (0, 0, "0 of 0 (0%)"), (1200, 1200, "1,200 of 1,200 (100%)")]
)
def test_progress_bar_says_it_in_words_too(done: int, total: int, said: str) -> None:
    tree = read(macro("progress_bar", "progress_bar")("Agreed", done, total))
    assert words(tree.find(".//p")) == f"Agreed: {said}"
    assert tree.find(".//progress").get("aria-label") == "Agreed"


def test_summary_card() -> None:
    rows = [
        SimpleNamespace(key="Name", value=ODD, href="/name"),
        SimpleNamespace(key="Born", value=None, href=None),
        SimpleNamespace(key="Score", value=0, href=None),
    ]
    tree = read(macro("summary", "summary_card")("Who", rows, [link("Change all", "/all")]))
    assert [words(dd) for dd in tree.iter("dd")] == [ODD, "Change Name", "Not recorded", "0"]
    assert len(tree.xpath(".//div[contains(@class, 'row--no-actions')]")) == 2
    assert words(tree.xpath(".//li/a")[0]) == "Change all (Who)"


def test_summary_list_without_links_leaves_no_room_for_them() -> None:
    tree = read(macro("summary", "summary_list")([SimpleNamespace(key="Born", value="", href=None)]))
    assert tree.xpath(".//div/@class") == ["govuk-summary-list__row"]


def test_empty_state_offers_a_way_on_only_when_there_is_one() -> None:
    assert not read(macro("empty_state", "empty_state")(ODD, ODD)).xpath(".//a")
    assert read(macro("empty_state", "empty_state")("None", "Why", "/x", ODD)).xpath(".//a/@href") == ["/x"]


def test_organisation_switcher_offers_a_choice_only_when_there_is_one() -> None:
    switcher = macro("organisation_switcher", "organisation_switcher")
    assert not read(switcher(ODD)).xpath(".//a")
    assert words(read(switcher(ODD, "/switch"))) == f"Acting as {ODD} Change who you are acting as"
