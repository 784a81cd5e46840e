"""The shaders that `opengl` draws with: surfaces lit per pixel, round points, lines with round joints.

All project alike: `place_of` is `scenes.look.projection` in GLSL, into the window being drawn, and upside down, since
row 0 is OpenGL's lowest and Manim's uppermost.
"""

from __future__ import annotations

from transparent_box.scenes.look.lighting import (
    AMBIENT,
    BRIGHTEST,
    FILL,
    FILL_COLOR,
    FILL_DIRECTION,
    GRAZING,
    KEY,
    KEY_COLOR,
    KEY_DIRECTION,
    RIM,
    RIM_COLOR,
    RIM_COLORED,
    RIM_POWER,
    RIM_TINTED,
    SHINE,
    SHINE_COLORED,
    SHINE_WHITE,
    SHININESS,
)
from transparent_box.scenes.look.projection import REACH

# Marks are moved this much toward the viewer, in units, so that a line on a surface is not partly hidden.
LIFT = 0.03
PANE_LIFT = 0.004  # the same for panes, which may lie in a surface

PLACING = f"""
#version 330
uniform mat3 turn; uniform vec3 look_at; uniform vec2 middle, half_frame, window_middle, window_half;
uniform float zoom, inverse_focus;
vec3 seen_from(vec3 point) {{ return turn * (point - look_at); }}
vec4 place_of(vec3 q, float lift) {{
    float w = 1.0 - q.z * inverse_focus;
    vec2 frame = ((q.xy * zoom + middle * w) / half_frame - window_middle * w) / window_half;
    return vec4(frame.x, -frame.y, -(q.z + lift) / {REACH} * w, w);
}}
"""

TO_LINEAR = "vec3 to_linear(vec3 c) { return mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), step(0.04045, c)); }"

SURFACE_VERTEX = (
    PLACING
    + TO_LINEAR
    + """
in vec3 place; in vec3 normal; in vec3 color;
noperspective out vec3 seen_normal, seen_color;  // a triangle is some pixels wide: none could tell
void main() {
    gl_Position = place_of(seen_from(place), 0.0);
    seen_normal = turn * normal; seen_color = to_linear(color);
}
"""
)

assert (SHININESS, RIM_POWER) == (18, 3), "Powers are multiplied out below."
# The lights of `scenes.look.lighting`.
LIGHT = f"""
// sRGB's curve from a square root, within a fifth of a level from 0.002 on: powers are slow where a processor draws.
vec3 to_display(vec3 c) {{
    vec3 root = sqrt(c);
    return root * (1.45132785 + root * (-0.9569315 + root * (0.85885029 - 0.31673637 * root))) - 0.03728927;
}}
vec3 lit(vec3 n, vec3 color) {{
    const vec3 key = normalize(vec3{KEY_DIRECTION}), fill = normalize(vec3{FILL_DIRECTION});
    const vec3 between = normalize(key + vec3(0, 0, 1));
    float diffuse = max(dot(n, key), 0.0), cool = max(dot(n, fill), 0.0);
    float glance = max(dot(n, between), 0.0), squared = glance * glance, fourth = squared * squared;
    float shine = {SHINE} * fourth * fourth * fourth * fourth * squared;  // to the 18th
    float edge = 1.0 - n.z, rim = {RIM} * edge * edge * edge;
    vec3 light = color * (({AMBIENT} + {SHINE_COLORED} * shine + {RIM_COLORED} * rim)
        + diffuse * ({KEY} * vec3{KEY_COLOR}) + cool * ({FILL} * vec3{FILL_COLOR}))
        + ({SHINE_WHITE} * shine + rim * ({RIM_TINTED} * vec3{RIM_COLOR}));
    float most = light.g > light.b ? light.g : light.b;
    most = light.r > most ? light.r : most;
    return to_display(light * (1.0 / (1.0 + max(most - {BRIGHTEST}, 0.0))));
}}
"""

# Half a level of noise hides the steps of eight bits: even, for its factors are those of the plastic number, whose
# multiples fill a square evenly. `origin` is where in the picture the target's first pixel is.
SURFACE_FRAGMENT = (
    "#version 330\n"
    + LIGHT
    + """
uniform vec2 origin;
noperspective in vec3 seen_normal, seen_color;
out vec4 pixel;
float noise(vec2 p) { return fract(dot(p, vec2(0.7548776662, 0.5698402910))); }
void main() {
    float size = inversesqrt(dot(seen_normal, seen_normal));
    // Upside down, what is seen from above counts as a back. At an edge, where it would point away, a normal points as
    // much to the viewer: no dark hairlines.
    vec3 n = vec3(seen_normal.xy * (gl_FrontFacing ? -size : size), abs(seen_normal.z * size));
    pixel = vec4(lit(n, seen_color) + (noise(gl_FragCoord.xy + origin) - 0.5) / 255.0, 1.0);
}
"""
)

PANE_VERTEX = (
    PLACING
    + f"""
in vec3 place; in vec4 color;
out vec4 tint;
void main() {{ gl_Position = place_of(seen_from(place), {PANE_LIFT}); tint = color; }}
"""
)

PANE_FRAGMENT = """
#version 330
in vec4 tint;
out vec4 pixel;
void main() { pixel = vec4(tint.rgb * tint.a, tint.a); }
"""

DISC_VERTEX = (
    PLACING
    + f"""
uniform float radius;
in vec3 place; in vec4 color;
out vec4 tint; out float reach;
void main() {{
    gl_Position = place_of(seen_from(place), {LIFT});
    reach = radius / gl_Position.w;
    gl_PointSize = 2.0 * reach + 1.0;
    tint = color;
}}
"""
)

DISC_FRAGMENT = """
#version 330
in vec4 tint; in float reach;
out vec4 pixel;
void main() {
    float away = length(gl_PointCoord - 0.5) * (2.0 * reach + 1.0);
    float cover = clamp(reach + 0.5 - away, 0.0, 1.0) * tint.a;
    pixel = vec4(tint.rgb * cover, cover);
}
"""

# One instance a segment: a strip of four corners round it, whose distance from the segment decides what is covered.
STROKING = (
    PLACING
    + f"""
uniform float radius; uniform vec2 half_pixels;
noperspective out vec2 here; flat out float span; flat out vec4 tint; flat out vec2 ends;
void stroke(vec3 start, vec3 end, vec4 color, vec2 round_ends) {{
    vec4 first = place_of(seen_from(start), {LIFT}), last = place_of(seen_from(end), {LIFT});
    vec2 a = first.xy / first.w * half_pixels, b = last.xy / last.w * half_pixels;
    span = distance(a, b);
    vec2 along = span > 0.0001 ? (b - a) / span : vec2(1, 0), across = vec2(-along.y, along.x);
    bool far = gl_VertexID >= 2;
    float reach = radius + 0.55;  // nothing is covered further away than radius and half a pixel
    float side = (gl_VertexID % 2 == 0 ? 1.0 : -1.0) * reach, beyond = (far ? 1.0 : -1.0) * reach;
    vec4 near_to = far ? last : first;
    vec2 corner = (far ? b : a) + along * beyond + across * side;
    gl_Position = vec4(corner / half_pixels * near_to.w, near_to.z, near_to.w);
    here = vec2((far ? span : 0.0) + beyond, side);
    tint = color; ends = round_ends;
}}
"""
)

STROKE_VERTEX = (
    STROKING
    + """
in vec3 start; in vec3 end; in vec4 color; in vec2 round_ends;
void main() { stroke(start, end, color, round_ends); }
"""
)

# The edge of a surface, in its own light. `foot` is where in the target a point is, and so along a line its nearest.
EDGE_VERTEX = (
    PLACING
    + TO_LINEAR
    + LIGHT
    + f"""
uniform vec2 half_pixels, corner;
in vec3 place; in vec3 normal; in vec3 color;
out Edge {{ vec3 shade; noperspective vec2 foot; }} end;
void main() {{
    vec3 n = turn * normal;
    end.shade = lit(n.z < -{GRAZING} ? -n : vec3(n.xy, abs(n.z)), to_linear(color));
    gl_Position = place_of(seen_from(place), {LIFT});
    end.foot = (gl_Position.xy / gl_Position.w + 1.0) * half_pixels + corner;
}}
"""
)

# Makes a line a strip of two triangles, two pixels wide, where there are no lines of that width.
EDGE_GEOMETRY = """
#version 330
layout(lines) in;
layout(triangle_strip, max_vertices = 4) out;
uniform vec2 half_pixels;
in Edge { vec3 shade; noperspective vec2 foot; } ends[2];
out Edge { vec3 shade; noperspective vec2 foot; } corner;
void main() {
    vec2 along = ends[1].foot - ends[0].foot;
    vec2 across = vec2(-along.y, along.x) / max(length(along), 0.0001) / half_pixels;
    for (int number = 0; number < 4; number++) {
        int end = number / 2;
        vec4 place = gl_in[end].gl_Position;
        gl_Position = vec4(place.xy + (number % 2 == 0 ? across : -across) * place.w, place.zw);
        corner.shade = ends[end].shade;
        corner.foot = ends[end].foot;
        EmitVertex();
    }
}
"""

EDGE_FRAGMENT = """
#version 330
in Edge { vec3 shade; noperspective vec2 foot; } line;
out vec4 pixel;
void main() {
    float cover = 1.0 - distance(gl_FragCoord.xy, line.foot);
    if (cover <= 0.0) discard;
    pixel = vec4(line.shade * cover, cover);
}
"""

STROKE_FRAGMENT = """
#version 330
uniform float radius;
noperspective in vec2 here; flat in float span; flat in vec4 tint; flat in vec2 ends;
out vec4 pixel;
void main() {
    if ((here.x < 0.0 && ends.x < 0.5) || (here.x >= span && ends.y < 0.5)) discard;
    float away = length(vec2(here.x - clamp(here.x, 0.0, span), here.y));
    float cover = clamp(radius + 0.5 - away, 0.0, min(1.0, 2.0 * radius)) * tint.a;
    if (cover <= 0.0) discard;
    pixel = vec4(tint.rgb * cover, cover);
}
"""
