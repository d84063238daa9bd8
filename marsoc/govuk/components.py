"""Which GOV.UK component shows a form's field, and with which options."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from marsoc.govuk.fields import PARTS, DateInput

Params = dict[str, Any]
Size = Literal["s", "m", "l", "xl"]

BLANK_CHOICE = "---------"
TEXTAREA_ROWS = 5

# What GOV.UK names as an option of its own, and what would bring the browser's own validation or hide a value.
MACRO_ATTRIBUTES = ("autocomplete", "autocapitalize", "inputmode", "pattern", "spellcheck", "disabled", "rows")
UNWANTED_ATTRIBUTES = frozenset(
    [
        "id",
        "required",
        "maxlength",
        "minlength",
        "min",
        "max",
        "step",
        "cols",
        "placeholder",
        "autofocus",
        "type",
        "aria-describedby",
        "aria-invalid",
    ]
)


class FieldOptions(TypedDict, total=False):
    """What a form may say about how one of its fields looks, in its `govuk` mapping.

    Attributes:
        label_size: size of the label or legend.
        page_heading: the label is the page's H1.
        visually_hidden_label: the label is for screen readers only.
        inline: radios in a row.
        small: small radios or checkboxes.
        item_hints: hint for each choice, by its value.
        conditional: names of the fields that a choice reveals, by its value.
        prefix: text before an input.
        suffix: text after an input.
    """

    label_size: Size
    page_heading: bool
    visually_hidden_label: bool
    inline: bool
    small: bool
    item_hints: Mapping[str, str]
    conditional: Mapping[str, Sequence[str]]
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Component:
    """A GOV.UK component and the options its macro takes."""

    name: str
    params: Params

    @property
    def macro(self) -> str:
        """The name of the macro, `govukDateInput` for date-input."""
        return "govuk" + self.name.title().replace("-", "")


class GovukBoundField(BoundField):
    """A field that knows the GOV.UK component it is shown by."""

    @property
    def component(self) -> Component:
        """The component and its options, for `forms/field.html`."""
        widget = self.field.widget
        for kind, build in BUILDERS:
            if isinstance(widget, kind):
                return build(self)
        raise TypeError(f"No GOV.UK component shows {type(widget).__name__}, which {self.name} uses")

    @property
    def options(self) -> FieldOptions:
        """What the form says about how the field looks."""
        options: Mapping[str, FieldOptions] = getattr(self.form, "govuk", {})
        return options.get(self.name, {})

    @property
    def first_input_id(self) -> str:
        """The id an error links to: the first input, or the first wrong part of a date."""
        return f"{self.html_id}-{self.wrong_parts[0]}" if self.is_date else self.html_id

    @property
    def is_revealed(self) -> bool:
        """Whether a choice of another field reveals this one, so that it is shown there."""
        every: Mapping[str, FieldOptions] = getattr(self.form, "govuk", {})
        return any(
            self.name in names for options in every.values() for names in options.get("conditional", {}).values()
        )

    @property
    def html_id(self) -> str:
        """The id of the field, given even when the form has no `auto_id`."""
        return self.auto_id or self.html_name

    @property
    def is_date(self) -> bool:
        """Whether the field is shown as day, month and year."""
        return isinstance(self.field.widget, DateInput)

    @property
    def wrong_parts(self) -> tuple[str, ...]:
        """The parts of a date that its errors speak of."""
        named = {part for error in self.errors.as_data() for part in (error.params or {}).get("parts", ())}
        return tuple(part for part in PARTS if part in named) or PARTS


def _attributes(field: GovukBoundField) -> Params:
    """Return the widget's attributes as options of a macro."""
    widget = field.field.widget
    attrs = widget.build_attrs(widget.attrs, field.build_widget_attrs({}))
    params: Params = {name: attrs.pop(name) for name in MACRO_ATTRIBUTES if name in attrs}
    if "spellcheck" in params:
        params["spellcheck"] = str(params["spellcheck"]).lower() == "true"
    if "class" in attrs:
        params["classes"] = attrs.pop("class")
    others = {name: _attribute(value) for name, value in attrs.items() if name not in UNWANTED_ATTRIBUTES}
    if others:
        params["attributes"] = others
    return params


def _attribute(value: Any) -> Any:
    return {"value": value, "optional": True} if isinstance(value, bool) else str(value)


def _described(field: GovukBoundField) -> Params:
    """Return the hint and the error message."""
    params: Params = {}
    if field.help_text:
        params["hint"] = _text(field.help_text)
    if field.errors:
        params["errorMessage"] = _error_message(field.errors)
    return params


def _error_message(errors: Sequence[Any]) -> Params:
    if len(errors) == 1:
        return {"text": str(errors[0])}
    return {"html": mark_safe("<br>".join(conditional_escape(error) for error in errors))}  # noqa: S308  each is escaped


def _text(text: Any) -> Params:
    """Return text as a macro takes it, which asks to know when it is markup that was marked safe."""
    text = str(text)
    return {"html" if isinstance(text, SafeString) else "text": text}


def _label(field: GovukBoundField, kind: Literal["label", "fieldset__legend"]) -> Params:
    options = field.options
    label = _text(field.label)
    if not field.field.required and getattr(field.form, "mark_optional", False):
        label = {key: f"{value} (optional)" for key, value in label.items()}
    if "label_size" in options:
        label["classes"] = f"govuk-{kind}--{options['label_size']}"
    if options.get("visually_hidden_label"):
        label["classes"] = "govuk-visually-hidden"
    if options.get("page_heading"):
        label["isPageHeading"] = True
    return label


def _single(field: GovukBoundField) -> Params:
    """Return the options that every component with one input takes."""
    return {
        "id": field.html_id,
        "name": field.html_name,
        "label": _label(field, "label"),
        **_attributes(field),
        **_described(field),
    }


def _value(field: GovukBoundField) -> str | None:
    value = field.field.widget.format_value(field.value())
    return None if value is None else str(value)


def _input(field: GovukBoundField) -> Component:
    params = {**_single(field), "value": _value(field), "type": _input_type(field)}
    if isinstance(field.field.widget, forms.NumberInput):
        params.setdefault("inputmode", "decimal" if isinstance(field.field, forms.DecimalField) else "numeric")
    for affix in ("prefix", "suffix"):
        if affix in field.options:
            params[affix] = {"text": field.options[affix]}
    return Component("input", params)


def _input_type(field: GovukBoundField) -> str:
    """Return the type of the input; a number is text, because browsers spoil numbers that are typed or scrolled."""
    kind: str = getattr(field.field.widget, "input_type", "text")
    return "text" if kind == "number" else kind


def _textarea(field: GovukBoundField) -> Component:
    params = {**_single(field), "value": _unbroken(_value(field) or "")}
    if params.get("rows") == "10":  # Django's own default is this string
        params["rows"] = TEXTAREA_ROWS
    return Component("textarea", params)


def _unbroken(text: str) -> str:
    """Write line breaks as references, because the macros indent what they nest, even what somebody typed."""
    return mark_safe(escape(text).replace("\r\n", "\n").replace("\n", "&#10;"))  # noqa: S308  escaped here


def _password(field: GovukBoundField) -> Component:
    return Component("password-input", _single(field))


def _file(field: GovukBoundField) -> Component:
    return Component("file-upload", _single(field))


def _select(field: GovukBoundField) -> Component:
    items = [
        {"value": value, "text": "Select an option" if label == BLANK_CHOICE else label, "selected": selected}
        for value, label, selected in _choices(field)
    ]
    return Component("select", {**_single(field), "items": items})


def _radios(field: GovukBoundField) -> Component:
    return Component("radios", _group(field, "govuk-radios"))


def _checkboxes(field: GovukBoundField) -> Component:
    return Component("checkboxes", _group(field, "govuk-checkboxes"))


def _group(field: GovukBoundField, block: str) -> Params:
    params = {**_attributes(field), **_described(field)}
    classes = [params.pop("classes", "")]
    classes += [f"{block}--{name}" for name in ("inline", "small") if field.options.get(name)]
    return {
        "idPrefix": field.html_id,
        "name": field.html_name,
        "fieldset": {"legend": _label(field, "fieldset__legend")},
        "items": [
            _item(field, value, label, selected) for value, label, selected in _choices(field) if label != BLANK_CHOICE
        ],
        "classes": " ".join(filter(None, classes)),
        **params,
    }


def _item(field: GovukBoundField, value: str, label: str, selected: bool) -> Params:
    item: Params = {"value": value, "checked": selected, **_text(label)}
    hint = field.options.get("item_hints", {}).get(value)
    if hint:
        item["hint"] = {"text": hint}
    revealed = field.options.get("conditional", {}).get(value, ())
    if revealed:
        item["conditional"] = {"html": mark_safe("".join(field.form[name].as_field_group() for name in revealed))}  # noqa: S308  rendered by templates
    return item


def _choices(field: GovukBoundField) -> Iterable[tuple[str, str, bool]]:
    widget = field.field.widget
    shown = widget.get_context(field.html_name, field.value(), {})["widget"]["optgroups"]
    for _, options, _ in shown:
        for option in options:
            yield str(option["value"]), option["label"], bool(option["selected"])


def _tick(field: GovukBoundField) -> Component:
    item: Params = {"value": "on", "checked": bool(field.value()), **_text(field.label)}
    params = {**_attributes(field), **_described(field)}
    if "hint" in params:
        item["hint"] = params.pop("hint")
    return Component("checkboxes", {"idPrefix": field.html_id, "name": field.html_name, "items": [item], **params})


def _date(field: GovukBoundField) -> Component:
    widget: Any = field.field.widget
    attrs = _attributes(field)
    autocomplete = attrs.pop("autocomplete", None)
    attrs.pop("disabled", None)
    value = field.value()
    values = value if isinstance(value, (list, tuple)) else widget.decompress(value)
    wrong = field.wrong_parts if field.errors else ()
    items = [
        {
            "name": part,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{' govuk-input--error' * (part in wrong)}",
            "value": typed,
            **({"autocomplete": f"{autocomplete}-{part}"} if autocomplete else {}),
        }
        for part, typed in zip(PARTS, values, strict=True)
    ]
    return Component(
        "date-input",
        {
            "id": field.html_id,
            "namePrefix": field.html_name,
            "fieldset": {"legend": _label(field, "fieldset__legend")},
            "items": items,
            **attrs,
            **_described(field),
        },
    )


def _hidden(field: GovukBoundField) -> Component:
    return Component("hidden", {})


# The first that fits is taken, so a kind stands before the kind it builds on.
BUILDERS: tuple[tuple[type[forms.Widget], Callable[[GovukBoundField], Component]], ...] = (
    (forms.HiddenInput, _hidden),
    (DateInput, _date),
    (forms.Textarea, _textarea),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _tick),
    (forms.SelectMultiple, _checkboxes),
    (forms.Select, _select),
    (forms.FileInput, _file),
    (forms.PasswordInput, _password),
    (forms.widgets.Input, _input),
)
