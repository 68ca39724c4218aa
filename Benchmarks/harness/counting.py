"""Counts of what a call costs: system calls by perf, user instructions and allocations by callgrind."""

import glob
import os
import re
import subprocess
import sys
import time

from .headgate import headgate_binary, start_headgate
from .measure import run_caller

CALLS = "raw_syscalls:sys_enter"


class SystemCalls:
    """Counts the system calls of processes: `perf stat` at full speed or, where the kernel refuses it, `strace -c`,
    which slows the counted down and thereby changes what it counts (marked with a star)."""

    def __init__(self, session, pids):
        joined = ",".join(str(pid) for pid in pids)
        self.output = os.path.join(session.directory, "system-calls")
        self.mark = ""
        self.process = session.start(
            ["perf", "stat", "-x", ";", "-o", self.output, "-e", CALLS, "-p", joined], "perf.log")
        time.sleep(0.3)
        if self.process.poll() is not None:
            self.mark = "*"
            chosen = [word for pid in pids for word in ("-p", str(pid))]
            self.process = session.start(["strace", "-c", "-f", "-q", "-o", self.output, *chosen], "strace.log")
            time.sleep(0.5)

    def stop(self):
        self.process.send_signal(2)
        self.process.wait(timeout=30)
        try:
            with open(self.output) as file:
                text = file.read()
        except OSError:
            return None
        found = re.search(rf"^(\d+);.*{CALLS}", text, re.M) if not self.mark else re.search(
            r"^\s*100\.00\s+\S+\s+(?:\d+\s+)?(\d+)\s.*total$", text, re.M)
        return int(found.group(1)) if found else None


class Callgrind:
    """Headgate under callgrind, asked by one caller that asks again and again; counts come from dumps between which nothing but
    the calls took place."""

    def __init__(self, session, upstream, binary=None, **options):
        self.name = os.path.join(session.directory, f"callgrind-{time.monotonic_ns()}")
        # Debian's valgrind cannot read the debug information that Swift writes, and gives up on a file that holds it.
        stripped = os.path.join(session.directory, "headgate-stripped")
        subprocess.run(["strip", "--strip-debug", "-o", stripped, binary or headgate_binary()], check=True)
        self.headgate = start_headgate(
            session, upstream, stripped,
            under=("valgrind", "--tool=callgrind", f"--callgrind-out-file={self.name}", "--quiet"), **options)

    def count(self, size, seconds, *, http2=False):
        """User instructions and allocations per call, and how many calls that were. A handshake of TLS is in a short run too and
        taken off."""
        instructions, allocations, answers = self.counted(size, seconds, http2)
        if http2:
            longer = self.counted(size, 3 * seconds, http2)
            instructions, allocations, answers = longer[0] - instructions, longer[1] - allocations, longer[2] - answers
        if answers <= 0:
            sys.exit(f"{size} under callgrind: too few answers to count anything")
        return instructions / answers, allocations / answers, answers

    def counted(self, size, seconds, http2):
        """What one run behind a first one takes: instructions, allocations, calls."""
        log = self.name + ".h2load"
        run_caller(self.headgate, size, 2, log, http2=http2)
        self.control("-z")
        load = run_caller(self.headgate, size, seconds, log, http2=http2)
        if load.failures:
            sys.exit(f"{size} under callgrind: {load.failures}")
        known = set(glob.glob(self.name + "*"))
        self.control("-d")
        instructions = allocations = 0
        for path in set(glob.glob(self.name + "*")) - known:
            with open(path) as file:
                text = file.read()
            instructions += sum(int(number) for number in re.findall(r"^(?:totals|summary): (\d+)", text, re.M)[:1])
            allocations += allocations_in(text)
        if not (instructions and allocations):
            sys.exit(f"{size}: callgrind's dump says nothing")
        return instructions, allocations, load.answers

    def control(self, flag):
        command = ["callgrind_control", flag, str(self.headgate.process.pid)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)


def allocations_in(profile):
    """Calls of the C library's allocating functions in a dump, which names a function where it first stands."""
    names = set(re.findall(r"^c?fn=\((\d+)\) (?:malloc|calloc|realloc|aligned_alloc|posix_memalign)$", profile, re.M))
    return sum(
        int(count) for callee, count in re.findall(r"^cfn=\((\d+)\)[^\n]*\ncalls=(\d+)", profile, re.M) if callee in names)
