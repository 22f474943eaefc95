"""Record mode on the real records: after any edit of a dossier the findings of a check of everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.records import copy_records

from kg.build.check import check_everything
from kg.build.live import LiveRecords
from kg.errors import Finding, InputError, UsageError

ROOT = Path(__file__).resolve().parents[2]
DOSSIERS = sorted(path.name for path in (ROOT / "data" / "sources").glob("*.yaml"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("live") / "data"
    copy_records(folder)
    return folder


@pytest.fixture(scope="module")
def live(data: Path) -> LiveRecords:
    return LiveRecords(ROOT, data)


@pytest.fixture(autouse=True)
def _as_they_were(data: Path, live: LiveRecords) -> Iterator[None]:
    """Each test begins and ends with the real records."""
    yield
    changed = []
    for original in sorted((ROOT / "data").rglob("*.yaml")):
        copy = data / original.relative_to(ROOT / "data")
        if not copy.exists() or copy.read_bytes() != original.read_bytes():
            copy.write_bytes(original.read_bytes())
            changed.append(copy)
    live.update([path for path in changed if path.parent.name != "schema"])


def whole(data: Path) -> tuple[set[Finding], set[Finding]]:
    found = check_everything(ROOT, data)
    return set(found.findings), set(found.waiting)


def edit(text: str, how: str, line: int, other: int) -> str:
    """Change lines of a dossier: leave one out, write one twice, or exchange a word for another's."""
    lines = text.splitlines(keepends=True)
    here = line % len(lines)
    if how == "leave out":
        del lines[here]
    elif how == "twice":
        lines.insert(here, lines[here])
    else:
        value = lines[here].rpartition(": ")
        theirs = lines[other % len(lines)].rpartition(": ")
        if value[1] and theirs[1]:
            lines[here] = value[0] + value[1] + theirs[2]
    return "".join(lines)


EDITS = st.tuples(
    st.sampled_from(DOSSIERS),
    st.sampled_from(("leave out", "twice", "exchange", "exchange")),
    st.integers(0, 900),
    st.integers(0, 900),
)


@settings(deadline=None, max_examples=10)
@given(changes=st.lists(EDITS, min_size=1, max_size=3))
def test_findings_after_an_edit(
    changes: list[tuple[str, str, int, int]], data: Path, live: LiveRecords
) -> None:
    """Record mode tells what is in the changed files, and of the rest exactly what was not there before."""
    before = set(live.findings()[0])
    touched = []
    for name, how, line, other in changes:
        path = data / "sources" / name
        path.write_text(edit(path.read_text("utf-8"), how, line, other), "utf-8")
        touched.append(path)
    update = live.update(touched)
    expected, waiting = whole(data)
    assert set(live.findings()[0]) == expected
    assert set(live.findings()[1]) == waiting
    names = {f"data/sources/{path.name}" for path in touched}
    here = {finding for finding in expected if finding.position.file in names}
    elsewhere = {finding for finding in expected - before if finding.position.file not in names}
    assert {finding for finding in update.findings if finding.position.file in names} == here
    assert {finding for finding in update.findings if finding.position.file not in names} == elsewhere


def test_both_sides_of_an_overlap(data: Path, live: LiveRecords) -> None:
    """A second holder of a singular post is told where the rule stands: at the first one's dossier."""
    path = data / "sources" / "lang-son-2024-04-23-loc-binh-notice.yaml"
    text = path.read_text("utf-8")
    text = text.replace("on: 2024-04-23", "on: 2022-06-22")
    text = text.replace(
        "post: lang-son/peoples-committee/chair", "post: lang-son/peoples-committee/permanent-vice-chair"
    )
    path.write_text(text, "utf-8")
    update = live.update([path])
    overlaps = [finding for finding in update.findings if finding.rule.startswith("X2-")]
    assert [finding.position.file for finding in overlaps] == [
        "data/sources/lang-son-2022-06-22-binh-gia-bac-son.yaml"
    ]
    assert set(live.findings()[0]) == whole(data)[0]


def test_a_dossier_that_cannot_be_read_says_so_and_comes_back(data: Path, live: LiveRecords) -> None:
    path = data / "sources" / DOSSIERS[0]
    good = path.read_text("utf-8")
    before = live.findings()
    path.write_text("source: [\n", "utf-8")
    broken = live.update([path])
    assert {finding.rule for finding in broken.findings if finding.position.file.endswith(DOSSIERS[0])}
    assert (set(live.findings()[0]), set(live.findings()[1])) == whole(data)
    path.write_text(good, "utf-8")
    live.update([path])
    assert live.findings() == before


def test_a_dossier_that_is_taken_away(data: Path, live: LiveRecords) -> None:
    path = data / "sources" / DOSSIERS[2]
    path.unlink()
    live.update([path])
    assert set(live.findings()[0]) == whole(data)[0]


def test_a_registry_that_changes(data: Path, live: LiveRecords) -> None:
    path = data / "registry" / "people.yaml"
    path.write_text(path.read_text("utf-8").replace("ho-tien-thieu", "ho-tien-thieu-2", 1), "utf-8")
    update = live.update([path])
    expected, waiting = whole(data)
    assert set(live.findings()[0]) == expected
    assert set(live.findings()[1]) == waiting
    assert any("ho-tien-thieu" in finding.message for finding in update.findings)


def test_files_that_come_later(data: Path, live: LiveRecords) -> None:
    """Opened without some dossiers, which then come: the findings of all."""
    paths = [data / "sources" / name for name in DOSSIERS[:2]]
    other = LiveRecords(ROOT, data, without=paths)
    other.update(paths)
    assert other.findings() == live.findings()


def test_a_file_that_is_none_of_the_records(data: Path, live: LiveRecords) -> None:
    with pytest.raises(UsageError, match="no record file"):
        live.update([data / "schema" / "dossier.json"])
    with pytest.raises(InputError, match="no such file"):
        live.update([data / "sources" / "nowhere.yaml"])
    assert set(live.findings()[0]) == whole(data)[0]
