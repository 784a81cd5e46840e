"""Surfaces over x and y: in rows, in the water, added up, rolled up, with what is read off them."""
