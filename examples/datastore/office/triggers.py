"""Two rules that no program can forget, for the database keeps them.

On SQLite a later migration that alters a column of ``cherry`` makes the table anew, and
its triggers go with the old one: such a migration makes them again.
"""

from __future__ import annotations

# region version
ON_SQLITE = """
CREATE TRIGGER cherry_version BEFORE UPDATE ON cherry
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'cherry_version: not the next version'); END
"""
# endregion
VERSION = {
    "sqlite": ON_SQLITE,
    "postgresql": """
CREATE FUNCTION cherry_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version <> OLD.version + 1 THEN
        RAISE EXCEPTION 'cherry_version: not the next version'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cherry_version BEFORE UPDATE ON cherry
FOR EACH ROW EXECUTE FUNCTION cherry_version()
""",
}
"""An UPDATE that does not raise the version by one is refused."""

CHANNEL = "cherry"
NOTIFY = {
    "postgresql": f"""
CREATE FUNCTION cherry_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('{CHANNEL}', NEW.tag::text);
    RETURN NULL;
END $$;
CREATE TRIGGER cherry_notify AFTER INSERT OR UPDATE ON cherry
FOR EACH ROW EXECUTE FUNCTION cherry_notify()
""",
}
"""Whoever listens hears the tag, when the transaction is committed."""
