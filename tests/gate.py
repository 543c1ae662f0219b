"""The gate: a pytest run that executes the notebooks as well.

``pytest`` alone runs the tests; ``pytest -p tests.gate`` runs the notebooks too.
Loading nbval takes a second, and an ordinary run shall not pay for it.
"""

pytest_plugins = (
    "nbval.plugin",
    "tests.beside",
    "tests.notebooks.cells",
    "tests.peers",
)
