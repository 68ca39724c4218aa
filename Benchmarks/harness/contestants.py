"""The upstream and the proxies that are compared. All of them hold the caller's connections open, keep a pool
towards the upstream, send it the same credential and write no access log."""

import base64
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request

from .session import descendants, free_port, wait_for_port

SIZES = {"1k": 1024, "100k": 102_400, "8m": 8_388_608}
USER, PASSWORD = "bench-user", "bench-password"
CREDENTIAL = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
ADMIN_PASSWORD = "bench-admin-password"
REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Contestant:
    """A running server: its name, process, the URL prefix that a file's name is put behind, and a caller's fields."""

    def __init__(self, name, process, prefix, fields=()):
        self.name, self.process, self.prefix, self.fields = name, process, prefix, list(fields)

    def pids(self):
        return [self.process.pid] + descendants(self.process.pid)

    def get(self, path):
        return request("GET", self.prefix + path, self.fields)


def request(method, url, fields=(), body=None):
    """One call on a connection of its own: (status, bytes)."""
    call = urllib.request.Request(url, method=method, data=body, headers=dict(field.split(": ", 1) for field in fields))
    try:
        with urllib.request.urlopen(call, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def program(name):
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def write(session, name, text):
    path = os.path.join(session.directory, name)
    with open(path, "w") as file:
        file.write(text)
    return path


def nginx(session, name, workers, http):
    """Starts an nginx from the inside of its `http` block; `{port}` stands for the port it is given."""
    binary = program("nginx") or sys.exit("nginx is not installed: apt-get install nginx")
    port, directory = free_port(), session.directory
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {directory}/{name}-{kind}; " for kind in kinds)
    configuration = write(session, f"{name}.conf", f"""
worker_processes {workers}; daemon off; pid {directory}/{name}.pid; error_log {directory}/{name}.log;
events {{ worker_connections 8192; }}
http {{ access_log off; keepalive_requests 100000000; {temporary}
{http.replace("{port}", str(port))} }}
""")
    process = session.start([binary, "-e", f"{directory}/{name}.log", "-c", configuration], f"{name}.log")
    wait_for_port(port, process)
    return process, port


def start_upstream(session):
    """nginx with 1 worker that serves a file of each size, and at /credential the Authorization it was sent."""
    root = os.path.join(session.directory, "www")
    os.mkdir(root)
    for name, size in SIZES.items():
        with open(os.path.join(root, name), "wb") as file:
            file.write(b"x" * size)
    process, port = nginx(session, "upstream", 1, f"""
sendfile on; tcp_nopush on;
server {{ listen 127.0.0.1:{{port}} reuseport; root {root};
  location = /credential {{ default_type text/plain; return 200 "$http_authorization"; }} }}""")
    return Contestant("upstream", process, f"http://127.0.0.1:{port}/")


def start_nginx(session, upstream):
    """2 workers; buffers that hold a whole 100 KiB answer, no temporary files."""
    process, port = nginx(session, "nginx", 2, f"""
proxy_buffers 16 32k; proxy_buffer_size 32k; proxy_busy_buffers_size 64k; proxy_max_temp_file_size 0;
upstream u {{ server {upstream.prefix[7:-1]}; keepalive 512; keepalive_requests 100000000; }}
server {{ listen 127.0.0.1:{{port}} reuseport;
  location / {{ proxy_pass http://u; proxy_http_version 1.1; proxy_set_header Connection "";
    proxy_set_header Authorization "{CREDENTIAL}"; }} }}""")
    return Contestant("nginx", process, f"http://127.0.0.1:{port}/")


def start_haproxy(session, upstream):
    """2 threads, splice where it thinks it pays. None when it is not installed."""
    binary = program("haproxy")
    if binary is None:
        return None
    port = free_port()
    configuration = write(session, "haproxy.cfg", f"""
global
  nbthread 2
  maxconn 4000
defaults
  mode http
  timeout connect 5s
  timeout client 50s
  timeout server 50s
  option http-keep-alive
  option splice-auto
  http-reuse always
frontend f
  bind 127.0.0.1:{port}
  default_backend b
backend b
  http-request set-header Authorization "{CREDENTIAL}"
  server s {upstream.prefix[7:-1]} pool-max-conn 512
""")
    process = session.start([binary, "-f", configuration], "haproxy.log")
    wait_for_port(port, process)
    return Contestant("haproxy", process, f"http://127.0.0.1:{port}/")


def start_headgate(session, upstream, binary=None, under=()):
    """A fresh server in the session's directory with one source, whose password it keeps sealed, and a Viewer's token.
    `under` is a program to run it under (valgrind)."""
    binary = binary or headgate_binary()
    base, process, data = serve_headgate(session, binary, under)
    uid = register(base, {
        "name": "bench", "type": "graphite", "access": "proxy", "url": upstream.prefix.rstrip("/"), "basicAuth": True,
        "basicAuthUser": USER, "secureJsonData": {"basicAuthPassword": PASSWORD}})
    token = make_token(base, binary, data, "Viewer")
    return Contestant(
        "headgate", process, f"{base}/api/datasources/proxy/uid/{uid}/", [f"Authorization: Bearer {token}"])


def headgate_binary():
    path = os.path.join(REPOSITORY, ".build/release/headgate")
    return path if os.path.exists(path) else sys.exit(f"{path} is not built: make build")


def serve_headgate(session, binary, under=()):
    """(base URL, process, data directory) of a server that has just started."""
    port = free_port()
    data = os.path.join(session.directory, f"data-{port}")
    process = session.start(
        [*under, binary, "serve", "--bind", f"127.0.0.1:{port}", "--data-dir", data, "--workers", "2"],
        f"headgate-{port}.log", {"HEADGATE_ADMIN_PASSWORD": ADMIN_PASSWORD})
    wait_for_port(port, process, seconds=60 if under else 10)
    return f"http://127.0.0.1:{port}", process, data


def register(base, source):
    basic = base64.b64encode(f"admin:{ADMIN_PASSWORD}".encode()).decode()
    status, answer = request(
        "POST", f"{base}/api/datasources", [f"Authorization: Basic {basic}", "Content-Type: application/json"],
        json.dumps(source).encode())
    return json.loads(answer)["datasource"]["uid"] if status == 200 else sys.exit(f"create: {status} {answer[:500]}")


def make_token(base, binary, data, role):
    """A token that the running server knows: it sees the command's change within a second."""
    output = subprocess.run(
        [binary, "token", "create", "--name", f"bench-{role}", "--role", role, "--data-dir", data],
        capture_output=True, text=True, timeout=30)
    token = output.stdout.strip()
    if output.returncode != 0 or not token:
        sys.exit(f"token create: {output.stdout}{output.stderr}")
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        status, answer = request("GET", f"{base}/api/datasources", [f"Authorization: Bearer {token}"])
        if status == 200:
            return token
        time.sleep(0.05)
    sys.exit(f"the new token is not accepted: {status} {answer[:200]}")
