"""Finds pairs of records that are likely to be about the same person, and says why.

The module knows neither the database nor the settings: it compares plain records and returns suggestions. A
suggestion is for a human to decide; nothing is ever merged on a score.
"""

from cohort.matching.pairs import compare
from cohort.matching.people import Candidate, Person
from cohort.matching.search import DEFAULT_THRESHOLD, find_candidates

__all__ = ["DEFAULT_THRESHOLD", "Candidate", "Person", "compare", "find_candidates"]
