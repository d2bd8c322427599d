"""What a report may read: files of ``reports/`` and ``pictograms/``, nothing else, never the network."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from app import paths


class ForbiddenAddress(ValueError):
    """A report asked for something outside its own folders."""


class OwnFilesFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Opens ``file:`` addresses inside the given folders; every other address is refused."""

    def __init__(self, folders: tuple[Path, ...] = (paths.REPORTS, paths.PICTOGRAMS)) -> None:
        super().__init__(allowed_protocols={"file"}, allow_redirects=False)
        self._folders = tuple(folder.resolve() for folder in folders)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ANN401, ARG002 - as in the parent
        """Read one file. Raises ForbiddenAddress, or FileNotFoundError."""
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        inside = any(path.is_relative_to(folder) for folder in self._folders)
        if parts.scheme != "file" or parts.netloc or not inside:
            raise ForbiddenAddress(f"a report may not read {url!r}")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
