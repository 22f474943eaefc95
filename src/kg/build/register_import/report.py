"""What an import counted and what it could not decide, step by step."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.build.register_import.lists import Entry


@dataclass
class StepReport:
    """One step: from one list to the next, or the reform.

    Attributes:
        step: the day of the list.
        counts: what was counted, in order.
        undecided: (unit as the list names it, what is open).
        share: (units whose every predecessor is one certain version, all units), for the reform.
    """

    step: str
    counts: dict[str, int] = field(default_factory=dict)
    undecided: list[tuple[str, str]] = field(default_factory=list)
    share: tuple[int, int] | None = None

    def line(self) -> str:
        """Spell the counts of the step in one line."""
        counted = ", ".join(f"{what} {number}" for what, number in self.counts.items() if number)
        if self.share is not None:
            done, all_units = self.share
            counted += f"; predecessors of {done} of {all_units} units certain ({done / all_units:.2%})"
        return f"{self.step}: {counted or 'nothing changed'}; undecided {len(self.undecided)}"


def name_of(entry: Entry) -> str:
    """Name a unit with its code, as ``06343 xã Bắc Quỳnh``."""
    return f"{entry.code} {entry.type} {entry.name}".strip()
