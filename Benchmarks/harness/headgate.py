"""Headgate as the scripts start it."""

import base64
import json
import os
import sqlite3
import subprocess
import sys
import time

from .contestants import PASSWORD, REPOSITORY, USER, Contestant, request, write
from .measure import run_wrk
from .session import free_port, wait_for_port

ADMIN_PASSWORD = "bench-admin-password"


def start_headgate(session, upstream, binary=None, under=(), tls=None, sources=1):
    """A fresh server in the session's directory with one source, whose password it keeps sealed, and a Viewer's token.
    `under` is a program to run it under (valgrind), `tls` a certificate and its key, `sources` how many there are in all."""
    server = Headgate(session, binary, under if sources == 1 else (), tls)
    if sources > 1:
        server.fill(sources - 1)
        server.under = under
        server.restart()
    uid = server.register({
        "name": "bench", "type": "graphite", "access": "proxy", "url": upstream.prefix.rstrip("/"), "basicAuth": True,
        "basicAuthUser": USER, "secureJsonData": {"basicAuthPassword": PASSWORD}})
    return server.contestant(f"/api/datasources/proxy/uid/{uid}/", server.token("Viewer"))


def headgate_binary():
    path = os.path.join(REPOSITORY, ".build/release/headgate")
    return path if os.path.exists(path) else sys.exit(f"{path} is not built: make build")


class Headgate:
    """A server that has just started on a fresh data directory, and what its admin does with it."""

    def __init__(self, session, binary=None, under=(), tls=None):
        self.session, self.binary, self.under = session, binary or headgate_binary(), under
        port = free_port()
        self.data = os.path.join(session.directory, f"data-{port}")
        self.base = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
        self.arguments = ["serve", "--bind", f"127.0.0.1:{port}", "--data-dir", self.data, "--workers", "2"]
        self.arguments += ["--tls-cert", tls[0], "--tls-key", tls[1]] if tls else []
        self.start()

    def start(self):
        """Starts it, and keeps how many seconds it took to listen, which it does when it is ready."""
        port, began = int(self.base.rsplit(":", 1)[1]), time.monotonic()
        self.process = self.session.start(
            [*self.under, self.binary, *self.arguments], f"headgate-{port}.log",
            {"HEADGATE_ADMIN_PASSWORD": ADMIN_PASSWORD})
        wait_for_port(port, self.process, seconds=300)
        self.ready_seconds = time.monotonic() - began

    def restart(self):
        self.process.terminate()
        self.process.wait(timeout=60)
        self.start()

    def contestant(self, path, token, name="headgate", file=None):
        return Contestant(name, self.process, self.base + path, [f"Authorization: Bearer {token}"], file)

    def call(self, method, path, body):
        """As its admin; the answer's members, or the end of it all."""
        basic = base64.b64encode(f"admin:{ADMIN_PASSWORD}".encode()).decode()
        status, answer = request(
            method, self.base + path, [f"Authorization: Basic {basic}", "Content-Type: application/json"],
            json.dumps(body).encode())
        return json.loads(answer) if status == 200 else sys.exit(f"{method} {path}: {status} {answer[:500]}")

    def register(self, source):
        """Creates a data source; its uid."""
        return self.call("POST", "/api/datasources", source)["datasource"]["uid"]

    def fill(self, count):
        """Creates as many data sources, each with a secret, that nobody calls."""
        script = write(self.session, "create.lua", CREATES)
        fields = [f"Authorization: Bearer {self.token('Admin')}", "Content-Type: application/json"]
        while (before := self.stored()) < count:
            run_wrk(self.base, 64, 5, fields, script)
            if self.stored() == before:
                sys.exit(f"no data source is created behind the {before}th")

    def stored(self):
        """How many data sources its database holds."""
        database = sqlite3.connect(f"file:{self.data}/headgate.db?mode=ro", uri=True)
        try:
            return database.execute("SELECT count(*) FROM data_source").fetchone()[0]
        finally:
            database.close()

    def token(self, role):
        """A token that the running server knows: it sees the command's change within a second."""
        output = subprocess.run(
            [self.binary, "token", "create", "--name", f"bench-{role}", "--role", role, "--data-dir", self.data],
            capture_output=True, text=True, timeout=30)
        token = output.stdout.strip()
        if output.returncode != 0 or not token:
            sys.exit(f"token create: {output.stdout}{output.stderr}")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            status, answer = request("GET", f"{self.base}/api/datasources", [f"Authorization: Bearer {token}"])
            if status == 200:
                return token
            time.sleep(0.05)
        sys.exit(f"the new token is not accepted: {status} {answer[:200]}")


# wrk's own language. Names must differ over all runs.
CREATES = """
local number, run = 0, os.time()
request = function()
  number = number + 1
  local body = string.format(
    '{"name":"many-%d-%d","type":"graphite","access":"proxy","url":"http://127.0.0.1:9","basicAuth":true,' ..
    '"basicAuthUser":"u","secureJsonData":{"basicAuthPassword":"p"}}', run, number)
  return wrk.format("POST", "/api/datasources", wrk.headers, body)
end
"""
