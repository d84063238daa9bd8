"""The files of the repository as the contracts read them: what git knows, and what is about to be added to it."""

import ast
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ("marsoc", "sharing", "cohort", "disruptions")
DOMAIN = ("sharing", "cohort", "disruptions")


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """One Python file: where it is, what it says, and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        """The dotted name, part by part; a package goes by its own name."""
        parts = Path(self.path).with_suffix("").parts
        return parts[:-1] if parts[-1] == "__init__" else parts

    def is_in(self, *layers: str) -> bool:
        """Say whether the module is, or lies in, one of the named modules of its app."""
        return any(part in layers for part in self.parts[1:])


def module(path: str, text: str) -> Module:
    """Return a module made of text; the companion tests plant their faults with it."""
    return Module(path, text, ast.parse(text))


@cache
def files() -> tuple[str, ...]:
    """Return every file that is in git or not ignored by it and still there, by path from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return tuple(sorted({path for path in listed if (ROOT / path).is_file()}))


@cache
def product_modules() -> tuple[Module, ...]:
    """Return every module of the product but its migrations."""
    return tuple(
        module(path, (ROOT / path).read_text())
        for path in files()
        if path.endswith(".py") and path.split("/")[0] in PRODUCT and "/migrations/" not in path
    )


def text_of(path: str) -> str | None:
    """Return what a file says, None when it is no text."""
    try:
        return (ROOT / path).read_text()
    except UnicodeDecodeError:
        return None


Check = Callable[[Module], Iterator[str]]


def found_by(check: Check, modules: tuple[Module, ...] | None = None) -> list[str]:
    """Return what a check finds, as ``path:line: what and what to do instead``."""
    return [
        f"{each.path}:{finding}"
        for each in (product_modules() if modules is None else modules)
        for finding in check(each)
    ]
