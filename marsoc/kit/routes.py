"""The rule of a route, declared on its view; the viewer middleware enforces it and refuses a view without one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.db.models import TextChoices

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call a route: anybody, anyone signed in, or those whose membership carries a permission."""

    public: bool = False
    permission: TextChoices | None = None
    membership: bool = True


def public(view: View) -> View:
    """Open a route to anybody, signed in or not."""
    return login_not_required(_declare(view, Rule(public=True, membership=False)))


def signed_in(view: View) -> View:
    """Open a route to anyone signed in, with or without a membership in force."""
    return _declare(view, Rule(membership=False))


def any_member(view: View) -> View:
    """Open a route to anyone who acts in a membership in force."""
    return _declare(view, Rule())


def requires(permission: TextChoices) -> Callable[[View], View]:
    """Open a route to those whose membership carries the permission."""

    def declare(view: View) -> View:
        return _declare(view, Rule(permission=permission))

    return declare


def _declare(view: View, rule: Rule) -> View:
    view.access_rule = rule  # type: ignore[attr-defined]  # read back by rule_of
    return view


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """Return the rule a view declares, or None."""
    return getattr(view, "access_rule", None)
