"""What ``make bench`` requests, and the measuring of it: one request after the other, kept alive.

A request that does not answer as expected stops the run: a refusal would be cheap.
"""

import http.client
import itertools
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from config.bench_cast_file import Cast
from config.bench_figures import Cost, Page, StatementCount, cost_per_request, ratio_to
from config.bench_stage import HOST_NAME, Served
from config.steps import StepError

COMMISSION = "ke"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """One request and the status it must be answered with."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    status: int = 200


@dataclass(frozen=True)
class Series:
    """Requests of one kind: so many to warm up, one to count its statements, the rest measured."""

    name: str
    requests: Iterator[Request]
    warm_up: int
    measured: int


@dataclass(frozen=True)
class Measured:
    """What a series cost, before it is compared with the floor."""

    name: str
    requests: int
    cost: Cost
    statements: StatementCount
    bytes: int

    def page(self, floor: Cost, applications: int) -> Page:
        """The line of the table."""
        return Page(
            name=self.name,
            applications=applications,
            requests=self.requests,
            cost=self.cost,
            statements=self.statements,
            bytes=self.bytes,
            ratio=ratio_to(floor, self.cost),
        )


def measure(served: Served, series: Series) -> Measured:
    """Warm up, count one request's statements, then measure. Raises StepError."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=120)
    try:
        for request in itertools.islice(series.requests, series.warm_up):
            _send(connection, series.name, request)
        counts: list[StatementCount] = []
        with served.counting(counts):
            size = _send(connection, series.name, next(series.requests))
        before = served.spent()
        for request in itertools.islice(series.requests, series.measured):
            _send(connection, series.name, request)
        spent = served.spent().since(before)
    finally:
        connection.close()
    return Measured(
        name=series.name,
        requests=series.measured,
        cost=cost_per_request(spent.web, spent.database, series.measured),
        statements=counts[0],
        bytes=size,
    )


def floor_series() -> Series:
    """The floor page."""
    return Series("floor", itertools.repeat(Request("/list")), warm_up=100, measured=1000)


def dashboard_series(cast: Cast) -> Series:
    """The world."""
    return _page("dashboard", "/coordination", cast.coordinator)


def commission_series(cast: Cast, issued: Path) -> list[Series]:
    """Everything of one commission, the acts last: each can be done only once."""
    desk = f"/c/{COMMISSION}/desk"
    issued_pdf = issued.read_bytes()
    changed_pdf = issued_pdf.replace(b"/Author", b"/Authos", 1) + b"\n% changed\n"
    return [
        _page("desk", desk, cast.officer),
        _page("application page", f"{desk}/{cast.reference}", cast.officer),
        dashboard_series(cast),
        Series("save a section", _saves(cast), warm_up=40, measured=150),
        _page("PDF", f"/c/{COMMISSION}/files/{cast.print_id}", cast.officer),
        _public("verification: page of a code", f"/s/{cast.code}"),
        Series(
            "verification: code as JSON",
            itertools.repeat(
                _form("/verify", {"code": cast.code}, headers={"Accept": "application/json"})
            ),
            warm_up=15,
            measured=80,
        ),
        Series(
            "verification: issued file",
            itertools.repeat(_file("/verify", issued_pdf)),
            warm_up=5,
            measured=60,
        ),
        Series(
            "verification: changed file",
            itertools.repeat(_file("/verify", changed_pdf)),
            warm_up=1,
            measured=4,
        ),
        Series("signature", _signatures(cast), warm_up=3, measured=len(cast.signatures) - 4),
        Series("submit", _submits(cast), warm_up=15, measured=len(cast.submits) - 16),
    ]


def _page(name: str, path: str, cookie: str) -> Series:
    request = Request(path, headers={"Cookie": cookie})
    return Series(name, itertools.repeat(request), warm_up=60, measured=250)


def _public(name: str, path: str) -> Series:
    return Series(name, itertools.repeat(Request(path)), warm_up=20, measured=100)


def _saves(cast: Cast) -> Iterator[Request]:
    """Somebody writes a narrative: each save brings a text a little different."""
    draft = cast.draft or {}
    path = f"/c/{COMMISSION}/my/{draft['reference']}/section/motivation/autosave"
    for number in itertools.count(1):
        yield _form(
            path,
            {
                "motivation.official": f"{number} " + "The city learns in every street. " * 30,
                "implementation.official": "A council of learners meets each month. " * 20,
                "links": "https://city.example/learning",
                "page": "bench",
                "csrf_token": cast.form_token,
            },
            headers={"Cookie": draft["cookie"], "HX-Request": "true"},
        )


def _submits(cast: Cast) -> Iterator[Request]:
    for ready in cast.submits:
        yield _form(
            f"/c/{COMMISSION}/my/{ready['reference']}/submit",
            {"seen_revision": ready["seen_revision"], "csrf_token": cast.form_token},
            headers={"Cookie": ready["cookie"]},
            status=303,
        )


def _signatures(cast: Cast) -> Iterator[Request]:
    for ready in cast.signatures:
        yield _form(
            f"/mayor/{COMMISSION}/{ready['token']}",
            {
                "shown_sha256": ready["shown_sha256"],
                "language": "en",
                "name": "Amani Bench",
                "office": "Mayor",
                "consent": "y",
                "csrf_token": cast.form_token,
            },
            headers={"Cookie": cast.coordinator},  # a session that holds the form's token
            status=303,
        )


def _form(
    path: str, values: Mapping[str, str], *, headers: Mapping[str, str], status: int = 200
) -> Request:
    return Request(
        path,
        method="POST",
        headers={"Content-Type": _FORM, **headers},
        body=urlencode(values).encode(),
        status=status,
    )


def _file(path: str, pdf: bytes) -> Request:
    mark = secrets.token_hex(16)
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return Request(
        path,
        method="POST",
        headers={
            "Content-Type": f"multipart/form-data; boundary={mark}",
            "Accept": "application/json",
        },
        body=head.encode() + pdf + f"\r\n--{mark}--\r\n".encode(),
    )


def _send(connection: http.client.HTTPConnection, name: str, request: Request) -> int:
    """Send it and read the answer; its size in bytes."""
    headers = {
        "Host": HOST_NAME,
        "X-Forwarded-Proto": "https",
        "Referer": f"https://{HOST_NAME}{request.path}",
        "Accept-Encoding": "identity",
        **request.headers,
    }
    connection.request(request.method, request.path, body=request.body or None, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != request.status:
        where = answer.getheader("Location")
        raise StepError(
            f"{name}: {request.method} {request.path} was answered with {answer.status}"
            f" instead of {request.status}" + (f", to {where}" if where else "")
        )
    return len(body)
