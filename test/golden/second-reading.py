"""Reads the files of EXHIBIT_SHARED/data/{edge,field} without Exhibit and prints second-reading.json.

Video: PyAV decodes; colours, shape and orientation are computed here from the decoded planes, not by libswscale.
Stills, GIF and animated PNG: Pillow alone.
Usage: pip install av pillow numpy; python second-reading.py EXHIBIT_SHARED/data > second-reading.json
"""

import json
import sys
import tarfile
import tempfile
from pathlib import Path

import av
import numpy as np
import PIL
from PIL import Image, ImageFile, ImageOps, ImageSequence

ImageFile.LOAD_TRUNCATED_IMAGES = True
REFUSED = "audio_only truncated_no_moov zero_byte text_renamed cenc ycgco face.heic face.avif .tar manifest".split()
WRAP = 1 << 33  # MPEG-TS counts 33 bits of 90 kHz
KR_KB = {1: (0.2126, 0.0722), 7: (0.212, 0.087), 9: (0.2627, 0.0593)}  # H.273; all others as BT.601


def rgb_of(frame):
    """H.273, equations 38 to 46, with chroma repeated, not filtered."""
    form = frame.format
    if form.is_rgb:
        return frame.to_ndarray(format="rgb24").astype(np.float64)
    depth = form.components[0].bits
    planes = []
    for plane in frame.planes[:3]:
        kind = np.uint8 if depth == 8 else np.dtype("<u2")
        rows = np.frombuffer(plane, kind).reshape(plane.height, -1)[:, : plane.width]
        down, across = -(-frame.height // plane.height), -(-frame.width // plane.width)
        grown = rows.repeat(down, 0).repeat(across, 1)[: frame.height, : frame.width]
        planes.append(grown / 2.0 ** (depth - 8))
    y, cb, cr = planes
    if frame.color_range == 2 or form.name.startswith("yuvj"):
        y, cb, cr = y, cb - 128, cr - 128
    else:
        y, cb, cr = (y - 16) * 255 / 219, (cb - 128) * 255 / 224, (cr - 128) * 255 / 224
    kr, kb = KR_KB.get(int(frame.colorspace), (0.299, 0.114))
    r, b = y + 2 * (1 - kr) * cr, y + 2 * (1 - kb) * cb
    return np.clip(np.stack([r, (y - kr * r - kb * b) / (1 - kr - kb), b], axis=2), 0, 255)


def upright(picture, frame):
    """ISO 14496-12: x' = a x + c y, y' = b x + d y, for turns by quarters and mirrors."""
    for data in frame.side_data:
        if data.type.name == "DISPLAYMATRIX":
            a, b, _, c, d = np.sign(np.frombuffer(data, np.int32)[:5])
            if a == 0:
                picture, a, d = picture.swapaxes(0, 1), c, b
            return picture[:: int(d), :: int(a)]
    return picture


def shape(aspect, picture):
    """Pixels that differ from square by more than 5 % make the side longer that has too few."""
    height, width = picture.shape[:2]
    if abs(aspect - 1) > 0.05:
        width, height = (round(width * aspect), height) if aspect > 1 else (width, round(height / aspect))
    return f"{width}x{height}"


def summary(picture):
    """Mean colour, and mean colours of a grid of 4 by 4: a turned or mirrored picture has another grid."""
    columns = [block for rows in np.array_split(picture, 4) for block in np.array_split(rows, 4, 1)]
    return picture.mean((0, 1)), [[round(float(v), 1) for v in block.mean((0, 1))] for block in columns]


def read_video(path):
    pictures, seconds, intact = [], [], None
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        # An MPEG-TS names no shape. The decoder knows it of the packets that it was given, a few frames ahead of those
        # that come out; it changes at a key frame alone.
        source = stream.codec_context if container.format.name == "mpegts" else stream
        aspect = 1.0
        for packet in container.demux(stream):
            try:
                for frame in packet.decode():
                    picture = upright(rgb_of(frame), frame)
                    aspect = float(source.sample_aspect_ratio or 1) if frame.key_frame else aspect
                    pictures.append((shape(aspect, picture), *summary(picture)))
                    seconds.append(frame.pts * frame.time_base)
            except av.error.FFmpegError:
                intact = len(pictures) if intact is None else intact
        wrap = WRAP * stream.time_base
        usual = sorted(b - a for a, b in zip(seconds, seconds[1:]))[len(seconds) // 2 - 1] if seconds[1:] else 0
    times = [0.0] * len(seconds)
    for i in range(1, len(seconds)):
        step = seconds[i] - seconds[i - 1]
        step = step + wrap if step < -wrap / 2 else step
        times[i] = times[i - 1] + float(step if step > 0 else usual)
    return pictures, times, intact


def read_pictures(path):
    pictures, times, clock = [], [], 0
    with Image.open(path) as image:
        for frame in ImageSequence.Iterator(image):
            duration = frame.info.get("duration", 0)
            picture = np.asarray(ImageOps.exif_transpose(frame).convert("RGB"), np.float64)
            pictures.append((f"{picture.shape[1]}x{picture.shape[0]}", *summary(picture)))
            times.append(clock / 1000)
            clock += duration
    return pictures, times, 0 if path.name.startswith("truncated") else None


def read(path, name):
    """Behind damage every decoder fills in pictures of its own, so colours are recorded of the frames before it."""
    try:
        reader, (pictures, times, intact) = "Pillow", read_pictures(path)
    except OSError:
        reader, (pictures, times, intact) = "PyAV", read_video(path)
    whole = pictures if intact is None else pictures[:intact]
    at = sorted({0, len(whole) // 2, len(whole) - 1}) if whole else []
    return {
        "file": name,
        "reader": reader,
        "timesMs": [round(time * 1000, 2) for time in times],
        "sizes": [size for size, _, _ in pictures],
        "means": [[round(float(v), 2) for v in mean] for _, mean, _ in whole],
        "grids": {i: whole[i][2] for i in at},
    }


def main(data):
    paths = sorted([*(data / "edge").iterdir(), *(data / "field").iterdir()])
    kept = [path for path in paths if not any(word in path.name for word in REFUSED)]
    return [read(path, f"{path.parent.name}/{path.name}") for path in kept]


if __name__ == "__main__":
    origin = f"second-reading.py with PyAV {av.__version__} and Pillow {PIL.__version__}"
    lines = ",\n    ".join(json.dumps(record, ensure_ascii=False) for record in main(Path(sys.argv[1])))
    print(f'{{\n  "origin": "{origin}",\n  "files": [\n    {lines}\n  ]\n}}')
