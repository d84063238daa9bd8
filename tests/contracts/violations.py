"""A row for every constraint of the database that breaks this one and no other; a new constraint needs one here."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from django.contrib.auth.models import Permission
from django.db import models

from cohort.enums import (
    AbsenceKind,
    EmergencyReason,
    IdentifierKind,
    ItemDecision,
    ListAct,
    ListStatus,
    MergedAs,
    Nature,
    NominationState,
    ObjectiveState,
    Outcome,
    PanelManner,
    PlanPart,
    ProposalState,
    Regime,
    RetentionKind,
    RowOutcome,
    SpellKind,
    SubjectAccessState,
    TransferState,
    Verdict,
    WorkKind,
)
from cohort.models import (
    Absence,
    AccessRequest,
    Alias,
    Assessment,
    Band,
    Categorisation,
    ColumnMeaning,
    ConflictMark,
    Correction,
    CorrectionNotice,
    CrimeGroup,
    CustodyPlace,
    CustodySpell,
    Dimension,
    DimensionScore,
    EmergencyAccess,
    Evidence,
    Framework,
    GroupMember,
    HeldApart,
    Identifier,
    ImportBatch,
    ImportRow,
    Individual,
    IndividualGrant,
    KeyDate,
    Link,
    ListExit,
    ListMove,
    ListTerms,
    Merge,
    MergedRow,
    NamedPerson,
    NamedShare,
    Nomination,
    Objective,
    Panel,
    PanelAttendance,
    PanelDecision,
    PanelQuorum,
    PhasePeriod,
    PlanSafeguards,
    PossibleMatch,
    Recusal,
    RetentionDecision,
    RetentionGroup,
    Scoring,
    SheetReference,
    Standing,
    Tool,
    Transfer,
    TransferLine,
)
from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.enums import AccessReason, AgreementKind, DataCategory, FindingOutcome, NoticeKind, Phase, RoleCode
from sharing.models import (
    Agency,
    Agreement,
    Clause,
    FindingReview,
    Giving,
    LogReview,
    Membership,
    Notice,
    Party,
    Scope,
    ScopeGrant,
    Signature,
    User,
)
from sharing.seeing import enter
from sharing.viewer import viewer_in
from tests import factories
from tests.factories import networks, subject_access

Saved = TypeVar("Saved", bound=models.Model)


def _person() -> Individual:
    return factories.individual()


def _pair(**given: Any) -> PossibleMatch:
    first, second = sorted((_person(), _person()), key=lambda each: each.pk)
    return PossibleMatch(**{"first": first, "second": second, "score": 90, "reasons": ["Same name"], **given})


def _batch() -> ImportBatch:
    with acting(job="tests"):
        batch = ImportBatch(hub_id="WM", name="list.csv", sha256="0" * 64)
        batch.save()
    return batch


def _twice(make: Callable[[], models.Model]) -> models.Model:
    with acting(job="tests"):
        make().save()
    return make()


def _alias_twice() -> models.Model:
    of = _person()
    return _twice(lambda: Alias(individual=of, name="Al", name_key="al", source="Hub sheet"))


def _identifier_twice() -> models.Model:
    of = _person()
    values = {"kind": IdentifierKind.PNC, "value": "2001/1A", "as_given": "01/1A", "source": "Hub sheet"}
    return _twice(lambda: Identifier(individual=of, **values))


def _key_date_twice() -> models.Model:
    of = _person()
    day = date(2026, 1, 1)
    return _twice(lambda: KeyDate(individual=of, kind_id="CRD", date=day, as_at=day, source="HMPPS"))


def _safeguards_twice() -> models.Model:
    of = _person()
    return _twice(lambda: PlanSafeguards(individual=of, part=PlanPart.AFTER))


def _key_date_aside_twice() -> models.Model:
    of = _person()
    day = date(2026, 1, 1)
    return _twice(lambda: KeyDate(individual=of, kind_id="CRD", date=day, as_at=day, source="HMPPS", aside=True))


def _phase_twice() -> models.Model:
    return PhasePeriod(individual=_person(), phase=Phase.CUS, started_on=date(2026, 2, 1), source="Hub sheet")


def _phase_backwards() -> models.Model:
    start = date(2026, 2, 1)
    return PhasePeriod(
        individual=_person(), phase=Phase.CUS, started_on=start, ended_on=start - timedelta(days=1), source="Hub sheet"
    )


_TOLD = {"source": "HMPPS", "as_at": date(2026, 3, 1)}


def _spell(**given: Any) -> CustodySpell:
    values = {"kind": SpellKind.SENTENCE, "started_on": date(2026, 2, 1), **_TOLD, **given}
    return CustodySpell(individual=_person(), **values)


def _spell_twice() -> models.Model:
    of = _person()
    return _twice(lambda: CustodySpell(individual=of, kind=SpellKind.SENTENCE, started_on=date(2026, 2, 1), **_TOLD))


def _place_twice() -> models.Model:
    of = _person()
    return _twice(lambda: CustodyPlace(individual=of, establishment_id="LEI", **_TOLD))


def _category_twice() -> models.Model:
    of = _person()
    return _twice(lambda: Categorisation(individual=of, category_id="C", decided_on=date(2026, 2, 1), **_TOLD))


def _absence_twice() -> models.Model:
    of = _person()
    return _twice(lambda: Absence(individual=of, kind=AbsenceKind.LEAVE, started_on=date(2026, 2, 1), **_TOLD))


def _match_twice() -> models.Model:
    pair = _pair()
    return _twice(lambda: PossibleMatch(first=pair.first, second=pair.second, score=1, reasons=[]))


def _match_out_of_order() -> models.Model:
    pair = _pair()
    return PossibleMatch(first=pair.second, second=pair.first, score=1, reasons=[])


def _reference_twice() -> models.Model:
    of = _person()
    return _twice(lambda: SheetReference(individual=of, hub_id="WM", ref="WM1", said={}))


def _row_twice() -> models.Model:
    batch = _batch()
    return _twice(lambda: ImportRow(batch=batch, line=2, outcome=RowOutcome.IMPORTED, values={}))


def _meaning_twice() -> models.Model:
    return _twice(lambda: ColumnMeaning(agency_id="ROCU", header="Nominal", field="surname"))


def _membership(**given: Any) -> Membership:
    values = {"role_id": RoleCode.HUB_OFFICER, "agency_id": "ROCU", "hub_id": "WM", "starts_at": clock.now(), **given}
    return Membership(**{"user": factories.user(), **values})


def _membership_twice() -> models.Model:
    held = factories.membership(role=RoleCode.CENTRAL_ADMIN, hub=None)  # without a hub: nulls count as equal
    return _membership(user=held.user, role_id=held.role_id, agency_id=held.agency_id, hub_id=None)


def _changed(**values: Any) -> models.Model:
    person = _person()
    for name, value in values.items():
        setattr(person, name, value)
    return person


def _agreement(**given: Any) -> Agreement:
    values = {
        "reference": "ISA-T1", "kind": AgreementKind.ISA, "title": "Sharing with prisons", "owner_id": "ROCU",
        "purpose": "Managing release", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31),
    }  # fmt: skip
    return Agreement(**{**values, **given})


def _notice(**given: Any) -> Notice:
    values = {"key": "sign:1", "kind": NoticeKind.SIGNATURE, "agency_id": "MOJ", "sentence": "Sign", "route": "home"}
    return Notice(made_at=INSTANT, **{**values, **given})


def _kept(row: Saved) -> Saved:
    with acting(job="tests"):
        row.save()
    return row


def _party_twice() -> models.Model:
    agreement = _kept(_agreement())
    return _twice(lambda: Party(agreement=agreement, agency_id="MOJ"))


def _signature(party: Party | None = None, **given: Any) -> Signature:
    party = party or _kept(Party(agreement=_kept(_agreement()), agency_id="MOJ"))
    values = {"signed_by": factories.user(), "authority": "Director", "signed_at": INSTANT, "content_hash": "0" * 64}
    return Signature(party=party, **{**values, **given})


def _signature_twice() -> models.Model:
    return _signature(_kept(_signature()).party)


def _clause(agreement: Agreement | None = None, **given: Any) -> Clause:
    return Clause(agreement=agreement or _kept(_agreement()), **{"number": 1, "purpose": "Managing release", **given})


def _clause_twice() -> models.Model:
    return _clause(_kept(_clause()).agreement)


def _giving(clause: Clause | None = None, **given: Any) -> Giving:
    values = {"starts_at": INSTANT, "ends_at": INSTANT + timedelta(days=1), **given}
    return Giving(clause=clause or _kept(_clause()), group_id=Agency.objects.get(pk="MOJ").group_id, **values)


def _giving_twice() -> models.Model:
    return _giving(_kept(_giving()).clause)


def _scope_grant(giving: Giving | None = None) -> ScopeGrant:
    giving = giving or _kept(_giving())
    permission = Permission.objects.get(content_type__app_label="sharing", codename="view_scope")
    scope = Scope.objects.order_by("id")[0]
    return ScopeGrant(giving=giving, group_id=giving.group_id, permission=permission, content_object=scope)


def _scope_grant_twice() -> models.Model:
    return _scope_grant(_kept(_scope_grant()).giving)


def _share(**given: Any) -> NamedShare:
    values = {
        "agency_id": "MOJ", "categories": [], "purpose": "Managing release", "ends_on": date(2026, 12, 31),
        "offered_by": factories.user(), "offered_at": INSTANT,
    }  # fmt: skip
    return NamedShare(individual=_person(), clause=_kept(_clause()), **{**values, **given})


def _individual_grant(share: NamedShare | None = None, **given: Any) -> IndividualGrant:
    share = share or _kept(_share())
    permission = Permission.objects.get(content_type__app_label="cohort", codename="view_individual")
    values = {"starts_at": INSTANT, "ends_at": INSTANT + timedelta(days=1), "category": DataCategory.IDENTITY}
    return IndividualGrant(
        share=share,
        content_object=share.individual,
        group_id=Agency.objects.get(pk="MOJ").group_id,
        permission=permission,
        **{**values, **given},
    )


def _individual_grant_twice() -> models.Model:
    return _individual_grant(_kept(_individual_grant()).share)


def _marked(kind: type[NamedPerson | ConflictMark], of: Individual | None = None, **given: Any) -> models.Model:
    values = {"user": factories.user(), "reason": "Works on the case", "starts_at": INSTANT}
    return kind(individual=of or _person(), **{**values, **given})


def _marked_twice(kind: type[NamedPerson | ConflictMark]) -> models.Model:
    of, user = _person(), factories.user()
    return _twice(lambda: _marked(kind, of, user=user))


def _emergency(**given: Any) -> EmergencyAccess:
    values = {
        "individual": _person(), "hub_id": "WM", "membership": factories.membership(), "reason": EmergencyReason.LIFE,
        "words": "A threat", "starts_at": INSTANT, "ends_at": INSTANT + timedelta(hours=1),
        "review_due": INSTANT + timedelta(days=2),
    }  # fmt: skip
    return EmergencyAccess(**{**values, **given})


def _exit(of: Individual | None = None, **given: Any) -> ListExit:
    values = {
        "reason_id": "REDUCED", "words": "No threat", "evidence": "Panel", "left_on": date(2026, 1, 1),
        "proposed_by": factories.user(), "proposed_at": INSTANT,
    }  # fmt: skip
    return ListExit(individual=of or _person(), **{**values, **given})


def _nomination(state: NominationState) -> Nomination:
    of = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")
    return Nomination(
        hub_id="WM", agency_id="NCA", membership=of, nominated_at=INSTANT, surname="Somebody", category="SUSPECT",
        grounds="Words", evidence="Report", state=state,
    )  # fmt: skip


def _rejected_without_reason() -> models.Model:
    return ListMove(
        individual=_person(), act=ListAct.REJECT, status_before=ListStatus.PANEL, status_after=ListStatus.REJECTED,
        words="Below", moved_at=INSTANT,
    )  # fmt: skip


def _merge(survivor: Individual | None = None, merged: Individual | None = None, **given: Any) -> Merge:
    values = {
        "words": "Fingerprints", "survivor_version": 1, "merged_version": 1, "proposed_by": factories.user(),
        "proposed_at": INSTANT,
    }  # fmt: skip
    return Merge(individual=survivor or _person(), merged=merged or _person(), **{**values, **given})


def _merge_of_one() -> models.Model:
    one = _person()
    return _merge(one, one)


def _merge_twice(**given: Any) -> models.Model:
    one = _person()
    return _twice(lambda: _merge(merged=one, **given))


def _merge_approved_alone() -> models.Model:
    user = factories.user()
    return _merge(proposed_by=user, decided_by=user, decided_at=INSTANT, state=ProposalState.APPROVED)


def _merged_row_twice() -> models.Model:
    merge = _kept(_merge())
    return _twice(lambda: MergedRow(merge=merge, model="alias", row=1, became=MergedAs.MOVED))


def _transfer(of: Individual | None = None, **given: Any) -> Transfer:
    values = {
        "reference": "HK47-2MRX", "from_hub_id": "WM", "to_hub_id": "EM", "words": "Moved", "status_before": "ACCEPTED",
        "effective_on": date(2026, 1, 1), "offered_by": factories.user(), "offered_at": INSTANT,
    }  # fmt: skip
    return Transfer(individual=of or _person(), **{**values, **given})


def _transfer_twice() -> models.Model:
    of = _person()
    return _twice(lambda: _transfer(of))


def _transfer_accepted_alone() -> models.Model:
    user = factories.user()
    return _transfer(offered_by=user, decided_by=user, decided_at=INSTANT, state=TransferState.ACCEPTED)


def _line_twice() -> models.Model:
    moving = _kept(_transfer())
    return _twice(lambda: _line(moving))


def _line(of: Transfer | None = None, **given: Any) -> TransferLine:
    values = {"kind": WorkKind.REVIEW, "row": 0, "words": "The next review", "reason": "Done"}
    return TransferLine(transfer=of or _kept(_transfer()), **{**values, **given})


def _panel() -> Panel:
    return Panel(hub_id="WM", chair=factories.user(), quorum_id="HUB_PANEL", opened_at=INSTANT)


def _attendance_twice() -> models.Model:
    held = _kept(_panel())
    return _twice(lambda: PanelAttendance(panel=held, agency_id="NCA", name="Ada Quill"))


def _recusal_twice() -> models.Model:
    of, attendance = _person(), _kept(PanelAttendance(panel=_kept(_panel()), agency_id="NCA", name="Ada Quill"))
    values = {"reason": "A neighbour", "recorded_by": factories.user(), "recorded_at": INSTANT}
    return _twice(lambda: Recusal(individual=of, attendance=attendance, **values))


def _panel_decision(held: Panel | None = None, **given: Any) -> PanelDecision:
    values = {
        "individual": _person(), "panel": held or _kept(_panel()), "act": ListAct.ACCEPT, "words": "Agreed",
        "manner": PanelManner.CONSENSUS, "proposed_by": factories.user(), "proposed_at": INSTANT,
    }  # fmt: skip
    return PanelDecision(**{**values, **given})


def _panel_decision_twice() -> models.Model:
    of, held = _person(), _kept(_panel())
    return _twice(lambda: _panel_decision(held, individual=of))


def _panel_decision_approved_alone() -> models.Model:
    user = factories.user()
    return _panel_decision(needs_second=True, state=ProposalState.APPROVED, proposed_by=user, decided_by=user)


def _panel_band_without_reason() -> models.Model:
    made = _kept(_round())
    return _panel_decision(assessment=made, band=_kept(_part(Band, made.framework)), needs_second=True)


def _exit_twice() -> models.Model:
    of = _person()
    return _twice(lambda: _exit(of))


def _exit_approved_alone() -> models.Model:
    user = factories.user()
    return _exit(proposed_by=user, decided_by=user, decided_at=INSTANT, state=ProposalState.APPROVED)


def _retention(of: Individual | None = None, **given: Any) -> RetentionDecision:
    values = {
        "kind": RetentionKind.HOLD, "words": "An appeal", "next_on": date(2026, 1, 1), "proposed_by": factories.user(),
        "proposed_at": INSTANT, "state": ProposalState.APPROVED,
    }  # fmt: skip
    return RetentionDecision(individual=of or _person(), **{**values, **given})


def _hold_twice() -> models.Model:
    of = _person()
    return _twice(lambda: _retention(of))


def _disposal_twice() -> models.Model:
    of = _person()
    given = {"kind": RetentionKind.DISPOSE, "next_on": None, "state": ProposalState.PROPOSED}
    return _twice(lambda: _retention(of, **given))


def _disposal_approved_alone() -> models.Model:
    user = factories.user()
    return _retention(kind=RetentionKind.DISPOSE, next_on=None, proposed_by=user, decided_by=user)


def _certificate_twice() -> models.Model:
    made = factories.certificate()
    made.pk = None
    return made


def _second_default() -> models.Model:
    return RetentionGroup(
        code="X", name="X", valid_from=date(2026, 1, 1), owner="X", schedule="X", covers="X", review_months=1,
        clear_months=1, source="X", position=99, is_default=True,
    )  # fmt: skip


def _correction(**given: Any) -> Correction:
    values = {
        "individual": _person(), "field": "surname", "category": DataCategory.IDENTITY, "written": 1, "since": INSTANT,
        "nature": Nature.FACT, "source": "Fingerprints", "corrected_at": INSTANT,
    }  # fmt: skip
    return Correction(**{**values, **given})


def _correction_twice() -> models.Model:
    return _twice(_correction)


def _correction_notice(of: Correction | None = None, **given: Any) -> CorrectionNotice:
    of = of or _kept(_correction())
    values = {
        "individual": of.individual, "correction": of, "agency_id": "NCA", "reference": of.individual.shown_reference,
        "field": of.field, "category": of.category, "made_at": INSTANT,
    }  # fmt: skip
    return CorrectionNotice(**{**values, **given})


def _correction_notice_twice() -> models.Model:
    of = _kept(_correction())
    return _twice(lambda: _correction_notice(of))


def _request_twice() -> models.Model:
    of, membership = _person(), factories.membership()
    values = {"purpose": AccessReason.CASELOAD, "words": "A release", "asked_at": INSTANT}
    return _twice(lambda: AccessRequest(individual=of, agency_id="MOJ", membership=membership, **values))


def _version(**given: Any) -> Framework:
    return Framework(**{"version": 7, "title": "Test", "basis": "Test", "drafted_by": factories.user(), **given})


def _part(kind: type[Dimension | Band], of: Framework | None = None, **given: Any) -> Any:
    values: dict[str, Any] = {"framework": of or _kept(_version()), "name": "Reach"}
    if kind is Dimension:
        values |= {"code": "reach", "area": "HARM", "question": "How far?", "weight": 1, "levels": ["x"] * 5}
        values["position"] = 1
    else:
        values |= {"starts_at": 0, "ends_at": 100}
    return kind(**{**values, **given})


def _part_twice(kind: type[Dimension | Band], **given: Any) -> models.Model:
    of = _kept(_version())
    twice: models.Model = _part(kind, _kept(_part(kind, of)).framework, **given)
    return twice


def _round(of: Framework | None = None, **given: Any) -> Assessment:
    values = {
        "framework": of or _kept(_version()),
        "purpose": "REVIEW",
        "opened_by": factories.user(),
        "opened_at": INSTANT,
    }
    return Assessment(**{"individual": _person(), **values, **given})


def _round_twice() -> models.Model:
    first = _kept(_round())
    return _round(first.framework, individual=first.individual)


def _standing(of: Assessment | None = None, **given: Any) -> Standing:
    made = of or _kept(_round())
    return Standing(individual=made.individual, assessment=made, place="FIRST", since=INSTANT, **given)


def _standing_twice() -> models.Model:
    made = _kept(_round())
    return _twice(lambda: _standing(made))


def _terms_twice() -> models.Model:
    return _twice(lambda: ListTerms(hub_id="WM"))


def _part_of(person: User, made: Assessment | None = None, **given: Any) -> Scoring:
    made = made or _kept(_round())
    return Scoring(**{"assessment": made, "place": "FIRST", "assessor": person, **given})


def _published_alone() -> Framework:
    person = factories.user()
    return _version(proposed_by=person, proposed_at=INSTANT, published_by=person, published_at=INSTANT)


def _round_with_itself() -> Assessment:
    person = factories.user()
    return _round(opened_by=person, second_assessor=person)


def _as_assessor(make: Callable[[User], models.Model]) -> models.Model:
    membership = factories.membership()
    enter(viewer_in(membership))
    return make(membership.user)


def _scoring_twice(*, by_another: bool, place: str) -> models.Model:
    """Of an assessment that is revealed, so that the policy lets anybody write and the constraint has to refuse."""

    def make(person: User) -> models.Model:
        revealed = _kept(_round(revealed_at=INSTANT, first_submitted_at=INSTANT))
        _kept(_part_of(person, revealed))
        return _part_of(factories.user() if by_another else person, revealed, place=place)

    return _as_assessor(make)


def _answer(**given: Any) -> models.Model:
    def make(person: User) -> models.Model:
        scoring = _kept(_part_of(person))
        dimension = _kept(_part(Dimension, scoring.assessment.framework))
        values = {"scoring": scoring, "dimension": dimension, "level": 1, "confidence": "LOW", "reason": "Seen"}
        if given.get("twice"):
            return _twice(lambda: DimensionScore(**values))
        return DimensionScore(**{**values, **given})

    return _as_assessor(make)


def _evidence(**given: Any) -> models.Model:
    def make(person: User) -> models.Model:
        scoring = _kept(_part_of(person))
        dimension = _kept(_part(Dimension, scoring.assessment.framework))
        values = {"basis": "FACT", "summary": "Convicted", "source_reference": "PNC/1"}
        return Evidence(scoring=scoring, dimension=dimension, **{**values, **given})

    return _as_assessor(make)


INSTANT = datetime(2026, 1, 1, tzinfo=UTC)
BEFORE = INSTANT - timedelta(days=1)


def _review() -> FindingReview:
    return FindingReview(
        key="out_of_hours-1-0", outcome=FindingOutcome.REFERRED, words="Looked", reviewed_by=factories.user(),
        reviewed_at=INSTANT,
    )  # fmt: skip


# A row for every constraint that breaks this one and no other.
def _group_twice() -> models.Model:
    reference = networks.group().reference
    return CrimeGroup(reference=reference, name="X", name_key="x", owning_hub_id="WM", status_since=INSTANT.date())


def _member(**given: Any) -> GroupMember:
    values = {"group": networks.group(), "role_id": "LEADER", **networks.GRADED, **given}
    return GroupMember(**{"individual": _person(), **values})


def _member_twice() -> models.Model:
    present = networks.member(networks.group(), _person())
    return _member(group=present.group, individual=present.individual)


def _link(**given: Any) -> Link:
    values = {"first": _person(), "kind_id": "FAMILY", **networks.GRADED, **given}
    return Link(**{"second": _person(), **values})


def _link_twice() -> models.Model:
    present = networks.link(_person(), _person(), kind="FAMILY")
    return _link(first=present.second, second=present.first)


def _link_alone() -> models.Model:
    of = _person()
    return _link(first=of, second=of)


def _apart(**given: Any) -> HeldApart:
    values = {
        "individual": _person(), "name": "X", "category": "VICTIM", "relation": "X", "necessity": "X",
        "source_reference": "IR/1", "recorded_by": factories.user(), "recorded_on": INSTANT.date(),
        "review_due": INSTANT.date(), "delete_on": INSTANT.date(),
    }  # fmt: skip
    return HeldApart(**{**values, **given})


VIOLATIONS: dict[str, Callable[[], models.Model]] = {
    "membership_ends_after_start": lambda: _membership(starts_at=INSTANT, ends_at=INSTANT, end_reason="Moved"),
    "membership_end_has_reason": lambda: _membership(starts_at=INSTANT, ends_at=INSTANT + timedelta(days=1)),
    "membership_open_once": _membership_twice,
    "membership_secondment_is_whole": lambda: _membership(employer_id="NCA"),
    "finding_reviewed_once": lambda: _twice(_review),
    "log_review_days_in_order": lambda: LogReview(
        covers_from=date(2026, 2, 1),
        covers_until=date(2026, 1, 1),
        findings="Fine",
        reviewed_by=factories.user(),
        reviewed_at=INSTANT,
    ),
    "notice_once": lambda: _twice(_notice),
    "notice_has_an_address": lambda: _notice(agency_id=None),
    "individual_has_a_name": lambda: _changed(surname="", forenames=""),
    "individual_birth_date_or_year": lambda: _changed(date_of_birth=date(1980, 1, 1), year_of_birth=1980),
    "individual_score_is_a_percentage": lambda: _changed(provisional_score=101),
    "individual_reference_once": lambda: _changed(reference=_person().reference),
    "alias_once": _alias_twice,
    "identifier_once": _identifier_twice,
    "key_date_once": _key_date_twice,
    "key_date_aside_once": _key_date_aside_twice,
    "custody_spell_open_once": _spell_twice,
    "custody_spell_ends_after_start": lambda: _spell(ended_on=date(2026, 1, 1)),
    "custody_spell_recall_of_a_kind": lambda: _spell(recall_kind_id="FTR_28"),
    "custody_place_open_once": _place_twice,
    "custody_place_left_after_arrival": lambda: CustodyPlace(
        individual=_person(), establishment_id="LEI", arrived_on=date(2026, 2, 1), left_on=date(2026, 1, 1), **_TOLD
    ),
    "categorisation_once_a_day": _category_twice,
    "categorisation_review_follows": lambda: Categorisation(
        individual=_person(), category_id="C", decided_on=date(2026, 2, 1), review_on=date(2026, 2, 1), **_TOLD
    ),
    "absence_open_once": _absence_twice,
    "absence_ends_after_start": lambda: Absence(
        individual=_person(), kind=AbsenceKind.LEAVE, started_on=date(2026, 2, 1), ended_on=date(2026, 1, 1), **_TOLD
    ),
    "phase_open_once": _phase_twice,
    "phase_ends_after_start": _phase_backwards,
    "possible_match_once": _match_twice,
    "possible_match_in_order": _match_out_of_order,
    "possible_match_decision_is_whole": lambda: _pair(verdict=Verdict.SAME),
    "sheet_reference_once": _reference_twice,
    "import_row_once": _row_twice,
    "column_meaning_once": _meaning_twice,
    "agreement_version_once": lambda: _twice(_agreement),
    "agreement_ends_after_start": lambda: _agreement(ends_on=date(2025, 12, 31)),
    "agreement_is_frozen_when_opened": lambda: _agreement(opened_at=INSTANT),
    "agreement_suspension_has_reason": lambda: _agreement(suspended_at=INSTANT),
    "agreement_end_has_reason": lambda: _agreement(terminated_at=INSTANT),
    "party_once": _party_twice,
    "signature_stands_once": _signature_twice,
    "signature_withdrawal_is_whole": lambda: _signature(withdrawn_at=INSTANT),
    "clause_number_once": _clause_twice,
    "clause_ends_after_start": lambda: _clause(starts_on=date(2026, 2, 2), ends_on=date(2026, 2, 1)),
    "clause_never_shares_equality": lambda: _clause(categories=[DataCategory.EQUALITY]),
    "scope_once": lambda: Scope(id=30000, hub_id="WM", phase=Phase.CUS, category=DataCategory.IDENTITY),
    "scope_grant_once": _scope_grant_twice,
    "giving_once": _giving_twice,
    "giving_ends_after_start": lambda: _giving(ends_at=BEFORE),
    "named_share_decision_is_whole": lambda: _share(decided_at=INSTANT),
    "named_share_end_has_reason": lambda: _share(ended_at=INSTANT),
    "named_share_never_equality": lambda: _share(categories=[DataCategory.EQUALITY]),
    "individual_grant_once": _individual_grant_twice,
    "individual_grant_ends_after_start": lambda: _individual_grant(ends_at=BEFORE),
    "named_person_once": lambda: _marked_twice(NamedPerson),
    "named_person_ends_after_start": lambda: _marked(NamedPerson, ends_at=BEFORE),
    "conflict_mark_once": lambda: _marked_twice(ConflictMark),
    "conflict_mark_ends_after_start": lambda: _marked(ConflictMark, ends_at=BEFORE),
    "emergency_access_ends_after_start": lambda: _emergency(ends_at=BEFORE),
    "emergency_review_is_whole": lambda: _emergency(reviewed_at=INSTANT),
    "access_request_once": _request_twice,
    "nomination_taken_up_as_a_record": lambda: _nomination(NominationState.TAKEN_UP),
    "list_move_rejection_has_a_reason": _rejected_without_reason,
    "tool_possible_at_some_time": lambda: Tool(
        code="X", name="X", valid_from=date(2026, 1, 1), parts=[], legal_basis="X", source="X", position=1
    ),
    "plan_safeguards_once": _safeguards_twice,
    "objective_closed_with_outcome": lambda: Objective(
        individual=_person(),
        part=PlanPart.AFTER,
        domain_id="CRIME",
        words="X",
        measure="X",
        owner_id="POL",
        state=ObjectiveState.DONE,
    ),
    "crime_group_reference_once": _group_twice,
    "groupmember_conditions_are_told": lambda: _member(conditions="Ask first"),
    "groupmember_reference_is_no_name": lambda: _member(source_reference="John Smith"),
    "group_member_once": _member_twice,
    "group_member_ends_after_start": lambda: _member(from_on=date(2026, 1, 2), until_on=date(2026, 1, 1)),
    "link_conditions_are_told": lambda: _link(conditions="Ask first"),
    "link_reference_is_no_name": lambda: _link(source_reference="John Smith"),
    "link_once": _link_twice,
    "link_of_two": _link_alone,
    "link_ends_after_start": lambda: _link(from_on=date(2026, 1, 2), until_on=date(2026, 1, 1)),
    "held_apart_of_one": lambda: _apart(group=networks.group()),
    "held_apart_ends": lambda: _apart(delete_on=INSTANT.date() - timedelta(days=1)),
    "held_apart_reference_is_no_name": lambda: _apart(source_reference="John Smith"),
    "panel_quorum_of_two": lambda: PanelQuorum(
        code="X", name="X", valid_from=date(2026, 1, 1), least_agencies=1, source="X"
    ),
    "panel_open_once": lambda: _twice(_panel),
    "panel_attendance_once": _attendance_twice,
    "panel_attendance_chair_stays": lambda: PanelAttendance(
        panel=_kept(_panel()), agency_id="NCA", name="Ada Quill", user=factories.user(), taken_back_at=INSTANT
    ),
    "recusal_once": _recusal_twice,
    "panel_decision_waits_once": _panel_decision_twice,
    "panel_decision_approved_by_another": _panel_decision_approved_alone,
    "panel_decision_decides_something": lambda: _panel_decision(act=""),
    "panel_decision_settles_an_assessment": lambda: _panel_decision(settled="FIRST"),
    "panel_decision_band_has_reason": _panel_band_without_reason,
    "panel_decision_rejection_has_a_reason": lambda: _panel_decision(act=ListAct.REJECT),
    "panel_decision_votes_are_counted": lambda: _panel_decision(manner=PanelManner.VOTE),
    "merge_of_two_records": _merge_of_one,
    "merge_once": lambda: _merge_twice(decided_by=factories.user(), decided_at=INSTANT, state=ProposalState.APPROVED),
    "merge_proposed_once": _merge_twice,
    "merge_approved_by_another": _merge_approved_alone,
    "merge_undoing_is_whole": lambda: _merge(undo_reason="Two people"),
    "merged_row_once": _merged_row_twice,
    "list_exit_once": _exit_twice,
    "transfer_open_once": _transfer_twice,
    "transfer_to_another_hub": lambda: _transfer(to_hub_id="WM"),
    "transfer_accepted_by_another": _transfer_accepted_alone,
    "transfer_done_at_an_instant": lambda: _transfer(took_effect_at=INSTANT),
    "transfer_line_once": _line_twice,
    "transfer_line_held_or_closed": lambda: _line(holder=factories.user()),
    "retention_hold_once": _hold_twice,
    "retention_erasing_once": _disposal_twice,
    "retention_erasing_approved_by_another": _disposal_approved_alone,
    "disposal_certificate_once": _certificate_twice,
    "retention_keeping_has_next_review": lambda: _retention(next_on=None),
    "retention_group_one_default": _second_default,
    "list_exit_approved_by_another": _exit_approved_alone,
    "correction_once": _correction_twice,
    "correction_after_what_it_corrects": lambda: _correction(corrected_at=BEFORE),
    "correction_notice_once": _correction_notice_twice,
    "correction_acknowledged_by_somebody": lambda: _correction_notice(acknowledged_at=INSTANT),
    "subject_access_item_decision_is_whole": lambda: subject_access.item_of(_person(), decided_at=INSTANT),
    "subject_access_item_remains_when_redacted": lambda: subject_access.item_of(_person(), remains="Some"),
    "subject_access_item_withheld_by_exemption": lambda: subject_access.item_of(_person(), exemption_id="S45_CRIME"),
    "subject_access_item_third_party_considered": lambda: subject_access.item_of(
        _person(), third_party=True, decision=ItemDecision.DISCLOSE, decided_at=INSTANT
    ),
    "subject_access_outcome_is_whole": lambda: subject_access.unsaved(outcome=Outcome.NOTHING),
    "subject_access_approved_by_another": lambda: subject_access.unsaved(answer_sha256="0" * 64),
    "subject_access_match_once": lambda: _twice(subject_access.matching_twice(_person())),
    "subject_access_verification_is_whole": lambda: subject_access.unsaved(verified_on=date(2026, 3, 1)),
    "subject_access_verified_after_receipt": lambda: subject_access.unsaved(
        verified_on=date(2020, 1, 1), identity_check="Passport"
    ),
    "subject_access_paused_while_it_waits": lambda: subject_access.unsaved(state=SubjectAccessState.PAUSED),
    "subject_access_extended_under_uk_gdpr": lambda: subject_access.unsaved(
        regime=Regime.PART3, extension_reason="Complex"
    ),
    "framework_version_once": lambda: _twice(_version),
    "framework_proposal_is_whole": lambda: _version(proposed_at=INSTANT),
    "framework_published_by_another": _published_alone,
    "framework_sample_is_a_percentage": lambda: _version(review_sample=101),
    "dimension_once": lambda: _part_twice(Dimension, name="Other"),
    "dimension_name_once": lambda: _part_twice(Dimension, code="other"),
    "dimension_weight_is_a_percentage": lambda: _part(Dimension, weight=101),
    "dimension_has_every_level": lambda: _part(Dimension, levels=["x"]),
    "band_once": lambda: _part_twice(Band),
    "band_ends_above_start": lambda: _part(Band, starts_at=50, ends_at=50),
    "assessment_open_once": _round_twice,
    "assessment_result_is_whole": lambda: _round(for_panel=True),
    "assessment_second_is_another": _round_with_itself,
    "assessment_band_goes_with_score": lambda: _round(revealed_at=INSTANT, first_submitted_at=INSTANT, score=50),
    "assessment_withdrawal_has_reason": lambda: _round(withdrawn_at=INSTANT),
    "standing_once": _standing_twice,
    "standing_band_goes_with_score": lambda: _standing(score=50),
    "list_terms_once": _terms_twice,
    "scoring_place_once": lambda: _scoring_twice(by_another=True, place="FIRST"),
    "scoring_assessor_once": lambda: _scoring_twice(by_another=False, place="SECOND"),
    "scoring_result_is_whole": lambda: _as_assessor(lambda person: _part_of(person, unknowns=1)),
    "dimension_scored_once": lambda: _answer(twice=True),
    "dimension_level_on_the_scale": lambda: _answer(level=5),
    "dimension_score_is_whole": lambda: _answer(level=None),
    "evidence_is_graded": lambda: _evidence(basis="INTELLIGENCE"),
    "evidence_conditions_are_told": lambda: _evidence(conditions="Ask first"),
    "evidence_reference_is_no_name": lambda: _evidence(source_reference="John Smith"),
}
