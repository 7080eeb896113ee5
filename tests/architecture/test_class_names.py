"""A class that no style sheet knows is a typing error: the page looks wrong and nothing says so."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted((ROOT / "portal/web/assets/css").glob("*.css"))
TEMPLATES = [
    path for path in sorted(ROOT.glob("portal/*/templates/**/*.html")) if "mail" not in path.parts
]
HOOKS = {"js"}
"""Classes that a script sets."""


def known_classes() -> set[str]:
    found = set(HOOKS)
    for style in STYLES:
        rules = re.sub(r"/\*.*?\*/", "", style.read_text(), flags=re.DOTALL)
        found |= set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", rules))
    return found


def used_classes(template: str) -> set[str]:
    """Whole words of class attributes; words put together by the template are left out."""
    found: set[str] = set()
    markup = re.sub(r"{#.*?#}", "", template, flags=re.DOTALL)
    for attribute in re.findall(r'\bclass="((?:{{.*?}}|{%.*?%}|[^"])*)"', markup, re.DOTALL):
        text = re.sub(r"{{.*?}}|{%.*?%}", "\0", attribute, flags=re.DOTALL)
        found |= {word for word in text.split() if "\0" not in word}
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "portal")))
def test_every_class_of_a_template_has_a_style(path: Path) -> None:
    unknown = used_classes(path.read_text()) - known_classes()

    assert unknown == set()


def test_templates_hold_no_inline_style_or_script() -> None:
    found = [
        path.name
        for path in TEMPLATES
        if re.search(r'\sstyle="|<script(?![^>]*\bsrc=)|\son\w+="|javascript:', path.read_text())
    ]

    assert found == []


def test_styles_name_no_side_of_the_page() -> None:
    """One file serves both directions. Gradients and points on an axis know no other words."""
    physical = re.compile(
        r"(?m)^\s*(?:(?:margin|padding|border)-(?:left|right)|left|right|float|text-align:\s*"
        r"(?:left|right))\b[^;]*;"
    )
    found = [
        (style.name, line.strip())
        for style in STYLES
        for line in physical.findall(style.read_text())
        if not line.strip().startswith(("left 0", "left 1", "right 0", "right 1"))
    ]

    assert found == []
