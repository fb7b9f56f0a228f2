"""The entry point of `vouch`: commands, and one place where errors become words and exit codes."""

import os
import sys

import typer
from typer.exceptions import TyperException

from cli.commands.actuals import actuals
from cli.commands.alerts import alerts
from cli.commands.assess import assess
from cli.commands.cases import cases
from cli.commands.check import check_config, doctor
from cli.commands.daily import daily, runs
from cli.commands.demo import demo
from cli.commands.export import export
from cli.commands.gate import check
from cli.commands.imports import import_command
from cli.commands.model import backtest_command, promote, train
from cli.commands.release import release
from cli.commands.sessions import sessions
from cli.commands.usage import usage
from cli.output import Exit, exit_code, say_problem, say_wrong_use
from domain.errors import VouchError

app = typer.Typer(
    name="vouch",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Daily predictions that explain themselves, and the people who question them.",
)
app.command("demo")(demo)
app.command("check-config")(check_config)
app.command("check")(check)
app.command("assess")(assess)
app.command("train")(train)
app.command("promote")(promote)
app.command("daily")(daily)
app.command("release")(release)
app.command("actuals")(actuals)
app.command("import")(import_command)
app.command("runs")(runs)
app.command("backtest")(backtest_command)
app.command("export")(export)
app.command("cases")(cases)
app.command("sessions")(sessions)
app.command("alerts")(alerts)
app.command("usage")(usage)
app.command("doctor")(doctor)


def main() -> None:
    """Run a command and leave with its exit code; never with a trace."""
    as_json = "--json" in sys.argv[1:]
    try:
        sys.exit(app(standalone_mode=False) or Exit.DONE)
    except typer.Exit as error:
        sys.exit(error.exit_code)
    except TyperException as error:
        say_wrong_use(error.format_message(), as_json=as_json)
        sys.exit(Exit.WRONG_USE)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(Exit.COULD_NOT_RUN)
    except VouchError as error:
        say_problem(error, as_json=as_json)
        sys.exit(exit_code(error))
    except Exception as error:
        if os.environ.get("PYTHONFAULTHANDLER"):
            raise
        say_problem(error, as_json=as_json)
        sys.exit(Exit.COULD_NOT_RUN)


if __name__ == "__main__":
    main()
