"""The colours and the line of the pictures: what a drawing may use, and what the check allows.

The colours are as far apart in grey as the number of roles allows, so that a black-and-white print can be read;
the outline carries the shape, colour only adds to it.
"""

from __future__ import annotations

SIDE = 144  # units of the view box, both ways
OUTLINE = 3  # units; 2 px when a picture is shown at 96 px
THINNEST = 1.8  # units; ink lines of faces and small things
BYTES = 8000  # largest file

INK = "#14242A"
PALETTE = {
    "ink": INK,
    "white": "#FFFFFF",
    "paper": "#F7F0E3",
    "sand": "#E9D6B4",
    "wood": "#BC8650",
    "clay": "#CF7648",
    "brown": "#8A6344",
    "yellow": "#F5B92E",
    "green": "#6F9E57",
    "leaf": "#CDDDA6",
    "teal": "#3A8F95",
    "sky": "#B3D8E3",
    "blue": "#4F86B8",
    "plum": "#8D70A5",
    "rose": "#DB9582",
    "grey": "#98A3A5",
    "pale": "#DEE3E1",
    "skin1": "#D29B6E",
    "skin2": "#A9744B",
    "hair1": "#33261F",
    "hair2": "#5D3D2A",
    "hair3": "#BDB8B0",
    "light": "#FBE6A8",  # an open door, a place that aches
    "gold": "#D18A12",  # small lines that shine
    "pot": "#D39A66",  # the clay of the jars: lighter in grey than what is in them
    "water": "#2F7FB5",  # what is in the jars
    "night": "#33507A",  # a window at night
    "air": "#D7EBF3",  # the calm round behind a person
    "slate": "#46585D",  # arrows and ticks that mean neither right nor wrong
    "chosen": "#0E5560",  # the frame of a chosen answer, as on the screen
    "mouth": "#7D322B",  # an open mouth
}
