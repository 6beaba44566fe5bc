"""The calls that every client of MCP makes, and what must be true of each answer, whichever client read it.

A driver makes a client's answer into the three things that matter here: the structured content, the texts of the
content blocks, and whether it is an error.
"""

import json
from urllib.parse import urlsplit

import check

# Found in `small` whether the samples are there or not.
QUERY = '"harbour bridge"'
STORIES = 10
QUOTED = "The port office said it was “closed on Monday”, with a crack “as wide as a house”."
TOOLS = ["corpus_info", "facets", "fetch", "search", "search_articles", "verify_quotes"]
TEMPLATE = "pullquote://article/{id}"

# What a client may get wrong.
WRONG = [
    ("search_articles", {"query": "tax AND (cuts"}),
    ("search_articles", {"query": "bridge", "since": "last Tuesday"}),
    ("search_articles", {"query": "bridge", "cursor": "no cursor of ours"}),
    ("fetch", {"id": "no-such-article"}),
    ("facets", {"by": "colour"}),
    ("verify_quotes", {"text": " "}),
]


def calls(article):
    """Returns a call of every tool, by its name; `article` is the id of an article."""
    return {
        "search": {"query": QUERY},
        "fetch": {"id": article},
        "search_articles": {"query": QUERY, "limit": 5, "response_format": "detailed"},
        "verify_quotes": {"text": QUOTED},
        "facets": {"by": "outlet", "query": QUERY},
        "corpus_info": {},
    }


def judge(tally, tool, structured, texts, is_error, where):
    """Expects of an answer what its tool promises."""
    what = f"{where}, {tool}"
    if not tally.expect(not is_error, f"{what}: is an error: {texts}"):
        return
    tally.expect(isinstance(structured, dict), f"{what}: its structured content is no object: {structured!r}")
    tally.expect(texts and all(texts), f"{what}: it has no text")
    JUDGES[tool](tally, structured, texts, what)


def judge_search(tally, structured, texts, what):
    results = structured["results"]
    tally.equal(len(results), STORIES, f"{what}: how many results")
    tally.equal([json.loads(text) for text in texts], [structured], f"{what}: the one text")
    for result in results:
        tally.expect(result["id"] and result["title"], f"{what}: a result without an id or a title: {result}")
        tally.expect(is_address(result["url"]), f"{what}: `{result['url']}` cannot be opened")


def judge_fetch(tally, structured, texts, what):
    tally.equal([json.loads(text) for text in texts], [structured], f"{what}: the one text")
    tally.expect("harbour bridge" in structured["text"], f"{what}: the text is not the article's")
    tally.expect(structured["id"] and structured["title"], f"{what}: no id or no title")
    tally.expect(is_address(structured["url"]), f"{what}: `{structured['url']}` cannot be opened")
    tally.expect(isinstance(structured.get("metadata", {}), dict), f"{what}: the metadata are no object")


def judge_search_articles(tally, structured, texts, what):
    hits = structured["hits"]
    passages = [passage["text"] for hit in hits for passage in hit["passages"]]
    tally.equal(len(hits), 5, f"{what}: how many hits")
    tally.equal([hit["rank"] for hit in hits], [1, 2, 3, 4, 5], f"{what}: the ranks")
    tally.equal(len(texts), len(passages) + 1, f"{what}: a text for each passage and one to close")
    for passage, text in zip(passages, texts):
        tally.expect(passage.strip() in text, f"{what}: `{check.short(text)}` is not the passage `{passage}`")


def judge_verify_quotes(tally, structured, texts, what):
    # In the concise form, which it takes unasked, or in the detailed one.
    verdicts = [verdict["verdict"] for verdict in structured.get("quotes") or structured["verdicts"]]
    tally.equal(len(verdicts), 2, f"{what}: how many verdicts")
    tally.equal(verdicts[0], "exact", f"{what}: the verdict on what was printed")
    tally.expect(verdicts[1] not in ("exact", "typographic", "editorial"), f"{what}: faithful, and was not printed")


def judge_facets(tally, structured, texts, what):
    outlets = json.dumps(structured, ensure_ascii=False)
    tally.expect("Harbour Post" in outlets and "Küstenblatt" in outlets, f"{what}: an outlet is missing: {outlets}")


def judge_corpus_info(tally, structured, texts, what):
    tally.expect(any(character.isdigit() for character in json.dumps(structured)), f"{what}: it counts nothing")


JUDGES = {
    "search": judge_search,
    "fetch": judge_fetch,
    "search_articles": judge_search_articles,
    "verify_quotes": judge_verify_quotes,
    "facets": judge_facets,
    "corpus_info": judge_corpus_info,
}


def judge_wrong(tally, tool, given, texts, is_error, where):
    """Expects that wrong input is an error with a text to go on with."""
    what = f"{where}, {tool} with {given}"
    tally.expect(is_error, f"{what}: is no error, but {check.short(repr(texts))}")
    tally.expect(len(" ".join(texts).split()) >= 5, f"{what}: it does not say what to do next: {texts}")


def is_address(url):
    """Tells whether an article can be opened there: on the web or, where no server is known, among the resources."""
    parts = urlsplit(url or "")
    return parts.scheme in ("http", "https", "pullquote") and bool(parts.netloc)
