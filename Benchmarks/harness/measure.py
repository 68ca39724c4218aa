"""What is read from /proc, wrk, h2load and perf."""

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


def machine_seconds():
    """What all processors of the machine have worked so far, whoever for: no idling, no waiting for disks."""
    with open("/proc/stat") as stat:
        user, nice, system, _, _, interrupts, soft = (int(field) for field in stat.readline().split()[1:8])
    return (user + nice + system + interrupts + soft) / TICK


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


class H2Load:
    """What h2load says of one run, as `Load` has it; percentiles from its log of every call."""

    def __init__(self, output, log):
        times = []
        with open(log) as file:
            for line in file:
                times.append(int(line.rsplit("\t", 1)[1]))
        if not times:
            raise SystemExit("h2load: no call was answered within the round; choose longer ones (--seconds)")
        times.sort()
        done = re.search(r"requests: .* (\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout", output)
        self.answers = int(done.group(1))
        self.rate = float(re.search(r"finished in .*?, ([\d.]+) req/s", output).group(1))
        self.p50, self.p99 = (times[min(len(times) * percent // 100, len(times) - 1)] for percent in (50, 99))
        status = re.search(r"status codes: \d+ 2xx, (.+)", output)
        failed = self.answers == 0 or re.search(r"[1-9]", " ".join(done.groups()[1:]) + re.sub(r"\dxx", "", status[1]))
        self.failures = output if failed else ""


def run_h2load(url, connections, seconds, fields, log, *, http2):
    """Over TLS, one call at a time on each connection, HTTP/2 or HTTP/1.1."""
    arguments = ["h2load", "-t1", f"-c{connections}", f"-D{seconds}", f"--log-file={log}"]
    arguments += ["-m1"] if http2 else ["--h1"]
    for field in fields:
        arguments += ["-H", field]
    if os.path.exists(log):
        os.remove(log)
    done = subprocess.run(arguments + [url], capture_output=True, text=True, timeout=seconds + 60)
    if done.returncode != 0 or "finished in" not in done.stdout:
        raise SystemExit(f"h2load {url}: {done.stdout}{done.stderr}")
    protocol = "h2" if http2 else "http/1.1"
    if f"Application protocol: {protocol}\n" not in done.stdout:
        raise SystemExit(f"h2load {url}: not {protocol}: {done.stdout}")
    return H2Load(done.stdout, log)


def run_caller(contestant, file, seconds, log, *, http2=False):
    """A single caller that asks again and again: in the clear, or with HTTP/2 over TLS."""
    if http2:
        return run_h2load(contestant.url(file), 1, seconds, contestant.fields, log, http2=True)
    return run_wrk(contestant.url(file), 1, seconds, contestant.fields)
