#ifndef CSOCKETS_H
#define CSOCKETS_H

/// What of the machine's network a process would take along into a network namespace of its own. All return 0 or errno.

/// Of descriptors behind standard error the next program inherits pipes alone: a socket stays in the network that it was made in
/// and can be connected anew, a folder shows what lies under a mount.
int csockets_keep_pipes(void);

/// Whether a descriptor is no way into another network: no socket, or one of files that is connected, which no call connects anew.
int csockets_is_harmless(int descriptor);

/// From now on this process and those that it starts make sockets of IP, of files and of the kernel's own news, and no others: a
/// virtual machine's (AF_VSOCK) know no network namespaces. Needs PR_SET_NO_NEW_PRIVS.
int csockets_keep_families(void);

#endif
