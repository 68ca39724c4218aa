#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <malloc.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define RESULT(call) __typeof__(call) result = (call); return result < 0 ? -errno : result

static int linux_accept(void *context, int fd, struct sockaddr_storage *address, socklen_t *length) {
  (void)context;
  RESULT(accept4(fd, (struct sockaddr *)address, length, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

static int linux_socket(void *context, int family, int type) {
  (void)context;
  RESULT(socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

static int linux_bind(void *context, int fd, const struct sockaddr_storage *address, socklen_t length) {
  (void)context;
  RESULT(bind(fd, (const struct sockaddr *)address, length));
}

static int linux_listen(void *context, int fd, int backlog) {
  (void)context;
  RESULT(listen(fd, backlog));
}

static int linux_connect(void *context, int fd, const struct sockaddr_storage *address, socklen_t length) {
  (void)context;
  RESULT(connect(fd, (const struct sockaddr *)address, length));
}

static int linux_socket_error(void *context, int fd) {
  (void)context;
  int error = 0;
  socklen_t length = sizeof error;
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0) return -errno;
  return -error;
}

static int linux_local_address(void *context, int fd, struct sockaddr_storage *address, socklen_t *length) {
  (void)context;
  RESULT(getsockname(fd, (struct sockaddr *)address, length));
}

static int linux_set_option(void *context, int fd, int level, int name, int value) {
  (void)context;
  RESULT(setsockopt(fd, level, name, &value, sizeof value));
}

static ssize_t linux_receive(void *context, int fd, void *bytes, size_t count) {
  (void)context;
  RESULT(recv(fd, bytes, count, 0));
}

static ssize_t linux_send(void *context, int fd, const struct iovec *pieces, int count, int more) {
  (void)context;
  int flags = MSG_NOSIGNAL | (more ? MSG_MORE : 0);
  if (count == 1) { RESULT(send(fd, pieces[0].iov_base, pieces[0].iov_len, flags)); }
  struct msghdr message = {.msg_iov = (struct iovec *)pieces, .msg_iovlen = (size_t)count};
  RESULT(sendmsg(fd, &message, flags));
}

static ssize_t linux_splice(void *context, int from, int to, size_t count, int more) {
  (void)context;
  RESULT(splice(from, NULL, to, NULL, count, SPLICE_F_NONBLOCK | SPLICE_F_MOVE | (more ? SPLICE_F_MORE : 0)));
}

static int linux_pipe(void *context, int ends[2], int bytes) {
  (void)context;
  if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) < 0) return -errno;
  int size = fcntl(ends[1], F_SETPIPE_SZ, bytes);
  return size < 0 ? fcntl(ends[1], F_GETPIPE_SZ) : size;
}

static int linux_linger_zero(void *context, int fd) {
  (void)context;
  struct linger now = {.l_onoff = 1, .l_linger = 0};
  RESULT(setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now));
}

static int linux_shutdown(void *context, int fd, int how) {
  (void)context;
  RESULT(shutdown(fd, how));
}

static int linux_close(void *context, int fd) {
  (void)context;
  RESULT(close(fd));
}

static int linux_epoll_create(void *context) {
  (void)context;
  RESULT(epoll_create1(EPOLL_CLOEXEC));
}

static int linux_epoll_control(void *context, int epoll, int operation, int fd, uint32_t events, uint64_t data) {
  (void)context;
  struct epoll_event event = {.events = events, .data.u64 = data};
  RESULT(epoll_ctl(epoll, operation, fd, &event));
}

static int linux_epoll_wait(void *context, int epoll, struct epoll_event *events, int count, int milliseconds) {
  (void)context;
  RESULT(epoll_wait(epoll, events, count, milliseconds));
}

static int linux_eventfd(void *context) {
  (void)context;
  RESULT(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
}

static int linux_eventfd_signal(void *context, int fd) {
  (void)context;
  RESULT(eventfd_write(fd, 1));
}

static int linux_eventfd_drain(void *context, int fd) {
  (void)context;
  eventfd_t value;
  RESULT(eventfd_read(fd, &value));
}

static uint64_t nanoseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static uint64_t linux_monotonic_nanoseconds(void *context) {
  (void)context;
  return nanoseconds(CLOCK_MONOTONIC);
}

static uint64_t linux_wall_nanoseconds(void *context) {
  (void)context;
  return nanoseconds(CLOCK_REALTIME);
}

static int linux_random(void *context, void *bytes, size_t count) {
  (void)context;
  RESULT((int)getrandom(bytes, count, 0));
}

const hg_kernel hg_linux = {
    .accept = linux_accept,
    .socket = linux_socket,
    .bind = linux_bind,
    .listen = linux_listen,
    .connect = linux_connect,
    .socket_error = linux_socket_error,
    .local_address = linux_local_address,
    .set_option = linux_set_option,
    .receive = linux_receive,
    .send = linux_send,
    .splice = linux_splice,
    .pipe = linux_pipe,
    .linger_zero = linux_linger_zero,
    .shutdown = linux_shutdown,
    .close = linux_close,
    .epoll_create = linux_epoll_create,
    .epoll_control = linux_epoll_control,
    .epoll_wait = linux_epoll_wait,
    .eventfd = linux_eventfd,
    .eventfd_signal = linux_eventfd_signal,
    .eventfd_drain = linux_eventfd_drain,
    .monotonic_nanoseconds = linux_monotonic_nanoseconds,
    .wall_nanoseconds = linux_wall_nanoseconds,
    .random = linux_random,
};

int hg_set_thread_name(const char *name) { return pthread_setname_np(pthread_self(), name); }

int hg_memory_file(const char *label) {
  int fd = memfd_create(label, MFD_CLOEXEC);
  if (fd < 0) return -errno;
  if (fchmod(fd, 0600) == 0) return fd;
  int problem = errno;
  close(fd);
  return -problem;
}

uint64_t hg_tcp_received(int fd) {
  struct tcp_info info = {0};
  socklen_t length = sizeof info;
  return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0 ? info.tcpi_bytes_received : 0;
}

int hg_set_thread_batch(void) {
  struct sched_param none = {0};
  return sched_setscheduler(0, SCHED_BATCH, &none);
}

int hg_set_thread_idle(void) {
  struct sched_param none = {0};
  return sched_setscheduler(0, SCHED_IDLE, &none);
}

void hg_keep_freed_memory(int bytes) {
  mallopt(M_MMAP_THRESHOLD, bytes);
  mallopt(M_TRIM_THRESHOLD, bytes);
}

static _Thread_local void *current_loop;
void *hg_current_loop(void) { return current_loop; }
void hg_set_current_loop(void *loop) { current_loop = loop; }
