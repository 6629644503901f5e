// What filters of system calls are written with: see seccomp(2).
#ifndef CPROCESS_SECCOMP_H
#define CPROCESS_SECCOMP_H

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

// This machine, and its 32-bit predecessor, whose system calls have numbers of their own.
#if defined(__x86_64__)
enum { OWN = AUDIT_ARCH_X86_64, OLDER = AUDIT_ARCH_I386 };
#elif defined(__aarch64__)
enum { OWN = AUDIT_ARCH_AARCH64, OLDER = AUDIT_ARCH_ARM };
#else
#error "what this machine is called has to be written here"
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, field))
#define SKIP_IF(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)(value), yes, no)
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, value)

// Holds for this process, and for all that it becomes, for good. Gives errno's number, or 0.
static inline int take_filter(struct sock_filter *filter, size_t count) {
    struct sock_fprog program = {(unsigned short)count, filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) ? errno : 0;
}

#endif
