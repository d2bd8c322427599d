"""The page of a talk, the list of what is due, and handing somebody over: forms, refusals, and what is kept."""

from __future__ import annotations

import re
import shutil
from io import BytesIO

import pytest
from flask_security.utils import hash_password
from markupsafe import escape
from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from app.extensions import db
from app.services.accounts import NewAccount, make_account
from app.services.audit import person
from app.services.audit.verifying import links
from app.services.conversation_values import part_of_text
from app.services.demonstration import PASSWORD
from app.services.handing_over_file import FOLDER, KNOWN
from app.services.transfer.envelope import PUBLIC_FILE, make_keys, write_keys
from app.store.conversation_models import CaseOutcome, Conversation, ConversationPart
from app.store.models import Organisation, Participant, Participation, RoleName, StaffAccount
from app.web.context import current_work
from tests.demonstration_stores import EMAILS, csrf_token, sign_in
from tests.factories import SittingFactory
from tests.services.answering import Statements
from tests.services.finished import as_if_made
from tests.staff_people import found

OWN_WORDS = "ኣነ ክሰርሕ እደሊ። <b>vet</b>"


def people(app):
    """Public ids of two people: one with whom a talk was held (shared), one without."""
    with app.app_context():
        work = current_work()
        shared = (
            select(Participant.public_id, Conversation.held_on)
            .join(Participation, Participation.participant_id == Participant.id)
            .outerjoin(Conversation, Conversation.participation_id == Participation.id)
            .where(Participation.profile_seen_at.is_not(None), Participation.variant == "text")
            .order_by(Participant.id)
        )
        rows = work.db.execute(shared).all()
        return next(row[0] for row in rows if row[1]), next(row[0] for row in rows if not row[1])


def send(client, address, **form):
    return client.post(address, data={**form, "csrf_token": csrf_token(client, "/staff/account")})


def part_kept(app, public_id, part):
    with app.app_context():
        work = current_work()
        row = work.db.scalars(
            select(ConversationPart)
            .join(Participation, Participation.id == ConversationPart.participation_id)
            .join(Participant, Participant.id == Participation.participant_id)
            .where(Participant.public_id == public_id, ConversationPart.part == part)
        ).one()
        name = f"conversation_part:{row.participation_id}:{part}:{row.version}"
        return row.version, part_of_text(part, work.texts.open(row.content_encrypted, name))


def readings(app, public_id):
    """Outcome and detail of each time that somebody read the talk of that person."""
    with app.app_context():
        entries = [link.entry for link in links(current_work())]
    about = person(public_id)
    return [(one.outcome, one.detail) for one in entries if (one.kind, one.subject) == ("conversation_read", about)]


def test_a_talk_is_filled_in_held_and_corrected(demo_app):
    _, public_id = people(demo_app)
    client, here = sign_in(demo_app, RoleName.CLIENT_MANAGER), f"/staff/participants/{public_id}/conversation"
    page = client.get(here).get_data(as_text=True)
    topic = found(re.compile(r"conversation/(topic\.\w+)"), page)
    answer = send(
        client, f"{here}/{topic}", version="0", fit="different", words=OWN_WORDS, **{"what-0": "", "evidence-0": "task"}
    )
    assert (answer.status_code, answer.location) == (303, f"{here}#{topic.replace('.', '-')}")
    version, notes = part_kept(demo_app, public_id, topic)
    assert (version, notes.fit, notes.words, notes.observations) == (1, "different", OWN_WORDS, ())
    agreement = {"what-0": "Meelopen", "who-0": "S.", "on-0": "2026-12-08", "needs-0": "", "what-1": "", "who-1": ""}
    assert send(client, f"{here}/agreements", version="0", **agreement).status_code == 303
    page = client.get(here).get_data(as_text=True)
    assert "&lt;b&gt;vet&lt;/b&gt;" in page
    assert "Meelopen | Wie doet het? S. | Wanneer? 8 december 2026" in page
    held = {"held_on": "2020-01-31", "present": ["participant", "client_manager"], "interpreter": "room", "number": "0"}
    assert send(client, f"{here}-held", **held).status_code == 303
    assert client.get(f"{here}/versions/1").status_code == 200
    assert client.get(f"{here}/versions/2").status_code == 404
    again = send(client, f"{here}-held", **held)
    assert "iemand anders maakte intussen een versie" in client.get(again.location).get_data(as_text=True)


def test_two_who_write_see_both_texts(demo_app):
    _, public_id = people(demo_app)
    client, here = sign_in(demo_app, RoleName.CLIENT_MANAGER), f"/staff/participants/{public_id}/conversation"
    send(client, f"{here}/goal", version="0", words="De eerste tekst")
    before = len(readings(demo_app, public_id))
    answer = send(client, f"{here}/goal", version="0", words="De tweede tekst")
    assert readings(demo_app, public_id)[before:] == [("done", "part")]
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "De eerste tekst" in page
    assert "De tweede tekst" in page
    assert part_kept(demo_app, public_id, "goal") == (1, "De eerste tekst")
    standing = found(re.compile(r'name="version" value="(\d+)"'), page)
    assert send(client, f"{here}/goal", version=standing, words="Samen").status_code == 303
    assert part_kept(demo_app, public_id, "goal") == (2, "Samen")


@pytest.mark.parametrize(
    ("part", "form", "sentence"),
    [
        ("ending", {"disagreement": OWN_WORDS, "next_day": "2026-12-01", "next_time": ""}, "een dag en een tijd"),
        ("agreements", {"what-0": "", "who-0": "Samira", "needs-0": OWN_WORDS}, "niet wat"),
    ],
)
def test_what_cannot_be_kept_stands_there_as_it_was_typed(demo_app, part, form, sentence):
    _, public_id = people(demo_app)
    client, here = sign_in(demo_app, RoleName.CLIENT_MANAGER), f"/staff/participants/{public_id}/conversation"
    answer = send(client, f"{here}/{part}", version="3", **form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert all(str(escape(words)) in page for words in form.values())
    assert 'name="version" value="3"' in page
    with pytest.raises(NoResultFound):
        part_kept(demo_app, public_id, part)


def test_vluchtelingenwerk_reads_all_and_writes_its_own_remark(demo_app):
    client = sign_in(demo_app, RoleName.VLUCHTELINGENWERK)
    public_id = found(
        re.compile(r"participants/(\w+)/conversation"), client.get("/staff/shared").get_data(as_text=True)
    )
    here = f"/staff/participants/{public_id}/conversation"
    page = client.get(here).get_data(as_text=True)
    assert "conversation/remark.vluchtelingenwerk" in page
    assert "conversation/goal" not in page
    seen = len(readings(demo_app, public_id))
    assert send(client, f"{here}/goal", version="0", words="x").status_code == 404
    assert len(readings(demo_app, public_id)) == seen
    assert send(client, f"{here}-held").status_code == 403


def test_the_list_says_and_narrows_what_is_due_and_never_by_a_score(demo_app):
    client = sign_in(demo_app, RoleName.CLIENT_MANAGER)
    whole = client.get("/staff/participants").get_data(as_text=True)
    ready = client.get("/staff/participants?due=ready").get_data(as_text=True)
    assert "Klaar voor de volgende stap" in whole
    assert "Demo Grace" in ready
    assert "Demo Selam" not in ready
    assert client.get("/staff/participants?due=score").get_data(as_text=True).count("inb-list__row") == whole.count(
        "inb-list__row"
    )


def test_the_page_of_the_list_asks_the_stores_no_more_for_forty_people_more(demo_app):
    client = sign_in(demo_app, RoleName.CLIENT_MANAGER)
    with demo_app.app_context():
        engines = list(db.engines.values())

    def asked():
        with Statements(*engines) as statements:
            page = client.get("/staff/participants").get_data(as_text=True)
        return page.count("inb-list__row"), len(statements)

    people_before, statements = asked()
    with demo_app.app_context():
        work = current_work()
        account = work.db.scalars(select(StaffAccount).filter_by(email=EMAILS[RoleName.CLIENT_MANAGER])).one()
        new = SittingFactory(work).people(40, SittingFactory(work).session(account.organisation))
        theirs = update(Participant).where(Participant.id.in_([one.participant_id for one in new]))
        work.db.execute(theirs.values(client_manager_id=account.id))
        work.db.commit()
    assert asked() == (people_before + 40, statements)


def test_outcomes_are_kept_and_taken_back(demo_app):
    _, public_id = people(demo_app)
    client, here = sign_in(demo_app, RoleName.CLIENT_MANAGER), f"/staff/participants/{public_id}"
    send(client, f"{here}/outcomes", kind="work", on="2026-11-20", note="bakkerij")
    send(client, f"{here}/ready", ready="yes")
    page = client.get(here).get_data(as_text=True)
    assert "bakkerij" in page
    assert "Klaar voor de volgende stap sinds" in page
    number = found(re.compile(r'name="outcome" value="(\d+)"'), page)
    send(client, f"{here}/outcomes/take-back", outcome=number)
    with demo_app.app_context():
        kinds = current_work().db.scalars(select(CaseOutcome.kind)).all()
    assert kinds == ["education"]
    bad = send(client, f"{here}/outcomes", kind="score", on="2026-11-20")
    assert "Er is niets veranderd" in client.get(bad.location).get_data(as_text=True)


def test_a_colleague_goes_on_with_somebody_once_the_person_was_told(demo_app):
    public_id, _ = people(demo_app)
    email = "collega@voorbeeld.example"
    with demo_app.app_context():
        work = current_work()
        new = NewAccount(email, "Collega (test)", (RoleName.CLIENT_MANAGER,), hash_password(PASSWORD))
        make_account(work, work.db.scalars(select(Organisation)).one(), new)
        work.db.commit()
    client, here = sign_in(demo_app, RoleName.CLIENT_MANAGER), f"/staff/participants/{public_id}"
    page = client.get(f"{here}/hand-over").get_data(as_text=True)
    form = {"account": found(re.compile(r'value="(\d+)">Collega'), page), "purpose": "youth_desk"}
    refused = send(client, f"{here}/hand-over", **form)
    assert "Vertel de deelnemer eerst" in client.get(refused.location).get_data(as_text=True)
    refused = send(client, f"{here}/hand-over", **{**form, "purpose": "municipality"}, told="yes")
    assert "Er is niets veranderd" in client.get(refused.location).get_data(as_text=True)
    assert client.get(here).status_code == 200
    done = send(client, f"{here}/hand-over", **form, told="yes")
    assert (done.status_code, done.location) == (303, "/staff/participants")
    assert "Collega (test) gaat verder" in client.get(done.location).get_data(as_text=True)
    assert client.get(here).status_code == 404
    colleague = sign_in(demo_app, RoleName.CLIENT_MANAGER, email)
    assert public_id in colleague.get("/staff/participants").get_data(as_text=True)
    before = colleague.get(f"{here}/hand-over").get_data(as_text=True)
    assert "jongerenloket" in found(re.compile(r'id="before".*?<p>(.*?)</p>', re.DOTALL), before)


def test_somebody_goes_to_another_organisation_with_a_file_and_a_code(demo_app):
    public_id, _ = people(demo_app)
    with demo_app.app_context():
        work = current_work()
        folder = work.config.data / FOLDER
        write_keys(make_keys("Buurstad (test)"), folder)
        (folder / KNOWN).mkdir()
        shutil.copy(folder / PUBLIC_FILE, folder / KNOWN / "b.json")
        sitting = select(Participation.id).join(Participant, Participant.id == Participation.participant_id)
        as_if_made(work, work.db.scalars(sitting.where(Participant.public_id == public_id)).one(), b"%PDF test")
    client, here = sign_in(demo_app, RoleName.CLIENT_MANAGER), f"/staff/participants/{public_id}/hand-over"
    assert send(client, f"{here}/file", to="Buurstad (test)").status_code == 303  # nobody told the person
    page = send(client, f"{here}/file", to="Buurstad (test)", told="yes").get_data(as_text=True)
    code = found(re.compile(r'<bdi dir="ltr">([\w ]+)</bdi>'), page)
    content = client.get(found(re.compile(r'href="([^"]+/file/\d+)"'), page)).data
    form = {"file": (BytesIO(content), "x.inbeeld"), "code": code}
    taken = send(client, "/staff/handed-over", **form)
    receipt = found(re.compile(r'<bdi dir="ltr">([\w ]+)</bdi>'), client.get(taken.location).get_data(as_text=True))
    arrived = client.get(taken.location.rpartition("/hand-over")[0]).get_data(as_text=True)
    assert "Overgenomen van Buurstad (test)" in arrived
    person = f"/staff/participants/{public_id}"
    assert "Buurstad (test) gaat verder" not in client.get(person).get_data(as_text=True)
    assert "nog niet bevestigd" in client.get(person).get_data(as_text=True)
    assert "nog niet bevestigd" in client.get("/staff/participants?due=confirm").get_data(as_text=True)
    send(client, f"{here}/confirm", receipt=code)  # opens the file, and confirms nothing
    assert "nog niet bevestigd" in client.get(person).get_data(as_text=True)
    done = send(client, f"{here}/confirm", receipt=receipt)
    assert "Bevestigd op" in client.get(done.location).get_data(as_text=True)
    assert "Buurstad (test) gaat verder" in client.get(person).get_data(as_text=True)
    again = send(client, "/staff/handed-over", file=(BytesIO(content), "x.inbeeld"), code=code)
    assert "al eerder ingelezen" in client.get(again.location).get_data(as_text=True)
