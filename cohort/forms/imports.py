"""Forms of the import pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cohort.comparison import Change
from cohort.enums import ImportMode, Verdict
from cohort.models import ImportBatch, ImportRow
from cohort.sheets.layout import Field
from cohort.sheets.sheet import MAX_BYTES, too_large
from marsoc.govuk.forms import GovukForm
from sharing.models import Hub
from sharing.queries.people import hubs
from sharing.viewer import Viewer

FIELD_LABELS = {
    Field.REF: "Hub's own reference",
    Field.SURNAME: "Surname",
    Field.FORENAMES: "Forenames",
    Field.FULL_NAME: "Full name in one column",
    Field.ALIASES: "Aliases",
    Field.DATE_OF_BIRTH: "Date of birth",
    Field.PNC: "PNC ID",
    Field.CRO: "CRO number",
    Field.PRISON: "Prison number",
    Field.CRN: "Probation CRN",
    Field.HOME_OFFICE: "Home Office reference",
    Field.PASSPORT: "Passport number",
    Field.HUB: "Hub",
    Field.GROUP: "Organised crime group",
    Field.THREAT: "Threat areas",
    Field.PHASE: "Custody phase",
    Field.ESTABLISHMENT: "Prison",
    Field.LEAD_AGENCY: "Lead agency",
    Field.OFFICER: "Officer in the case",
    Field.SCORE: "Provisional score",
    Field.NOTES: "Notes",
    Field.UPDATED: "Date the row was last updated",
    Field.IGNORE: "Do not import this column",
}


class UploadForm(GovukForm):
    """A workbook and how to take it."""

    workbook = forms.FileField(
        label="Workbook",
        help_text="An .xlsx or .csv file of up to 20 MB. Nothing above OFFICIAL-SENSITIVE may be entered.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    hub = forms.ModelChoiceField(
        queryset=Hub.objects.none(), label="Whose list is it?", required=False, empty_label="Each row names its hub"
    )
    mode = forms.ChoiceField(
        label="What should the import do?",
        choices=ImportMode.choices,
        initial=ImportMode.UPDATE,
        widget=forms.RadioSelect,
        help_text="Nothing is ever removed by an import.",
    )
    restricted = forms.BooleanField(
        label="Restrict every new record of this workbook",
        required=False,
        help_text="Nobody but you sees the import or the records it makes, until you name others for each of them.",
    )
    mark_optional = False

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        """Offer the hubs the viewer may import for; somebody with one hub is not asked."""
        super().__init__(*args, **kwargs)
        self.own_hub = viewer.hub if viewer.reach is not None else None
        if self.own_hub:
            del self.fields["hub"]
            return
        del self.fields["restricted"]
        field = self.fields["hub"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = hubs()

    def hub_answered(self) -> Hub | None:
        """Return whose list it is; somebody with one hub imports for that one, whatever was sent."""
        return self.own_hub or self.cleaned_data["hub"]

    def clean_workbook(self) -> Any:
        """Refuse what is too large before it is read."""
        workbook = self.cleaned_data["workbook"]
        if workbook.size > MAX_BYTES:
            raise forms.ValidationError(str(too_large()))
        return workbook


class ColumnsForm(GovukForm):
    """What each column of the sheet means."""

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        """Offer every meaning for every column, the proposed one first chosen."""
        super().__init__(*args, **kwargs)
        choices = [(field.value, FIELD_LABELS.get(field, f"{field.value} date")) for field in Field]
        for place, (header, meaning) in enumerate(zip(batch.headers, batch.mapping, strict=True)):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header or f"Column {place + 1}, without a heading", choices=choices, initial=meaning
            )

    def meanings(self) -> list[str]:
        """Return the chosen meaning of each column, in order."""
        return [self.cleaned_data[name] for name in self.fields]


class RowForm(GovukForm):
    """Decisions on one row: who the person is, and whose value stands where the record was edited here."""

    def __init__(self, *args: Any, row: ImportRow, **kwargs: Any) -> None:
        """Ask about each candidate and about the fields edited here."""
        super().__init__(*args, **kwargs)
        self.candidates = [_name_of(candidate) for candidate in row.candidates]
        for name, candidate in zip(self.candidates, row.candidates, strict=True):
            known = candidate["reference"] or f"line {candidate['line']} of this sheet"
            self.fields[name] = forms.ChoiceField(
                label=f"Is this the same person as {known}?",
                choices=[
                    (Verdict.SAME, "Yes, the same person"),
                    (Verdict.NOT_SAME, "No"),
                    (Verdict.OPEN, "Decide later"),
                ],
                initial=candidate["verdict"],
                widget=forms.RadioSelect,
            )
        kept = [change for change in (Change(**each) for each in row.changes) if change.kept]
        if kept:
            self.fields["taken"] = forms.MultipleChoiceField(
                label="Take the value on the sheet for",
                help_text="These were edited here since the last import. Leave a box empty to keep the edit.",
                choices=[(change.field, change.label) for change in kept],
                initial=row.taken,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def verdicts(self) -> dict[int, Verdict]:
        """Return the decisions on candidates by their place."""
        return {place: Verdict(self.cleaned_data[name]) for place, name in enumerate(self.candidates)}

    def taken(self) -> Sequence[str]:
        """Return the fields whose value on the sheet is to be taken."""
        chosen: list[str] = self.cleaned_data.get("taken", [])
        return chosen


def _name_of(candidate: Mapping[str, Any]) -> str:
    """Name the question after the candidate, not its place: a sheet compared again may put another person there."""
    return f"candidate_{candidate['id']}" if candidate["id"] else f"candidate_line_{candidate['line']}"
