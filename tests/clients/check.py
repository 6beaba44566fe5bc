"""What the drivers of this folder share: what they were given, the server they start, and the tally they keep.

A driver expects things; what does not hold is told at once on the standard error and counted. At the end it prints
one line of figures on the standard output, or the first fault, and exits with 1 where there was one. Nothing here
needs more than Python itself, so that it serves in every environment.
"""

import argparse
import http.client
import json
import re
import select
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

sys.dont_write_bytecode = True
import environments  # noqa: E402

# How long a server may take until it listens, and until it has stopped.
START, STOP = 60, 20


def arguments(about):
    """Returns what the suite gave to a driver."""
    parser = argparse.ArgumentParser(description=about.split("\n", 1)[0])
    parser.add_argument("--pullquote", type=Path, required=True, help="the program")
    parser.add_argument("--home", type=Path, required=True, help="the folder of the suite")
    parser.add_argument("--samples", type=Path, help="the folder of the sample collections")
    parser.add_argument("--seconds", type=int, default=60, help="how long the load lasts")
    return parser.parse_args()


def archive(given, name):
    """Returns the index of an archive."""
    return given.home / "archives" / name / "index"


class Tally:
    """What was expected, and what of it did not hold."""

    def __init__(self):
        self.expected = 0
        self.faults = []

    def expect(self, holds, fault):
        """Counts an expectation; tells the fault where it does not hold. Returns whether it does."""
        self.expected += 1
        if not holds:
            self.faults.append(fault)
            print(f"fault: {fault}", file=sys.stderr, flush=True)
        return bool(holds)

    def equal(self, found, wanted, what):
        return self.expect(found == wanted, f"{what}: found {short(found)}, wanted {short(wanted)}")

    def end(self, figures):
        """Prints the line of figures, or of faults, and ends the driver."""
        if self.faults:
            print(f"{len(self.faults):,} of {self.expected:,} did not hold, the first: {one_line(self.faults[0])}")
            sys.exit(1)
        print(figures)
        sys.exit(0)


def short(value, length=300):
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= length else f"{text[:length]}…"


def one_line(text):
    return short(" ".join(text.split()), 500)


def fail(reason):
    """Ends the driver where nothing more can be checked."""
    print(one_line(reason))
    sys.exit(1)


def say(text):
    """Tells something that is no fault, beside the figures."""
    print(text, file=sys.stderr, flush=True)


class Server:
    """`pullquote serve` on a free port of its own; `options` are added to its command line."""

    def __init__(self, given, index, *options, listen="127.0.0.1:0", token=None):
        self.log = given.home / "reports" / f"server-{Path(sys.argv[0]).stem}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command = [given.pullquote, "serve", "--index", index, "--listen", listen, *options]
        self.command = [str(part) for part in command]
        self.variables = environments.variables(given.home)
        if token is not None:
            self.variables["PULLQUOTE_TOKEN"] = token

    def __enter__(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log
            )
        try:
            self.printed = self._first_line()
            self.port = urlsplit(self.printed).port
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def _first_line(self):
        """Returns the line with the address, for which it waits."""
        ready, _, _ = select.select([self.process.stdout], [], [], START)
        line = self.process.stdout.readline().decode().strip() if ready else ""
        if not re.fullmatch(r"http://\S+:\d+/?", line):
            fail(f"`{' '.join(self.command)}` printed {line!r} where its address was expected; see {self.log}")
        return line

    def __exit__(self, kind, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            code = f"nothing within {STOP} s"
        if code != 0 and kind is None:
            fail(f"the server ended with {code} when it was told to stop; see {self.log}")


@dataclass(frozen=True)
class Response:
    """An answer over HTTP; the names of its headers are in small letters."""

    status: int
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


def request(url, target, method="GET", body=None, headers=None):
    """Sends one request; an object as its body goes as JSON. `Host` can be given like any other header."""
    parts = urlsplit(url)
    given = {**({} if body is None else {"Content-Type": "application/json"}), **(headers or {})}
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)
    try:
        connection.putrequest(method, target, skip_host="Host" in given, skip_accept_encoding=True)
        sent = b"" if body is None else json.dumps(body).encode()
        for name, value in given.items():
            connection.putheader(name, value)
        if body is not None or method == "POST":
            connection.putheader("Content-Length", str(len(sent)))
        connection.endheaders(sent)
        answer = connection.getresponse()
        return Response(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def target(path, **parameters):
    """Returns a path with parameters; a list stands for a parameter that is repeated."""
    return f"{path}?{urlencode(parameters, doseq=True, quote_via=quote)}" if parameters else path


def program(given, *words):
    """Runs Pullquote; returns its standard output. To find nothing (exit code 1) is an answer too."""
    command = [str(given.pullquote), *map(str, words)]
    done = subprocess.run(
        command, env=environments.variables(given.home), stdin=subprocess.DEVNULL, capture_output=True
    )
    if done.returncode not in (0, 1):
        fail(f"`{' '.join(command)}` ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def resident(process, kind="VmRSS"):
    """Returns the bytes of a process that are in memory, as Linux counts them."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1]) * 1024
    raise LookupError(kind)
