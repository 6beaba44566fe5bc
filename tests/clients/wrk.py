"""Runs wrk over queries of an archive: phrases, booleans, and counts by field, over many connections at once."""

import json
import subprocess
from pathlib import Path
from urllib.parse import urlencode

import check
import environments
import queries

QUERIES = 300
CONNECTIONS, THREADS = 16, 2
KINDS = ("phrase", "boolean", "words")
# Every third is asked for counts as well.
FACETS = [["outlet", "date:month"], ["place"]]
SCRIPT = Path(__file__).resolve().parent / "wrk.lua"


class Mix:
    """The queries, as bodies of POST /v1/search in one file and as targets for wrk in another."""

    def __init__(self, given):
        folder = given.home / "archives" / "reuters"
        made = queries.made(folder / "reuters.jsonl", QUERIES, KINDS)
        self.bodies = [
            {**query.body, **({"facets": FACETS[n // 3 % 2]} if n % 3 == 2 else {})} for n, query in enumerate(made)
        ]
        self.queries = folder / "queries.jsonl"
        self.queries.write_text("".join(f"{json.dumps(body)}\n" for body in self.bodies))
        self.targets = folder / "targets.txt"
        self.targets.write_text("".join(f"{target(body)}\n" for body in self.bodies))


def target(body):
    parameters = {"q": body["query"], "facet": body.get("facets", [])}
    return f"/v1/search?{urlencode(parameters, doseq=True)}"


def run(given, server, mix, seconds):
    """Runs wrk for some seconds; returns its figures."""
    command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "-s", SCRIPT]
    command += [server.url, "--", mix.targets]
    done = subprocess.run(
        [str(part) for part in command],
        env=environments.variables(given.home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    check.say(done.stdout + done.stderr)
    if done.returncode != 0:
        check.fail(f"wrk ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def without_errors(tally, figures):
    for kind in ("connect", "read", "write", "status", "timeout"):
        tally.equal(figures[kind], 0, f"errors of the kind `{kind}` in {figures['requests']:,} requests")
