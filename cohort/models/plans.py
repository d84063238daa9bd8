"""The plan for somebody: what is to be reached before, during and after custody, by whom, with which tools."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cohort.enums import ObjectiveState, PlanPart
from cohort.models.individuals import Individual
from cohort.models.reference import PlanDomain
from marsoc.kit.history import records
from sharing.enums import DataCategory
from sharing.models import AboutIndividual, Agency, reference_to
from sharing.models.agreements import codes


class PlanSafeguards(AboutIndividual):
    """What has to be minded in one part of somebody's plan.

    ``risks`` are those to life, and to others whom the plan touches; ``equality`` is its effect on people with
    protected characteristics and on the community; ``contingency`` is what is done if the plan does not work out.
    """

    data_category = DataCategory.PLAN
    categories: ClassVar = {data_category: ("part", "risks", "equality", "contingency")}
    individual_table = "cohort_individual"

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="plansafeguards")
    part = models.CharField(max_length=6, choices=PlanPart.choices)
    risks = models.TextField(blank=True)
    equality = models.TextField(blank=True)
    contingency = models.TextField(blank=True)

    history = records(excluded_fields=["cell"])

    class Meta(AboutIndividual.Meta):
        """One for each part."""

        ordering = ("id",)
        constraints = [models.UniqueConstraint(name="plan_safeguards_once", fields=["individual", "part"])]

    def __str__(self) -> str:
        return f"{self.part} of {self.individual_id}"


class Objective(AboutIndividual):
    """Something a plan is to reach: ``words``, and the ``measure`` by which it is seen that it was reached.

    ``owner`` is the agency that answers for it, ``tools`` are codes of the catalogue. ``outcome`` says what came of
    one that was reached, or why it was given up.
    """

    data_category = DataCategory.PLAN
    categories: ClassVar = {
        data_category: ("part", "domain", "words", "measure", "owner", "tools", "due_on", "state", "outcome")
    }
    individual_table = "cohort_individual"

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="objectives")
    part = models.CharField(max_length=6, choices=PlanPart.choices)
    domain = reference_to(PlanDomain)
    words = models.CharField(max_length=300)
    measure = models.CharField(max_length=300)
    owner = reference_to(Agency)
    tools = codes()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=ObjectiveState.choices, default=ObjectiveState.OPEN)
    outcome = models.CharField(max_length=300, blank=True)

    history = records(excluded_fields=["cell"])

    class Meta(AboutIndividual.Meta):
        """In the order they were set; whatever is no longer open says what came of it."""

        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                name="objective_closed_with_outcome",
                condition=Q(state=ObjectiveState.OPEN, outcome="") | (~Q(state=ObjectiveState.OPEN) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Objective {self.pk}"
