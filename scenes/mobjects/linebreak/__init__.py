"""The second network, which wraps lines: its documents, its threads of counts and widths, and its heads."""
