"""Small raw lists, written as the real ones are."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from kg.build.register_import.draft import DraftChange, History
from kg.build.register_import.lists import read_snapshot
from kg.build.register_import.report import StepReport
from kg.build.register_import.steps import Step, begin

Unit = tuple[str, str, str]
"""(code, full name, code of the unit above); the level follows from the length of the code."""

Follow = Callable[..., tuple[History, list[StepReport]]]
ROOT_UNITS: tuple[Unit, ...] = (("20", "Tỉnh P", ""), ("185", "Huyện D", "20"), ("186", "Huyện E", "20"))


def write_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_snapshot(folder: Path, day: str, units: Sequence[Unit]) -> Path:
    level = {2: "1", 3: "2", 5: "3"}
    path = folder / "snapshots" / f"{day}.csv"
    write_csv(
        path,
        [
            {"code": code, "level": level[len(code)], "type": "", "name": name, "parent": parent}
            for code, name, parent in units
        ],
    )
    return path


@pytest.fixture
def follow(tmp_path: Path) -> Follow:
    """Follows lists of communes: a province P with the districts D (185) and E (186) unless given."""

    def followed(
        *lists: Sequence[Unit], above: Sequence[Unit] = ROOT_UNITS
    ) -> tuple[History, list[StepReport]]:
        days = [date(2021, month, 1).isoformat() for month in range(1, len(lists) + 1)]
        snapshots = [
            read_snapshot(write_snapshot(tmp_path, day, [*above, *units] if units else list(above)))
            for day, units in zip(days, lists, strict=True)
        ]
        history = begin(snapshots[0])
        return history, [Step(history, before, after).run() for before, after in pairwise(snapshots)]

    return followed


def spelled(change: DraftChange) -> tuple[str, list[str], str, bool]:
    """(kind, what was before with its extent, what came of it, decided) of a change."""
    before = [f"{p.version.entry.type} {p.version.entry.name}: {p.extent}" for p in change.before]
    after = change.after.version.entry if change.after is not None else None
    return change.kind, sorted(before), f"{after.type} {after.name}" if after else "", change.decided
