"""`make bench`: our speed beside what one would use instead, both measured here and now.

Prints a table and writes build/bench.json: {name: {"ours": seconds, "other": seconds, "ratio": other/ours}}.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import torch
from rich.console import Console
from rich.table import Table

from model.config import Config
from model.train import batches, fresh_state, update
from tests.textbook import TextbookTrainer

Measurement = dict[str, float]
REPORT = Path("build") / "bench.json"
ROUNDS = 5


def compare(ours: Callable[[], object], other: Callable[[], object], calls: int) -> Measurement:
    """Seconds per call: the best of several rounds, the two taking turns so that both meet the same machine."""

    def seconds(work: Callable[[], object]) -> float:
        start = time.perf_counter()
        for _ in range(calls):
            work()
        return (time.perf_counter() - start) / calls

    ours(), other()
    rounds = [(seconds(ours), seconds(other)) for _ in range(ROUNDS)]
    best_ours, best_other = (min(column) for column in zip(*rounds, strict=True))
    return {"ours": best_ours, "other": best_other, "ratio": best_other / best_ours}


def train_step() -> Measurement:
    """One update of the mainline beside the textbook network trained the same way."""
    config, device = Config(), torch.device("cpu")
    batch, _ = batches(config, device)
    state, textbook = fresh_state(config, device), TextbookTrainer(config, batch)
    return compare(lambda: update(config, state, batch), textbook.step, calls=10)


BENCHES: dict[str, Callable[[], Measurement]] = {"train_step": train_step}


def main() -> None:
    """Run every bench, print the table, write the report."""
    results = {name: bench() for name, bench in BENCHES.items()}
    table = Table("", "ours, ms", "other, ms", "times as fast", title=f"on {torch.get_num_threads()} threads")
    for name, result in results.items():
        table.add_row(name, f"{result['ours'] * 1e3:.1f}", f"{result['other'] * 1e3:.1f}", f"{result['ratio']:.1f}")
    Console().print(table)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
