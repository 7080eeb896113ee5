"""The pages of a form filled in by hand find their order, whatever the order of its files."""

from portal.applications.handwritten_files import FormFile, received_form
from portal.applications.services.attaching import ExaminedFile


def photograph(name: str, *numbers: int | None) -> FormFile:
    pages = tuple(f"{name}{place}".encode() for place in range(1, len(numbers) + 1))
    return FormFile(ExaminedFile(name.encode(), name, "image/jpeg", len(pages), pages), numbers)


def test_pages_stand_by_their_printed_numbers() -> None:
    form = received_form([photograph("c", 3), photograph("a", 1), photograph("b", 2)])
    assert form.shown_pages == (b"a1", b"b1", b"c1")
    assert [file.file_name for file in form.files] == ["a", "b", "c"]
    assert (form.missing, form.doubled) == ((), ())


def test_a_page_without_a_code_follows_the_one_sent_before_it() -> None:
    form = received_form([photograph("c", 4), photograph("x", None), photograph("a", 1)])
    assert form.shown_pages == (b"a1", b"c1", b"x1")


def test_without_any_code_the_order_is_as_sent() -> None:
    form = received_form([photograph("b", None), photograph("a", None)])
    assert form.shown_pages == (b"b1", b"a1")
    assert [file.file_name for file in form.files] == ["b", "a"]


def test_pages_of_one_file_may_stand_apart() -> None:
    form = received_form([photograph("odd", 1, 3), photograph("even", 4, 2)])
    assert form.shown_pages == (b"odd1", b"even2", b"odd2", b"even1")


def test_missing_and_doubled_pages_are_named() -> None:
    form = received_form([photograph("e", 5), photograph("b", 2), photograph("f", 5)])
    assert (form.missing, form.doubled) == ((1, 3, 4), (5,))
