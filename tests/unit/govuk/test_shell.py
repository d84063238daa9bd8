"""The shell around every page, the error pages, and the promises of the content security policy."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import get_template

from tests.unit.govuk.markup import Element, document, render, words

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
ASSETS = settings.BASE_DIR / "marsoc" / "govuk" / "assets"


def shell(**changes: Any) -> dict[str, Any]:
    """Return what the context processors give, with parts of the shell changed."""
    parts: dict[str, Any] = {
        "person": "Priya Shah",
        "acting_as": "North West hub, analyst",
        "can_switch": True,
        "switch_url": "/switch",
        "sign_out_url": "/sign-out",
        "home_url": "/",
        "search_url": "",
        "navigation": [
            SimpleNamespace(text="Home", href="/", current=False),
            SimpleNamespace(text="Individuals", href="/individuals/", current=True),
        ],
        "area": [
            SimpleNamespace(text="Individuals", href="/individuals/", current=False),
            SimpleNamespace(text="Imports", href="/imports/", current=True),
        ],
        "marking": "OFFICIAL-SENSITIVE",
        "synthetic": False,
        "footer": [SimpleNamespace(text="Cookies", href="/cookies")],
    }
    return {"shell": SimpleNamespace(**{**parts, **changes}), "messages": [], "csrf_input": ""}


def draw(context: dict[str, Any], content: str = "") -> Element:
    """Return a page in the shell."""
    source = (
        "{% extends 'base.html' %}{% block title %}A page{% endblock %}{% block content %}" + content + "{% endblock %}"
    )
    return document(render(source, **context))


def test_the_marking_stands_at_the_top_and_at_the_bottom() -> None:
    body = draw(shell(marking="OFFICIAL")).find("body")
    strips = body.xpath("./section[contains(@class, 'marsoc-marking')]")
    assert [words(strip) for strip in strips] == ["OFFICIAL", "OFFICIAL"]
    assert body[-1] is strips[1]
    assert body.index(strips[0]) < body.index(body.find("header"))


def test_skip_link_is_the_first_thing_to_focus() -> None:
    page = draw(shell())
    first = page.xpath("//a | //button | //input")[0]
    assert page.get_element_by_id(first.get("href").removeprefix("#")).tag == "main"


def test_signed_in_person_may_sign_out_by_post() -> None:
    page = draw({**shell(), "csrf_input": "token"})
    form = page.find(".//form")
    assert (form.get("method"), form.get("action"), words(form)) == ("post", "/sign-out", "token Sign out")
    assert "Signed in as Priya Shah" in words(page)
    assert "Printed from MARSOC by Priya Shah, acting as North West hub, analyst, on" in words(page)


def test_whoever_may_search_is_offered_the_search_by_post() -> None:
    (form,) = draw(shell(search_url="/search/")).xpath("//form[@role='search']")

    assert (form.get("action"), form.get("method")) == ("/search/", "post")


def test_nobody_signed_in() -> None:
    page = draw(shell(person=None, acting_as="", navigation=[], area=[]))
    assert not page.xpath("//form | //nav | //*[contains(@class, 'moj-organisation-nav')]")


def test_switching_is_offered_only_to_those_who_can() -> None:
    assert draw(shell()).xpath("//a[@class='moj-organisation-nav__link']/@href") == ["/switch"]
    assert not draw(shell(can_switch=False)).xpath("//a[@class='moj-organisation-nav__link']")


def test_navigation_says_where_you_are() -> None:
    current = draw(shell()).xpath("//nav//a[@aria-current]")
    assert [(words(a), a.get("href")) for a in current] == [
        ("Individuals", "/individuals/"),
        ("Imports", "/imports/"),
    ]


@pytest.mark.parametrize("synthetic", [True, False])
def test_demonstration_data_says_so(synthetic: bool) -> None:
    assert ("Training and demonstration data only" in words(draw(shell(synthetic=synthetic)))) is synthetic


def test_footer_says_what_may_be_entered() -> None:
    footer = draw(shell()).find(".//footer")
    assert words(footer).endswith("Cookies Nothing above OFFICIAL-SENSITIVE may be entered")


def test_errors_come_first_and_in_the_title() -> None:
    page = draw({**shell(), "errors": [{"text": "Enter <surname>", "href": "#id_surname"}]}, "<h1>Add</h1>")
    assert page.findtext(".//title") == "Error: A page - MARSOC"
    assert page.xpath("//main//a/@href") == ["#id_surname"]
    assert words(page.find(".//main")) == "There is a problem Enter <surname> Add"


def test_title_without_errors() -> None:
    assert draw({**shell(), "errors": []}).findtext(".//title") == "A page - MARSOC"


def test_messages_are_alerts() -> None:
    message = SimpleNamespace(level_tag="success", message="The <plan> is saved")
    alerts = draw({**shell(), "messages": [message]}).xpath("//*[@role='region']")
    assert [alert.get("aria-label") for alert in alerts] == ["success: The <plan> is saved"]


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_error_page_needs_nothing(name: str) -> None:
    page = document(get_template(name).render())
    assert words(page).count("OFFICIAL-SENSITIVE") == 3
    assert len(page.xpath("//h1")) == 1


@pytest.mark.parametrize("name", ["403.html", "404.html", "csrf.html"])
def test_error_page_in_the_shell(name: str) -> None:
    page = document(get_template(name).render(shell()))
    assert "Priya Shah" in words(page)
    assert page.findtext(".//title") == f"{words(page.find('.//h1'))} - MARSOC"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_template_has_nothing_inline_and_nothing_from_elsewhere(template: Any) -> None:
    source = re.sub(r"{#.*?#}", "", template.read_text(), flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))
    assert not re.search(r"(src|<link[^>]*href)=[\"']?(https?:)?//", source)


def test_stylesheet_brings_no_crown_and_no_gds_transport() -> None:
    built = settings.BASE_DIR / "var" / "assets"
    assert built.exists(), "Run npm run build"
    css = (built / "marsoc.css").read_text()
    assert "GDS Transport" not in css
    assert not re.search(r"url\([^)]*(//|data:|crest|crown)|@font-face", css)
    assert {path.name for path in (built / "images").iterdir()} == {
        *re.findall(r"url\(images/([^)]+)\)", css),
        *(path.name for path in (ASSETS / "images").iterdir()),
    }
