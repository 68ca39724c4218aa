// What Glibc's Swift module lacks, as plain prototypes. Never define _GNU_SOURCE here: a module built with other feature
// macros than its neighbours has other struct members, and clang refuses that.
#pragma once
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

// The kernel table: every system call that Headgate makes while it serves. A function gets `context` first and gives its
// result or -errno. `hg_linux` is Linux itself; a simulator brings its own table.
typedef struct hg_kernel {
  void *context;
  int (*accept)(void *context, int fd, struct sockaddr_storage *address, socklen_t *length);
  int (*socket)(void *context, int family, int type);
  int (*bind)(void *context, int fd, const struct sockaddr_storage *address, socklen_t length);
  int (*listen)(void *context, int fd, int backlog);
  int (*connect)(void *context, int fd, const struct sockaddr_storage *address, socklen_t length);
  int (*socket_error)(void *context, int fd);
  int (*local_address)(void *context, int fd, struct sockaddr_storage *address, socklen_t *length);
  int (*set_option)(void *context, int fd, int level, int name, int value);
  ssize_t (*receive)(void *context, int fd, void *bytes, size_t count);
  ssize_t (*send)(void *context, int fd, const struct iovec *pieces, int count, int more);
  ssize_t (*splice)(void *context, int from, int to, size_t count, int more);
  int (*pipe)(void *context, int ends[2], int bytes);
  int (*linger_zero)(void *context, int fd);
  int (*shutdown)(void *context, int fd, int how);
  int (*close)(void *context, int fd);
  int (*epoll_create)(void *context);
  int (*epoll_control)(void *context, int epoll, int operation, int fd, uint32_t events, uint64_t data);
  int (*epoll_wait)(void *context, int epoll, struct epoll_event *events, int count, int milliseconds);
  int (*eventfd)(void *context);
  int (*eventfd_signal)(void *context, int fd);
  int (*eventfd_drain)(void *context, int fd);
  uint64_t (*monotonic_nanoseconds)(void *context);
  uint64_t (*wall_nanoseconds)(void *context);
  int (*random)(void *context, void *bytes, size_t count);
} hg_kernel;

extern const hg_kernel hg_linux;

static inline int hg_accept(const hg_kernel *k, int fd, struct sockaddr_storage *address, socklen_t *length) { return k->accept(k->context, fd, address, length); }
static inline int hg_socket(const hg_kernel *k, int family, int type) { return k->socket(k->context, family, type); }
static inline int hg_bind(const hg_kernel *k, int fd, const struct sockaddr_storage *address, socklen_t length) { return k->bind(k->context, fd, address, length); }
static inline int hg_listen(const hg_kernel *k, int fd, int backlog) { return k->listen(k->context, fd, backlog); }
static inline int hg_connect(const hg_kernel *k, int fd, const struct sockaddr_storage *address, socklen_t length) { return k->connect(k->context, fd, address, length); }
static inline int hg_socket_error(const hg_kernel *k, int fd) { return k->socket_error(k->context, fd); }
static inline int hg_local_address(const hg_kernel *k, int fd, struct sockaddr_storage *address, socklen_t *length) { return k->local_address(k->context, fd, address, length); }
static inline int hg_set_option(const hg_kernel *k, int fd, int level, int name, int value) { return k->set_option(k->context, fd, level, name, value); }
static inline ssize_t hg_receive(const hg_kernel *k, int fd, void *bytes, size_t count) { return k->receive(k->context, fd, bytes, count); }
static inline ssize_t hg_send(const hg_kernel *k, int fd, const struct iovec *pieces, int count, int more) { return k->send(k->context, fd, pieces, count, more); }
static inline ssize_t hg_splice(const hg_kernel *k, int from, int to, size_t count, int more) {
  return k->splice(k->context, from, to, count, more);
}
// A pipe of at least `bytes` if the system allows; says how many it holds.
static inline int hg_pipe(const hg_kernel *k, int *ends, int bytes) { return k->pipe(k->context, ends, bytes); }
static inline int hg_set_linger_zero(const hg_kernel *k, int fd) { return k->linger_zero(k->context, fd); }
static inline int hg_shutdown(const hg_kernel *k, int fd, int how) { return k->shutdown(k->context, fd, how); }
static inline int hg_close(const hg_kernel *k, int fd) { return k->close(k->context, fd); }
static inline int hg_epoll_create(const hg_kernel *k) { return k->epoll_create(k->context); }
static inline int hg_epoll_control(const hg_kernel *k, int epoll, int operation, int fd, uint32_t events, uint64_t data) { return k->epoll_control(k->context, epoll, operation, fd, events, data); }
static inline int hg_epoll_wait(const hg_kernel *k, int epoll, struct epoll_event *events, int count, int milliseconds) { return k->epoll_wait(k->context, epoll, events, count, milliseconds); }
static inline int hg_eventfd(const hg_kernel *k) { return k->eventfd(k->context); }
static inline int hg_eventfd_signal(const hg_kernel *k, int fd) { return k->eventfd_signal(k->context, fd); }
static inline int hg_eventfd_drain(const hg_kernel *k, int fd) { return k->eventfd_drain(k->context, fd); }
static inline uint64_t hg_monotonic_nanoseconds(const hg_kernel *k) { return k->monotonic_nanoseconds(k->context); }
static inline uint64_t hg_wall_nanoseconds(const hg_kernel *k) { return k->wall_nanoseconds(k->context); }
static inline int hg_random(const hg_kernel *k, void *bytes, size_t count) { return k->random(k->context, bytes, count); }

// epoll_event is packed with a union that imports as a tuple of its own; this reads it.
static inline uint64_t hg_event_data(struct epoll_event event) { return event.data.u64; }
static inline struct epoll_event hg_event(uint32_t events, uint64_t data) {
  struct epoll_event event = {.events = events, .data.u64 = data};
  return event;
}

int hg_set_thread_name(const char *name);
int hg_set_thread_batch(void);
int hg_set_thread_idle(void);

// The allocator keeps up to so many free bytes at the end of each heap, and takes larger pieces from the system one by one.
void hg_keep_freed_memory(int bytes);

// A file without a name in memory, mode 0600, closed on exec; its number or -errno.
int hg_memory_file(const char *label);
// Bytes that a TCP socket's peer has sent so far; 0 where the kernel does not say.
uint64_t hg_tcp_received(int fd);

// The loop that owns this thread, or null: Swift has no spelling for thread-local storage.
void *hg_current_loop(void);
void hg_set_current_loop(void *loop);
