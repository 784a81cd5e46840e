"""The parameters of one or several networks of the same shape, side by side in one flat buffer.

One buffer makes the optimizer's update, a copy or a check one operation instead of eleven.

Shapes: r runs trained together; the rest as in model.transformer.
"""

from __future__ import annotations

from itertools import accumulate
from math import prod

import numpy as np
import torch

from transparent_box.model.config import Config
from transparent_box.model.storage import Arrays
from transparent_box.model.transformer import Weights, parameter_count, weight_shapes


class Parameters:
    """`flat` (r, parameters) and, into the same memory, `named`: every weight with r in front."""

    def __init__(self, flat: torch.Tensor, config: Config) -> None:
        """Make named views of an existing buffer."""
        self.flat = flat
        shapes = weight_shapes(config)
        ends = list(accumulate(prod(shape) for shape in shapes.values()))
        begins = [0, *ends[:-1]]
        parts = zip(shapes.items(), begins, ends, strict=True)
        named = {name: flat[:, begin:end].view(-1, *shape) for (name, shape), begin, end in parts}
        self.named = Weights(**named)

    @classmethod
    def zeros(cls, config: Config, runs: int, device: torch.device, dtype: torch.dtype = torch.float32) -> Parameters:
        """Make parameters of zeros."""
        return cls(torch.zeros(runs, parameter_count(config), device=device, dtype=dtype), config)

    def of(self, run: int) -> Weights:
        """Return one run's weights, without r, in the same memory."""
        return Weights(**{name: tensor[run] for name, tensor in self.named.to_dict().items()})

    def to_arrays(self, run: int) -> Arrays:
        """Return a copy of one run's values on the CPU, by name."""
        return {name: tensor.cpu().numpy().copy() for name, tensor in self.of(run).to_dict().items()}

    def load_arrays(self, run: int, arrays: Arrays) -> None:
        """Load the arrays of `to_arrays` into one run."""
        for name, tensor in self.of(run).to_dict().items():
            tensor.copy_(torch.from_numpy(np.asarray(arrays[name])))
