"""Entry point of ``kg``: registers the commands and maps errors to exit codes."""

from __future__ import annotations

import os
import sys

import typer
from rich.markup import escape

from kg.cli import bench_commands, export, graph_commands, records_commands, register, service_commands
from kg.cli.ask import ask
from kg.cli.diff import diff
from kg.cli.load import load
from kg.cli.output import EXIT_INPUT, report, stderr
from kg.cli.shacl import shacl
from kg.cli.view import view
from kg.errors import KgError

app = typer.Typer(
    name="kg",
    help="A knowledge graph of officials, posts, places and directives in Vietnam's provinces.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
new = typer.Typer(help="Begin a new record.", no_args_is_help=True)
app.add_typer(new, name="new")
units = typer.Typer(help="The register of administrative units.", no_args_is_help=True)
app.add_typer(units, name="register")
exports = typer.Typer(help="Write the data in other formats.", no_args_is_help=True)
app.add_typer(exports, name="export")
benches = typer.Typer(help="Measure what the program does, in ratios.", no_args_is_help=True)
app.add_typer(benches, name="bench")

app.command()(graph_commands.build)
app.command()(diff)
app.command()(service_commands.serve)
app.command()(service_commands.demo)
app.command()(load)
app.command()(ask)
app.command()(view)
app.command()(records_commands.check)
app.command()(shacl)
app.command()(records_commands.fmt)
app.command()(records_commands.locate)
app.command()(records_commands.audit)
app.command()(records_commands.coverage)
app.command()(records_commands.schema)
app.command()(bench_commands.synth)
new.command("source")(records_commands.new_source)
units.command("import")(register.import_)
units.command("find")(register.find)
exports.command("register")(export.register)
benches.command("http")(bench_commands.bench_http)
benches.command("validation")(bench_commands.bench_validation)
benches.command("register")(bench_commands.bench_register)
benches.command("records")(bench_commands.bench_records)


def main() -> None:
    """Run the command line; every error of ours ends with one line and its exit code.

    Typer itself ends a wrong command with 2 and an interruption with 130.
    """
    try:
        app()
    except KgError as error:
        sys.exit(report(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        stderr().print(f"[red]kg:[/red] {escape(str(error))}")
        sys.exit(EXIT_INPUT)
