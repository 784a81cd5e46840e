"""Lists the internals of Manim that we override or call, as of the version below.

None of them is a public interface. `tests/test_manim.py` compares each with the installed Manim's source and, if it
has changed, names the modules of ours to review.
"""

from __future__ import annotations

from dataclasses import dataclass

READ_IN = "0.22"


@dataclass(frozen=True)
class Internal:
    """A function or method of Manim: its module, its name, the module of ours that uses it, its source's digest."""

    module: str
    name: str
    used_by: str
    digest: str


INTERNALS = (
    Internal("manim._config.utils", "make_config_parser", "scenes.look.manim", "ebc22259df142f6a"),
    Internal(
        "manim.mobject.mobject", "Mobject.__deepcopy__", "scenes.mobjects.shapes.array_mobject", "8a1349b6fc8ab459"
    ),
    Internal("manim.mobject.mobject", "Mobject.__init__", "scenes.mobjects.shapes.array_mobject", "5b4a98c63c3e5900"),
    Internal(
        "manim.mobject.mobject",
        "Mobject.align_points_with_larger",
        "scenes.mobjects.shapes.array_mobject",
        "2b32ff60b3837beb",
    ),
    Internal("manim.mobject.mobject", "Mobject.fade", "scenes.mobjects.shapes.array_mobject", "f9b8b69754bb2f57"),
    Internal(
        "manim.mobject.mobject", "Mobject.get_array_attrs", "scenes.mobjects.shapes.array_mobject", "ca6fe22a0a936e47"
    ),
    Internal(
        "manim.mobject.mobject", "Mobject.interpolate_color", "scenes.mobjects.shapes.array_mobject", "b5e22a27c4003419"
    ),
    Internal(
        "manim.mobject.mobject", "Mobject.reset_points", "scenes.mobjects.shapes.array_mobject", "19ff82db14683d14"
    ),
    Internal("manim.mobject.mobject", "Mobject.set_color", "scenes.mobjects.shapes.array_mobject", "606032a80b194646"),
    Internal(
        "manim.mobject.types.vectorized_mobject",
        "VGroup.__init__",
        "scenes.mobjects.words.lettering",
        "72cee23eee8accbe",
    ),
    Internal("manim.camera.camera", "Camera.__init__", "scenes.raster.camera", "94f6e1f00480c570"),
    Internal("manim.camera.camera", "Camera.capture_mobjects", "scenes.raster.camera", "958b8f23af48f900"),
    Internal("manim.camera.camera", "Camera.get_cairo_context", "scenes.raster.camera", "52cd4d27b9131e67"),
    Internal("manim.camera.camera", "Camera.get_mobjects_to_display", "scenes.raster.camera", "ef93088d70b3ca3f"),
    Internal("manim.camera.camera", "Camera.init_background", "scenes.raster.camera", "fd1161dedfbfb972"),
    Internal("manim.camera.camera", "Camera.set_cairo_context_path", "scenes.raster.camera", "0e53e5837e78857d"),
    Internal("manim.camera.camera", "Camera.type_or_raise", "scenes.raster.camera", "c22469b70ba6e719"),
    Internal(
        "manim.scene.scene_file_writer", "SceneFileWriter.__init__", "scenes.raster.recording", "554895082a491836"
    ),
    Internal(
        "manim.scene.scene_file_writer",
        "SceneFileWriter._create_segment_encoder",
        "scenes.raster.recording",
        "02e02b1de2175d5a",
    ),
    Internal(
        "manim.scene.scene_file_writer",
        "SceneFileWriter._write_concat_manifest",
        "scenes.raster.recording",
        "82da0aa5c0847ea7",
    ),
    Internal(
        "manim.scene.scene_file_writer", "SceneFileWriter.combine_files", "scenes.raster.recording", "35529a7869e86b5d"
    ),
    Internal(
        "manim.scene.scene_file_writer",
        "SceneFileWriter.combine_to_movie",
        "scenes.raster.recording",
        "977e8c873f6f9dbe",
    ),
    Internal(
        "manim.scene.scene_file_writer",
        "SceneFileWriter.is_already_cached",
        "scenes.raster.recording",
        "b2bcce277cf46744",
    ),
    Internal(
        "manim.scene.scene_file_writer", "SceneFileWriter.save_image", "scenes.raster.recording", "ae0ff61e90fd6bc2"
    ),
    Internal(
        "manim.scene.video_segment_encoder",
        "VideoSegmentEncoder.__init__",
        "scenes.raster.recording",
        "12d46f28b82aff32",
    ),
    Internal(
        "manim.scene.video_segment_encoder",
        "VideoSegmentEncoder._operation_error",
        "scenes.raster.recording",
        "cce96fc55a35833a",
    ),
    Internal(
        "manim.scene.video_segment_encoder",
        "VideoSegmentEncoder._validate_frame",
        "scenes.raster.recording",
        "41a06c3f143dad1b",
    ),
    Internal(
        "manim.scene.video_segment_encoder", "VideoSegmentEncoder.finish", "scenes.raster.recording", "6a80e09722bf6567"
    ),
    Internal(
        "manim.scene.video_segment_encoder",
        "VideoSegmentEncoder.write_frame",
        "scenes.raster.recording",
        "0e576cf7abbe27f8",
    ),
    Internal(
        "manim.renderer.cairo_renderer", "get_hash_from_play_call", "scenes.raster.fingerprint", "ac69107783b6cf4d"
    ),
    Internal("manim.renderer.cairo_renderer", "CairoRenderer.play", "scenes.stage.playing", "5affbe0f311d6099"),
    Internal("manim.mobject.mobject", "Mobject.__deepcopy__", "scenes.raster.fast_mobjects", "8a1349b6fc8ab459"),
    Internal("manim.mobject.mobject", "Mobject.get_family", "scenes.raster.fast_mobjects", "d0b2953532b4380a"),
    Internal("manim.mobject.mobject", "Mobject.get_merged_array", "scenes.raster.fast_mobjects", "37250fc3df5be556"),
    Internal("manim.mobject.mobject", "Mobject.get_critical_point", "scenes.raster.fast_mobjects", "8f92263906777cc3"),
    Internal(
        "manim.mobject.mobject", "Mobject.get_extremum_along_dim", "scenes.raster.fast_mobjects", "a23835c56ae1fd86"
    ),
    Internal("manim.mobject.mobject", "Mobject.length_over_dim", "scenes.raster.fast_mobjects", "027128f7a32a72a4"),
    Internal(
        "manim.mobject.mobject", "Mobject.reduce_across_dimension", "scenes.raster.fast_mobjects", "ab90aae167a0147e"
    ),
    Internal(
        "manim.mobject.types.vectorized_mobject",
        "VMobject.get_points_defining_boundary",
        "scenes.raster.fast_mobjects",
        "13057979b204e9b6",
    ),
    Internal(
        "manim.mobject.types.vectorized_mobject",
        "VMobject.get_anchors",
        "scenes.raster.fast_mobjects",
        "570aac67257a511c",
    ),
    Internal(
        "manim.mobject.types.vectorized_mobject",
        "VMobject.update_rgbas_array",
        "scenes.raster.fast_mobjects",
        "7ae1e3f905495903",
    ),
    Internal(
        "manim.mobject.types.vectorized_mobject",
        "VMobject.generate_rgbas_array",
        "scenes.raster.fast_mobjects",
        "1d83acf3c389677a",
    ),
    Internal("manim._config", "tempconfig", "scenes.raster.fast_mobjects", "f164f4a799e9b19a"),
    Internal("manim._config.utils", "ManimConfig.update", "scenes.raster.fast_mobjects", "24b350c891490a8f"),
    Internal("manim.scene.scene", "Scene.get_moving_mobjects", "scenes.raster.any_scene", "d78d2af73679041f"),
    Internal("manim.scene.scene", "Scene.begin_animations", "scenes.stage.playing", "5560d14ab0eb5995"),
    Internal("manim.scene.scene", "Scene.get_moving_and_static_mobjects", "scenes.stage.playing", "c72dd989507bf329"),
    Internal(
        "manim.scene.scene", "Scene.is_current_animation_frozen_frame", "scenes.stage.playing", "8cf611b8cec5a1ce"
    ),
    Internal("manim.scene.scene", "Scene.play", "scenes.stage.playing", "119aacec649ffb62"),
    Internal("manim.scene.scene", "Scene.update_to_time", "scenes.stage.playing", "c554748b52bb38f6"),
    Internal("manim.scene.scene", "Scene.wait", "scenes.stage.playing", "ad58a05bca6469e9"),
    Internal(
        "manim.renderer.cairo_renderer", "CairoRenderer.update_frame", "scenes.raster.renderer", "8f79c10a482647be"
    ),
    Internal("manim.renderer.cairo_renderer", "CairoRenderer.render", "scenes.raster.renderer", "924e3bd668b26dc0"),
    Internal(
        "manim.scene.scene_file_writer", "SceneFileWriter.write_frame", "scenes.raster.recording", "e1234e03b0a8f934"
    ),
    Internal(
        "manim.scene.scene_file_writer", "_PartialMovieEncodeJob.put", "scenes.raster.recording", "7e651e3039e699cd"
    ),
    Internal("manim.camera.camera", "Camera.display_vectorized", "scenes.raster.shapes", "4d9d158f2a424050"),
    Internal("manim.camera.camera", "Camera.apply_fill", "scenes.raster.shapes", "021a92466cd3f493"),
    Internal("manim.camera.camera", "Camera.apply_stroke", "scenes.raster.shapes", "81447e68863efb9d"),
    Internal(
        "manim.mobject.types.vectorized_mobject",
        "VMobject.get_subpath_split_indices_from_points",
        "scenes.raster.path_cache",
        "f6390df4e1903191",
    ),
    Internal(
        "manim.mobject.types.vectorized_mobject",
        "VMobject.consider_points_equals_2d",
        "scenes.raster.path_cache",
        "921342a98a9f3dad",
    ),
    Internal("manim.camera.camera", "Camera.reset", "scenes.raster.camera", "4d3cf5d3ee7a4761"),
    Internal("manim.renderer.cairo_renderer", "CairoRenderer.get_frame", "scenes.stage.playing", "9d5ffa0b9ee9bdb1"),
    Internal("manim.scene.scene", "Scene.__init__", "scenes.stage.stage", "72a693dc563b83cf"),
    Internal("manim.scene.scene", "Scene.next_section", "scenes.stage.stage", "dfe2f530e2684134"),
)
