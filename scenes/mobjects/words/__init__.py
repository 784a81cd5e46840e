"""Words, formulas and numbers: set in type, counting, large over what they mean."""
