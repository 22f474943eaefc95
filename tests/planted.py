"""Defects planted in files: where, and what the finding about each shows and says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Defect:
    """A defect: `old` becomes `new` in a file; `rule` finds it where the text begins with `shown`.

    Attributes:
        after: words before the place in the file, where `old` stands several times.
        said: what the message names.
        times: how often it is found.
    """

    rule: str
    file: str
    old: str
    new: str
    shown: str
    said: tuple[str, ...]
    after: str = ""
    times: int = 1


def plant(home: Path, defect: Defect) -> None:
    """Put one defect into a folder."""
    path = home / defect.file
    text = path.read_text("utf-8")
    start = text.index(defect.after)
    at = text.index(defect.old, start)
    path.write_text(text[:at] + defect.new + text[at + len(defect.old) :], "utf-8")
