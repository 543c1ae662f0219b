"""The bar: what its addresses answer, and what a browser makes of it."""
