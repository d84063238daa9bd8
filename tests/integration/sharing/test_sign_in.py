"""Signing in and out, staying signed in, and setting a password."""

import re
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from marsoc.kit import clock
from sharing.enums import Operation
from sharing.models import AuditEvent, User
from tests import factories

PASSWORD = "correct horse battery staple"
NEW_PASSWORD = "seven lanterns under water"
_network = count(1)


@pytest.fixture
def client(db: None) -> Client:
    """Return a browser on a network of its own, because attempts are counted by network."""
    number = next(_network)
    return Client(REMOTE_ADDR=f"10.{number % 250}.{clock.now().microsecond % 250}.{clock.now().second}")


@pytest.fixture
def person(db: None) -> User:
    """Return somebody at the West Midlands hub."""
    return factories.membership().user


def _sign_in(client: Client, login: str, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": login, "password": password})


def _text(response: Any, *, without: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode()).replace(without, "")


@pytest.mark.parametrize("name", ["username", "email"])
def test_signs_in_by_user_name_or_address_and_is_recorded(client: Client, person: User, name: str) -> None:
    response = _sign_in(client, getattr(person, name))

    assert response.headers["Location"] == reverse("home")
    assert client.get(reverse("home")).status_code == 200
    assert AuditEvent.objects.filter(operation=Operation.SIGN_IN, actor_id=person.pk).count() == 1


def test_wrong_password_and_unknown_user_give_the_same_page(client: Client, person: User) -> None:
    wrong = _sign_in(client, person.username, "not the password at all")
    unknown = _sign_in(client, "nobody-by-this-name", "not the password at all")
    by_address = _sign_in(client, "nobody@example.test", "not the password at all")

    assert wrong.status_code == unknown.status_code == by_address.status_code == 200
    assert "The user name, email address or password is not correct" in wrong.content.decode()
    assert _text(wrong, without=person.username) == _text(unknown, without="nobody-by-this-name")
    assert _text(wrong, without=person.username) == _text(by_address, without="nobody@example.test")
    failures = AuditEvent.objects.filter(operation=Operation.SIGN_IN_FAILED)
    assert failures.count() == 3
    assert person.username not in str(list(failures.values()))


def test_five_failures_stop_even_the_right_password(client: Client, person: User) -> None:
    for _ in range(5):
        _sign_in(client, person.username, "not the password at all")

    response = _sign_in(client, person.username)

    assert response.status_code == 200
    assert "Too many attempts to sign in have failed" in response.content.decode()


def test_too_many_pages_from_one_network_are_refused(client: Client, person: User) -> None:
    statuses = {_sign_in(client, f"nobody-{number}").status_code for number in range(32)}

    assert 429 in statuses


def test_nobody_can_sign_up(client: Client) -> None:
    response = client.post(
        reverse("account_signup"), {"username": "intruder", "email": "intruder@example.test", "password1": PASSWORD}
    )

    assert "You cannot make a login yourself" in response.content.decode()
    assert not User.objects.filter(username="intruder").exists()


def test_session_ends_after_half_an_hour_without_a_page(client: Client, person: User) -> None:
    start = clock.now()
    with time_machine.travel(start, tick=False) as traveller:
        _sign_in(client, person.username)
        client.get(reverse("home"))
        traveller.move_to(start + timedelta(minutes=29))
        assert client.get(reverse("home")).status_code == 200
        traveller.move_to(start + timedelta(minutes=60))
        response = client.get(reverse("home"))

    assert response.headers["Location"].startswith(reverse("account_login"))


def test_session_ends_twelve_hours_after_signing_in(client: Client, person: User) -> None:
    start = clock.now()
    with time_machine.travel(start, tick=False) as traveller:
        _sign_in(client, person.username)
        for step in range(1, 48):
            traveller.move_to(start + timedelta(minutes=15 * step))
            assert client.get(reverse("home")).status_code == 200
        traveller.move_to(start + timedelta(hours=12, minutes=1))
        response = client.get(reverse("home"))

    assert response.headers["Location"].startswith(reverse("account_login"))


def test_sign_out_asks_first_and_is_recorded(client: Client, person: User) -> None:
    _sign_in(client, person.username)

    assert "Do you want to sign out?" in client.get(reverse("account_logout")).content.decode()
    response = client.post(reverse("account_logout"))

    assert response.headers["Location"] == reverse("account_login")
    assert AuditEvent.objects.filter(operation=Operation.SIGN_OUT, actor_id=person.pk).count() == 1


def test_password_is_changed_by_its_owner(client: Client, person: User) -> None:
    _sign_in(client, person.username)

    response = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        follow=True,
    )

    assert "Your password has been changed." in response.content.decode()
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)
    row = person.history.latest("history_id")
    assert row.history_user_id == person.pk
    assert AuditEvent.objects.filter(operation=Operation.PERMISSION, actor_id=person.pk).count() == 1


def test_forgotten_password_is_set_anew_by_a_link_that_works_once(client: Client, person: User) -> None:
    sent = client.post(reverse("account_reset_password"), {"email": person.email})
    assert sent.headers["Location"] == reverse("account_reset_password_done")
    assert [message.to for message in mail.outbox] == [[person.email]]
    link = re.search(r"https?://testserver(/\S+)", str(mail.outbox[0].body))
    assert link

    form = client.get(link[1], follow=True)
    assert "Set a new password" in form.content.decode()
    action = form.redirect_chain[-1][0]
    done = client.post(action, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)

    assert "Your new password has been set" in done.content.decode()
    assert _sign_in(client, person.username, NEW_PASSWORD).status_code == 302
    assert "This link can no longer be used" in Client().get(link[1], follow=True).content.decode()


def test_forgotten_password_does_not_tell_whether_a_login_is_known(client: Client, person: User) -> None:
    known = client.post(reverse("account_reset_password"), {"email": person.email}, follow=True)
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.test"}, follow=True)

    assert _text(known, without="") == _text(unknown, without="")
    assert [message.to for message in mail.outbox] == [[person.email], ["nobody@example.test"]]


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_inactive", "account_signup"])
def test_pages_for_those_not_signed_in(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_empty_form_says_what_to_enter(client: Client) -> None:
    body = _sign_in(client, "", "").content.decode()

    assert "Enter your user name or email address" in body
    assert "Enter your password" in body


@pytest.mark.parametrize("name", ["about_marking", "about_accessibility", "about_cookies", "about_privacy"])
def test_pages_about_the_service_are_open_to_everybody(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200
