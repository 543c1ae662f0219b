"""The gate: a pytest run that executes the notebooks as well.

``pytest`` alone runs the tests; ``pytest -p tests.gate`` runs the notebooks too.
Loading nbval takes two seconds, and an ordinary run shall not pay for it.  Half of
that is a grammar of RFC 3987 that jsonschema compiles to check IRIs.  A notebook
holds none, and jsonschema goes without the grammar when it is not there.
"""

import sys
from types import ModuleType

import pytest

IRI_GRAMMAR = "rfc3987_syntax"

pytest_plugins = ("nbval.plugin", "tests.beside", "tests.cells", "tests.peers")

sys.modules.setdefault(IRI_GRAMMAR, ModuleType(IRI_GRAMMAR))


def pytest_configure(config: pytest.Config) -> None:
    """Put the grammar back for everyone else, now that nbval is imported."""
    if not hasattr(sys.modules[IRI_GRAMMAR], "__file__"):
        del sys.modules[IRI_GRAMMAR]
