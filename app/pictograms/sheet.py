"""The contact sheet: all pictures on one page, to look at or to print, in one HTML file that needs nothing else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from app import paths
from app.pictograms.index import LOCALES, Pictograms, Picture, load_pictograms

ETHIOPIC = paths.APP / "static" / "fonts" / "noto-sans-ethiopic-400.woff2"  # few machines have one of their own
RIGHT_TO_LEFT = frozenset({"ar"})
STYLE = """
body { font: 12px/1.4 system-ui, "Ethiopic", sans-serif; margin: 12px; color: #14242A; background: #fff }
h1 { font-size: 18px; margin: 0 0 12px }
main { display: flex; flex-wrap: wrap; gap: 8px; align-items: flex-start }
figure { margin: 0; padding: 6px; border: 1px solid #98A3A5; break-inside: avoid; inline-size: max-content }
figcaption { overflow-wrap: anywhere }
figcaption p { margin: 2px 0 }
.grey { filter: grayscale(1) }
.mirrored { transform: scaleX(-1) }
"""


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """How the sheet looks. ``sizes`` in CSS pixels; ``named`` False: a number only, for a naming round."""

    sizes: tuple[int, ...] = (96, 320)
    grey: bool = False
    mirrored: bool = False
    named: bool = True


def contact_sheet(folder: Path, options: SheetOptions, only: str = "") -> str:
    """The sheet as HTML. ``only``: pictures whose file name starts with it. Raises BadPictograms."""
    known = load_pictograms(folder)
    chosen = [picture for name, picture in known.pictures.items() if name.startswith(only)]
    cells = "\n".join(_cell(number, picture, known, folder, options) for number, picture in enumerate(chosen, 1))
    title = f"{len(chosen)} pictures"
    style = STYLE + (_ethiopic() if options.named else "")
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<main>\n{cells}\n</main>\n</body>\n</html>\n"
    )


def _ethiopic() -> str:
    """The font of Tigrinya, inside the page."""
    font = b64encode(ETHIOPIC.read_bytes()).decode("ascii")
    return f'@font-face {{ font-family: "Ethiopic"; src: url("data:font/woff2;base64,{font}") }}\n'


def _cell(number: int, picture: Picture, known: Pictograms, folder: Path, options: SheetOptions) -> str:
    svg = (folder / "svg" / f"{picture.stem}.svg").read_text("utf-8")
    drawings = "".join(_drawing(svg, size, picture, options) for size in options.sizes)
    caption = _caption(picture, known) if options.named else f"<p>{number}</p>"
    width = max(sum(options.sizes) + 24, 240 if options.named else 0)
    return f'<figure style="max-inline-size: {width}px">{drawings}<figcaption>{caption}</figcaption></figure>'


def _drawing(svg: str, size: int, picture: Picture, options: SheetOptions) -> str:
    mirrored = "mirrored" if options.mirrored and picture.mirror else ""
    classes = " ".join(filter(None, ("grey" if options.grey else "", mirrored)))
    start = f'<svg role="img" aria-label="{escape(picture.shows)}" width="{size}" height="{size}" class="{classes}"'
    if not options.named:
        start = f'<svg aria-hidden="true" width="{size}" height="{size}" class="{classes}"'
    return svg.strip().replace("<svg", start, 1)


def _caption(picture: Picture, known: Pictograms) -> str:
    lines: Iterable[str] = (
        f"<p><b>{escape(' '.join(picture.keys))}</b>{' · mirrored' if picture.mirror else ''}</p>",
        f"<p>{escape(picture.concept)}</p>",
        *(_alternative(locale, picture, known) for locale in LOCALES),
        f"<p>{escape(picture.author)}, {escape(picture.licence)}; reviewed by: {escape(picture.reviewed_by)}</p>",
    )
    return "".join(lines)


def _alternative(locale: str, picture: Picture, known: Pictograms) -> str:
    direction = "rtl" if locale in RIGHT_TO_LEFT else "ltr"
    text = known.alternatives[locale][picture.alt].text
    return f'<p lang="{locale}" dir="{direction}">{escape(text)}</p>'
