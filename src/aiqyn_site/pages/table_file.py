"""A list or chart as a file for spreadsheets: CSV (RFC 4180) of the rows shown, which no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from aiqyn.values.text import spreadsheet_safe


def table_file(name: str, lang: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """The rows under their heads, to be saved as `name`.

    It begins with a byte order mark: without one a spreadsheet takes UTF-8 for the letters of one country.
    """
    text = io.StringIO("\ufeff", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([spreadsheet_safe(cell) for cell in row] for row in rows)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Language"] = lang
    return response
