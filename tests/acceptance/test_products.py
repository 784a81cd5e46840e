"""A network that was trained to multiply, beside the ones that other tests build by hand."""

from __future__ import annotations

from pathlib import Path

from transparent_box.model.config import Config
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.measure import measure
from transparent_box.model.runs.run import Run


def test_most_neurons_of_a_trained_network_are_waves_of_logarithms(tmp_path: Path) -> None:
    """As docs/how-to/network.md says; how many they are hangs on the machine's last bits."""
    from transparent_box.model.training.train import train

    recipe = {"p": 17, "operation": "x*y", "fraction": 0.8, "learning_rate": 3e-3}
    train(Config(**recipe, d_model=64, n_heads=2, d_mlp=128, steps=3000), tmp_path / "run", device="cpu")  # type: ignore[arg-type]
    evidence = Evidence(Run(measure(tmp_path / "run").folder, naming="trained"))
    found = evidence.in_logarithms
    assert found is not None and found.waves > len(found.fve) / 2
    assert (evidence.neuron_fve < 0.85).all(), "none is a wave in the usual order"
