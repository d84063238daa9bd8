"""What is typed into the search of the page head."""

import re
from typing import Any

from django import forms

from cohort.names import name_key
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.forms import GovukForm

LONGEST = 100
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f]+")


class SearchField(forms.CharField):
    """Takes whatever was pasted; what cannot be typed, such as a null character, counts as a space."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators = []  # the form says in one sentence what is wrong

    def to_python(self, value: Any) -> str:
        """Return the text on one line."""
        return super().to_python(_UNPRINTED.sub(" ", value or "")) or ""


class SearchForm(GovukForm):
    """A reference, a number or words of a name."""

    mark_optional = False

    text = SearchField(
        label="Name, alias, group, reference or number",
        help_text="Any part of a name, a reference such as HK47-2MRX, or a number such as 2002/0073319Z or A1234BC."
        " Names need not be spelt exactly.",
        error_messages={"required": "Enter a name, reference or number"},
    )

    govuk = {"text": FieldOptions(label_size="s")}

    def clean_text(self) -> str:
        """Hold the text to what can be looked for."""
        text: str = self.cleaned_data["text"]
        if len(text) > LONGEST:
            raise forms.ValidationError(f"Enter {LONGEST} characters or fewer: a name, a reference or one number")
        if len(name_key(text).replace(" ", "")) < 2:
            raise forms.ValidationError("Enter at least 2 letters or digits: * and ? do not stand for others")
        return text
