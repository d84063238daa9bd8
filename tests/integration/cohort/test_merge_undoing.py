"""Two records again of one: what was recorded since goes where it belongs; registers and histories tell the truth."""

from datetime import date

import pytest

from cohort.actions import individuals
from cohort.enums import IdentifierKind, Verdict
from cohort.models import Individual, KeyDate, Merge, NamedShare, PossibleMatch, Standing
from cohort.queries.as_it_stood import read_as_it_stood
from cohort.queries.disclosures import read_register
from cohort.queries.merge_undoing import undoing_of
from cohort.queries.record import read_record
from cohort.queries.timeline import timeline
from marsoc.kit import clock
from sharing.enums import DataCategory, Phase, RoleCode
from sharing.errors import BadRequest
from sharing.seeing import seeing
from sharing.viewer import viewer_in
from tests import factories
from tests.factories import method
from tests.factories.merging import central, merged, same
from tests.integration.cohort.test_merging import PNC, undone

pytestmark = pytest.mark.django_db


def test_what_was_recorded_since_goes_by_what_it_names_by_who_recorded_it_and_else_by_answer() -> None:
    """A name of one side, an agency that had dealt with one record alone, and a question for everything else."""
    kept, gone = factories.individual(surname="Sandhar"), factories.individual(surname="Quillfeather")
    factories.identifier(gone, IdentifierKind.PNC, PNC, contributed_by_id="NCA")
    merge = merged(kept, gone, {"name": "survivor"})
    factories.alias(kept, "Bo Quillfeather", source=f"Taken from {gone.shown_reference}")
    factories.alias(kept, "Brick")
    factories.identifier(kept, IdentifierKind.CRN, "X123456", contributed_by_id="NCA")
    by = central()
    individuals.change_individual(
        by=by, individual=kept, version=kept.version, changes={"place": "Hull"}, reason="Moved"
    )  # fmt: skip
    with seeing(by):
        undoing = undoing_of(by, Merge.unscoped.select_related("individual", "merged").get(pk=merge.pk))
    assert {str(each.row): each.side for each in undoing.since} == {
        "Bo Quillfeather": "merged", "Brick": "", "Probation CRN X123456": "merged"
    }  # fmt: skip
    brick = next(each.question for each in undoing.since if not each.side)
    assert undoing.questions == ["location", brick]
    with pytest.raises(BadRequest, match="2 have no answer"):
        undone(merge)
    undone(merge, {"location": "merged", brick: "survivor"})
    for each in (kept, gone):
        each.refresh_from_db()
    assert (kept.place, gone.place) == ("", "Hull")
    assert [alias.name for alias in kept.aliases.all()] == ["Brick"]
    assert [alias.name for alias in gone.aliases.all()] == ["Bo Quillfeather"]
    assert {number.value for number in gone.identifiers.all()} == {PNC, "X123456"}
    assert not kept.identifiers.exists()


def test_a_date_that_the_merge_chose_and_somebody_corrected_since_is_asked_about() -> None:
    """It goes to the side that is answered, and the other gets back what it said."""
    kept, gone = factories.individual(), factories.individual()
    factories.key_date(kept, "CRD", date(2031, 3, 1))
    factories.key_date(gone, "CRD", date(2032, 3, 1))
    merge = merged(kept, gone, {"date:CRD": "merged"})
    row = KeyDate.unscoped.get(individual=kept)
    row.date = date(2033, 3, 1)
    factories.save(row)
    undone(merge, {f"row:keydate:{row.pk}": "merged"})
    for each, year in ((kept, 2031), (gone, 2033)):
        each.refresh_from_db()
        assert KeyDate.unscoped.get(individual=each).date.year == year
        assert each.release_on == date(year, 3, 1)


def test_decisions_about_third_records_hold_for_the_survivor_and_go_back() -> None:
    """*Not the same* is asked of nobody again because of a merge."""
    kept, gone, third, fourth = (factories.individual() for _ in range(4))
    known = same(gone, third, Verdict.NOT_SAME)
    waiting, decided = same(kept, fourth, Verdict.OPEN), same(gone, fourth, Verdict.NOT_SAME)
    merge = merged(kept, gone)
    known.refresh_from_db()
    waiting.refresh_from_db()
    assert {known.first_id, known.second_id} == {kept.pk, third.pk}
    assert (waiting.verdict, decided.verdict) == (Verdict.NOT_SAME, Verdict.NOT_SAME)
    undone(merge, verdict=Verdict.OPEN)
    known.refresh_from_db()
    waiting.refresh_from_db()
    assert {known.first_id, known.second_id} == {gone.pk, third.pk}
    assert waiting.verdict == Verdict.OPEN
    pair = PossibleMatch.unscoped.get(first=kept, second=gone)
    assert (pair.verdict, pair.decided_by) == (Verdict.OPEN, None)


def test_shares_of_both_with_one_agency_survive_and_go_back() -> None:
    """The agency sees the survivor while either share lasts; undone, it sees each by its own."""
    kept, gone = factories.individual(), factories.individual()
    for each in (kept, gone):
        factories.share(each, "HMRC")
    spoc = factories.membership(role=RoleCode.AGENCY_SPOC, hub=None, agency="HMRC")
    merge = merged(kept, gone)

    def seen() -> set[int]:
        viewer = viewer_in(spoc)
        with seeing(viewer):
            return set(Individual.unscoped.visible_to(viewer).values_list("pk", flat=True))

    assert NamedShare.unscoped.filter(individual=kept).count() == 2
    assert seen() == {kept.pk}
    undone(merge)
    assert seen() == {kept.pk, gone.pk}


def test_assessments_move_with_their_scorings_and_the_newest_result_counts() -> None:
    """A result never changes; whose it is does, and with it what counts for each record."""
    kept, gone = factories.individual(), factories.individual()
    method.framework()
    older, newer = method.assessment(kept, {"intent": 3}), method.assessment(gone, {"intent": 2})
    scored = newer.history.latest("history_id").score
    merge = merged(kept, gone)
    newer.refresh_from_db()
    assert (newer.individual_id, newer.score) == (kept.pk, scored)
    assert Standing.unscoped.get(individual=kept).assessment_id == newer.pk
    undone(merge)
    newer.refresh_from_db()
    assert newer.individual_id == gone.pk
    for individual, assessment in ((kept, older), (gone, newer)):
        assert Standing.unscoped.get(individual=individual).assessment_id == assessment.pk


def test_whoever_received_either_record_received_the_person() -> None:
    """The register follows the merge; undone, each has its own, and what was read in between counts for both."""
    kept, gone = factories.individual(), factories.individual()
    standing = factories.agreement("NCA", "HMRC", "DWP", hubs=["WM"], phases=[Phase.CUS])
    assert standing
    read(gone, "NCA")
    merge = merged(kept, gone)
    read(kept, "HMRC")
    assert (received(kept), received(gone)) == ({"NCA", "HMRC"}, {"NCA"})
    undone(merge)
    read(kept, "DWP")
    assert (received(kept), received(gone)) == ({"HMRC", "DWP"}, {"NCA", "HMRC"})


def read(individual: Individual, agency: str) -> None:
    """Have an agency open a record."""
    viewer = factories.viewer(RoleCode.AGENCY_CONTRIB, agency)
    with seeing(viewer):
        read_record(viewer, individual.reference, page="identity")


def received(individual: Individual) -> set[str]:
    """Return the agencies in a person's register."""
    viewer = factories.viewer(RoleCode.DPO_IG, "HMPPS-CENTRAL")
    with seeing(viewer):
        return {disclosure.agency for disclosure in read_register(viewer, individual.reference).disclosures}


def test_the_timeline_and_the_past_tell_where_a_moved_fact_was() -> None:
    """It comes to one record as it leaves the other, and goes back."""
    kept, gone = factories.individual(), factories.individual()
    factories.alias(gone, "Tank")
    merge = merged(kept, gone)
    between = clock.now()
    undone(merge)
    by = central()
    with seeing(by):
        told = {
            each: [
                (bool(difference.before), bool(difference.after))
                for event in timeline(each, frozenset(DataCategory), decides_access=True).events
                for difference in event.differences
                if difference.field == "alias"
            ][::-1]
            for each in (kept, gone)
        }
        stood = {
            each: {
                alias.name for alias in read_as_it_stood(by, each.reference, between, page="identity").record.aliases
            }
            for each in (kept, gone)
        }
    assert told[gone] == [(False, True), (True, False), (False, True)]
    assert told[kept][-1] == (True, False)
    assert ("Tank" in stood[kept], stood[gone]) == (True, set())
