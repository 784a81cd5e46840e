"""Values over all numbers, and the waves in them: measured, separated, weighted and added."""
