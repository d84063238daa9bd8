"""Changing one section of an individual's record."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from cohort.enums import SubjectCategory
from cohort.forms.record import MARKING_HINT, SOURCE_HINT, CorrectingForm, RecordForm, source_field
from cohort.models import Individual, ProbationRegion
from cohort.queries import reference
from marsoc.govuk.components import FieldOptions
from marsoc.govuk.fields import DateField
from marsoc.kit import clock
from sharing.enums import Existence, Phase
from sharing.models import Agency, Hub


class NameForm(CorrectingForm):
    """The name that the record goes by."""

    forenames = forms.CharField(max_length=100, required=False)
    surname = forms.CharField(max_length=100, required=False)
    name_source = source_field("the name")
    mark_optional = False

    @staticmethod
    def said(individual: Individual) -> dict[str, Any]:
        """Return the present name."""
        return {name: getattr(individual, name) for name in ("forenames", "surname", "name_source")}

    def clean(self) -> dict[str, Any]:
        """Ask for one part of the name at least."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("forenames") and not cleaned.get("surname") and not self.errors:
            self.add_error("surname", "Enter a surname, forenames or both")
        return cleaned


class BirthForm(CorrectingForm):
    """The day of birth, or the year alone; what is not known is not guessed."""

    DATE, YEAR, UNKNOWN = "date", "year", "unknown"

    known = forms.ChoiceField(
        label="What is known of the date of birth?",
        choices=[(DATE, "The full date"), (YEAR, "The year only"), (UNKNOWN, "Not known")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is known of the date of birth"},
    )
    date_of_birth = DateField(must_be="past", help_text="For example, 27 3 1984.")
    year_of_birth = forms.IntegerField(min_value=1900, help_text="For example, 1984. Do not estimate it.")
    birth_source = forms.CharField(
        label="Where the date or year comes from",
        max_length=200,
        help_text=SOURCE_HINT,
        required=False,
    )

    question = "known"
    revealed = {DATE: ("date_of_birth",), YEAR: ("year_of_birth",)}
    govuk: ClassVar[Mapping[str, FieldOptions]] = {
        **CorrectingForm.govuk,
        "known": {"conditional": revealed, "label_size": "s"},
    }
    mark_optional = False

    @staticmethod
    def said(individual: Individual) -> dict[str, Any]:
        """Return what is known now."""
        known = BirthForm.DATE if individual.date_of_birth else BirthForm.YEAR
        if not individual.date_of_birth and not individual.year_of_birth:
            known = BirthForm.UNKNOWN
        names = ("date_of_birth", "year_of_birth", "birth_source")
        return {"known": known, **{name: getattr(individual, name) for name in names}}

    def clean_year_of_birth(self) -> int | None:
        """Keep the year in the past."""
        year: int | None = self.cleaned_data["year_of_birth"]
        if year and year > clock.today().year:
            raise forms.ValidationError("Year of birth must be this year or earlier")
        return year

    def clean(self) -> dict[str, Any]:
        """Ask for the source of what is known."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("known") in self.revealed and "birth_source" in cleaned and not cleaned["birth_source"]:
            self.add_error("birth_source", "Enter where the date or year comes from")
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Return the date or the year, never both."""
        chosen, cleaned = self.cleaned_data["known"], self.cleaned_data
        return {
            "date_of_birth": cleaned["date_of_birth"] if chosen == self.DATE else None,
            "year_of_birth": cleaned["year_of_birth"] if chosen == self.YEAR else None,
            "birth_source": cleaned["birth_source"],
        }


class CategoryForm(CorrectingForm):
    """The category of data subject."""

    category = forms.ChoiceField(
        label="Category of data subject",
        choices=SubjectCategory.choices,
        widget=forms.RadioSelect,
        help_text="The law asks for suspects, convicted people, victims and witnesses to be told apart.",
        error_messages={"required": "Select the category of data subject"},
    )

    @staticmethod
    def said(individual: Individual) -> dict[str, Any]:
        """Return the present category."""
        return {"category": individual.category}


class LocationForm(CorrectingForm):
    """Where the individual is, comes from and is supervised: three facts, none worked out from another.

    The prison somebody is held in is part of the custody record, and not asked here.
    """

    place = forms.CharField(
        max_length=120,
        label="Where the individual is, outside prison",
        required=False,
        help_text="A town, or a country if overseas. Not a home address. A prison is recorded under Custody.",
    )
    home_region = forms.ModelChoiceField(queryset=Hub.objects.none(), required=False, empty_label="Not known")
    probation_region = forms.ModelChoiceField(
        queryset=ProbationRegion.objects.none(),
        label="Supervising probation region",
        required=False,
        empty_label="None or not known",
    )

    mark_optional = False

    @staticmethod
    def said(individual: Individual) -> dict[str, Any]:
        """Return the places on record."""
        return {name: getattr(individual, name) for name in ("place", "home_region", "probation_region")}

    def offer(self, individual: Individual) -> None:
        """Offer today's regions and those on record; whoever is in a prison is nowhere else."""
        if individual.establishment_id:
            del self.fields["place"]
        self.set_choices("home_region", reference.choices(Hub, kept=individual.home_region).order_by("number"))
        self.set_choices("probation_region", reference.choices(ProbationRegion, kept=individual.probation_region))


class CrimeForm(CorrectingForm):
    """What the individual is suspected or convicted of, and who leads."""

    threats = forms.MultipleChoiceField(
        label="Threat areas", required=False, widget=forms.CheckboxSelectMultiple, help_text="Select all that apply."
    )
    crime_group = forms.CharField(label="Organised crime group", max_length=120, required=False, help_text=MARKING_HINT)
    lead_agency = forms.ModelChoiceField(queryset=Agency.objects.none(), required=False, empty_label="Not known")
    officer = forms.CharField(label="Officer in the case", max_length=120, required=False)

    govuk: ClassVar[Mapping[str, FieldOptions]] = {
        **CorrectingForm.govuk,
        "threats": {"label_size": "s", "small": True},
    }
    mark_optional = False

    @staticmethod
    def said(individual: Individual) -> dict[str, Any]:
        """Return the facts on record."""
        return {name: getattr(individual, name) for name in ("threats", "crime_group", "lead_agency", "officer")}

    def offer(self, individual: Individual) -> None:
        """Offer today's threat areas and agencies, and those on record."""
        self.set_choices("threats", reference.threat_areas(individual.threats))
        self.set_choices("lead_agency", reference.lead_agencies(individual.lead_agency))

    def changes(self) -> dict[str, Any]:
        """Return the facts, the threat areas in the order on record if they are the same."""
        changes = super().changes()
        if sorted(changes["threats"]) == sorted(self.individual.threats):
            changes["threats"] = self.individual.threats
        return changes


class ScoreForm(CorrectingForm):
    """The provisional score that the hub came with."""

    provisional_score = forms.IntegerField(
        min_value=0, max_value=100, required=False, help_text="A whole number from 0 to 100."
    )
    score_source = forms.CharField(
        label="Where the score comes from", max_length=200, required=False, help_text=SOURCE_HINT
    )

    @staticmethod
    def said(individual: Individual) -> dict[str, Any]:
        """Return the present score."""
        return {"provisional_score": individual.provisional_score, "score_source": individual.score_source}

    def clean(self) -> dict[str, Any]:
        """Ask for the source of a score."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("provisional_score") is not None and not cleaned.get("score_source"):
            self.add_error("score_source", "Enter where the score comes from")
        return cleaned


class NotesForm(CorrectingForm):
    """Notes in free text."""

    notes = forms.CharField(
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=f"{MARKING_HINT} Leave out anything about other people that is not needed.",
    )

    @staticmethod
    def said(individual: Individual) -> dict[str, Any]:
        """Return the present notes."""
        return {"notes": individual.notes}


class ExistenceForm(RecordForm):
    """What those may know of the record who may not see it."""

    existence = forms.ChoiceField(
        label="What may those know who may not see the record?",
        choices=Existence.choices,
        widget=forms.RadioSelect,
        help_text="An agency is told no more than a clause in force lets it know, whatever you select.",
        error_messages={"required": "Select what others may know"},
    )

    @staticmethod
    def said(individual: Individual) -> dict[str, Any]:
        """Return the present level."""
        return {"existence": individual.existence}


class PhaseForm(RecordForm):
    """Another custody phase from a day on."""

    phase = forms.ChoiceField(
        label="New custody phase",
        choices=Phase.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the new custody phase"},
    )
    started_on = DateField(label="Day the phase began", must_be="today or past", help_text="For example, 27 3 2026.")
    source = source_field("this")

    @staticmethod
    def said(individual: Individual) -> dict[str, Any]:
        """Return the present phase; the new one's first day has to be entered."""
        return {"phase": individual.phase}
