#define _GNU_SOURCE
#include "ccover.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

// A line of /proc/self/mountinfo.
struct mounted {
    uint64_t number;
    unsigned major, minor;
    // What of its file system it shows, and where.
    char *root, *point;
    char *kind;
};

struct table {
    struct mounted *all;
    size_t count;
};

// A place within a file system, whatever shows it.
struct place {
    unsigned major, minor;
    char path[PATH_MAX];
};

enum { MOUNTS_LIMIT = 100000, PLACES_LIMIT = 4096 };

static void forget(struct table *table) {
    for (size_t index = 0; index < table->count; index++) {
        free(table->all[index].root);
        free(table->all[index].point);
        free(table->all[index].kind);
    }
    free(table->all);
    table->all = NULL;
    table->count = 0;
}

// Blanks and the like stand there as \040.
static char *unescaped(const char *text) {
    char *plain = malloc(strlen(text) + 1);
    if (plain == NULL) return NULL;
    char *end = plain;
    while (*text != 0) {
        if (text[0] == '\\' && text[1] >= '0' && text[1] <= '3' && text[2] >= '0' && text[2] <= '7' && text[3] >= '0' &&
            text[3] <= '7') {
            *end++ = (char)((text[1] - '0') << 6 | (text[2] - '0') << 3 | (text[3] - '0'));
            text += 4;
        } else {
            *end++ = *text++;
        }
    }
    *end = 0;
    return plain;
}

static int read_table(struct table *table) {
    memset(table, 0, sizeof *table);
    FILE *file = fopen("/proc/self/mountinfo", "re");
    if (file == NULL) return errno;
    char *line = NULL;
    size_t room = 0, places = 0;
    int failure = 0;
    while (failure == 0 && getline(&line, &room, file) > 0) {
        if (table->count == places) {
            places = places == 0 ? 64 : places * 2;
            struct mounted *more = places > MOUNTS_LIMIT ? NULL : realloc(table->all, places * sizeof *more);
            if (more == NULL) {
                failure = ENOMEM;
                break;
            }
            table->all = more;
        }
        struct mounted *one = &table->all[table->count];
        memset(one, 0, sizeof *one);
        int root = 0, point = 0, rest = 0;
        if (sscanf(line, "%lu %*u %u:%u %n%*s %n%*s%n", &one->number, &one->major, &one->minor, &root, &point, &rest) < 3 ||
            rest == 0) {
            failure = EBADMSG;
            break;
        }
        char *kind = strstr(line + rest, " - ");
        if (kind == NULL) {
            failure = EBADMSG;
            break;
        }
        line[point - 1] = 0;
        line[rest] = 0;
        kind += 3;
        kind[strcspn(kind, " \n")] = 0;
        one->root = unescaped(line + root);
        one->point = unescaped(line + point);
        one->kind = unescaped(kind);
        table->count++;
        if (one->root == NULL || one->point == NULL || one->kind == NULL) failure = ENOMEM;
    }
    free(line);
    fclose(file);
    if (failure != 0) forget(table);
    return failure;
}

// What stands behind a folder in a path: "" for the same, NULL where it is not in it.
static const char *within(const char *path, const char *folder) {
    size_t count = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
    if (strncmp(path, folder, count) != 0) return NULL;
    if (path[count] != 0 && path[count] != '/') return NULL;
    return strcmp(path, "/") == 0 ? "" : path + count;
}

static int join(char *path, const char *folder, const char *rest) {
    if (rest[0] == 0) return snprintf(path, PATH_MAX, "%s", folder) < PATH_MAX ? 0 : ENAMETOOLONG;
    return snprintf(path, PATH_MAX, "%s%s", strcmp(folder, "/") == 0 ? "" : folder, rest) < PATH_MAX ? 0 : ENAMETOOLONG;
}

// Whose a path is: something else may be mounted over it, and then nobody sees what is under that.
static int number_of_mount(const char *path, uint64_t *number) {
    struct statx status;
    if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_MNT_ID, &status) != 0) return errno;
    if ((status.stx_mask & STATX_MNT_ID) == 0) return ENOSYS;
    *number = status.stx_mnt_id;
    return 0;
}

static bool is_shown(const char *path, const struct mounted *by) {
    uint64_t number;
    return number_of_mount(path, &number) == 0 && number == by->number;
}

static int cover_one(const char *path) {
    struct stat status;
    if (lstat(path, &status) != 0) return errno;
    if (!S_ISDIR(status.st_mode)) return mount("/dev/null", path, NULL, MS_BIND, NULL) ? errno : 0;
    return mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=16m") ? errno : 0;
}

static int longest_first(const void *one, const void *other) {
    size_t first = strlen(*(char *const *)one), second = strlen(*(char *const *)other);
    return first < second ? 1 : first > second ? -1 : 0;
}

struct paths {
    char **all;
    size_t count;
};

static int add(struct paths *paths, const char *path) {
    for (size_t index = 0; index < paths->count; index++)
        if (strcmp(paths->all[index], path) == 0) return 0;
    if (paths->count == PLACES_LIMIT) return E2BIG;
    char **more = realloc(paths->all, (paths->count + 1) * sizeof *more);
    if (more == NULL) return ENOMEM;
    paths->all = more;
    paths->all[paths->count] = strdup(path);
    if (paths->all[paths->count] == NULL) return ENOMEM;
    paths->count++;
    return 0;
}

// Where a file of a folder that is hidden was put, for the command to see.
static char replaced[PATH_MAX];

// Where a mount shows a place or a part of it. Returns false where it does not, or something lies over that.
static bool find_view(const struct mounted *one, const struct place *place, char *view) {
    if (one->major != place->major || one->minor != place->minor || strcmp(one->point, replaced) == 0) return false;
    const char *rest = within(place->path, one->root);
    if (rest == NULL && within(one->root, place->path) == NULL) return false;
    return join(view, one->point, rest == NULL ? "" : rest) == 0 && is_shown(view, one);
}

// Where a place can be seen beside the folder that is to be covered.
static int add_views(const struct table *table, const struct place *place, bool is_below, const char *covered,
                     struct paths *paths) {
    char view[PATH_MAX], own[PATH_MAX];
    if (getcwd(own, sizeof own) == NULL) return EBUSY;
    // What is mounted below it and holds it, too, or what the command works in, is the machine and no secret of the folder's: a
    // container that is shown its host in /run.
    for (size_t index = 0; index < table->count; index++) {
        if (!find_view(&table->all[index], place, view) || within(view, covered) != NULL) continue;
        if (within(covered, view) != NULL || within(own, view) != NULL) return is_below ? 0 : EBUSY;
    }
    int failure = 0;
    for (size_t index = 0; failure == 0 && index < table->count; index++)
        if (find_view(&table->all[index], place, view) && within(view, covered) == NULL) failure = add(paths, view);
    return failure;
}

static int find_views(const struct table *table, const char *covered, struct paths *paths) {
    uint64_t number;
    int failure = number_of_mount(covered, &number);
    struct place place;
    for (size_t index = 0; failure == 0 && index < table->count; index++) {
        const struct mounted *one = &table->all[index];
        const char *rest = NULL;
        if (one->number == number) rest = within(covered, one->point);
        // What is mounted below it would be seen where else it is mounted.
        else if (within(one->point, covered) != NULL) rest = "";
        if (rest == NULL) continue;
        place.major = one->major;
        place.minor = one->minor;
        failure = join(place.path, one->root, rest);
        if (failure == 0) failure = add_views(table, &place, one->number != number, covered, paths);
    }
    return failure;
}

// Whoever works in a folder sees it whatever lies over it.
static int enter_again(void) {
    char folder[PATH_MAX];
    if (getcwd(folder, sizeof folder) == NULL) return EBUSY;
    uint64_t before, after;
    if (number_of_mount(".", &before) != 0 || number_of_mount(folder, &after) != 0) return EBUSY;
    return before == after ? 0 : EBUSY;
}

int ccover_hide(const char *path) {
    char covered[PATH_MAX];
    if (realpath(path, covered) == NULL) return errno;
    struct table table;
    struct paths paths = {NULL, 0};
    int failure = read_table(&table);
    if (failure != 0) return failure;
    failure = find_views(&table, covered, &paths);
    if (failure == 0) failure = add(&paths, covered);
    if (paths.count > 0) qsort(paths.all, paths.count, sizeof *paths.all, longest_first);
    for (size_t index = 0; failure == 0 && index < paths.count; index++) failure = cover_one(paths.all[index]);
    for (size_t index = 0; index < paths.count; index++) free(paths.all[index]);
    free(paths.all);
    forget(&table);
    return failure != 0 ? failure : enter_again();
}

static int make_readable_only(const char *path) {
    struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY};
    return mount_setattr(AT_FDCWD, path, AT_RECURSIVE, &attributes, sizeof attributes) ? errno : 0;
}

int ccover_replace(const char *file, const char *path) {
    if (realpath(path, replaced) == NULL || mount(file, path, NULL, MS_BIND, NULL) != 0) return errno;
    return make_readable_only(path);
}

int ccover_keep_system(void) {
    struct table table;
    int failure = read_table(&table);
    if (failure != 0) return failure;
    char settings[PATH_MAX];
    for (size_t index = 0; failure == 0 && index < table.count; index++) {
        const struct mounted *one = &table.all[index];
        if (!is_shown(one->point, one)) continue;
        if (strncmp(one->kind, "cgroup", 6) == 0 || strcmp(one->kind, "sysfs") == 0) {
            failure = make_readable_only(one->point);
        } else if (strcmp(one->kind, "proc") == 0 && strcmp(one->root, "/") == 0) {
            failure = join(settings, one->point, "/sys");
            if (failure == 0 && mount(settings, settings, NULL, MS_BIND | MS_REC, NULL) != 0) failure = errno;
            if (failure == 0) failure = make_readable_only(settings);
        }
    }
    forget(&table);
    return failure;
}
