"""Schemathesis: the server does what its OpenAPI description says, in every operation, with all checks.

Proves that no request makes the server fail, that every answer has a status, a content type, headers and a body that
the description names, that what fits the description is accepted and what does not is refused. So that this is worth
something, every operation must also have accepted some requests. Leaves out whether an answer is right.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import check
import environments

EXAMPLES = 200
CONFIGURATION = Path(__file__).resolve().parent / "schemathesis.toml"


def main():
    given = check.arguments(__doc__)
    tally = check.Tally()
    reports = given.home / "reports" / "schemathesis"
    shutil.rmtree(reports, ignore_errors=True)
    reports.mkdir(parents=True)
    with check.Server(given, check.archive(given, "small")) as server:
        code = run(given, server, reports / "report.json", reports / "requests.ndjson")
    report = json.loads((reports / "report.json").read_text())
    judge(tally, report, code)
    cases = report["test_cases"]["generated"]
    tally.end(f"{report['operations']['tested']} operations, {cases:,} examples, 0 failures")


def run(given, server, report, requests):
    tool = Path(sys.executable).parent / "schemathesis"
    command = [tool, "--config-file", CONFIGURATION, "--no-color", "run", f"{server.url}/openapi.json"]
    command += ["--checks", "all", "--max-examples", EXAMPLES, "--continue-on-failure"]
    command += ["--report", "json,ndjson", "--report-json-path", report, "--report-ndjson-path", requests]
    done = subprocess.run(
        [str(part) for part in command],
        cwd=report.parent,
        env=environments.variables(given.home),
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
    )
    if not report.is_file():
        check.fail(f"schemathesis ended with {done.returncode} and without a report")
    return done.returncode


def judge(tally, report, code):
    operations = report["operations"]
    tally.equal(operations["tested"], operations["total"], "how many operations were tried")
    tally.equal(operations["errored"], 0, "how many could not be tried")
    for failure in report["failures"]:
        tally.expect(False, f"{failure.get('operation')}: {failure.get('title')}: {failure.get('message')}")
    for error in report["errors"]:
        tally.expect(False, f"{error}")
    tally.equal(code, 0, "the exit code of schemathesis")
    for operation, phases in report["valid_rates"].items():
        accepted = sum(phase["accepted"] for phase in phases.values())
        tally.expect(accepted > 0, f"{operation}: not one request was accepted, so nothing was proved of its answers")


main()
