"""Pictures that scenes share. They take arrays, never a run, and return their own animations.

Whoever draws comes past here first, so Manim is brought in here, without other projects' settings.
"""

from transparent_box.scenes.look.manim import isolated_import

with isolated_import():
    import manim as manim
