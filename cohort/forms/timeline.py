"""What a record's timeline is narrowed to."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from cohort.queries.timeline import THE_SYSTEM, Timeline, TimelineFilter
from marsoc.govuk.forms import GovukForm


def _unknown(what: str) -> dict[str, str]:
    return {"invalid_choice": f"Select {what} from the list"}  # noqa: S608  a sentence


class TimelineFilterForm(GovukForm):
    """By kind of change, by the person who wrote and by the agency written for: only such as the viewer may see."""

    mark_optional = False

    kind = forms.ChoiceField(label="Kind of change", required=False, error_messages=_unknown("a kind of change"))
    person = forms.ChoiceField(label="Person", required=False, error_messages=_unknown("a person"))
    agency = forms.ChoiceField(label="Agency", required=False, error_messages=_unknown("an agency"))

    def __init__(self, data: Mapping[str, Any], *, timeline: Timeline) -> None:
        """Offer what the timeline holds."""
        super().__init__(data if {"kind", "person", "agency"} & {*data} else None)
        system = [(THE_SYSTEM, "The system")] if timeline.has_jobs else []
        self._offer("kind", "Every kind", [(str(kind), str(kind.label)) for kind in timeline.kinds])
        self._offer("person", "Everybody", [*timeline.people.items(), *system])
        self._offer("agency", "Every agency", timeline.agencies.items())

    def _offer(self, name: str, everything: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", everything), *choices]

    def wanted(self) -> TimelineFilter:
        """Return the filter; what is none of the choices narrows nothing, and the form says so."""
        return TimelineFilter(**self.cleaned_data) if self.is_valid() else TimelineFilter()
