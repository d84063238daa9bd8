"""How two people on the list are linked."""

from typing import Any

from django import forms

from cohort.forms.networks import GradedForm, PersonField, WhyForm
from cohort.models import Link, LinkKind
from cohort.models.networks import GRADING
from cohort.queries.networks import link_kinds
from marsoc.govuk.fields import DateField

_REVERSED = "-"


class LinkForm(GradedForm):
    """With whom somebody is linked, how, and since when."""

    person = PersonField(label="Reference of the other person's record")
    kind = forms.ChoiceField(
        label="How is this person linked with the other?", error_messages={"required": "Select how they are linked"}
    )
    from_on = DateField(
        label="Since when? (optional)", required=False, must_be="today or past",
        help_text="Leave it empty if nobody knows. For example, 27 3 2025.",
    )  # fmt: skip

    def __init__(self, *args: Any, link: Link | None = None, **kwargs: Any) -> None:
        """Offer each kind both ways; of a link that is there, show what is recorded."""
        said = {name: getattr(link, name) for name in ("from_on", *GRADING)} if link else {}
        super().__init__(*args, initial=said, **kwargs)
        self.kinds = {each.pk: each for each in link_kinds()}
        self.set_choices("kind", [("", "Select how they are linked"), *self._both_ways()])
        if link:
            del self.fields["person"], self.fields["kind"]
        self.order_fields(["person", "kind", "from_on"])

    def _both_ways(self) -> list[tuple[str, str]]:
        ways = []
        for code, kind in self.kinds.items():
            ways.append((code, kind.name))
            if kind.reverse != kind.name:
                ways.append((f"{code}{_REVERSED}", kind.reverse))
        return ways

    def way(self) -> tuple[LinkKind, bool]:
        """Return the kind, and whether it reads from the other person to this one."""
        given: str = self.cleaned_data["kind"]
        return self.kinds[given.removesuffix(_REVERSED)], given.endswith(_REVERSED)


class LinkChangeForm(WhyForm, LinkForm):
    """Since when a link holds and how it is graded, changed for a reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the reason last."""
        super().__init__(*args, **kwargs)
        self.end_with("reason")
