"""The network itself, as a strip and over a whole picture, and what its layers make of a sum."""
