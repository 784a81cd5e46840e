"""Curves over two axes, with what is marked on them."""
