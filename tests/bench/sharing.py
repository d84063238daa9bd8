"""What a partner sees under agreements: the list and one record, against hand-written SQL and against guardian."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from guardian.shortcuts import get_objects_for_user

from cohort.access import get_individual
from cohort.models import Individual
from cohort.queries.individuals import DEFAULT_SORT, Listed, ListFilter, individual_page
from marsoc.kit import clock
from sharing.enums import DataCategory
from sharing.models import Membership, User
from sharing.queries.cells import total_of
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests.bench import agreements, world
from tests.bench.harness import REPEATS, Figure, benchmark, ratio, same

SIZE = 50
EVERYTHING = ("reference", *(each.attname for each in Individual._meta.concrete_fields if each.name != "reference"))
ORDER = (models.F("provisional_score").desc(nulls_last=True), "id")
CELLS_AND_TOTAL = """
select array_agg(distinct k.cell), coalesce(sum(k.number), 0) from sharing_cellcount k where k.cell in (
    select g.content_object_id / 8 from sharing_giving v join sharing_scopegrant g on g.giving_id = v.id
    join auth_permission p on p.id = g.permission_id
    where v.group_id = %s and v.starts_at <= %s and v.ends_at > %s and p.codename = 'view_scope'
        and g.content_object_id %% 8 = 0)
"""
PAGE = """
select {columns} from cohort_individual where cell in ({cells}) order by provisional_score desc nulls last, id limit 50
"""
Read = Callable[[], tuple[list[Any], int]]


@dataclass(frozen=True, slots=True)
class Paths:
    """The ways to one partner's list: first fifty rows and the exact total."""

    by_hand: Read
    by_hand_whole: Read
    page: Read
    objects: Read
    without_policies: Read
    guardian: Read

    def same(self) -> None:
        """Hold every way to the same rows and total."""
        same(self.page(), self.by_hand())
        same(len(self.page()[0]), min(SIZE, self.page()[1]))
        for read in (self.by_hand_whole, self.objects, self.without_policies, self.guardian):
            same(_ids(read()), _ids(self.by_hand()))


@benchmark
def shared_lists() -> Iterator[Figure]:
    """Measure the list of four partners, from the membership on: what each may see is read anew every time."""
    members = agreements.members()
    world.vacuum()
    raw, stock = world.floor_connection(), _stock(members)
    paths = {share: _paths(raw, stock, members[share]) for share in agreements.SHARES}
    for each in paths.values():
        each.same()
    hand, policies = "two hand-written statements without policies", "list of a partner with row-level security"
    yield _worst(paths, "B1", f"{policies}, model instances / {hand}", 3.0, ("objects", "by_hand_whole"))
    yield _worst(paths, "B1_tuples", f"{policies}, tuples as on the page / {hand}", 1.5, ("page", "by_hand"))
    yield from _against_guardian(paths)
    yield _worst(paths, "B3", f"{policies} / without it", 1.5, ("page", "without_policies"))
    value = ratio(paths["0.1"].page, paths["100"].page)
    yield Figure("B4", "list of a partner who sees 0.1 % / who sees 100 %", value, 1.2, "lower", REPEATS)


def _paths(raw: Any, stock: Any, membership: Membership) -> Paths:
    return Paths(
        by_hand=_by_hand(raw, membership),
        by_hand_whole=_by_hand(raw, membership, EVERYTHING),
        page=_listed(membership),
        objects=_objects(membership),
        without_policies=_without_policies(membership),
        guardian=_by_guardian(stock, membership),
    )


def _worst(paths: Mapping[str, Paths], name: str, what: str, goal: float, between: tuple[str, str]) -> Figure:
    product, floor = between
    times = {share: ratio(getattr(each, product), getattr(each, floor)) for share, each in paths.items()}
    return Figure(name, f"{what}, worst share ({_each(times)})", max(times.values()), goal, "lower", REPEATS)


def _against_guardian(paths: Mapping[str, Paths]) -> Iterator[Figure]:
    times = {share: ratio(each.guardian, each.page) for share, each in paths.items()}
    what = "guardian's get_objects_for_user / list of a partner"
    yield Figure("B2_worst", f"{what}, worst share ({_each(times)})", min(times.values()), 5, "higher", REPEATS)
    yield Figure("B2_all", f"{what}, who sees 100 %", times["100"], 10, "higher", REPEATS)


def _each(times: dict[str, float]) -> str:
    return ", ".join(f"{share} %: {value:.2f}" for share, value in times.items())


def _ids(found: tuple[list[Any], int]) -> tuple[list[str], int]:
    """Return the references of the rows, whether they are tuples or instances, and the total."""
    rows, total = found
    return [getattr(row, "reference", None) or row[0] for row in rows], total


def _listed(membership: Membership) -> Read:
    def read() -> tuple[list[Any], int]:
        viewer = viewer_in(membership)
        with seeing(viewer):
            page = individual_page(viewer, ListFilter(), DEFAULT_SORT, 1)
        return [tuple(row) for row in page.rows], page.total

    return read


def _objects(membership: Membership) -> Read:
    def read() -> tuple[list[Any], int]:
        viewer = viewer_in(membership)
        with seeing(viewer):
            seen = Individual.unscoped.visible_to(viewer).order_by(*ORDER)
            rows = list(seen.annotate(total=total_of(viewer.sight.cells(DataCategory.IDENTITY)))[:SIZE])
        return rows, rows[0].total

    return read


def _without_policies(membership: Membership) -> Read:
    def read() -> tuple[list[Any], int]:
        with world.without_policies(), transaction.atomic():
            page = individual_page(viewer_in(membership), ListFilter(), DEFAULT_SORT, 1)
        return [tuple(row) for row in page.rows], page.total

    return read


def _by_hand(raw: Any, membership: Membership, fields: Iterable[str] = Listed._fields) -> Read:
    group, columns = membership.agency.group_id, ", ".join(fields)

    def read() -> tuple[list[Any], int]:
        now = clock.now()
        cells, total = raw.execute(CELLS_AND_TOTAL, [group, now, now]).fetchone()
        return raw.execute(PAGE.format(columns=columns, cells=", ".join(map(str, cells)))).fetchall(), total

    return read


@lru_cache(maxsize=1)
def stock_model() -> Any:
    """Return a model of the same table that guardian knows nothing special of."""
    fields = {field.name: field.clone() for field in Individual._meta.local_fields}
    meta = type("Meta", (), {"app_label": "cohort", "db_table": Individual._meta.db_table, "managed": False})
    return type("Stock", (models.Model,), {**fields, "Meta": meta, "__module__": __name__})


def _stock(members: Any) -> Any:
    """Return that model, with a row of guardian's for each individual that each member may see."""
    stock = stock_model()
    with world.without_policies():
        kind = ContentType.objects.get_for_model(stock)
        permission = Permission.objects.create(content_type=kind, codename="view_stock", name="See")
        for share in agreements.SHARES:
            membership = members[share]
            membership.user.groups.add(membership.agency.group)
            cells = sorted(viewer_in(membership).sight.cells(DataCategory.IDENTITY) or ())
            with connection.cursor() as cursor:
                cursor.execute(
                    "insert into guardian_groupobjectpermission (object_pk, content_type_id, group_id, permission_id)"
                    " select id::text, %s, %s, %s from cohort_individual where cell = any(%s)",
                    [kind.pk, membership.agency.group_id, permission.pk, cells],
                )
    world.vacuum()
    return stock


def _by_guardian(stock: Any, membership: Membership) -> Read:
    def read() -> tuple[list[Any], int]:
        with world.without_policies():
            user = User.objects.get(pk=membership.user_id)  # as at a request: nothing is remembered of the last one
            seen = get_objects_for_user(user, "cohort.view_stock", klass=stock.objects.all())
            return list(seen.order_by(*ORDER)[:SIZE]), seen.count()

    return read


@benchmark
def shared_lists_in_request() -> Iterator[Figure]:
    """Measure the same where the request has read what the partner may see, as the middleware does for every page."""
    raw, times = world.floor_connection(), {}
    for share in agreements.SHARES:
        viewer, by_hand = viewer_in(agreements.members()[share]), _by_hand(raw, agreements.members()[share])

        def page(viewer: Viewer = viewer) -> tuple[list[Any], int]:
            seen = individual_page(viewer, ListFilter(), DEFAULT_SORT, 1)
            return [tuple(row) for row in seen.rows], seen.total

        with seeing(viewer):
            same(page(), by_hand())
            times[share] = ratio(page, by_hand)
    what = "list of a partner whom the request knows / two hand-written statements, which read what it may see too"
    yield Figure("B1_in_request", f"{what}, worst share ({_each(times)})", max(times.values()), 1.5, "lower", REPEATS)


@benchmark
def one_record() -> Iterator[Figure]:
    """One record by its reference, as every page about a person begins, for somebody whose sight has been read."""
    membership = agreements.members()["50"]
    viewer = viewer_in(membership)
    with seeing(viewer):
        pk, reference = Individual.unscoped.visible_to(viewer).values_list("pk", "reference")[0]

        def plain() -> Any:
            with world.without_policies():
                return Individual.unscoped.get(pk=pk)

        same(get_individual(viewer, reference).pk, plain().pk)
        value = ratio(lambda: get_individual(viewer, reference), plain, REPEATS * 3)
    what = "one record that a partner may see, fetched and authorised / a plain get() without policies"
    yield Figure("check_one", what, value, 2.5, "lower", REPEATS * 3)
