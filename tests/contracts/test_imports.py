"""Imports point down, and the contracts that say so bite."""

import os
import shutil
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract

from tests.contracts.tree import DOMAIN, ROOT, files

APPS = "Imports between apps point down"
INSIDE = "Inside an app, top imports below"
TESTS = "The product does not import its tests"
SETTINGS = "Nobody imports settings but through django.conf"

# (module that imports, what it imports, the contract that must break): one or more for every contract and every app.
PLANTED = [
    ("sharing.models.people", "cohort.enums", APPS),
    ("cohort.enums", "disruptions.apps", APPS),
    ("cohort.names", "marsoc.pages.context", APPS),
    ("disruptions.apps", "marsoc.demo.apps", APPS),
    ("marsoc.kit.clock", "sharing.enums", APPS),
    ("marsoc.govuk.forms", "cohort.enums", APPS),
    ("marsoc.kit.routes", "marsoc.govuk.forms", APPS),
    ("marsoc.pages.context", "marsoc.demo.apps", APPS),
    ("marsoc.pages.context", "marsoc.urls", APPS),
    ("sharing.enums", "sharing.permissions", INSIDE),
    ("sharing.permissions", "sharing.models.people", INSIDE),
    ("sharing.models.reference", "sharing.viewer", INSIDE),
    ("sharing.models.people", "sharing.actions", INSIDE),
    ("sharing.viewer", "sharing.audit", INSIDE),
    ("sharing.audit", "sharing.access", INSIDE),
    ("sharing.access", "sharing.queries", INSIDE),
    ("sharing.queries", "sharing.actions", INSIDE),
    ("sharing.actions", "sharing.forms", INSIDE),
    ("sharing.forms", "sharing.middleware", INSIDE),
    ("sharing.middleware", "sharing.views.memberships", INSIDE),
    ("sharing.views.memberships", "sharing.urls", INSIDE),
    ("cohort.identifiers", "cohort.sheets.cells", INSIDE),
    ("cohort.sheets.cells", "cohort.models.imports", INSIDE),
    ("cohort.models.reference", "cohort.access", INSIDE),
    ("cohort.access", "cohort.actions", INSIDE),
    ("sharing.enums", "tests.factories", TESTS),
    ("cohort.models.reference", "tests.factories", TESTS),
    ("disruptions.apps", "tests.factories", TESTS),
    ("marsoc.embedded", "tests.factories", TESTS),
    ("sharing.enums", "marsoc.settings.base", SETTINGS),
    ("cohort.names", "marsoc.settings.base", SETTINGS),
    ("disruptions.apps", "marsoc.settings.base", SETTINGS),
    ("marsoc.kit.clock", "marsoc.settings.base", SETTINGS),
    ("marsoc.govuk.forms", "marsoc.settings.base", SETTINGS),
    ("marsoc.pages.context", "marsoc.settings.base", SETTINGS),
    ("marsoc.demo.apps", "marsoc.settings.base", SETTINGS),
]
# (file, line appended to it): one for every contract, read from a copy of the repository by the linter itself.
WRITTEN = [
    ("sharing/models/people.py", "from cohort import enums"),
    ("sharing/models/reference.py", "def planted():\n    from sharing import actions"),
    ("cohort/names.py", "import tests.factories"),
    ("marsoc/kit/clock.py", "from marsoc.settings import base"),
]
_KINDS: dict[str, Any] = {"layers": LayersContract, "forbidden": ForbiddenContract}


@pytest.fixture(scope="module")
def configuration() -> dict[str, Any]:
    """What .importlinter says."""
    return read_configuration(str(ROOT / ".importlinter"))


@pytest.fixture(scope="module")
def graph(configuration: dict[str, Any]) -> grimp.ImportGraph:
    """Who imports whom."""
    return grimp.build_graph(
        *configuration["session_options"]["root_packages"], cache_dir=None, exclude_type_checking_imports=True
    )


def broken(graph: grimp.ImportGraph, configuration: dict[str, Any]) -> list[str]:
    """Return the names of the contracts that a graph breaks."""
    return [
        options["name"]
        for options in configuration["contracts_options"]
        if not _KINDS[options["type"]](options["name"], configuration["session_options"], options)
        .check(graph, verbose=False)
        .kept
    ]


def test_every_contract_is_kept(graph: grimp.ImportGraph, configuration: dict[str, Any]) -> None:
    """Run ``lint-imports`` to see which import breaks which contract."""
    assert broken(graph, configuration) == []


@pytest.mark.parametrize(("importer", "imported", "contract"), PLANTED)
def test_a_bad_import_breaks_its_contract(
    importer: str, imported: str, contract: str, graph: grimp.ImportGraph, configuration: dict[str, Any]
) -> None:
    """One import more, and the contract named breaks."""
    for name in (importer, imported):
        assert name in graph.modules, f"{name} is gone: plant the import in a module that exists (PLANTED)"
    planted = deepcopy(graph)
    planted.add_import(importer=importer, imported=imported)

    assert contract in broken(planted, configuration)


def test_every_contract_is_planted_against(configuration: dict[str, Any]) -> None:
    """A new contract needs an import that breaks it, in PLANTED and in WRITTEN."""
    named = sorted(options["name"] for options in configuration["contracts_options"])

    assert sorted({contract for _, _, contract in PLANTED}) == named
    assert len(WRITTEN) == len(named)


def test_the_linter_reads_bad_imports_from_files(tmp_path: Path, configuration: dict[str, Any]) -> None:
    """In a copy with one bad import per contract, one of them inside a function, every contract is broken."""
    for path in files():
        if path.endswith(".py") or path == ".importlinter":
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, tmp_path / path)
    for path, line in WRITTEN:
        with (tmp_path / path).open("a") as file:
            file.write(f"\n{line}\n")
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    for options in configuration["contracts_options"]:
        assert f"{options['name']} BROKEN" in run.stdout, run.stdout


@pytest.mark.parametrize("app", DOMAIN)
def test_every_module_of_an_app_has_its_layer(
    app: str, graph: grimp.ImportGraph, configuration: dict[str, Any]
) -> None:
    """A module that no layer names could import anything: give it a layer in .importlinter."""
    (inside,) = (options for options in configuration["contracts_options"] if options["name"] == INSIDE)
    layered = {name.strip("() ") for layer in inside["layers"] for name in layer.replace(":", "|").split("|")}
    present = {name.removeprefix(f"{app}.") for name in graph.find_children(app)}

    assert app in inside["containers"]
    assert sorted(present - layered - {"migrations"}) == []
