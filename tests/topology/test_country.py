"""One installation on several hosts: nothing is lost, done twice, or known to one of them alone."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass

import pytest
from redis import Redis
from sqlalchemy import func, select, update

from app import jobs
from app.services.reports import CONVERSATION, OWN, READY, request_report
from app.store.care_models import CareReport
from app.store.models import Participation, Report, SittingState
from app.web.pace import CODES as PACE
from tests.factories import Invited
from tests.journeys.writer import Writer, check
from tests.topology.hosts import Country, answers, until
from tests.topology.staff import facilitator_of
from tests.topology.visitors import Behind, Secure

pytestmark = [pytest.mark.slow, pytest.mark.grown]  # eight processes of ours: not beside every `make test`

WRITERS, CHANGES = 3, 2
ITEM = {"participant.item", "participant.save_item"}
CODES = int(PACE.split()[0])
ROUND = 12
"""Answers of each person between two events."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A person who answers."""

    invited: Invited
    writer: Writer
    device: Secure


def device_of(country: Country) -> Secure:
    return Secure(country.port, seconds=120, trust=country.trust)


def someone(country: Country, invited: Invited) -> Someone:
    """Somebody who typed the code."""
    device = device_of(country)
    assert device.enter(invited.code).status == 303
    return Someone(invited, Writer(device), device)


def check_all_there(country: Country, one: Someone) -> None:
    with country.work() as work:
        check(work, one.invited.token, one.invited.participation_id, one.writer.acknowledged)


# --- one person ---


def test_a_person_is_served_by_both_web_processes_in_turn_and_never_asked_for_the_code_again(country):
    [invited] = country.invite()
    one = someone(country, invited)
    for _ in range(ROUND):
        one.writer.answer_next()
        if len(one.writer.acknowledged) == ROUND // 2:
            one.device.get("code")  # from here on the other one gets the forms
    assert set(one.device.statuses) == {200, 303}
    for web in country.webs:
        assert {line["endpoint"] for line in web.lines("request")} >= ITEM, web.name
    check_all_there(country, one)


# --- what all of them share ---


def test_the_throttle_counts_over_both_web_processes(country):
    one, two = (Behind(port) for port in country.ports)
    form = {**one.get("code").form.fields, "go": "next", "code": "NOT A CODE"}
    two.cookies = one.cookies
    assert one.post("code", form).status == 422
    with Redis.from_url(country.jobs) as counts:
        [key] = counts.keys("LIMIT*enter_code*")
        try:
            counts.set(key, CODES - 1, keepttl=True)
            assert [web.post("code", form).status for web in (two, one, two)] == [422, 429, 429]
        finally:
            counts.delete(key)


def test_the_board_sees_on_either_host_which_devices_are_there(country):
    [invited] = country.invite()
    one = someone(country, invited)
    token = json.loads(one.device.get("here").text)["csrf"]
    for unsent in ("2", "3"):
        heard = one.device.post("here", {"csrf_token": token, "unsent": unsent, "storage": "kept"})
        assert heard.status == 204
    facilitator = facilitator_of(country, invited)
    boards = [facilitator.look(port) for port in country.ports]
    assert [board.status for board in boards] == [200, 200]
    assert all("3 antwoorden nog niet verstuurd" in board.text for board in boards)
    assert all("geen verbinding" not in board.text for board in boards)


# --- reports ---


def test_a_report_is_made_once_whichever_worker_hears_of_it_and_however_often(country):
    people = country.invite(3)
    wanted = []
    with country.work() as work:
        mine = Participation.id.in_([one.participation_id for one in people])
        finished = {"state": SittingState.FINISHED, "locale": "nl", "finished_at": work.now()}
        work.db.execute(update(Participation).where(mine).values(**finished))
        work.db.commit()
        for one in people:
            wanted += [request_report(work, one.participation_id, edition) for edition in (CONVERSATION, OWN)]
        for report_id in (*wanted, *reversed(wanted)):
            jobs.enqueue_report(work.config, report_id)
    until(lambda: states(country, wanted) == {READY}, "all reports are made")
    until(lambda: queue_is_empty(country), "the workers heard of every call")
    made = [line["report"] for worker in country.workers for line in worker.lines("report made")]
    assert sorted(one for one in made if one in wanted) == sorted(wanted)
    assert all(worker.lines("report made") for worker in country.workers), "both workers made some"
    with country.work() as work:
        tokens = CareReport.token.in_([one.token for one in people])
        assert work.care.scalar(select(func.count(CareReport.id)).where(tokens)) == len(wanted)


def states(country: Country, wanted: list[int]) -> set[str]:
    with country.work() as work:
        return set(work.db.scalars(select(Report.state).where(Report.id.in_(wanted))))


def queue_is_empty(country: Country) -> bool:
    return int(jobs.queue(country.jobs).huey.pending_count()) == 0


# --- one goes, another comes ---


def test_nothing_is_lost_and_nobody_meets_an_error_while_web_processes_die_and_are_renewed(country):
    people = [someone(country, invited) for invited in country.invite(WRITERS)]
    over = threading.Event()
    threads = [threading.Thread(target=answer_on, args=(one.writer, over)) for one in people]
    for thread in threads:
        thread.start()
    try:
        all_go_on(people)
        country.webs[1].kill()
        all_go_on(people)
        bring_back(country, 1)
        all_go_on(people)
        assert country.webs[0].stop() == 0, "a web process that is told to end does so by itself"
        all_go_on(people)
        bring_back(country, 0)
        all_go_on(people)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    for one in people:
        assert set(one.device.statuses) == {200, 303}
        assert one.writer.again <= CHANGES  # a connection may go with its process: the device sends the same form again
        check_all_there(country, one)


def answer_on(writer: Writer, over: threading.Event) -> None:
    while not over.is_set():
        writer.answer_next()


def all_go_on(people: list[Someone]) -> None:
    """Until everybody has answered some more."""
    wanted = [len(one.writer.acknowledged) + ROUND for one in people]
    until(
        lambda: all(len(one.writer.acknowledged) >= number for one, number in zip(people, wanted, strict=True)),
        "everybody goes on answering",
    )


def bring_back(country: Country, number: int) -> None:
    web = country.webs[number]
    web.start()
    until(lambda: answers(country.ports[number]) or web.is_gone, "the new web process answers")
    assert not web.is_gone, web.log.read_text("utf-8")[-2000:]


# --- what is left ---


def test_no_process_leaves_anything_of_anybody_on_its_host(country):
    left = [file for one in country.processes for place in one.places for file in place.rglob("*") if file.is_file()]
    assert [file for file in left if not file.parent.name.startswith("weasyprint-")] == []  # fonts at work


def test_the_proxy_writes_down_no_request(country):
    assert not (country.folder / "access.log").exists() or (country.folder / "access.log").read_bytes() == b""
    log = (country.folder / "error.log").read_text("utf-8")
    assert not [line for line in log.splitlines() if "request:" in line or "client:" in line]
