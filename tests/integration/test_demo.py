"""The one-command demonstration: its logins, its people, what it refuses, and a whole run."""

import contextlib
import io
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it carries no types
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from python_calamine import CalamineWorkbook

from cohort.enums import ImportState, ListStatus, RowOutcome
from cohort.models import ImportBatch, ImportRow, Individual
from marsoc.demo import individuals, logins, method, processes
from marsoc.demo.individuals import load_hubs
from marsoc.demo.logins import PLAYERS, prepare_logins
from marsoc.demo.management.commands import demo
from marsoc.demo.reset import reset
from marsoc.demo.workbooks import HUBS, workbook
from marsoc.kit.acting import acting
from sharing.enums import RoleCode
from sharing.models import Membership, User
from sharing.queries.people import hubs
from sharing.viewer import Viewer, system_viewer
from tests import factories
from tests.contracts.tree import ROOT

# What this run of the tests has set for itself.
INHERITED = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "XDG_RUNTIME_DIR", "DJANGO_SETTINGS_MODULE"}
SECONDS_FOR_A_START = 180


@pytest.fixture
def by() -> Viewer:
    """Whom the demonstration acts as."""
    return system_viewer("demo")


@pytest.mark.django_db
def test_there_is_one_login_for_every_role(by: Viewer, tmp_path: Path) -> None:
    """With the fields that are promised, and a password that signs in."""
    file = tmp_path / "logins.json"
    prepare_logins(by, file)

    written = json.loads(file.read_text())
    assert [login["role"] for login in written] == RoleCode.values
    for login in written:
        assert list(login) == ["username", "password", "role", "agency", "hub"]
        membership = Membership.objects.filter(user__username=login["username"]).first()
        assert membership is not None
        assert (membership.role_id, membership.agency_id, membership.hub_id) == (
            login["role"],
            login["agency"],
            login["hub"],
        )
    manager = next(login for login in written if login["role"] == RoleCode.HUB_MANAGER)
    assert Client().login(username=manager["username"], password=manager["password"])
    assert Membership.objects.filter(user__username=manager["username"]).count() == 2


@pytest.mark.django_db
def test_the_logins_are_for_their_owner_only(by: Viewer, tmp_path: Path) -> None:
    """Nobody else on the machine reads the passwords, which differ from one installation to the next."""
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    prepare_logins(by, one)
    prepare_logins(by, other)

    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    passwords = [login["password"] for file in (one, other) for login in json.loads(file.read_text())]
    assert len(set(passwords)) == 2 * len(PLAYERS)


@pytest.mark.django_db
def test_a_later_start_keeps_logins(by: Viewer, tmp_path: Path) -> None:
    """Neither passwords nor accounts nor memberships change."""
    file = tmp_path / "logins.json"
    first = prepare_logins(by, file)
    before = sorted(User.objects.values_list("username", "password"))

    assert prepare_logins(by, file) == first
    assert sorted(User.objects.values_list("username", "password")) == before
    assert Membership.objects.count() == len(PLAYERS) + 1


@pytest.mark.django_db
def test_a_start_cut_short_is_taken_up(by: Viewer, tmp_path: Path) -> None:
    """The file is there before the first account, and what is missing is made with the passwords in it."""
    file = tmp_path / "logins.json"
    (tmp_path / "logins.new").write_text("half a fi")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logins, "_add", _killed)
        with pytest.raises(KeyboardInterrupt):
            prepare_logins(by, file)
    assert not User.objects.exists()

    written = json.loads(file.read_text())

    assert prepare_logins(by, file) == written
    assert User.objects.get(username="board").check_password(written[-1]["password"])


def _killed(*_: object) -> User:
    raise KeyboardInterrupt


@pytest.mark.django_db
def test_a_lost_file_gives_new_passwords(by: Viewer, tmp_path: Path) -> None:
    """The accounts stay."""
    file = tmp_path / "logins.json"
    prepare_logins(by, file)
    file.unlink()

    (login, *_) = prepare_logins(by, file)

    assert User.objects.get(username=login["username"]).check_password(login["password"])
    assert User.objects.count() == len(PLAYERS)


@pytest.mark.django_db
def test_every_hub_gets_its_people(by: Viewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as asked for, some with faulty cells, some worked on; loading again changes nothing."""
    monkeypatch.setattr(method, "UNKNOWN", 0)
    monkeypatch.setattr(individuals, "WAYS", (individuals.TO_PANEL[:1],))
    monkeypatch.setattr(individuals, "MORE", {"LD": (individuals.ACCEPTED, individuals.TO_PANEL)})
    prepare_logins(by, tmp_path / "logins.json")
    told = list(load_hubs(by, 205))

    assert told == list(zip(HUBS.values(), [21] * 5 + [20] * 5, strict=True))
    assert Individual.unscoped.count() == 205
    assert set(ImportBatch.unscoped.values_list("state", flat=True)) == {ImportState.DONE}
    assert ImportRow.unscoped.exclude(problems=[]).count() == 10
    assert not ImportRow.unscoped.filter(outcome=RowOutcome.REJECTED).exists()
    assert Individual.unscoped.exclude(status=ListStatus.NOMINATED).exclude(review_due=None).exists()
    before = sorted(Individual.unscoped.values_list("pk", "version"))

    list(load_hubs(by, 205))

    assert sorted(Individual.unscoped.values_list("pk", "version")) == before


@pytest.mark.django_db
def test_an_import_cut_short_is_done_again(by: Viewer, tmp_path: Path) -> None:
    """A batch that did not come to its end does not count, and its people are not there twice."""
    prepare_logins(by, tmp_path / "logins.json")
    list(load_hubs(by, 20))
    with acting(job="tests"):
        ImportBatch.unscoped.filter(hub="WM").update(state=ImportState.APPLYING)

    list(load_hubs(by, 20))

    assert Individual.unscoped.filter(owning_hub="WM").count() == 2
    assert ImportBatch.unscoped.filter(hub="WM", state=ImportState.DONE).count() == 1


@pytest.mark.django_db
def test_the_workbooks_name_the_hubs_as_the_reference_data_does() -> None:
    """Every hub, in its order."""
    assert list(HUBS.items()) == list(hubs().values_list("code", "name"))


def test_the_same_seed_gives_the_same_people() -> None:
    """And another seed gives others."""
    assert cells(workbook(30, "WM", 1)) == cells(workbook(30, "WM", 1))
    assert cells(workbook(30, "WM", 1)) != cells(workbook(30, "WM", 2))


def test_neighbouring_hubs_share_people() -> None:
    """One line here and the line before next door have the same PNC ID."""
    ours, before = cells(workbook(4, "WM", 1)), cells(workbook(4, "YH", 1))

    assert ours[-1][4] == before[-2][4] or ours[-1][7] == before[-2][7]


def cells(content: bytes) -> Sequence[Sequence[object]]:
    """Return what a workbook holds."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@override_settings(SYNTHETIC_DATA=False)
def test_production_settings_are_refused() -> None:
    """With what to do about it."""
    with pytest.raises(CommandError, match="does not run with production settings: unset DJANGO_SETTINGS_MODULE"):
        call_command("demo")


@pytest.mark.django_db
def test_a_database_of_others_is_refused() -> None:
    """Synthetic people never come among people whom the demonstration did not make."""
    factories.individual()

    with pytest.raises(CommandError, match="unset DATABASE_URL"):
        demo.refuse_foreign_data(system_viewer("demo"))


@pytest.mark.django_db
def test_data_of_an_earlier_version_is_to_be_reset() -> None:
    """Its tables were made by migrations that are there no more."""
    with connection.cursor() as cursor:
        cursor.execute("set local role marsoc_owner")
        cursor.execute("delete from django_migrations where app in ('sharing', 'cohort')")
    with pytest.raises(CommandError, match="run make demo-reset"):
        demo.prepare_database()


def test_a_taken_port_is_refused() -> None:
    """The sentence names the port and another to try."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken: .*make demo PORT={port + 1}"):
            processes.check_port(port)


def test_no_port_is_refused() -> None:
    """As a number that is none."""
    with pytest.raises(CommandError, match="70000 is not a port"):
        processes.check_port(70_000)


def test_a_second_demonstration_is_refused_and_nothing_reset_under_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place is free again when the first has ended."""
    monkeypatch.setattr(processes, "SECONDS_TO_STOP", 1)
    (tmp_path / "demo").mkdir()
    with processes.only_one(tmp_path / "demo" / "lock"):
        with pytest.raises(CommandError, match="already runs"), processes.only_one(tmp_path / "demo" / "lock"):
            pass
        with pytest.raises(CommandError, match="already runs"):
            reset(tmp_path)

    reset(tmp_path)

    assert not (tmp_path / "demo").exists()


@pytest.fixture
def installation() -> Iterator[Path]:
    """A copy of the product with data of its own; its path is short, as sockets want."""
    directory = Path(tempfile.mkdtemp(prefix="marsoc-"))
    for name in ("marsoc", "sharing", "cohort", "disruptions", "templates", "deploy"):
        shutil.copytree(ROOT / name, directory / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", directory)
    (directory / "var").mkdir()
    (directory / "var" / "assets").symlink_to(ROOT / "var" / "assets")
    yield directory
    for process in processes_of(directory):
        process.kill()
    shutil.rmtree(directory, ignore_errors=True)


def test_the_whole_demonstration_runs_and_leaves_no_process(installation: Path) -> None:
    """It answers, writes the logins, and Ctrl-C stops web, worker, scheduler, PostgreSQL and Redis."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (installation / "output").open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port), "--individuals", "20"],
            cwd=installation,
            env={name: value for name, value in os.environ.items() if name not in INHERITED},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(lambda: "runs at http" in (installation / "output").read_text(), process, installation)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/readiness", timeout=20) as answer:
            assert json.load(answer)["status"] == "UP"
        assert len(json.loads((installation / "var" / "demo" / "logins.json").read_text())) == len(RoleCode)
        running = " ".join(" ".join(each.cmdline()) for each in processes_of(installation))
        for part in ("gunicorn", "worker", "beat", "postgres", "redis-server"):
            assert part in running
    finally:
        process.send_signal(signal.SIGINT)
    assert process.wait(timeout=40) == 0, (installation / "output").read_text()
    assert [each.cmdline() for each in processes_of(installation)] == []


def wait_for(happened: Callable[[], bool], process: subprocess.Popen[bytes], installation: Path) -> None:
    """Wait until something has happened while the process lives."""
    until = time.monotonic() + SECONDS_FOR_A_START
    while time.monotonic() < until and process.poll() is None:
        if happened():
            return
        time.sleep(0.2)
    raise AssertionError((installation / "output").read_text())


def processes_of(directory: Path) -> list[psutil.Process]:
    """Return what runs in a directory or on files in it."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.cwd().startswith(str(directory)) or str(directory) in " ".join(process.cmdline()):
                found.append(process)
    return found
