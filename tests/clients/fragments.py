"""Links that open at the passage, followed by a browser: Chromium must scroll to the words that Pullquote found.

Real pages, without what would leave the machine, are served here and indexed with the address at which they are served.
Phrases of their later halves are searched, and the `fragment_url` is opened in a window of 800 by 600: that of the
passage which has the phrase, and in turn that of the phrase alone, which has another form. The page must have scrolled,
and the first words must be within the window. Leaves out pages that have changed since they were saved: there a link is
a help and no proof.
"""

import functools
import http.server
import json
import re
import shutil
import subprocess
import threading
from pathlib import Path

import archives
import check
import environments
import pages

PAGES = 12
PASSAGES = 30
# Characters of the body: enough of them that the page is longer than the window, and before a passage that it is below.
LEAST, BELOW = 6000, 3500
# How many words of a phrase, and of a passage's beginning.
WORDS = 6


def main():
    given = check.arguments(__doc__)
    tally = check.Tally()
    folder = given.home / "archives" / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    with Site(folder / "site") as site:
        chosen = pages.chosen(given.samples / archives.PAGES, PAGES, LEAST)
        for page in chosen:
            site.add(page)
        archives.index(given.pullquote, [site.folder], folder / "index")
        with check.Server(given, folder / "index") as server:
            passages = [found for page in chosen for found in passages_of(tally, server, site, page)]
        passages = spread(passages, PASSAGES)
        tally.equal(len(passages), PASSAGES, "how many passages can be tried")
        views = browse(given, passages)
    for passage, view in zip(passages, views):
        what = f"`{passage['url']}`"
        tally.expect(view["scrolled"] > 0, f"{what}: the page did not scroll ({view})")
        tally.expect(view["visible"], f"{what}: `{passage['words']}` is not in the window ({view})")
        tally.equal(view["elsewhere"], [], f"{what}: what was asked for elsewhere")
    held = sum(view["scrolled"] > 0 and view["visible"] for view in views)
    tally.end(f"{held} of {len(passages)} passages on {len(chosen)} pages, {forms(passages)}")


class Site:
    """A folder of pages, each with a sidecar that states its address, and the server of them."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True)
        handler = functools.partial(Quiet, directory=folder)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def address(self, page):
        return f"http://127.0.0.1:{self.server.server_address[1]}/{page['id']}.html"

    def add(self, page):
        file = self.folder / f"{page['id']}.html"
        file.write_text(pages.safe(page), encoding="utf-8")
        file.with_name(f"{file.name}.meta.toml").write_text(f'url = "{self.address(page)}"\n')


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_):
        pass


def passages_of(tally, server, site, page):
    """Goes through passages far down a page, found by a phrase, and the places of the phrase, in turn."""
    for number, phrase in enumerate(phrases(page["body"])):
        answer = check.request(server.url, check.target("/v1/search", q=f'"{phrase}"', passages=50))
        hits = [hit for hit in answer.json["hits"] if hit["url"] == site.address(page)]
        for passage in (passage for hit in hits for passage in hit["passages"] if passage["start"] >= BELOW):
            shown = passage if number % 2 == 0 else place_of_match(server, passage)
            if tally.expect(shown["fragment_url"], f"`{phrase}`: there is no link to {shown['address']}"):
                yield {"url": shown["fragment_url"], "words": beginning(shown["text"])}


def place_of_match(server, passage):
    """Returns the passage that is just the words which were looked for."""
    article, match = passage["address"].split("@")[0], passage["matches"][0]
    return check.request(server.url, f"/v1/passages/{article}@{match['start']}-{match['end']}").json["passage"]


def beginning(text):
    """Returns the first words of a passage that stand in one block: between two, the page may have more."""
    return " ".join(text.strip().splitlines()[0].split()[:WORDS])


def phrases(body):
    """Goes through the beginnings of sentences in the later half of a text."""
    for sentence in re.split(r"(?<=[.!?])\s+", body[len(body) // 2 :]):
        words = sentence.split()
        if len(words) > 2 * WORDS and '"' not in sentence:
            yield " ".join(words[1 : 1 + WORDS])


def spread(passages, count):
    """Takes as many, each once, evenly from all."""
    unique = list({passage["url"]: passage for passage in passages}.values())
    return unique if len(unique) <= count else [unique[n * len(unique) // count] for n in range(count)]


def forms(passages):
    """Says how many links have which form."""
    ranges = sum("," in passage["url"].split(":~:text=")[1].replace("-,", "").replace(",-", "") for passage in passages)
    return f"{ranges} links with a beginning and an end, {len(passages) - ranges} with the whole text"


def browse(given, passages):
    """Opens each link in Chromium; returns what could be seen of each."""
    packages, variables = environments.node(given.home)
    folder = given.home / "reports" / "fragments"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "links.json").write_text(json.dumps(passages))
    # A module is looked for beside the script that wants it.
    script = packages.parent / "fragments.mjs"
    script.write_bytes((Path(__file__).parent / "fragments.mjs").read_bytes())
    command = [packages.parent / "bin" / "node", script, folder / "links.json", shutil.which("chromium")]
    done = subprocess.run(command, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        check.fail(f"the browser ended with {done.returncode}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


main()
