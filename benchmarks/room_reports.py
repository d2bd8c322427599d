"""Keep the worker busy: ask again for the reports that are ready, until this process is ended.

``python room_reports.py`` with the settings of the application in the environment; the reports were asked for once by
the end of somebody's answers. Prints, every time it looks, how many were made since it began.
"""

from __future__ import annotations

import time
from typing import NoReturn

from sqlalchemy import select, update

from app import create_app, jobs
from app.services.reports import READY, WAITING
from app.services.work import Work
from app.store.models import Report
from app.web.context import current_work

LOOK_SECONDS = 0.2


def main() -> NoReturn:
    """Look, ask again, wait."""
    made = 0
    with create_app().app_context():
        work = current_work()
        while True:
            made += ask_again(work)
            print(made, flush=True)
            time.sleep(LOOK_SECONDS)


def ask_again(work: Work) -> int:
    """Put the reports that are ready back in the queue; gives how many these were."""
    ready = list(work.db.scalars(select(Report.id).where(Report.state == READY)))
    for report_id in ready:
        work.db.execute(update(Report).where(Report.id == report_id).values(state=WAITING))
        work.db.commit()
        jobs.enqueue_report(work.config, report_id)
    work.db.rollback()
    return len(ready)


if __name__ == "__main__":
    main()
