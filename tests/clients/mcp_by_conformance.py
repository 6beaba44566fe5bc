"""The conformance suite of MCP: those of its scenarios that ask nothing of a server but the protocol.

The others call tools and resources that only a server made for the suite has (`test_simple_text` and the like), or
features that this server does not have and does not declare: prompts, completion, logging, subscriptions, sampling,
elicitation, tasks. A scenario holds where none of its checks failed; warnings are shown.
"""

import json
import re
import shutil
import subprocess

import check
import environments

SCENARIOS = """
    server-initialize server-session-lifecycle ping tools-list resources-list sep-2164-resource-not-found
    dns-rebinding-protection caching http-header-validation server-sse-multiple-streams
""".split()


def main():
    given = check.arguments(__doc__)
    tally = check.Tally()
    reports = given.home / "reports" / "conformance"
    shutil.rmtree(reports, ignore_errors=True)
    passed = warnings = 0
    with check.Server(given, check.archive(given, "small")) as server:
        for scenario in SCENARIOS:
            checks = run(given, server, scenario, reports / scenario)
            tally.expect(checks, f"{scenario}: nothing was checked")
            for outcome in checks:
                held = tally.expect(outcome["status"] != "FAILURE", f"{scenario}: {told(outcome)}")
                passed += held and outcome["status"] == "SUCCESS"
                warnings += outcome["status"] == "WARNING"
    tally.end(f"{len(SCENARIOS)} scenarios, {passed} checks passed, {warnings} warnings, 0 failures")


def run(given, server, scenario, reports):
    """Runs a scenario; returns its checks as the suite wrote them down."""
    packages, variables = environments.node(given.home)
    command = [packages / ".bin" / "conformance", "server", "--url", f"{server.url}/mcp"]
    command += ["--scenario", scenario, "--output-dir", reports]
    done = subprocess.run(
        [str(part) for part in command], env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    written = sorted(reports.rglob("checks.json"))
    if not written:
        check.say(f"{scenario}: {done.stdout}{done.stderr}")
    checks = [outcome for file in written for outcome in json.loads(file.read_text())]
    for outcome in checks:
        if outcome["status"] == "WARNING":
            check.say(f"warning: {scenario}: {told(outcome)}")
    return checks


def told(outcome):
    return re.sub(r"\s+", " ", f"{outcome.get('id')}: {outcome.get('errorMessage') or outcome.get('description')}")


main()
