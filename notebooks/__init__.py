"""Run, lint, normalise and open the notebooks."""
