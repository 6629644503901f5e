#ifndef CCOVER_H
#define CCOVER_H

/// What a command in a mount namespace of its own does not see, or may not change. All return 0 or errno, and read the
/// mount table of the namespace that they are called in.

/// Hides a folder (an empty one takes its place) or a file (/dev/null does), there and wherever else mounts show it or a part
/// of it, and wherever else what is mounted below it is shown. EBUSY: this process works in it, and would see it still.
int ccover_hide(const char *path);

/// Puts a file over another, for reading alone. It stays there when what it lies in is hidden; one in a process.
int ccover_replace(const char *file, const char *path);

/// Control groups, devices and settings of the system, wherever they are mounted, are for reading alone.
int ccover_keep_system(void);

#endif
