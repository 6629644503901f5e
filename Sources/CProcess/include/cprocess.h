#ifndef CPROCESS_H
#define CPROCESS_H

#include <spawn.h>
#include <stddef.h>

/// Calls of Linux and glibc that Swift's Glibc module does not show.

/// No core dump, no debugger and no /proc/PID/mem for others of the same user.
void cprocess_forbid_dumps(void);

/// The stack size of every thread that is made from now on.
void cprocess_set_thread_stack_bytes(size_t bytes);

/// The child to be spawned does not get the descriptors from `first` on.
/// Returns an error number, as the calls of posix_spawn do.
int cprocess_spawn_close_from(posix_spawn_file_actions_t *actions, int first);

#endif
