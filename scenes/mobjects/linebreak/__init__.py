"""The second network, which wraps lines: its documents, threads and heads."""
