"""The filter beside the list."""

from collections.abc import Mapping
from typing import Any

from django import forms

from cohort.enums import ListStatus
from cohort.presenters.individual_list import RELEASE_WINDOWS, REVIEW_WINDOWS, STANDINGS, Vocabularies
from cohort.queries.individuals import ListFilter
from sharing.enums import Phase


class ListFilterForm(forms.Form):
    """What the list is to be narrowed to; a value that is none of the choices is left out."""

    hub = forms.MultipleChoiceField(required=False)
    phase = forms.MultipleChoiceField(required=False, choices=Phase.choices)
    threat = forms.MultipleChoiceField(required=False)
    lead_agency = forms.MultipleChoiceField(required=False)
    status = forms.MultipleChoiceField(required=False, choices=ListStatus.choices)
    location = forms.ChoiceField(required=False)
    release_within = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, choices=RELEASE_WINDOWS)
    review_due = forms.ChoiceField(required=False, choices=REVIEW_WINDOWS)
    standing = forms.ChoiceField(required=False, choices=STANDINGS)
    text = forms.CharField(required=False, max_length=100)

    def __init__(self, data: Mapping[str, Any], *, names: Vocabularies) -> None:
        """Offer what the vocabularies hold."""
        super().__init__(data)
        offered = {
            "hub": names.hubs,
            "threat": names.threats,
            "lead_agency": names.agencies,
            "location": names.establishments,
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices.items())

    def wanted(self) -> ListFilter:
        """Return the filter."""
        self.full_clean()
        return ListFilter(**self.cleaned_data)
