"""The likely-same-person matcher: what it proposes, why, and how often it is right on the sample lists."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohort.enums import IdentifierKind
from cohort.matching import DEFAULT_THRESHOLD, Candidate, Person, find_candidates
from cohort.matching.search import LARGEST_BLOCK
from cohort.matching.weights import Evidence
from tests.unit.cohort.matching_truth import same_person, sample_people

PNC, OTHER_PNC = (IdentifierKind.PNC, "2002/0073319Z"), (IdentifierKind.PNC, "2015/0503950Z")
PRISON, OTHER_PRISON = (IdentifierKind.PRISON, "A1234BC"), (IdentifierKind.PRISON, "A9876XY")
NEAR_PRISON = (IdentifierKind.PRISON, "A1234BD")
BORN = date(1985, 4, 11)


def person(
    surname: str = "Kowalczyk",
    forenames: str = "Anthony",
    born: date | None = BORN,
    *identifiers: tuple[str, str],
    aliases: tuple[str, ...] = (),
    year: int | None = None,
    addresses: tuple[str, ...] = (),
) -> Person:
    return Person("known", surname, forenames, aliases, born, year, identifiers, addresses)


def compare(newcomer: Person, known: Person) -> Candidate | None:
    """Return the candidate at any score, or None if the two are not even looked at."""
    found = find_candidates([replace(newcomer, key="newcomer")], [replace(known, key="known")], threshold=0)
    return found[0] if found else None


def score(newcomer: Person, known: Person) -> int:
    candidate = compare(newcomer, known)
    return candidate.score if candidate else 0


PROPOSED = {
    "equal": (person(), person(), "Same date of birth"),
    "shared number": (person("Said", "", None, PRISON), person("", "", BORN, PRISON), "Same prison number"),
    "number only": (person("", "", None, PNC), person("", "", None, PNC), "Same PNC ID"),
    "one letter": (person("Kowalczik"), person(), "Surnames differ by one letter"),
    "first name typed wrong": (person(forenames="Anthny"), person(), "Forenames differ by one letter"),
    "letters swapped": (person("Kowalzcyk"), person(), "Surnames differ by two letters swapped"),
    "two slips": (person("Kowalcik"), person("Kowalczyk"), "Surnames differ by a few letters"),
    "by sound": (person("Youssef", "Katherine"), person("Yusuf", "Cathryn"), "Surnames sound alike"),
    "transliterated": (person("Ковальчук"), person("Kovalchuk"), "Same surname"),
    "accents and marks": (person("O\N{RIGHT SINGLE QUOTATION MARK}Háire-Lowe"), person("OHAIRE LOWE"), "Same surname"),
    "double-barrelled": (person("Grimshaw-Lowe"), person("Lowe"), "One surname is part of the other"),
    "names swapped": (person("Anthony", "Kowalczyk"), person(), "Forename and surname swapped"),
    "names swapped and mistyped": (
        person("Antony", "Kowalczyk Lee"),
        person(),
        "Forename and surname swapped, with small differences",
    ),
    "surname of two words swapped": (
        person("Silva", "Santos Joao"),
        person("Joao", "Silva Santos"),
        "Forename and surname swapped",
    ),
    "forenames in another order": (
        person(forenames="Lee Anthony"),
        person(forenames="Anthony Lee"),
        "The forename of one is a middle name of the other",
    ),
    "initial": (person(forenames="A"), person(), "One forename is short for the other"),
    "short form": (person(forenames="Alex"), person(forenames="Alexander"), "One forename is short for the other"),
    "day and month swapped": (person(born=date(1985, 11, 4)), person(), "Day and month of birth swapped"),
    "one digit": (person(born=date(1985, 4, 17)), person(), "Dates of birth differ by one digit"),
    "digits swapped": (person(born=date(1958, 4, 11)), person(), "Dates of birth differ by two digits swapped"),
    "month mistyped": (person(born=date(1985, 5, 11)), person(), "Dates of birth differ by one digit"),
    "full alias, month mistyped": (
        person("Smith", "John", date(1985, 5, 11), aliases=("Anthony Kowalczyk",)),
        person(),
        "An alias of one matches the name of the other",
    ),
    "date unknown": (
        person("Kowalczyk", "Anthony", None, PNC),
        person("Kowalczyk", "Anthony", BORN, PNC),
        "Same PNC ID",
    ),
    "full alias": (
        person("Smith", "John", aliases=("Antony Kowalczyk",)),
        person(),
        "An alias of one matches the name of the other",
    ),
    "alias with surname first": (
        person("Smith", "John"),
        person(aliases=("SMITH, John", "Tank")),
        "An alias of one matches the name of the other",
    ),
    "street name": (
        person(forenames="Mo"),
        person(forenames="Terence", aliases=("Mo",)),
        "An alias of one matches the forename of the other",
    ),
    "alias in common": (person(aliases=("Tank",)), person(aliases=("TANK",)), "Both known by the same alias"),
    "new name, same number and date": (
        person("Smith", "John", BORN, PNC),
        person("Kowalczyk", "Anthony", BORN, PNC),
        "Different surnames",
    ),
    "number given twice": (
        person("Kowalczyk", "Anthony", BORN, PNC),
        person("Kowalczyk", "Anthony", BORN, OTHER_PNC),
        "Different PNC IDs",
    ),
    "number mistyped": (
        person("Kowalczyk", "Anthony", BORN, PRISON),
        person("Kowalczyk", "Anthony", BORN, NEAR_PRISON),
        "The prison numbers differ by one character",
    ),
    "same address, date unknown": (
        person(born=None, addresses=("Flat 2, 14 Wharf Lane, Leeds LS1 9ZZ",)),
        person(addresses=("14 Wharf Lane Flat 2, LEEDS  LS1 9ZZ",)),
        "Same address",
    ),
    "address mistyped, date unknown": (
        person(born=None, addresses=("14 Warf Lane, Leads LS1 9ZZ",)),
        person(addresses=("Old address 1", "14 Wharf Lane, Leeds LS1 9ZZ")),
        "Addresses nearly the same",
    ),
    "first of January": (
        person(born=date(1985, 1, 1)),
        person(born=date(1985, 1, 1)),
        "Same date of birth, but 1 January may stand for an unknown day",
    ),
}

NOT_PROPOSED = {
    "name alone": (person(born=None), person(born=None)),
    "name and unknown date": (person(born=None), person()),
    "name and year": (person(born=None, year=1985), person()),
    "name, year and alias": (person(born=None, year=1985, aliases=("Tank",)), person(aliases=("Tank",))),
    "date alone": (person("", ""), person()),
    "twins": (person(forenames="Kevin"), person(forenames="Brian")),
    "twins with a middle name in common": (person(forenames="Kevin Lee"), person(forenames="Brian Lee")),
    "twins of like names, each with a number": (
        person("Kowalczyk", "Jamal", BORN, PNC, PRISON),
        person("Kowalczyk", "Kamal", BORN, OTHER_PNC, OTHER_PRISON),
    ),
    "father and son": (person(), person(born=date(2007, 9, 23))),
    "father and son of one birthday": (person(), person(born=date(2007, 4, 11))),
    "like names, near date": (person("Kowalczik", "Antony", date(1985, 4, 17)), person()),
    "common name, near date, other number": (
        person("Khan", "Mohammed", date(1985, 4, 17), PNC),
        person("Khan", "Mohammed", BORN, OTHER_PNC),
    ),
    "name and first of January, other number": (
        person("Khan", "Mohammed", date(1985, 1, 1), PNC),
        person("Khan", "Mohammed", date(1985, 1, 1), OTHER_PNC),
    ),
    "strangers, number mistyped": (
        person("Smith", "John", date(1961, 7, 2), PRISON),
        person("Kowalczyk", "Anthony", BORN, PRISON),
    ),
    "brothers, number mistyped": (
        person("Kowalczyk", "Kevin", date(1991, 7, 2), PRISON),
        person("Kowalczyk", "Anthony", BORN, PRISON),
    ),
    "household": (
        person(forenames="Kevin", born=date(1961, 7, 2), addresses=("14 Wharf Lane, Leeds LS1 9ZZ",)),
        person(addresses=("14 Wharf Lane, Leeds LS1 9ZZ",)),
    ),
    "namesakes in one town": (
        person(born=None, addresses=("14 Wharf Lane, Leeds LS1 9ZZ",)),
        person(addresses=("229 Hill Road, Leeds LS6 4QQ",)),
    ),
    "a place without a number": (person(born=None, addresses=("At large",)), person(addresses=("At large",))),
    "strangers": (person("Smith", "John", date(1961, 7, 2), PNC), person("Kowalczyk", "Anthony", BORN, PRISON)),
}


@pytest.mark.parametrize(("newcomer", "known", "reason"), PROPOSED.values(), ids=PROPOSED)
def test_proposes_and_says_why(newcomer: Person, known: Person, reason: str) -> None:
    candidate = compare(newcomer, known)

    assert candidate is not None
    assert candidate.score >= DEFAULT_THRESHOLD
    assert reason in candidate.reasons


@pytest.mark.parametrize(("newcomer", "known"), NOT_PROPOSED.values(), ids=NOT_PROPOSED)
def test_does_not_propose(newcomer: Person, known: Person) -> None:
    assert score(newcomer, known) < DEFAULT_THRESHOLD


def test_lists_reasons_from_strongest_for_to_strongest_against() -> None:
    candidate = compare(
        person("Kowalczik", "Anthony", date(1985, 11, 4), PRISON, PNC),
        person("Kowalczyk", "Anthony", BORN, PRISON, OTHER_PNC),
    )

    assert candidate == Candidate(
        newcomer="newcomer",
        known="known",
        score=75,
        reasons=(
            "Same prison number",
            "Day and month of birth swapped",
            "Surnames differ by one letter",
            "Same forename",
            "Different PNC IDs",
        ),
    )


def test_contradiction_shows_however_much_agrees() -> None:
    agreeing = person("Kowalczyk", "Anthony", BORN, PRISON)

    assert score(agreeing, agreeing) == 100
    assert score(replace(agreeing, identifiers=(PRISON, PNC)), replace(agreeing, identifiers=(PRISON, OTHER_PNC))) == 75


def test_several_contradictions_are_made_up_for_by_all_that_agrees_beyond_certainty() -> None:
    home = ("14 Wharf Lane, Leeds LS1 9ZZ",)
    known = person("Kowalczyk", "Anthony", BORN, PNC, addresses=home)

    assert score(person("Kowalczyk", "Brian", date(1961, 7, 2), PNC, addresses=home), known) == 70
    assert score(person("Kowalczyk", "Brian", BORN, PNC, addresses=home), known) == 75


def test_another_address_says_nothing() -> None:
    moved = person("Kowalczik", "Anthony", BORN, addresses=("3 Hill Road, York YO1 9ZZ",))

    assert score(moved, person(addresses=("14 Wharf Lane, Leeds LS1 9ZZ",))) == score(person("Kowalczik"), person())


def test_passport_is_replaced_and_a_new_number_hardly_counts() -> None:
    old, new = (IdentifierKind.PASSPORT, "123456789"), (IdentifierKind.PASSPORT, "987650000")

    assert score(person("Kowalczyk", "Anthony", BORN, old), person("Kowalczyk", "Anthony", BORN, new)) == 95


def test_second_number_that_is_near_does_not_excuse_the_first() -> None:
    known = person("Kowalczyk", "Anthony", BORN, PRISON)

    assert score(person("Kowalczyk", "Anthony", BORN, NEAR_PRISON), known) == 95
    assert score(person("Kowalczyk", "Anthony", BORN, NEAR_PRISON, OTHER_PRISON), known) == 75


def test_second_number_shared_counts_less_than_the_first() -> None:
    stranger, other = person("Smith", "John", None, PRISON), person("Kowalczyk", "Anthony", None, PRISON)

    assert score(stranger, other) == 20
    assert score(replace(stranger, identifiers=(PRISON, PNC)), replace(other, identifiers=(PRISON, PNC))) == 40


@pytest.mark.parametrize(("one", "other"), [("Sean", "Dean"), ("Lee", "Leo"), ("Neil", "Noel"), ("Tiffany", "Devan")])
def test_short_names_that_look_alike_are_not_one_name(one: str, other: str) -> None:
    candidate = compare(person(forenames=one), person(forenames=other))

    assert candidate is not None
    assert candidate.score <= score(person(forenames=""), person())


def test_unknown_date_is_neither_for_nor_against() -> None:
    without = person("Kowalczik", "", None, PRISON)

    candidate = compare(without, person("Kowalczyk", "Anthony", BORN, PRISON))

    assert candidate is not None
    assert candidate.reasons == ("Same prison number", "Surnames differ by one letter")


def test_other_year_of_birth_speaks_against() -> None:
    candidate = compare(person("", "", None, PRISON, year=1960), person("", "", BORN, PRISON))

    assert candidate is not None
    assert candidate.reasons == ("Same prison number", "Different years of birth")


def test_first_of_january_is_no_contradiction_within_the_year() -> None:
    candidate = compare(person("", "", date(1985, 1, 1), PRISON), person("", "", BORN, PRISON))

    assert candidate is not None
    assert candidate.reasons == ("Same prison number", "Same year of birth")


def test_kind_that_is_not_in_the_vocabulary_counts_as_an_identifier() -> None:
    candidate = compare(person("", "", None, ("TAX_REF", "1")), person("", "", None, ("TAX_REF", "1")))

    assert candidate is not None
    assert candidate.reasons == ("Same tax ref",)


def test_newcomers_are_compared_with_each_other_once() -> None:
    people = [replace(person(), key=key) for key in ("first", "second", "third")]

    found = find_candidates(people, [])

    pairs = [("second", "first"), ("third", "first"), ("third", "second")]
    assert [(candidate.newcomer, candidate.known) for candidate in found] == pairs


def test_known_are_not_compared_with_each_other() -> None:
    assert find_candidates([], [replace(person(), key=key) for key in ("first", "second")]) == []


def test_highest_score_comes_first() -> None:
    near = replace(person("Kowalczik"), key="near")

    found = find_candidates([near, replace(person(), key="equal")], [replace(person(), key="known")])

    assert [candidate.score for candidate in found] == [100, 92, 92]


def test_value_that_far_too_many_share_is_not_followed() -> None:
    junk = [Person(str(number), "", "", (), None, None, (PNC,)) for number in range(LARGEST_BLOCK + 1)]

    assert find_candidates(junk, []) == []
    assert len(find_candidates(junk[:3], [])) == 3


@pytest.mark.parametrize("threshold", [-1, 101])
def test_refuses_threshold_out_of_range(threshold: int) -> None:
    with pytest.raises(ValueError, match="not within 0 to 100"):
        find_candidates([], [], threshold=threshold)


def test_no_finding_about_names_outweighs_equal_names() -> None:
    equal = Evidence.SURNAME_SAME.value.points + Evidence.FORENAME_SAME.value.points

    assert Evidence.NAMES_SWAPPED.value.points < equal
    assert Evidence.ALIAS_NAME.value.points < equal


# A busy machine is no failure.
unhurried = settings(deadline=None)

# Few and similar values, so that pairs often agree in part.
surnames = st.sampled_from(["", "Khan", "Kahn", "Smith", "Smyth", "Smith-Lowe", "Lowe", "Kowalczyk", "John", "Łącki"])
forenames = st.sampled_from(["", "John", "Jon", "John Lee", "Lee", "J", "Mohammed", "Muhammad", "Smith", "Khan Lee"])
aliases = st.lists(st.sampled_from(["Tank", "Lee", "John Smith", "KHAN, Jon", "-", "42"]), max_size=2).map(tuple)
births = st.none() | st.sampled_from([date(1985, 4, 11), date(1985, 11, 4), date(1985, 1, 1), date(1958, 4, 11)])
years = st.none() | st.sampled_from([1985, 1986])
values = st.sampled_from(["A1234BC", "A1234BD", "A9876XY"])
other_values = st.sampled_from(["A1234BE", "Z0000ZZ"])
identifiers = st.lists(st.tuples(st.sampled_from(IdentifierKind.values), values), max_size=4).map(tuple)
homes = st.sampled_from(["14 Wharf Lane, Leeds", "14 Warf Lane, Leeds", "3 Hill Rd", "A"])
addresses = st.lists(homes, max_size=2).map(tuple)
people = st.builds(Person, st.just(""), surnames, forenames, aliases, births, years, identifiers, addresses)
real_people = st.builds(
    Person,
    st.just(""),
    st.text("abcdefghijklmnopqrstuvwxyzéøł-'", min_size=1).filter(lambda name: name.strip("-'")),
    st.text("abcdefghijklmnopqrstuvwxyzéøł ", min_size=1).filter(str.strip),
    aliases,
    st.dates(date(1940, 1, 2), date(2010, 12, 31)).filter(lambda born: (born.day, born.month) != (1, 1)),
    st.none(),
    identifiers,
)


@unhurried
@given(people, people)
def test_score_is_symmetric(one: Person, other: Person) -> None:
    there, back = compare(one, other), compare(other, one)

    assert (there and (there.score, there.reasons)) == (back and (back.score, back.reasons))


@unhurried
@given(st.lists(people, max_size=8), st.randoms(use_true_random=False))
def test_proposals_do_not_depend_on_order(sample: list[Person], random: Random) -> None:
    named = [replace(one, key=str(number)) for number, one in enumerate(sample)]
    shuffled = random.sample(named, len(named))

    def proposals(order: list[Person]) -> set[tuple[frozenset[str], int, tuple[str, ...]]]:
        return {(frozenset((c.newcomer, c.known)), c.score, c.reasons) for c in find_candidates(order, [])}

    assert proposals(shuffled) == proposals(named)


@unhurried
@given(st.lists(people, max_size=4), st.lists(people, max_size=4))
def test_known_and_newcomers_score_alike(held: list[Person], coming: list[Person]) -> None:
    known = [replace(one, key=f"k{number}") for number, one in enumerate(held)]
    newcomers = [replace(one, key=f"n{number}") for number, one in enumerate(coming)]

    apart = find_candidates(newcomers, known)
    together = find_candidates([*known, *newcomers], [])

    assert apart == [candidate for candidate in together if candidate.newcomer.startswith("n")]


@unhurried
@given(real_people)
def test_identical_people_score_all(one: Person) -> None:
    assert score(one, one) == 100


@unhurried
@given(people, people, st.sampled_from(IdentifierKind.values), values, other_values)
def test_conflicting_identifier_never_raises_the_score(
    one: Person, other: Person, kind: str, theirs: str, mine: str
) -> None:
    other = replace(other, identifiers=(*other.identifiers, (kind, theirs)))

    assert score(replace(one, identifiers=(*one.identifiers, (kind, mine))), other) <= score(one, other)


@unhurried
@given(people, people)
def test_score_is_within_bounds(one: Person, other: Person) -> None:
    assert 0 <= score(one, other) <= 100


@unhurried
@given(people, people, st.integers(0, 100))
def test_threshold_only_leaves_out(one: Person, other: Person, threshold: int) -> None:
    candidate = compare(one, other)

    found = find_candidates([replace(one, key="newcomer")], [replace(other, key="known")], threshold=threshold)

    assert found == ([candidate] if candidate and candidate.score >= threshold else [])


@unhurried
@given(st.dates(date(1940, 1, 1), date(2010, 12, 31)), st.integers(1, 20_000))
def test_dates_that_differ_never_count_as_the_same(born: date, days: int) -> None:
    assert score(person(born=born + timedelta(days)), person(born=born)) < 100


def test_sample_lists_are_matched() -> None:
    """All 50 people who stand in two rows are found, and nobody else: the figures at the default threshold."""
    truth = same_person()

    found = {frozenset((candidate.newcomer, candidate.known)) for candidate in find_candidates(sample_people(), [])}

    assert len(found & truth) / len(truth) >= 0.98
    assert len(found & truth) / len(found) >= 0.98


def test_sample_lists_are_read_whole() -> None:
    sample = sample_people()

    assert len(sample) == 650
    assert len(same_person()) == 50
    assert next(one for one in sample if one.key == "hub_NE.csv#NE/0006").aliases == ("Duke", "Silk")
