"""Make the register of administrative units from raw lists: all of Vietnam from 2019-10 to 2026-07.

The lists are followed one after the other, the merge list of 2025 links the communes of before and after the
reform, and ids that stand already are kept. What no list decides is recorded as undecided and reported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.build.register_import.aftermath import make_city
from kg.build.register_import.draft import History
from kg.build.register_import.identities import give_ids
from kg.build.register_import.lists import RawLists, read_lists
from kg.build.register_import.outlines import take_outlines
from kg.build.register_import.points import place_points
from kg.build.register_import.reform import Reform
from kg.build.register_import.report import StepReport
from kg.build.register_import.steps import Step, begin
from kg.build.register_import.tables import write_tables
from kg.records.register import read_register
from kg.records.units import Register

__all__ = ["Imported", "StepReport", "import_register", "make_history"]


@dataclass(frozen=True)
class Imported:
    """What an import wrote and what it could not decide, step by step."""

    units: int
    versions: int
    changes: int
    steps: tuple[StepReport, ...]


def make_history(lists: RawLists) -> tuple[History, list[StepReport]]:
    """Follow the lists; units have no ids yet."""
    *before, last = lists.snapshots
    history = begin(before[0])
    steps = [Step(history, earlier, later).run() for earlier, later in pairwise(before)]
    reform = Reform(history, last, lists.mergers)
    steps.append(reform.run())
    steps.append(make_city(history, reform.placed, last))
    place_points(history, lists)
    return history, steps


def import_register(
    raw: Path,
    output: Path,
    *,
    keep: Path | None = None,
    only_kept: bool = False,
    progress: Callable[[str], None] = lambda _message: None,
) -> Imported:
    """Make the four files of the register, and the outlines of its provinces, from the raw lists.

    Args:
        raw: folder of the lists, as `kg.build.register_import.lists` describes it.
        output: folder for the files; files of those names are replaced.
        keep: a register whose unit ids, version numbers and reasons stay.
        only_kept: write no other units than those of ``keep``.
        progress: takes one line for each step.

    Raises:
        InputError: a list cannot be read, or the output not written.
        FindingsError: ``keep`` or what was made is not sound, or a version of ``keep`` would be lost or get
            another number; nothing was written.
    """
    standing: Register | None = read_register(keep) if keep is not None else None
    lists = read_lists(raw)
    history, steps = make_history(lists)
    for step in steps:
        progress(step.line())
    give_ids(history, standing)
    why = {unit.id: unit.why for unit in standing.units} if standing is not None else {}
    made = write_tables(history, output, why, why if only_kept else None)
    outlines = take_outlines(raw, output, made, lists.snapshots[-1].day)
    progress("no outlines among the raw lists" if outlines is None else f"outlines of {outlines} provinces")
    return Imported(len(made.units), len(made.all_versions), len(made.changes), tuple(steps))
