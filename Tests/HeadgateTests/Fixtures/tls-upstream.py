"""A data source over TLS for the tests: tls-upstream.py DIRECTORY [client certificates from ca.pem are required].

Prints its port. Every answer says what the source knows of the connection; the paths are in `answer`."""
import array, hashlib, json, socket, ssl, sys, threading

directory, wants_clients = sys.argv[1], len(sys.argv) > 2
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(directory + "/server.pem", directory + "/server.key")
if wants_clients:
    context.load_verify_locations(directory + "/ca.pem")
    context.verify_mode = ssl.CERT_REQUIRED
words = array.array("I", range(2 << 20))
words.byteswap()
COUNTED = words.tobytes()


def body(stream, head):
    fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    if fields.get("transfer-encoding") != "chunked":
        return stream.read(int(fields.get("content-length", 0)))
    whole = b""
    while True:
        size = int(stream.readline(), 16)
        whole += stream.read(size)
        stream.readline()
        if size == 0:
            return whole


def answer(tls, number, path, sent):
    """True while the connection may carry another call."""
    client = dict(pair[0] for pair in (tls.getpeercert() or {}).get("subject", ()))
    facts = {"connection": number, "resumed": tls.session_reused, "client": client.get("commonName"),
             "version": tls.version(), "digest": hashlib.sha256(sent).hexdigest()}
    text = json.dumps(facts).encode()
    if path == "/big":
        tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(COUNTED) + COUNTED)
    elif path == "/chunks":
        tls.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for start in range(0, len(COUNTED), 100003):
            piece = COUNTED[start:start + 100003]
            tls.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        tls.sendall(b"0\r\n\r\n")
    elif path in ("/ended", "/cut"):
        tls.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + text)
        if path == "/ended":
            tls.unwrap()
        return False
    elif path == "/last":
        tls.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))
        return False
    else:
        tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))
    return True


def serve(plain, number):
    try:
        tls = context.wrap_socket(plain, server_side=True, suppress_ragged_eofs=True)
        stream = tls.makefile("rb")
        while True:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                line = stream.readline()
                if not line:
                    return
                head += line
            text = head.decode()
            if not answer(tls, number, text.split(" ")[1], body(stream, text)):
                return
    except OSError:
        pass
    finally:
        # The descriptor itself: TLS has said what it had to say.
        try:
            tls.shutdown(socket.SHUT_RDWR)
            tls.close()
        except (OSError, NameError, UnboundLocalError):
            plain.close()


listener = socket.create_server(("127.0.0.1", 0), backlog=128)
print("port", listener.getsockname()[1], flush=True)
number = 0
while True:
    plain, _ = listener.accept()
    threading.Thread(target=serve, args=(plain, number), daemon=True).start()
    number += 1
