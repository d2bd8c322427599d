"""Who sees what: ten pictures. You = yellow, helper = teal, case manager = plum, nurse = white."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.pictograms.palette import INK
from tools.pictograms.people import Person
from tools.pictograms.places import chair, ground, house, table
from tools.pictograms.roles import HELPER, MANAGER, NURSE, YOU_W, keep
from tools.pictograms.scenes.intro import at_table, reads_alone
from tools.pictograms.shapes import Pic, circle, line, n, path, poly, rect, rot, tubes
from tools.pictograms.signs import booklet, bubble, heart, mini_school, notebook
from tools.pictograms.work import hammer


def board(x: float, y: float, w: float, h: float, inner: str) -> str:
    """A screen on a stand."""
    return (
        line([(x + w / 2, y + h), (x + w / 2, 131)], 5)
        + line([(x + w / 2 - 9, 131), (x + w / 2 + 9, 131)], 5)
        + rect(x, y, w, h, "white", 3)
        + inner
    )


def sees_all() -> Pic:
    """An adult sits and reads an open booklet."""
    w = Person.sit(
        52, 106, 132, s=1.18, facing=1, view="side", **dict(YOU_W, near=(80, 92), far=(84, 92), eyes="down", tilt=8)
    )
    return Pic("who_sees.1").add(
        ground(), chair(50, 108, 1, 132, "wood", 26, 36), w.far_arm(), w.body(), booklet(105, 64, 54, 36), w.near_arm()
    )


def helper_sees_progress() -> Pic:
    """The participant holds the closed booklet to the chest; a helper looks at a screen with only a line of four dots, the third is where the participant is."""
    track = line([(62, 34), (128, 34)], 3) + "".join(
        circle(62 + 22 * i, 34, 7, "teal" if i < 3 else "white") for i in range(4)
    )
    h = Person.stand(
        114,
        132,
        s=0.62,
        facing=-1,
        view="side",
        **dict(HELPER, near=(97, 78), hand_n=("point", -115), far=(110, 96), eyes="up", head=1.1),
    )
    return Pic("who_sees.2").add(
        ground(132, 72), rect(48, 8, 92, 50, "white", 5), track, h.draw(), keep(36, 84, 0.84, h=60)
    )


def manager_sees_situation() -> Pic:
    """At a table the case manager holds one page with a house, a school, a tool and a speech balloon; the participant shows it with an open hand."""
    a = Person.sit(
        20,
        110,
        132,
        s=0.98,
        facing=1,
        **dict(YOU_W, near=(46, 92), far=(50, 90), hand_n=("open", -20), foot_n=(38, 132), foot_f=(43, 132)),
    )
    b = Person.sit(
        124,
        110,
        132,
        s=0.98,
        facing=-1,
        **dict(MANAGER, near=(101, 80), far=(96, 84), eyes="down", tilt=8, foot_n=(106, 132), foot_f=(101, 132)),
    )
    page = (
        rect(43, 6, 58, 80, "white", 3)
        + house(58, 40, 18, 14, 10, win=False)
        + mini_school(83, 41, 0.6)
        + line([(47, 46), (97, 46)], 2.2, "grey")
    )
    page += rot(35, 58, 66, hammer(58, 78, 0.8)) + bubble(84, 61, 24, 16, (-4, 8), "yellow")
    return Pic("who_sees.3").add(
        ground(),
        chair(18, 112, 1, 132, "wood", 22, 28),
        chair(126, 112, -1, 132, "wood", 22, 28),
        a.body(),
        b.body(),
        table(40, 98, 64),
        page,
        a.near_arm(),
        b.near_arm(),
    )


def manager_sees_after_you() -> Pic:
    """Two steps: first the participant reads the booklet alone, then hands it over the table."""
    p = Pic("who_sees.4").add(reads_alone(4))
    y = 76
    a = Person.bust(24, y + 30, s=0.9, view="q", facing=1, **dict(YOU_W, near=(53, y + 46), far=(52, y + 42)))
    b = Person.bust(
        120, y + 30, s=0.9, view="q", facing=-1, **dict(MANAGER, near=(92, y + 47), far=(96, y + 44), hand_n="open")
    )
    return p.add(at_table(y, [a.body(), b.body()], [b.near_arm(), booklet(71, y + 25, 36, 25), a.near_arm()]))


def share_a_page() -> Pic:
    """A hand gives one page of a booklet to another adult; the booklet with the other pages stays under the owner's arm."""
    a = Person.stand(34, 132, s=1.1, facing=1, view="q", **dict(YOU_W, near=(38, 80), far=(68, 68)))
    b = Person.stand(
        112,
        132,
        s=1.08,
        facing=-1,
        view="side",
        hair="short",
        hc="hair1",
        skin=1,
        shirt="green",
        pants="brown",
        near=(88, 72),
        far=(88, 68),
        hand_n="open",
    )
    page = poly([(66, 42), (90, 45), (88, 77), (64, 74)], "white", 1) + circle(77, 60, 6, "yellow", INK, 2.4)
    return Pic("who_sees.5").add(
        ground(), a.body(), b.body(), a.far_arm(), page, notebook(29, 78, 30, 38), a.near_arm(), b.near_arm()
    )


def health_stays_with_you() -> Pic:
    """The participant holds a closed booklet with a heart shape to the chest; the case manager sits apart and reads another booklet."""
    b = Person.sit(
        98,
        110,
        132,
        s=0.94,
        facing=1,
        **dict(MANAGER, near=(118, 86), far=(120, 88), eyes="down", foot_n=(115, 132), foot_f=(121, 132)),
    )
    return Pic("who_sees.6").add(
        ground(132, 78),
        keep(37, 74, 0.9, "heart", h=65),
        rect(74, 10, 7, 122, "sand", 1),
        chair(96, 112, 1, 132, "wood", 22, 30),
        b.far_arm(),
        b.body(),
        booklet(124, 68, 28, 22),
        b.near_arm(),
    )


def nurse(x: float, **look: Any) -> tuple[Person, str]:
    """Nurse and stethoscope."""
    m = Person.stand(x, 132, s=1.08, facing=-1, view="q", **dict(NURSE, **look))
    y = 132 - 86 * 1.08
    hose = path(
        "M{} {}C{} {} {} {} {} {}C{} {} {} {} {} {}".format(
            *tuple(
                n(v)
                for v in (
                    x - 8,
                    y + 8,
                    x - 10,
                    y + 22,
                    x - 2,
                    y + 24,
                    x,
                    y + 28,
                    x + 2,
                    y + 22,
                    x + 9,
                    y + 20,
                    x + 8,
                    y + 8,
                )
            )
        ),
        None,
        "teal",
        3.4,
    )
    return m, hose + line([(x, y + 28), (x, y + 38)], 3.4, "teal") + circle(x, y + 40, 4, "grey", INK, 2.4)


def give_to_nurse() -> Pic:
    """The participant hands the booklet with the heart shape to a nurse herself."""
    a = Person.stand(30, 132, s=1.08, facing=1, view="side", **dict(YOU_W, near=(60, 74), far=(62, 80)))
    m, hose = nurse(114, near=(118, 88), far=(86, 80), hand_f=("open", 170))
    return Pic("who_sees.7").add(
        ground(),
        a.far_arm(),
        a.body(),
        m.body(),
        hose,
        m.near_arm(),
        m.far_arm(),
        notebook(72, 64, 28, 36, "heart"),
        a.near_arm(),
    )


def nurse_reads() -> Pic:
    """A nurse reads the booklet with the heart shape."""
    m = Person.stand(72, 132, s=1.1, view="front", **dict(NURSE, near=(90, 76), far=(54, 76), eyes="down"))
    hose = path("M64 45C60 56 66 60 72 63C78 60 84 56 80 45", None, "teal", 3.4)
    thumbs = tubes([([(47, 85), (53, 82)], 9)], "skin2") + tubes([([(97, 85), (91, 82)], 9)], "skin2")
    open_pages = (
        rect(46, 63, 52, 36, "white", 2) + line([(72, 63), (72, 99)]) + heart(59, 81, 0.55) + heart(85, 81, 0.55)
    )
    return Pic("who_sees.7_legal_basis").add(ground(), m.body(), hose, m.far_arm(), m.near_arm(), open_pages, thumbs)


def faceless(x: float, y: float) -> str:
    """A person without a face: no name, (x, y) = middle of the shoulders' lower edge."""
    return path(f"M{n(x - 8)} {n(y)}q0 -9 8 -9t8 9z", "grey", INK, 2.4) + circle(x, y - 13.5, 5.4, "grey", INK, 2.4)


def researcher_sees_no_name() -> Pic:
    """A researcher looks at a screen with three grey people without a face, a bar beside each."""
    rows = "".join(
        faceless(72, 40 + 29 * i) + rect(88, 27 + 29 * i, w, 10, "blue", 1, INK, 2.4)
        for i, w in enumerate((34, 22, 42))
    )
    w = Person.stand(
        30,
        132,
        s=1.0,
        facing=1,
        view="side",
        hair="short",
        hc="hair2",
        skin=1,
        shirt="blue",
        pants="brown",
        near=(42, 84),
        glasses="sky",
    )
    return Pic("who_sees.8").add(ground(), board(56, 8, 82, 96, rows), w.draw())


def nobody_else() -> Pic:
    """The participant holds the closed booklet to the chest; other people walk away behind."""
    p = Pic("who_sees.others")
    for x, d, k in (
        (20, -1, dict[str, Any](hair="short", hc="hair1", skin=2, shirt="blue", pants="brown")),
        (126, 1, dict[str, Any](hair="long", hc="hair2", skin=1, shirt="green", pants="plum")),
    ):
        p.add(Person.walk(x, 100, s=0.66, step=9, facing=d, **k).draw())
    return p.add(ground(100), keep(72, 80, 1.0))


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (
        sees_all,
        helper_sees_progress,
        manager_sees_situation,
        manager_sees_after_you,
        share_a_page,
        health_stays_with_you,
        give_to_nurse,
        nurse_reads,
        researcher_sees_no_name,
        nobody_else,
    ):
        yield draw()
