"""Forms filled in away from the portal: a PDF that comes back, and paper that an officer types."""

import io
import uuid

import pikepdf
from pikepdf import Name, String

from portal.applications.handwritten_files import FormFile, received_form
from portal.applications.offline_answers import form_values
from portal.applications.queries.city import draft
from portal.applications.services import attaching, drafting, filling_offline, typing_from_paper
from portal.calls.form import FieldKind
from portal.demo import pictures
from portal.demo.answers import Answers, sections_of
from portal.demo.city_acts import CityActs
from portal.documents.offline_reading import read_offline_form

_PAPER_TITLE = {"en": "Form filled in by hand", "fr": "Formulaire rempli à la main"}
_TYPED_SECTIONS = ("city", "mayor", "contact", "profile", "motivation")


class OfflineActs(CityActs):
    """What a city and its commission do with forms on disk and on paper."""

    _paper_id = uuid.UUID(int=0)

    def fill_offline(self) -> None:
        """Fill in the rest as a PDF, send it back and take everything over."""
        filled_id = self._send_filled(self._answers())
        with self._city() as work:
            filled = filling_offline.filled_form(work, self.application_id, filled_id)
            written = draft(work, self.application_id)
            choices = {
                (answer.section.key, answer.field.key): filling_offline.Choice(
                    takes=True,
                    seen=written.revisions.get(answer.section.key, {}).get(answer.field.key, 0),
                )
                for answer in filling_offline.compared(self.call.form, written.answers, filled)
            }
            filling_offline.take_over(work, self.application_id, filled_id, choices=choices)

    def send_pdf(self) -> None:
        """Send a PDF back with answers added and mended; nobody has looked at it yet."""
        answers = self._answers()
        contact = {
            **answers["contact"],
            "contact_organisation": f"Learning City Office of {self.city.latin}",
            "contact_fax": f"{self.plan.dialling_code} 555 0177",
            "contact_title": f"{answers['contact']['contact_title']}, Learning City Office",
        }
        self._send_filled({**answers, "contact": contact})

    def bring_paper(self) -> None:
        """Add the scan of a form filled in by hand and ask the commission to type it."""
        answers = self._answers()
        lines = [
            f"{field.label(self.plan.official_language)}: {answers[section.key][field.key]}"
            for section, field in self.call.form.fields()
            if field.kind is FieldKind.TEXT and answers[section.key].get(field.key)
        ]
        title = _PAPER_TITLE[self.plan.official_language]
        half = len(lines) // 2 + 1
        files = []
        for number, some in enumerate((lines[:half], lines[half:]), 1):
            page = pictures.as_jpeg(pictures.supporting_page(title, self.city.latin, some))
            file = attaching.ExaminedFile(
                data=page,
                file_name=f"IMG_{2040 + number}.jpg",
                media_type="image/jpeg",
                pages=1,
                shown_pages=(page,),
            )
            files.append(FormFile(file, (number,)))
        with self._city() as work:
            paper = typing_from_paper.add_paper_form(
                work, self.application_id, form=received_form(files), is_for_commission=True
            )
            self._paper_id = paper.id

    def type_paper(self) -> None:
        """An officer types what stands on the paper and asks the city to confirm."""
        for section, values in sections_of(self._answers(), _TYPED_SECTIONS).items():
            with self._officer() as work:
                seen = drafting.save_section(work, self.application_id, section, {}, {}).revisions
                typed = typing_from_paper.TypedSection(section, values, seen)
                typing_from_paper.type_section(work, self.application_id, self._paper_id, typed)
        with self._officer() as work:
            typing_from_paper.finish_typing(work, self.application_id, self._paper_id)

    def _send_filled(self, answers: Answers) -> uuid.UUID:
        with self._city() as work:
            form = filling_offline.application_form(
                work, self.application_id, language=self._language, by_hand=False
            )
        data = _filled(form, form_values(self.call.form, answers, self._language))
        with self._city() as work:
            return filling_offline.receive_filled_form(
                work,
                self.application_id,
                read=read_offline_form(data),
                data=data,
                file_name=f"{self.city.slug}.pdf",
            ).id


def _filled(form: bytes, values: dict[str, str]) -> bytes:
    """The form with these values in its fields, as a PDF program saves it."""
    with pikepdf.open(io.BytesIO(form)) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            value = values.get(str(field.T))
            if value is not None:
                field.V = Name(f"/{value}") if str(field.FT) == "/Btn" else String(value)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
