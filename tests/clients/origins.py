"""Raw HTTP against the guard: every route, from a page of another origin, under another name, without the token.

The routes are those of the server's own description, and those that it does not describe. Proves that the guard stands
before all of them, that it lets through who belongs there, that an answer never invites another origin unless that
was asked for, and that a server does not open to the network without a token. Leaves out what a route answers.
"""

import subprocess

import check
import environments
import rpc

TOKEN = "correct-horse-battery-staple"
UNDESCRIBED = ["/mcp", "/docs", "/openapi.json", "/healthz", "/readyz", "/metrics", "/no/such/route"]
VALUES = {"q": "ceasefire", "query": "ceasefire", "by": "outlet", "k": "3", "format": "json"}
BODIES = {
    "/v1/search": {"query": "ceasefire"},
    "/v1/verify": {"quotes": ["verification mechanism"]},
    "/retrieval": {
        "knowledge_id": "all",
        "query": "ceasefire",
        "retrieval_setting": {"top_k": 3, "score_threshold": 0.0},
    },
    "/open-webui": {"query": "ceasefire", "count": 3},
}
ARTICLE, PASSAGE = "64grp7rc9x55vsm5", "64grp7rc9x55vsm5@1712-1749"
ALLOWED = "https://newsroom.example"
NAME = "archive.example"


def main():
    given = check.arguments(__doc__)
    tally = check.Tally()
    index = check.archive(given, "small")
    with check.Server(given, index) as server:
        routes = Routes(server)
        for route in routes.all:
            strangers(tally, server, route)
            friends(tally, server, route)
    with check.Server(given, index, "--allow-origin", ALLOWED, "--allow-host", NAME) as server:
        for route in routes.all:
            invited(tally, server, route)
    with check.Server(given, index, "--token", TOKEN, listen="0.0.0.0:0") as server:
        for route in routes.all:
            tokens(tally, server, route)
    token_in_variable(given, tally, index, routes.all[0])
    no_token(given, tally, index)
    tally.end(f"{len(routes.all)} routes, {tally.expected:,} expectations")


class Route:
    """A request that the server answers when nothing stands in its way."""

    def __init__(self, method, path, parameters=()):
        self.method, self.path = method, path
        plain = path.replace("{id}", ARTICLE).replace("{address}", PASSAGE)
        self.body, self.headers = (rpc.discover() if path == "/mcp" else (BODIES.get(path, {}), {}))
        if method == "GET":
            self.body, self.headers = None, {}
            plain = check.target(plain, **{name: VALUES[name] for name in parameters if name in VALUES})
        self.target = plain

    def send(self, server, **headers):
        return check.request(server.url, self.target, self.method, self.body, {**self.headers, **headers})

    def __str__(self):
        return f"{self.method} {self.path}"


class Routes:
    """All routes: those described, and those not."""

    def __init__(self, server):
        described = check.request(server.url, "/openapi.json").json["paths"]
        known = [
            (method.upper(), path, tuple(parameter["name"] for parameter in item[method].get("parameters", ())))
            for path, item in described.items()
            for method in item
            if method in METHODS
        ]
        known += [("GET", path) for path in UNDESCRIBED] + [("POST", "/mcp")]
        self.all = [Route(*route) for route in dict.fromkeys(known)]


METHODS = ("get", "post", "put", "delete", "patch", "head", "options")


def strangers(tally, server, route):
    """Expects that no page of another origin, and none that calls the server by another name, gets in."""
    port = server.port
    for origin in (
        "http://evil.example",
        "null",
        f"http://evil.example:{port}",
        f"http://127.0.0.1.evil.example:{port}",
        f"http://localhost.evil.example:{port}",
        f"https://127.0.0.1:{port}",
        "http://127.0.0.1:1",
        "file://",
    ):
        refused(tally, route.send(server, Origin=origin), f"{route} with Origin {origin}")
    for host in ("evil.example", f"evil.example:{port}", f"127.0.0.1.evil.example:{port}", f"localhost.evil:{port}"):
        refused(tally, route.send(server, Host=host), f"{route} with Host {host}")
    # What a browser asks before it sends a request that a plain page could not.
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": route.method}
    preflight = check.request(server.url, route.target, "OPTIONS", None, asked)
    refused(tally, preflight, f"OPTIONS {route.path} for http://evil.example")


def refused(tally, answer, what):
    tally.equal(answer.status, 403, f"{what}: the status")
    uninviting(tally, answer, what)


def uninviting(tally, answer, what):
    invites = [name for name in answer.headers if name.startswith("access-control-")]
    tally.equal(invites, [], f"{what}: headers that invite another origin")


def friends(tally, server, route):
    """Expects the same answer with the server's own origin, and under its other names, as without."""
    plain = route.send(server)
    uninviting(tally, plain, str(route))
    tally.expect(plain.status not in (401, 403), f"{route}: nothing stood in its way, and it is {plain.status}")
    if route.path not in ("/mcp", "/no/such/route"):
        tally.equal(plain.status, 200, f"{route}: the status")
    same = route.send(server, Origin=server.url)
    tally.equal(same.status, plain.status, f"{route} from its own origin: the status")
    uninviting(tally, same, f"{route} from its own origin")
    for host in (f"localhost:{server.port}", f"[::1]:{server.port}", f"127.0.0.1:{server.port}"):
        tally.equal(route.send(server, Host=host).status, plain.status, f"{route} with Host {host}: the status")


def invited(tally, server, route):
    """Expects that an origin and a name that were allowed get in, and no others."""
    plain = route.send(server).status
    answer = route.send(server, Origin=ALLOWED)
    tally.equal(answer.status, plain, f"{route} from an allowed origin: the status")
    inviting = answer.headers.get("access-control-allow-origin")
    tally.equal(inviting, ALLOWED, f"{route} from an allowed origin: whom the answer invites")
    for host in (NAME, f"{NAME}:{server.port}", f"{NAME}:443"):
        tally.equal(route.send(server, Host=host).status, plain, f"{route} with the allowed Host {host}: the status")
    refused(tally, route.send(server, Origin="http://evil.example"), f"{route} beside an allowed origin")
    refused(tally, route.send(server, Host=f"evil.{NAME}"), f"{route} beside an allowed name")


def tokens(tally, server, route):
    """Expects that a server with a token answers nobody else."""
    for given in (None, "Bearer wrong", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN, "Bearer"):
        headers = {} if given is None else {"Authorization": given}
        answer = route.send(server, **headers)
        tally.equal(answer.status, 401, f"{route} with Authorization {given}: the status")
        challenge = answer.headers.get("www-authenticate", "")
        tally.expect(challenge.startswith("Bearer"), f"{route} with Authorization {given}: it does not ask for a token")
    answer = route.send(server, Authorization=f"Bearer {TOKEN}")
    tally.expect(answer.status not in (401, 403), f"{route} with the token: the status is {answer.status}")
    refused(tally, route.send(server, Authorization=f"Bearer {TOKEN}", Origin="null"), f"{route} with token, from null")
    refused(tally, route.send(server, Authorization=f"Bearer {TOKEN}", Host="evil.example"), f"{route} with token")


def token_in_variable(given, tally, index, route):
    with check.Server(given, index, token=TOKEN) as server:
        tally.equal(route.send(server).status, 401, "the token in PULLQUOTE_TOKEN, none given: the status")
        right = route.send(server, Authorization=f"Bearer {TOKEN}")
        tally.equal(right.status, 200, "the token in PULLQUOTE_TOKEN, and given: the status")


def no_token(given, tally, index):
    """Expects that the server does not open to the network without a token."""
    for listen in ("0.0.0.0:0", "[::]:0"):
        what = f"serve --listen {listen} without a token"
        command = [given.pullquote, "serve", "--index", index, "--listen", listen]
        try:
            done = environments.quietly(command, env=environments.variables(given.home), timeout=check.START)
        except subprocess.TimeoutExpired:
            tally.expect(False, f"{what}: it goes on")
            continue
        tally.equal(done.returncode, 2, f"{what}: the exit code")
        tally.expect("http://" not in done.stdout, f"{what}: it prints an address")
        tally.expect("--token" in done.stdout, f"{what}: it does not name --token: {done.stdout!r}")


main()
