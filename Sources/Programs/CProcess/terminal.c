#define _GNU_SOURCE
#include "cterminal.h"

#include <sys/ioctl.h>

#include "seccomp.h"

// The numbers of ioctl, of this machine's programs and of those of its 32-bit predecessor.
#if defined(__x86_64__)
enum { OWN_X32 = 0x40000000 + 514, OLDER_IOCTL = 54 };
#elif defined(__aarch64__)
enum { OWN_X32 = SYS_ioctl, OLDER_IOCTL = 54 };
#else
#error "what ioctl's number is has to be written here"
#endif
// Not in every header: linux/tiocl.h's way to paste into a console.
#define PASTES 0x541C

int cterminal_forbid_input(void) {
    // The kernel looks at the lower half of what ioctl is to do, which comes first on both machines.
    struct sock_filter filter[] = {
        LOAD(arch),
        SKIP_IF(OWN, 2, 0),
        SKIP_IF(OLDER, 4, 0),
        ANSWER(SECCOMP_RET_ERRNO | EPERM),
        LOAD(nr),
        SKIP_IF(SYS_ioctl, 4, 0),
        SKIP_IF(OWN_X32, 3, 7),
        LOAD(nr),
        SKIP_IF(OLDER_IOCTL, 1, 0),
        ANSWER(SECCOMP_RET_ALLOW),
        LOAD(args[1]),
        SKIP_IF(TIOCSTI, 1, 0),
        SKIP_IF(PASTES, 0, 1),
        ANSWER(SECCOMP_RET_ERRNO | EPERM),
        ANSWER(SECCOMP_RET_ALLOW),
    };
    return take_filter(filter, sizeof filter / sizeof *filter);
}
