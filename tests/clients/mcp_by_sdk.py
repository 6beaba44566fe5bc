"""The Python SDK of MCP, version 2: every tool and a resource, in three modes, over HTTP and over stdio.

Proves that a client negotiates the revision it should in each mode, that what a tool answers fits the schema it
declares, that wrong input comes back as an error of the tool and not of the protocol, and that a server on stdio ends
quietly with 0 when its input ends, before anything was said and after. Leaves out what the server does not have:
prompts, subscriptions, progress.
"""

import asyncio
import json
import subprocess

import check
import environments
import jsonschema
import mcp_calls
from mcp import Client, MCPError, StdioServerParameters

MODES = {"auto": "2026-07-28", "legacy": "2025-11-25", "2026-07-28": "2026-07-28"}
DISCOVER = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "server/discover",
    "params": {
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
        }
    },
}


def main():
    given = check.arguments(__doc__)
    tally = check.Tally()
    index = check.archive(given, "small")
    made = 0
    with check.Server(given, index) as server:
        for mode in MODES:
            made += asyncio.run(use(tally, f"{server.url}/mcp", mode, f"HTTP, {mode}"))
    for mode in MODES:
        on_stdio = StdioServerParameters(command=str(given.pullquote), args=["mcp", "--index", str(index)])
        made += asyncio.run(use(tally, on_stdio, mode, f"stdio, {mode}"))
    end_of_input(given, tally, index)
    tally.end(f"{len(MODES)} modes on 2 transports, {made} calls, {tally.expected:,} expectations")


async def use(tally, server, mode, where):
    """Opens a session and uses all of it; returns how many calls of tools were made."""
    async with Client(server, mode=mode) as client:
        tally.equal(client.protocol_version, MODES[mode], f"{where}: the revision")
        tally.expect(client.instructions or mode == "2026-07-28", f"{where}: there are no instructions")
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        tally.equal(sorted(tools), mcp_calls.TOOLS, f"{where}: the tools")
        for tool in tools.values():
            judge_declaration(tally, tool, f"{where}, {tool.name}")
        article = await first_article(client)
        for name, given in mcp_calls.calls(article).items():
            await call(tally, client, tools[name], given, where)
        for name, given in mcp_calls.WRONG:
            answer = await client.call_tool(name, given)
            mcp_calls.judge_wrong(tally, name, given, texts(answer), answer.is_error, where)
        await resources(tally, client, article, where)
        await pages(tally, client, where)
    return 2 + len(mcp_calls.TOOLS) + len(mcp_calls.WRONG)


def judge_declaration(tally, tool, what):
    tally.expect(tool.output_schema is not None, f"{what}: it declares no schema of its answer")
    tally.expect(tool.annotations and tool.annotations.read_only_hint, f"{what}: it is not declared to only read")
    tally.expect(tool.description, f"{what}: it is not described")
    for schema in (tool.input_schema, tool.output_schema or {}):
        jsonschema.Draft202012Validator.check_schema(schema)


async def first_article(client):
    answer = await client.call_tool("search", {"query": mcp_calls.QUERY})
    return answer.structured_content["results"][0]["id"]


async def call(tally, client, tool, given, where):
    answer = await client.call_tool(tool.name, given)
    mcp_calls.judge(tally, tool.name, answer.structured_content, texts(answer), answer.is_error, where)
    faults = jsonschema.Draft202012Validator(tool.output_schema).iter_errors(answer.structured_content)
    first = next(iter(faults), None)
    tally.expect(first is None, f"{where}, {tool.name}: its answer does not fit its schema: {first and first.message}")


def texts(answer):
    return [block.text for block in answer.content if block.type == "text"]


async def resources(tally, client, article, where):
    templates = [template.uri_template for template in (await client.list_resource_templates()).resource_templates]
    tally.equal(templates, [mcp_calls.TEMPLATE], f"{where}: the templates of resources")
    await client.list_resources()
    uri = mcp_calls.TEMPLATE.replace("{id}", article)
    (content,) = (await client.read_resource(uri)).contents
    tally.equal(str(content.uri), uri, f"{where}: the address of the resource")
    tally.expect("harbour bridge" in content.text, f"{where}: the resource is not the article's text")
    try:
        await client.read_resource(mcp_calls.TEMPLATE.replace("{id}", "no-such-article"))
        tally.expect(False, f"{where}: a resource that is not there was read")
    except MCPError as error:
        # The older revision has a code of its own for it, which need not be sent.
        wanted = (-32602,) if client.protocol_version == "2026-07-28" else (-32002, -32602)
        tally.expect(error.code in wanted, f"{where}: the code for a resource that is not there is {error.code}")


async def pages(tally, client, where):
    """Expects that a cursor leads through all that was found, once each."""
    given = {"query": mcp_calls.QUERY, "limit": 4, "response_format": "detailed"}
    ranks = []
    for _ in range(mcp_calls.STORIES):
        answer = (await client.call_tool("search_articles", given)).structured_content
        ranks += [hit["rank"] for hit in answer["hits"]]
        if not answer.get("next_cursor"):
            break
        given = {**given, "cursor": answer["next_cursor"]}
    tally.equal(ranks, list(range(1, mcp_calls.STORIES + 1)), f"{where}: the ranks through all pages")


def end_of_input(given, tally, index):
    """Expects that a server on stdio ends with 0 and without a word where its input ends."""
    for said in (b"", json.dumps(DISCOVER).encode() + b"\n"):
        done = subprocess.run(
            [given.pullquote, "mcp", "--index", index],
            env=environments.variables(given.home),
            input=said,
            capture_output=True,
            timeout=check.START,
        )
        after = f"stdio, the input ends after {len(said)} bytes"
        tally.equal(done.returncode, 0, f"{after}: the exit code")
        tally.equal(done.stderr.decode(), "", f"{after}: what it says")
        tally.equal(len(done.stdout.splitlines()), 1 if said else 0, f"{after}: how many lines it writes")


main()
