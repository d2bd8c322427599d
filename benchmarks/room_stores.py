"""Make the stores of a room: group sessions with their codes, a facilitator, and a few people besides for the reports.

``python room_stores.py SEATS...`` with the settings of the application in the environment: a group session for each
number of seats. Prints JSON: ``sessions`` (id and codes of each), ``email`` and ``password`` of the facilitator.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from people import EMAIL, PASSWORD, open_session, place

from app import create_app
from app.extensions import db
from app.store import migrate
from app.web.context import current_work


def main(seats: list[int]) -> None:
    """Make the stores and print what is in them."""
    with create_app().app_context():
        migrate.upgrade({"main": db.get_engine("default"), "care": db.get_engine("care")})
        work = current_work()
        staff, location_id = place(work)
        sessions = [asdict(open_session(work, staff, location_id, number)) for number in seats]
    print(json.dumps({"sessions": sessions, "email": EMAIL, "password": PASSWORD}))


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]])
