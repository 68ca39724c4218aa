"""A place to run in that leaves nothing behind: a network of its own, a directory of its own, processes that end
with it."""

import atexit
import ctypes
import fcntl
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1

libc = ctypes.CDLL(None, use_errno=True)


class Session:
    """Use as a context. Everything started through it has ended, and its directory is gone, when the context is left:
    at the end, on an error, on Ctrl-C and on SIGTERM. All processes belong to the caller's session, because the kernel
    weighs sessions against each other."""

    def __init__(self):
        self.directory = ""
        self.network = ""
        self.processes = []

    def __enter__(self):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self.network = enter_network()
        self.directory = tempfile.mkdtemp(prefix="headgate-bench-")
        os.chmod(self.directory, 0o755)
        atexit.register(self.close)
        return self

    def __exit__(self, *_):
        self.close()

    def start(self, arguments, log, environment=None):
        """Starts a process whose output goes to `log` in the session's directory."""
        path = os.path.join(self.directory, log)
        with open(path, "ab") as output:
            process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                env={**os.environ, **(environment or {})}, preexec_fn=end_with_parent)
        process.log = path
        self.processes.append(process)
        return process

    def end(self, contestants):
        """Ends some of it, so that what comes next has the machine to itself."""
        for contestant in contestants:
            contestant.process.terminate()
        for contestant in contestants:
            contestant.process.wait(timeout=30)

    def close(self):
        """Ends what is left: politely, then after 3 s by force; then the directory."""
        atexit.unregister(self.close)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + 3
        while descendants(os.getpid()) and time.monotonic() < deadline:
            reap()
            time.sleep(0.02)
        for pid in descendants(os.getpid()):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        reap()
        shutil.rmtree(self.directory, ignore_errors=True)
        signal.signal(signal.SIGINT, signal.default_int_handler)


def end_with_parent():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def enter_network():
    """A network namespace with nothing but loopback, and cubic in it; says in words where the run takes place.
    Without root it is the machine's own network, with whatever congestion control that has."""
    if os.geteuid() != 0 or libc.unshare(CLONE_NEWNET) != 0:
        return f"network of the machine (not root), {congestion_control()}"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        flags = struct.unpack("16sH", fcntl.ioctl(handle, SIOCGIFFLAGS, struct.pack("16sH14x", b"lo", 0))[:18])[1]
        fcntl.ioctl(handle, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))
    choose_cubic()
    return f"own network namespace, {congestion_control()}"


def choose_cubic():
    """As the namespace's default or, where the machine does not allow that, route by route: bbr, some machines'
    default, paces what it sends, and the comparison would be one of clocks."""
    try:
        with open("/proc/sys/net/ipv4/tcp_congestion_control", "w") as setting:
            setting.write("cubic")
    except OSError:
        for destination in ("127.0.0.0/8", "127.0.0.1"):
            route = f"local {destination} dev lo proto kernel scope host src 127.0.0.1 congctl cubic"
            subprocess.run(["ip", "route", "change", "table", "local", *route.split()], check=False)


def congestion_control():
    """What a loopback connection really uses."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.create_connection(listener.getsockname()) as caller:
            return caller.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16).rstrip(b"\0").decode()


def descendants(pid):
    """All processes below `pid` that still run, by one pass over /proc."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as stat:
                    state, parent = stat.read().rsplit(")", 1)[1].split()[:2]
            except OSError:
                continue
            if state != "Z":
                children.setdefault(int(parent), []).append(int(entry))
    found, queue = [], list(children.get(pid, []))
    while queue:
        current = queue.pop()
        found.append(current)
        queue += children.get(current, [])
    return sorted(found)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for_port(port, process, seconds=10):
    """Returns once something accepts on `port`; a process that ended first, or takes too long, is an error with its
    output."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    status = process.poll()
    how = "is too slow to listen" if status is None else f"ended with {status} and did not listen"
    with open(process.log, errors="replace") as log:
        raise SystemExit(f"{' '.join(process.args)}: {how} on {port}\n{log.read()[-2000:]}")
