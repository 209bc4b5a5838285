from __future__ import annotations

from pathlib import Path

import pytest

from medtechkg import resources

FOLDERS = {"ontology": "*.ttl", "queries": "*.rq", "seeds": "documents.toml"}


@pytest.mark.parametrize("name", resources.__all__)
def test_a_checkout_has_its_folders_at_its_root(name: str) -> None:
    folder = getattr(resources, name)()
    assert folder.name == name
    assert list(folder.glob(FOLDERS[name]))


@pytest.mark.parametrize("name", resources.__all__)
def test_an_installed_package_has_them_beside_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "lib" / "site" / "medtechkg"
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert getattr(resources, name)() == tmp_path / "lib" / name
    (package / "data" / name).mkdir(parents=True)
    assert getattr(resources, name)() == package / "data" / name
