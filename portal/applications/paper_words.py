"""The signed paper in words: what is there, what is missing, and what to do about it."""

from portal.applications.paper_sheets import Finding, PageSlot, SheetLine, SheetSet
from portal.applications.queries.sheets import PaperFileLine
from portal.core.i18n import gettext as _
from portal.core.i18n import joined, ngettext, number
from portal.documents.refusals import SENTENCES, Refusal


def progress_sentence(sheets: SheetSet) -> str:
    """How many pages of Part 1 are there."""
    there = sum(1 for slot in sheets.slots if slot.is_required and slot.sheets)
    if sheets.is_complete:
        return ngettext(
            "The page is here.",
            "All %(num)s pages are here.",
            sheets.mayor_page,
        )
    return _(
        "%(there)s of %(pages)s pages are here.",
        there=number(there),
        pages=number(sheets.mayor_page),
    )


def missing_sentence(sheets: SheetSet) -> str:
    """Which pages are missing and what to do; empty if none is, or nothing has come yet."""
    if not sheets.missing or len(sheets.missing) == sheets.mayor_page:
        return ""
    if len(sheets.missing) == 1:
        return _(
            "Page %(page)s is missing. Photograph it again, the whole sheet with both codes.",
            page=number(sheets.missing[0]),
        )
    return _(
        "Pages %(pages)s are missing. Photograph them again, each the whole sheet with both codes.",
        pages=page_list(sheets.missing),
    )


def page_list(pages: tuple[int, ...] | list[int]) -> str:
    """``2, 3 and 5`` in the reader's language."""
    return joined([number(page) for page in pages])


def slot_label(slot: PageSlot) -> str:
    """What can be said of a page at a glance."""
    if slot.chosen is None:
        return _("Missing")
    if len(slot.sheets) > 1:
        return ngettext(
            "%(num)s sheet of this page", "%(num)s sheets of this page", len(slot.sheets)
        )
    return _("Placed by hand") if slot.chosen.is_by_hand else _("Recognised")


def ink_hint(sheet: SheetLine) -> str:
    """What we do not see on the page to be signed: a hint, never a verdict."""
    signature, stamp = sheet.ink.get("signature"), sheet.ink.get("stamp")
    if signature is False and stamp is False:
        return _("We do not see the signature and the stamp yet. Look whether they are there.")
    if signature is False:
        return _("We do not see the signature yet. Look whether it is there.")
    if stamp is False:
        return _("We do not see the stamp yet. Look whether it is there.")
    return ""


def aside_sentence(sheet: SheetLine) -> str:
    """What a sheet is that is no page of this version, and what to do with it."""
    about = {key: str(value) for key, value in sheet.about.items()}
    if sheet.finding is Finding.OUTDATED:
        return _(
            "This is page %(page)s of version %(number)s, which is no longer to be signed."
            " Print the present version, have it signed and add that page.",
            page=about["page"],
            number=about["number"],
        )
    if sheet.finding is Finding.FOREIGN:
        return _(
            "This is page %(page)s of %(reference)s, another application of your city that does"
            " not wait for a signature now. Remove it here.",
            page=about["page"],
            reference=about["reference"],
        )
    if sheet.finding is Finding.SEVERAL:
        return _("This picture shows several pages. Photograph each page alone.")
    return _(
        "The codes on this sheet could not be read. Photograph it again, flat and with both codes,"
        " or say which page it is."
    )


def refusal_sentence(file: PaperFileLine) -> str:
    """Why a file was refused, as intake says it."""
    sentence = str(SENTENCES[Refusal(str(file.refusal["refusal"]))])
    parameters = file.refusal.get("parameters")
    return sentence % parameters if parameters else sentence


def led_sentence(led: dict[str, object]) -> str:
    """Which sheets of a file were put with another application."""
    pages = led["pages"]
    assert isinstance(pages, list)
    if len(pages) == 1:
        return _(
            "Page %(page)s belongs to %(reference)s and was put there.",
            page=number(pages[0]),
            reference=str(led["reference"]),
        )
    return _(
        "Pages %(pages)s belong to %(reference)s and were put there.",
        pages=page_list(pages),
        reference=str(led["reference"]),
    )
