"""Lists the forms of a run folder's arrays; a letter stands for one size within a file, or for the recipe's.

Shapes
    n   entries     q   frequencies     f   half of p − 1     the rest as in model.transformer
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from transparent_box.model.analysis.dynamics import BY_FREQUENCY, PLAIN
from transparent_box.model.analysis.probes import MOST_COLUMNS
from transparent_box.model.analysis.timeline import History
from transparent_box.model.arrays import Form, integers, reals, require_forms, require_increasing, require_within
from transparent_box.model.config import Config
from transparent_box.model.errors import RunError
from transparent_box.model.storage import Arrays
from transparent_box.model.transformer import WEIGHT_NAMES

Check = Callable[[Path, Arrays, Config], None]

HISTORY: dict[str, Form] = dict.fromkeys(History.__dataclass_fields__, reals("n"))
PROBES = {
    "frequency": integers("q"),
    "columns": integers("q", 2, MOST_COLUMNS),
    "weights": reals("q", 2, MOST_COLUMNS),
    "intercept": reals("q", 2),
    "held_out_r2": reals("q", 2),
}
ACTIVATIONS = {
    "attention": reals("p", "p", "h", 3),
    "residual": reals("p", "p", "d"),
    "mlp_pre": reals("p", "p", "m"),
    "mlp_post": reals("p", "p", "m"),
    "mlp_out": reals("p", "p", "d"),
    "logits": reals("p", "p", "V"),
}
EXAM = {"step": integers("n"), "chance": integers("n", "p", "p"), "right": integers("n", "b")}
INTEGER_DYNAMICS = ("step", "cluster_sizes")
DYNAMICS: dict[str, Form] = {
    **{name: (integers if name in INTEGER_DYNAMICS else reals)("n") for name in PLAIN},
    **{name: (integers if name in INTEGER_DYNAMICS else reals)("n", "q") for name in BY_FREQUENCY},
    "squares": reals("n", len(WEIGHT_NAMES)),
    "embedding_spectrum": reals("n", "f"),
    "frequency": integers("q"),
    "names": integers(),
}


def check_history(path: Path, arrays: Arrays, config: Config) -> None:
    """Raise RunError unless these are the curves of a training."""
    require_forms(path, arrays, HISTORY)
    require_increasing(path, "step", arrays["step"])
    for side in ("train", "test"):
        require_within(path, f"{side}_loss", arrays[f"{side}_loss"], 0, float("inf"))
        require_within(path, f"{side}_accuracy", arrays[f"{side}_accuracy"], 0, 1)


def check_probes(path: Path, arrays: Arrays, config: Config) -> None:
    """Raise RunError unless these are probes of the recipe's network."""
    require_forms(path, arrays, PROBES)
    check_frequencies(path, arrays, config)
    require_within(path, "columns", arrays["columns"], 0, config.d_model - 1)


def check_activations(path: Path, arrays: Arrays, config: Config) -> None:
    """Raise RunError unless these are all activations of the recipe's network, with rows of attention that sum to 1."""
    require_forms(
        path, arrays, ACTIVATIONS, p=config.p, V=config.d_vocab, d=config.d_model, m=config.d_mlp, h=config.n_heads
    )
    require_within(path, "the sums of attention", arrays["attention"].sum(axis=-1), 0.999, 1.001)


def check_exam(path: Path, arrays: Arrays, config: Config) -> None:
    """Raise RunError unless these are all answers of the recipe's network, marked along training."""
    bits = -(-(config.p**2) // 8)
    require_forms(path, arrays, EXAM, p=config.p, b=bits)
    require_increasing(path, "step", arrays["step"])
    for name in ("chance", "right"):
        require_within(path, name, arrays[name], 0, 255)


def check_dynamics(path: Path, arrays: Arrays, config: Config) -> None:
    """Raise RunError unless these are the measures along a training of the recipe's network."""
    require_forms(path, arrays, DYNAMICS, f=(config.p - 1) // 2)
    require_increasing(path, "step", arrays["step"])
    check_frequencies(path, arrays, config)
    require_within(path, "names", arrays["names"], 1, config.p - 1)


def check_frequencies(path: Path, arrays: Arrays, config: Config) -> None:
    """Raise RunError unless the frequencies are different ones of the modulus."""
    found = arrays["frequency"]
    require_within(path, "frequency", found, 1, (config.p - 1) // 2)
    if len(set(found.tolist())) < len(found):
        raise RunError(f"{path}: frequency names one twice.")
