"""Pictures packed as greys show what was drawn, and nothing that was not to be seen."""

from __future__ import annotations

import io

from PIL import Image

from annotator.engine.worker import greys

WIDTH, HEIGHT, STRIDE = 256, 4, 256 * 3 + 5
SAMPLES = b"".join(bytes(value for grey in range(WIDTH) for value in (grey,) * 3) + b"xxxxx" for _ in range(HEIGHT))
BLUE, RED = (170, 210, 255), (255, 180, 150)


def plane() -> bytearray:
    found = greys.plane_of(memoryview(SAMPLES), WIDTH, HEIGHT, STRIDE)
    assert found is not None
    return found


def decoded(data: bytes | None) -> Image.Image:
    assert data is not None
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.mode == "P"
        return picture.convert("RGB")


def test_greys_are_nearly_those_that_were_drawn_and_marks_tint_them() -> None:
    marks = [((10, 1, 400, 2), BLUE), ((-5, 2, 20, 9), RED), ((0, 1, 3, 3), BLUE)]
    shown = decoded(greys.marked(plane(), WIDTH, HEIGHT, marks))
    assert shown.size == (WIDTH, HEIGHT)
    for y in range(HEIGHT):
        for x in range(WIDTH):
            inside = [rgb for (x0, y0, x1, y1), rgb in marks if x0 <= x < x1 and y0 <= y < y1]
            wanted = [x * part / 255 for part in (inside or [(255, 255, 255)])[-1]]
            got = shown.getpixel((x, y))
            assert isinstance(got, tuple)
            assert all(abs(mine - theirs) <= 3 for mine, theirs in zip(got, wanted, strict=True)), (x, y)
    assert shown.getpixel((0, 0)) == (0, 0, 0)
    assert shown.getpixel((255, 0)) == (255, 255, 255)


def test_alone_has_nothing_but_what_is_kept() -> None:
    data = greys.alone(plane(), WIDTH, HEIGHT, [(20, 1, 30, 2)])
    shown = decoded(data)
    for y in range(HEIGHT):
        for x in range(WIDTH):
            kept = 20 <= x < 30 and y == 1
            assert (shown.getpixel((x, y)) == (255, 255, 255)) is not kept


def test_colour_and_too_many_colours_are_packed_otherwise() -> None:
    coloured = bytearray(SAMPLES)
    coloured[2 * STRIDE + 3 * 100] ^= 1
    assert greys.plane_of(memoryview(bytes(coloured)), WIDTH, HEIGHT, STRIDE) is None
    assert greys.marked(plane(), WIDTH, HEIGHT, [((0, 0, 1, 1), (at, 0, 0)) for at in range(4)]) is None
