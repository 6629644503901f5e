#ifndef CPROCESS_H
#define CPROCESS_H

#include <stddef.h>

#include "cplace.h"

/// Calls of Linux and glibc that Swift's Glibc module does not show.

/// No core dump, no debugger and no /proc/PID/mem for others of the same user.
void cprocess_forbid_dumps(void);

/// The stack size of every thread that is made from now on.
void cprocess_set_thread_stack_bytes(size_t bytes);

/// Gives back what is allocated no more, and the program's own pages that are not used at present.
void cprocess_release_memory(void);

#endif
