#define _GNU_SOURCE
#include "cplace.h"

#include "ccover.h"
#include "csockets.h"
#include "cterminal.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

// Room for a socket beside an answer.
union with_descriptor {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr header;
};

static int write_file(const char *path, const char *text) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return errno;
    ssize_t count = write(file, text, strlen(text));
    int failure = count < 0 ? errno : 0;
    close(file);
    return failure;
}

// Inside, the command is who it is outside; nobody else is there.
static int map_user(uid_t user, gid_t group) {
    char line[64];
    int failure = write_file("/proc/self/setgroups", "deny");
    if (failure != 0 && failure != ENOENT) return failure;
    snprintf(line, sizeof line, "%u %u 1", (unsigned)user, (unsigned)user);
    failure = write_file("/proc/self/uid_map", line);
    if (failure != 0) return failure;
    snprintf(line, sizeof line, "%u %u 1", (unsigned)group, (unsigned)group);
    return write_file("/proc/self/gid_map", line);
}

// A namespace within it would have rights of its own, and mounts that it may change. The setting is the namespace's.
static int forbid_nesting(void) { return write_file("/proc/sys/user/max_user_namespaces", "0"); }

static int raise_loopback(void) {
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, "lo");
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (any < 0) return errno;
    int failure = 0;
    if (ioctl(any, SIOCGIFFLAGS, &request) != 0) failure = errno;
    request.ifr_flags |= IFF_UP;
    if (failure == 0 && ioctl(any, SIOCSIFFLAGS, &request) != 0) failure = errno;
    close(any);
    return failure;
}

static void make_folders(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(path, 0755);
        *slash = '/';
    }
}

static int open_listener(const char *address, size_t bytes, int *descriptor) {
    struct sockaddr_storage place;
    memset(&place, 0, sizeof place);
    if (bytes < sizeof(sa_family_t) || bytes > sizeof place) return EINVAL;
    memcpy(&place, address, bytes);
    if (place.ss_family == AF_UNIX) make_folders(((struct sockaddr_un *)&place)->sun_path);
    int listener = socket(place.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0) return errno;
    int on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&place, (socklen_t)bytes) != 0 || listen(listener, 1024) != 0) {
        int failure = errno;
        close(listener);
        return failure;
    }
    *descriptor = listener;
    return 0;
}

static void answer(int control, int kind, int status, int descriptor) {
    struct cplace_answer text = {kind, status};
    struct iovec part = {&text, sizeof text};
    union with_descriptor beside;
    memset(&beside, 0, sizeof beside);
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor >= 0) {
        message.msg_control = beside.bytes;
        message.msg_controllen = sizeof beside.bytes;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof descriptor);
        memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    }
    sendmsg(control, &message, MSG_NOSIGNAL);
}

static void become_command(char *const command[], int failed) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    // What was put over files and folders stays there, and no program gives a right.
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
        prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int failure = cterminal_forbid_input();
    if (failure == 0) failure = csockets_keep_families();
    if (failure == 0) failure = csockets_keep_pipes();
    if (failure == 0) {
        execvp(command[0], command);
        failure = errno;
    }
    ssize_t ignored = write(failed, &failure, sizeof failure);
    (void)ignored;
    _exit(127);
}

// The files that tell of processes are those of the command's own. Where they cannot be had (a container's are covered in part) the
// machine's stay, for reading.
static int show_own_processes(void) {
    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return errno;
    if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0) return 0;
    return ccover_keep_system();
}

// The first process of the command's own: when it ends, the kernel ends all of them. What it is told, it tells the command.
static void keep_command(char *const command[], int failed, int ended) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    int failure = show_own_processes();
    pid_t child = failure == 0 ? fork() : -1;
    if (child == 0) become_command(command, failed);
    if (child < 0) {
        if (failure == 0) failure = errno;
        ssize_t ignored = write(failed, &failure, sizeof failure);
        (void)ignored;
        _exit(127);
    }
    close(failed);
    for (;;) {
        siginfo_t said;
        int number = sigwaitinfo(&all, &said);
        // From outside, where no number here is anybody's; a terminal tells the command by itself.
        if (number > 0 && said.si_code == SI_USER && said.si_pid == 0) kill(child, number);
        int status;
        for (pid_t one; (one = waitpid(-1, &status, WNOHANG)) > 0;) {
            if (one != child) continue;
            ssize_t ignored = write(ended, &status, sizeof status);
            (void)ignored;
            _exit(0);
        }
    }
}

static int start(char *const command[], pid_t *child, int *ended) {
    int failures[2], ends[2];
    if (pipe2(failures, O_CLOEXEC) != 0) return errno;
    if (pipe2(ends, O_CLOEXEC) != 0 || unshare(CLONE_NEWPID) != 0) return errno;
    pid_t number = fork();
    if (number < 0) return errno;
    if (number == 0) keep_command(command, failures[1], ends[1]);
    close(failures[1]);
    close(ends[1]);
    int failure = 0;
    if (read(failures[0], &failure, sizeof failure) < (ssize_t)sizeof failure) failure = 0;
    close(failures[0]);
    if (failure != 0) {
        waitpid(number, NULL, 0);
        return failure;
    }
    *child = number;
    *ended = ends[0];
    return 0;
}

// Where the second of two strings begins, or NULL.
static const char *second(const char *text, size_t bytes) {
    const char *end = memchr(text, 0, bytes);
    return end == NULL || end + 1 >= text + bytes ? NULL : end + 1;
}

static int perform(char *message, size_t bytes, char *const command[], pid_t *child, int *status, int *descriptor) {
    const char *argument = message + 1;
    const char *other = second(argument, bytes - 1);
    switch (message[0]) {
    case CPLACE_LISTEN: return open_listener(argument, bytes - 1, descriptor);
    case CPLACE_COVER: return ccover_hide(argument);
    case CPLACE_REPLACE: return other == NULL ? EINVAL : ccover_replace(argument, other);
    case CPLACE_DEFAULT:
        if (other == NULL) return EINVAL;
        return setenv(argument, other, 0) ? errno : 0;
    case CPLACE_START: return *child != 0 ? EALREADY : start(command, child, status);
    case CPLACE_SIGNAL: return *child == 0 || kill(*child, argument[0]) == 0 ? 0 : errno;
    default: return EINVAL;
    }
}

static void serve(int control, char *const command[]) {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    signal(SIGCHLD, SIG_DFL);
    int ended = signalfd(-1, &ends, SFD_CLOEXEC);
    pid_t child = 0;
    int told = -1;
    char message[CPLACE_MESSAGE_BYTES + 1];
    while (ended >= 0) {
        struct pollfd both[2] = {{control, POLLIN, 0}, {ended, POLLIN, 0}};
        if (poll(both, 2, -1) < 0 && errno != EINTR) break;
        if (both[1].revents != 0) {
            struct signalfd_siginfo information;
            int status = 0;
            ssize_t count = read(ended, &information, sizeof information);
            if (count > 0 && child != 0 && waitpid(child, &status, WNOHANG) == child) {
                // Its own end where it did not come to tell the command's.
                int own = status;
                if (read(told, &status, sizeof status) != (ssize_t)sizeof status) status = own;
                answer(control, CPLACE_ENDED, status, -1);
                _exit(0);
            }
        }
        if (both[0].revents == 0) continue;
        ssize_t count = recv(control, message, CPLACE_MESSAGE_BYTES, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        message[count] = 0;
        int descriptor = -1;
        int status = perform(message, (size_t)count, command, &child, &told, &descriptor);
        if (message[0] != CPLACE_SIGNAL) answer(control, message[0], status, descriptor);
        if (descriptor >= 0) close(descriptor);
    }
    if (child != 0) kill(child, SIGKILL);
    _exit(1);
}

static void live(int control, char *const command[]) {
    uid_t user = geteuid();
    gid_t group = getegid();
    int step = CPLACE_NAMESPACES;
    int failure = 0;
    // Ctrl-C is the command's.
    for (int number = 1; number < NSIG; number++)
        if (number != SIGCHLD) signal(number, SIG_IGN);
    // The files that say who it is are its own only so.
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWIPC) != 0) failure = errno;
    if (failure == 0) {
        step = CPLACE_USER;
        failure = map_user(user, group);
    }
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    if (failure == 0) {
        step = CPLACE_NESTING;
        failure = forbid_nesting();
    }
    if (failure == 0) {
        step = CPLACE_LOOPBACK;
        failure = raise_loopback();
    }
    if (failure == 0) {
        step = CPLACE_MOUNTS;
        if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) failure = errno;
    }
    if (failure == 0) {
        step = CPLACE_SYSTEM;
        failure = ccover_keep_system();
    }
    answer(control, failure == 0 ? CPLACE_DONE : step, failure, -1);
    if (failure != 0) _exit(1);
    serve(control, command);
}

static int receive(int control, struct cplace_answer *text, int *descriptor) {
    struct iovec part = {text, sizeof *text};
    union with_descriptor beside;
    *descriptor = -1;
    for (;;) {
        struct msghdr message = {
            .msg_iov = &part, .msg_iovlen = 1, .msg_control = beside.bytes, .msg_controllen = sizeof beside.bytes};
        ssize_t count = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
        if (count < 0 && errno == EINTR) continue;
        if (count != (ssize_t)sizeof *text) return count < 0 ? errno : EPIPE;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
            memcpy(descriptor, CMSG_DATA(header), sizeof *descriptor);
        return 0;
    }
}

int cplace_begin(char *const command[], int *control, int *step) {
    int ends[2];
    *step = CPLACE_FORK;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return errno;
    pid_t helper = fork();
    if (helper < 0) return errno;
    if (helper == 0) {
        close(ends[0]);
        live(ends[1], command);
    }
    close(ends[1]);
    struct cplace_answer text;
    int none;
    int failure = receive(ends[0], &text, &none);
    if (failure == 0) {
        *step = text.kind;
        failure = text.status;
    }
    if (failure != 0) {
        close(ends[0]);
        return failure;
    }
    *control = ends[0];
    return 0;
}

int cplace_ask(int control, const void *message, size_t bytes, int *descriptor) {
    *descriptor = -1;
    if (send(control, message, bytes, MSG_NOSIGNAL) != (ssize_t)bytes) return errno;
    if (*(const char *)message == CPLACE_SIGNAL) return 0;
    struct cplace_answer text;
    int failure = receive(control, &text, descriptor);
    if (failure != 0) return failure;
    return text.kind == CPLACE_ENDED ? ECHILD : text.status;
}

int cplace_wait(int control) {
    struct cplace_answer text;
    int none;
    while (receive(control, &text, &none) == 0)
        if (text.kind == CPLACE_ENDED) return text.status;
    return -1;
}
