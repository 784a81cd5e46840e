"""Curves over two axes, and marks on them: cursors, events, names, rises and falls."""
