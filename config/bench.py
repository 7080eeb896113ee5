"""``make bench``: the portal as in production, measured beside the floor of the same run.

Prints a table with the targets and writes ``var/bench.json``. CPU is what the processes were
charged with; the ratio compares web and database together with the floor page's.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from config import bench_floor
from config.bench_cast_file import read_cast
from config.bench_figures import Cost, Page, Verdict, verdicts
from config.bench_pages import (
    Measured,
    Series,
    commission_series,
    dashboard_series,
    floor_series,
    measure,
)
from config.bench_stage import Served, Stage
from config.migrations import MigrationError
from config.private_postgres import PostgresError
from config.roles import APP, DatabaseUrls, connect
from config.settings import ROOT, SettingsError
from config.steps import StepError, Steps
from config.supervisor import ChildDiedError, Stop, stop_on_signals, write_atomically

HOME, RESULT = ROOT / "var" / "bench", ROOT / "var" / "bench.json"
OF_ONE_COMMISSION = (1_000, 10_000)
OF_THE_WORLD = (1_000, 100_000)
COMMISSION = "ke"
_COLUMNS = ("page", "applications", "web ms", "db ms", "statements", "bytes", "× floor")


def main(arguments: list[str]) -> int:
    """Returns 0 if all targets are met, 1 if one is missed or the run failed."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="only 1,000 applications, for a try")
    chosen = parser.parse_args(arguments)
    sizes = (OF_ONE_COMMISSION[:1], OF_THE_WORLD[:1]) if chosen.small else None
    try:
        found = run(*(sizes or (OF_ONE_COMMISSION, OF_THE_WORLD)))
    except Stop:
        print("\nStopped; nothing was written.", flush=True)
        return 1
    except (StepError, ChildDiedError, PostgresError, MigrationError, SettingsError) as problem:
        print(f"\n✗ {problem}", file=sys.stderr, flush=True)
        return 1
    return 0 if all(verdict.is_met for verdict in found) else 1


def run(of_one_commission: tuple[int, ...], of_the_world: tuple[int, ...]) -> list[Verdict]:
    """Measure everything, print it, write it. Raises StepError and its kin."""
    began = time.monotonic()
    with ExitStack() as at_the_end:
        stop_on_signals()
        stage = Stage(HOME)
        at_the_end.callback(stage.close)
        steps = Steps(4 + 2 * len(of_one_commission) + 2 * len(of_the_world))
        with steps.step("Starting a PostgreSQL of its own"):
            stage.open()
        with steps.step("Measuring the floor"):
            floor = _measure_floor(stage)
        with steps.step("Migrating and loading the commissions"):
            _prepare_ground(stage)
        pages: list[Page] = []
        rss_mb = 0.0
        for size in of_one_commission:
            urls = _commission_database(stage, steps, size)
            with steps.step(f"Measuring {size:,} applications of one commission"):
                measured, worker_mb = _measure_commission(stage, urls, size)
                pages += [each.page(floor.cost, size) for each in measured]
                rss_mb = max(rss_mb, worker_mb)
        with steps.step("Comparing documents with typst and pyHanko alone"):
            documents = _compare_documents(stage, urls)
        pages = [page for page in pages if page.name != "dashboard"]
        for size in of_the_world:
            urls = _world_database(stage, steps, size)
            with steps.step(f"Measuring the dashboard over {size:,} applications"):
                pages.append(_measure_dashboard(stage, urls, size).page(floor.cost, size))
    ratios = [(str(each["name"]), float(str(each["ratio"]))) for each in documents]
    found = verdicts(pages, ratios, rss_mb)
    _print(floor, pages, documents, found)
    _write(floor, pages, documents, rss_mb, found)
    print(f"\n  {RESULT.relative_to(ROOT)} holds the figures. {time.monotonic() - began:.0f} s.")
    return found


def _measure_floor(stage: Stage) -> Measured:
    urls = stage.new_database("floor")
    with connect(urls.owner) as owner:
        bench_floor.fill(owner, reader=APP)
    target = ("--factory", "config.bench_floor:create_floor")
    with stage.serving(urls, target, "floor") as served:
        return measure(served, floor_series())


def _prepare_ground(stage: Stage) -> None:
    urls = stage.new_database("ground")
    stage.migrate(urls)
    stage.run(urls, "flask", "commissions", "load", what="Loading the commissions", log="ground")


def _commission_database(stage: Stage, steps: Steps, size: int) -> DatabaseUrls:
    name = f"commission_{size}"
    with steps.step(f"Filling {size:,} applications of one commission, and preparing acts"):
        urls = stage.copy_database("ground", name)
        _load(stage, urls, size, "--commission", COMMISSION)
        _cast(stage, urls, name)
        stage.settle(name)
    return urls


def _world_database(stage: Stage, steps: Steps, size: int) -> DatabaseUrls:
    name = f"world_{size}"
    with steps.step(f"Filling {size:,} applications of all commissions"):
        urls = stage.copy_database("ground", name)
        _load(stage, urls, size)
        _cast(stage, urls, name, "coordinator")
        stage.settle(name)
    return urls


def _load(stage: Stage, urls: DatabaseUrls, size: int, *options: str) -> None:
    stage.run(
        urls,
        *("flask", "demo", "load", "--applications", str(size), *options),
        what=f"Loading {size:,} applications",
        log=f"load-{size}",
        ENVIRONMENT="development",  # production refuses invented data
    )


def _cast(stage: Stage, urls: DatabaseUrls, name: str, *options: str) -> None:
    path = _cast_file(name)
    path.parent.mkdir(exist_ok=True)
    stage.run(
        urls,
        *("python", "-m", "config.bench_cast", str(path), *options),
        what="Preparing people and acts",
        log=f"cast-{name}",
    )


def _cast_file(name: str) -> Path:
    return HOME / name / "cast.json"


def _measure_commission(
    stage: Stage, urls: DatabaseUrls, size: int
) -> tuple[list[Measured], float]:
    path = _cast_file(f"commission_{size}")
    series: list[Series] = commission_series(read_cast(path), path.parent / "issued.pdf")
    with _portal(stage, urls, f"commission_{size}") as served:
        return [measure(served, each) for each in series], served.worker_rss_mb()


def _measure_dashboard(stage: Stage, urls: DatabaseUrls, size: int) -> Measured:
    with _portal(stage, urls, f"world_{size}") as served:
        return measure(served, dashboard_series(read_cast(_cast_file(f"world_{size}"))))


def _portal(stage: Stage, urls: DatabaseUrls, name: str) -> AbstractContextManager[Served]:
    return stage.serving(urls, ("wsgi:app",), name)


def _compare_documents(stage: Stage, urls: DatabaseUrls) -> list[dict[str, object]]:
    path = HOME / "documents.json"
    stage.run(
        urls,
        *("python", "-m", "config.bench_documents", str(path)),
        what="Comparing documents",
        log="documents",
    )
    compared: list[dict[str, object]] = json.loads(path.read_text())
    return compared


def _print(
    floor: Measured,
    pages: list[Page],
    documents: list[dict[str, object]],
    found: list[Verdict],
) -> None:
    rows = [_COLUMNS, _row("floor", 0, floor.cost, floor.statements.queries, floor.bytes, 1.0)]
    rows += [
        _row(
            page.name,
            page.applications,
            page.cost,
            page.statements.queries,
            page.bytes,
            page.ratio,
        )
        for page in pages
    ]
    print(f"\n{_lines(rows)}\n")
    compared = [("document", "portal ms", "bare ms", "× bare")]
    compared += [
        (
            str(each["name"]),
            f"{each['portal_cpu_ms']}",
            f"{each['bare_cpu_ms']}",
            f"{each['ratio']}",
        )
        for each in documents
    ]
    print(f"{_lines(compared)}\n")
    for verdict in found:
        print(f"  {'✓' if verdict.is_met else '✗'} {verdict.target}: {verdict.found}")


def _row(
    name: str, applications: int, cost: Cost, statements: int, size: int, ratio: float
) -> tuple[str, ...]:
    return (
        name,
        f"{applications:,}" if applications else "",
        f"{cost.web_cpu_ms:.2f}",
        f"{cost.db_cpu_ms:.2f}",
        str(statements),
        f"{size:,}",
        f"{ratio:.2f}",
    )


def _lines(rows: Sequence[Sequence[str]]) -> str:
    """A table: the first column to the left, all others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        first, *rest = (cell for cell in row)
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        lines.append("  " + "  ".join(cells))
    return "\n".join(lines)


def _write(
    floor: Measured,
    pages: list[Page],
    documents: list[dict[str, object]],
    rss_mb: float,
    found: list[Verdict],
) -> None:
    result = {
        "floor": {
            "web_cpu_ms": round(floor.cost.web_cpu_ms, 3),
            "db_cpu_ms": round(floor.cost.db_cpu_ms, 3),
            "statements": floor.statements.queries,
            "bytes": floor.bytes,
        },
        "pages": [page.as_json() for page in pages],
        "documents": documents,
        "web_rss_mb": round(rss_mb, 1),
        "targets": [
            {"target": each.target, "found": each.found, "is_met": each.is_met} for each in found
        ],
    }
    write_atomically(RESULT, json.dumps(result, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
