"""Looks at a copy of the database with SQLite's own eyes: prints what CrashTests judges, as one line of JSON.

The tables are found by name and by their declared foreign keys, so that a change of columns does not change this file.
"""
import json, sqlite3, sys

db = sqlite3.connect(sys.argv[1])
tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
bare = []   # sources without their one secret
links = 0   # foreign keys from a table of secrets to a table of sources
for table in (t for t in tables if "secret" in t):
    keys = {}
    for number, _, target, column, to, *_ in db.execute("PRAGMA foreign_key_list('%s')" % table):
        keys.setdefault((number, target), []).append((column, to))
    for (_, target), pairs in keys.items():
        if "source" not in target:
            continue
        links += 1
        primary = [c[1] for c in sorted(db.execute("PRAGMA table_info('%s')" % target), key=lambda c: c[5]) if c[5]]
        match = " AND ".join("x.%s = s.%s" % (column, to or primary[i]) for i, (column, to) in enumerate(pairs))
        sql = "SELECT count(*) FROM %s s WHERE NOT EXISTS (SELECT 1 FROM %s x WHERE %s)" % (target, table, match)
        bare.append(db.execute(sql).fetchone()[0])
print(json.dumps({
    "integrity": db.execute("PRAGMA integrity_check").fetchone()[0],
    "orphans": len(db.execute("PRAGMA foreign_key_check").fetchall()),
    "links": links,
    "sourcesWithoutSecret": sum(bare),
}))
