"""Looking for an applicant, and saying who it is."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cohort.models import SubjectAccessRequest
from cohort.queries.subject_access_search import Like, Terms
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.fields import DateField
from marsoc.govuk.forms import GovukForm
from marsoc.govuk.jinja import long_date


class SearchForm(GovukForm):
    """What an applicant is looked for by."""

    names = forms.CharField(
        label="Names", max_length=1000, widget=forms.Textarea, help_text="One to a line, the full name first."
    )
    date_of_birth = DateField(label="Date of birth", must_be="past", required=False)
    numbers = forms.CharField(
        label="Numbers",
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text="One to a line: PNC ID, CRO number, prison number, probation CRN, Home Office reference or passport.",
    )

    def terms(self) -> Terms:
        """Return what was typed."""
        names, numbers = (
            tuple(line.strip() for line in self.cleaned_data[field].splitlines() if line.strip())
            for field in ("names", "numbers")
        )
        return Terms(names, self.cleaned_data["date_of_birth"], numbers)


def as_asked(request: SubjectAccessRequest) -> dict[str, Any]:
    """Return what the search form begins with: what the applicant gave."""
    return {"names": request.applicant, "date_of_birth": request.date_of_birth}


class ChoiceForm(GovukForm):
    """Who of those found is the applicant; that nobody is has to be said."""

    mark_optional = False

    selected = forms.MultipleChoiceField()
    nobody = forms.BooleanField(label="None of the records is the applicant's", required=False)

    govuk = {"selected": FieldOptions(label_size="s")}

    def __init__(self, *args: Any, found: Sequence[Like], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        self.fields["selected"] = forms.MultipleChoiceField(
            label="Select every record that is the applicant's", required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(each.reference, _label(each)) for each in found],
        )  # fmt: skip
        if not found:
            del self.fields["selected"]

    def clean(self) -> dict[str, Any]:
        """Hold the answer to one of the two."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(said.get("selected")) == bool(said.get("nobody")):
            self.add_error(
                "nobody", "Select the records of the applicant, or say that none of the records is the applicant's"
            )
        return said


def _label(each: Like) -> str:
    born = each.born if isinstance(each.born, int) else long_date(each.born)
    told = f"{each.reference}: {each.name}, born {born or 'on an unknown day'}, {each.hub}, likeness {each.score}"
    return f"{told} ({'; '.join(each.reasons)})"
