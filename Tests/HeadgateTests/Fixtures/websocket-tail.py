"""A tail of logs through Headgate: a server and a client of the library `websockets`, arguments: port, admin's password."""

import base64, json, os, sys, threading, urllib.request

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.sync.server import serve

port, password = sys.argv[1:]
admin = "Basic " + base64.b64encode(f"admin:{password}".encode()).decode()
seen = []


def tail(connection):
    """Says what it was asked, then sends back all that comes, a part at a time."""
    request = connection.request
    seen.append((request.path, request.headers.get_all("Authorization"), request.headers.get("Origin")))
    connection.send(json.dumps({"path": request.path}))
    for message in connection:
        if message == "bye":
            connection.close(4001, "as asked")
            return
        connection.send(message)


def call(method, path, body):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), method=method,
        headers={"Authorization": admin, "Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request))


def refused(path, status, **options):
    try:
        connect(f"ws://127.0.0.1:{port}{path}", additional_headers={"Authorization": admin}, **options)
    except InvalidStatus as error:
        assert error.response.status_code == status, (path, error.response.status_code)
    else:
        raise AssertionError(f"{path} was opened")


server = serve(tail, "127.0.0.1", 0, max_size=None, subprotocols=["logs"])
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.socket.getsockname()[1]}"
for uid, kind, settings in (("lk", "loki", {}), ("no", "loki", {"webSockets": False}), ("gr", "graphite", {})):
    call("POST", "/api/datasources", {
        "uid": uid, "name": uid, "type": kind, "access": "proxy", "url": url, "basicAuth": True, "basicAuthUser": "tailer",
        "jsonData": settings, "secureJsonData": {"basicAuthPassword": "tail secret"}})

tailPath = "/loki/api/v1/tail"
target = f"/api/datasources/proxy/uid/lk{tailPath}?query=%7Ba%3D%22b%22%7D"
with connect(
    f"ws://127.0.0.1:{port}{target}", additional_headers={"Authorization": admin}, max_size=None, subprotocols=["logs"]
) as socket:
    assert socket.subprotocol == "logs"
    assert json.loads(socket.recv()) == {"path": f"{tailPath}?query=%7Ba%3D%22b%22%7D"}
    messages = [os.urandom(size) for size in (1, 125, 126, 70_000, 3_000_000)] + [f"line {n}" for n in range(1_000)]
    sender = threading.Thread(target=lambda: [socket.send(message) for message in messages])
    sender.start()
    for message in messages:
        assert socket.recv() == message, "a message came back otherwise"
    sender.join()
    socket.send("bye")
    try:
        socket.recv()
    except ConnectionClosed as closed:
        assert (closed.rcvd.code, closed.rcvd.reason) == (4001, "as asked"), closed
    else:
        raise AssertionError("it was not closed")

source = "Basic " + base64.b64encode(b"tailer:tail secret").decode()
assert seen == [(f"{tailPath}?query=%7Ba%3D%22b%22%7D", [source], None)], seen
# What is no tail, or switched off, or of another type goes on as an ordinary request, which this server refuses.
refused("/api/datasources/proxy/uid/lk/loki/api/v1/push", 426)
refused(f"/api/datasources/proxy/uid/no{tailPath}", 426)
refused(f"/api/datasources/proxy/uid/gr{tailPath}", 426)
refused(target, 403, origin="http://evil.test")
with connect(
    f"ws://127.0.0.1:{port}{target}", additional_headers={"Authorization": admin}, subprotocols=["logs"],
    origin=f"http://127.0.0.1:{port}"
) as socket:
    socket.recv()
assert len(seen) == 2 and seen[1][2] is None, seen
print("tailed")
