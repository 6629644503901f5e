#define _GNU_SOURCE
#include "cprocess.h"

#include <link.h>
#include <malloc.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

void cprocess_forbid_dumps(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void cprocess_set_thread_stack_bytes(size_t bytes) {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return;
    if (pthread_attr_setstacksize(&attributes, bytes) == 0) pthread_setattr_default_np(&attributes);
    pthread_attr_destroy(&attributes);
}

static int release_code(struct dl_phdr_info *program, size_t size, void *context) {
    (void)size;
    (void)context;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int index = 0; index < program->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &program->dlpi_phdr[index];
        if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W)) continue;
        uintptr_t start = (program->dlpi_addr + segment->p_vaddr + page - 1) / page * page;
        uintptr_t end = (program->dlpi_addr + segment->p_vaddr + segment->p_memsz) / page * page;
        // Unchanged pages of the program's file: they are read from it again where they are used again.
        if (end > start) madvise((void *)start, end - start, MADV_DONTNEED);
    }
    // The program itself comes first; what is linked to it dynamically stays.
    return 1;
}

void cprocess_release_memory(void) {
    malloc_trim(0);
    dl_iterate_phdr(release_code, NULL);
}
