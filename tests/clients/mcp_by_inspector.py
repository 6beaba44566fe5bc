"""The MCP Inspector's command line: every tool, the templates and a resource, in both eras of the protocol.

Proves that the Inspector finds nothing wrong with the schemas (`--strict`), and that each tool answers it over HTTP and
over stdio, before and after the revision of 2026. Leaves out its web page, and logging in.
"""

import json
import subprocess

import check
import environments
import mcp_calls

ERAS = ("modern", "legacy")


def main():
    given = check.arguments(__doc__)
    tally = check.Tally()
    index = check.archive(given, "small")
    with check.Server(given, index) as server:
        for era in ERAS:
            use(tally, Inspector(given, era, "--server-url", f"{server.url}/mcp"), f"HTTP, {era}")
    for era in ERAS:
        use(tally, Inspector(given, era, given.pullquote, "mcp", "--index", index), f"stdio, {era}")
    tally.end(f"{len(mcp_calls.TOOLS)} tools in {len(ERAS)} eras on 2 transports, {tally.expected} expectations")


class Inspector:
    """The Inspector, aimed at one server."""

    def __init__(self, given, era, *server):
        packages, self.variables = environments.node(given.home)
        self.begin = [packages / ".bin" / "mcp-inspector", "--cli", *server]
        self.end = ["--protocol-era", era, "--format", "json"]

    def run(self, method, *options):
        """Returns what it printed as JSON, its exit code and what it said."""
        command = [*self.begin, *self.end, "--method", method, *options]
        done = subprocess.run(
            [str(part) for part in command],
            env=self.variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        try:
            return json.loads(done.stdout), done.returncode, done.stderr
        except ValueError:
            return {}, done.returncode, done.stderr + done.stdout

    def call(self, tool, given):
        return self.run("tools/call", "--tool-name", tool, "--tool-args-json", json.dumps(given))


def use(tally, inspector, where):
    listed, code, said = inspector.run("tools/list", "--strict")
    tally.equal(code, 0, f"{where}: tools/list --strict says {check.short(said)!r} and ends with")
    tally.equal(sorted(tool["name"] for tool in inner(listed).get("tools", [])), mcp_calls.TOOLS, f"{where}: the tools")
    found, _, said = inspector.call("search", {"query": mcp_calls.QUERY})
    results = inner(found).get("structuredContent", {}).get("results")
    if not tally.expect(results, f"{where}: search found nothing: {found} {said}"):
        return
    for tool, given in mcp_calls.calls(results[0]["id"]).items():
        answer, _, said = inspector.call(tool, given)
        answer = inner(answer)
        is_error = answer.get("isError", not answer)
        mcp_calls.judge(tally, tool, answer.get("structuredContent"), texts(answer) or [said], is_error, where)
    resources(tally, inspector, results[0]["id"], where)


def resources(tally, inspector, article, where):
    listed, _, said = inspector.run("resources/templates/list")
    templates = [template["uriTemplate"] for template in inner(listed).get("resourceTemplates", [])]
    tally.equal(templates, [mcp_calls.TEMPLATE], f"{where}: the templates of resources; it says {said!r}")
    uri = mcp_calls.TEMPLATE.replace("{id}", article)
    read, _, said = inspector.run("resources/read", "--uri", uri)
    contents = inner(read).get("contents") or [{}]
    tally.expect("harbour bridge" in contents[0].get("text", ""), f"{where}: the resource is {read}; it says {said!r}")


def inner(answer):
    """Returns the result itself, where it is wrapped."""
    return answer.get("result", answer)


def texts(answer):
    return [block["text"] for block in answer.get("content", []) if block["type"] == "text"]


main()
