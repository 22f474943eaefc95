"""Writes the generated parts of the documentation from the code: run it after a change of what they describe.

A Markdown file under ``docs/`` holds its generated parts between the lines ``<!-- generated: NAME -->`` and
``<!-- end -->``. ``python docs/generate.py`` rewrites them all; with ``--check`` it changes nothing, names
the files that are stale and exits with 1.
"""

# ruff: noqa: INP001 - a script beside the documents, no package

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from enum import Enum
from pathlib import Path
from typing import Any, Final, get_args, get_origin, get_type_hints

import typer
from rdflib import OWL, RDF, RDFS, SDO, SH, SKOS, Graph, Literal, URIRef
from rdflib.term import Node
from starlette.routing import Mount, Route
from typer.models import ArgumentInfo

from kg.bench.http.report import http_tables
from kg.bench.tables import records_table, register_table, validation_tables
from kg.cli.main import app as cli
from kg.export.tables import TABLES
from kg.records.dossier_types import DOSSIER
from kg.records.fields import Field, Kind, RecordType
from kg.records.registry_types import REGISTRIES
from kg.settings import Settings
from kg.store import Limits
from kg.store.question_files import read_questions
from kg.store.question_types import Parameter, Question
from kg.vocab import KG, PREFIXES, SCHEMES, SHAPES
from kg.web.app import ROUTERS
from kg.web.problems import STATUSES

ROOT: Final = Path(__file__).resolve().parents[1]
_BLOCK: Final = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_BUILT_IN: Final = {"HEAD", "OPTIONS"}


def table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a Markdown table; bars inside cells are escaped."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|').strip() for cell in row)} |"


def code(text: str) -> str:
    """Set a word in code, nothing for the empty word."""
    return f"`{text}`" if text else ""


# ---- Records ----


def records() -> Iterator[str]:
    """Field tables of a dossier, of what its sections hold, and of the registries."""
    yield from _type(DOSSIER)
    seen = {DOSSIER.name}
    queue = list(DOSSIER.parts())
    while queue:
        record_type = queue.pop(0)
        if record_type.name not in seen:
            seen.add(record_type.name)
            yield from _type(record_type)
            queue.extend(record_type.parts())


def registries() -> Iterator[str]:
    """Field tables of the entries of each registry file."""
    for name, record_type in REGISTRIES.items():
        yield from _type(record_type, f"{name}.yaml")


def _type(record_type: RecordType, title: str = "") -> Iterator[str]:
    yield f"### {title or record_type.name}"
    yield ""
    if record_type.shorthand:
        yield f"A bare value stands for `{record_type.shorthand}`."
        yield ""
    for group in record_type.one_of:
        yield f"Exactly one of {', '.join(map(code, group))}."
        yield ""
    heads = ("key", "value", "card.", "property", "vi", "en")
    yield from table(heads, (_row(row) for row in record_type.fields))
    yield ""


def _row(row: Field) -> tuple[str, ...]:
    predicate = "" if row.predicate is None else code(short(row.predicate))
    return (code(row.key), _value(row), row.card, predicate, row.vi, row.en)


def _value(row: Field) -> str:
    if row.kind is Kind.PART and row.part is not None:
        said = f"[{row.part.name}](#{row.part.name})"
    elif row.kind is Kind.REF:
        said = f"id ({row.target})"
    elif row.kind is Kind.ENUM and row.scheme:
        said = f"[{row.scheme}](#{row.scheme.lower()})"
    elif row.kind is Kind.ENUM:
        said = ", ".join(map(code, row.choices))
    else:
        said = _KINDS[row.kind]
    return " or ".join([said, *map(code, row.also)])


_KINDS: Final = {
    Kind.TEXT: "text",
    Kind.LABEL: "`{vi, en}`",
    Kind.DAY: "day",
    Kind.DECIMAL: "number",
    Kind.INTEGER: "whole number",
    Kind.BOOLEAN: "true or false",
    Kind.SLUG: "id",
    Kind.SPANS: "passages",
}


def schemes() -> Iterator[str]:
    """Closed lists of values."""
    for name, values in SCHEMES.items():
        yield f"### {name}"
        yield ""
        yield ", ".join(map(code, values))
        yield ""


# ---- Command line ----


# Read from the functions and their annotations, for Typer's own objects change from version to version.
def commands() -> Iterator[str]:
    """Every command with its arguments and options."""
    for name, function in sorted(functions_of(cli, "kg")):
        yield f"### {name}"
        yield ""
        yield from _documentation(function)
        rows = [_option(*item) for item in options_of(function)]
        if rows:
            yield from table(("argument or option", "takes", "meaning", "default"), iter(rows))
            yield ""


def functions_of(app: typer.Typer, name: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every command of an application with its full name."""
    for command in app.registered_commands:
        if command.callback is not None:
            spelled = command.name or command.callback.__name__.replace("_", "-")
            yield f"{name} {spelled}", command.callback
    for group in app.registered_groups:
        if group.typer_instance is not None:
            yield from functions_of(group.typer_instance, f"{name} {group.name}")


def options_of(function: Callable[..., Any]) -> Iterator[tuple[inspect.Parameter, Any, Any]]:
    """Yield parameter, type and Typer's description of every argument and option."""
    hints = get_type_hints(function, include_extras=True)
    for parameter in inspect.signature(function).parameters.values():
        kind, *extras = get_args(hints[parameter.name])
        yield parameter, kind, extras[0]


def names_of(parameter: inspect.Parameter, description: Any) -> list[str]:
    """Give the spellings of an option, or the name that stands for an argument."""
    if isinstance(description, ArgumentInfo):
        return [description.metavar or parameter.name.upper()]
    # Inside Annotated, the first spelling of an option stands where its default would.
    spelled = [description.default, *(description.param_decls or ())]
    found = [word for word in spelled if isinstance(word, str) and word.startswith("-")]
    return found or [f"--{parameter.name.replace('_', '-')}"]


def _documentation(function: Callable[..., Any]) -> Iterator[str]:
    for paragraph in inspect.cleandoc(function.__doc__ or "").partition("\n\nArgs:")[0].split("\n\n"):
        yield _plain(paragraph).replace("``", "`")
        yield ""


def _option(parameter: inspect.Parameter, kind: Any, description: Any) -> tuple[str, ...]:
    names = ", ".join(map(code, names_of(parameter, description)))
    required = parameter.default is inspect.Parameter.empty
    default = "" if required or parameter.default in (None, "", False) else str(parameter.default)
    meaning = _plain(description.help or "") + (" Required." if required else "")
    return (names, _takes(kind), meaning, code(default))


def _takes(kind: Any) -> str:
    """Say in words what a type of an option takes."""
    inner = [item for item in get_args(kind) if item is not type(None)]
    if get_origin(kind) is list:
        return f"{_takes(inner[0])}; may be repeated"
    if inner:
        return _takes(inner[0])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(code(str(item.value)) for item in kind)
    return {bool: "", Path: "path", int: "whole number", float: "number"}.get(kind, "text")


def _plain(text: str) -> str:
    return " ".join(text.replace("\b", "").split())


# ---- Settings, limits, errors ----


def settings() -> Iterator[str]:
    """Every variable of the environment."""
    said = _attributes(Settings)
    rows = []
    for name, row in Settings.model_fields.items():
        bounds = ", ".join(_bound(item) for item in row.metadata)
        default = "" if row.default_factory or row.default is None else str(row.default)
        rows.append((code(f"KG_{name.upper()}"), said[name], _takes(row.annotation), code(default), bounds))
    yield from table(("variable", "meaning", "takes", "default", "bounds"), iter(rows))
    yield ""


def _bound(constraint: Any) -> str:
    """Spell a bound of pydantic's, such as ``Ge(ge=1)``."""
    signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
    return " ".join(
        f"{sign} {getattr(constraint, name)}" for name, sign in signs.items() if hasattr(constraint, name)
    )


def limits() -> Iterator[str]:
    """Bounds of one query with the values of the public service."""
    said = _attributes(Limits)
    rows = ((code(row.name), said[row.name], f"{row.default:,}".replace(",", " ")) for row in fields(Limits))
    yield from table(("limit", "meaning", "default"), rows)
    yield ""


def _attributes(described: type) -> dict[str, str]:
    """Read the ``Attributes:`` section of a Google-style docstring: name → meaning."""
    found: dict[str, str] = {}
    section = (described.__doc__ or "").partition("Attributes:")[2]
    for match in re.finditer(r"^ {8}([a-z_]+(?:, [a-z_]+)*): (.+(?:\n {12,}.+)*)", section, re.MULTILINE):
        for name in match[1].split(", "):
            found[name] = _plain(match[2]).replace("``", "`").removesuffix(".")
    return found


def problems() -> Iterator[str]:
    """Status and code of every error of the service."""
    rows = ((code(error.__name__), str(status.value), code(name)) for error, status, name in STATUSES)
    yield from table(("error", "HTTP status", "code"), rows)
    yield ""


# ---- Routes and questions ----


def routes() -> Iterator[str]:
    """Every address that the service answers."""
    rows = []
    for route in (route for router in ROUTERS for route in router.routes):
        if isinstance(route, Route | Mount):
            methods = sorted((getattr(route, "methods", None) or {"GET"}) - _BUILT_IN)
            first = inspect.cleandoc(getattr(route, "endpoint", route).__doc__ or "").partition("\n\n")[0]
            rows.append((code(route.path), ", ".join(methods), _plain(first).replace("``", "`")))
    yield from table(("address", "methods", "what it answers"), iter(rows))
    yield ""


def questions() -> Iterator[str]:
    """Every named question with its parameters and columns."""
    found = read_questions(ROOT / "queries")
    for name, question in found.items():
        yield f"### {name}"
        yield ""
        yield f"{question.title.en} ({question.title.vi}). {_plain(question.description.en)}"
        yield ""
        yield from _parameters(question)
        yield f"Columns: {', '.join(code(column.name) for column in question.columns)}."
        yield ""


def _parameters(question: Question) -> Iterator[str]:
    if not question.parameters:
        yield "No parameters."
    else:
        heads = ("parameter", "takes", "meaning", "default")
        yield from table(heads, (_parameter(item) for item in question.parameters))
    if question.needs:
        ways = " or ".join(" and ".join(code(name) for name in sorted(way)) for way in question.needs)
        yield ""
        yield f"Needs {ways}."
    yield ""


def _parameter(item: Parameter) -> tuple[str, ...]:
    takes = f"one of {', '.join(map(code, SCHEMES[item.scheme]))}" if item.scheme else item.kind
    if item.most:
        takes = f"a whole number from 1 to {item.most}"
    elif item.many:
        takes = f"several, each {item.kind}"
    meaning = f"{item.label.en} ({item.label.vi})" + ("; required" if item.required else "")
    return (code(item.name), takes, meaning, code(item.default))


# ---- Shapes and ontology ----


def rules() -> Iterator[str]:
    """Rules across records, from ``shapes/rules.ttl``."""
    graph = Graph().parse(ROOT / "shapes" / "rules.ttl")
    rows = []
    for shape in set(graph.subjects(RDF.type, SH.NodeShape)):
        names = {
            name.language: str(name) for name in graph.objects(shape, SH.name) if isinstance(name, Literal)
        }
        weight = str(graph.value(shape, SH.severity)).rpartition("#")[2].lower()
        rows.append((str(shape).rpartition("#")[2], names.get("en", ""), names.get("vi", ""), weight))
    rows.sort(key=lambda row: (int(row[0].removeprefix("X").partition("-")[0]), row[0]))
    heads = ("rule", "what it asks", "tiếng Việt", "severity")
    yield from table(heads, ((code(name), *rest) for name, *rest in rows))
    yield ""


def rules_explained() -> Iterator[str]:
    """Each rule across records: what its findings say, and its examples."""
    graph = Graph().parse(ROOT / "shapes" / "rules.ttl")
    shapes: dict[int, list[str]] = {}
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        name = str(shape).rpartition("#")[2]
        shapes.setdefault(int(name.removeprefix("X").partition("-")[0]), []).append(name)
    for number, names in sorted(shapes.items()):
        yield f"### X{number}"
        yield ""
        for name in sorted(names):
            yield from _rule_explained(graph, SHAPES[name])
        yield ""
        files = sorted((ROOT / "shapes" / "examples" / "rules").glob(f"*valid-x{number}[-.]*"))
        links = (f"[{file.stem}](../../{file.relative_to(ROOT).as_posix()})" for file in files)
        yield f"Examples: {', '.join(links)}."
        yield ""


def _rule_explained(graph: Graph, shape: Node) -> Iterator[str]:
    weight = str(graph.value(shape, SH.severity)).rpartition("#")[2].lower()
    yield f"- {code(short(shape).partition(':')[2])} ({weight}): {_in(graph, shape, SH.name, 'en')}."
    for constraint in sorted({*graph.objects(shape, SH.sparql), *graph.objects(shape, SH.property)}, key=str):
        for language in ("en", "vi"):
            said = re.sub(r"\{\?\w+\}", "…", _in(graph, constraint, SH.message, language))
            yield f"  - {said}"


def _in(graph: Graph, subject: Node, predicate: URIRef, language: str) -> str:
    words = graph.objects(subject, predicate)
    return next((str(word) for word in words if isinstance(word, Literal) and word.language == language), "")


def short(iri: Node) -> str:
    """Spell an IRI with the prefix that the project uses for it."""
    for prefix, namespace in PREFIXES.items():
        if str(iri).startswith(str(namespace)):
            return f"{prefix}:{str(iri).removeprefix(str(namespace))}"
    return str(iri)


def register_columns() -> Iterator[str]:
    """Tables of the exported register with their columns."""
    for exported in TABLES.values():
        yield f"### {exported.name}"
        yield ""
        yield f"{exported.meaning} {exported.meaning_vi}"
        yield ""
        yield f"Key: {', '.join(map(code, exported.key)) or 'none'}."
        yield ""
        rows = ((code(each.name), each.type, each.meaning, each.meaning_vi) for each in exported.columns)
        yield from table(("column", "type", "meaning", "ý nghĩa"), rows)
        yield ""


def prefixes() -> Iterator[str]:
    """Abbreviations of namespaces."""
    rows = ((code(f"{prefix}:"), code(str(namespace))) for prefix, namespace in sorted(PREFIXES.items()))
    yield from table(("prefix", "namespace"), rows)
    yield ""


def classes() -> Iterator[str]:
    """Own classes with what they are."""
    graph = _ontology()
    rows = (
        (code(short(term)), _all(graph, term, RDFS.subClassOf), _english(graph, term))
        for term in _own(graph, OWL.Class)
    )
    yield from table(("class", "subclass of", "definition"), rows)
    yield ""


def properties() -> Iterator[str]:
    """Own properties with domain and range."""
    graph = _ontology()
    found = {*_own(graph, OWL.ObjectProperty), *_own(graph, OWL.DatatypeProperty), *_own(graph, RDF.Property)}
    rows = (
        (
            code(short(term)),
            _all(graph, term, RDFS.domain, SDO.domainIncludes),
            _all(graph, term, RDFS.range, SDO.rangeIncludes),
            _english(graph, term),
        )
        for term in sorted(found, key=lambda term: str(term).casefold())
    )
    yield from table(("property", "of", "value", "definition"), rows)
    yield ""


def _ontology() -> Graph:
    return Graph().parse(ROOT / "ontology" / "kg.ttl")


def _own(graph: Graph, kind: URIRef) -> list[URIRef]:
    found = {term for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef)}
    own = [term for term in found if str(term).startswith(str(KG._NS))]  # noqa: SLF001 - rdflib has no other
    return sorted(own, key=lambda term: str(term).casefold())


def _all(graph: Graph, term: URIRef, *predicates: URIRef) -> str:
    found = {short(value) for predicate in predicates for value in graph.objects(term, predicate)}
    return ", ".join(map(code, sorted(found)))


def _english(graph: Graph, term: URIRef) -> str:
    words = graph.objects(term, SKOS.definition)
    return next((str(word) for word in words if isinstance(word, Literal) and word.language == "en"), "")


def bench_validation() -> Iterator[str]:
    """What ``kg bench validation --json`` measured last."""
    yield validation_tables(json.loads((ROOT / "docs" / "bench" / "validation.json").read_text("utf-8")))


def bench_register() -> Iterator[str]:
    """What ``kg bench register --json`` measured last."""
    yield register_table(json.loads((ROOT / "docs" / "bench" / "register.json").read_text("utf-8")))


def bench_http() -> Iterator[str]:
    """What ``kg bench http --json`` measured last."""
    yield http_tables(json.loads((ROOT / "docs" / "bench" / "http.json").read_text("utf-8")))


def attacks() -> Iterator[str]:
    """What ``python -m tests.soak.attacks --json`` measured last."""
    found = json.loads((ROOT / "docs" / "bench" / "attacks.json").read_text("utf-8"))
    rows = (
        (
            one["attack"],
            ", ".join(one["answers"]),
            f"{one['slowest']:.1f}",
            f"{one['alone']:.0f}",
            f"{one['meanwhile']:.0f}",
            f"{one['ratio']:.2f}",
        )
        for one in found["attacks"]
    )
    heads = ("attack", "answer", "slowest answer, s", "p95 of others, ms", "during the attack, ms", "ratio")
    yield from table(heads, rows)
    yield ""


def bench_records() -> Iterator[str]:
    """What ``kg bench records --json`` measured last."""
    yield records_table(json.loads((ROOT / "docs" / "bench" / "records.json").read_text("utf-8")))


PARTS: Final[dict[str, Callable[[], Iterator[str]]]] = {
    "records": records,
    "registries": registries,
    "schemes": schemes,
    "commands": commands,
    "settings": settings,
    "limits": limits,
    "problems": problems,
    "rules": rules,
    "rules-explained": rules_explained,
    "routes": routes,
    "questions": questions,
    "register-columns": register_columns,
    "prefixes": prefixes,
    "classes": classes,
    "properties": properties,
    "bench-validation": bench_validation,
    "bench-http": bench_http,
    "attacks": attacks,
    "bench-register": bench_register,
    "bench-records": bench_records,
}


def render(text: str) -> str:
    """Give a document with its generated parts made anew."""

    def anew(match: re.Match[str]) -> str:
        body = "\n".join(PARTS[match[2]]()).rstrip()
        return f"{match[1]}\n{body}\n\n{match[3]}"

    return _BLOCK.sub(anew, text)


def main() -> int:
    """Rewrite what is stale, or name it with ``--check``; the exit code."""
    check = "--check" in sys.argv[1:]
    stale = False
    for path in sorted((ROOT / "docs").rglob("*.md")):
        text = path.read_text("utf-8")
        wanted = render(text)
        if wanted != text:
            stale = True
            sys.stdout.write(f"{path.relative_to(ROOT)}: {'stale' if check else 'written'}\n")
            if not check:
                path.write_text(wanted, "utf-8", newline="\n")
    return int(check and stale)


if __name__ == "__main__":
    sys.exit(main())
