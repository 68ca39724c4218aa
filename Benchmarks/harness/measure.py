"""What is read from /proc, wrk and perf."""

import os
import re
import subprocess

TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pids):
    """User and system time of the processes so far, all threads; to 10 ms each."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def resident_bytes(pids):
    """VmRSS, added up; pages that processes share count in each."""
    return sum(status_numbers(f"/proc/{pid}/status")["VmRSS"] for pid in pids) * 1024


def context_switches(pids):
    """(voluntary, involuntary) of all threads so far."""
    voluntary = involuntary = 0
    for pid in pids:
        for thread in os.listdir(f"/proc/{pid}/task"):
            numbers = status_numbers(f"/proc/{pid}/task/{thread}/status")
            voluntary += numbers["voluntary_ctxt_switches"]
            involuntary += numbers["nonvoluntary_ctxt_switches"]
    return voluntary, involuntary


def status_numbers(path):
    with open(path) as status:
        return {name: int(number) for name, number in re.findall(r"^(\w+):\s+(\d+)", status.read(), re.M)}


class Load:
    """What wrk says of one run: answers, answers per second, percentiles in microseconds, and what went wrong."""

    def __init__(self, output):
        self.answers = int(re.search(r"(\d+) requests in", output).group(1))
        self.rate = float(re.search(r"Requests/sec:\s+(\S+)", output).group(1))
        # At the start of a line: the table of deviations above has percentages too.
        self.p50, self.p99 = (
            microseconds(re.search(rf"^ +{percent}% +(\S+)", output, re.M).group(1)) for percent in (50, 99))
        self.failures = " ".join(
            line.strip() for line in output.splitlines() if "Non-2xx" in line or "Socket errors" in line)


def microseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 1, "ms": 1e3, "s": 1e6, "m": 6e7}[unit]


def wrk_arguments(url, connections, seconds, fields=(), script=None):
    arguments = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "--latency"]
    for field in fields:
        arguments += ["-H", field]
    return arguments + (["-s", script] if script else []) + [url]


def run_wrk(url, connections, seconds, fields=(), script=None):
    done = subprocess.run(
        wrk_arguments(url, connections, seconds, fields, script), capture_output=True, text=True, timeout=seconds + 60)
    if done.returncode != 0 or "requests in" not in done.stdout:
        raise SystemExit(f"wrk {url}: {done.stdout}{done.stderr}")
    return Load(done.stdout)
