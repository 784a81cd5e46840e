"""What the real programs make of our files: `make acceptance` installs and runs them, `make test` does without."""
