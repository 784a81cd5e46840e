"""Pictures that scenes share. They take arrays, never a run, and return their own animations."""
