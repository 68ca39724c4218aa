"""The upstream and the proxies that Headgate is compared with. All of them hold the caller's connections open, keep a pool
towards the upstream, send it the same credential and write no access log."""

import base64
import os
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.request

from .session import descendants, free_port, wait_for_port

SIZES = {"1k": 1024, "100k": 102_400, "8m": 8_388_608}
USER, PASSWORD = "bench-user", "bench-password"
CREDENTIAL = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
ANY_CERTIFICATE = ssl._create_unverified_context()
REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Contestant:
    """A running server: its name, process, the URL prefix that a file's name is put behind, and a caller's fields.
    `path` stands for every file when the server always answers the same."""

    def __init__(self, name, process, prefix, fields=(), path=None):
        self.name, self.process, self.prefix, self.fields, self.path = name, process, prefix, list(fields), path

    def url(self, file):
        return self.prefix + (file if self.path is None else self.path)

    def pids(self):
        return [self.process.pid] + descendants(self.process.pid)

    def get(self, path):
        return request("GET", self.url(path), self.fields)


def request(method, url, fields=(), body=None):
    """One call on a connection of its own: (status, bytes)."""
    call = urllib.request.Request(url, method=method, data=body, headers=dict(field.split(": ", 1) for field in fields))
    try:
        with urllib.request.urlopen(call, timeout=30, context=ANY_CERTIFICATE) as answer:
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


def start_matrix(session):
    """nginx with 1 worker that answers /api/v1/query_range with a matrix of 100 series and 1,000 points each: 3 MB."""
    root = os.path.join(session.directory, "matrix/api/v1")
    os.makedirs(root)
    with open(os.path.join(root, "query_range"), "w") as file:
        series = []
        for number in range(100):
            points = ",".join(
                f'[{1_700_000_000 + point * 15},"{(number * 1000 + point) * 1.0009765625 + 0.123456789:.12f}"]'
                for point in range(1000))
            labels = f'"__name__":"up","instance":"host-{number}:9090","job":"bench"'
            series.append(f'{{"metric":{{{labels}}},"values":[{points}]}}')
        file.write('{"status":"success","data":{"resultType":"matrix","result":[' + ",".join(series) + "]}}")
    process, port = nginx(session, "matrix", 1, f"""
sendfile on; tcp_nopush on;
server {{ listen 127.0.0.1:{{port}} reuseport; root {os.path.join(session.directory, "matrix")};
  default_type application/json; error_page 405 =200 $uri; }}""")
    return Contestant("matrix", process, f"http://127.0.0.1:{port}/")


def start_nginx(session, upstream, tls=None):
    """2 workers; buffers that hold a whole 100 KiB answer, no temporary files. `tls` is a certificate and its key."""
    listen, scheme = "{port} reuseport", "http"
    if tls:
        scheme = "https"
        listen += f""" ssl http2; ssl_certificate {tls[0]}; ssl_certificate_key {tls[1]};
  ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:s:10m; http2_max_requests 100000000"""
    name = "nginx-tls" if tls else "nginx"
    process, port = nginx(session, name, 2, f"""
proxy_buffers 16 32k; proxy_buffer_size 32k; proxy_busy_buffers_size 64k; proxy_max_temp_file_size 0;
upstream u {{ server {upstream.prefix[7:-1]}; keepalive 512; keepalive_requests 100000000; }}
server {{ listen 127.0.0.1:{listen};
  location / {{ proxy_pass http://u; proxy_http_version 1.1; proxy_set_header Connection "";
    proxy_set_header Authorization "{CREDENTIAL}"; }} }}""")
    return Contestant("nginx", process, f"{scheme}://127.0.0.1:{port}/")


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


def start_h2o(session, upstream):
    """2 threads. None when it is not installed."""
    binary = program("h2o")
    if binary is None:
        return None
    port = free_port()
    configuration = write(session, "h2o.conf", f"""
num-threads: 2
error-log: {session.directory}/h2o-errors.log
listen: {{ host: 127.0.0.1, port: {port} }}
user: root
proxy.timeout.keepalive: 60000
hosts:
  default:
    paths:
      /:
        proxy.reverse.url: "{upstream.prefix}"
        proxy.header.set: "Authorization: {CREDENTIAL}"
""")
    process = session.start([binary, "-m", "worker", "-c", configuration], "h2o.log")
    wait_for_port(port, process)
    return Contestant("h2o", process, f"http://127.0.0.1:{port}/")


def start_vmauth(session, upstream):
    """VictoriaMetrics' authenticating proxy: a token in, a credential out, as Headgate does it. None when it is not
    installed."""
    binary = program("vmauth")
    if binary is None:
        return None
    port = free_port()
    configuration = write(session, "vmauth.yml", f"""
users:
- bearer_token: bench-token
  url_prefix: "{upstream.prefix}"
  headers: ["Authorization: {CREDENTIAL}"]
""")
    process = session.start(
        [binary, f"-auth.config={configuration}", f"-httpListenAddr=127.0.0.1:{port}", "-http.connTimeout=1h",
         "-maxIdleConnsPerBackend=512", "-http.disableResponseCompression"], "vmauth.log", {"GOMAXPROCS": "2"})
    wait_for_port(port, process)
    return Contestant("vmauth", process, f"http://127.0.0.1:{port}/", ["Authorization: Bearer bench-token"])


def certificate(session):
    """(certificate file, key file): ECDSA P-256, for 127.0.0.1."""
    names = [os.path.join(session.directory, name) for name in ("certificate.pem", "key.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "9",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-out", names[0], "-keyout", names[1]],
        check=True, capture_output=True)
    return names
