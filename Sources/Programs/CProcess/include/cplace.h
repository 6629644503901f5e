#ifndef CPLACE_H
#define CPLACE_H

#include <stddef.h>
#include <sys/types.h>

/// A command's own user, network, mount, process and IPC namespace, and a helper in it that does what is asked for over a socket
/// of packets. It needs no right but that of making user namespaces.
///
/// To the helper: a byte that says what, then its argument.
///   CPLACE_LISTEN   struct sockaddr      a listening socket comes back beside the answer
///   CPLACE_COVER    path                 the command does not see it, wherever mounts show it (ccover_hide)
///   CPLACE_REPLACE  file NUL path        another file takes its place, for reading, for the command
///   CPLACE_DEFAULT  NAME NUL value       a variable of the command, where it is not set
///   CPLACE_START                         the command begins
///   CPLACE_SIGNAL   byte                 a signal for the command; there is no answer
/// From it: struct cplace_answer for each, in order, and one of CPLACE_ENDED when the command has ended.
/// When this process's end of the socket is closed, the command is killed. What it has started ends with it.

enum cplace_kind {
    CPLACE_LISTEN = 'L',
    CPLACE_COVER = 'C',
    CPLACE_REPLACE = 'R',
    CPLACE_DEFAULT = 'D',
    CPLACE_START = 'S',
    CPLACE_SIGNAL = 'K',
    CPLACE_ENDED = 'E',
};

#define CPLACE_MESSAGE_BYTES 4096

struct cplace_answer {
    int kind;
    /// errno, or 0; of CPLACE_ENDED what waitpid says.
    int status;
};

/// What of the beginning failed.
enum cplace_step {
    CPLACE_FORK,
    CPLACE_NAMESPACES,
    CPLACE_USER,
    CPLACE_NESTING,
    CPLACE_LOOPBACK,
    CPLACE_MOUNTS,
    CPLACE_SYSTEM,
    CPLACE_DONE,
};

/// - command: its words, ended by NULL.
/// Returns 0 with the socket, or errno with the step that failed.
int cplace_begin(char *const command[], int *control, int *step);

/// Sends a message and, unless it is CPLACE_SIGNAL, waits for its answer.
/// - descriptor: set to the socket that came with it, or -1.
/// Returns errno of the answer, or of the way there.
int cplace_ask(int control, const void *message, size_t bytes, int *descriptor);

/// Waits for the command's end. Returns what waitpid says, or -1 when the helper is gone.
int cplace_wait(int control);

#endif
