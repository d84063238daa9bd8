"""What a killed process leaves beside the embedded servers does not stop the next start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it carries no types
import pytest

from marsoc import leftovers

GONE = 2**22 - 1


@pytest.fixture
def cluster(tmp_path: Path) -> Path:
    """The files of a cluster that has run."""
    (tmp_path / "postmaster.opts").write_text("postgres")
    (tmp_path / "base").mkdir()
    return tmp_path


def test_a_cluster_that_has_run_is_kept(cluster: Path) -> None:
    """Nothing of it is touched."""
    leftovers.clear(cluster)

    assert sorted(entry.name for entry in cluster.iterdir()) == ["base", "postmaster.opts"]


def test_a_cluster_whose_making_was_cut_short_is_made_again(tmp_path: Path) -> None:
    """It has never run, so there is nothing to lose."""
    (tmp_path / "PG_VERSION").write_text("18")
    (tmp_path / "base" / "1").mkdir(parents=True)

    leftovers.clear(tmp_path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("note", ["", "nonsense", f"{GONE}\n/data\n", "{own}\n/data\n1\n5432\n\n\n1\nready\n"])
def test_a_note_cut_short_or_about_another_program_is_removed(cluster: Path, note: str) -> None:
    """The last one's number belongs to this very test by now."""
    (cluster / "postmaster.pid").write_text(note.replace("{own}", str(os.getpid())))

    leftovers.clear(cluster)

    assert not (cluster / "postmaster.pid").exists()


def test_a_whole_note_of_a_server_that_is_gone_is_left_to_the_server(cluster: Path) -> None:
    """PostgreSQL itself knows best whether anything of the last run is left."""
    (cluster / "postmaster.pid").write_text(f"{GONE}\n/data\n1\n5432\n\n\n1\nready\n")

    leftovers.clear(cluster)

    assert (cluster / "postmaster.pid").exists()


def test_users_that_were_killed_are_struck_off(cluster: Path) -> None:
    """Those gone, and those whose number belongs to a process that began later."""
    users = cluster / ".handle_pids.json"
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as later:
        users.write_text(json.dumps([os.getpid(), GONE, later.pid]))
        os.utime(users, times=(0, psutil.Process(later.pid).create_time() - 0.5))
        leftovers.clear(cluster)
        later.communicate(b"\n")

    assert json.loads(users.read_text()) == [os.getpid()]
