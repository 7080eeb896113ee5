import gzip

import pytest

from portal.web.assets import STATIC_DIR, AssetMissing, asset, is_immutable, manifest


def test_every_name_of_the_manifest_is_a_file() -> None:
    missing = [built for built in manifest().values() if not (STATIC_DIR / built).is_file()]

    assert missing == []


@pytest.mark.parametrize("name", ["app.css", "app.js", "public.js", "icons.svg", "world.svg"])
def test_an_asset_has_an_address_with_a_hash_and_compressed_twins(name: str) -> None:
    address = asset(name)

    stem = name.split(".")[0]
    assert address.startswith(f"/static/{stem}-")
    assert is_immutable("", address)
    built = STATIC_DIR / manifest()[name]
    assert gzip.decompress(built.with_name(built.name + ".gz").read_bytes()) == built.read_bytes()
    assert built.with_name(built.name + ".br").stat().st_size < built.stat().st_size


def test_a_name_that_was_not_built_is_refused() -> None:
    with pytest.raises(AssetMissing, match=r"sky\.css"):
        asset("sky.css")


@pytest.mark.parametrize("address", ["/static/manifest.json", "/static/world.json", "/static/x"])
def test_names_without_a_hash_may_change(address: str) -> None:
    assert not is_immutable("", address)


def test_styles_name_no_other_site_and_no_data_address() -> None:
    css = (STATIC_DIR / manifest()["app.css"]).read_text()

    assert "http" not in css.replace("http://www.w3.org", "")
    assert "url(data:" not in css
