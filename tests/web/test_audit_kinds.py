"""Every kind of event is written by some request or command: each has a test that looks for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.services.audit import AuditKind
from app.web.staff.audited import LOGGED

TESTS = Path(__file__).resolve().parents[1]
PROOF = {
    AuditKind.SIGN_IN: "web/test_audit_log.py::test_signing_in_failing_and_signing_out",
    AuditKind.SIGN_OUT: "web/test_audit_log.py::test_signing_in_failing_and_signing_out",
    AuditKind.SECOND_FACTOR: "web/test_second_step_events.py::test_each_wrong_code_is_one_event_and_says_of_what",
    AuditKind.STAFF_SESSION_ENDED: "web/test_staff_own_sessions.py::ended_by",
    AuditKind.CONVERSATION_CHANGED: ("services/test_conversation.py::test_what_was_said_stands_as_said_and_is_sealed"),
    AuditKind.OUTCOME_CHANGED: "services/test_outcomes.py::test_each_outcome_is_one_event_without_its_words",
    AuditKind.HANDED_OVER: "services/test_handing_over.py",
    AuditKind.SIGNAL_STEP: "web/test_audit_log.py::test_an_item_of_the_ggd_is_named_by_its_own_id_never_by_the_person",
    AuditKind.CODE_REPLACED: ("services/test_access_codes.py::test_printing_and_replacing_leave_a_line_without_a_code"),
    AuditKind.SITTING_OPENED: "web/test_staff_ways.py::test_the_questions_open_and_it_is_written_down",
    AuditKind.RELEASE_CHANGED: "services/test_care.py",
    AuditKind.ANSWERS_DELETED: (
        "services/test_audit.py::test_deleted_answers_leave_one_event_and_nothing_else_of_the_person"
    ),
    AuditKind.SESSION_REMOVED: (
        "services/transfer/test_transfer.py::test_after_wiping_no_byte_of_anybody_is_left_on_the_laptop"
    ),
    AuditKind.RETENTION: "services/test_retention.py",
    AuditKind.OWN_DATA_COPIED: "web/test_own_copy.py::test_taking_a_copy_is_one_event",
    AuditKind.REQUEST_MADE: "services/test_person_requests.py::test_asking_and_answering_are_events_of_the_log",
    AuditKind.REQUEST_HANDLED: "services/test_person_requests.py::test_asking_and_answering_are_events_of_the_log",
    AuditKind.ACCOUNT_MADE: "web/test_staff_accounts.py::test_an_invitation_makes_an_account_and_its_link_works_once",
    AuditKind.ACCOUNT_CHANGED: "web/test_staff_accounts.py::test_an_account_that_is_switched_off_is_out_and_stays_out",
    AuditKind.ACCOUNT_ENDED: "web/test_staff_accounts.py::test_an_account_that_is_switched_off_is_out_and_stays_out",
    AuditKind.ROLE_GIVEN: "web/test_role_events.py::test_giving_and_taking_a_role_stands_in_the_log",
    AuditKind.ROLE_TAKEN: "web/test_role_events.py::test_giving_and_taking_a_role_stands_in_the_log",
    AuditKind.SETTINGS_CHANGED: "web/test_care_basis.py",
    AuditKind.WORDING_RELEASED: "web/test_house.py::test_words_are_released_by_name_and_a_change_takes_it_away",
    AuditKind.EXPORT: (
        "services/transfer/test_transfer.py::test_everything_arrives_and_opens_with_the_keys_of_the_server"
    ),
    AuditKind.IMPORT: (
        "services/transfer/test_transfer.py::test_everything_arrives_and_opens_with_the_keys_of_the_server"
    ),
    AuditKind.KEYS_ROTATED: (
        "services/test_key_rotation.py::test_a_rotation_that_was_killed_is_done_again_and_comes_to_its_end"
    ),
    AuditKind.BACKUP_MADE: "services/test_backups.py::test_the_commands_make_a_backup_and_bring_it_back",
    AuditKind.BACKUP_RESTORED: "services/test_backups.py::test_the_commands_make_a_backup_and_bring_it_back",
    AuditKind.STORES_MOVED: "services/test_moving_stores.py::test_the_command_says_what_to_do_next_and_is_logged",
}
"""Kind to the test (or the helper of several tests) that looks for it after the act. Kinds of reading stand in LOGGED:
``test_audit_log.py::test_every_reading_writes_exactly_one_event`` asks for each of their pages."""


def test_every_kind_of_event_is_a_reading_or_has_its_proof():
    assert set(PROOF) | set(LOGGED.values()) == set(AuditKind)


@pytest.mark.parametrize("kind", sorted(PROOF))
def test_the_proof_looks_for_that_kind(kind):
    file, _, name = PROOF[kind].partition("::")
    source = (TESTS / file).read_text("utf-8")
    if name:
        found = re.search(rf"^def {name}\(.*?(?=^(?:def|@)|\Z)", source, re.DOTALL | re.MULTILINE)
        assert found, f"{PROOF[kind]} is not there"
        source = found[0]
    assert f'"{kind.value}"' in source or f"AuditKind.{kind.name}" in source
