"""What 04-views types itself is what the example has."""

from __future__ import annotations

import inspect

from examples.views import then
from notebooks import cells
from notebooks.kernels import ROOT


def test_the_view_of_2011_is_typed_as_it_is_shown() -> None:
    """The slide has the code of `then`, and the output of the notebook's cell."""
    notebook = cells.read(ROOT / "notebooks/04-views.ipynb")
    [old] = [one for one in notebook["cells"] if "old" in cells.tags(one)]
    [imports] = [one for one in notebook["cells"] if "imports" in cells.tags(one)]
    assert inspect.getsource(then.hello) in cells.joined(old["source"])
    assert inspect.getsource(then.index) in cells.joined(old["source"]).replace(
        "@site", "@app"
    )
    assert f"PLAIN = {then.PLAIN}".replace("'", '"') in cells.joined(imports["source"])
