"""What the page on operating the service says: units, container, backup, restore, replicas, proxies."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from tests.web.serving import KG, kg_serve

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "operate-the-service.md").read_text("utf-8")
STEPS = re.findall(r"^(COPY|RUN|CMD) (.+)$", (ROOT / "Containerfile").read_text("utf-8"), re.MULTILINE)


def blocks_of(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def known_options(command: str) -> set[str]:
    shown = subprocess.run([str(KG), command, "--help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"--[a-z-]+", shown))


# ---- Container ----


def test_the_container_takes_the_steps_of_make_serve(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
    (tmp_path / "pyproject.toml").touch()
    # Under `make test` these would make it name the folders it enters.
    variables = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    told = subprocess.run(
        ["make", "-n", "serve"], cwd=tmp_path, env=variables, capture_output=True, text=True, check=True
    )
    made = [line for line in told.stdout.splitlines() if not line.startswith("touch ")]
    command = json.loads(next(words for kind, words in STEPS if kind == "CMD"))
    taken = [words for kind, words in STEPS if kind == "RUN"] + [" ".join(command[:2])]
    assert taken == made
    assert {word for word in command if word.startswith("--")} <= known_options("serve")


def test_what_the_container_copies_is_enough_to_install_build_and_serve(tmp_path: Path) -> None:
    for words in (words for kind, words in STEPS if kind == "COPY"):
        *sources, target = words.split()
        for source in sources:
            if (ROOT / source).is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / source, tmp_path / target, ignore=ignored)
            else:
                shutil.copy(ROOT / source, tmp_path / target)
    wheel = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist")]
    subprocess.run(wheel, cwd=tmp_path, check=True, capture_output=True)
    variables = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    variables |= {"PYTHONPATH": str(tmp_path / "src")}
    code = "from kg.settings import find_home; print(find_home())"
    found = subprocess.run(
        [sys.executable, "-P", "-c", code], env=variables, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == str(tmp_path)
    # The whole register takes a minute to build and shows no more here than small records do.
    shutil.rmtree(tmp_path / "data")
    shutil.copytree(ROOT / "tests" / "fixtures" / "small", tmp_path / "data")
    build = [sys.executable, "-P", "-c", "from kg.cli.main import main; main()", "build"]
    subprocess.run(build, cwd=tmp_path, env=variables, check=True, capture_output=True)
    manifest = json.loads((tmp_path / "build" / "current" / "manifest.json").read_text("utf-8"))
    with kg_serve(tmp_path / "build", PYTHONPATH=variables["PYTHONPATH"]) as served:
        state = httpx.get(f"{served.url}/readyz").json()
        assert (state["data_version"], state["quads"]) == (manifest["data_version"], manifest["quads"])
        assert "<!doctype html>" in httpx.get(f"{served.url}/vi/").text
        running = Path(f"/proc/{served.process.pid}/environ").read_bytes()
        assert str(tmp_path / "src").encode() in running


# ---- systemd ----


def test_the_units_are_what_systemd_reads(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here")
    names = re.findall(r"^`(diaban[a-z-]*\.service)`:$", PAGE, re.MULTILINE)
    for name, text in zip(names, blocks_of("ini"), strict=True):
        # The paths of the example do not exist here; systemd would say so.
        (tmp_path / name).write_text(text.replace("/srv/diaban/.venv/bin/kg", str(KG)), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in names)],
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in done.stderr.splitlines() if "diaban" in line]
    assert complaints == []


def test_the_units_call_commands_and_options_that_exist() -> None:
    started = []
    for text in blocks_of("ini"):
        unit = configparser.ConfigParser(interpolation=None)
        unit.optionxform = str  # type: ignore[assignment, method-assign] # keep the case of the names
        unit.read_string(text)
        program, command, *options = shlex.split(unit["Service"]["ExecStart"])
        assert Path(program).name == "kg"
        assert {word for word in options if word.startswith("--")} <= known_options(command)
        started.append(command)
    assert started == ["build", "serve"]


# ---- Backup and restore ----


@pytest.fixture
def place(snapshot: Path, tmp_path: Path) -> Path:
    """A folder with a snapshot in ``build``."""
    shutil.copytree(snapshot, tmp_path / "build" / "snapshots" / snapshot.name)
    (tmp_path / "build" / "current").symlink_to(Path("snapshots") / snapshot.name)
    return tmp_path


def test_a_backup_is_restored_by_the_lines_of_the_page(place: Path) -> None:
    backup, restore = blocks_of("sh")
    with kg_serve(place / "build") as served:
        before = httpx.get(f"{served.url}/dump/SHA256SUMS").text
        subprocess.run(["bash", "-euo", "pipefail", "-c", backup], cwd=place, check=True)
    (place / "SHA256SUMS").write_text(before, "utf-8")
    (copy,) = (place / "backup").iterdir()
    checked = subprocess.run(
        ["sha256sum", "--quiet", "-c", str(place / "SHA256SUMS")], cwd=copy / "dumps", check=False
    )
    assert checked.returncode == 0
    shutil.rmtree(place / "build")
    subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"version={copy.name}\n{restore}"], cwd=place, check=True
    )
    with kg_serve(place / "build") as served:
        assert httpx.get(f"{served.url}/dump/SHA256SUMS").text == before
        assert httpx.get(f"{served.url}/readyz").json()["data_version"] == copy.name


def test_replicas_on_one_snapshot_give_the_same_bytes_and_tags(place: Path) -> None:
    for path in (place / "build").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with kg_serve(place / "build") as one, kg_serve(place / "build") as other:
        for address in (
            "/sparql?query=SELECT * { ?s ?p ?o } ORDER BY ?s ?p STR(?o) LIMIT 50",
            "/vi/about",
            "/dump/diaban.nq",
        ):
            answers = [
                httpx.get(f"{service.url}{address}", headers={"Host": "x"}) for service in (one, other)
            ]
            assert answers[0].status_code == 200
            assert answers[0].content == answers[1].content
            assert answers[0].headers["etag"] == answers[1].headers["etag"]


# ---- Behind a proxy ----

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def ask(url: str, address: str) -> int:
    """Ask what empties the bucket of whoever asks."""
    headers = {"X-Forwarded-For": address}
    parameters = {"query": SLOW, "timeout": "0.5"}
    return httpx.get(f"{url}/sparql", params=parameters, headers=headers, timeout=60).status_code


@pytest.mark.parametrize(
    ("options", "proxies", "other"),
    [
        (["--proxy-headers"], "127.0.0.1", 503),
        (["--proxy-headers"], "192.0.2.1", 429),
        ([], "127.0.0.1", 429),
    ],
    ids=["believed", "not from there", "not asked for"],
)
def test_addresses_of_clients_are_believed_of_known_proxies_only(
    place: Path, options: list[str], proxies: str, other: int
) -> None:
    bound = {"KG_CLIENT_CPU_SECONDS": "0.1", "KG_CLIENT_CPU_RATE": "0.001", "KG_PROXIES": proxies}
    with kg_serve(place / "build", *options, **bound) as served:
        assert ask(served.url, "203.0.113.1") == 503
        assert ask(served.url, "203.0.113.1") == 429
        assert ask(served.url, "203.0.113.2") == other


@pytest.mark.parametrize(("options", "scheme"), [(["--proxy-headers"], "https"), ([], "http")])
def test_the_scheme_of_the_proxy_is_used_in_addresses(place: Path, options: list[str], scheme: str) -> None:
    with kg_serve(place / "build", *options) as served:
        headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.1", "Host": "data.example"}
        described = httpx.get(f"{served.url}/.well-known/void", headers=headers).text
        assert f"{scheme}://data.example/sparql" in described
