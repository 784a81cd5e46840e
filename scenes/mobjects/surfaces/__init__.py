"""Surfaces over x and y: in rows, half under water, added up, rolled up, and the charts of what is read off them."""
