"""Citations read back: CSL-JSON by citation-js, RIS by rispy, BibTeX by bibtexparser and by citation-js.

The stories of this folder have what is hard to cite: names with particles, apostrophes and no family name, titles with
every character that BibTeX takes for its own, addresses with escapes and semicolons, scripts beyond Latin, and articles
without a date, an author or an address. What each reader understood must be what --json says: title, outlet, authors,
date, address, language. Proves as well that HTTP answers with the same bytes. Leaves out the styles of citation.
"""

import json
import subprocess
from pathlib import Path

import bibtexparser
import check
import environments
import mcp_calls
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, MonthIntMiddleware, SeparateCoAuthors

FORMATS = ("csl", "bibtex", "ris", "anthropic", "jsonld")
QUERY = mcp_calls.QUERY


def main():
    given = check.arguments(__doc__)
    tally = check.Tally()
    index = check.archive(given, "small")
    asked = ("search", QUERY, "--index", index, "--limit", "100")
    hits = [json.loads(line) for line in check.program(given, *asked, "--json").splitlines()[:-1]]
    tally.equal(len(hits), mcp_calls.STORIES, "how many articles are cited")
    cited = {form: check.program(given, *asked, "--format", form) for form in FORMATS}
    with check.Server(given, index) as server:
        for form, text in cited.items():
            answer = check.request(server.url, check.target("/v1/search", q=QUERY, limit=100, format=form))
            tally.equal(answer.body, text, f"{form}: what HTTP answers, and the command line")
    read = {
        "RIS by rispy": by_rispy(cited["ris"].decode()),
        "BibTeX by bibtexparser": by_bibtexparser(tally, cited["bibtex"].decode()),
        **by_citation_js(given, cited),
    }
    for reader, items in read.items():
        compare(tally, reader, items, hits)
    blocks(tally, json.loads(cited["anthropic"]), hits)
    described(tally, json.loads(cited["jsonld"]), hits)
    tally.end(f"{len(hits)} articles by {len(read)} readers, {tally.expected} expectations")


def by_rispy(text):
    """Returns what is compared of each record, by the names of --json."""
    return [
        {
            "title": record.get("title") or record.get("primary_title"),
            "outlet": record.get("secondary_title") or record.get("journal_name"),
            "authors": record.get("authors", []),
            "date": record.get("date", "").strip("/").replace("/", "-") or None,
            # rispy takes a semicolon for the end of an address.
            "url": ";".join(record.get("urls", [])) or None,
            "language": record.get("language"),
        }
        for record in rispy.loads(text)
    ]


def by_bibtexparser(tally, text):
    then = [MonthIntMiddleware(), SeparateCoAuthors(), LatexDecodingMiddleware()]
    library = bibtexparser.parse_string(text, append_middleware=then)
    tally.equal(library.failed_blocks, [], "BibTeX by bibtexparser: blocks that cannot be read")
    # An address is no LaTeX.
    urls = [field_values(entry).get("url") for entry in bibtexparser.parse_string(text).entries]
    return [of_bibtex(field_values(entry), url) for entry, url in zip(library.entries, urls)]


def field_values(entry):
    return {name: field.value for name, field in entry.fields_dict.items()}


def of_bibtex(fields, url):
    parts = [fields[name] for name in ("year", "month", "day") if name in fields]
    return {
        "title": decoded(fields.get("title")),
        "outlet": decoded(fields.get("journal")),
        "authors": [decoded(name.strip("{}")) for name in fields.get("author", [])],
        "date": "-".join(f"{int(part):02}" for part in parts) or None,
        "url": url,
        "language": fields.get("language"),
    }


def decoded(text):
    """Puts right what the decoder of LaTeX makes of a caret."""
    return text and text.replace("\N{MODIFIER LETTER CIRCUMFLEX ACCENT}", "^")


def by_citation_js(given, cited):
    """Lets citation-js read the CSL-JSON and the BibTeX; returns what it understood of each."""
    packages, variables = environments.node(given.home)
    folder = given.home / "reports" / "citations"
    folder.mkdir(parents=True, exist_ok=True)
    for form in ("csl", "bibtex"):
        (folder / form).write_bytes(cited[form])
    # A module is looked for beside the script that wants it.
    script = packages.parent / "citations.mjs"
    script.write_bytes((Path(__file__).parent / "citations.mjs").read_bytes())
    command = [packages.parent / "bin" / "node", script, folder / "csl", folder / "bibtex"]
    done = subprocess.run(command, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        check.fail(f"citation-js ended with {done.returncode}: {done.stderr}")
    csl, bibtex = (json.loads(line) for line in done.stdout.splitlines())
    return {
        "CSL-JSON by citation-js": [of_csl(item) for item in csl],
        "BibTeX by citation-js": [without_language(of_csl(item)) for item in bibtex],
    }


def without_language(item):
    """Leaves out what citation-js does not look for in BibTeX."""
    return {name: value for name, value in item.items() if name != "language"}


def of_csl(item):
    parts = (item.get("issued") or {}).get("date-parts", [[]])[0]
    return {
        "title": item.get("title"),
        "outlet": item.get("container-title"),
        "authors": [of_csl_name(name) for name in item.get("author", [])],
        "date": "-".join(f"{int(part):02}" for part in parts) or None,
        "url": item.get("URL"),
        "language": item.get("language"),
    }


def of_csl_name(name):
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return name.get("literal") or " ".join(name[part] for part in parts if name.get(part))


def compare(tally, reader, items, hits):
    if not tally.equal(len(items), len(hits), f"{reader}: how many articles"):
        return
    for item, hit in zip(items, hits):
        for name, value in item.items():
            tally.equal(value, hit[name], f"{reader}: the {name} of `{hit['title']}`")


def blocks(tally, results, hits):
    """Expects blocks of the kind `search_result`: each passage a block of text, each article a source."""
    tally.equal([block["type"] for block in results], ["search_result"] * len(hits), "Anthropic: the blocks")
    for block, hit in zip(results, hits):
        texts = [part["text"] for part in block["content"]]
        tally.equal(texts, [passage["text"] for passage in hit["passages"]], f"Anthropic: texts of `{hit['title']}`")
        tally.equal(block["title"], hit["title"], "Anthropic: the title")
        tally.expect(block["source"] and block["citations"]["enabled"], f"Anthropic: no source or citations: {block}")


def described(tally, described_as, hits):
    """Expects schema.org's words: quotations that say of which article they are."""
    items = described_as.get("@graph", [described_as]) if isinstance(described_as, dict) else described_as
    written = json.dumps(items, ensure_ascii=False)
    for hit in hits:
        for passage in hit["passages"]:
            tally.expect(json.dumps(passage["text"], ensure_ascii=False) in written, f"JSON-LD: without {passage}")
        if hit["url"]:
            tally.expect(json.dumps(hit["url"], ensure_ascii=False) in written, f"JSON-LD: without {hit['url']}")


main()
