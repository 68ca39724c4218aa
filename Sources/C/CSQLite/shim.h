// SQLite, and what Swift cannot import of it: cast constants, the SQLITE_TRANSIENT destructor, variadic configuration.
#pragma once
#include <sqlite3.h>
#include <sys/prctl.h>

enum {
  HG_SQLITE_CONSTRAINT_UNIQUE = SQLITE_CONSTRAINT_UNIQUE,
  HG_SQLITE_CONSTRAINT_PRIMARYKEY = SQLITE_CONSTRAINT_PRIMARYKEY,
  HG_SQLITE_CONSTRAINT_FOREIGNKEY = SQLITE_CONSTRAINT_FOREIGNKEY,
};

// SQLite copies the bytes before these return.
static inline int hg_sqlite3_bind_text(sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 bytes) {
  return sqlite3_bind_text64(statement, index, text, bytes, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int hg_sqlite3_bind_blob(sqlite3_stmt *statement, int index, const void *blob, sqlite3_uint64 bytes) {
  return sqlite3_bind_blob64(statement, index, blob, bytes, SQLITE_TRANSIENT);
}

// A schema from a hostile file runs nothing, and no statement of ours can corrupt the file (sqlite.org/security.html).
static inline int hg_sqlite3_harden(sqlite3 *database) {
  int result = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  if (result == SQLITE_OK) result = sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
  if (result == SQLITE_OK) result = sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
  if (result == SQLITE_OK) result = sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
  return result;
}

// The calling thread's name as `top -H` shows it; cut to 15 bytes.
static inline void hg_name_this_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
