"""The form of each call of the demo: earlier calls asked a little differently."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from portal.calls.services import CURRENT_FORM, form_definition

_EARLIER = Path(__file__).with_name("earlier_form.json")


def demo_form(version: str) -> dict[str, Any]:
    """The definition of a version: the present form, or for an older one what was asked then."""
    definition = {**deepcopy(form_definition()), "version": version}
    if version >= CURRENT_FORM:
        return definition
    earlier = json.loads(_EARLIER.read_text(encoding="utf-8"))
    for section in definition["sections"]:
        section["fields"] = [
            {**field, **earlier["changed"].get(field["key"], {})}
            for field in section["fields"]
            if field["key"] not in earlier["without"]
        ] + earlier["also"].get(section["key"], [])
    return definition
