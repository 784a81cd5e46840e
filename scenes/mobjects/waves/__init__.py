"""Values over all numbers, and the waves that lie in them: measured, split, added."""
