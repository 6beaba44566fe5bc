"""The doors in the shape of other services, used by the clients of those services.

DSPy's ColBERTv2 client and LangChain's SearxNG wrapper are real; Dify and Open WebUI have no client to install, so
their requests are sent as their documents describe them, and the answers held against the same documents. Proves
that a client which knows nothing of Pullquote gets passages of the right articles. Leaves out their ranking, which is
that of every other door.
"""

import check
import dspy
import mcp_calls
from langchain_community.utilities import SearxSearchWrapper

QUERY = mcp_calls.QUERY
NOTHING = '"no such words in any story"'
TOKEN = "correct-horse-battery-staple"


def main():
    given = check.arguments(__doc__)
    tally = check.Tally()
    index = check.archive(given, "small")
    with check.Server(given, index) as server:
        articles = check.request(server.url, check.target("/v1/search", q=QUERY, limit=100)).json["hits"]
        colbert(tally, server, articles)
        searx(tally, server, articles)
        open_webui(tally, server)
    with check.Server(given, index, "--token", TOKEN) as server:
        dify(tally, server)
    tally.end(f"dspy, langchain-community, and the contracts of Dify and Open WebUI, {tally.expected} expectations")


def colbert(tally, server, articles):
    """Every passage is one that the archive has, in the order of its rank."""
    client = dspy.ColBERTv2(url=f"{server.url}/colbert")
    passages = client(QUERY, k=5)
    tally.equal(len(passages), 5, "ColBERTv2: how many passages for k = 5")
    tally.equal([passage.rank for passage in passages], [1, 2, 3, 4, 5], "ColBERTv2: the ranks")
    known = {passage["text"] for article in articles for passage in article["passages"]}
    for passage in passages:
        tally.expect(passage.long_text in known, f"ColBERTv2: a passage that no hit has: {passage.long_text!r}")
        tally.expect("pid" in passage and 0 <= passage.prob <= 1, f"ColBERTv2: no pid or no prob: {passage}")
    scores = [passage.score for passage in passages]
    tally.equal(scores, sorted(scores, reverse=True), "ColBERTv2: the scores")
    tally.equal(client(NOTHING, k=5), [], "ColBERTv2: what is found of nothing")
    retrieved = dspy.Retrieve(k=3)
    with dspy.context(rm=client):
        tally.equal(retrieved(QUERY).passages, [passage.long_text for passage in passages[:3]], "dspy.Retrieve")


def searx(tally, server, articles):
    """The wrapper asks for English unless it is told otherwise; that must not hide what has no language."""
    client = SearxSearchWrapper(searx_host=f"{server.url}/search")
    results = client.results(QUERY, num_results=100)
    wanted = [article["url"] for article in articles if article["url"]]
    found = [result.get("link") for result in results]
    tally.equal([link for link in found if link in wanted], wanted[: len(found)], "SearxNG: the links")
    for result in results:
        tally.expect(mcp_calls.is_address(result.get("link")), f"SearxNG: a link that cannot be opened: {result}")
        tally.expect(result.get("snippet") and result.get("title"), f"SearxNG: no snippet or no title: {result}")
        tally.expect(result.get("engines") and result.get("category"), f"SearxNG: no engine: {result}")
    tally.expect("bridge" in client.run(QUERY).lower(), "SearxNG: the text of all snippets")
    raw = [
        check.request(server.url, check.target("/search", q="ceasefire", format="json", pageno=page)) for page in (1, 2)
    ]
    for answer in raw:
        for name in ("query", "number_of_results", "results", "answers", "suggestions", "unresponsive_engines"):
            tally.expect(name in answer.json, f"SearxNG: the answer has no `{name}`")
    first, second = ([result["url"] for result in answer.json["results"]] for answer in raw)
    tally.expect(not set(first) & set(second), "SearxNG: the second page repeats the first")


def open_webui(tally, server):
    """Its external search takes a list, each with a link."""
    answer = check.request(server.url, "/open-webui", "POST", {"query": QUERY, "count": 4}, bearer("anything"))
    tally.equal(answer.status, 200, "Open WebUI: the status")
    tally.equal(len(answer.json), 4, "Open WebUI: how many results for a count of 4")
    for result in answer.json:
        tally.expect(mcp_calls.is_address(result["link"]), f"Open WebUI: a link that cannot be opened: {result}")
        tally.expect(isinstance(result["title"], str), f"Open WebUI: no title: {result}")
        tally.expect(result["snippet"], f"Open WebUI: no snippet: {result}")
    nothing = check.request(server.url, "/open-webui", "POST", {"query": NOTHING, "count": 4})
    tally.equal(nothing.json, [], "Open WebUI: what is found of nothing")


def dify(tally, server):
    """Records with a score from 0 to 1 and an object as their metadata; a threshold and a condition narrow them."""
    records = retrieve(tally, server)
    tally.equal(len(records), 5, "Dify: how many records for a top_k of 5")
    for record in records:
        tally.expect(record["content"] and isinstance(record["title"], str), f"Dify: no content or title: {record}")
        tally.expect(0 <= record["score"] <= 1, f"Dify: a score beyond 0 to 1: {record['score']}")
        tally.expect(isinstance(record["metadata"], dict), f"Dify: the metadata are no object: {record}")
    scores = sorted((record["score"] for record in records), reverse=True)
    tally.equal([record["score"] for record in records], scores, "Dify: the order of the scores")
    threshold = scores[2]
    kept = retrieve(tally, server, threshold=threshold)
    tally.expect(kept and all(record["score"] >= threshold for record in kept), f"Dify: below {threshold}: {kept}")
    condition = {"name": ["outlet"], "comparison_operator": "is", "value": "Küstenblatt"}
    narrowed = retrieve(tally, server, conditions=[condition])
    tally.equal(len(narrowed), 1, "Dify: how many records of one outlet")
    tally.equal(retrieve(tally, server, query=NOTHING), [], "Dify: what is found of nothing")
    refused = check.request(server.url, "/retrieval", "POST", asked(QUERY), bearer("wrong"))
    tally.equal(refused.status, 401, "Dify: the status with a wrong key")


def retrieve(tally, server, query=QUERY, threshold=0.0, conditions=None):
    answer = check.request(server.url, "/retrieval", "POST", asked(query, threshold, conditions), bearer(TOKEN))
    tally.equal(answer.status, 200, f"Dify: the status for {query}, {threshold}, {conditions}")
    return answer.json.get("records", [])


def asked(query, threshold=0.0, conditions=None):
    body = {
        "knowledge_id": "archive",
        "query": query,
        "retrieval_setting": {"top_k": 5, "score_threshold": threshold},
    }
    if conditions is not None:
        body["metadata_condition"] = {"logical_operator": "and", "conditions": conditions}
    return body


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


main()
