#pragma once
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* Macros and variadic calls that Swift cannot import. */

static inline int hg_err_reason(unsigned long code) { return ERR_GET_REASON(code); }

static inline int hg_err_library(unsigned long code) { return ERR_GET_LIB(code); }

enum { HG_SSL_LIBRARY = ERR_LIB_SSL, HG_PEM_LIBRARY = ERR_LIB_PEM, HG_SSL_ALERT_OFFSET = SSL_AD_REASON_OFFSET };

/* SSL_free_buffers takes a buffer with half a record's head in it before 3.0.14, 3.1.6, 3.2.2 and 3.3.1 (CVE-2024-4741). */
static inline int hg_tls_frees_buffers(void) {
  unsigned long version = OpenSSL_version_num() & 0xfffffff0UL;
  return version >= 0x30300010UL || (version >= 0x30200020UL && version < 0x30300000UL) ||
         (version >= 0x30100060UL && version < 0x30200000UL) || (version >= 0x300000e0UL && version < 0x30100000UL);
}

static inline int hg_tls_free_buffers(SSL *session) { return hg_tls_frees_buffers() ? SSL_free_buffers(session) : 1; }

/* TLS 1.2 and newer, sessions kept by us alone, buffers wiped of what was read, no renegotiation. Buffers stay until
   SSL_free_buffers, where that is safe: SSL_MODE_RELEASE_BUFFERS takes, wipes and frees 17 KiB for each record. */
static inline int hg_tls_limit(SSL_CTX *context) {
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CLEANSE_PLAINTEXT);
  SSL_CTX_set_mode(context, SSL_MODE_AUTO_RETRY | (hg_tls_frees_buffers() ? 0 : SSL_MODE_RELEASE_BUFFERS));
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  return (int)SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}

/* A server's choice among what a client offers (RFC 7301 3.2), by the server's order; `arg` is the list, a NUL behind it. */
static inline int hg_tls_choose_protocol(
    SSL *session, const unsigned char **chosen, unsigned char *chosen_length, const unsigned char *offered,
    unsigned int offered_length, void *arg) {
  (void)session;
  const unsigned char *ours = (const unsigned char *)arg;
  int found = SSL_select_next_proto(
      (unsigned char **)chosen, chosen_length, ours, (unsigned int)strlen((const char *)ours), offered, offered_length);
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/* What a server adds to hg_tls_limit: with TLS 1.2 only ciphers with forward secrecy and authenticated encryption, which HTTP/2 asks
   for (RFC 9113 9.2.2); one ticket a handshake; sessions of this service only. */
static inline int hg_tls_serve(SSL_CTX *context, int offers_http2) {
  static const unsigned char both[] = "\x02h2\x08http/1.1";
  static const unsigned char one[] = "\x08http/1.1";
  static const unsigned char service[] = "headgate";
  SSL_CTX_set_alpn_select_cb(context, hg_tls_choose_protocol, (void *)(offers_http2 ? both : one));
  return SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 && SSL_CTX_set_num_tickets(context, 1) == 1 &&
         SSL_CTX_set_session_id_context(context, service, sizeof service - 1) == 1;
}

static inline int hg_tls_add_chain_certificate(SSL_CTX *context, X509 *certificate) {
  return (int)SSL_CTX_add1_chain_cert(context, certificate);
}

static inline int hg_tls_send_name(SSL *session, const char *name) {
  return (int)SSL_set_tlsext_host_name(session, name);
}

/* Without a callback of ours OpenSSL would ask the terminal for a passphrase. */
static inline int hg_refuse_passphrase(char *buffer, int size, int is_writing, void *context) {
  (void)buffer, (void)size, (void)is_writing, (void)context;
  return -1;
}

static inline X509 *hg_pem_read_certificate(BIO *bio) {
  return PEM_read_bio_X509(bio, NULL, hg_refuse_passphrase, NULL);
}

static inline EVP_PKEY *hg_pem_read_key(BIO *bio) {
  return PEM_read_bio_PrivateKey(bio, NULL, hg_refuse_passphrase, NULL);
}

static inline long hg_bio_pending(BIO *bio) { return BIO_pending(bio); }

static inline int hg_forbid_core_files(void) {
  struct rlimit none = {0, 0};
  return setrlimit(RLIMIT_CORE, &none);
}

static inline int hg_set_dumpable(int dumpable) { return prctl(PR_SET_DUMPABLE, dumpable, 0, 0, 0); }
static inline int hg_get_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }
