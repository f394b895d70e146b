/* Faults for tests: loaded before a dynamically linked program (LD_PRELOAD), it fails the n-th call of a kind, or writes
 * down what a program does to its files, so that a test can rebuild what a disk may hold after a power cut.
 *
 *   IPLEDGER_FAULT_UNDER   only files below this folder count; the standard output counts as `print`
 *   IPLEDGER_FAULT_COUNT   a file that gets "kind count" lines when the program ends
 *   IPLEDGER_FAULT_KIND    open write short sync rename unlink lock print
 *   IPLEDGER_FAULT_AT      which call of the kind fails, from 1
 *   IPLEDGER_FAULT_ERROR   the number of the error
 *   IPLEDGER_FAULT_ALWAYS  every call of the kind from that one on fails
 *   IPLEDGER_FAULT_TRACE   a file that gets each change: kind, path, offset, length, bytes
 *
 * `short` writes half of what is asked; `print` is a write to the standard output.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { OPEN, WRITE, SHORT, SYNC, RENAME, UNLINK, LOCK, PRINT, KINDS };
static const char *const NAMES[KINDS] = {"open", "write", "short", "sync", "rename", "unlink", "lock", "print"};

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static const char *under;
static long counts[KINDS];
static int armed = -1, error_no = EIO, always, trace = -1;
static long at;

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static void start(void) {
    static int started;
    if (started) return;
    started = 1;
    under = getenv("IPLEDGER_FAULT_UNDER");
    const char *kind = getenv("IPLEDGER_FAULT_KIND"), *n = getenv("IPLEDGER_FAULT_AT");
    const char *error = getenv("IPLEDGER_FAULT_ERROR"), *path = getenv("IPLEDGER_FAULT_TRACE");
    for (int i = 0; kind && i < KINDS; i++)
        if (!strcmp(kind, NAMES[i])) armed = i;
    if (n) at = atol(n);
    if (error) error_no = atoi(error);
    always = getenv("IPLEDGER_FAULT_ALWAYS") != NULL;
    if (path) trace = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* Counts a call of a kind; whether it is the one to fail. */
static int fails(enum kind kind) {
    pthread_mutex_lock(&guard);
    long n = ++counts[kind];
    pthread_mutex_unlock(&guard);
    return armed == (int)kind && (n == at || (always && n > at));
}

static int counted(const char *path) {
    start();
    return under && path && !strncmp(path, under, strlen(under));
}

/* Where a descriptor leads; its name now, whatever it was when it was opened. */
static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return 1;
}

static int counted_fd(int fd, char *path) {
    start();
    return under && path_of(fd, path) && counted(path);
}

static void absolute(int folder, const char *path, char *whole) {
    char base[PATH_MAX];
    if (path[0] == '/') {
        snprintf(whole, PATH_MAX, "%s", path);
        return;
    }
    if (folder == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) base[0] = 0;
    } else if (!path_of(folder, base)) {
        base[0] = 0;
    }
    if (path[0] == '.' && path[1] == '/') path += 2;
    if (snprintf(whole, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) whole[0] = 0;
}

static void put(const void *bytes, size_t n) {
    for (const char *p = bytes; n > 0;) {
        ssize_t written = syscall(SYS_write, trace, p, n);
        if (written <= 0) return;
        p += written;
        n -= (size_t)written;
    }
}

/* 'w' path offset bytes; 't' path length; 's' path; 'r' path, the new path as bytes; 'u' path; 'c' path: made empty */
static void note(char kind, const char *path, int64_t offset, const void *bytes, uint64_t n) {
    start();
    if (trace < 0) return;
    uint32_t length = (uint32_t)strlen(path);
    pthread_mutex_lock(&guard);
    put(&kind, 1);
    put(&length, sizeof length);
    put(path, length);
    put(&offset, sizeof offset);
    put(&n, sizeof n);
    if (bytes) put(bytes, n);
    pthread_mutex_unlock(&guard);
}

__attribute__((destructor)) static void finish(void) {
    const char *path = getenv("IPLEDGER_FAULT_COUNT");
    if (!path) return;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (int i = 0; fd >= 0 && i < KINDS; i++) {
        char line[64];
        int n = snprintf(line, sizeof line, "%s %ld\n", NAMES[i], counts[i]);
        if (syscall(SYS_write, fd, line, n) < 0) return;
    }
}

static int opened(int folder, const char *path, int flags, mode_t mode) {
    static int (*real)(int, const char *, int, ...);
    if (!real) real = (int (*)(int, const char *, int, ...))dlsym(RTLD_NEXT, "openat64");
    char whole[PATH_MAX];
    absolute(folder, path, whole);
    if (!counted(whole)) return real(folder, path, flags, mode);
    if (fails(OPEN)) {
        errno = error_no;
        return -1;
    }
    struct stat there;
    int was_there = stat(whole, &there) == 0;
    int fd = real(folder, path, flags, mode);
    if (fd >= 0 && ((flags & O_TRUNC) || ((flags & O_CREAT) && !was_there))) note('c', whole, 0, NULL, 0);
    return fd;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags) return opened(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE(flags) return opened(folder, path, flags, mode); }

static ssize_t written(int fd, const void *bytes, size_t n, int64_t offset) {
    char path[PATH_MAX];
    int is_print = fd == 1;
    start();
    int counts_here = under && (is_print || counted_fd(fd, path));
    if (counts_here && fails(is_print ? PRINT : WRITE)) {
        errno = error_no;
        return -1;
    }
    if (counts_here && !is_print && n > 1 && fails(SHORT)) n /= 2;
    int64_t where = offset >= 0 ? offset : (int64_t)lseek64(fd, 0, SEEK_CUR);
    ssize_t done = offset >= 0 ? syscall(SYS_pwrite64, fd, bytes, n, offset) : syscall(SYS_write, fd, bytes, n);
    if (counts_here && !is_print && done > 0) note('w', path, where, bytes, (uint64_t)done);
    return done;
}

ssize_t write(int fd, const void *bytes, size_t n) { return written(fd, bytes, n, -1); }
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t offset) { return written(fd, bytes, n, offset); }
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t offset) { return written(fd, bytes, n, offset); }

ssize_t writev(int fd, const struct iovec *parts, int n) {
    ssize_t sum = 0;
    for (int i = 0; i < n; i++) {
        if (!parts[i].iov_len) continue;
        ssize_t done = written(fd, parts[i].iov_base, parts[i].iov_len, -1);
        if (done < 0) return sum ? sum : -1;
        sum += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return sum;
}

static int truncated(int fd, int64_t length) {
    char path[PATH_MAX];
    int done = (int)syscall(SYS_ftruncate, fd, length);
    if (!done && counted_fd(fd, path)) note('t', path, length, NULL, 0);
    return done;
}
int ftruncate(int fd, off_t length) { return truncated(fd, length); }
int ftruncate64(int fd, off64_t length) { return truncated(fd, length); }

static int synced(int fd, long call) {
    char path[PATH_MAX];
    if (counted_fd(fd, path)) {
        if (fails(SYNC)) {
            errno = error_no;
            return -1;
        }
        note('s', path, 0, NULL, 0);
    }
    return (int)syscall(call, fd);
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int rename(const char *from, const char *to) {
    REAL(rename);
    char whole[PATH_MAX], target[PATH_MAX];
    absolute(AT_FDCWD, from, whole);
    absolute(AT_FDCWD, to, target);
    if (!counted(whole)) return real(from, to);
    if (fails(RENAME)) {
        errno = error_no;
        return -1;
    }
    int done = real(from, to);
    if (!done) note('r', whole, 0, target, strlen(target));
    return done;
}

int unlink(const char *path) {
    REAL(unlink);
    char whole[PATH_MAX];
    absolute(AT_FDCWD, path, whole);
    if (!counted(whole)) return real(path);
    if (fails(UNLINK)) {
        errno = error_no;
        return -1;
    }
    int done = real(path);
    if (!done) note('u', whole, 0, NULL, 0);
    return done;
}

static int controlled(const char *name, int fd, int command, void *argument) {
    int (*real)(int, int, ...) = (int (*)(int, int, ...))dlsym(RTLD_NEXT, name);
    char path[PATH_MAX];
    if ((command == F_SETLK || command == F_SETLKW) && counted_fd(fd, path) && fails(LOCK)) {
        errno = error_no;
        return -1;
    }
    return real(fd, command, argument);
}
int fcntl(int fd, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return controlled("fcntl", fd, command, argument);
}
int fcntl64(int fd, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return controlled("fcntl64", fd, command, argument);
}
