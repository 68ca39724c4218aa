#pragma once
#include <nghttp2/nghttp2.h>

/* A frame is a union whose parts share their first member. */

static inline int32_t hg_h2_stream(const nghttp2_frame *frame) { return frame->hd.stream_id; }

static inline uint8_t hg_h2_type(const nghttp2_frame *frame) { return frame->hd.type; }

/* Why the frame resets its stream; 0 when it does not. */
static inline uint32_t hg_h2_reset_code(const nghttp2_frame *frame) {
  return frame->hd.type == NGHTTP2_RST_STREAM ? frame->rst_stream.error_code : NGHTTP2_NO_ERROR;
}

static inline int hg_h2_ends_stream(const nghttp2_frame *frame) {
  return (frame->hd.type == NGHTTP2_DATA || frame->hd.type == NGHTTP2_HEADERS) &&
         (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
}

static inline int hg_h2_acknowledges_ping(const nghttp2_frame *frame) {
  return frame->hd.type == NGHTTP2_PING && (frame->hd.flags & NGHTTP2_FLAG_ACK) != 0;
}

static inline int hg_h2_begins_request(const nghttp2_frame *frame) {
  return frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST;
}

/* Asks for a data source that is known by its stream alone. */
static inline int hg_h2_submit_response(
    nghttp2_session *session, int32_t stream, const nghttp2_nv *fields, size_t count,
    nghttp2_data_source_read_callback read) {
  nghttp2_data_provider body = {{0}, read};
  return nghttp2_submit_response(session, stream, fields, count, read ? &body : NULL);
}

/* Asks for the session's own memory to be in the caches soon: 2,936 bytes in 1.52. Nothing is read: a session of another size does no
   harm. */
static inline void hg_h2_prefetch(const nghttp2_session *session) {
  for (size_t offset = 0; offset < 2936; offset += 64) __builtin_prefetch((const char *)session + offset);
}
