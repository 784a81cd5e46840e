"""Words, formulas and numbers: typesetting, counters, and large numbers over their meanings."""
