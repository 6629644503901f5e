#define _GNU_SOURCE
#include "csockets.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "seccomp.h"

int csockets_keep_pipes(void) {
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL) return errno;
    struct dirent *entry;
    int failure = 0;
    while (failure == 0 && (entry = readdir(folder)) != NULL) {
        char *end;
        long descriptor = strtol(entry->d_name, &end, 10);
        if (*end != 0 || end == entry->d_name || descriptor <= STDERR_FILENO) continue;
        struct stat status;
        if (fstat((int)descriptor, &status) == 0 && S_ISFIFO(status.st_mode)) continue;
        if (fcntl((int)descriptor, F_SETFD, FD_CLOEXEC) != 0) failure = errno;
    }
    closedir(folder);
    return failure;
}

int csockets_is_harmless(int descriptor) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) return errno == EBADF;
    if (!S_ISSOCK(status.st_mode)) return 1;
    int domain = 0, kind = 0;
    socklen_t size = sizeof domain;
    if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0 || domain != AF_UNIX) return 0;
    size = sizeof kind;
    if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &kind, &size) != 0 || kind == SOCK_DGRAM) return 0;
    struct sockaddr_storage peer;
    size = sizeof peer;
    return getpeername(descriptor, (struct sockaddr *)&peer, &size) == 0;
}

#if defined(__x86_64__)
enum { OLDER_SOCKET = 359, OLDER_SOCKETPAIR = 360 };
#elif defined(__aarch64__)
enum { OLDER_SOCKET = 281, OLDER_SOCKETPAIR = 288 };
#else
#error "what the numbers of socket and socketpair are has to be written here"
#endif
// The same everywhere. What is asked for by rings, and the arguments of the one call of before Linux 4.3, no filter sees.
enum { RINGS = 425, OLDER_SOCKETCALL = 102, X32 = 0x40000000 };

int csockets_keep_families(void) {
    // The kernel looks at the lower half of a family, which comes first on both machines.
    struct sock_filter filter[] = {
        LOAD(arch),
        SKIP_IF(OWN, 2, 0),
        SKIP_IF(OLDER, 6, 0),
        ANSWER(SECCOMP_RET_ERRNO | EPERM),
        LOAD(nr),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, ~(unsigned)X32),
        SKIP_IF(SYS_socket, 8, 0),
        SKIP_IF(SYS_socketpair, 7, 0),
        SKIP_IF(RINGS, 12, 11),
        LOAD(nr),
        SKIP_IF(OLDER_SOCKET, 4, 0),
        SKIP_IF(OLDER_SOCKETPAIR, 3, 0),
        SKIP_IF(OLDER_SOCKETCALL, 8, 0),
        SKIP_IF(RINGS, 7, 0),
        ANSWER(SECCOMP_RET_ALLOW),
        LOAD(args[0]),
        SKIP_IF(AF_UNIX, 3, 0),
        SKIP_IF(AF_INET, 2, 0),
        SKIP_IF(AF_INET6, 1, 0),
        SKIP_IF(AF_NETLINK, 0, 2),
        ANSWER(SECCOMP_RET_ALLOW),
        ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
        ANSWER(SECCOMP_RET_ERRNO | EAFNOSUPPORT),
    };
    return take_filter(filter, sizeof filter / sizeof *filter);
}
