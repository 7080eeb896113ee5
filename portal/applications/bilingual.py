"""Texts of a PDF in two languages: the tenant's, and beside it the official one if that differs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.applications.print_texts import label
from portal.commissions.models import Commission
from portal.documents.form_values import Label


@dataclass(frozen=True)
class Bilingual:
    """The two languages of one document."""

    language: str
    official: str

    def said(self, words: Callable[[], str]) -> Label:
        """A sentence of ours; ``words`` says it in the language in force."""
        return label(words, language=self.language, official=self.official)

    def of(self, labels: Mapping[str, str]) -> Label:
        """A text that is kept by language, else in English; empty if there is none."""
        if not labels:
            return Label("")
        return self._both(*(labels.get(each) or labels["en"] for each in self._languages))

    def name_of(self, commission: Commission) -> Label:
        """The name of a commission."""
        return self._both(*(commission.name_in(each) for each in self._languages))

    @property
    def _languages(self) -> tuple[str, str]:
        return self.language, self.official

    def _both(self, text: str, official: str) -> Label:
        return Label(text, official if self.language != self.official else "")
