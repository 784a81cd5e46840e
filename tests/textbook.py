"""The oracle: the same network as any textbook writes it, every position computed, nothing clever."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from transparent_box.model.config import Config
from transparent_box.model.training.train import Batch, initial_weights
from transparent_box.model.transformer import Weights


@dataclass
class TextbookActivations:
    attention: torch.Tensor  # (n, h, 3, 3) query, key
    residual: torch.Tensor  # (n, 3, d)
    mlp_pre: torch.Tensor
    mlp_post: torch.Tensor
    mlp_out: torch.Tensor
    logits: torch.Tensor  # (n, 3, V)


def textbook_forward(weights: Weights, tokens: torch.Tensor) -> TextbookActivations:
    """tokens (n, 3) of [x, y, "="]; standard causal attention over all positions."""
    stream = weights.W_E.T[tokens] + weights.W_pos
    q = torch.einsum("hkd,npd->nhpk", weights.W_Q, stream)
    k = torch.einsum("hkd,npd->nhpk", weights.W_K, stream)
    v = torch.einsum("hkd,npd->nhpk", weights.W_V, stream)
    scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
    causal = torch.tril(torch.ones(3, 3, dtype=torch.bool, device=tokens.device))
    attention = scores.masked_fill(~causal, float("-inf")).softmax(-1)
    heads = (attention @ v).transpose(1, 2).flatten(2)  # (n, 3, h·k)
    residual = stream + heads @ weights.W_O.T
    mlp_pre = residual @ weights.W_in.T + weights.b_in
    mlp_post = torch.relu(mlp_pre)
    mlp_out = mlp_post @ weights.W_out.T + weights.b_out
    return TextbookActivations(attention, residual, mlp_pre, mlp_post, mlp_out, (residual + mlp_out) @ weights.W_U)


class TextbookTrainer:
    """The recipe again, written with PyTorch's own scheduler and all positions."""

    def __init__(self, config: Config, batch: Batch) -> None:
        start = initial_weights(config).to_dict()
        self.weights = Weights(**{name: tensor.to(batch.x.device).requires_grad_() for name, tensor in start.items()})
        parameters = list(self.weights.to_dict().values())
        self.optimizer = torch.optim.AdamW(
            parameters,
            lr=config.learning_rate,
            betas=config.betas,
            eps=config.epsilon,
            weight_decay=config.weight_decay,
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda step: min(step / 10, 1))
        self.tokens = torch.stack([batch.x, batch.y, torch.full_like(batch.x, config.p)], dim=1)
        self.answer = batch.answer

    def step(self) -> float:
        """One update; the loss from before it."""
        logits = textbook_forward(self.weights, self.tokens).logits[:, -1]
        loss = torch.nn.functional.cross_entropy(logits.double(), self.answer)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.schedule.step()
        return loss.item()
