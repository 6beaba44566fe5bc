"""Memory: what the server holds after 5,000 searches and after 100,000, the first of which have warmed it up.

What is resident may have grown by 5 % or by 16 MB, whichever is more: a leak of 200 bytes a request would show. What
of it is the server's own, and not pages of the index that the kernel lends it, is shown beside. Leaves out how long.
"""

import check
import wrk

WARM, ALL = 5_000, 100_000
SHARE, BYTES = 0.05, 16e6
# wrk counts seconds: so many at a time, until there were requests enough, but not for ever.
AT_ONCE, ROUNDS = 5, 200


def main():
    given = check.arguments(__doc__)
    tally = check.Tally()
    mix = wrk.Mix(given)
    with check.Server(given, check.archive(given, "reuters")) as server:
        warm = ask(given, tally, server, mix, WARM)
        before, own_before = held(server)
        asked = warm + ask(given, tally, server, mix, ALL - warm)
        after, own_after = held(server)
    tally.expect(asked >= ALL, f"only {asked:,} requests were answered")
    grown = after - before
    tally.expect(grown <= max(SHARE * before, BYTES), f"it grew from {before / 1e6:.1f} to {after / 1e6:.1f} MB")
    tally.end(
        f"{before / 1e6:.1f} MB after {warm:,} requests, {after / 1e6:.1f} MB after {asked:,} ({grown / 1e6:+.1f} MB); "
        f"its own {own_before / 1e6:.1f} MB and {own_after / 1e6:.1f} MB"
    )


def ask(given, tally, server, mix, requests):
    """Asks for at least as many requests; returns how many were answered."""
    asked = 0
    for _ in range(ROUNDS):
        if asked >= requests:
            break
        figures = wrk.run(given, server, mix, AT_ONCE)
        wrk.without_errors(tally, figures)
        asked += figures["requests"]
    return asked


def held(server):
    """Returns the bytes in memory, and those that are not pages of files."""
    return check.resident(server.process), check.resident(server.process, "RssAnon")


main()
