// libpq, and what Swift cannot import of it: character constants.
#pragma once
#include <libpq-fe.h>

enum {
  HG_PG_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED,
  HG_PG_SQLSTATE = PG_DIAG_SQLSTATE,
  HG_PG_MESSAGE = PG_DIAG_MESSAGE_PRIMARY,
};

static inline void hg_pg_ignore(void *context, const PGresult *notice) {
  (void)context;
  (void)notice;
}

// Without a receiver of its own libpq prints a server's notices to stderr.
static inline void hg_pg_silence(PGconn *connection) { PQsetNoticeReceiver(connection, hg_pg_ignore, 0); }
