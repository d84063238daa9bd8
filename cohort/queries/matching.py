"""Who may be the same person as whom across all lists: pairs worth comparing, found by the database, and compared."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from cohort.matching import compare
from cohort.models import Individual
from cohort.queries.imports import people
from sharing.viewer import Viewer

_WORTH_COMPARING = """
with due as materialized (select id, name_key, date_of_birth as born from cohort_individual where id = any(%(due)s)),
dated as materialized (
    select id, date_of_birth as born, extract(year from date_of_birth) as y, extract(month from date_of_birth) as m,
        extract(day from date_of_birth) as d
    from cohort_individual where date_of_birth is not null
),
of_due as (select dated.* from dated join due using (id)),
near as materialized (
    select one.id as one, other.id as other from of_due one join dated other using (y, m)
    union select one.id, other.id from of_due one join dated other using (y, d)
    union select one.id, other.id from of_due one join dated other using (m, d)
    union select one.id, other.id from of_due one join dated other
        on (other.y, other.m, other.d) = (one.y, one.d, one.m)
),
named as materialized (
    select id, name_key from cohort_individual union select individual_id, name_key from cohort_alias
),
beginnings as materialized (
    select named.id, array_agg(distinct left(word, 3)) as begin
    from named, unnest(string_to_array(named.name_key, ' ')) word
    where named.id in (select one from near union select other from near) group by named.id
)
select near.one, near.other from near join beginnings a on a.id = near.one join beginnings b on b.id = near.other
    where a.begin && b.begin
union select one.id, other.id from of_due one join dated other using (born) where (one.m, one.d) <> (1, 1)
union select one.individual_id, other.individual_id
    from cohort_identifier one join cohort_identifier other using (kind, value) where one.individual_id = any(%(due)s)
union select due.id, other.id from due join named one using (id) join named on named.name_key = one.name_key
    join cohort_individual other on other.id = named.id
    where position(' ' in one.name_key) > 0 and (due.born is null or other.date_of_birth is null)
"""


class Match(NamedTuple):
    """Two individuals who may be one person, the earlier record first, with the hubs that own them."""

    first: Individual
    second: Individual
    score: int
    reasons: tuple[str, ...]


def likely_pairs(viewer: Viewer, due: Collection[int]) -> list[Match]:
    """Return the pairs, each once, of some individuals with anybody else that are likely to be of one person;
    whoever has left a list is left out.

    Pairs are compared that share an identifier, a day of birth (1 January, which stands for an unknown day, is none),
    the beginning of a word of a name together with two of day, month and year, or, where a date of birth is unknown, a
    whole name.

    Args:
        viewer: the job that compares; the database has been told of it, and leaves out whatever it does not see.
        due: ids of the individuals to compare.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WORTH_COMPARING, {"due": list(due)})
        pairs = {(min(pair), max(pair)) for pair in cursor.fetchall() if pair[0] != pair[1]}
    on_a_list = Individual.unscoped.visible_to(viewer).filter(left_on=None)
    individuals = on_a_list.in_bulk({pk for pair in pairs for pk in pair})
    compared = {int(each.key): each for each in people(viewer, among=individuals)}
    found = []
    for one, other in sorted(pair for pair in pairs if individuals.keys() >= set(pair)):
        first, second = individuals[one], individuals[other]
        if candidate := compare(compared[one], compared[other], same_place=_same_place(first, second)):
            found.append(Match(first, second, candidate.score, candidate.reasons))
    return found


def _same_place(one: Individual, other: Individual) -> bool:
    if one.establishment_id and other.establishment_id:
        return one.establishment_id == other.establishment_id
    return bool(one.place) and one.place.casefold() == other.place.casefold()
