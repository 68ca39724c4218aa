"""Alternating rounds of several contestants, and the table of their medians."""

import statistics
import sys

from .measure import cpu_seconds, machine_seconds, resident_bytes
from .report import table


def compare(contestants, load, rounds):
    """`load(contestant)` is one round. The first contestant is the one that the ratios are of."""
    found = {contestant.name: [] for contestant in contestants}
    for number in range(rounds):
        # The order turns, so that nobody always follows the same neighbour.
        turn = number % len(contestants)
        for contestant in contestants[turn:] + contestants[:turn]:
            found[contestant.name].append(measure(contestant, load))
    return summary(found)


def measure(contestant, load):
    pids = contestant.pids()
    before, machine = cpu_seconds(pids), machine_seconds()
    result = load(contestant)
    answers = max(result.answers, 1)
    result.cpu = (cpu_seconds(pids) - before) / answers * 1e6
    result.machine = (machine_seconds() - machine) / answers * 1e6
    result.resident = resident_bytes(pids)
    if result.failures:
        sys.exit(f"{contestant.name}: {result.failures}")
    return result


def summary(rounds):
    first = next(iter(rounds))

    def median(name, figure):
        return statistics.median(getattr(load, figure) for load in rounds[name])

    def ratio(name, figure):
        return f"{median(name, figure) / max(median(first, figure), 1e-9):.2f}"

    def spread(name, figure, form):
        figures = [getattr(load, figure) for load in rounds[name]]
        return f"{min(figures):{form}}-{max(figures):{form}}"

    times = f"x {first}"
    head = ["", "answers/s", times, "spread", "CPU us/call", times, "spread", "machine us/call"]
    head += ["p50 us", "p99 us", times, "RSS MiB"]
    return table(head, [[
        name, f"{median(name, 'rate'):,.0f}", ratio(name, "rate"), spread(name, "rate", ",.0f"),
        f"{median(name, 'cpu'):.1f}", ratio(name, "cpu"), spread(name, "cpu", ".1f"),
        f"{median(name, 'machine'):.1f}",
        f"{median(name, 'p50'):,.0f}", f"{median(name, 'p99'):,.0f}", ratio(name, "p99"),
        f"{median(name, 'resident') / 1048576:.1f}"] for name in rounds])
