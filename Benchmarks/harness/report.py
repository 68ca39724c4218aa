"""Tables, the machine they were measured on, and where they are kept."""

import datetime
import os
import platform
import re
import subprocess

from .contestants import REPOSITORY


def machine(session):
    """Lines that say what the figures depend on."""
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*:\s*(.+)", file.read())
    versions = [version(*command) for command in (
        ("nginx", "-v"), ("haproxy", "-v"), ("h2o", "-v"), ("vmauth", "-version"), ("wrk", "-v"), ("h2load", "--version"))]
    return [
        f"commit {commit()}",
        f"{os.cpu_count()} cores, {model.group(1).strip() if model else platform.machine()}, "
        f"{platform.system()} {platform.release()}, load average {os.getloadavg()[0]:.2f} at the end",
        session.network,
        ", ".join(text for text in versions if text),
    ]


def version(name, flag):
    try:
        done = subprocess.run([name, flag], capture_output=True, text=True)
    except OSError:
        return ""
    found = re.search(r"\d+\.\d+[\w.]*", done.stdout + done.stderr)
    return f"{name} {found.group(0)}" if found else name


def commit():
    """The short name of the commit; `-changed` behind it when the tree differs from it."""
    def git(*arguments):
        return subprocess.run(
            ["git", "-C", REPOSITORY, *arguments], capture_output=True, text=True).stdout.strip()
    return (git("rev-parse", "--short", "HEAD") or "unknown") + ("-changed" if git("status", "--porcelain") else "")


def table(head, rows):
    """A Markdown table, first column to the left, the others to the right."""
    cells = [head] + [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]

    def line(row):
        parts = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        return "| " + " | ".join(parts) + " |"

    rule = "| " + " | ".join(
        "-" * width if column == 0 else "-" * (width - 1) + ":" for column, width in enumerate(widths)) + " |"
    return "\n".join([line(cells[0]), rule] + [line(row) for row in cells[1:]])


def keep(title, lines):
    """Writes a result to `Benchmarks/results/DATE-COMMIT.md`; a second one of the day and commit is added behind the
    first."""
    path = os.path.join(REPOSITORY, "Benchmarks/results", f"{datetime.date.today()}-{commit()}.md")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "a") as file:
        file.write(f"{'' if file.tell() == 0 else chr(10)}# {title}\n\n" + "\n".join(lines) + "\n")
    return path
