"""MCP without a client: one request of the revision of 2026, as bytes on the wire."""

import check

VERSION = "2026-07-28"
PREFIX = "io.modelcontextprotocol"


def call(url, tool, given, headers=None):
    """Calls a tool; returns the answer as it came."""
    body = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": tool, "arguments": given, "_meta": meta()},
    }
    return check.request(url, "/mcp", "POST", body, {**head("tools/call", tool), **(headers or {})})


def discover():
    """Returns the body and the headers of the first request of a session."""
    body = {"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": {"_meta": meta()}}
    return body, head("server/discover")


def meta():
    client = {"name": "pullquote-clients", "version": "1"}
    return {
        f"{PREFIX}/protocolVersion": VERSION,
        f"{PREFIX}/clientCapabilities": {},
        f"{PREFIX}/clientInfo": client,
    }


def head(method, name=None):
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": VERSION, "Mcp-Method": method}
    return headers if name is None else {**headers, "Mcp-Name": name}
