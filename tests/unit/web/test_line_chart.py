import pytest

from portal.web.line_chart import Reading, line_chart


def readings(*values: float) -> list[Reading]:
    return [Reading(f"month {n}", str(n), value) for n, value in enumerate(values)]


def test_the_line_goes_from_the_first_to_the_last_reading() -> None:
    chart = line_chart(readings(0, 40), target=20)

    # 200 high with 14 above and 30 below: 0 lies at 170, 40 at 14; 560 wide with 34 and 44 aside.
    assert chart.points == "34.0,170.0 516.0,14.0"
    assert [tick.value for tick in chart.lines] == [0, 10, 20, 30, 40]
    assert chart.target is not None
    assert chart.target.position == 92.0


def test_time_is_mirrored_where_reading_is() -> None:
    chart = line_chart(readings(0, 40), direction="rtl")

    assert chart.points == "526.0,170.0 44.0,14.0"
    assert chart.x_start == 526


def test_one_reading_is_enough_and_none_is_not() -> None:
    assert line_chart(readings(3)).last_x == 34.0
    with pytest.raises(ValueError, match="at least one"):
        line_chart([])


@pytest.mark.parametrize(
    ("largest", "lines"),
    [(0, [0, 1]), (3, [0, 1, 2, 3]), (7, [0, 2, 4, 6, 8]), (34, [0, 10, 20, 30, 40])],
)
def test_lines_stand_at_round_numbers(largest: float, lines: list[int]) -> None:
    assert [tick.value for tick in line_chart(readings(largest)).lines] == lines


def test_many_months_share_few_labels() -> None:
    times = line_chart(readings(*range(24))).times

    assert [tick.label for tick in times] == ["0", "4", "8", "12", "16", "20"]
    assert [tick.is_spare for tick in times] == [False, True, False, True, False, True]
