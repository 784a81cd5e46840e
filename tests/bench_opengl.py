"""How long Manim's own OpenGL renderer takes for the surface of `tests.bench`; prints seconds a frame.

In a process of its own: choosing that renderer changes Manim's classes for good.
"""

from __future__ import annotations

import time

import numpy as np
from manim import DEGREES, Scene, config

CALLS, ROUNDS = 10, 3


def main() -> None:
    """Turn the surface and read each picture back, as for a film."""
    config.update({"renderer": "opengl", "pixel_width": 1920, "pixel_height": 1080, "format": "none"})
    from manim.mobject.opengl.opengl_surface import OpenGLSurface

    scene = Scene()
    scene.add(
        OpenGLSurface(
            lambda u, v: np.array([u, v, (np.cos(3 * u) + np.cos(3 * v)) / 2]),
            u_range=(-3, 3),
            v_range=(-3, 3),
            resolution=(113, 113),
        )
    )

    def frame(number: int) -> None:
        scene.camera.set_euler_angles(theta=number * DEGREES, phi=55 * DEGREES)
        scene.renderer.update_frame(scene)
        assert np.asarray(scene.renderer.get_frame()).any()

    frame(0)
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for number in range(CALLS):
            frame(number)
        taken.append((time.perf_counter() - start) / CALLS)
    print(min(taken))


if __name__ == "__main__":
    main()
