from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build.diff import Places, open_side
from kg.errors import InputError, UnknownError, UsageError

ROOT = Path(__file__).resolve().parents[4]
SMALL = ROOT / "tests" / "fixtures" / "small"


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def places(tmp_path: Path, before: Path) -> Places:
    """A repository with records in its first commit, and a build folder with a snapshot."""
    repository = tmp_path / "repository"
    shutil.copytree(SMALL, repository / "data")
    git(tmp_path, "init", "-q", "-b", "main", str(repository))
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "first")
    build = tmp_path / "build"
    version = json.loads((before / "manifest.json").read_text("utf-8"))["data_version"]
    shutil.copytree(before, build / "snapshots" / version)
    (build / "current").symlink_to(Path("snapshots") / version)
    return Places(build, repository / "data", ROOT / "ontology")


def test_a_snapshot_is_found_by_link_version_and_folder(places: Places) -> None:
    version = (places.build / "current").resolve().name
    for name in ("current", version, str(places.build / "current")):
        with open_side(name, places) as side:
            assert side.folder == places.build / "snapshots" / version
            assert side.manifest.data_version == version
            assert side.commit == ""


def test_a_revision_gives_the_graph_of_its_records_and_touches_nothing(places: Places) -> None:
    repository = places.data.parent
    first = git(repository, "rev-parse", "HEAD")
    alpha = places.data / "sources" / "alpha.yaml"
    alpha.write_text("not a record", "utf-8")
    (places.data / "new.txt").write_text("mine", "utf-8")
    state = git(repository, "status", "--porcelain")
    for name in ("HEAD", "main", first[:10]):
        with open_side(name, places) as side, open_side("current", places) as other:
            assert side.commit == first
            assert side.graph.read_bytes() == other.graph.read_bytes()
            kept = side.folder
        assert not kept.exists()
    assert git(repository, "status", "--porcelain") == state
    assert alpha.read_text("utf-8") == "not a record"
    assert git(repository, "worktree", "list").count("\n") == 0


def test_the_ontology_of_the_revision_is_read_where_it_is_in_the_repository(places: Places) -> None:
    repository = places.data.parent
    shutil.copytree(ROOT / "ontology", repository / "ontology")
    own = repository / "ontology" / "kg.ttl"
    own.write_text(own.read_text("utf-8").replace('"official"@en', '"functionary"@en'), "utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "second")
    shutil.copy(ROOT / "ontology" / "kg.ttl", own)
    with open_side("HEAD", Places(places.build, places.data, repository / "ontology")) as side:
        assert '"functionary"@en' in side.graph.read_text("utf-8")


def test_a_name_that_means_nothing_lists_what_there_is(places: Places) -> None:
    with pytest.raises(UnknownError, match="no git revision") as caught, open_side("nothing", places):
        pass
    version = (places.build / "current").resolve().name
    assert caught.value.candidates == (("current", "link"), (version, "data version"))


@pytest.mark.parametrize("name", ["", "--help", "-n", "HEAD:data", "../..", "a b", "HEAD~99", "@{u}", "*"])
def test_odd_names_are_unknown_or_no_snapshot(places: Places, name: str) -> None:
    with (
        pytest.raises((UnknownError, InputError), match=r"means|name one|no snapshot"),
        open_side(name, places),
    ):
        pass


def test_a_link_that_is_not_there_says_what_to_do(places: Places) -> None:
    with pytest.raises(InputError, match="no previous snapshot; make one with kg build"):
        open_side("previous", places).__enter__()


def test_a_folder_without_a_manifest_is_no_snapshot(places: Places) -> None:
    with pytest.raises(InputError, match=r"is no snapshot: it holds no manifest\.json"):
        open_side(str(places.data), places).__enter__()


Spoil = Callable[[Path], object]


def cut_off(folder: Path) -> None:
    path = folder / "graph.nq"
    path.write_bytes(path.read_bytes()[:-20])


def exchange(folder: Path) -> None:
    path = folder / "graph.nq"
    path.write_bytes(path.read_bytes().replace(b"2021-03-10", b"2021-03-11", 1))


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (cut_off, "graph.nq: is not the graph of data version"),
        (exchange, "graph.nq: is not the graph of data version"),
        (lambda folder: (folder / "graph.nq").unlink(), "graph.nq: cannot be read"),
        (lambda folder: (folder / "search.sqlite").unlink(), "search.sqlite: is missing"),
        (lambda folder: (folder / "manifest.json").write_text("[]"), "manifest.json: is no manifest"),
    ],
)
def test_a_spoilt_snapshot_is_refused(places: Places, spoil: Spoil, complaint: str) -> None:
    spoil((places.build / "current").resolve())
    with pytest.raises(InputError, match=complaint):
        open_side("current", places).__enter__()


def test_a_revision_whose_records_have_faults_names_them(places: Places) -> None:
    alpha = places.data / "sources" / "alpha.yaml"
    alpha.write_text(alpha.read_text("utf-8").replace("happened: held", "happened: perhaps"), "utf-8")
    git(places.data, "commit", "-q", "-a", "-m", "second")
    with pytest.raises(
        InputError, match=r"HEAD: its records have 1 fault.*alpha\.yaml:\d+:\d+: .*held, planned"
    ):
        open_side("HEAD", places).__enter__()


def test_a_revision_without_records_says_so(places: Places) -> None:
    git(places.data.parent, "rm", "-q", "-r", "--cached", "data")
    git(places.data.parent, "commit", "-q", "--allow-empty", "-m", "empty")
    with pytest.raises(InputError, match=r"HEAD: data cannot be read from it: .*data"):
        open_side("HEAD", places).__enter__()


def test_a_link_among_the_records_is_refused(places: Places) -> None:
    (places.data / "sources" / "link.yaml").symlink_to("/etc/passwd")
    git(places.data.parent, "add", "-A")
    git(places.data.parent, "commit", "-q", "-m", "link")
    with pytest.raises(InputError, match=r"link\.yaml is a link"):
        open_side("HEAD", places).__enter__()


def test_without_git_revisions_cannot_be_read(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(UsageError, match="git is not installed"):
        open_side("HEAD", places).__enter__()
    with open_side("current", places) as side:
        assert side.graph.exists()


def test_records_outside_any_repository_have_no_revisions(places: Places, tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "plain")
    with pytest.raises(UnknownError, match="no git revision"):
        open_side("HEAD", Places(places.build, tmp_path / "plain", places.ontology)).__enter__()
