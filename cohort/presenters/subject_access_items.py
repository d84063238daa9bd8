"""What is held about an applicant as items, each one thing that its owner decides about; and items in words."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from cohort.enums import ItemDecision, ItemGroup
from cohort.models import SubjectAccessItem
from cohort.presenters.custody import things as custody_things
from cohort.presenters.individuals import Row, cards
from cohort.presenters.timeline import date_name, date_words, identifier_words, name_words, sentence_of, writer
from cohort.queries.record import Record
from cohort.queries.subject_access_items import Collected, Extract, Owner, owner_of
from cohort.queries.timeline import Event
from marsoc.govuk.jinja import long_date, long_datetime
from sharing.enums import DataCategory, Phase

_GROUPS = {
    "name": ItemGroup.IDENTITY, "birth": ItemGroup.IDENTITY, "category": ItemGroup.IDENTITY,
    "status": ItemGroup.ASSESSMENT, "score": ItemGroup.ASSESSMENT, "phase": ItemGroup.CUSTODY,
    "location": ItemGroup.CUSTODY, "crime": ItemGroup.CRIME, "notes": ItemGroup.CRIME,
}  # fmt: skip
_SOURCE_OF = {"name": "name", "birth": "date of birth"}
_OF_OTHERS = frozenset({"Officer in the case", "Organised crime group", "Notes"})
_COLOURS = {"": "blue", ItemDecision.DISCLOSE: "green", ItemDecision.REDACT: "purple", ItemDecision.WITHHOLD: "grey"}


class ItemRow(NamedTuple):
    """One item as lists show it."""

    pk: int
    record: str
    group: str
    label: str
    text: str
    third_party: bool
    decision: str
    colour: str
    grounds: str
    owner: str


def collected(extract: Extract, today: date) -> Iterator[Collected]:
    """Yield all that is held about one record of an applicant, each thing once, as its own item.

    Args:
        extract: what was read.
        today: the day from which delays are told.
    """
    individual = extract.record.individual
    for group, label, text, source, third_party, contributor in _things(extract, today):
        if text:
            agency = contributor if contributor in extract.answering else None
            yield Collected(
                individual.pk, individual.restricted, individual.owning_hub_id, agency, group, label, text, source,
                third_party,
            )  # fmt: skip


_Thing = tuple[ItemGroup, str, str, str, bool, str | None]


def _things(extract: Extract, today: date) -> Iterator[_Thing]:
    yield from _fields(extract.record, today)
    yield from _facts(extract.record)
    for label, text, source in custody_things(extract.custody):
        yield ItemGroup.CUSTODY, label, text, source, False, None
    yield from _past(extract.events)
    for share in extract.shares:
        categories = ", ".join(DataCategory(each).label.lower() for each in share.categories)
        text = f"{share.agency.name}: {categories}, until {long_date(share.ends_on)}. {share.purpose}"
        yield ItemGroup.RECIPIENTS, "Agency", text, "", False, None


def _fields(record: Record, today: date) -> Iterator[_Thing]:
    for section, rows in cards(record, today).items():
        for row in rows:
            text = row.value if isinstance(row.value, str) else "\n".join(row.value)
            label = f"Source: {_SOURCE_OF[section]}" if row.key == "Source" else row.key
            yield _GROUPS[section], label, text, row.source, row.key in _OF_OTHERS, None


def _facts(record: Record) -> Iterator[_Thing]:
    for alias in record.aliases:
        yield ItemGroup.NAMES, "Other name", name_words(alias), alias.source, False, alias.contributed_by_id
    for number in record.identifiers:
        text = identifier_words(number)
        yield ItemGroup.NUMBERS, "Identifier", text, number.source, False, number.contributed_by_id
    for sheet in record.sheet_references:
        yield ItemGroup.NUMBERS, "Reference on the sheet of a hub", f"{sheet.ref}, {sheet.hub.name}", "", False, None
    for entry in record.key_dates:
        yield ItemGroup.CUSTODY, date_name(entry), date_words(entry), "", False, entry.contributed_by_id
    for period in record.phases:
        until = f" until {long_date(period.ended_on)}" if period.ended_on else ""
        text = f"{Phase(period.phase).label} from {long_date(period.started_on)}{until}"
        yield ItemGroup.CUSTODY, "Custody phase", text, period.source, False, None


def _past(events: list[Event]) -> Iterator[_Thing]:
    for event in events:
        reason = f"\nReason: {event.reason}" if event.reason else ""
        for difference in event.differences:
            text = f"{sentence_of(difference)}\nBy {writer(event)}{reason}"
            contributor = _contributor(difference.after or difference.before)
            yield ItemGroup.TIMELINE, long_datetime(event.at), text, "", not event.job, contributor


def _contributor(row: Any) -> str | None:
    found: str | None = getattr(row, "contributed_by_id", None)
    return found


def item_row(item: SubjectAccessItem, references: Mapping[int, str]) -> ItemRow:
    """Return an item in words, with the reference of its record where the viewer sees that."""
    decision = ItemDecision(item.decision).label if item.decision else "To decide"
    return ItemRow(
        item.pk, references.get(item.individual_id, ""), ItemGroup(item.group).label, item.label, item.text,
        item.third_party, decision, _COLOURS[item.decision], item.exemption.basis if item.exemption else "", "",
    )  # fmt: skip


def owned_row(item: SubjectAccessItem, deciders: Mapping[Owner, list[str]]) -> ItemRow:
    """Return an item in words with who decides about it."""
    whose = item.agency.name if item.agency else f"{item.hub.name} hub"
    people = ", ".join(deciders[owner_of(item)]) or "information governance, as nobody else can"
    return item_row(item, {})._replace(owner=f"{whose}: {people}")


def facts(item: SubjectAccessItem) -> list[Row]:
    """Return what an owner is shown of an item."""
    return [
        Row("What it is", f"{ItemGroup(item.group).label}: {item.label}"),
        Row("What it says", item.text.splitlines(), item.source),
        Row("About somebody else too", "Yes, or it may be" if item.third_party else "No"),
    ]
