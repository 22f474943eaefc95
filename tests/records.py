"""The records of the project for tests that do not need all of Vietnam: sources, registries, some units."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXTRACT = ROOT / "tests" / "fixtures" / "register"
"""The units that the sources name, with what they lie in, came from and became: 81 of 13 997."""


def copy_records(target: Path) -> Path:
    """Copy the records into a folder, with the extract in the place of the whole register."""
    shutil.copytree(ROOT / "data", target, ignore=shutil.ignore_patterns("register"))
    shutil.copytree(EXTRACT, target / "register")
    return target
