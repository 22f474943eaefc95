"""Read all records of a data folder: dossiers, registries, register; every finding of every file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kg.errors import Finding, FindingsError, InputError, Position
from kg.records.dossier_types import DOSSIER
from kg.records.fields import RecordType
from kg.records.model import Record
from kg.records.outlines import Outline, read_outlines
from kg.records.reader import RecordReader
from kg.records.redirects import Redirect, read_redirects
from kg.records.register import read_register
from kg.records.registry_types import KIND_OF_REGISTRY, REGISTRIES
from kg.records.text_files import file_name, read_record_text
from kg.records.units import Register
from kg.records.yaml_nodes import Mapping as MappingNode
from kg.records.yaml_nodes import Sequence, parse_yaml

EVENT_PART = "/event/"
"""Between the id of a source and that of its event, where another source names it."""
EVENT_OF_OTHER = "event of another source"
"""Kind of a reference from one dossier to an event of another."""


@dataclass(frozen=True)
class Dossier:
    """One source document with everything recorded of it."""

    file: str
    record: Record

    @cached_property
    def source(self) -> Record:
        """The section on the document itself; an empty record where it is missing."""
        source = self.record.part("source")
        return source if source is not None else Record(self.record.type, {}, self.record.position)

    @cached_property
    def id(self) -> str:
        """Id of the source."""
        return self.source.text("id")

    @cached_property
    def events(self) -> tuple[str, ...]:
        """Its events as other dossiers name them: ``{source}/event/{id}``."""
        return tuple(f"{self.id}{EVENT_PART}{event.text('id')}" for event in self.record.parts("events"))


@dataclass(frozen=True)
class Dataset:
    """Everything that the data folder holds, typed.

    Attributes:
        dossiers: sorted by source id.
        registries: registry name (``people``) → its items in file order.
        register: units, versions and changes.
        moves: ids that moved, with where the file says so.
        outlines: of units of the register, for maps.
        unread: kinds of reference of which a file could not be read: what names one of them may be right.
    """

    dossiers: tuple[Dossier, ...]
    registries: Mapping[str, tuple[Record, ...]]
    register: Register
    moves: tuple[Redirect, ...] = ()
    outlines: tuple[Outline, ...] = ()
    unread: frozenset[str] = frozenset()

    @property
    def redirects(self) -> dict[str, str]:
        """Old id → new id, both as in ``person/x``."""
        return {move.old: move.new for move in self.moves}

    @cached_property
    def ids(self) -> dict[str, dict[str, Record]]:
        """Kind of reference (``person``, ``org``, …) → id → registry item."""
        return {
            KIND_OF_REGISTRY[name]: {item.text("id"): item for item in items}
            for name, items in self.registries.items()
        }

    def exchanged(self, dossiers: Iterable[Dossier], unread: Collection[str] = ()) -> Dataset:
        """Give the same with other dossiers, and more kinds that could not be read; keep the ids."""
        found = replace(self, dossiers=tuple(dossiers), unread=self.unread | {*unread})
        found.__dict__["ids"] = self.ids
        return found


def read_dataset(folder: Path, findings: list[Finding], *, root: Path | None = None) -> Dataset:
    """Read ``sources/*.yaml``, ``registry/*.yaml`` and the files of ``register/`` of a data folder.

    Args:
        folder: the data folder.
        findings: takes everything that is wrong; reading goes on.
        root: file names in positions are relative to this folder (default: the parent of `folder`).

    Raises:
        InputError: the folder is not there.
    """
    root = root or folder.resolve().parent
    shared = read_shared(folder, findings, root=root)
    dossiers = [read_dossier(path, findings, root=root) for path in sorted(folder.glob("sources/*.yaml"))]
    return with_dossiers(shared, dossiers, findings)


def read_shared(folder: Path, findings: list[Finding], *, root: Path) -> Dataset:
    """Read the files of ``registry/`` and ``register/``, which all dossiers share.

    Raises:
        InputError: the folder is not there.
    """
    if not folder.is_dir():
        raise InputError(folder, "is no folder; name the folder that holds sources/ and registry/")
    unread: set[str] = set()
    registries: dict[str, tuple[Record, ...]] = {}
    for name, record_type in REGISTRIES.items():
        before = len(findings)
        file = folder / "registry" / f"{name}.yaml"
        registries[name] = _read_registry(file, name, record_type, findings, root)
        if not registries[name] and len(findings) > before:
            unread.add(KIND_OF_REGISTRY[name])
    before = len(findings)
    register = _read_units(folder / "register", findings, root)
    if not register.units and len(findings) > before:
        unread.update(("unit", "version"))
    moves = read_redirects(folder / "registry" / "redirects.csv", findings, root)
    # Against a register that could not be read every outline would be a false alarm.
    outlines = read_outlines(folder / "register", register, findings, root=root) if register.units else ()
    return Dataset((), registries, register, moves, outlines, frozenset(unread))


def with_dossiers(shared: Dataset, dossiers: Iterable[Dossier | None], findings: list[Finding]) -> Dataset:
    """Join dossiers with what they share.

    Args:
        shared: registries and register.
        dossiers: in the order of their files; nothing stands for one that could not be read.
        findings: takes ids of sources that two dossiers use.
    """
    known = list(dossiers)
    found = tuple(sorted((item for item in known if item is not None), key=lambda item: item.id))
    _report_twins(found, findings)
    return shared.exchanged(found, {EVENT_OF_OTHER} if None in known else ())


def read_dossier(path: Path, findings: list[Finding], *, root: Path) -> Dossier | None:
    """Read one dossier; ``None``, with a finding, if it cannot be read or its YAML holds no mapping."""
    file = file_name(path, root)
    text = read_record_text(path, file, findings)
    if text is None:
        return None
    node = parse_yaml(text, file, findings)
    if node is None:
        if not any(finding.position.file == file for finding in findings):
            findings.append(
                Finding(Position(file), "syntax", "the file is empty; write a dossier", "tệp trống")
            )
        return None
    record = RecordReader(findings).read(node, DOSSIER)
    return Dossier(file, record) if record is not None else None


def _read_registry(
    path: Path, name: str, record_type: RecordType, findings: list[Finding], root: Path
) -> tuple[Record, ...]:
    if not path.exists():
        return ()
    file = file_name(path, root)
    text = read_record_text(path, file, findings)
    if text is None:
        return ()
    node = parse_yaml(text, file, findings)
    items = node.entries.get(name) if isinstance(node, MappingNode) else None
    if not isinstance(node, MappingNode) or not isinstance(items, Sequence) or len(node.entries) != 1:
        message = f"expected one key {name!r} with a list of {record_type.name} entries"
        findings.append(Finding(Position(file), "schema", message, f"cần một khóa {name!r} với danh sách"))
        return ()
    reader = RecordReader(findings)
    records = [reader.read(item, record_type, f"{name}[{index}]") for index, item in enumerate(items.items)]
    found = tuple(record for record in records if record is not None)
    seen: dict[str, Record] = {}
    for record in found:
        first = seen.setdefault(record.text("id"), record)
        if first is not record:
            english = f"the id {record.text('id')!r} stands already at {first.position}; choose another"
            vietnamese = f"mã {record.text('id')!r} đã có ở {first.position}"
            findings.append(
                Finding(record.at("id"), "duplicate", english, vietnamese, field=record.field_path("id"))
            )
    return found


def _read_units(folder: Path, findings: list[Finding], root: Path) -> Register:
    try:
        return read_register(folder, root=root)
    except FindingsError as error:
        findings.extend(error.findings)
        return Register((), (), ())


def _report_twins(dossiers: tuple[Dossier, ...], findings: list[Finding]) -> None:
    seen: dict[str, Dossier] = {}
    for dossier in dossiers:
        first = seen.setdefault(dossier.id, dossier)
        if first is not dossier:
            english = f"the source id {dossier.id!r} is used by {first.file} too; choose another"
            vietnamese = f"mã nguồn {dossier.id!r} đã dùng trong {first.file}"
            findings.append(
                Finding(dossier.source.at("id"), "duplicate", english, vietnamese, field="source.id")
            )
