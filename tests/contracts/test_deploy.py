"""The deployment files say what they must, and say the same as the documents and the code."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from marsoc.settings.environment import Environment
from tests.contracts.tree import ROOT

DEPLOY = ROOT / "deploy"
SETTINGS = sorted(name.upper() for name in Environment.model_fields)
OURS = ("migrate", "web", "worker", "beat", "sequencer")
# Settings that one service alone is given, by the word that docs/settings.md says for it.
OF_ONE = {
    "to migrate": {"DATABASE_OWNER_URL": "migrate"},
    "to seal": {"DATABASE_SEALER_URL": "sequencer", "AUDIT_KEY_FILE": "sequencer", "AUDIT_WITNESS": "sequencer"},
}
SECRET = re.compile(r"(PASSWORD|SECRET|KEY)")
NO_SECRET = {"SECRET_KEY_FALLBACKS", "AUDIT_PUBLIC_KEY", "AUDIT_KEY_FILE"}  # empty, public, and the name of a file


def read(path: str) -> str:
    """Return a file of the repository."""
    return (ROOT / path).read_text()


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """What the compose file runs."""
    found: dict[str, Any] = yaml.safe_load(read("deploy/compose.yaml"))["services"]
    return found


def instructions(name: str) -> list[str]:
    """Return the arguments of an instruction in the container file, in order."""
    return re.findall(rf"^{name} (.*)$", read("deploy/Containerfile"), re.MULTILINE)


def environments(services: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield service, variable and value."""
    for name, service in services.items():
        for variable, value in service.get("environment", {}).items():
            yield name, variable, value


def test_no_secret_has_a_value_or_a_default(services: dict[str, Any]) -> None:
    """Every secret comes from the environment, and a start without it is refused where it is first named."""
    text = read("deploy/compose.yaml")
    for name, variable, value in environments(services):
        if SECRET.search(variable) and variable not in NO_SECRET:
            assert re.fullmatch(r"\$\{[A-Z_]+(:\?[^}]*)?\}", value), f"{name}: {variable}"
        for password in re.findall(r"://[^:@/]*:([^@]*)@", value):
            assert re.fullmatch(r"\$\{[A-Z_]+(:\?[^}]*)?\}", password), f"{name}: {variable}"
    for variable in set(re.findall(r"\$\{([A-Z_]*(?:PASSWORD|SECRET_KEY))[}:]", text)):
        assert f"${{{variable}:?" in text, f"{variable} may be missing"


def test_the_environment_file_is_not_committed() -> None:
    """Nor may it be by accident."""
    assert "deploy/.env" in read(".gitignore").splitlines()
    assert not [path for path in DEPLOY.rglob("*") if path.suffix in {".pem", ".key"}]


def test_the_image_runs_as_nobody_in_particular() -> None:
    """By number, so that an orchestrator can see that it is not root."""
    (user,) = instructions("USER")

    assert int(user) >= 10_000


def test_the_image_has_exact_versions_and_no_tools_to_install() -> None:
    """Neither uv nor pip is in what runs, and every package has its hash."""
    text = read("deploy/Containerfile")
    final = text.rsplit("\nFROM ", 1)[1]

    assert all(re.search(r":\d+\.?\d*-", image) for image in instructions("FROM"))
    assert "pip uninstall" in final
    assert not re.search(r"apt-get|pip install|\buv \b|npm", final)
    assert text.count("--require-hashes") == 2
    assert "--ignore-scripts" in text


def test_the_image_is_made_of_the_product_alone() -> None:
    """Neither the demonstration nor anything that starts servers of its own."""
    ignored = read("deploy/Containerfile.dockerignore").splitlines()

    assert ignored[1] == "*"
    for path in ("marsoc/demo", "marsoc/embedded.py", "marsoc/leftovers.py", "marsoc/settings/demo.py"):
        assert path in ignored
        assert (ROOT / path).exists()
    for source in (each for line in instructions("COPY") if "--from" not in line for each in line.split()[:-1]):
        assert (ROOT / source).exists()
        assert any(f"!{source}".startswith(line) for line in ignored if line.startswith("!")), source


def test_every_service_is_confined(services: dict[str, Any]) -> None:
    """Read-only, without capabilities it does not need, and unable to gain any."""
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service, name
        assert "healthcheck" in service or "HEALTHCHECK" in read("deploy/Containerfile"), name


def test_only_nginx_is_reached_from_outside(services: dict[str, Any]) -> None:
    """The database and Redis are on a network that leads nowhere."""
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert [name for name, service in services.items() if "outside" in service["networks"]] == ["web", "nginx"]


def test_only_the_migration_owns_the_tables(services: dict[str, Any]) -> None:
    """Nor is anybody but the sequencer given what seals the trail."""
    for given in OF_ONE.values():
        for setting, service in given.items():
            assert [name for name, variable, _ in environments(services) if variable == setting] == [service]


def test_redis_forgets_nothing(services: dict[str, Any]) -> None:
    """A queue must not be evicted."""
    assert "--maxmemory-policy noeviction" in " ".join(services["redis"]["command"])


def test_every_setting_is_given_and_described(services: dict[str, Any]) -> None:
    """What the application reads, what the compose file gives and what the documents list are the same."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (yes|no|to migrate|to seal) \|", read("docs/settings.md"), re.MULTILINE)
    given = {variable for name in OURS for variable in services[name]["environment"]}

    assert sorted(given) == SETTINGS
    assert sorted(name for name, _ in rows) == SETTINGS
    for word, settings in OF_ONE.items():
        assert {name for name, needed in rows if needed == word} == set(settings)
    for name, needed in rows:
        assert Environment.model_fields[name.lower()].is_required() == (needed == "yes"), name


def test_defaults_are_described_as_they_are() -> None:
    """The table repeats the defaults of the code."""
    for name, default in re.findall(r"^\| `([A-Z_]+)` \| no \| `([^`]*)` \|", read("docs/settings.md"), re.MULTILINE):
        assert str(Environment.model_fields[name.lower()].default) == default, name


def test_versions_are_the_same_everywhere(services: dict[str, Any]) -> None:
    """The runbook names the images that the compose file runs."""
    named = read("deploy/runbook.md")
    for service in ("postgres", "redis"):
        image = services[service]["image"].rsplit("/", 1)[1]
        assert f"`{image}`" in named
        assert re.fullmatch(r"\w+:\d+", image)


def test_the_log_of_the_proxy_holds_no_arguments() -> None:
    """What people search for stays out of it, and the client's word about itself is not passed on."""
    text = read("deploy/nginx/marsoc.conf")
    (form,) = re.findall(r"log_format \w+ '([^']*)'", text)

    assert not set(re.findall(r"\$\w+", form)) & {"$request", "$args", "$request_uri", "$http_referer", "$request_body"}
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert "client_max_body_size 25m;" in text
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in text


def test_the_log_of_the_web_server_holds_no_arguments() -> None:
    """As that of the proxy."""
    (form,) = re.findall(r'access_log_format = "([^"]*)"', read("deploy/gunicorn.conf.py"))

    assert not set(re.findall(r"%\((\w)\)s", form)) & {"r", "q", "f"}


def test_the_runbook_is_one_page() -> None:
    """And answers what somebody woken at night asks."""
    text = read("deploy/runbook.md")

    assert len(text.splitlines()) <= 90
    for part in ("First start", "Upgrade", "Rotate the secret key", "Backup and restore", "health answers", "lost"):
        assert part in text
