#define _GNU_SOURCE
#include "cterminal.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

// The numbers of ioctl, of this machine's programs and of those of its 32-bit predecessor.
#if defined(__x86_64__)
enum { OWN = AUDIT_ARCH_X86_64, OWN_X32 = 0x40000000 + 514, OLDER = AUDIT_ARCH_I386, OLDER_IOCTL = 54 };
#elif defined(__aarch64__)
enum { OWN = AUDIT_ARCH_AARCH64, OWN_X32 = SYS_ioctl, OLDER = AUDIT_ARCH_ARM, OLDER_IOCTL = 54 };
#else
#error "what ioctl's number is has to be written here"
#endif
// Not in every header: linux/tiocl.h's way to paste into a console.
#define PASTES 0x541C

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, field))
#define SKIP_IF(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)(value), yes, no)
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, value)

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
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) ? errno : 0;
}
