"""Headgate as the scripts start it."""

import base64
import json
import os
import subprocess
import sys
import time

from .contestants import PASSWORD, REPOSITORY, USER, Contestant, request
from .session import free_port, wait_for_port

ADMIN_PASSWORD = "bench-admin-password"


def start_headgate(session, upstream, binary=None, under=(), tls=None):
    """A fresh server in the session's directory with one source, whose password it keeps sealed, and a Viewer's token.
    `under` is a program to run it under (valgrind), `tls` a certificate and its key."""
    server = Headgate(session, binary, under, tls)
    uid = server.register({
        "name": "bench", "type": "graphite", "access": "proxy", "url": upstream.prefix.rstrip("/"), "basicAuth": True,
        "basicAuthUser": USER, "secureJsonData": {"basicAuthPassword": PASSWORD}})
    return server.contestant(f"/api/datasources/proxy/uid/{uid}/", server.token("Viewer"))


def headgate_binary():
    path = os.path.join(REPOSITORY, ".build/release/headgate")
    return path if os.path.exists(path) else sys.exit(f"{path} is not built: make build")


class Headgate:
    """A server that has just started on a fresh data directory, and what its admin does with it."""

    def __init__(self, session, binary=None, under=(), tls=None, options=()):
        self.binary = binary or headgate_binary()
        port = free_port()
        self.data = os.path.join(session.directory, f"data-{port}")
        self.base = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
        arguments = ["serve", "--bind", f"127.0.0.1:{port}", "--data-dir", self.data, "--workers", "2", *options]
        arguments += ["--tls-cert", tls[0], "--tls-key", tls[1]] if tls else []
        self.process = session.start(
            [*under, self.binary, *arguments], f"headgate-{port}.log", {"HEADGATE_ADMIN_PASSWORD": ADMIN_PASSWORD})
        wait_for_port(port, self.process, seconds=60 if under else 10)

    def contestant(self, path, token, name="headgate", file=None):
        return Contestant(name, self.process, self.base + path, [f"Authorization: Bearer {token}"], file)

    def register(self, source):
        """Creates a data source; its uid."""
        basic = base64.b64encode(f"admin:{ADMIN_PASSWORD}".encode()).decode()
        status, answer = request(
            "POST", f"{self.base}/api/datasources",
            [f"Authorization: Basic {basic}", "Content-Type: application/json"], json.dumps(source).encode())
        return json.loads(answer)["datasource"]["uid"] if status == 200 else sys.exit(f"create: {status} {answer[:500]}")

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
