"""Reads the answers to GET requests piece by piece and prints, a line of JSON for each, what came: status, fields that describe it,
how many bytes, and their SHA-256. Arguments: port, the value of Authorization or "-", Accept-Encoding or "-", and targets."""

import hashlib
import http.client
import json
import sys

port, authorization, encoding = int(sys.argv[1]), sys.argv[2], sys.argv[3]
for target in sys.argv[4:]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    # Python would ask for "identity" by itself.
    connection.putrequest("GET", target, skip_accept_encoding=True)
    if authorization != "-":
        connection.putheader("Authorization", authorization)
    if encoding != "-":
        connection.putheader("Accept-Encoding", encoding)
    connection.endheaders()
    answer = connection.getresponse()
    digest, count = hashlib.sha256(), 0
    # A body that is cut is an exception.
    while piece := answer.read(1 << 20):
        digest.update(piece)
        count += len(piece)
    fields = {name: answer.getheader(name) for name in ("Content-Type", "Content-Encoding", "Transfer-Encoding")}
    print(json.dumps({"status": answer.status, "bytes": count, "digest": digest.hexdigest(), "fields": fields}))
