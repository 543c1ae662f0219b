"""A small project without a fault."""

from pathlib import Path

import pytest

from tests.press.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return the project; its one slide has the id ``01-first--a-slide``."""
    return Project.made(tmp_path / "project")
