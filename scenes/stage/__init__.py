"""What a scene stands on: the stage and its beats, the theme, the frame, the camera and its raster layer."""
