"""The versions of the method, and what one would do to the present list."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When

from cohort.models import DimensionScore, Framework, Standing
from cohort.reference_numbers import shown_reference
from cohort.scoring import TOP, WHOLE, band_of, rounded
from marsoc.kit.pagination import Page, page_of
from sharing import audit
from sharing.enums import Operation
from sharing.viewer import Viewer

NOT_SCORABLE = "Not scorable"
PAGE_SIZE = 50
_WEIGHT = DecimalField(max_digits=7, decimal_places=2)


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody whose band a version would change: from which band and score to which."""

    reference: str
    hub: str
    before: str
    after: str
    score_before: Decimal | None
    score_after: Decimal | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a version would do to the present list.

    ``counts`` are by hub: how many are assessed, would change band, and would become not scorable. ``bands`` are how
    many are in each band before and after.
    """

    assessed: int
    moved: Page[Moved]
    counts: list[tuple[str, int, int, int]]
    before: Counter[str]
    after: Counter[str]
    no_longer_scorable: int


def frameworks(*, drafts: bool) -> list[Framework]:
    """Return the versions of the method, the newest first.

    Args:
        drafts: whether a draft is among them.
    """
    found = Framework.objects.select_related("proposed_by", "published_by", "drafted_by")
    return list(found if drafts else found.filter(published_at__isnull=False))


def framework_in_force() -> Framework | None:
    """Return the newest published version, with its dimensions and bands."""
    found = Framework.objects.prefetch_related("dimensions", "bands")
    return found.filter(published_at__isnull=False).first()


def standing(viewer: Viewer) -> QuerySet[Standing]:
    """Return the result that counts of each individual that the viewer sees."""
    found: QuerySet[Standing] = Standing.unscoped.visible_to(viewer)
    return found.order_by("individual_id")


def effect_of(viewer: Viewer, framework: Framework, number: int) -> Effect:
    """Return what a version would do to the individuals that the viewer sees, and record that it was looked at.

    The database adds up what each answered level would give under the new weights, for everybody at once; a dimension
    that was not asked before is unknown.

    Args:
        viewer: who looks.
        framework: the version, with dimensions and bands loaded.
        number: the page of those who would move, from 1.
    """
    weights = {each.code: each.weight for each in framework.dimensions.all()}
    found = standing(viewer)
    sums = _sums(viewer, found, weights)
    rows = found.values_list(
        "assessment", "individual__reference", "individual__owning_hub__name", "band__name", "score"
    )
    moved, counts = [], Counter[tuple[str, str]]()
    before, after = Counter[str](), Counter[str]()
    for pk, reference, hub, band, score in rows:
        new = _score(*sums.get(pk, (None, None, 0)), dimensions=len(weights), allowed=framework.unknowns_allowed)
        was, becomes = band or NOT_SCORABLE, band_of(new, framework.ranges).name if new is not None else NOT_SCORABLE
        before[was] += 1
        after[becomes] += 1
        counts[hub, "assessed"] += 1
        if was != becomes:
            moved.append(Moved(shown_reference(reference), hub, was, becomes, score, new))
            counts[hub, "moved"] += 1
            counts[hub, "lost"] += becomes == NOT_SCORABLE
    page = page_of(sorted(moved, key=lambda each: (each.hub, each.reference)), number, PAGE_SIZE)
    audit.record(
        viewer, Operation.CONSULT, kind="framework", ref=str(framework), shown=[each.reference for each in page.rows],
        total=page.total,
    )  # fmt: skip
    hubs = sorted({hub for hub, _ in counts})
    by_hub = [(hub, counts[hub, "assessed"], counts[hub, "moved"], counts[hub, "lost"]) for hub in hubs]
    lost = sum(each[3] for each in by_hub)
    return Effect(sum(before.values()), page, by_hub, before, after, lost)


def _sums(
    viewer: Viewer, found: QuerySet[Standing], weights: dict[str, Decimal]
) -> dict[int, tuple[Decimal | None, Decimal | None, int]]:
    """Return by assessment the weighted levels, the weights that are known, and on how many dimensions."""
    weight = Case(
        *(When(dimension__code=code, then=Value(each)) for code, each in weights.items()), output_field=_WEIGHT
    )
    known = Q(level__isnull=False, dimension__code__in=list(weights))
    scores: QuerySet[DimensionScore] = DimensionScore.unscoped.visible_to(viewer).filter(
        Exists(found.order_by().filter(assessment=OuterRef("scoring__assessment"), place=OuterRef("scoring__place")))
    )
    added = (
        scores.order_by()
        .values("scoring__assessment")
        .annotate(
            points=Sum(F("level") * weight, filter=known, output_field=_WEIGHT),
            weights=Sum(weight, filter=known, output_field=_WEIGHT),
            known=Count("pk", filter=known),
        )
    )
    return {row["scoring__assessment"]: (row["points"], row["weights"], row["known"]) for row in added}


def _score(
    points: Decimal | None, weights: Decimal | None, known: int, *, dimensions: int, allowed: int
) -> Decimal | None:
    if not weights or points is None or dimensions - known > allowed:
        return None
    return rounded(WHOLE * points / (TOP * weights))
