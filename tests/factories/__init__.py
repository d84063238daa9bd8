"""Rows for tests, each different from the last; every number and name is invented."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from cohort.actions import access_requests, leaving, nominations, retention, shares
from cohort.enums import IdentifierKind, ListStatus, PlanPart, SubjectCategory
from cohort.existence import Interest
from cohort.models import (
    AccessRequest,
    Alias,
    DisposalCertificate,
    ExitReason,
    Identifier,
    Individual,
    KeyDate,
    ListExit,
    NamedShare,
    Nomination,
    Objective,
    PhasePeriod,
    PlanSafeguards,
    RetentionDecision,
)
from cohort.names import name_key
from cohort.reference_numbers import new_reference
from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.actions import agreements, drafts
from sharing.enums import Ability, AccessReason, AgreementKind, DataCategory, Existence, Phase, RoleCode
from sharing.models import Agency, Agreement, Clause, Hub, Membership, Signature, User
from sharing.viewer import Viewer, viewer_in

_number = count(1)


def user(**given: Any) -> User:
    """Return a new person with a login."""
    number = next(_number)
    values = {"username": f"person{number}", "full_name": f"Person {number}", "email": f"person{number}@example.test"}
    with acting(job="tests"):
        made = User(**{**values, **given})
        made.set_password("correct horse battery staple")
        made.save()
    return made


def membership(
    *,
    role: RoleCode = RoleCode.HUB_OFFICER,
    hub: str | None = "WM",
    agency: str = "ROCU",
    person: User | None = None,
    **given: Any,
) -> Membership:
    """Return a membership in force since yesterday, of a new person unless one is given."""
    values = {"starts_at": clock.now() - timedelta(days=1), **given}
    with acting(job="tests"):
        made = Membership(user=person or user(), role_id=role, hub_id=hub, agency_id=agency, **values)
        made.save()
    return made.user.memberships.select_related("agency", "hub", "role").get(pk=made.pk)


def individual(**given: Any) -> Individual:
    """Return a new individual on the West Midlands list unless told otherwise."""
    number = next(_number)
    values: dict[str, Any] = {
        "surname": f"Invented{number}",
        "forenames": "Alex",
        "name_source": "Hub sheet",
        "category": SubjectCategory.SUSPECT,
        "status": ListStatus.NOMINATED,
        "owning_hub_id": "WM",
        "phase": Phase.CUS,
        **given,
    }
    values.setdefault("name_key", name_key(values["forenames"], values["surname"]))
    with acting(job="tests"):
        made = Individual(**values)
        made.save()
        PhasePeriod(individual=made, phase=made.phase, started_on=date(2026, 1, 5), source="Hub sheet").save()
    return made


def alias(of: Individual, name: str, **given: Any) -> Alias:
    """Return a new alias of an individual."""
    with acting(job="tests"):
        made = Alias(individual=of, name=name, name_key=name_key(name), **{"source": "Hub sheet", **given})
        made.save()
    return made


def identifier(of: Individual, kind: IdentifierKind, value: str, **given: Any) -> Identifier:
    """Return a new identifier of an individual."""
    with acting(job="tests"):
        made = Identifier(individual=of, kind=kind, value=value, **{"as_given": value, "source": "Hub sheet", **given})
        made.save()
    return made


def key_date(of: Individual, kind: str, on: date, **given: Any) -> KeyDate:
    """Return a new key date of an individual."""
    values = {"source": "HMPPS", "as_at": date(2026, 11, 1), **given}
    with acting(job="tests"):
        made = KeyDate(individual=of, kind_id=kind, date=on, **values)
        made.save()
    return made


def objective(of: Individual, words: str = "Leaves the group", **given: Any) -> Objective:
    """Return a new objective of an individual's plan, after custody unless told otherwise."""
    values = {"part": PlanPart.AFTER, "domain_id": "CRIME", "measure": "No contact for a year", "owner_id": "POL"}
    made = Objective(individual=of, words=words, **{**values, **given})
    save(made)
    return made


def safeguards(of: Individual, **given: Any) -> PlanSafeguards:
    """Return what has to be minded in an individual's plan, after custody unless told otherwise."""
    made = PlanSafeguards(individual=of, **{"part": PlanPart.AFTER, **given})
    save(made)
    return made


def agreement(
    *recipients: str,
    hubs: Sequence[str] = ("WM",),
    phases: Sequence[str] = tuple(Phase),
    categories: Sequence[str] = (DataCategory.IDENTITY,),
    abilities: Sequence[str] = (Ability.VIEW,),
    existence: Existence = Existence.NOTHING,
    unsigned: Sequence[str] = (),
    opened: bool = True,
    **terms: Any,
) -> Agreement:
    """Return an agreement of one clause, signed by its owner, HMPPS-CENTRAL, and by each recipient.

    Args:
        recipients: codes of the receiving agencies.
        hubs: codes of the clause.
        phases: of the clause.
        categories: of the clause.
        abilities: of the clause.
        existence: of the clause.
        unsigned: codes of parties, the owner among them, that do not sign.
        opened: False leaves it a draft.
        terms: fields of the agreement; it begins today and ends in a year.
    """
    today = clock.today()
    drafter = viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    made = drafts.draft_agreement(
        by=drafter,
        **{
            "kind": AgreementKind.ISA, "title": "Sharing for release", "purpose": "Managing release",
            "lawful_basis": "Offender Management Act 2007 s.14", "starts_on": today,
            "ends_on": today + timedelta(days=365), **terms,
        },
    )  # fmt: skip
    for code in recipients:
        drafts.add_party(by=drafter, agreement=made, agency=Agency.objects.get(pk=code))
    clause(
        made, drafter, recipients=list(recipients), hubs=list(hubs), phases=list(phases), categories=list(categories),
        abilities=list(abilities), existence=existence,
    )  # fmt: skip
    if opened:
        made = drafts.open_for_signature(by=drafter, agreement=made)
        for code in ("HMPPS-CENTRAL", *recipients):
            if code not in unsigned:
                sign(made, code)
    return made


def clause(of: Agreement, by: Viewer | None = None, /, **terms: Any) -> Clause:
    """Return a new clause of a draft, by somebody new unless told otherwise."""
    drafter = by or viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    return drafts.save_clause(by=drafter, agreement=of, number=None, terms={"purpose": "Managing release", **terms})


def share(
    of: Individual,
    agency: str,
    *,
    categories: Sequence[str] = (DataCategory.IDENTITY,),
    clause: Clause | None = None,
    accepted: bool = True,
    purpose: str = "Planning the release",
    days: int = 30,
) -> NamedShare:
    """Return a new share of an individual with an agency, accepted unless told otherwise.

    Args:
        of: the individual.
        agency: code of the receiving agency.
        categories: shared beside identity.
        clause: on which it rests; a new one of a new agreement, for one custody phase nobody is in, unless given.
        accepted: False leaves it an offer.
        purpose: what it is shared for.
        days: from today until its last day.
    """
    clause = clause or named_only(agency, hubs=[of.owning_hub_id], categories=categories)
    terms = shares.Terms(
        clause, [DataCategory(each) for each in categories], purpose, clock.today() + timedelta(days=days)
    )
    owner = viewer(RoleCode.HUB_OFFICER, "ROCU", of.owning_hub_id)
    (made,) = shares.offer_shares(by=owner, individuals=[of], agency=Agency.objects.get(pk=agency), terms=terms)
    if accepted:
        (made,) = shares.accept_shares(by=viewer(RoleCode.AGENCY_SPOC, agency), shares=[made])
    return made


def access_request(of: Individual, membership: Membership) -> AccessRequest:
    """Return a new request of a membership to see an individual of whom its agency may know."""
    interest = Interest(of.pk, of.shown_reference, of.owning_hub_id, "", Existence.POINTER)
    return access_requests.request_access(
        by=viewer_in(membership), interest=interest, purpose=AccessReason.PRE_RELEASE, words="Released to our area"
    )


def list_exit(of: Individual, *, reason: str = "REDUCED", approved: bool = False, **given: Any) -> ListExit:
    """Return a proposal that an individual leaves the list, made by a manager and approved by another if told so.

    Args:
        of: the individual.
        reason: code of the reason.
        approved: whether somebody else has approved it.
        given: other fields of the proposal.
    """
    values = {"words": "No threat any more", "evidence": "Panel of May", "left_on": clock.today(), **given}
    proposed = leaving.propose_exit(
        by=viewer(RoleCode.HUB_MANAGER, "ROCU", of.owning_hub_id), individual=of,
        reason=ExitReason.objects.get(pk=reason), **values,
    )  # fmt: skip
    if approved:
        leaving.approve_exit(by=viewer(RoleCode.HUB_MANAGER, "ROCU", of.owning_hub_id), proposed=proposed)
        of.refresh_from_db()
    return proposed


def hold(of: Individual) -> RetentionDecision:
    """Return a new hold on an individual's record for a legal reason, until the day after tomorrow."""
    by = viewer(RoleCode.HUB_MANAGER, "ROCU", of.owning_hub_id)
    return retention.hold_record(
        by=by, individual=of, version=of.version, words="An appeal", next_on=clock.today() + timedelta(days=2)
    )


def certificate() -> DisposalCertificate:
    """Return a new certificate of the disposal of a record of the West Midlands hub."""
    made = DisposalCertificate(
        reference=new_reference(), hub_id="WM", group_id="MOPI3", left_on=clock.today(), rows={"individual": 1},
        proposed_by=user(), approved_by=user(), at=clock.now(),
    )  # fmt: skip
    save(made)
    return made


def nomination(of: Membership, hub: str = "WM", **given: Any) -> Nomination:
    """Return somebody whom an agency's person nominates for a hub's list."""
    values = {"grounds": "Directs a group", "evidence": "Report 12"}
    words = {name: given.pop(name, value) for name, value in values.items()}
    facts = {"surname": f"Nominated{next(_number)}", "category": SubjectCategory.SUSPECT, "threats": ["MSHT"], **given}
    return nominations.nominate_person(by=viewer_in(of), hub=Hub.objects.get(pk=hub), facts=facts, **words)


def named_only(agency: str, *, hubs: Sequence[str] = ("WM",), categories: Sequence[str] = (), **terms: Any) -> Clause:
    """Return a clause in force under which an agency sees nobody but by name: its custody phase is nobody's."""
    wanted = [str(each) for each in DataCategory if each == DataCategory.IDENTITY or each in categories]
    found: Clause = agreement(agency, hubs=hubs, phases=[Phase.FUG], categories=wanted, **terms).clauses.get()
    return found


def signatory(agency: str) -> Viewer:
    """Return somebody with authority to sign for an agency."""
    role = RoleCode.CENTRAL_ADMIN if agency == "HMPPS-CENTRAL" else RoleCode.AGENCY_SPOC
    return viewer_in(membership(role=role, hub=None, agency=agency))


def sign(of: Agreement, agency: str, by: Viewer | None = None) -> Signature:
    """Return a new signature of an agency under an agreement, by somebody new unless told otherwise."""
    return agreements.sign_agreement(
        by=by or signatory(agency), agreement=of, authority="Director", content_hash=of.content_hash
    )  # fmt: skip


def viewer(role: RoleCode, agency: str, hub: str | None = None) -> Viewer:
    """Return somebody new who acts in a role for an agency."""
    return viewer_in(membership(role=role, hub=hub, agency=agency))


def save(row: Any) -> None:
    """Save a row as the tests' own job."""
    with acting(job="tests"):
        row.save()
