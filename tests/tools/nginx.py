"""An nginx of the tests' own, with the very site of ``deploy/nginx``: nothing of the machine is changed."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.tools.unpacked import program

TEMPLATE = Path(__file__).resolve().parents[2] / "deploy" / "nginx" / "inbeeld.conf.template"
START_SECONDS = 30
_NAME = re.compile(r"\$\{([A-Z_]+)\}")
_MAIN = """
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log notice;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def site(values: Mapping[str, str]) -> str:
    """The site with these values in the places of the names in capitals. Raises KeyError for a name without one."""
    return _NAME.sub(lambda found: values[found[1]], TEMPLATE.read_text("utf-8"))


def written(folder: Path, values: Mapping[str, str]) -> list[str]:
    """Write everything nginx needs into ``folder``; gives the command, to be run with a word more."""
    (folder / "site.conf").write_text(site(values), "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(_MAIN.format(folder=folder, user=user), "utf-8")
    return [program("nginx"), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(main)]


@contextmanager
def running(folder: Path, values: Mapping[str, str]) -> Iterator[None]:
    """Serve the site until the block ends."""
    process = subprocess.Popen([*written(folder, values), "-g", "daemon off;"])
    try:
        _wait(process, int(values["INBEELD_TLS_PORT"]), folder / "error.log")
        yield
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        with closing(socket.socket()) as place:
            if place.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None or time.monotonic() > until:
            pytest.fail(f"nginx did not start: {log.read_text('utf-8') if log.exists() else ''}")
        time.sleep(0.05)
