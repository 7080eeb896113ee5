"""The arithmetic of ``make bench``: CPU per request, statements in a log, ratios, verdicts.

Pure values in and out; measures nothing itself.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_STATEMENTS = 8
MOST_GROWTH = 1.3
MOST_WEB_RSS_MB = 150.0
MOST_DOCUMENT_RATIO = 1.5
GROWS_FROM, GROWS_TO = 1_000, 100_000
"""Applications of the whole network between which the dashboard may not grow slower."""

MOST_RATIO = {"desk": 4.0, "application page": 4.0, "dashboard": 6.0, "submit": 10.0}
"""How many times the floor page a page may cost."""
ACTS = frozenset({"save a section", "submit", "signature"})
"""Not pages: what they write is not held to the limit of statements."""

_STATEMENT = re.compile(r" LOG:  (?:statement|execute [^:]+): (?P<text>.*)")
_FRAME = ("begin", "commit", "rollback", "savepoint", "release", "deallocate")
_SCOPE = "set local "


@dataclass(frozen=True)
class StatementCount:
    """What a server's log says one request sent."""

    queries: int
    scope_settings: int
    """``SET LOCAL``: says who is asking, in the message that begins a space's transaction."""
    frame: int
    """Begin, commit, rollback and savepoints."""


@dataclass(frozen=True)
class Cost:
    """CPU of one request in milliseconds, the web server's and the database's apart."""

    web_cpu_ms: float
    db_cpu_ms: float

    @property
    def total_ms(self) -> float:
        """Both together: what the ratio is made of."""
        return self.web_cpu_ms + self.db_cpu_ms


@dataclass(frozen=True)
class Page:
    """One line of the table."""

    name: str
    applications: int
    requests: int
    cost: Cost
    statements: StatementCount
    bytes: int
    ratio: float

    def as_json(self) -> dict[str, object]:
        """The line as it is written to the file."""
        return {
            "name": self.name,
            "applications": self.applications,
            "requests": self.requests,
            "web_cpu_ms": round(self.cost.web_cpu_ms, 3),
            "db_cpu_ms": round(self.cost.db_cpu_ms, 3),
            "statements": self.statements.queries,
            "scope_statements": self.statements.scope_settings,
            "bytes": self.bytes,
            "ratio": round(self.ratio, 2),
        }


@dataclass(frozen=True)
class Verdict:
    """One target: what it asks, what was found, and whether that is enough."""

    target: str
    found: str
    is_met: bool


def statements_in(log: str) -> StatementCount:
    """Count the statements in lines of a PostgreSQL log written with ``log_statement = all``.

    A message with several statements, as ``begin; set local …``, counts as one: it is one
    round trip.
    """
    queries = scope_settings = frame = 0
    for found in _STATEMENT.finditer(log):
        text = found["text"].lstrip().lower()
        if _SCOPE in text and text.startswith((_SCOPE, "begin")):
            scope_settings += 1
        elif text.startswith(_FRAME):
            frame += 1
        else:
            queries += 1
    return StatementCount(queries, scope_settings, frame)


def cost_per_request(web_seconds: float, db_seconds: float, requests: int) -> Cost:
    """CPU seconds of a series as milliseconds per request."""
    return Cost(web_seconds * 1000 / requests, db_seconds * 1000 / requests)


def ratio_to(floor: Cost, cost: Cost) -> float:
    """How many times the floor page something costs, web and database together."""
    return cost.total_ms / floor.total_ms


def verdicts(
    pages: Sequence[Page], documents: Sequence[tuple[str, float]], web_rss_mb: float
) -> list[Verdict]:
    """Every target with what was found; ``documents``: name and ratio to the bare library."""
    found = [_ratio_verdict(pages, name, most) for name, most in MOST_RATIO.items()]
    found += [_growth_verdict(pages), _statement_verdict(pages)]
    found += [
        Verdict(
            f"{name} ≤ {MOST_DOCUMENT_RATIO} × the bare library",
            f"{ratio:.2f} ×",
            ratio <= MOST_DOCUMENT_RATIO,
        )
        for name, ratio in documents
    ]
    found.append(
        Verdict(
            f"a web worker ≤ {MOST_WEB_RSS_MB:.0f} MB",
            f"{web_rss_mb:.0f} MB",
            web_rss_mb <= MOST_WEB_RSS_MB,
        )
    )
    return [verdict for verdict in found if verdict is not None]


def _ratio_verdict(pages: Iterable[Page], name: str, most: float) -> Verdict | None:
    ratios = [page.ratio for page in pages if page.name == name]
    if not ratios:
        return None
    return Verdict(f"{name} ≤ {most:g} × the floor", f"{max(ratios):.2f} ×", max(ratios) <= most)


def _growth_verdict(pages: Iterable[Page]) -> Verdict | None:
    totals = {page.applications: page.cost.total_ms for page in pages if page.name == "dashboard"}
    if GROWS_FROM not in totals or GROWS_TO not in totals:
        return None
    growth = totals[GROWS_TO] / totals[GROWS_FROM]
    return Verdict(
        f"dashboard at {GROWS_TO:,} ≤ {MOST_GROWTH} × of {GROWS_FROM:,}",
        f"{growth:.2f} ×",
        growth <= MOST_GROWTH,
    )


def _statement_verdict(pages: Iterable[Page]) -> Verdict | None:
    counted = [page for page in pages if page.name not in ACTS]
    if not counted:
        return None
    worst = max(counted, key=lambda page: page.statements.queries)
    most = worst.statements.queries
    return Verdict(
        f"no page over {MOST_STATEMENTS} statements",
        f"{most} ({worst.name})",
        most <= MOST_STATEMENTS,
    )
