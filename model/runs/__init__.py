"""Run folders: what they hold, how it is read, measured and packed."""
