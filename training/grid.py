"""The same photos at 20, 40, 60, 80 and 100 % of a run, in one picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import torch
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo
from torch import Tensor

from training.recipes.protocol import Batch

MARKS = (20, 40, 60, 80, 100)
_STEP = "training-step"


def write_picture(file: Path, image: Tensor, step: int | None = None) -> None:
    """Write an image `(3, H, W)` in [0, 1] as PNG, with the step that it is of."""
    text = PngInfo()
    if step is not None:
        text.add_text(_STEP, str(step))
    _image(image).save(file, pnginfo=text)


def mark_of(step: int, steps: int) -> int | None:
    """The per cent of a schedule of `steps` that `step` completes, where a row of the grid is due."""
    return next((mark for mark in reversed(MARKS) if step == -(-steps * mark // 100)), None)


def write_row(run: Path, mark: int, results: Tensor, step: int) -> None:
    """Keep what the model makes of the fixed photos, `(B, 3, S, S)` in [0, 1], at `mark` per cent."""
    write_picture(run / f"results-{mark:03}.png", torch.cat(list(results), dim=2), step)


def forget_after(run: Path, step: int) -> None:
    """Remove the rows that an earlier run in this folder wrote beyond `step`."""
    for _, file, at in list(_rows(run)):
        if at > step:
            file.unlink()


def write_progress(run: Path, batch: Batch) -> None:
    """Compose `progress.png`: the photos, the paintings where there are any, and a row for each mark so far."""
    rows = [("photos", _image(torch.cat(list(batch.photos), dim=2)))]
    if batch.paintings is not None:
        rows.append(("paintings", _image(torch.cat(list(batch.paintings), dim=2))))
    for mark, file, step in _rows(run):
        with Image.open(file) as saved:
            rows.append((f"{mark} %\nstep {step:,}", saved.convert("RGB")))
    font = ImageFont.load_default(size=max(10, rows[0][1].height // 10))
    measure = ImageDraw.Draw(Image.new("RGB", (1, 1)))
    margin = max(1, rows[0][1].height // 20)
    left = round(max(measure.multiline_textbbox((0, 0), label, font)[2] for label, _ in rows)) + 2 * margin
    size = left + max(row.width for _, row in rows), sum(row.height for _, row in rows)
    sheet = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(sheet)
    top = 0
    for label, row in rows:
        sheet.paste(row, (left, top))
        draw.multiline_text((margin, top + row.height / 2), label, "black", font, anchor="lm")
        top += row.height
    sheet.save(run / "progress.png")


def _rows(run: Path) -> Iterator[tuple[int, Path, int]]:
    for mark in MARKS:
        file = run / f"results-{mark:03}.png"
        if file.exists():
            with Image.open(file) as row:
                yield mark, file, int(row.info.get(_STEP, 0))


def _image(image: Tensor) -> Image.Image:
    pixels = image.detach().float().clamp(0, 1).mul(255).round().to(torch.uint8)
    return Image.fromarray(pixels.permute(1, 2, 0).cpu().numpy())
