"""The rules that `scenes.output.check` applies, one a module."""
