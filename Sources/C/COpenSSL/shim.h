#pragma once
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* Macros and variadic calls that Swift cannot import. */

static inline int hg_err_reason(unsigned long code) { return ERR_GET_REASON(code); }

static inline int hg_forbid_core_files(void) {
  struct rlimit none = {0, 0};
  return setrlimit(RLIMIT_CORE, &none);
}

static inline int hg_set_dumpable(int dumpable) { return prctl(PR_SET_DUMPABLE, dumpable, 0, 0, 0); }
static inline int hg_get_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }
