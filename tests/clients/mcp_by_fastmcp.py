"""FastMCP's client: answers as objects that it makes of the schemas which the tools declare.

Proves that the declared schemas are good enough to make types of, and that what is in the answers arrives under their
names. Leaves out what the SDK's own client shows of the protocol.
"""

import asyncio

import check
import mcp_calls
from fastmcp import Client
from fastmcp.exceptions import ToolError


def main():
    given = check.arguments(__doc__)
    tally = check.Tally()
    with check.Server(given, check.archive(given, "small")) as server:
        asyncio.run(use(tally, f"{server.url}/mcp"))
    tally.end(f"{len(mcp_calls.TOOLS)} tools with typed answers, {tally.expected} expectations")


async def use(tally, url):
    async with Client(url) as client:
        tally.equal(sorted(tool.name for tool in await client.list_tools()), mcp_calls.TOOLS, "the tools")
        found = (await client.call_tool("search", {"query": mcp_calls.QUERY})).data
        calls = mcp_calls.calls(found.results[0].id)
        for name, given in calls.items():
            answer = await client.call_tool(name, given)
            texts = [block.text for block in answer.content if block.type == "text"]
            mcp_calls.judge(tally, name, answer.structured_content, texts, answer.is_error, "fastmcp")
            tally.expect(answer.data is not None and not isinstance(answer.data, dict), f"{name}: no typed answer")
        await typed(tally, client, calls)
        await wrong(tally, client)


async def typed(tally, client, calls):
    article = (await client.call_tool("fetch", calls["fetch"])).data
    tally.equal(article.id, calls["fetch"]["id"], "fetch: the id")
    tally.expect("harbour bridge" in article.text, "fetch: the text is not the article's")
    hit = (await client.call_tool("search_articles", calls["search_articles"])).data.hits[0]
    tally.expect("harbour bridge" in hit.passages[0].text, "search_articles: the passage has not the words")
    given = {**calls["verify_quotes"], "response_format": "detailed"}
    verdicts = (await client.call_tool("verify_quotes", given)).data.verdicts
    tally.equal(verdicts[0].verdict, "exact", "verify_quotes: the verdict")


async def wrong(tally, client):
    for name, given in mcp_calls.WRONG:
        try:
            answer = await client.call_tool(name, given)
            tally.expect(False, f"{name} with {given}: is no error, but {answer.data}")
        except ToolError as error:
            mcp_calls.judge_wrong(tally, name, given, [str(error)], True, "fastmcp")


main()
