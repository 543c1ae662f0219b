"""The front: SQLAlchemy 2.1 on the tables of the office, and a Flask page."""
