"""``flask --app app worker``: makes reports, in processes of its own that leave the processor to the pages."""

from __future__ import annotations

import gc
import logging
import os

import click
from flask import Flask
from flask.cli import with_appcontext

from app import jobs
from app.extensions import db
from app.services.health import beat
from app.services.reports import waiting_reports
from app.web.context import current_library, current_work, inbeeld, this_application
from app.web.request_log import LibraryLines

LOWEST_PRIORITY = 19
REPORTS_PER_PROCESS = 200
LONGEST_PAUSE = 1.0  # seconds between two looks into an empty queue
FINISH_SECONDS = 2.0  # for the report at hand when asked to stop; one that is cut off is made again


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(worker)


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command("worker")
@click.option("--processes", type=click.IntRange(min=1), default=cores, help="How many; one a core when not named.")
@with_appcontext
def worker(processes: int) -> None:
    """Make reports until stopped. Ctrl-C leaves a moment for the report at hand; one that is cut off is made again."""
    work(this_application(), processes)


def work(app: Flask, processes: int) -> None:
    """Do the jobs of this application until a signal ends it, with as many processes."""
    from app.reporting.render import warm_up  # noqa: PLC0415 - WeasyPrint is big: only workers load it

    os.nice(LOWEST_PRIORITY)
    logging.getLogger("huey").addHandler(LibraryLines())
    with app.app_context():
        config = inbeeld().config
        current_library()
        warm_up()
        beat(current_work())
        for report_id in waiting_reports(current_work()):
            jobs.enqueue_report(config, report_id)
        jobs.work_in(app)
        for engine in db.engines.values():
            engine.dispose()  # each process opens its own
    gc.collect()
    gc.freeze()  # what was read once is not looked through after each report
    consumer = jobs.queue(config.jobs_url).huey.create_consumer(
        workers=processes,
        worker_type="process",
        max_tasks=REPORTS_PER_PROCESS,
        max_delay=LONGEST_PAUSE,
        shutdown_timeout=FINISH_SECONDS,
    )
    consumer.run()
