"""The people of a client manager: who they are, what the next step is, and what may be seen now (domain 7.1).

Order is by next step and date, never by a score (R36). Every opening is written down for the person to read.
"""

from __future__ import annotations

from app.services.caseload.changing import ask_large_print, ask_summary, make_again, plan_conversation, set_name
from app.services.caseload.due import Due, NextStep
from app.services.caseload.finding import SHARED_PAGE, find_person, find_talked_about, own_person
from app.services.caseload.listing import (
    Group,
    SessionOfPeople,
    caseload,
    due_counts,
    only_due,
    people_of_session,
    sessions_of_people,
    shared_with,
)
from app.services.caseload.opening import (
    SUMMARY_SEEN,
    WHOLE_REPORT,
    Opened,
    answers_gone,
    open_person,
    read_for,
    write_down,
)
from app.services.caseload.person import AnswersGone, NotSeenYet, Offer, Person, PersonUnknown

__all__ = [
    "SHARED_PAGE",
    "SUMMARY_SEEN",
    "WHOLE_REPORT",
    "AnswersGone",
    "Due",
    "Group",
    "NextStep",
    "NotSeenYet",
    "Offer",
    "Opened",
    "Person",
    "PersonUnknown",
    "SessionOfPeople",
    "answers_gone",
    "ask_large_print",
    "ask_summary",
    "caseload",
    "due_counts",
    "find_person",
    "find_talked_about",
    "make_again",
    "only_due",
    "open_person",
    "own_person",
    "people_of_session",
    "plan_conversation",
    "read_for",
    "sessions_of_people",
    "set_name",
    "shared_with",
    "write_down",
]
