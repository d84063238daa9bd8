"""The list in order of priority and the calibration of assessors, at 120,000 assessments, against hand-written SQL."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from cohort.actions import frameworks
from cohort.kappa import weighted_kappa
from cohort.models import Assessment, Framework
from cohort.moves import ON_THE_LIST
from cohort.queries.calibration import RECENT, calibration_of
from cohort.queries.frameworks import framework_in_force
from cohort.queries.prioritised import Ranked, prioritised
from cohort.scoring import TOP
from marsoc.kit import clock
from sharing.cells import cells_of_hubs
from sharing.enums import RoleCode
from sharing.models import Hub
from sharing.seeing import seeing
from sharing.viewer import Viewer
from tests.bench import world
from tests.bench.harness import Figure, benchmark, ratio, same
from tests.bench.reads import VIEWERS, member

OF_EACH = 120_000 / 38_000
"""How many assessments there are for each individual."""
LISTED, CALIBRATED = 30, 7
GOAL = 3.0
_TABLES = ("cohort_individual", "cohort_assessment", "cohort_scoring", "cohort_dimensionscore", "cohort_standing")
FILLED = """
update cohort_individual set status = 'ACCEPTED', review_due = current_date + (id % 90)::int
    where status = 'NOMINATED' and left_on is null and id % 10 > 0;

insert into cohort_assessment (individual_id, cell, framework_id, purpose, second_due, opened_by_id, opened_at,
    second_assessor_id, first_submitted_at, second_submitted_at, revealed_at, score, band_id, unknowns, for_panel,
    withdrawal_reason)
select i.id, i.cell, {framework}, 'REVIEW', twice, {first}, at, case when twice then {second} end, at,
    case when twice then at end, at, null, null, 1, twice and random() < 0.05, ''
from cohort_individual i, generate_series(1, {most}) nth,
    lateral (select random() < 0.5 + i.id * 0 as twice,
        now() - make_interval(days => (nth * 60 + i.id % 50)::int) as at) drawn
where nth <= {of_each} or random() < {of_each} - floor({of_each});

insert into cohort_scoring (assessment_id, place, assessor_id, hub, submitted_at, score, band_id, unknowns)
select a.id, place, case when place = 'FIRST' then {first} else {second} end, '', a.opened_at, drawn.score, b.id, 1
from cohort_assessment a, unnest(array['FIRST', 'SECOND']) place,
    lateral (select round((random() * 100 + a.id * 0)::numeric, 1) + case when place = '' then 1 else 0 end as score)
        drawn
    join cohort_band b on b.framework_id = {framework}
        and drawn.score >= b.starts_at and (drawn.score < b.ends_at or b.ends_at = 100)
where place = 'FIRST' or a.second_due;

update cohort_assessment a set score = s.score, band_id = s.band_id from cohort_scoring s
    where s.assessment_id = a.id and s.place = 'FIRST';

insert into cohort_dimensionscore (scoring_id, dimension_id, level, confidence, reason)
select s.id, d.id, drawn.level, case when drawn.level is null then '' else 'HIGH' end, 'Reports agree'
from cohort_scoring s, cohort_dimension d,
    lateral (select case when random() + s.id * 0 + d.id * 0 > 0.1 then floor(random() * 5)::int end as level) drawn
where d.framework_id = {framework};

insert into cohort_standing (individual_id, cell, assessment_id, place, score, band_id, stable, since)
select distinct on (a.individual_id) a.individual_id, a.cell, a.id, 'FIRST', a.score, a.band_id, a.id % 3 > 0,
    a.revealed_at
from cohort_assessment a where not a.for_panel order by a.individual_id, a.revealed_at desc, a.id desc;
"""
PAGE = """
select i.id, i.reference, i.surname, i.forenames, i.owning_hub_id, i.status, i.review_due, i.created_at, b.name,
    b.starts_at, s.score, s.stable, s.since, p.name, p.starts_at
from cohort_individual i left join cohort_standing s on s.individual_id = i.id
    left join cohort_band b on b.id = s.band_id left join cohort_band p on p.id = s.panel_band_id
where {where} order by coalesce(p.starts_at, b.starts_at) desc nulls last, s.score desc nulls last, i.id limit 50
"""
TOTAL = "select count(*) from cohort_individual i where {where}"
ACCEPTED = """
select individual_id, max(moved_at) from cohort_listmove where individual_id = any (%s) and act = 'accept' group by 1
"""
DATES = """
select k.individual_id, k.date, t.name from cohort_keydate k join cohort_keydatekind t on t.code = k.kind_id
where k.individual_id = any (%s) and k.date >= %s
"""
PAIRS = """
select f.dimension_id, f.level, o.level, count(*)
from cohort_assessment a join cohort_scoring one on one.assessment_id = a.id and one.place = 'FIRST'
    join cohort_scoring two on two.assessment_id = a.id and two.place = 'SECOND'
    join cohort_dimensionscore f on f.scoring_id = one.id
    join cohort_dimensionscore o on o.scoring_id = two.id and o.dimension_id = f.dimension_id
where a.framework_id = %s and a.revealed_at is not null and a.second_submitted_at is not null group by 1, 2, 3
"""
HUBS = """
with rounds as (
    select a.*, b.starts_at, case when not a.for_panel and b.id is not null then lag(b.starts_at) over (
        partition by a.individual_id, not a.for_panel and b.id is not null order by a.revealed_at) end as previous
    from cohort_assessment a left join cohort_band b on b.id = a.band_id
    where a.framework_id = %(framework)s and a.revealed_at is not null
)
select h.name, count(*), round(avg(r.score) filter (where r.revealed_at >= %(since)s), 6),
    round(avg(r.score) filter (where r.revealed_at < %(since)s), 6), count(*) filter (where for_panel),
    count(*) filter (where r.second_submitted_at is not null),
    count(*) filter (where r.starts_at < previous and r.revealed_at >= %(since)s),
    count(*) filter (where previous is not null and r.revealed_at >= %(since)s),
    count(*) filter (where r.starts_at < previous and r.revealed_at < %(since)s),
    count(*) filter (where previous is not null and r.revealed_at < %(since)s)
from rounds r join cohort_individual i on i.id = r.individual_id join sharing_hub h on h.code = i.owning_hub_id
group by 1 order by 1
"""
ASSESSORS = """
select u.full_name, count(*), round(sum(one.score - two.score) / count(*), 6) from cohort_scoring one
    join cohort_scoring two on two.assessment_id = one.assessment_id and two.place <> one.place
    join cohort_assessment a on a.id = one.assessment_id join sharing_user u on u.id = one.assessor_id
where a.framework_id = %s and a.revealed_at is not null group by u.id, 1 order by 1, u.id
"""
OVERRIDDEN = """
select h.name, d.proposed_at >= %s, count(*), count(d.band_id) from cohort_paneldecision d
    join cohort_assessment a on a.id = d.assessment_id join cohort_panel p on p.id = d.panel_id
    join sharing_hub h on h.code = p.hub_id
where d.state = 'APPROVED' and a.framework_id = %s group by 1, 2
"""
Read = Callable[[], Any]


@benchmark
def the_method() -> Iterator[Figure]:
    """Fill the tables of the method, then read both pages as those who open them."""
    raw, central = world.floor_connection(), member("method", RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL")
    framework = _filled(raw, central)
    with seeing(central):
        assessments = Assessment.unscoped.visible_to(central).count()
    for name, role, hub, agency in VIEWERS:
        product = _listed(member(f"priority-{name}", role, hub, agency), hub)
        by_hand = _listed_by_hand(raw, hub)
        same(product(), by_hand())
        what = f"list in order of priority of the {name} viewer / the same by hand, {assessments:,} assessments"
        yield Figure(f"priority_{name}", what, ratio(product, by_hand, LISTED), GOAL, "lower", LISTED)
    product, by_hand = _calibrated(central, framework), _calibrated_by_hand(raw, framework)
    same(product(), by_hand())
    what = f"calibration / the same by hand, {assessments:,} assessments"
    yield Figure("calibration", what, ratio(product, by_hand, CALIBRATED), GOAL, "lower", CALIBRATED)


def _filled(raw: Any, by: Viewer) -> Framework:
    """Publish a version of the method and assess by it, without what the database does beside: that is not measured."""
    frameworks.publish_framework(
        by=member("method-other", RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL"),
        framework=frameworks.propose_framework(by=by, framework=frameworks.draft_framework(by=by)),
    )
    framework = framework_in_force()
    assert framework
    assert by.user
    first, second = by.user.pk, member("method-second", RoleCode.CENTRAL_ANALYST, None, "HMPPS-CENTRAL").user
    assert second
    for table in _TABLES:
        raw.execute(f"alter table {table} disable trigger user")
    raw.execute("select setseed(0.12)")
    given = {
        "framework": framework.pk,
        "first": first,
        "second": second.pk,
        "of_each": OF_EACH,
        "most": int(OF_EACH) + 1,
    }
    for statement in FILLED.format(**given).split(";\n"):
        raw.execute(statement)
    for table in _TABLES:
        raw.execute(f"alter table {table} enable trigger user")
    world.vacuum()
    return framework


def _listed(viewer: Viewer, hub: str | None) -> Read:
    def read() -> Any:
        with seeing(viewer):
            found = prioritised(viewer, hub, 1)
        return found.page.rows, found.page.total, found.accepted, found.dates

    return read


def _listed_by_hand(raw: Any, hub: str | None) -> Read:
    statuses = ", ".join(f"'{status}'" for status in sorted(ON_THE_LIST))
    where = f"i.status in ({statuses}) and i.left_on is null and i.cell is not null"
    if hub:
        cells = ", ".join(map(str, sorted(cells_of_hubs([Hub.objects.get(pk=hub).number]))))
        where = f"i.cell in ({cells}) and i.status in ({statuses}) and i.left_on is null"
    page, total = PAGE.format(where=where), TOTAL.format(where=where)

    def read() -> Any:
        rows = [Ranked._make(row) for row in raw.execute(page).fetchall()]
        people = [row.pk for row in rows]
        first: dict[int, tuple[date, str]] = {}
        for individual, on, kind in raw.execute(DATES, [people, clock.today()]).fetchall():
            first[individual] = min(first.get(individual, (on, kind)), (on, kind))
        accepted = dict(raw.execute(ACCEPTED, [people]).fetchall())
        return rows, raw.execute(total).fetchone()[0], accepted, first

    return read


def _calibrated(viewer: Viewer, framework: Framework) -> Read:
    def read() -> Any:
        with seeing(viewer):
            found = calibration_of(viewer, framework)
        bands = {each.hub: each.rates for each in found.bands}
        hubs = [
            (each.hub, each.assessed, _rounded(each.recent), _rounded(each.before), each.to_panel, bands[each.hub])
            for each in found.hubs
        ]
        return (
            [(each.dimension, each.kappa, each.one_unknown) for each in found.agreements], hubs,
            [(each.name, each.cases, _rounded(each.above)) for each in found.assessors],
        )  # fmt: skip

    return read


def _calibrated_by_hand(raw: Any, framework: Framework) -> Read:
    dimensions = list(framework.dimensions.all())

    def read() -> Any:
        since: datetime = clock.now() - RECENT
        pairs: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
        unknown: Counter[int] = Counter()
        for dimension, one, other, number in raw.execute(PAIRS, [framework.pk]).fetchall():
            if one is not None and other is not None:
                pairs[dimension][one, other] = number
            elif one is not other:
                unknown[dimension] += number
        made: dict[tuple[str, bool], tuple[int, int]] = {
            (hub, lately): (otherwise, of)
            for hub, lately, of, otherwise in raw.execute(OVERRIDDEN, [since, framework.pk]).fetchall()
        }
        hubs = []
        for hub, of, recent, before, *figures in raw.execute(
            HUBS, {"framework": framework.pk, "since": since}
        ).fetchall():
            panel, twice, fell, compared, fell_before, compared_before = figures
            set_otherwise = [made.get((hub, lately), (0, 0)) for lately in (True, False)]
            bands = (*set_otherwise, (fell, compared), (fell_before, compared_before))
            hubs.append((hub, of, _rounded(recent), _rounded(before), (panel, twice), bands))
        above = raw.execute(ASSESSORS, [framework.pk]).fetchall()
        return (
            [(each.name, weighted_kappa(pairs[each.pk], TOP + 1), unknown[each.pk]) for each in dimensions], hubs,
            [(name, cases, _rounded(points)) for name, cases, points in above],
        )  # fmt: skip

    return read


def _rounded(value: Any) -> Any:
    return value if value is None else round(value, 4)
