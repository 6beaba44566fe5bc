"""One answer through every door: the hits of the command line, of HTTP and of MCP, compared as bytes.

Each query is asked on the command line with --json, over HTTP by GET and by POST, as JSON and as lines, and by the tool
`search_articles`, page by page. A hit must be the very line of the command line wherever it stands, and the counts must
be equal. What differs by nature is left out: how long it took.
"""

import json

import check
import queries
import rpc

QUERIES = 200
LIMIT = 10
# As many as MCP is asked for at once, so that its pages are turned.
PAGE = 4
FLAGS = {"since": "--since", "until": "--until", "sort": "--sort", "limit": "--limit", "offset": "--offset"}
# What the tool of MCP is asked by the same names.
OF_THE_TOOL = ("since", "until", "outlets", "sort")


def main():
    given = check.arguments(__doc__)
    tally = check.Tally()
    asked = queries.made(given.home / "archives" / "reuters" / "reuters.jsonl", QUERIES)
    index = check.archive(given, "reuters")
    hits = paged = 0
    with check.Server(given, index) as server:
        for query in asked:
            lines, summary = on_command_line(given, index, query)
            over_http(tally, server, query, lines, summary)
            paged += over_mcp(tally, server, query, lines, summary)
            hits += len(lines)
    tally.expect(hits > 5 * QUERIES, f"only {hits} hits: that proves little")
    tally.end(f"{QUERIES} queries, {hits:,} hits the same over HTTP 4 times each, {paged:,} of them over MCP")


def on_command_line(given, index, query):
    """Returns the lines of the hits, and the summary."""
    options = {"limit": LIMIT, **query.options}
    words = [word for outlet in options.pop("outlets", []) for word in ("--outlet", outlet)]
    # With = because a value may begin with a dash, as may a query.
    words += [f"{FLAGS[name]}={value}" for name, value in options.items()]
    output = check.program(given, "search", "--json", "--index", index, *words, "--", query.text)
    *lines, summary = output.splitlines()
    return lines, json.loads(summary)


def over_http(tally, server, query, lines, summary):
    body = {"limit": LIMIT, **query.body}
    get = {"q": body["query"], **{name: value for name, value in body.items() if name not in ("query", "outlets")}}
    path = check.target("/v1/search", **get, **({"outlet": body["outlets"]} if "outlets" in body else {}))
    wanted = b'{"hits":[' + b",".join(lines) + b'],"summary":'
    for what, answer in {
        "GET": check.request(server.url, path),
        "POST": check.request(server.url, "/v1/search", "POST", body),
    }.items():
        if same(tally, answer, answer.body[: len(wanted)], wanted, f"{what} {path}"):
            tally.equal(answer.json["summary"]["counts"], summary["counts"], f"{what} {path}: the counts")
    kept(tally, server, path)
    ndjson = {"Accept": "application/x-ndjson"}
    for what, answer in {
        "lines by GET": check.request(server.url, path, headers=ndjson),
        "lines by POST": check.request(server.url, "/v1/search", "POST", body, ndjson),
    }.items():
        same(tally, answer, answer.body.splitlines()[:-1], lines, f"{what} {path}")


def kept(tally, server, path):
    """Expects that who has the answer already is told so."""
    tag = check.request(server.url, path).headers.get("etag", "")
    tally.expect(tag.startswith('"'), f"GET {path}: `{tag}` is no strong entity tag")
    again = check.request(server.url, path, headers={"If-None-Match": tag})
    tally.equal((again.status, again.body), (304, b""), f"GET {path}, already known: the status and the body")


def same(tally, answer, found, wanted, what):
    return tally.equal(answer.status, 200, f"{what}: the status") and tally.equal(found, wanted, f"{what}: the hits")


def over_mcp(tally, server, query, lines, summary):
    """Turns the pages of the tool until it has given as many hits; returns how many were compared."""
    if "offset" in query.options:
        # The tool has a cursor in its place.
        return 0
    given = {"query": query.text, "limit": PAGE, "response_format": "detailed"}
    given |= {name: query.options[name] for name in OF_THE_TOOL if name in query.options}
    seen = 0
    while seen < len(lines):
        answer = rpc.call(server.url, "search_articles", given)
        content = answer.json.get("result", {}).get("structuredContent") or {}
        page = lines[seen : seen + len(content.get("hits", []))]
        wanted = b'"hits":[' + b",".join(page) + (b"]" if seen + len(page) < len(lines) else b"")
        what = f"search_articles {given}"
        fault = f"{what}: not {check.short(wanted.decode())} but {check.short(json.dumps(content))}"
        if not tally.expect(page and wanted in answer.body, fault):
            break
        seen += len(page)
        given["cursor"] = content.get("next_cursor")
        if given["cursor"] is None:
            tally.equal(seen, min(len(lines), summary["counts"]["articles"]), f"{what}: how many hits on all pages")
            break
    return seen


main()
