"""The bundles of other projects are what they were when somebody read their licences."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[3] / "src" / "kg" / "web" / "static" / "vendor"
BUNDLES = tomllib.loads((VENDOR / "VENDOR.toml").read_text("utf-8"))["bundle"]


def test_every_file_is_listed_and_has_its_hash() -> None:
    listed = {file["file"]: file["sha256"] for bundle in BUNDLES for file in bundle["file"]}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name != "VENDOR.toml"
    }
    assert found == listed


def test_licences_are_permissive_and_lie_beside_the_files() -> None:
    for bundle in BUNDLES:
        permissive = {"MIT", "0BSD", "BSD-2-Clause", "OFL-1.1", "Apache-2.0 OR MIT", "MIT AND Apache-2.0"}
        assert bundle["spdx"] in permissive
        assert any(file["file"].endswith(".LICENSE") for file in bundle["file"])
        assert bundle["version"] in bundle["url"]
