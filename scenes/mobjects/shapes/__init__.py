"""Points, cells, lines and surfaces, each a single mobject made of arrays: the parts of every other picture."""
