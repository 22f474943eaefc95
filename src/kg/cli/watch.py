"""``kg check --watch``: keep the graph open, and check again whenever a record file is saved."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from pathlib import Path

from rich.markup import escape
from watchfiles import Change, watch

from kg.build.live import LiveRecords
from kg.cli.ask import Tongue
from kg.cli.findings_report import write_report
from kg.cli.output import report, stderr
from kg.errors import Finding, KgError, Severity
from kg.settings import load_settings
from kg.validation.formats import ReportFormat

_RECORDS = frozenset({"sources", "registry", "register"})
_SUFFIXES = frozenset({".yaml", ".csv", ".geojson"})
_TOGETHER = 50
"""Milliseconds within which saves count as one change: editors write a file in several steps."""
_PATIENCE = 200
"""Milliseconds until the watcher looks whether it is still wanted."""


def watch_records(
    data: Path, sources: Path | None, files: Sequence[Path], form: ReportFormat, lang: Tongue
) -> None:
    """Check a data folder, then each change of it, until the user interrupts.

    Args:
        data: the data folder.
        sources: folder of the source texts, where the reader has them.
        files: watch only these; all record files where there are none.
        form: form of the findings.
        lang: language of the messages.

    Raises:
        InputError: a folder or file cannot be read at the start.
        KeyboardInterrupt: the user had enough.
    """
    wanted = {path.resolve() for path in files}

    def counts(_change: Change, name: str) -> bool:
        path = Path(name)
        return path in wanted if wanted else _is_record(path, data.resolve())

    folders = {data.resolve(), *(path.parent for path in wanted)}
    saves = watch(
        *folders,
        watch_filter=counts,
        debounce=_TOGETHER,
        step=_TOGETHER // 5,
        rust_timeout=_PATIENCE,
        yield_on_timeout=True,
    )
    next(saves)  # from here on nothing that is saved is missed, not even while the records are read
    live = _begin(data, sources, files, form, lang)
    stderr().print(escape(f"watching {', '.join(map(str, files)) or data}; Ctrl-C ends it"), soft_wrap=True)
    for changes in saves:
        _check_again(live, sorted({Path(name) for _change, name in changes}), form, lang, data)


def _begin(
    data: Path, sources: Path | None, files: Sequence[Path], form: ReportFormat, lang: Tongue
) -> LiveRecords:
    begun = time.perf_counter()
    live = LiveRecords(load_settings().home, data, sources, without=files)
    if files:
        findings: Sequence[Finding] = live.update(files).findings
    else:
        findings, _waiting = live.findings()
    _tell(", ".join(path.name for path in files) or "all records", findings, begun, form, lang, data)
    return live


def _check_again(
    live: LiveRecords, paths: Collection[Path], form: ReportFormat, lang: Tongue, data: Path
) -> None:
    changed = [path for path in paths if path.exists() or live.knows(path)]
    if not changed:
        return
    begun = time.perf_counter()
    try:
        update = live.update(changed)
    except KgError as error:  # half-written, not UTF-8, gone again: the next save may mend it
        report(error)
        return
    names = ", ".join(path.name for path in changed)
    _tell(names, update.findings, begun, form, lang, data, update.gone)


def _tell(
    what: str,
    findings: Sequence[Finding],
    begun: float,
    form: ReportFormat,
    lang: Tongue,
    data: Path,
    gone: int = 0,
) -> None:
    taken = (time.perf_counter() - begun) * 1000
    write_report(findings, form, lang, data)
    counts = ", ".join(
        f"{sum(finding.severity is severity for finding in findings)} {severity.value}(s)"
        for severity in Severity
    )
    mended = f", {gone} gone" if gone else ""
    stderr().print(escape(f"{what}: {counts}{mended} ({taken:.0f} ms)"), soft_wrap=True)


def _is_record(path: Path, data: Path) -> bool:
    return (
        path.parent.name in _RECORDS
        and path.parent.parent == data
        and path.suffix in _SUFFIXES
        and not path.name.startswith(".")
    )
