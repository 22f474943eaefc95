"""``kg register``: make the register of administrative units from raw lists; find units by name and day."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from kg.build.register_import import Imported, import_register
from kg.cli.output import progress
from kg.errors import InputError, UnknownError
from kg.records.register import read_register
from kg.records.unit_names import UnitNames
from kg.records.units import Register, UnitVersion
from kg.settings import load_settings

DataOption = Annotated[Path | None, typer.Option("--data", help="Folder of the records.")]


def import_(
    raw: Annotated[Path, typer.Argument(help="Folder of the raw lists: snapshots, merge list, points.")],
    data: DataOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", help="Folder for the files (default: register in the data folder)."),
    ] = None,
    only_known: Annotated[
        bool, typer.Option("--only-known", help="Write no units but those that the register has.")
    ] = False,
    undecided: Annotated[
        Path | None, typer.Option("--undecided", help="CSV file for all that could not be decided.")
    ] = None,
) -> None:
    """Make the register from raw lists; ids and version numbers that it has stay as they are."""
    folder = _folder(data)
    keep = folder if (folder / "units.csv").exists() else None
    found = import_register(raw, output or folder, keep=keep, only_kept=only_known, progress=progress)
    if undecided is not None:
        _write_undecided(undecided, found)
    typer.echo(
        f"{found.units} units, {found.versions} versions, {found.changes} changes in {output or folder}"
    )


def find(
    name: Annotated[str, typer.Argument(help="Name, with type and what it lies in if known: xã A, huyện B.")],
    day: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Day on which it is used (default: newest state)."),
    ] = None,
    kind: Annotated[str, typer.Option("--type", help="Type of the unit, as huyện.")] = "",
    within: Annotated[str, typer.Option("--within", help="A unit that it lies in.")] = "",
    data: DataOption = None,
) -> None:
    """Find the units that a name may mean on a day, best first, and what each is today."""
    register = read_register(_folder(data))
    on = day.date() if day is not None else date.max
    names = UnitNames(register)
    found = names.find(name, on, type_word=kind, within=within)
    if not found:
        others = [
            (
                f"{version.unit}/v/{version.number}",
                f"{_with_parents(register, version)}, {_validity(version)}",
            )
            for version in names.on_any_day(name, within=within)
        ]
        raise UnknownError(f"no unit is called {name!r} on that day; try another day or spelling", others)
    if len(found) > 1:
        progress(f"{len(found)} units fit; say the type (--type) or a unit around it (--within)")
    for candidate in found:
        version = candidate.version
        typer.echo(
            f"{_with_parents(register, version)}  {version.unit}/v/{version.number}  {_validity(version)}"
        )
        typer.echo(f"  because: {', '.join(candidate.reasons)}")
        current = [each for each in register.today(version.unit) if each.key != version.key]
        if current:
            typer.echo(f"  today: {'; '.join(_with_parents(register, each) for each in current)}")


def _folder(data: Path | None) -> Path:
    return (data if data is not None else load_settings().data_folder) / "register"


def _with_parents(register: Register, version: UnitVersion) -> str:
    names = []
    current: UnitVersion | None = version
    while current is not None and current.level > 0:
        names.append(f"{current.type} {current.name}")
        current = register.parent_of(current)
    return ", ".join(names)


def _validity(version: UnitVersion) -> str:
    return f"{version.valid_from} … {version.valid_until or ''}".rstrip()


def _write_undecided(path: Path, found: Imported) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(("step", "unit", "open"))
            writer.writerows((step.step, unit, what) for step in found.steps for unit, what in step.undecided)
    except OSError as error:
        raise InputError(path, f"cannot be written ({error.strerror}); name another file") from error
