"""Fold a kernel's messages into a cell's final outputs, and compare them.

A kernel sends pieces: streams in parts, displays that are updated later, orders to
clear.  `Client` puts them together by nbclient's rules, both where a notebook is
written and where the gate compares it; so what is written is what is accepted.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from difflib import unified_diff
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionComplete
from traitlets import Dict

from notebooks import normal

Message = dict[str, Any]
Output = dict[str, Any]


class StrayError(CellControlSignal):
    """A cell updates the display of another cell."""


class Client(NotebookClient):
    """nbclient that refuses to let a cell update the display of another.

    What another cell changed would be compared before it is changed, or stored where
    no run of that cell makes it.
    """

    shown_by = Dict()
    """The cell, by its index, that first showed a display, by the display's id."""

    def process_message(self, msg: Message, cell: Any, cell_index: int) -> Any:
        """Apply a message to a cell's outputs; `StrayError` if it is another's."""
        name = (msg["content"].get("transient") or {}).get("display_id")
        if name and self.shown_by.setdefault(name, cell_index) != cell_index:
            raise StrayError(
                f"updates the display {name!r} of another cell; show it anew"
            )
        return super().process_message(msg, cell, cell_index)


class Settled:
    """Stored outputs of a notebook, compared with those that nbval receives.

    :param notebook: as nbformat reads it.  It is copied: nbval joins the streams of
        what it compares.
    """

    def __init__(self, notebook: Any) -> None:
        self.stored = copy.deepcopy(notebook.cells)
        self.notebook = copy.deepcopy(notebook)
        self.client = Client(self.notebook, record_timing=False)

    def differences(self, index: int, messages: Iterable[Message]) -> list[str]:
        """Diff the stored outputs of a cell with its messages: see `differences`.

        :param index: its place among all cells.
        :param messages: what the kernel said of it.

        Raises `StrayError`.
        """
        cell = self.notebook.cells[index]
        cell.outputs = []
        self.client.clear_before_next_output = False
        for message in messages:
            try:
                self.client.process_message(message, cell, index)
            except CellExecutionComplete:
                break
        return differences(self.stored[index].outputs, cell.outputs)


def differences(stored: list[Output], came: list[Output]) -> list[str]:
    """Diff two lists of outputs in their normal form; return lines, none if equal.

    Order, metadata and every kind of data count; in how many pieces a stream came
    does not.
    """
    return list(
        unified_diff(_lines(stored), _lines(came), "stored", "came out", lineterm="")
    )


def _lines(outputs: list[Output]) -> list[str]:
    whole = list(normal.outputs(outputs, count=0))
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).splitlines()
