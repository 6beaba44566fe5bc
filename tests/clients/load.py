"""Load: how many searches a second one server answers over 16 connections, and that it answers every one.

wrk asks for phrases, booleans and counts on the 19,043 stories of Reuters. No answer may be other than 200 and no
connection may fail. Beside it stands what the same queries take inside one process, without HTTP. Leaves out a network.
"""

import shutil
import subprocess

import check
import environments
import wrk


def main():
    given = check.arguments(__doc__)
    tally = check.Tally()
    mix = wrk.Mix(given)
    index = check.archive(given, "reuters")
    with check.Server(given, index) as server:
        answers = [check.request(server.url, target) for target in mix.targets.read_text().splitlines()]
        found = sum(bool(answer.json["hits"]) for answer in answers if answer.status == 200)
        tally.expect(found > 0.9 * len(answers), f"only {found} of {len(answers)} queries find anything")
        figures = wrk.run(given, server, mix, given.seconds)
    wrk.without_errors(tally, figures)
    rate = figures["requests"] / figures["seconds"]
    tally.end(
        f"{rate:,.0f} requests/s over {wrk.CONNECTIONS} connections for {figures['seconds']:.0f} s, "
        f"p50 {figures['p50']:.1f} ms, p99 {figures['p99']:.1f} ms, 0 errors; {within(given, mix, index)}"
    )


def within(given, mix, index):
    """Returns what the same queries take in the process, as the bench prints it."""
    if shutil.which("cargo") is None:
        return "not compared with the process: there is no cargo"
    command = ["cargo", "bench", "--quiet", "--bench", "plain", "--", "queries", mix.queries, index]
    done = subprocess.run(
        [str(part) for part in command],
        cwd=environments.ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0 or not done.stdout.strip():
        check.fail(f"the bench ended with {done.returncode}: {done.stderr}")
    return f"in the process {done.stdout.strip().splitlines()[-1]}"


main()
