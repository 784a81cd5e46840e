"""Explainer videos about a neural network that is wholly understood, drawn from its real weights.

In a checkout `scenes`, `model`, `commands` and `assets` are links to the folders beside this one; an installed package
has the folders themselves.
"""
