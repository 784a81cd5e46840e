"""The recipe of a run: which network, which task, how it is trained.

Defaults are the mainline of Nanda et al. 2023 (arXiv 2301.05217): one block, x + y mod 113, 30 % of the
pairs, AdamW with weight decay 1, 40,000 full-batch steps. Derived sizes are properties, never stored.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Self

from transparent_box.model.data import OPERATIONS, canonical_operation
from transparent_box.model.limits import LARGEST_P, LARGEST_SEED, LARGEST_STEPS, LARGEST_WIDTH, SMALLEST_P

LARGEST = 2**63  # bound of the integers of PyTorch and NumPy
LONGEST_VALUE = 60  # characters shown in a message


class ConfigError(ValueError):
    """A recipe that cannot be trained; the message is one sentence for the user."""


def is_prime(n: int) -> bool:
    """Return whether n is prime, by trial division: moduli are below 200."""
    return n > 1 and all(n % divisor for divisor in range(2, int(n**0.5) + 1))


def require_kind(name: str, value: object, kind: object) -> None:
    """Raise ConfigError unless a value is of a kind, given as its annotation's text, finite and within 64 bits."""
    pair = list(value) if isinstance(value, (list, tuple)) else []
    good = {
        "int": is_integer(value),
        "float": is_number(value),
        "str": isinstance(value, str),
        "tuple[float, float]": len(pair) == 2 and all(is_number(one) and 0 <= one < 1 for one in pair),
    }
    if not good[str(kind)]:
        raise ConfigError(f"The recipe's {name} cannot be {abbreviate(value)}.")


def is_integer(value: object) -> bool:
    """Return whether a value is a whole number of at most 64 bits."""
    return isinstance(value, int) and not isinstance(value, bool) and -LARGEST <= value < LARGEST


def is_number(value: Any) -> bool:
    """Return whether a value is a finite number."""
    return is_integer(value) or (isinstance(value, float) and math.isfinite(value))


def abbreviate(value: object) -> str:
    """Return the repr of a value, cut to `LONGEST_VALUE` characters."""
    if isinstance(value, int) and abs(value) >= LARGEST:  # Python refuses to write thousands of digits
        return "a number beyond 64 bits"
    found = repr(value)
    return found if len(found) <= LONGEST_VALUE else f"{found[:LONGEST_VALUE]}…"


class JsonRecipe:
    """Abstract: a dataclass of plain values that converts to JSON and back."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def to_json(self) -> dict[str, Any]:
        """Return the recipe as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Make a recipe from plain JSON values; raise ConfigError for unknown or missing names and wrong kinds."""
        names = {field.name for field in fields(cls)}
        if set(values) != names:
            wrong = ", ".join(sorted(set(values) ^ names))
            raise ConfigError(f"The recipe's fields do not fit this version: {wrong}.")
        try:
            return cls(**values)
        except TypeError as error:
            raise ConfigError(f"The recipe holds a value of the wrong kind: {error}.") from None


@dataclass(frozen=True)
class Config(JsonRecipe):
    """Everything that decides a run's weights, bit for bit on one machine (with the same thread count)."""

    p: int = 113
    operation: str = "x+y"
    fraction: float = 0.3
    seed: int = 0
    steps: int = 40_000
    learning_rate: float = 1e-3
    weight_decay: float = 1.0
    betas: tuple[float, float] = (0.9, 0.98)
    epsilon: float = 1e-8
    warmup_steps: int = 10
    loss_precision: str = "float64"
    d_model: int = 128
    n_heads: int = 4
    d_mlp: int = 512

    def __post_init__(self) -> None:
        self._require_kinds()
        object.__setattr__(self, "betas", tuple(self.betas))
        try:
            object.__setattr__(self, "operation", canonical_operation(self.operation))
        except KeyError:
            known = ", ".join(OPERATIONS)
            raise ConfigError(f"Unknown operation {self.operation!r}: choose one of {known}.") from None
        if not (SMALLEST_P <= self.p <= LARGEST_P and is_prime(self.p)):
            raise ConfigError(f"p must be a prime from {SMALLEST_P} to {LARGEST_P}, not {abbreviate(self.p)}.")
        if not 0 < self.fraction < 1:
            raise ConfigError(f"The training fraction must lie between 0 and 1, not at {self.fraction}.")
        if int(self.fraction * self.p * (self.p - 1)) < 1:
            raise ConfigError(f"A fraction of {self.fraction} leaves no training pair at p = {self.p}.")
        self._require_sizes()
        if not (0 < self.learning_rate < math.inf and 0 <= self.weight_decay < math.inf):
            raise ConfigError("The learning rate must be positive and the weight decay not negative, both finite.")
        if self.epsilon <= 0:
            raise ConfigError(f"AdamW's epsilon must be positive, not {self.epsilon}.")
        if self.warmup_steps < 1:  # the rate is divided by it
            raise ConfigError(f"The warm-up takes at least one step, not {self.warmup_steps}.")
        if self.d_model % self.n_heads:
            raise ConfigError(f"The width {self.d_model} must be a multiple of the {self.n_heads} heads.")
        if self.loss_precision not in ("float32", "float64"):
            raise ConfigError(f"The loss precision is float32 or float64, not {self.loss_precision!r}.")

    def _require_kinds(self) -> None:
        """Raise ConfigError if a value is of another kind than the field's, as those of a foreign file may be."""
        for field in fields(self):
            value = getattr(self, field.name)
            require_kind(field.name, value, field.type)

    def _require_sizes(self) -> None:
        """Raise ConfigError unless seed, steps and widths are within their limits."""
        if not 0 <= self.seed <= LARGEST_SEED:
            raise ConfigError(f"The seed must be a whole number from 0 to 2^63 − 1, not {self.seed}.")
        if min(self.steps, self.d_model, self.n_heads, self.d_mlp) < 1:
            raise ConfigError("Steps, widths and heads must be at least 1.")
        if self.steps > LARGEST_STEPS:
            raise ConfigError(f"Steps must be at most {LARGEST_STEPS:,}, not {self.steps}.")
        if max(self.d_model, self.n_heads, self.d_mlp) > LARGEST_WIDTH:
            raise ConfigError(f"Widths and heads must be at most {LARGEST_WIDTH:,}.")

    @property
    def d_vocab(self) -> int:
        """Number of tokens: 0 … p−1 and "="."""
        return self.p + 1

    @property
    def d_head(self) -> int:
        """Width of one attention head."""
        return self.d_model // self.n_heads
