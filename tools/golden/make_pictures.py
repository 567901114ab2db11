"""Writes pictures as other programs save them, and what Pillow makes of them: python make_pictures.py OUT (needs pillow, numpy,
the font DejaVu Sans)"""
import pathlib, struct, sys, zlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write_deep(path, array, color_type):
    """A PNG of 16 bits without gAMA, which Pillow does not write for every colour type; (rows, cols, channels)."""
    rows, cols, channels = array.shape
    raw = b"".join(b"\0" + row.astype(">u2").tobytes() for row in array)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", cols, rows, 16, color_type, 0, 0, 0))
                     + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def digit(text, side, size, at):
    """White on black; 'size' is that of the font, 'at' the middle."""
    image = Image.new("L", (side, side), 0)
    font = ImageFont.truetype("DejaVuSans.ttf", size)
    ImageDraw.Draw(image).text(at, text, fill=255, font=font, anchor="mm")
    return image


def centered(image):
    """As MNIST was made: the box of what has ink into 20 x 20, by its centre of mass into 28 x 28."""
    part = image.crop(image.point(lambda v: 255 * (v >= 16)).getbbox())
    scale = 20 / max(part.size)
    part = np.asarray(part.resize([max(1, round(s * scale)) for s in part.size], Image.Resampling.BOX), "f8")
    mass, out = part.sum(), np.zeros((28, 28))
    middle = [(part.sum(1 - axis) * (np.arange(part.shape[axis]) + .5)).sum() / mass for axis in (0, 1)]
    top, left = (int(min(max(round(14 - m), 0), 28 - n)) for m, n in zip(middle, part.shape))
    out[top:top + part.shape[0], left:left + part.shape[1]] = part
    return np.round(out).astype("u1")


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    ramp = np.arange(4, 256, 4, dtype="u1").reshape(7, 9)
    deep = ramp.astype("u4") * 257
    Image.fromarray(ramp).save(out / "grey8.png")
    Image.fromarray(deep.astype("u2")).save(out / "grey16.png")
    write_deep(out / "grey_alpha16.png", np.stack([deep, np.full_like(deep, 65535)], -1), 4)
    write_deep(out / "rgb16.png", np.stack([deep] * 3, -1), 2)
    np.save(out / "grey.npy", ramp)

    alpha = digit("5", 28, 24, (14, 14))
    np.save(out / "ink.npy", np.asarray(alpha))
    for name, ink in (("black", 0), ("white", 255)):
        Image.merge("LA", (Image.new("L", (28, 28), ink), alpha)).save(out / f"{name}_on_nothing.png")
        Image.merge("RGBA", [Image.new("L", (28, 28), ink)] * 3 + [alpha]).save(out / f"{name}_on_nothing_rgba.png")
    palette = alpha.point(lambda v: v >= 128, "1").convert("P")  # transparent by tRNS; index 0 is transparent, 1 black
    palette.putpalette([255, 255, 255, 0, 0, 0]); palette = palette.point(lambda v: 1 * (v > 0))
    palette.save(out / "black_on_nothing_palette.png", transparency=0)
    np.save(out / "ink_palette.npy", (np.asarray(alpha) >= 128).astype("u1") * 255)
    # Paper whose corners are transparent: those are paper too.
    paper = Image.new("LA", (28, 28), (255, 255))
    paper.paste((0, 255), mask=alpha)
    for x, y in ((0, 0), (27, 0), (0, 27), (27, 27)): paper.putpixel((x, y), (0, 0))
    paper.save(out / "paper_with_corners.png")

    for text, at in (("7", (80, 200)), ("1", (200, 70)), ("4", (140, 140))):
        large = digit(text, 280, 110, at)
        large.save(out / f"large_{text}.png")
        np.save(out / f"centered_{text}.npy", centered(large))


if __name__ == "__main__": main(pathlib.Path(sys.argv[1]))
