"""The network itself, as a strip and laid out over a whole picture, and what its layers make of a sum."""
