"""The state of a training: everything it changes, for r networks of the same shape trained together (usually one).

The optimizer is PyTorch's AdamW over the flat buffer of all parameters. Of PyTorch's implementations, the fused one's
losses stay nearest to those of the same training in float64, over the first twenty steps, in which rounding differences
grow a thousandfold; called as a function, without the optimizer object, it takes half the time. Its step count and its
learning rate are tensors, so that a recorded update still follows the schedule.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from torch.optim.adamw import adamw

from transparent_box.model.config import Config
from transparent_box.model.storage import Arrays
from transparent_box.model.training.parameters import Parameters
from transparent_box.model.transformer import Weights, weight_shapes

RANDOM_ORDER = ("W_E", "W_pos", "W_K", "W_Q", "W_V", "W_O", "W_in", "W_out", "W_U")
MOMENTS = ("exp_avg", "exp_avg_sq")  # of AdamW, in PyTorch's names


def initial_weights(config: Config) -> Weights:
    """Draw the initial weights, reproducibly: N(0, 1/d_model), W_U N(0, 1/V), biases 0, in RANDOM_ORDER on the CPU."""
    torch.manual_seed(config.seed)
    shapes = weight_shapes(config)
    drawn = {name: torch.randn(shapes[name]) for name in RANDOM_ORDER}
    for name, tensor in drawn.items():
        tensor /= math.sqrt(config.d_vocab if name == "W_U" else config.d_model)
    return Weights(**drawn, b_in=torch.zeros(shapes["b_in"]), b_out=torch.zeros(shapes["b_out"]))


class TrainingState:
    """Parameters, their gradient, AdamW's moments, the step, and the histories."""

    def __init__(self, configs: Sequence[Config], device: torch.device, dtype: torch.dtype = torch.float32) -> None:
        """Make the initial state of recipes, which may differ only in seed and operation."""
        config, runs = configs[0], len(configs)
        self.configs, self.device = list(configs), device
        self.parameters = Parameters.zeros(config, runs, device, dtype)
        self.gradient = Parameters.zeros(config, runs, device, dtype)
        self.moments = {name: Parameters.zeros(config, runs, device, dtype) for name in MOMENTS}
        for run, recipe in enumerate(configs):
            for name, tensor in initial_weights(recipe).to_dict().items():
                getattr(self.parameters.named, name)[run].copy_(tensor)
        self.step = 0
        self.histories: list[list[tuple[float, ...]]] = [[] for _ in configs]
        self.seconds = 0.0

        on_cuda = device.type == "cuda"
        # PyTorch reads the rate as float32 on CUDA, where 0.001 is 0.001 to 5e-8.
        self.rate = torch.zeros((), dtype=torch.float32 if on_cuda else torch.float64, device=device)
        self.count = torch.zeros((), dtype=torch.float32, device=device)  # of updates made: PyTorch's "step"

    @property
    def config(self) -> Config:
        """The recipe that all runs share, with the seed and operation of the first."""
        return self.configs[0]

    def apply_gradient(self) -> None:
        """Make an update with the rate learning_rate · min(updates made / warmup_steps, 1), 0 for the first one."""
        torch.div(self.count, self.config.warmup_steps, out=self.rate)
        self.rate.clamp_(max=1).mul_(self.config.learning_rate)
        first, second = (self.moments[name].flat for name in MOMENTS)
        adamw(
            [self.parameters.flat],
            [self.gradient.flat],
            [first],
            [second],
            max_exp_avg_sqs=[],
            state_steps=[self.count],
            fused=True,
            capturable=self.device.type == "cuda",
            amsgrad=False,
            beta1=self.config.betas[0],
            beta2=self.config.betas[1],
            lr=self.rate,
            weight_decay=self.config.weight_decay,
            eps=self.config.epsilon,
            maximize=False,
        )

    @property
    def buffers(self) -> list[torch.Tensor]:
        """(r, parameters) each: the weights and both moments, which an update changes, beside `count`."""
        return [self.parameters.flat, *(moment.flat for moment in self.moments.values())]

    @property
    def is_whole(self) -> bool:
        """Whether `step` equals the updates made; it does not after an update was interrupted."""
        return int(self.count) == self.step

    def to_arrays(self, run: int = 0) -> Arrays:
        """Return one run's weights and, after the first update, both moments, by name."""
        arrays = {"step": np.array(self.step), **self.parameters.to_arrays(run)}
        for moment in MOMENTS if self.step else ():
            named = self.moments[moment].to_arrays(run)
            arrays |= {f"{moment}.{name}": array for name, array in named.items()}
        return arrays

    def load_arrays(self, arrays: Arrays, run: int = 0) -> None:
        """Load the arrays of `to_arrays` into a fresh state."""
        self.step = int(arrays["step"])
        self.count.fill_(self.step)
        names = self.parameters.named.to_dict()
        self.parameters.load_arrays(run, arrays)
        for moment in MOMENTS if self.step else ():
            self.moments[moment].load_arrays(run, {name: arrays[f"{moment}.{name}"] for name in names})
