"""Notices reach whom they are addressed to, by mail without saying what of, and go away when they are done with."""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.http import Http404

from marsoc.kit import clock
from sharing import tasks
from sharing.access import get_notice, open_notices
from sharing.actions.notices import dismiss_notice, settle_notices, tell
from sharing.enums import NoticeKind, RoleCode
from sharing.errors import BadRequest
from sharing.models import Notice
from sharing.viewer import Viewer, system_viewer, viewer_in
from tests import factories

pytestmark = pytest.mark.django_db
Viewers = Callable[..., Viewer]
JOB = system_viewer("tests")


def notice(key: str = "one", **given: Any) -> Notice:
    """Return a new notice, to the National Crime Agency unless told otherwise."""
    to = given or {"agency": "NCA"}
    values: dict[str, Any] = {"kind": NoticeKind.EXPIRY, "sentence": "ISA-2026-001 ends soon.", "route": "home"}
    tell(by=JOB, key=key, **{**values, **to})
    return Notice.objects.get(key=key)


def reached() -> list[list[str]]:
    return [message.to for message in mail.outbox]


def test_each_person_gets_one_mail_that_says_only_of_what_kind() -> None:
    person = factories.user(email="one@example.test")
    factories.membership(person=person, role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")
    factories.membership(person=person, role=RoleCode.AGENCY_SPOC, hub=None, agency="NCA")
    factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="HMRC")
    notice()
    tasks.mail_notices()
    tasks.mail_notices()

    (message,) = mail.outbox
    assert message.to == ["one@example.test"]
    assert message.body == "There is something for you in MARSOC: an agreement ends soon. Sign in to read it.\n"
    assert message.subject == "MARSOC"


def test_a_person_who_has_left_gets_no_mail() -> None:
    factories.membership(
        role=RoleCode.AGENCY_SPOC, hub=None, agency="NCA", starts_at=clock.now() - timedelta(days=9),
        ends_at=clock.now() - timedelta(days=1), end_reason="Moved",
    )  # fmt: skip
    notice()
    tasks.mail_notices()

    assert reached() == []
    assert Notice.objects.get().mailed_at is not None


def test_what_is_settled_before_it_was_mailed_is_not_mailed() -> None:
    factories.membership(role=RoleCode.AGENCY_SPOC, hub=None, agency="NCA")
    settle_notices(by=JOB, key=notice().key)
    tasks.mail_notices()

    assert reached() == []


# Who is reached: (role, hub, agency) by what a notice is addressed to.
EVERYBODY = {
    "manager": (RoleCode.HUB_MANAGER, "WM", "ROCU"),
    "officer": (RoleCode.HUB_OFFICER, "WM", "ROCU"),
    "elsewhere": (RoleCode.HUB_MANAGER, "EM", "ROCU"),
    "partner at the hub": (RoleCode.HMPPS_ROCO, "WM", "HMPPS-SOCU"),
    "spoc": (RoleCode.AGENCY_SPOC, None, "NCA"),
    "contributor": (RoleCode.AGENCY_CONTRIB, None, "NCA"),
    "central": (RoleCode.CENTRAL_ADMIN, None, "HMPPS-CENTRAL"),
    "auditor": (RoleCode.AUDITOR, None, "HMICFRS"),
}


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ({"agency": "NCA"}, {"spoc", "contributor"}),
        ({"agency": "NCA", "role": RoleCode.AGENCY_SPOC}, {"spoc"}),
        ({"hub": "WM"}, {"manager", "officer"}),
        ({"hub": "WM", "role": RoleCode.HUB_MANAGER}, {"manager"}),
        ({"hub": "WM", "agency": "HMPPS-SOCU"}, {"partner at the hub"}),
        ({"agency": "HMPPS-CENTRAL"}, {"central"}),
        ({"agency": "HMICFRS"}, {"auditor"}),
    ],
)
def test_mail_and_screen_reach_the_same_people(to: dict[str, Any], expected: set[str]) -> None:
    memberships = {
        name: factories.membership(role=role, hub=hub, agency=agency) for name, (role, hub, agency) in EVERYBODY.items()
    }
    one = notice(**to)
    tasks.mail_notices()

    addresses = {membership.user.email: name for name, membership in memberships.items()}
    assert {addresses[address] for (address,) in reached()} == expected
    on_screen = {name for name, each in memberships.items() if one in open_notices(viewer_in(each))}
    assert on_screen == expected


def test_a_run_that_is_cut_short_mails_again_what_it_had_not_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """At least once: the first of two people gets a second mail, and nobody is left out."""
    for name in ("first", "second"):
        factories.membership(
            person=factories.user(email=f"{name}@example.test"), role=RoleCode.AGENCY_SPOC, hub=None, agency="NCA"
        )
    notice()
    send = EmailBackend.send_messages

    def broken(backend: EmailBackend, messages: Any) -> int:
        if messages[0].to == ["second@example.test"]:
            raise ConnectionResetError("The mail server went away")
        return send(backend, messages)

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", broken)
        with pytest.raises(ConnectionResetError):
            tasks.mail_notices()
    assert Notice.objects.get().mailed_at is None

    tasks.mail_notices()
    assert reached() == [["first@example.test"], ["first@example.test"], ["second@example.test"]]


def test_an_address_that_is_refused_keeps_nobody_elses_mail_back(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    for name in ("gone", "there"):
        factories.membership(
            person=factories.user(email=f"{name}@example.test"), role=RoleCode.AGENCY_SPOC, hub=None, agency="NCA"
        )
    notice("one")
    notice("two")
    send = EmailBackend.send_messages

    def refusing(backend: EmailBackend, messages: Any) -> int:
        if messages[0].to == ["gone@example.test"]:
            raise smtplib.SMTPRecipientsRefused({"gone@example.test": (550, b"No such mailbox")})
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refusing)
    tasks.mail_notices()

    assert reached() == [["there@example.test"]] * 2
    assert not Notice.objects.filter(mailed_at=None).exists()
    assert "gone@example.test" not in caplog.text


def test_what_informs_is_dismissed_and_says_by_whom(viewer: Viewers) -> None:
    one, reader = notice(), viewer(RoleCode.AGENCY_SPOC, None, "NCA")
    dismiss_notice(by=reader, notice=get_notice(reader, one.pk))
    one.refresh_from_db()

    assert (one.settled_by, one.settled_at is not None) == (reader.user, True)
    assert list(open_notices(reader)) == []
    with pytest.raises(Http404):
        get_notice(reader, one.pk)


def test_what_asks_for_something_is_settled_by_that_alone(viewer: Viewers) -> None:
    made = factories.agreement("NCA", unsigned=["NCA"])
    reader = viewer(RoleCode.AGENCY_SPOC, None, "NCA")
    asked = open_notices(reader).get()
    with pytest.raises(BadRequest, match="goes away by itself"):
        dismiss_notice(by=reader, notice=asked)

    factories.sign(made, "NCA")
    assert list(open_notices(reader)) == []


def test_somebody_elses_notice_is_not_there(viewer: Viewers) -> None:
    one = notice()
    for stranger in (viewer(RoleCode.AGENCY_SPOC, None, "HMRC"), viewer(RoleCode.HUB_MANAGER, "WM"), JOB):
        with pytest.raises(Http404):
            get_notice(stranger, one.pk)
