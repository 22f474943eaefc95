"""Give ids to units and changes: those of the register that stands stay, new ones are made once.

An id is made of the first version of a unit: ``{province}``, ``{province}.{type}.{name}`` for a district and
for a commune since the reform, ``{province}.{district}.{type}.{name}`` for a commune before it; ``-2`` where
that is taken. A unit of the standing register is known again by code, type, name and first day of its first
version; each of its versions must come out again under its number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.build.register_import.draft import DraftUnit, DraftVersion, History
from kg.build.register_import.legal import REFORM
from kg.build.register_import.names import loose_key
from kg.errors import Finding, FindingsError
from kg.records.units import Register, UnitVersion
from kg.text.canonical import slug

Signature = tuple[str, str, str, str]


def give_ids(history: History, standing: Register | None) -> None:
    """Give every unit and change its id.

    Args:
        history: all units and changes.
        standing: the register whose ids and version numbers stay; None where there is none.

    Raises:
        FindingsError: a unit or version that stands does not come out again, or under another number.
    """
    units = [unit for unit in history.units if unit.versions]
    if standing is not None:
        _keep_ids(units, standing)
    used = {unit.id for unit in units if unit.id}
    for unit in units:
        if not unit.id:
            unit.id = _unused(_made_id(unit), used)
            used.add(unit.id)
    seen: Counter[str] = Counter()
    for change in history.changes:
        part = change.after if change.after is not None else change.before[0]
        made = f"{part.version.unit.id}/{change.kind}"
        seen[made] += 1
        change.id = made if seen[made] == 1 else f"{made}-{seen[made]}"


def _made_id(unit: DraftUnit) -> str:
    """Spell the id of a unit; the units above have theirs already, for they were made before."""
    first = unit.versions[0]
    entry = first.entry
    if entry.level == 0:
        return "vn"
    if entry.level == 1 or first.parent is None:
        return slug(entry.name)
    above = [slug(first.parent.entry.name)] if entry.level == 3 and first.start.day < REFORM else []
    province = first.parent
    while province.entry.level > 1 and province.parent is not None:
        province = province.parent
    return ".".join([province.unit.id, *above, slug(entry.type), slug(entry.name)])


def _unused(made: str, used: set[str]) -> str:
    found, number = made, 1
    while found in used:
        number += 1
        found = f"{made}-{number}"
    return found


def _signature(version: DraftVersion) -> Signature:
    entry = version.entry
    return entry.code, entry.type, loose_key(entry.name), version.start.day.isoformat()


def _standing_signature(version: UnitVersion) -> Signature:
    return version.code, version.type, loose_key(version.name), version.valid_from.isoformat()


def _keep_ids(units: list[DraftUnit], standing: Register) -> None:
    by_first = {_signature(unit.versions[0]): unit for unit in units}
    findings: list[Finding] = []
    for unit in standing.units:
        versions = standing.versions(unit.id)
        found = by_first.get(_standing_signature(versions[0]))
        if found is None:
            findings.append(_lost(versions[0]))
            continue
        found.id = unit.id
        findings.extend(_renumbered(versions, found))
    if findings:
        raise FindingsError(findings)


def _renumbered(versions: tuple[UnitVersion, ...], unit: DraftUnit) -> Iterator[Finding]:
    made = {version.number: _signature(version) for version in unit.versions}
    for version in versions:
        if made.get(version.number) != _standing_signature(version):
            yield _lost(version)


def _lost(version: UnitVersion) -> Finding:
    name = f"{version.unit} version {version.number} ({version.type} {version.name}, {version.code})"
    return Finding(
        version.position,
        "kept",
        f"the lists do not give {name} again from {version.valid_from}; ids and numbers never change, so "
        "correct the lists or the import, not the register",
        f"các danh sách không cho lại {name} từ {version.valid_from}; mã và số phiên bản không bao giờ đổi, "
        "hãy sửa danh sách hoặc cách nhập, không sửa danh mục",
        value=version.unit,
    )
