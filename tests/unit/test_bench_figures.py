"""The arithmetic of ``make bench``: counts, ratios and verdicts, typed by hand."""

from config.bench_figures import (
    Cost,
    Page,
    StatementCount,
    cost_per_request,
    ratio_to,
    statements_in,
    verdicts,
)

ONE_REQUEST = """\
2027-01-05 10:00:00.001 UTC [411] LOG:  statement: BEGIN
2027-01-05 10:00:00.002 UTC [411] LOG:  execute <unnamed>: SELECT sign_in_session.id
\tFROM sign_in_session
\tWHERE sign_in_session.token_hash = $1
2027-01-05 10:00:00.002 UTC [411] DETAIL:  Parameters: $1 = 'select 1'
2027-01-05 10:00:00.003 UTC [411] LOG:  statement: ROLLBACK
2027-01-05 10:00:00.004 UTC [411] LOG:  statement: BEGIN
2027-01-05 10:00:00.005 UTC [411] LOG:  statement: set local app.commission = '404'
2027-01-05 10:00:00.006 UTC [411] LOG:  execute _pg3_12: SELECT application.reference
2027-01-05 10:00:00.007 UTC [411] LOG:  statement: SAVEPOINT sa_savepoint_1
2027-01-05 10:00:00.008 UTC [411] LOG:  execute _pg3_13/C_1: INSERT INTO message VALUES ($1)
2027-01-05 10:00:00.009 UTC [411] LOG:  statement: RELEASE SAVEPOINT sa_savepoint_1
2027-01-05 10:00:00.010 UTC [411] LOG:  statement: COMMIT
2027-01-05 10:00:00.011 UTC [398] LOG:  checkpoint starting: time
"""


def page(name: str, total_ms: float, *, applications: int = 1000, statements: int = 5) -> Page:
    return Page(
        name=name,
        applications=applications,
        requests=100,
        cost=Cost(total_ms, 0.0),
        statements=StatementCount(statements, 1, 4),
        bytes=1,
        ratio=total_ms / 2.0,
    )


def test_queries_scope_settings_and_transaction_frame_are_counted_apart() -> None:
    assert statements_in(ONE_REQUEST) == StatementCount(queries=3, scope_settings=1, frame=6)


def test_several_settings_of_one_scope_are_one_round_trip() -> None:
    line = "… LOG:  statement: set local app.commission = '404'; set local app.city = 'x'\n"
    assert statements_in(line) == StatementCount(queries=0, scope_settings=1, frame=0)


def test_a_scope_set_while_beginning_is_no_frame_of_its_own() -> None:
    line = "… LOG:  statement: begin read only; set local app.commission = '404'\n"
    assert statements_in(line) == StatementCount(queries=0, scope_settings=1, frame=0)


def test_an_empty_log_counts_nothing() -> None:
    assert statements_in("") == StatementCount(0, 0, 0)


def test_seconds_of_a_series_become_milliseconds_of_a_request() -> None:
    assert cost_per_request(0.5, 0.25, 250) == Cost(web_cpu_ms=2.0, db_cpu_ms=1.0)


def test_the_ratio_compares_web_and_database_together() -> None:
    assert ratio_to(Cost(0.75, 0.25), Cost(3.0, 0.5)) == 3.5


def test_a_target_is_judged_by_its_worst_size() -> None:
    pages = [page("desk", 7.0), page("desk", 9.0, applications=10_000)]
    found = verdicts(pages, [], 120.0)[0]
    assert (found.target, found.found, found.is_met) == (
        "desk ≤ 4 × the floor",
        "4.50 ×",
        False,
    )


def test_exactly_the_target_is_enough() -> None:
    assert verdicts([page("desk", 8.0)], [], 120.0)[0].is_met


def test_the_dashboard_may_grow_by_three_tenths_and_no_more() -> None:
    for at_100_000, is_met in ((12.9, True), (13.1, False)):
        pages = [page("dashboard", 10.0), page("dashboard", at_100_000, applications=100_000)]
        growth = next(v for v in verdicts(pages, [], 120.0) if "100,000" in v.target)
        assert growth.is_met is is_met


def test_statements_of_acts_are_not_held_to_the_limit_of_pages() -> None:
    pages = [page("desk", 2.0, statements=8), page("submit", 2.0, statements=20)]
    limit = next(v for v in verdicts(pages, [], 120.0) if "statements" in v.target)
    assert (limit.found, limit.is_met) == ("8 (desk)", True)


def test_documents_and_memory_have_limits() -> None:
    found = verdicts([page("desk", 2.0)], [("PDF", 1.6), ("signature", 1.5)], 151.0)
    assert [verdict.is_met for verdict in found[-3:]] == [False, True, False]
