"""Points, cells, lines and surfaces, each one mobject made of arrays: what all other pictures are put together from."""
