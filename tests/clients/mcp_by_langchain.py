"""LangChain's adapter of MCP tools, which stands on version 1 of the Python SDK, over HTTP and over stdio.

Proves that an agent of LangChain gets every tool, that the texts are its message, and that the structured content is
the message's artifact. Leaves out the agent.
"""

import asyncio

import check
import mcp_calls
from langchain_core.tools import ToolException
from langchain_mcp_adapters.client import MultiServerMCPClient


def main():
    given = check.arguments(__doc__)
    tally = check.Tally()
    index = check.archive(given, "small")
    with check.Server(given, index) as server:
        asyncio.run(use(tally, {"transport": "streamable_http", "url": f"{server.url}/mcp"}, "HTTP"))
    words = ["mcp", "--index", str(index)]
    asyncio.run(use(tally, {"transport": "stdio", "command": str(given.pullquote), "args": words}, "stdio"))
    tally.end(f"{len(mcp_calls.TOOLS)} tools on 2 transports, {tally.expected} expectations")


async def use(tally, connection, where):
    tools = {tool.name: tool for tool in await MultiServerMCPClient({"pullquote": connection}).get_tools()}
    tally.equal(sorted(tools), mcp_calls.TOOLS, f"{where}: the tools")
    found = await call(tools["search"], {"query": mcp_calls.QUERY})
    article = found.artifact["structured_content"]["results"][0]["id"]
    for name, given in mcp_calls.calls(article).items():
        message = await call(tools[name], given)
        structured = message.artifact and message.artifact["structured_content"]
        mcp_calls.judge(tally, name, structured, texts(message.content), message.status == "error", where)
    for name, given in mcp_calls.WRONG:
        await wrong(tally, tools[name], given, where)


async def call(tool, given):
    return await tool.ainvoke({"type": "tool_call", "name": tool.name, "args": given, "id": "1"})


def texts(content):
    return [content] if isinstance(content, str) else [block["text"] for block in content if block["type"] == "text"]


async def wrong(tally, tool, given, where):
    try:
        message = await call(tool, given)
        said, is_error = texts(message.content), message.status == "error"
    except ToolException as error:
        said, is_error = [str(error)], True
    mcp_calls.judge_wrong(tally, tool.name, given, said, is_error, where)


main()
