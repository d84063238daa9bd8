"""What there is to do on a draft."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from sharing.content import missing_from
from sharing.models import Agreement, Clause
from sharing.presenters.agreements import Tag

_DONE = Tag("Completed", "")
_TO_DO = Tag("To do", "blue")
_OPTIONAL = Tag("Nothing said", "grey")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: where, what is said by now, and whether it is done; a tag without a colour is plain text."""

    text: str
    href: str
    hint: str
    tag: Tag


def term_links(draft: Agreement) -> dict[str, str]:
    """Return the addresses of the pages that change the terms, by section."""
    return {
        section: reverse("agreement_draft_terms", args=[draft.reference, section])
        for section in ("purpose", "dates", "rules")
    }


def task_list(draft: Agreement, *, simulates: bool) -> list[tuple[str, list[Task]]]:
    """Return the tasks in groups.

    Args:
        draft: with its parties and clauses loaded.
        simulates: whether the viewer may be told what it would change.
    """
    return [
        ("Terms", list(_terms(draft))),
        ("Who takes part", [_parties(draft)]),
        ("What is shared", list(_clauses(draft))),
        ("Check and open", [*_changes(draft, simulates), _check(draft)]),
    ]


def _terms(draft: Agreement) -> Iterator[Task]:
    links = term_links(draft)
    said = bool(draft.retention or draft.onward_sharing or draft.documents)
    yield Task(
        "Title, purpose and lawful basis", links["purpose"], "",
        _DONE if draft.lawful_basis.strip() else Tag("No lawful basis", "yellow"),
    )  # fmt: skip
    yield Task("Dates and review", links["dates"], "", _DONE if draft.review_on else Tag("No review date", "yellow"))
    yield Task("Retention, passing on and documents", links["rules"], "", _DONE if said else _OPTIONAL)


def _parties(draft: Agreement) -> Task:
    names = [party.agency.name for party in draft.parties.all()]
    href = reverse("agreement_draft_parties", args=[draft.reference])
    return Task("Agencies and contacts", href, ", ".join(names), _DONE if len(names) > 1 else _TO_DO)


def _clauses(draft: Agreement) -> Iterator[Task]:
    missing = missing_from(draft)
    for clause in draft.clauses.all():
        href = reverse("agreement_draft_clause", args=[draft.reference, clause.number])
        whole = not any(sentence.startswith(f"Clause {clause.number} ") for sentence in missing)
        yield Task(f"Clause {clause.number}", href, _hint(clause), _DONE if whole else Tag("Incomplete", "red"))
    add = reverse("agreement_draft_clause_add", args=[draft.reference])
    yield Task("Add a clause", add, "", Tag("Optional", "grey") if draft.clauses.all() else _TO_DO)


def _hint(clause: Clause) -> str:
    return f"{', '.join(clause.recipients)}: {clause.purpose[:100]}"


def _changes(draft: Agreement, simulates: bool) -> Iterator[Task]:
    if simulates:
        href = reverse("agreement_changes", args=[draft.reference, draft.version])
        yield Task("See what would change", href, "How many individuals each agency would newly see", Tag("", ""))


def _check(draft: Agreement) -> Task:
    href = reverse("agreement_draft_check", args=[draft.reference])
    left = len(missing_from(draft))
    tag = Tag(f"{left} {'thing' if left == 1 else 'things'} missing", "red") if left else Tag("Ready", "green")
    return Task("Check everything and open for signature", href, "", tag)
