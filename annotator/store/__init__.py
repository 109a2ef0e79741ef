"""The SQLite file: schema, migrations, changes, content, views; the only SQL."""
