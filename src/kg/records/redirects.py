"""Read the redirects of ids that moved, and check that each leads to something that exists.

``registry/redirects.csv`` has the columns ``old,new``; ids are spelled with their kind, as ``person/x``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Finding, Position
from kg.records.text_files import file_name, read_record_text

_HEAD = ["old", "new"]


@dataclass(frozen=True)
class Redirect:
    """One id that moved: what it was, what it is now, and where the file says so."""

    old: str
    new: str
    position: Position


def read_redirects(path: Path, findings: list[Finding], root: Path) -> tuple[Redirect, ...]:
    """Return the redirects of a file in its order; none where there is no such file.

    Args:
        path: the file.
        findings: takes lines that are no redirect, or that the file cannot be read.
        root: file names in positions are relative to this folder.
    """
    if not path.exists():
        return ()
    found: dict[str, Redirect] = {}
    file = file_name(path, root)
    text = read_record_text(path, file, findings)
    for number, line in enumerate((text or "").splitlines(), 1):
        cells, position = line.split(","), Position(file, number)
        if number == 1:
            if cells != _HEAD:
                message, message_vi = "the first line must be: old,new", "dòng đầu phải là: old,new"
                findings.append(Finding(position, "schema", message, message_vi))
            continue
        if len(cells) == 2 and all(cells) and cells[0] not in found:
            found[cells[0]] = Redirect(cells[0], cells[1], position)
        else:
            message = "expected: old id, new id, each old id once"
            findings.append(Finding(position, "schema", message, "cần: mã cũ, mã mới; mỗi mã cũ một lần"))
    return tuple(found.values())


def check_redirects(redirects: Iterable[Redirect], ids: Mapping[str, Collection[str]]) -> Iterator[Finding]:
    """Yield redirects that go round in circles or end at nothing, each at its line.

    Args:
        redirects: all of them.
        ids: kind (``person``) → ids that exist; redirects to other kinds are taken as they are.
    """
    moves = {redirect.old: redirect for redirect in redirects}
    for redirect in moves.values():
        old, new = redirect.old, redirect.new
        seen, last = {old}, new
        while last in moves and last not in seen:
            seen.add(last)
            last = moves[last].new
        kind, _, identifier = last.partition("/")
        if last in seen:
            message = f"{old!r} leads back to itself over {new!r}; remove one of these redirects"
            message_vi = f"{old!r} dẫn vòng về chính nó qua {new!r}; hãy bỏ một chuyển hướng"
        elif kind in ids and identifier not in ids[kind]:
            message = f"{old!r} leads to {last!r}, which does not exist; redirect it to what does"
            message_vi = f"{old!r} dẫn đến {last!r} không tồn tại; hãy chuyển đến mã có thật"
        else:
            continue
        yield Finding(redirect.position, "redirect", message, message_vi, field=old, value=new)
