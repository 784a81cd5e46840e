"""Carries a scene: the stage and its beats, the theme, the frame, the camera and its raster layer."""
