"""Web, worker, scheduler and sequencer, run and stopped together."""

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

import honcho.manager
import honcho.process
from django.conf import settings
from django.core.management.base import CommandError

SECONDS_TO_STOP = 15
SECONDS_TO_START = 60
_PR_SET_PDEATHSIG = 1


class CannotStart(CommandError):
    """The demonstration cannot start; the text says why and what to do, in a sentence."""


@contextlib.contextmanager
def only_one(file: Path) -> Iterator[None]:
    """Hold the place of the one demonstration on these files.

    The lock goes away with the process that holds it and those it started, however they end; what they leave behind
    of an earlier demonstration that was killed is given time to end.

    Args:
        file: where to hold it.

    Raises:
        CannotStart: another demonstration runs.
    """
    with file.open("w") as held:
        _lock(held)
        yield


def _lock(held: TextIO) -> None:
    for _ in range(SECONDS_TO_STOP * 2):
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.5)
        else:
            return
    raise CannotStart("The demonstration already runs from this directory: stop it with Ctrl-C where it was started.")


def check_port(port: int) -> None:
    """Make sure that nobody listens on a port.

    Raises:
        CannotStart: the port is taken, or is none.
    """
    if not 0 < port < 65536:
        raise CannotStart(f"{port} is not a port: choose one from 1024 to 65535, such as `make demo PORT=8000`.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CannotStart(
                f"Port {port} is taken: stop what listens there, or choose another: `make demo PORT={port + 1}`."
            ) from None


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C does, so that servers started on the way are stopped."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def run(port: int, scratch: Path, when_up: Callable[[], None]) -> int:
    """Run everything until Ctrl-C, or until one part ends by itself.

    Args:
        port: for the web server, on this machine only.
        scratch: where the scheduler keeps its notes.
        when_up: called once the web server answers.

    Returns:
        0 after Ctrl-C, else the exit status of the part that ended.
    """
    manager = _Manager()
    for name, command in _commands(port, scratch).items():
        manager.add_process(name, f"exec {command}", env=_environment(name, scratch), cwd=str(settings.BASE_DIR))
    threading.Thread(target=_announce, args=(port, when_up), daemon=True).start()
    manager.loop()
    for pid in manager.pids:
        _end_group(pid)
    stopped_by_hand = manager.returncode in {128 + signal.SIGINT, 128 + signal.SIGTERM}
    return 0 if stopped_by_hand else (manager.returncode or 1)


def _environment(name: str, scratch: Path) -> dict[str, str]:
    """Return what a process is told: only the sequencer how to seal the trail."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "AUDIT_WITNESS": str(scratch / "witness")}
    if name == "sequencer":
        return {**environment, "AUDIT_KEY_FILE": str(scratch / "audit-key")}
    environment.pop("DATABASE_SEALER_URL", None)
    return environment


def _commands(port: int, scratch: Path) -> dict[str, str]:
    # Nicer to others than the web server, which so comes up first on a small machine.
    celery = f"nice -n 10 {sys.executable} -W ignore -m celery --quiet --app marsoc"
    return {
        "web": f"{sys.executable} -m gunicorn --config deploy/gunicorn.conf.py --bind 127.0.0.1:{port} marsoc.wsgi",
        "worker": f"{celery} worker --concurrency 1 --loglevel WARNING --without-gossip --without-mingle",
        "beat": f"{celery} beat --loglevel WARNING --schedule {scratch / 'beat'} --pidfile=",
        "sequencer": f"nice -n 10 {sys.executable} manage.py sequence_audit",
    }


def _announce(port: int, when_up: Callable[[], None]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        with contextlib.suppress(OSError, urllib.error.URLError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/liveness", timeout=5).close()
            when_up()
            return
        time.sleep(0.2)


class _Process(honcho.process.Process):  # type: ignore[misc]  # honcho carries no types
    """A process that ends with the demonstration even when that is killed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._child_ctor = _popen

    def run(self, *args: Any, **kwargs: Any) -> None:
        """Run the command and pass on what it prints."""
        _end_with_parent(signal.SIGKILL)
        super().run(*args, **kwargs)


class _Manager(honcho.manager.Manager):  # type: ignore[misc]  # honcho carries no types
    def __init__(self) -> None:
        super().__init__()
        self._process_ctor = _Process

    @property
    def pids(self) -> list[int]:
        """The processes started, each the leader of its group."""
        return [process["pid"] for process in self._processes.values() if "pid" in process]


def _popen(*args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
    made: subprocess.Popen[bytes] = honcho.process.Popen(
        *args, preexec_fn=lambda: _end_with_parent(signal.SIGTERM), **kwargs
    )
    return made


def _end_group(leader: int) -> None:
    """Wait until nothing is left of a group; the embedded servers stop only when nobody is connected to them."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        for _ in range(SECONDS_TO_STOP * 10):
            os.killpg(leader, 0)
            time.sleep(0.1)
        os.killpg(leader, signal.SIGKILL)


def _end_with_parent(by: signal.Signals) -> None:
    """Ask the kernel to signal this process when the one that started it ends; other systems than Linux cannot."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, by)
