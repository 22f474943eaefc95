"""Curators' tools: ``fmt``, ``check``, ``new source``, ``locate``, ``audit``, ``coverage`` and ``schema``."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kg.build.check import check_everything
from kg.build.live import LiveRecords
from kg.build.long_lived import long_lived
from kg.cli.ask import Tongue
from kg.cli.findings_report import AllOption, FormatOption, LangOption, write_report
from kg.cli.output import EXIT_VIOLATIONS, exit_code_of_findings, stderr
from kg.cli.watch import Telling, watch_records
from kg.errors import Finding, FindingsError, InputError, Severity, UnknownError, UsageError
from kg.rdf.ontology import value_definitions
from kg.records.audit import audit as audit_rows
from kg.records.coverage import Coverage, cover
from kg.records.dataset import Dossier, read_dataset
from kg.records.files import record_files, record_type_of
from kg.records.fmt import format_text
from kg.records.json_schema import schema_files
from kg.records.locate import locate as find_words
from kg.records.new_source import begin_dossier
from kg.records.spans import read_source_text
from kg.records.text_files import file_name, read_utf8
from kg.settings import load_settings
from kg.validation.formats import ReportFormat

FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="Record files; by default all of the data folder.", show_default=False),
]
DataOption = Annotated[Path | None, typer.Option("--data", help="Folder of the records.")]
SourcesOption = Annotated[
    Path | None, typer.Option("--sources", help="Folder of the source texts (default: KG_SOURCES).")
]
SourceOption = Annotated[str, typer.Option("--source", help="Id of a source, or a text file.")]


def fmt(
    files: FilesArgument = None,
    check_only: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if a file would.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Write record files in their canonical form."""
    folder = _data(data)
    changed: list[Path] = []
    findings: list[Finding] = []
    for path in files or record_files(folder):
        text = read_utf8(path)
        try:
            canonical = format_text(text, record_type_of(path), file_name(path, folder.resolve().parent))
        except FindingsError as error:
            findings.extend(error.findings)
            continue
        if canonical != text:
            changed.append(path)
            if not check_only:
                path.write_text(canonical, encoding="utf-8", newline="\n")
    for path in changed:
        typer.echo(f"{'not canonical; run kg fmt' if check_only else 'formatted'}: {path}")
    if findings:
        raise FindingsError(findings)
    raise typer.Exit(EXIT_VIOLATIONS if check_only and changed else 0)


def check(
    files: FilesArgument = None,
    data: DataOption = None,
    sources: SourcesOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail too.")] = False,
    report_format: FormatOption = ReportFormat.TEXT,
    lang: LangOption = Tongue.EN,
    everything: AllOption = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever a file is saved, until interrupted.")
    ] = False,
) -> None:
    """Check records and the graph that they make: all findings of all files in one run.

    With FILE, those in these files, and those elsewhere that they bring about.
    """
    folder, texts = _data(data), _sources(sources)
    if watch:
        watch_records(Telling(folder, report_format, lang, everything, strict), texts, files or ())
        return
    if files:
        with long_lived():
            live = LiveRecords(load_settings().home, folder, texts, without=files)
        update = live.update(files)
        dataset, findings, waiting = live.dataset, update.findings, update.waiting
    else:
        whole = check_everything(load_settings().home, folder, texts)
        dataset, findings, waiting = whole.dataset, whole.findings, len(whole.waiting)
    write_report(findings, report_format, lang, folder, everything=everything)
    if report_format is ReportFormat.TEXT:
        stderr().print(_summary(findings, len(dataset.dossiers), waiting))
    raise typer.Exit(exit_code_of_findings(findings, strict=strict))


def _summary(findings: Sequence[Finding], dossiers: int, waiting: int) -> str:
    counts = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    told = ", ".join(f"{count} {severity.value}(s)" for severity, count in counts.items())
    more = f"; {waiting} more may follow from these, and are told once they are mended" if waiting else ""
    return f"{dossiers} dossiers read: {told}{more}"


def new_source(
    text_file: Annotated[Path, typer.Argument(metavar="FILE", help="Text of the source, UTF-8.")],
    identifier: Annotated[
        str, typer.Option("--id", help="Id of the source: {province}-{date or nd}-{topic}.")
    ] = "",
    data: DataOption = None,
) -> None:
    """Begin a dossier for a text; an existing one stays as it is."""
    path = begin_dossier(text_file, _data(data) / "sources", identifier)
    typer.echo(f"{path}: fill in what its comments name, then run kg check")


def locate(
    words: Annotated[str, typer.Argument(metavar="TEXT", help="Words to find; white space may differ.")],
    source: SourceOption,
    data: DataOption = None,
    sources: SourcesOption = None,
) -> None:
    """Print where words stand in a source: passages for `at`, with the words around them."""
    found = find_words(_text_of(source, data, sources), words)
    for place in found:
        start, end = place.span
        typer.echo(
            f"[{start}, {end}]  {place.line}:{place.column}  …{place.before}⟦{place.words}⟧{place.after}…"
        )
    if len(found) > 1:
        typer.echo(f"at: [{', '.join(f'[{place.span.start}, {place.span.end}]' for place in found)}]")
    if not found:
        stderr().print(
            f"{words!r} does not stand in {source}; try fewer words, or other accents", markup=False
        )
    raise typer.Exit(0 if found else EXIT_VIOLATIONS)


def audit(
    source: Annotated[str, typer.Argument(help="Id of a source.")],
    data: DataOption = None,
    sources: SourcesOption = None,
) -> None:
    """List every claim of a dossier with its slice of the text, in reading order, for a second reader."""
    dossier = _dossier(source, _data(data))
    for row in audit_rows(dossier, _source_text(dossier, sources)):
        typer.echo(
            f"{row.span.start}-{row.span.end}\t«{row.words}»\t{row.field}\t{row.claim}\t{row.position}"
        )


def coverage(
    source: Annotated[str | None, typer.Argument(help="Id of a source; by default all.")] = None,
    data: DataOption = None,
    sources: SourcesOption = None,
) -> int:
    """Print for each source which share of its sentences has a claim, by kind; exit 1 if any is left open."""
    folder = _data(data)
    dossiers = [_dossier(source, folder)] if source else list(_read(folder))
    found = [cover(dossier, _source_text(dossier, sources)) for dossier in dossiers]
    for item in found:
        _print_coverage(item)
    return EXIT_VIOLATIONS if any(item.open for item in found) else 0


def _print_coverage(found: Coverage) -> None:
    typer.echo(
        f"{found.source}: {found.claimed} of {found.sentences} sentences have a claim ({found.share:.0%}), "
        f"{found.excused} a reason for none, {len(found.open)} neither"
    )
    for kind, count in found.by_kind.items():
        typer.echo(f"  {kind}: {count} ({count / found.sentences:.0%})")
    for start, end in found.open:
        typer.echo(f"  open: [{start}, {end}]; record its claim, or give the reason in no-claim")


def schema(
    output: Annotated[Path | None, typer.Option("--output", help="Folder (default: data/schema).")] = None,
    data: DataOption = None,
) -> None:
    """Write the JSON Schemas of dossiers and registries, for editors."""
    folder = output or _data(data) / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema_files(value_definitions(load_settings().home / "ontology")).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        typer.echo(folder / name)


def _data(data: Path | None) -> Path:
    return data if data is not None else load_settings().data_folder


def _sources(sources: Path | None) -> Path | None:
    return sources if sources is not None else load_settings().sources


def _read(data: Path) -> tuple[Dossier, ...]:
    """Read all dossiers, as far as they can be read; ``kg check`` tells what is wrong with them."""
    return read_dataset(data, []).dossiers


def _dossier(identifier: str, data: Path) -> Dossier:
    dossiers = {dossier.id: dossier for dossier in _read(data)}
    if identifier not in dossiers:
        near = difflib.get_close_matches(identifier, dossiers, n=3)
        known = ", ".join(near or dossiers)
        raise UnknownError(f"there is no source {identifier!r}; the nearest are: {known}")
    return dossiers[identifier]


def _text_of(source: str, data: Path | None, sources: Path | None) -> str:
    if Path(source).is_file():
        return read_utf8(Path(source))
    return _source_text(_dossier(source, _data(data)), sources)


def _source_text(dossier: Dossier, sources: Path | None) -> str:
    folder = _sources(sources)
    if folder is None:
        raise UsageError("the text is needed: name its folder with --sources, or in KG_SOURCES")
    text = read_source_text(folder, dossier)
    if text is None:
        raise InputError(folder / dossier.source.text("file"), "is not there; name the folder of the texts")
    return text
