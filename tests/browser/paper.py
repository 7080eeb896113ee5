"""A signed paper: pages of the print as a scanner sees them, one with ink and a stamp."""

import math
import random
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw


def signed_paper(printed: Path, folder: Path) -> list[Path]:
    """Part 1 of the print, each page a JPEG, the signed and stamped one first."""
    document = pypdfium2.PdfDocument(str(printed))
    pages = [document[number].render(scale=150 / 72).to_pil() for number in range(len(document))]
    document.close()
    page = pages[-2].convert("RGB")
    draw = ImageDraw.Draw(page)
    ink, stamp = (20, 30, 110), (120, 20, 90)
    wave = random.Random(7)
    points = [
        (520 + 8 * step, 420 + 40 * math.sin(step / 3) + wave.randint(-6, 6)) for step in range(48)
    ]
    draw.line(points, fill=ink, width=5)
    draw.ellipse((180, 360, 380, 560), outline=stamp, width=8)
    draw.text((230, 450), "SOUSSE", fill=stamp)
    sheets = [page.rotate(1.2, fillcolor="white", resample=Image.Resampling.BICUBIC), *pages[:-2]]
    files = [folder / f"IMG_{number}.jpg" for number in range(len(sheets))]
    for sheet, file in zip(sheets, files, strict=True):
        sheet.convert("RGB").save(file, quality=82)
    return files


def picture(target: Path) -> Path:
    """A plain page as a photograph."""
    page = Image.new("RGB", (620, 877), "white")
    ImageDraw.Draw(page).text((80, 80), "The council has decided.", fill="black")
    page.save(target, quality=82)
    return target


def stamped_letter(target: Path) -> Path:
    """A round red stamp in the middle of a picture whose ground is transparent."""
    page = Image.new("RGBA", (400, 500), (0, 0, 0, 0))
    ImageDraw.Draw(page).ellipse((100, 125, 300, 375), outline=(200, 20, 40, 255), width=16)
    page.save(target)
    return target


def document(target: Path) -> Path:
    """A PDF of one page."""
    Image.new("RGB", (620, 877), "white").save(target)
    return target
