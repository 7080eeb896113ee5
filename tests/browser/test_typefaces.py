"""The typefaces that are sent hold the letters of the languages that are written with them."""

import pytest

from tests.browser.conftest import OpenPage

LETTERS = {
    "ar": "أبجد هوّز حُطّي كلمن سعفص قرشت ثخذ ضظغ ء آ إ ؤ ئ ى ة لا ﷲ ؟ ؛ ، ٠١٢٣٤٥٦٧٨٩ ٪",
    "fa": "پ چ ژ گ ک ی ۀ می‌خواهم خانه‌ها ۰۱۲۳۴۵۶۷۸۹ ﷼",
    "ur": "ٹ ڈ ڑ ں ھ ہ ے ۓ ۃ پاکستان کے شہر۔",
    "ckb": "ڕ ڵ ۆ ێ ە ڤ ژ چ گ پ شاری فێربوون",
}
"""Every letter that Arabic, Persian, Urdu and Central Kurdish write, joined and alone."""


@pytest.mark.parametrize("language", LETTERS)
def test_arabic_letters_of_each_language_are_in_our_typeface(
    open_page: OpenPage, language: str
) -> None:
    page = open_page(language="ar")
    page.goto("/")
    page.evaluate(
        """async ([text, language]) => {
          const line = document.createElement('p');
          line.id = 'letters';
          line.lang = language;
          line.textContent = text;
          document.querySelector('main').prepend(line);
          await document.fonts.ready;
        }""",
        [LETTERS[language].replace(" ", ""), language],
    )
    page.wait_for_load_state("networkidle")
    inspector = page.context.new_cdp_session(page)
    inspector.send("DOM.enable")
    inspector.send("CSS.enable")
    root = inspector.send("DOM.getDocument")["root"]["nodeId"]
    node = inspector.send("DOM.querySelector", {"nodeId": root, "selector": "#letters"})["nodeId"]
    fonts = inspector.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert "Vazirmatn" in [font["familyName"] for font in fonts]
    assert [font for font in fonts if not font["isCustomFont"]] == []
