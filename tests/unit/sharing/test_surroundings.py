"""What the tests themselves rely on: strict templates, no way out of the machine, the next request counts."""

import socket
from collections.abc import Callable

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse
from jinja2 import UndefinedError
from pytest_socket import SocketBlockedError, SocketConnectBlockedError

from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.enums import RoleCode
from tests import factories


def test_a_name_that_was_not_given_fails_the_page() -> None:
    """Instead of showing nothing."""
    engine = engines.all()[0]
    for text in (
        "{{ missing }}",
        "{{ given.missing }}",
        "{% if missing %}{% endif %}",
        "{% for x in missing %}{% endfor %}",
    ):
        with pytest.raises(UndefinedError):
            engine.from_string(text).render({"given": {}})


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 443)])
def test_nothing_leaves_the_machine(address: tuple[str, int]) -> None:
    """A connection to anywhere but the loopback is stopped before it is made."""
    with pytest.raises((SocketBlockedError, SocketConnectBlockedError)):
        socket.create_connection(address, timeout=1)


@pytest.mark.django_db
def test_a_membership_that_ends_is_gone_at_the_next_request(sign_in: Callable[..., Client]) -> None:
    """The session stays; what it may see does not."""
    membership = factories.membership(role=RoleCode.HUB_OFFICER, hub="WM")
    client = sign_in(membership)
    assert client.get(reverse("home")).status_code == 200
    with acting(job="tests"):
        membership.ends_at, membership.end_reason = clock.now(), "Moved"
        membership.save()
    answer = client.get(reverse("home"))

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("no_membership"))


@pytest.mark.django_db
def test_a_closed_account_is_signed_out_at_the_next_request(sign_in: Callable[..., Client]) -> None:
    """It leads to the sign-in page."""
    membership = factories.membership()
    client = sign_in(membership)
    with acting(job="tests"):
        membership.user.is_active = False
        membership.user.save()
    answer = client.get(reverse("home"))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith((reverse("account_login"), reverse("no_membership")))


@pytest.mark.django_db
def test_a_membership_of_somebody_else_in_the_session_is_ignored(sign_in: Callable[..., Client]) -> None:
    """The session names a membership; whose it is, is looked up."""
    own = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")
    other = factories.membership(role=RoleCode.CENTRAL_ADMIN, hub=None)
    client = sign_in(own)
    session = client.session
    session["membership"] = other.pk
    session.save()

    assert client.get(reverse("membership_list")).status_code == 403
