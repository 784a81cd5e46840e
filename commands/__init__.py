"""The commands of `cli.py`: the one layer that knows both the model and its pictures."""
