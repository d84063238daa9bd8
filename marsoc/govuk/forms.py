"""Django forms as GOV.UK components: one line per field in a template, plain sentences for errors."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.formsets import BaseFormSet
from django.forms.renderers import TemplatesSetting
from django.forms.utils import pretty_name

from marsoc.govuk.components import FieldOptions, GovukBoundField
from marsoc.govuk.fields import DateField, lowered


class GovukRenderer(TemplatesSetting):
    """Renders forms with the project's templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = GovukBoundField


class GovukFormMixin:
    """Gives a form or model form the sentences and looks of GOV.UK.

    Attributes:
        govuk: how single fields look, by name.
        mark_optional: add "(optional)" to the labels of fields that may be left empty.
    """

    govuk: ClassVar[Mapping[str, FieldOptions]] = {}
    mark_optional: ClassVar[bool] = True
    use_required_attribute = False
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = pretty_name(name)
            _speak_plainly(field)

    def set_choices(self, name: str, choices: Any) -> None:
        """Offer choices: a queryset or pairs of value and label, as the field takes them."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = choices
        else:
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class GovukForm(GovukFormMixin, forms.Form):
    """A form that is shown by GOV.UK components."""


def check_order(form: forms.BaseForm, first: str, last: str, wrong: str) -> None:
    """Hold two dates that have been answered to their order.

    Args:
        form: while it is cleaned.
        first: name of the field of the first day.
        last: name of the field of the last day, which an error is told at.
        wrong: the sentence.
    """
    begins, ends = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begins and ends and ends < begins:
        form.add_error(last, wrong)


def error_summary(*shown: "forms.BaseForm | BaseFormSet[Any]") -> list[dict[str, str]]:
    """Return the items of the error summary, each linked to the first input it speaks of.

    Args:
        shown: the forms and formsets on the page.
    """
    return [item for part in shown for form in _forms(part) for item in _form_errors(form)] + [
        {"text": str(message)}
        for part in shown
        if isinstance(part, BaseFormSet) and part.is_bound
        for message in part.non_form_errors()
    ]


def _forms(part: "forms.BaseForm | BaseFormSet[Any]") -> Iterable[forms.BaseForm]:
    return part.forms if isinstance(part, BaseFormSet) else [part]


def _form_errors(form: forms.BaseForm) -> list[dict[str, str]]:
    items = [{"text": str(message)} for message in form.non_field_errors()]
    for field in form:
        link = {}
        if isinstance(field, GovukBoundField) and not field.is_hidden:
            link = {"href": f"#{field.first_input_id}"}
        items += [{"text": str(message), **link} for message in field.errors]
    return items


def _speak_plainly(field: forms.Field) -> None:
    """Replace Django's own error messages, not those the form chose, by GOV.UK's."""
    label = str(field.label).replace("%", "%%")
    stock: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        stock.update(getattr(kind, "default_error_messages", {}))
    for code, sentence in _sentences(field, label).items():
        if field.error_messages.get(code) == stock.get(code):
            field.error_messages[code] = sentence


def _sentences(field: forms.Field, label: str) -> dict[str, str]:
    if isinstance(field, DateField):
        return {}
    sentences = {
        "required": _required_sentence(field, label),
        "max_length": f"{label} must be %(limit_value)d characters or fewer",
        "min_length": f"{label} must be %(limit_value)d characters or more",
        "max_value": f"{label} must be %(limit_value)s or less",
        "min_value": f"{label} must be %(limit_value)s or more",
        "invalid_choice": f"Select {lowered(label)} from the list",  # noqa: S608  a sentence
    }
    if isinstance(field, forms.EmailField):
        sentences["invalid"] = "Enter an email address in the correct format, like name@example.com"
    elif isinstance(field, forms.IntegerField):
        whole = type(field) is forms.IntegerField
        sentences["invalid"] = f"{label} must be a whole number" if whole else f"{label} must be a number"
    elif isinstance(field, forms.FileField):
        sentences["empty"] = "The selected file is empty"
    return sentences


def _required_sentence(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.FileField):
        return f"Select {lowered(label)}"
    if isinstance(field, forms.BooleanField):
        return f"Confirm: {lowered(label)}"
    if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        return f"Select {lowered(label)}"
    return f"Enter {lowered(label)}"
