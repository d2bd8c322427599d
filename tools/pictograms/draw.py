"""Draw every picture: ``python -m tools.pictograms.draw`` writes the files of ``pictograms/svg/``.

To correct a picture, change its lines in ``scenes/`` and run this. ``--check`` writes nothing and says which
files are not what the scenes draw.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.paths import PICTOGRAMS
from app.pictograms.index import stem
from tools.pictograms.scenes import (
    answers,
    faces,
    finish,
    intro,
    jars,
    p1,
    p2,
    p3,
    p4,
    p5,
    p6_p8,
    path_doors,
    practice,
    tasks_1,
    tasks_2,
    tasks_3,
    who_sees,
)

SVG = PICTOGRAMS / "svg"
SCENES = (
    intro,
    practice,
    answers,
    jars,
    p1,
    tasks_1,
    tasks_2,
    tasks_3,
    p2,
    p3,
    p4,
    path_doors,
    p5,
    p6_p8,
    faces,
    who_sees,
    finish,
)


class DrawnTwice(ValueError):
    """Two scenes draw the picture of one key."""


def drawings() -> dict[str, str]:
    """Key of the text bank to the whole SVG file. Raises DrawnTwice."""
    found: dict[str, str] = {}
    for scene in SCENES:
        for picture in scene.pictures():
            for key in picture.keys:
                if key in found:
                    raise DrawnTwice(f"{scene.__name__} draws {key}, and a scene before it too")
                found[key] = picture.svg()
    return found


def differences(folder: Path = SVG) -> list[str]:
    """A line per file that is missing, extra or not what the scenes draw."""
    wanted = {f"{stem(key)}.svg": svg for key, svg in drawings().items()}
    there = {file.name: file.read_text("utf-8") for file in folder.glob("*.svg")}
    return [
        *(f"{name}: missing" for name in sorted(wanted.keys() - there.keys())),
        *(f"{name}: no scene draws it" for name in sorted(there.keys() - wanted.keys())),
        *(
            f"{name}: differs from its scene"
            for name in sorted(wanted)
            if name in there and there[name] != wanted[name]
        ),
    ]


def write(folder: Path = SVG) -> int:
    """Write every file; gives the number of files."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = drawings()
    for key, svg in drawn.items():
        (folder / f"{stem(key)}.svg").write_text(svg, "utf-8")
    return len(drawn)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, say what differs")
    if parser.parse_args().check:
        found = differences()
        print(*found, sep="\n")
        sys.exit(1 if found else 0)
    print(f"{write()} pictures in {SVG}")


if __name__ == "__main__":
    main()
