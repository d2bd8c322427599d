"""The people of a room, for locust: started by ``bench_room.py``, which writes the plan and reads what came out.

``ROOM_PLAN`` names the plan (JSON, see ``Plan``). Everybody comes in with a code and stands somewhere on the recorded
journey. Then come the rounds: everybody presses "next" once, at a random moment of the window. Each request takes the
way to the server and back (``latency_seconds``), and is lost now and then, half of them before the server got it and
half when it had answered; then the device sends the very same form again. Times are those of the server and its
queue alone: from sending to the whole answer, on this machine.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urlsplit

import gevent
from gevent.event import Event
from gevent.lock import BoundedSemaphore
from locust import FastHttpUser, events, task
from locust.exception import StopUser
from room_plan import (
    BARE,
    BEAT,
    BOARD,
    BOARD_SAME,
    COMING_IN,
    DECK,
    OURS,
    PAGE,
    Plan,
    answer_name,
    page_name,
    questions,
    starts,
)
from visitor import FORM_TYPE, Page

OK, NO_CONTENT, FOUND, SEE_OTHER, NOT_MODIFIED = 200, 204, 302, 303, 304
MOST_TRIES = 6
AT_THE_DOOR = 4  # people who come in at the same time
MOST_REDIRECTS = 8

PLAN = Plan(**json.loads(Path(os.environ["ROOM_PLAN"]).read_text("utf-8")))
CHANCE = random.Random(PLAN.seed)


@dataclass
class Outcome:
    """What the whole room saw. ``samples``: name, round (-1 before the first), milliseconds."""

    samples: list[tuple[str, int, float]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)


class Room:
    """Waits until everybody is in, then keeps the time of the rounds."""

    def __init__(self) -> None:
        self.missing = len(PLAN.people) + len(PLAN.bare_people) + len(PLAN.boards)
        self.at_work = self.missing
        self.full = Event()
        self.began = 0.0

    def arrive(self) -> None:
        """One more is in, or gave up; gives back when all are."""
        self.missing -= 1
        if not self.missing:
            self.began = time.monotonic()
            self.full.set()
        self.full.wait()

    def rounds_of(self, kind: str) -> Iterator[int]:
        """Sleep until a random moment of each round of this kind, and give its number."""
        for number, whose in enumerate(PLAN.rounds):
            if whose == kind:
                self.sleep_until((number + CHANCE.random()) * PLAN.window_seconds)
                yield number

    def sleep_until(self, seconds: float) -> None:
        """Sleep until so many seconds after the beginning."""
        gevent.sleep(max(0.0, self.began + seconds - time.monotonic()))

    def round_now(self) -> int:
        """Number of the round, from 0; -1 before the first."""
        return int((time.monotonic() - self.began) // PLAN.window_seconds) if self.began else -1


OUTCOME, ROOM = Outcome(), Room()
DOOR = BoundedSemaphore(AT_THE_DOOR)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device got."""

    status: int
    text: str
    location: str
    etag: str


class Device(FastHttpUser):  # type: ignore[misc]  # locust is there for `make bench` alone
    """A device on bad wifi, with the cookies of one person."""

    abstract = True
    network_timeout = connection_timeout = 30.0

    def ask(self, name: str, method: str, path: str, fields: dict[str, Any] | None = None) -> Answer:
        """One request until it is answered: on its way there and back, now and then lost and sent again."""
        for again in range(MOST_TRIES):
            OUTCOME.counts["repeats"] += bool(again)
            gevent.sleep(PLAN.latency_seconds / 2)
            chance = CHANCE.random()
            if chance < PLAN.loss / 2:
                OUTCOME.counts["lost before the server"] += 1
                gevent.sleep(PLAN.patience_seconds)
                continue
            answer = self.send(name, method, path, fields)
            if chance < PLAN.loss:
                OUTCOME.counts["answers lost on the way back"] += 1
                gevent.sleep(PLAN.patience_seconds)
                continue
            gevent.sleep(PLAN.latency_seconds / 2)
            if answer.status:
                return answer
        raise StopUser

    def send(
        self,
        name: str,
        method: str,
        path: str,
        fields: dict[str, Any] | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Answer:
        """One request; its time counts, unless there was no answer. Status 0: none came."""
        body = None if fields is None else urlencode(fields, doseq=True)
        sent = {**headers, **({} if body is None else {"Content-Type": FORM_TYPE})}
        number, begin = ROOM.round_now(), time.perf_counter()
        with self.client.request(
            method, path, name=name, data=body, headers=sent, allow_redirects=False, catch_response=True
        ) as got:
            milliseconds = 1000 * (time.perf_counter() - begin)
            got.success()
            status = got.status_code or 0
            if status not in {OK, NO_CONTENT, FOUND, SEE_OTHER, NOT_MODIFIED}:
                OUTCOME.errors[f"{name}: status {status}"] += 1
            if status:
                OUTCOME.samples.append((BOARD_SAME if status == NOT_MODIFIED else name, number, milliseconds))
            head = got.headers or {}
            return Answer(status, got.text or "", head.get("Location") or "", head.get("ETag") or "")

    def page(self, path: str, name: str) -> Page:
        """A page, after following where its address leads."""
        for _ in range(MOST_REDIRECTS):
            answer = self.ask(name, "GET", path)
            if answer.status != SEE_OTHER:
                return Page(path, answer.text, len(answer.text))
            path = relative(answer.location)
        raise StopUser

    def come_in(self) -> None:
        """Up to the first round; who cannot come in is an error, and the others go on."""
        try:
            with DOOR:
                self.settle()
        except Exception as problem:  # noqa: BLE001 - whatever it is, the room has to begin
            OUTCOME.errors[f"not in: {type(problem).__name__} {problem}"[:200]] += 1
            self.here = False
        else:
            self.here = True
        ROOM.arrive()

    def settle(self) -> None:
        """Come in."""
        raise NotImplementedError

    def rounds(self) -> None:
        """Take part in the rounds."""
        raise NotImplementedError

    @task  # type: ignore[untyped-decorator]  # of locust
    def whole(self) -> None:
        """From the door to the end; who was the last one ends the measurement."""
        try:
            self.come_in()
            if self.here:
                self.rounds()
        except StopUser:
            OUTCOME.errors["gave up"] += 1
        finally:
            ROOM.at_work -= 1
            if not ROOM.at_work:
                gevent.spawn(self.environment.runner.quit)  # it ends this device as well
        gevent.sleep(PLAN.longest_seconds)  # who leaves would be replaced by somebody new


class Person(Device):
    """Somebody who answers along the recorded journey."""

    fixed_count = len(PLAN.people)
    host = f"http://127.0.0.1:{PLAN.port}"

    def settle(self) -> None:
        """The code, the form, the choice to take part; then to a part of the journey."""
        self.seat, self.who = PLAN.people_turn()
        self.locale = self.who["locale"]
        form = self.open("code").form_with("code")
        self.give("code", {**form.hidden, "code": self.who["code"]})
        if self.who["variant"] != "text":
            self.give("form", {**self.open("form").form_with("go").hidden, "go": "yes"})
        choice = self.open("take-part").form_with("go")
        self.give("take-part", {**choice.hidden, "go": self.who["yes"], "option": "yes"})
        self.steps = questions(PLAN.journey[self.who["variant"]])
        places = starts(self.steps)
        self.at = places[self.seat % len(places)] if PLAN.spread else places[0]
        self.now, self.part = self.open(self.steps[self.at]["path"].removeprefix("/{locale}/")), ""
        self.fetch_deck()

    def open(self, path: str) -> Page:
        """A page on the way in, with neither loss nor latency."""
        path = f"/{self.locale}/{path}"
        for _ in range(MOST_REDIRECTS):
            answer = self.send(COMING_IN, "GET", path)
            if answer.status != SEE_OTHER:
                return Page(path, answer.text, len(answer.text))
            path = relative(answer.location)
        raise StopUser

    def give(self, path: str, fields: dict[str, Any]) -> None:
        """A form on the way in."""
        answer = self.send(COMING_IN, "POST", f"/{self.locale}/{path}", fields)
        if answer.status != SEE_OTHER:
            OUTCOME.errors[f"coming in: /{path} answered {answer.status}"] += 1
            raise StopUser

    def fetch_deck(self) -> None:
        """The coming screens of a part that begins, as a browser with scripts gets them."""
        part = self.now.text.partition('data-part="')[2].partition('"')[0]
        if part and part != self.part:
            self.part = part
            self.ask(DECK, "GET", f"/{self.locale}/deck/{part}")

    def rounds(self) -> None:
        """One answer a round; every fourth time the device says that it is there."""
        self.token = self.now.form_with("go").hidden["csrf_token"]
        for turn, _number in enumerate(ROOM.rounds_of(OURS)):
            if self.at + 2 >= len(self.steps):
                return  # through with all questions
            self.press_next()
            self.fetch_deck()
            if turn % 4 == self.seat % 4:
                sign = {"csrf_token": self.token, "unsent": 0, "storage": "kept"}
                self.ask(BEAT, "POST", f"/{self.locale}/here", sign)

    def press_next(self) -> None:
        """Send the form of this page, and open the page that it leads to."""
        step = self.steps[self.at + 1]
        form = self.now.form_with("go")
        fields = {**form.hidden, **step["fields"]}
        is_answer = "/items/" in step["path"]
        if is_answer:
            OUTCOME.sent.append(fields["key"])
        answer = self.ask(answer_name(OURS, is_answer=is_answer), "POST", self.now.path, fields)
        if answer.status != SEE_OTHER:
            OUTCOME.errors[f"not taken: {step['path']}"] += 1
            raise StopUser
        if is_answer:
            OUTCOME.acknowledged.append(fields["key"])
        following = self.steps[self.at + 2]["path"]
        self.now = self.page(relative(answer.location), page_name(OURS) if "/items/" in following else PAGE)
        self.at += 2
        if self.now.path != following.replace("{locale}", self.locale):
            OUTCOME.errors[f"another way: {following}"] += 1
            raise StopUser


class Bare(Device):
    """Somebody at the bare page, under the same load."""

    fixed_count = len(PLAN.bare_people)
    host = f"http://127.0.0.1:{PLAN.bare_port}"

    def settle(self) -> None:
        """Come in; the bare page has no more to it."""
        who = PLAN.bare_turn()
        self.send(COMING_IN, "GET", f"/enter/{who}")
        self.now = Page("/lean/1", self.send(COMING_IN, "GET", "/lean/1").text, 0)

    def rounds(self) -> None:
        """One answer a round."""
        for _ in ROOM.rounds_of(BARE):
            fields = {**self.now.form_with("option").hidden, "option": str(CHANCE.randrange(5))}
            answer = self.ask(answer_name(BARE), "POST", self.now.path, fields)
            self.now = self.page(relative(answer.location), page_name(BARE))


class Facilitator(Device):
    """A board that looks every few seconds whether something has changed."""

    fixed_count = len(PLAN.boards)
    host = f"http://127.0.0.1:{PLAN.port}"

    def settle(self) -> None:
        """Sign in."""
        self.room = PLAN.board_turn()
        page = Page("", self.send(COMING_IN, "GET", "/staff/sign-in").text, 0)
        fields = {**page.form_with("email").hidden, "email": PLAN.email, "password": PLAN.password}
        if self.send(COMING_IN, "POST", "/staff/sign-in", fields).status != FOUND:
            OUTCOME.errors["facilitator: sign-in refused"] += 1
            raise StopUser

    def rounds(self) -> None:
        """Ask, and ask once more right behind it: mostly nothing has changed then."""
        etag, at = "", 0.0
        while at < len(PLAN.rounds) * PLAN.window_seconds:
            ROOM.sleep_until(at)
            for _ in range(PLAN.looks):
                answer = self.look(etag)
                etag = answer.etag or etag
            at += PLAN.board_seconds

    def look(self, etag: str) -> Answer:
        """Ask for the board on a connection of its own, so that either worker may answer."""
        headers = {"X-Refresh": "1", "Connection": "close", **({"If-None-Match": etag} if etag else {})}
        return self.send(BOARD, "GET", f"/staff/sessions/{self.room}/board", headers=headers)


def relative(location: str) -> str:
    """Path and query of an address."""
    there = urlsplit(location)
    return there.path + (f"?{there.query}" if there.query else "")


@events.quitting.add_listener  # type: ignore[untyped-decorator]  # of locust
def write(**_: object) -> None:
    """Write down what came out."""
    Path(PLAN.outcome).write_text(json.dumps(vars(OUTCOME)), "utf-8")
