"""Applications, routes and a server for the talk, the notebook and the tests."""
