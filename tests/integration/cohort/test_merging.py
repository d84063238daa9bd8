"""Two records of one person become one, by two people and by a plan, and can be made two again, exactly."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from hypothesis import Phase as HypothesisPhase
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cohort import access
from cohort.actions import conflicts, merge_undoing, merging
from cohort.combining import GROUPS, MOVED, STAYS, values_of
from cohort.disposal import paths_to_an_individual
from cohort.enums import IdentifierKind, ListStatus, Verdict
from cohort.models import (
    Alias,
    ConflictMark,
    Identifier,
    Individual,
    KeyDate,
    Merge,
    MergedRow,
    PhasePeriod,
)
from cohort.queries.merge_undoing import undoing_of
from cohort.queries.merging import survivor_seen
from marsoc.kit import clock
from sharing.enums import Operation, Phase, RoleCode
from sharing.models import AuditEvent, Notice
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories
from tests.factories.merging import central, merged, proposed, same

pytestmark = pytest.mark.django_db
PNC, OTHER_PNC = "2001/4711390Q", "1998/1234567R"


def state(*records: Individual) -> dict[str, Any]:
    """Return all that a merge may touch of some records: their fields, and every row about each."""
    found: dict[str, Any] = {}
    for number, record in enumerate(records):
        record.refresh_from_db()
        found[f"{number}"] = values_of(record)
        for model in (Alias, Identifier, KeyDate, PhasePeriod):
            columns = [f.attname for f in model._meta.concrete_fields]
            found[f"{number} {model.__name__}"] = list(
                model.unscoped.filter(individual=record).order_by("pk").values_list(*columns)
            )
    return found


def manager(hub: str = "WM") -> Viewer:
    """Return somebody new who manages a hub."""
    return factories.viewer(RoleCode.HUB_MANAGER, "ROCU", hub)


def undone(merge: Merge, answers: dict[str, str] | None = None, verdict: Verdict = Verdict.NOT_SAME) -> Merge:
    """Return a merge that somebody has undone."""
    return merge_undoing.undo_merge(
        by=central(), merge=merge, answers=answers or {}, verdict=verdict, words="Two people after all"
    )


def test_every_kind_of_row_about_somebody_moves_or_stays() -> None:
    """A new table cannot be forgotten: it is named among what moves, or among what stays."""
    about = {model for model, paths in paths_to_an_individual().items() if any(to is Individual for _, to in paths)}
    assert about == {kind.model for kind in MOVED} | set(STAYS)
    assert not {kind.model for kind in MOVED} & set(STAYS)


def test_a_merge_moves_what_is_new_keeps_what_is_chosen_and_leaves_the_other_off_the_list() -> None:
    """Names, numbers, dates and shares of both are on one record; nothing is there twice; the other leads to it."""
    kept = factories.individual(surname="Sandhar", place="Hull", notes="Drives", threats=["MSHT"])
    gone = factories.individual(surname="Sandher", place="", notes="Hides", threats=["DRUGS"], officer="Bo Lee")
    factories.alias(kept, "Tank")
    factories.alias(gone, "Tank")
    factories.alias(gone, "Brick")
    factories.identifier(gone, IdentifierKind.PNC, PNC)
    factories.key_date(kept, "CRD", date(2031, 3, 1))
    factories.key_date(gone, "CRD", date(2032, 3, 1))
    factories.key_date(gone, "SED", date(2035, 3, 1))
    merge = merged(kept, gone, {"notes": "both", "name": "merged", "date:CRD": "merged"})

    assert (kept.full_name, kept.place, kept.officer) == ("Alex Sandher", "Hull", "Bo Lee")
    assert (kept.notes, kept.threats) == ("Drives\n\nHides", ["DRUGS", "MSHT"])
    assert {alias.name for alias in kept.aliases.all()} == {"Tank", "Brick", "Alex Sandhar"}
    assert [number.value for number in kept.identifiers.all()] == [PNC]
    assert {each.kind_id: each.date.year for each in kept.keydates.all()} == {"CRD": 2032, "SED": 2035}
    assert (gone.status, gone.left_on) == (ListStatus.EXITED, clock.today())
    assert [alias.name for alias in gone.aliases.all()] == ["Tank"]
    combined = AuditEvent.objects.filter(operation=Operation.COMBINE)
    assert {event.subject_ref for event in combined} == {kept.shown_reference, gone.shown_reference}
    assert MergedRow.unscoped.filter(merge=merge).count() == 10
    last = Alias.history.filter(name="Brick").latest("history_id")
    assert last.history_change_reason.startswith(f"Merged {gone.shown_reference} into {kept.shown_reference}")


def test_rows_carry_the_cell_of_the_record_they_moved_to() -> None:
    """What moved to another hub is seen by that hub, and no more by the one it came from."""
    kept = factories.individual(owning_hub_id="EM", surname="Sandhar")
    gone = factories.individual(owning_hub_id="WM", surname="Sandhar")
    number = factories.identifier(gone, IdentifierKind.PNC, PNC)
    merged(kept, gone)
    there, here = (factories.viewer(RoleCode.HUB_OFFICER, "ROCU", hub) for hub in ("EM", "WM"))
    for viewer, sees in ((there, True), (here, False)):
        with seeing(viewer), connection.cursor() as cursor:
            cursor.execute("select count(*) from cohort_identifier where id = %s", [number.pk])
            assert cursor.fetchone()[0] == sees
            assert Identifier.unscoped.visible_to(viewer).filter(pk=number.pk).exists() == sees
    told = Notice.objects.get(key__startswith="merged:")
    assert (told.hub_id, kept.shown_reference in told.sentence) == ("WM", False)


def test_the_reference_of_the_record_merged_away_leads_whoever_may_see_the_survivor() -> None:
    """And nobody else: to them it is as if there were no such reference; through a chain of merges too."""
    last, kept, gone = (factories.individual(surname="Sandhar") for _ in range(3))
    merged(kept, gone)
    merged(last, kept)
    standing = factories.agreement("NCA", hubs=["WM"], phases=[Phase.CUS])
    assert standing
    for viewer, led in (
        (factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM"), True),
        (factories.viewer(RoleCode.AGENCY_CONTRIB, "NCA"), True),
        (factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "EM"), False),
        (factories.viewer(RoleCode.AGENCY_CONTRIB, "HMRC"), False),
    ):
        with seeing(viewer):
            assert survivor_seen(viewer, gone.shown_reference) == (last.shown_reference if led else None)
            assert survivor_seen(viewer, last.shown_reference) is None
            if viewer.contributor:
                with pytest.raises(Http404):
                    access.get_individual(viewer, gone.shown_reference)


def test_whoever_is_kept_out_of_either_record_is_kept_out_of_both_and_merges_nothing() -> None:
    """A conflict of interest moves with the person it is about."""
    kept, gone = factories.individual(), factories.individual()
    barred = factories.membership(role=RoleCode.CENTRAL_ADMIN, hub=None, agency="HMPPS-CENTRAL")
    conflicts.mark_conflict(by=manager(), individual=gone, person=barred.user, reason="A neighbour")
    same(kept, gone)
    with pytest.raises(Individual.DoesNotExist):
        merging.propose_merge(
            by=viewer_in(barred), survivor=kept, merged=gone, versions=(1, 1), choices={}, words="Same"
        )
    merge = merging.approve_merge(by=central(), proposed=proposed(kept, gone))
    assert not Individual.unscoped.visible_to(viewer_in(barred)).filter(pk=kept.pk).exists()
    undone(merge)
    assert {mark.individual_id for mark in ConflictMark.unscoped.all()} == {gone.pk}


SAYINGS = {
    "notes": st.sampled_from(["", "Drives", "Hides"]),
    "place": st.sampled_from(["", "Hull", "Leeds"]),
    "crime_group": st.sampled_from(["", "Wolves"]),
    "surname": st.sampled_from(["Sandhar", "Sandher"]),
    "threats": st.sampled_from([[], ["MSHT"], ["DRUGS", "MSHT"]]),
    "provisional_score": st.sampled_from([None, 10, 20]),
    "date_of_birth": st.sampled_from([None, date(1971, 2, 3), date(1972, 3, 4)]),
    "phase": st.sampled_from([Phase.PRE, Phase.CUS]),
}
ROWS = st.fixed_dictionaries(
    {
        "aliases": st.sets(st.sampled_from(["Tank", "Brick", "Alex Sandhar"])),
        "numbers": st.sets(st.sampled_from([PNC, OTHER_PNC])),
        "dates": st.dictionaries(st.sampled_from(["CRD", "SED"]), st.sampled_from([2031, 2032])),
    }
)
PERSON = st.tuples(st.fixed_dictionaries(SAYINGS), ROWS)


def made(said: dict[str, Any], rows: dict[str, Any]) -> Individual:
    """Return a record that says something, with rows about it."""
    one = factories.individual(**said)
    for name in sorted(rows["aliases"]):
        factories.alias(one, name)
    for value in sorted(rows["numbers"]):
        factories.identifier(one, IdentifierKind.PNC, value)
    for kind, year in sorted(rows["dates"].items()):
        factories.key_date(one, kind, date(year, 3, 1))
    return one


class TestAnyPair(TestCase):
    """Random pairs of records."""

    @settings(max_examples=12, deadline=None, phases=[HypothesisPhase.generate])
    @given(PERSON, PERSON, st.randoms(use_true_random=False))
    def test_merging_and_undoing_gives_back_both_records(self, one: Any, other: Any, chance: Any) -> None:
        """All fields and all rows, whatever survived in between."""
        kept, gone = made(*one), made(*other)
        before = state(kept, gone)
        asked = [*GROUPS, "date:CRD", "date:SED"]
        merge = merged(kept, gone, {name: chance.choice(["survivor", "merged"]) for name in asked})
        for model, said in ((Alias, "name_key"), (Identifier, "value"), (KeyDate, "kind_id")):
            there = list(model.unscoped.filter(individual=kept).values_list(said, flat=True))
            assert len(set(there)) == len(there)
        undone(merge)
        assert state(kept, gone) == before

    @settings(max_examples=8, deadline=None, phases=[HypothesisPhase.generate])
    @given(PERSON, PERSON, ROWS, st.randoms(use_true_random=False))
    def test_what_is_added_in_between_is_on_one_record_or_the_other(
        self, one: Any, other: Any, added: Any, chance: Any
    ) -> None:
        """Nothing is lost, nothing is there twice, and what was there before is where it was."""
        kept, gone = made(*one), made(*other)
        before = state(kept, gone)
        merge = merged(kept, gone)
        names = added["aliases"] - {alias.name for alias in kept.aliases.all()}
        numbers = added["numbers"] - {number.value for number in kept.identifiers.all()}
        new: list[Any] = [factories.alias(kept, name) for name in sorted(names)]
        new += [factories.identifier(kept, IdentifierKind.PNC, value) for value in sorted(numbers)]
        with seeing(by := central()):
            asked = undoing_of(by, Merge.unscoped.get(pk=merge.pk)).questions
        undone(merge, {name: chance.choice(["survivor", "merged"]) for name in asked})
        after = state(kept, gone)
        for model in ("Alias", "Identifier"):
            ids = [row[0] for number in "01" for row in after[f"{number} {model}"]]
            was = {row[0] for number in "01" for row in before[f"{number} {model}"]}
            assert sorted(ids) == sorted(was | {each.pk for each in new if type(each).__name__ == model})
            for number in "01":
                there = {row[0] for row in after[f"{number} {model}"]}
                assert there >= {row[0] for row in before[f"{number} {model}"]}
