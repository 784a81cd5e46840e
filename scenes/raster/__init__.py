"""Draws array mobjects into Manim's picture, and writes what the camera sees."""
