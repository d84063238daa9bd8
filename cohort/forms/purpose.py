"""What a record is needed for."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms

from marsoc.govuk.components import FieldOptions
from marsoc.govuk.forms import GovukForm
from sharing.enums import AccessReason


class PurposeForm(GovukForm):
    """What a partner needs a record for."""

    purpose = forms.ChoiceField(
        label="What do you need this record for?",
        choices=AccessReason.choices,
        widget=forms.RadioSelect,
        help_text=(
            "You are asked once for each record until you sign out. Your answer is kept with what you read, and the hub"
            " that owns the record can see it."
        ),
        error_messages={"required": "Select what you need this record for"},
    )

    govuk: ClassVar[Mapping[str, FieldOptions]] = {"purpose": {"label_size": "l", "page_heading": True}}
