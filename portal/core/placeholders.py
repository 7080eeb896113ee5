"""Places in texts that people write themselves: ``{city}``. Only known names, only plain text.

Nothing of a text is ever evaluated; what no name stands for stays as it was written.
"""

import re
from collections.abc import Collection, Mapping

_PLACE = re.compile(r"\{([^{}\n]{0,40})\}")


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """The text with each known place replaced by its value; values are not looked into again."""
    return _PLACE.sub(lambda found: values.get(found[1].strip(), found[0]), text)


def unknown_places(text: str, known: Collection[str]) -> tuple[str, ...]:
    """What stands in braces without being a known place, in the order of the text, each once."""
    names = (found[1].strip() for found in _PLACE.finditer(text))
    return tuple(dict.fromkeys(name for name in names if name not in known))
