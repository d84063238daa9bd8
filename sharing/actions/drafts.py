"""Drafting an agreement: its terms, parties and clauses, until it is opened for signature and frozen.

Every act on an agreement holds the agreement's lock, so that two people who act at once act one after the other.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from marsoc.kit import clock, locks
from sharing import audit
from sharing.access import with_content
from sharing.actions.notices import tell
from sharing.actions.writing import writing
from sharing.authority import check_changing, check_drafting, check_new_version
from sharing.content import hash_of, missing_from
from sharing.enums import AgreementKind, NoticeKind, Operation
from sharing.errors import BadRequest
from sharing.models import Agency, Agreement, Clause, Party
from sharing.viewer import Viewer

EDITABLE = frozenset(
    {
        "title", "purpose", "lawful_basis", "dpia_reference", "starts_on", "ends_on", "review_on", "retention",
        "onward_sharing", "documents",
    }
)  # fmt: skip
OF_CLAUSE = frozenset(
    {
        "purpose", "lawful_basis", "recipients", "hubs", "phases", "categories", "abilities", "existence", "starts_on",
        "ends_on", "handling",
    }
)  # fmt: skip


def draft_agreement(
    *, by: Viewer, kind: AgreementKind, title: str, purpose: str, starts_on: date, ends_on: date, **terms: Any
) -> Agreement:
    """Begin an agreement whose owner is the agency acted for, as its first party.

    Args:
        by: who drafts it.
        kind: what sort of document.
        title: what people call it.
        purpose: what the information is shared for.
        starts_on: its first day.
        ends_on: its last day.
        terms: further fields of ``EDITABLE``.

    Raises:
        BadRequest: the last day lies before the first.
        Refused: the viewer's role does not draft agreements.
    """
    agency = check_drafting(by)
    with writing(by):
        locks.wait_for("agreement references")
        reference = _next_reference(kind)
        agreement = Agreement(
            reference=reference, kind=kind, title=title, purpose=purpose, starts_on=starts_on, ends_on=ends_on,
            owner=agency, drafted_by=by.user, **_only(EDITABLE, terms),
        )  # fmt: skip
        _must_end_after_start(agreement)
        agreement.save(force_insert=True)
        Party(agreement=agreement, agency=agency).save(force_insert=True)
        record_act(by, agreement, "drafted")
    return agreement


def _next_reference(kind: AgreementKind) -> str:
    year = clock.today().year
    taken = Agreement.objects.filter(reference__startswith=f"{kind}-{year}-").values_list("reference", flat=True)
    numbers = [int(match[1]) for each in taken if (match := re.search(r"-(\d+)$", each))]
    return f"{kind}-{year}-{max(numbers, default=0) + 1:03}"


def draft_new_version(*, by: Viewer, agreement: Agreement) -> Agreement:
    """Begin the next version of an agreement as a copy of one that has been opened for signature.

    Raises:
        BadRequest: a later version exists already, or this one is still a draft.
        Refused: the viewer's role does not draft agreements.
    """
    with acting_on(by, agreement) as present:
        check_new_version(by, present)
        parties, clauses = list(present.parties.all()), list(present.clauses.all())
        copy: Agreement = _copied(
            present, version=present.version + 1, drafted_by=by.user, content_hash="", opened_at=None,
            suspended_at=None, suspension_reason="", terminated_at=None, termination_reason="",
        )  # fmt: skip
        for each in [*parties, *clauses]:
            _copied(each, agreement=copy)
        record_act(by, copy, "drafted")
    return copy


def _copied(row: Any, **changed: Any) -> Any:
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    copy = type(row)(**values)
    for name, value in changed.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy


def change_draft(*, by: Viewer, agreement: Agreement, changes: Mapping[str, Any]) -> Agreement:
    """Change the terms of a draft.

    Args:
        by: who changes it.
        agreement: the draft.
        changes: new values by field name, of ``EDITABLE`` only.

    Raises:
        BadRequest: it is no draft any more, or its last day would lie before its first.
        Refused: the viewer's role does not draft agreements.
    """
    with _drafting(by, agreement) as draft:
        for name, value in _only(EDITABLE, changes).items():
            setattr(draft, name, value)
        _must_end_after_start(draft)
        draft.save()
        record_act(by, draft, "changed", fields=sorted(changes))
    return draft


def add_party(
    *, by: Viewer, agreement: Agreement, agency: Agency, contact_name: str = "", contact_email: str = ""
) -> Party:
    """Add an agency to a draft, or change whom to ask there.

    Raises:
        BadRequest: it is no draft any more, or the agency has ended.
        Refused: the viewer's role does not draft agreements.
    """
    with _drafting(by, agreement) as draft:
        if agency.valid_to and agency.valid_to <= clock.today():
            raise BadRequest(f"{agency.name} no longer exists. Add the agency that took over its work.")
        party = draft.parties.filter(agency=agency).first() or Party(agreement=draft, agency=agency)
        party.contact_name, party.contact_email = contact_name, contact_email
        party.save()
        record_act(by, draft, "party", agency=agency.pk)
    return party


def remove_party(*, by: Viewer, agreement: Agreement, agency: Agency) -> None:
    """Take an agency out of a draft and of its clauses.

    Raises:
        BadRequest: it is no draft any more, or the agency owns the agreement.
        Refused: the viewer's role does not draft agreements.
    """
    with _drafting(by, agreement) as draft:
        if agency.pk == draft.owner_id:
            raise BadRequest("The agency that provides the information is always a party.")
        draft.parties.filter(agency=agency).delete()
        for clause in draft.clauses.filter(recipients__contains=[agency.pk]):
            clause.recipients = [each for each in clause.recipients if each != agency.pk]
            clause.save()
        record_act(by, draft, "party removed", agency=agency.pk)


def save_clause(*, by: Viewer, agreement: Agreement, number: int | None, terms: Mapping[str, Any]) -> Clause:
    """Add a clause to a draft, or change one.

    Args:
        by: who writes it.
        agreement: the draft.
        number: of the clause to change, None for a new one.
        terms: values by field name, of ``OF_CLAUSE`` only.

    Raises:
        BadRequest: it is no draft any more, there is no such clause, or its last day would lie before its first.
        Refused: the viewer's role does not draft agreements.
    """
    with _drafting(by, agreement) as draft:
        last = max((clause.number for clause in draft.clauses.all()), default=0)
        clause = Clause(agreement=draft, number=last + 1) if number is None else _clause(draft, number)
        for name, value in _only(OF_CLAUSE, terms).items():
            setattr(clause, name, value)
        if clause.starts_on and clause.ends_on and clause.ends_on < clause.starts_on:
            raise BadRequest("The clause's last day must be on or after its first day")
        clause.save()
        record_act(by, draft, "clause", clause=clause.number)
    return clause


def remove_clause(*, by: Viewer, agreement: Agreement, number: int) -> None:
    """Take a clause out of a draft.

    Raises:
        BadRequest: it is no draft any more, or there is no such clause.
        Refused: the viewer's role does not draft agreements.
    """
    with _drafting(by, agreement) as draft:
        _clause(draft, number).delete()
        record_act(by, draft, "clause removed", clause=number)


def _clause(agreement: Agreement, number: int) -> Clause:
    clause = agreement.clauses.filter(number=number).first()
    if clause is None:
        raise BadRequest(f"There is no clause {number} any more. Open the agreement again.")
    return clause


def discard_draft(*, by: Viewer, agreement: Agreement) -> None:
    """Remove a draft that will not be needed; its history stays.

    Raises:
        BadRequest: it is no draft any more.
        Refused: the viewer's role does not draft agreements.
    """
    with _drafting(by, agreement) as draft:
        record_act(by, draft, "discarded")
        draft.delete()


def open_for_signature(*, by: Viewer, agreement: Agreement) -> Agreement:
    """Freeze a draft by the hash of its content and ask every party to sign it.

    Raises:
        BadRequest: it is no draft any more, or something is missing; the sentence says what.
        Refused: the viewer's role does not draft agreements.
    """
    with _drafting(by, agreement) as draft:
        if missing := missing_from(draft):
            raise BadRequest(missing[0])
        draft.opened_at = clock.now()
        draft.content_hash = hash_of(draft)
        draft.save()
        record_act(by, draft, "opened", hash=draft.content_hash)
        for party in draft.parties.all():
            tell(
                by=by, key=f"sign:{draft.pk}:{party.agency_id}", kind=NoticeKind.SIGNATURE, agency=party.agency_id,
                sentence=f"{draft.reference} version {draft.version} waits for your agency's signature.",
                route="agreement_detail", argument=draft.reference, asks=True,
            )  # fmt: skip
    return draft


@contextmanager
def acting_on(
    by: Viewer, agreement: Agreement, reason: str | None = None, *, whole: bool = True
) -> Iterator[Agreement]:
    """Run a block as one act on an agreement, which nobody else acts on meanwhile, as fresh as the database has it.

    Args:
        by: who acts.
        agreement: on what.
        reason: why.
        whole: whether to load all that is signed and has been, or no more than the parties.
    """
    with writing(by, reason):
        locks.wait_for(f"agreement {agreement.reference}")
        own = Agreement.objects.filter(pk=agreement.pk)
        fresh = (with_content(own) if whole else own.prefetch_related("parties")).first()
        if fresh is None:
            raise BadRequest("This draft has been discarded.")
        yield fresh


@contextmanager
def _drafting(by: Viewer, agreement: Agreement) -> Iterator[Agreement]:
    with acting_on(by, agreement) as draft:
        check_changing(by, draft)
        yield draft


def _must_end_after_start(agreement: Agreement) -> None:
    if agreement.ends_on < agreement.starts_on:
        raise BadRequest("The last day must be on or after the first day")


def _only(allowed: frozenset[str], values: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown := values.keys() - allowed:
        raise ValueError(f"These are not fields to edit: {', '.join(sorted(unknown))}.")
    return values


def record_act(by: Viewer, agreement: Agreement, change: str, **details: Any) -> None:
    """Record the one audit event of an act on an agreement."""
    audit.record(by, Operation.PERMISSION, kind="agreement", ref=str(agreement), change=change, **details)
