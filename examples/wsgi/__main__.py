"""Serve the site of ``show/site`` until Ctrl-C; where ``show/`` goes, this goes too."""

from __future__ import annotations

from runpy import run_module

if __name__ == "__main__":
    run_module(f"{__package__}.show.site", run_name=__name__)
