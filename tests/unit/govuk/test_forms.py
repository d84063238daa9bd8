"""Fields come out as the GOV.UK component they should, with plain sentences for errors."""

from datetime import date
from typing import Any, ClassVar

import pytest
import time_machine
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.safestring import mark_safe

from marsoc.govuk.components import FieldOptions
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm, error_summary
from tests.unit.govuk.markup import tree
from tests.unit.govuk.test_conformance import govuk


class Individual(GovukForm):
    """One field of every kind."""

    surname = forms.CharField(
        max_length=5,
        help_text="As on the Police National Computer",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.EmailField(required=False)
    assets = forms.IntegerField(label="Value of assets", min_value=3)
    rate = forms.DecimalField(required=False)
    born = DateField(label="Date of birth", must_be="past", help_text="For example, 27 3 1980")
    notes = forms.CharField(widget=forms.Textarea, required=False)
    tier = forms.ChoiceField(choices=[("1", "One"), ("2", "Two")], widget=forms.RadioSelect)
    why = forms.CharField(widget=forms.Textarea)
    flags = forms.MultipleChoiceField(choices=[("f", "Firearms"), ("c", "County lines")])
    region = forms.ChoiceField(choices=[("", "---------"), ("nw", "North West")])
    evidence = forms.FileField(widget=forms.FileInput(attrs={"accept": ".pdf"}))
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    sure = forms.BooleanField(label="I have the authority", help_text="Under clause 4")
    version = forms.IntegerField(widget=forms.HiddenInput)

    govuk: ClassVar[dict[str, FieldOptions]] = {
        "surname": {"label_size": "l", "page_heading": True},
        "assets": {"prefix": "£", "suffix": "a year"},
        "tier": {"label_size": "m", "inline": True, "item_hints": {"1": "Highest"}, "conditional": {"2": ["why"]}},
        "flags": {"small": True, "visually_hidden_label": True},
    }


TYPED = {
    "surname": "Li",
    "assets": "5",
    "born-day": "3",
    "born-month": "2",
    "born-year": "1980",
    "tier": "2",
    "why": "First\r\n  second",
    "flags": ["f"],
    "region": "nw",
    "password": "secret",
    "sure": "on",
    "version": "1",
}


def typed(**changes: Any) -> Individual:
    """Return the form as sent, with some answers changed; None leaves one out."""
    data = {name: value for name, value in {**TYPED, **changes}.items() if value is not None}
    return Individual(data, {"evidence": SimpleUploadedFile("a.pdf", b"x")})


def shown(form: forms.BaseForm, name: str) -> list[Any]:
    """Return a field's markup, read."""
    return tree(form[name].as_field_group())


def expected(component: str, **options: Any) -> list[Any]:
    """Return the markup of the macro, read."""
    return tree(govuk(component)(options))


def errors(form: forms.BaseForm) -> dict[str, str]:
    """Return the text of each error and where it leads."""
    return {item["text"]: item.get("href", "") for item in error_summary(form)}


def test_everything_right_is_accepted() -> None:
    form = typed()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == date(1980, 2, 3)
    assert error_summary(form) == []


def test_text_input() -> None:
    assert shown(Individual(), "surname") == expected(
        "input",
        id="id_surname",
        name="surname",
        label={"text": "Surname", "classes": "govuk-label--l", "isPageHeading": True},
        hint={"text": "As on the Police National Computer"},
        classes="govuk-input--width-20",
        autocomplete="off",
        spellcheck=False,
    )


def test_text_input_with_error() -> None:
    assert shown(typed(surname="Smithson"), "surname") == expected(
        "input",
        id="id_surname",
        name="surname",
        value="Smithson",
        label={"text": "Surname", "classes": "govuk-label--l", "isPageHeading": True},
        hint={"text": "As on the Police National Computer"},
        errorMessage={"text": "Surname must be 5 characters or fewer"},
        classes="govuk-input--width-20",
        autocomplete="off",
        spellcheck=False,
    )


def test_email_is_optional() -> None:
    assert shown(Individual(), "email") == expected(
        "input", id="id_email", name="email", type="email", label={"text": "Email (optional)"}
    )


def test_numbers_are_typed_as_text() -> None:
    affixes = {"prefix": {"text": "£"}, "suffix": {"text": "a year"}}
    label = {"text": "Value of assets"}
    assert shown(typed(), "assets") == expected(
        "input", id="id_assets", name="assets", value="5", inputmode="numeric", label=label, **affixes
    )
    assert shown(Individual(), "rate") == expected(
        "input", id="id_rate", name="rate", inputmode="decimal", label={"text": "Rate (optional)"}
    )


def test_textarea() -> None:
    assert shown(Individual(), "notes") == expected(
        "textarea", id="id_notes", name="notes", label={"text": "Notes (optional)"}
    )


def test_date_input() -> None:
    assert shown(typed(), "born") == expected(
        "date-input",
        id="id_born",
        namePrefix="born",
        fieldset={"legend": {"text": "Date of birth"}},
        hint={"text": "For example, 27 3 1980"},
        items=[
            {"name": "day", "classes": "govuk-input--width-2", "value": "3"},
            {"name": "month", "classes": "govuk-input--width-2", "value": "2"},
            {"name": "year", "classes": "govuk-input--width-4", "value": "1980"},
        ],
    )


def test_date_input_marks_the_part_that_is_wrong() -> None:
    form = typed(**{"born-year": ""})
    assert shown(form, "born") == expected(
        "date-input",
        id="id_born",
        namePrefix="born",
        fieldset={"legend": {"text": "Date of birth"}},
        hint={"text": "For example, 27 3 1980"},
        errorMessage={"text": "Date of birth must include a year"},
        items=[
            {"name": "day", "classes": "govuk-input--width-2", "value": "3"},
            {"name": "month", "classes": "govuk-input--width-2", "value": "2"},
            {"name": "year", "classes": "govuk-input--width-4 govuk-input--error", "value": ""},
        ],
    )


def test_radios_with_a_choice_that_reveals() -> None:
    form = typed()
    assert shown(form, "tier") == expected(
        "radios",
        idPrefix="id_tier",
        name="tier",
        classes="govuk-radios--inline",
        fieldset={"legend": {"text": "Tier", "classes": "govuk-fieldset__legend--m"}},
        items=[
            {"value": "1", "text": "One", "hint": {"text": "Highest"}},
            {
                "value": "2",
                "text": "Two",
                "checked": True,
                "conditional": {"html": str(form["why"].as_field_group())},
            },
        ],
    )


def test_checkboxes() -> None:
    assert shown(typed(), "flags") == expected(
        "checkboxes",
        idPrefix="id_flags",
        name="flags",
        classes="govuk-checkboxes--small",
        fieldset={"legend": {"text": "Flags", "classes": "govuk-visually-hidden"}},
        items=[{"value": "f", "text": "Firearms", "checked": True}, {"value": "c", "text": "County lines"}],
    )


def test_one_checkbox() -> None:
    assert shown(typed(sure=None), "sure") == expected(
        "checkboxes",
        idPrefix="id_sure",
        name="sure",
        errorMessage={"text": "Confirm: I have the authority"},
        items=[{"value": "on", "text": "I have the authority", "hint": {"text": "Under clause 4"}}],
    )


def test_select() -> None:
    assert shown(typed(region=None), "region") == expected(
        "select",
        id="id_region",
        name="region",
        label={"text": "Region"},
        errorMessage={"text": "Select region"},
        items=[{"value": "", "text": "Select an option", "selected": True}, {"value": "nw", "text": "North West"}],
    )


def test_file_upload() -> None:
    assert shown(Individual(), "evidence") == expected(
        "file-upload", id="id_evidence", name="evidence", label={"text": "Evidence"}, attributes={"accept": ".pdf"}
    )


def test_password_is_never_shown_again() -> None:
    assert shown(typed(), "password") == expected(
        "password-input",
        id="id_password",
        name="password",
        label={"text": "Password"},
        autocomplete="new-password",
    )


def test_hidden_input() -> None:
    assert shown(typed(), "version") == tree('<input type="hidden" name="version" value="1" id="id_version">')


def test_a_form_that_is_not_ours_looks_the_same() -> None:
    class Plain(forms.Form):
        name = forms.CharField(required=False, widget=forms.TextInput(attrs={"placeholder": "Name", "autofocus": True}))

    assert shown(Plain(), "name") == expected("input", id="id_name", name="name", label={"text": "Name"})


def test_the_whole_form_shows_every_field_once() -> None:
    markup = str(typed())
    for name in Individual.base_fields:
        assert markup.count(f'id="id_{name}"') == 1, name


def test_typed_text_is_escaped_and_keeps_its_line_breaks() -> None:
    markup = str(typed(why="<b>\r\n  second", surname='"><script>')["tier"].as_field_group())
    assert "&lt;b&gt;&#10;  second</textarea>" in markup
    assert "<script" not in str(typed(surname='"><script>')["surname"].as_field_group())


def test_label_and_hint_are_text_unless_marked_safe() -> None:
    class Form(GovukForm):
        name = forms.CharField(label="A <b>", help_text=mark_safe("<ul><li>Rule</li></ul>"))

    markup = str(Form()["name"].as_field_group())
    assert "A &lt;b&gt;" in markup
    assert "<ul><li>Rule</li></ul>" in markup


def test_several_errors_of_one_field_are_all_shown() -> None:
    form = typed()
    form.add_error("surname", "Surname is <odd>")
    form.add_error("surname", "Surname is taken")
    assert "Surname is &lt;odd&gt;<br>Surname is taken" in str(form["surname"].as_field_group())
    assert errors(form) == {"Surname is <odd>": "#id_surname", "Surname is taken": "#id_surname"}


def test_a_widget_without_a_component_is_named() -> None:
    class Odd(GovukForm):
        when = forms.SplitDateTimeField()

    with pytest.raises(TypeError, match=r"^No GOV.UK component shows SplitDateTimeWidget, which when uses$"):
        str(Odd()["when"].as_field_group())


@pytest.mark.parametrize(
    ("changes", "sentence", "link"),
    [
        ({"surname": None}, "Enter surname", "#id_surname"),
        ({"email": "x"}, "Enter an email address in the correct format, like name@example.com", "#id_email"),
        ({"assets": "many"}, "Value of assets must be a whole number", "#id_assets"),
        ({"assets": "1"}, "Value of assets must be 3 or more", "#id_assets"),
        ({"rate": "x"}, "Rate must be a number", "#id_rate"),
        ({"tier": None}, "Select tier", "#id_tier"),
        ({"tier": "9"}, "Select tier from the list", "#id_tier"),
        ({"flags": ["x"]}, "Select flags from the list", "#id_flags"),
        ({"sure": None}, "Confirm: I have the authority", "#id_sure"),
        ({"version": "x"}, "Version must be a whole number", ""),
        ({"born-day": "", "born-month": "", "born-year": ""}, "Enter date of birth", "#id_born-day"),
        ({"born-day": None, "born-month": None, "born-year": None}, "Enter date of birth", "#id_born-day"),
        ({"born-year": " "}, "Date of birth must include a year", "#id_born-year"),
        ({"born-day": "", "born-month": ""}, "Date of birth must include a day and month", "#id_born-day"),
        ({"born-day": "31"}, "Date of birth must be a real date", "#id_born-day"),
        ({"born-month": "13"}, "Date of birth must be a real date", "#id_born-day"),
        ({"born-month": "Smarch"}, "Date of birth must be a real date", "#id_born-month"),
        ({"born-day": "-3"}, "Date of birth must be a real date", "#id_born-day"),
        ({"born-year": "0000"}, "Date of birth must be a real date", "#id_born-day"),
        ({"born-year": "80"}, "Year must include 4 numbers", "#id_born-year"),
        ({"born-year": "٢٠٢٠"}, "Date of birth must be a real date", "#id_born-year"),
        ({"born-year": "2990"}, "Date of birth must be in the past", "#id_born-day"),
    ],
)
def test_errors_are_sentences_that_lead_to_the_input(changes: dict[str, Any], sentence: str, link: str) -> None:
    assert errors(typed(**changes)) == {sentence: link}


def test_file_errors() -> None:
    assert errors(Individual(TYPED, {})) == {"Select evidence": "#id_evidence"}
    empty = Individual(TYPED, {"evidence": SimpleUploadedFile("a.pdf", b"")})
    assert errors(empty) == {"The selected file is empty": "#id_evidence"}


def test_an_error_links_to_an_input_that_is_there() -> None:
    form = Individual({})
    markup = str(form)
    links = [item["href"][1:] for item in error_summary(form) if "href" in item]
    assert len(links) == 10
    assert all(f'id="{link}"' in markup for link in links)


def test_a_message_the_form_chose_stays() -> None:
    class Form(GovukForm):
        name = forms.CharField(error_messages={"required": "Say who it is"})

    assert errors(Form({})) == {"Say who it is": "#id_name"}


def test_an_abbreviation_keeps_its_capitals_in_a_sentence() -> None:
    class Form(GovukForm):
        pnc = forms.CharField(label="PNC number")
        share = forms.CharField(label="Share in %", max_length=1)

    assert list(errors(Form({"share": "12"}))) == ["Enter PNC number", "Share in % must be 1 characters or fewer"]


def test_errors_of_the_form_and_of_a_formset_have_no_link() -> None:
    form = typed()
    form.add_error(None, "Somebody else has changed this record")
    formset = forms.formset_factory(Individual, max_num=1, validate_max=True)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-surname": "Li", "form-1-surname": "Li"}
    )
    texts = [item["text"] for item in error_summary(form, formset) if "href" not in item]
    assert texts[0] == "Somebody else has changed this record"
    assert texts[-1] == "Please submit at most 1 form."
    assert "#id_form-1-born-day" in [item.get("href") for item in error_summary(formset)]


@pytest.mark.parametrize("month", ["3", "03", "March", "mar"])
def test_a_month_may_be_named(month: str) -> None:
    form = typed(**{"born-month": month})
    assert form.is_valid()
    assert form.cleaned_data["born"] == date(1980, 3, 3)


@time_machine.travel("2026-03-04 12:00", tick=False)
@pytest.mark.parametrize(
    ("must_be", "accepted"),
    [
        ("past", [date(2026, 3, 3)]),
        ("today or past", [date(2026, 3, 3), date(2026, 3, 4)]),
        ("today or future", [date(2026, 3, 4), date(2026, 3, 5)]),
        ("future", [date(2026, 3, 5)]),
        (None, [date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)]),
    ],
)
def test_where_a_date_must_lie(must_be: Any, accepted: list[date]) -> None:
    field = DateField(must_be=must_be, label="Review")

    def is_accepted(day: date) -> bool:
        try:
            return bool(field.clean([str(day.day), str(day.month), str(day.year)]))
        except forms.ValidationError:
            return False

    assert [day for day in (date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)) if is_accepted(day)] == accepted


def test_a_date_starts_from_its_first_value_and_knows_when_it_changed() -> None:
    class Form(GovukForm):
        review = DateField(required=False)

    first = {"review": date(2026, 3, 4)}
    assert 'value="2026"' in str(Form(initial=first)["review"].as_field_group())
    same = {"review-day": "4", "review-month": "3", "review-year": "2026"}
    assert not Form(same, initial=first).has_changed()
    assert Form({**same, "review-day": "5"}, initial=first).has_changed()
    assert Form({**same, "review-day": ""}, initial=first).has_changed()
    emptied = Form({}, initial=first)
    assert emptied.is_valid()
    assert emptied.cleaned_data["review"] is None
