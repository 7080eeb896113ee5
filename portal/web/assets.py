"""Where a built file is: from its plain name to the name that carries its hash.

Files are served from memory-mapped disk by WhiteNoise, compressed beforehand. It reads the folder
once at start, so a rebuild needs a restart.
"""

import json
import re
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask
from markupsafe import Markup
from whitenoise import WhiteNoise

STATIC_DIR = Path(__file__).parent / "static"
PREFIX = "static"
_HASHED = re.compile(r"-[0-9A-Za-z]{8}\.\w+$")


class AssetMissing(RuntimeError):
    """A template names a file that the build did not make."""


@cache
def manifest() -> dict[str, str]:
    """Names of the sources and of what was built from them: ``{"app.css": "app-AB12CD34.css"}``."""
    path = STATIC_DIR / "manifest.json"
    if not path.exists():
        raise AssetMissing("The assets are not built. Run: make assets")
    names: dict[str, str] = json.loads(path.read_text())
    return names


def asset(name: str) -> str:
    """Address of a built file. Raises AssetMissing if the build made no such file."""
    built = manifest().get(name)
    if built is None:
        raise AssetMissing(f"The build made no {name}. Is it named in portal/web/assets?")
    return f"/{PREFIX}/{built}"


@lru_cache(maxsize=512)
def icon_svg(name: str, cls: str = "", directional: bool = False) -> Markup:
    """A picture of the sprite, beside words that say the same; mirrored with the text."""
    classes = " ".join(filter(None, ("icon", "icon-dir" if directional else "", cls)))
    return Markup(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    ).format(classes, asset("icons.svg"), name)


def is_immutable(_path: str, url: str) -> bool:
    """Whether the name carries a hash, so that browsers may keep the file for good."""
    return _HASHED.search(url) is not None


def start_assets(app: Flask) -> None:
    """Serve the built files and give templates ``asset('app.css')`` and ``icon_svg('check')``."""
    app.jinja_env.globals.update(asset=asset, icon_svg=icon_svg)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if STATIC_DIR.is_dir():
        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
            app.wsgi_app, root=STATIC_DIR, prefix=PREFIX, immutable_file_test=is_immutable
        )
