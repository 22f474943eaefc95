from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.store.manifest import Manifest, read_manifest


def test_reads_what_a_snapshot_says(sample_snapshot: Path) -> None:
    graphs = frozenset(f"https://example.org/g{number}" for number in range(3))
    assert read_manifest(sample_snapshot) == Manifest("sample-1", graphs, 6000)


def test_no_snapshot_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no snapshot here; make one with kg build"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("content", [b"[]", b"{}", b"{", b'{"data_version": 1, "graphs": 2}', b"\xff"])
def test_a_broken_manifest_is_an_input_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(InputError, match=r"manifest\.json: "):
        read_manifest(tmp_path)
