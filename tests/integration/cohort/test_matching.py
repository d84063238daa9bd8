"""People seen twice: found across hubs by the database, shown to whoever sees both, told to owners without detail."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohort import tasks
from cohort.actions import facts, individuals, matches
from cohort.enums import IdentifierKind, NameKind, Verdict
from cohort.models import Individual, MatchingDue, PossibleMatch
from cohort.queries.record import home_figures, open_matches
from sharing.enums import NoticeKind, RoleCode
from sharing.errors import BadRequest, Refused
from sharing.models import AuditEvent, Membership, Notice
from sharing.seeing import seeing
from sharing.viewer import system_viewer, viewer_in
from tests import factories
from tests.factories import by_name
from tests.integration.cohort.importing import imported, person
from tests.unit.govuk.markup import document, words

pytestmark = pytest.mark.django_db
JOB = system_viewer("matching")
BORN = date(1971, 2, 3)


def pairs() -> set[tuple[int, int]]:
    """Return the pairs that are held, whatever was decided about them."""
    return set(PossibleMatch.unscoped.values_list("first", "second"))


def someone(hub: str, surname: str = "Sandhar", **given: object) -> Individual:
    """Return somebody born on one day, on the list of a hub."""
    return factories.individual(surname=surname, owning_hub_id=hub, **{"date_of_birth": BORN, **given})


def found() -> set[tuple[int, int]]:
    """Return the pairs once the job has run."""
    tasks.find_matches()
    assert not MatchingDue.unscoped.exists()
    return pairs()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({}, {}, True),
        ({}, {"surname": "Sandhra"}, True),
        ({}, {"date_of_birth": date(1971, 3, 2)}, True),
        ({}, {"date_of_birth": date(1971, 2, 13), "surname": "Sandher"}, True),
        ({}, {"surname": "Quillfeather", "forenames": "Marek"}, False),
        ({"date_of_birth": None}, {}, False),
        ({"date_of_birth": None, "place": "Hull"}, {"place": "hull"}, True),
        ({"date_of_birth": None, "establishment_id": "BMI"}, {"establishment_id": "BMI"}, True),
        ({"date_of_birth": None, "establishment_id": "BMI"}, {"establishment_id": "LEI"}, False),
        ({"date_of_birth": date(1971, 1, 1)}, {"date_of_birth": date(1971, 1, 1), "surname": "Vance"}, False),
    ],
)
def test_people_are_matched_by_name_birth_and_place_across_hubs(
    one: dict[str, Any], other: dict[str, Any], alike: bool
) -> None:
    """Slips in the name and the day of birth are forgiven; without a date a whole name needs a place beside it."""
    first, second = someone("WM", **one), someone("EM", **other)
    assert found() == ({(first.pk, second.pk)} if alike else set())


def test_a_number_or_a_name_added_later_brings_two_people_together() -> None:
    """Whatever is added to a record has it compared again; nothing is before, and what is known is kept once."""
    first, second = someone("WM"), someone("EM", date_of_birth=None, forenames="Marek")
    assert found() == set()
    by = factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "EM")
    kept: dict[str, Any] = {"by": by, "individual": second, "source": "PNC", "reason": "Checked"}
    facts.add_identifier(version=1, kind=IdentifierKind.PNC, given="2001/4711390Q", **kept)
    factories.identifier(first, IdentifierKind.PNC, "2001/4711390Q")
    assert found() == {(first.pk, second.pk)}
    (pair,) = PossibleMatch.unscoped.all()
    facts.add_alias(version=2, kind=NameKind.ALIAS, name=first.full_name, **kept)
    assert found() == {(first.pk, second.pk)}
    again = PossibleMatch.unscoped.get(pk=pair.pk)
    assert again.score > pair.score
    assert again.reasons != pair.reasons


def test_what_was_decided_stays_decided_whatever_is_found_again_until_it_is_withdrawn() -> None:
    """*Not the same* outlives every later comparison; withdrawn, the pair is asked about again."""
    first, second = someone("WM"), someone("WM")
    found()
    by = factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")
    pair = PossibleMatch.unscoped.get()
    matches.decide_possible_match(by=by, match=pair, verdict=Verdict.NOT_SAME)
    individuals.change_individual(by=by, individual=second, version=1, changes={"place": "Hull"}, reason="Moved")
    assert found() == {(first.pk, second.pk)}
    pair.refresh_from_db()
    assert pair.verdict == Verdict.NOT_SAME
    assert open_matches(by, 1).rows == []

    matches.withdraw_decision(by=by, match=pair, reason="Fingerprints say otherwise")
    assert [row.pk for row in open_matches(by, 1).rows] == [pair.pk]
    assert [past.verdict for past in PossibleMatch.history.filter(id=pair.pk)] == ["OPEN", "NOT_SAME", "OPEN"]
    with pytest.raises(BadRequest, match="Nothing is decided"):
        matches.withdraw_decision(by=by, match=pair, reason="Twice")
    assert AuditEvent.objects.filter(subject_kind="possible_match").latest("pk").details["verdict"] == "OPEN"


def test_a_pair_across_two_hubs_is_counted_for_whoever_sees_both_and_told_to_each_owner_without_detail() -> None:
    """The central team decides; a hub learns that there was a likely match, by its own record alone, and once."""
    first, second = someone("WM"), someone("EM")
    here = [factories.viewer(RoleCode.HUB_MANAGER, "ROCU", hub) for hub in ("WM", "EM")]
    central = factories.viewer(RoleCode.CENTRAL_ADMIN, "HMPPS-CENTRAL")
    found()
    for viewer in here:
        with seeing(viewer):
            figures = home_figures(viewer)
            assert figures
            assert (open_matches(viewer, 1).total, figures.possible_matches) == (0, 0)
    with seeing(central):
        assert open_matches(central, 1).total == 1

    told = {notice.hub_id: notice for notice in Notice.objects.filter(kind=NoticeKind.MATCH)}
    assert set(told) == {"WM", "EM"}
    for own, other in ((first, second), (second, first)):
        sentence = told[own.owning_hub_id].sentence
        assert own.shown_reference in sentence
        assert "central team" in sentence
        hidden = (other.shown_reference, other.surname, other.forenames, other.owning_hub.name)
        assert not [each for each in hidden if each in sentence]
    factories.alias(first, "Anna Sandhar")
    found()
    assert Notice.objects.filter(kind=NoticeKind.MATCH).count() == 2
    with pytest.raises(PossibleMatch.DoesNotExist):
        matches.decide_possible_match(by=here[0], match=PossibleMatch.unscoped.get(), verdict=Verdict.SAME)


def test_nobody_is_told_of_a_pair_within_a_hub() -> None:
    """The hub sees both records itself."""
    someone("WM"), someone("WM")
    found()
    assert not Notice.objects.filter(kind=NoticeKind.MATCH).exists()


def test_a_restricted_record_is_nobodys_double_until_it_is_open_again() -> None:
    """Neither pair nor notice speaks of it."""
    hidden, known = someone("WM"), someone("EM")
    by_name.restrict(hidden)
    assert found() == set()
    assert not Notice.objects.filter(kind=NoticeKind.MATCH).exists()
    by_name.restrict(hidden, restricted=False)
    assert found() == {(hidden.pk, known.pk)}


def test_who_sees_both_records_in_an_emergency_decides_nothing() -> None:
    """Staff of one hub who may read a record of another read it, and no more."""
    _, second = someone("WM"), someone("EM")
    found()
    membership: Membership = factories.membership(role=RoleCode.HUB_OFFICER, hub="WM")
    by_name.emergency(second, membership)
    by = viewer_in(membership)
    with pytest.raises(Refused):
        matches.decide_possible_match(by=by, match=PossibleMatch.unscoped.get(), verdict=Verdict.SAME)


def test_an_import_is_compared_with_every_hub_by_the_job() -> None:
    """The hub that imports sees no other hub, and its import finds nobody there; the job does."""
    someone("EM", "Sandhar", forenames="Ann")
    by = factories.viewer(RoleCode.HUB_OFFICER, "ROCU", "WM")
    imported(by, person(DOB="03/02/1971"), person(ref="WM/0002", surname="Other", forenames="Bo", DOB="01/05/1988"))
    assert pairs() == set()
    assert len(found()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_loses_no_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was to be compared is still there, and nothing of the half-done comparison is."""
    someone("WM"), someone("EM")

    def die(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(matches, "_tell_owners", die)
        with pytest.raises(SystemExit):
            tasks.find_matches()
    assert MatchingDue.unscoped.count() == 2
    assert pairs() == set()
    assert len(found()) == 1


def test_many_are_compared_in_a_fixed_number_of_reads(django_assert_num_queries: Callable[..., Any]) -> None:
    """Nothing is read pair by pair: what is known already takes the same statements however much it is."""
    for people in (2, 9):
        for _ in range(people):
            someone("WM", f"Wilbury{people}", date_of_birth=date(1950, 1, 2 + people))
        found()
        with seeing(JOB):
            factories.save(MatchingDue(individual=Individual.unscoped.latest("pk")))
            with django_assert_num_queries(13):
                matches.find_matches(by=JOB)


def test_the_page_withdraws_a_decision_and_lists_what_was_decided(sign_in: Callable[..., Client]) -> None:
    """From the list of decided pairs to the pair, and back among the open ones."""
    someone("WM"), someone("WM")
    found()
    client = sign_in(role=RoleCode.HUB_OFFICER, hub="WM")
    pair = PossibleMatch.unscoped.get()
    page, listed = reverse("possible_match", args=[pair.pk]), reverse("possible_match_list")
    client.post(page, {"verdict": Verdict.NOT_SAME.value})
    assert "No possible duplicates" in words(document(client.get(listed).content.decode()))
    assert "Not the same person" in words(document(client.get(listed, {"show": "decided"}).content.decode()))
    refused = client.post(page, {"reason": ""})
    assert "Enter why" in words(document(refused.content.decode()))
    assert client.post(page, {"reason": "A new photograph"}).status_code == 302
    pair.refresh_from_db()
    assert pair.verdict == Verdict.OPEN
