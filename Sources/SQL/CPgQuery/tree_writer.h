// PostgreSQL's parse tree of one text as slots, which PgParser's TreeReader takes over: what libpg_query writes as JSON,
// without the JSON. dev/install compiles tree_writer.c, which needs libpg_query's source, into the library.
#ifndef TREE_WRITER_H
#define TREE_WRITER_H

#include "../../../.build/libpg_query/pg_query.h"
#include <stddef.h>
#include <stdint.h>

typedef enum {
    // A node; `value` is where the first slot behind it and everything in it stands.
    PG_TREE_NODE,
    // A node in a field that takes no other kind; `value` as above.
    PG_TREE_FIXED_NODE,
    // `value` as above.
    PG_TREE_LIST,
    // `value` is its length in bytes. Strings stand in `text` in the order of their slots, with nothing between them.
    PG_TREE_STRING,
    PG_TREE_INTEGER,
    // `value` is 0 or 1.
    PG_TREE_BOOLEAN,
} PgTreeShape;

typedef struct {
    uint8_t shape;
    // Numbers of names (`pg_tree_names`): of the field that the slot stands in, 0 in a list; and of a node's kind.
    uint16_t key;
    uint16_t kind;
    int64_t value;
} PgTreeSlot;

typedef enum {
    PG_TREE_WRITTEN,
    // PostgreSQL does not parse the text, or memory has run out: `error` says it. There are no slots.
    PG_TREE_FAILED,
    // The slots are those before the first that would have been beyond the limit, and know no ends.
    PG_TREE_TOO_DEEP,
    // The tree has something that no parser makes; slots as above.
    PG_TREE_UNREADABLE,
} PgTreeStatus;

typedef struct {
    PgTreeStatus status;
    PgTreeSlot *slots;
    int32_t slots_count;
    char *text;
    size_t text_length;
    PgQueryError *error;
} PgTree;

// Fields with value 0, false, null or "" are left out, but for the values of constants and names. Safe on any thread.
// text: ends with NUL. depth_limit: of levels as libpg_query's JSON has them.
// The result is freed by pg_tree_free, whatever its status.
PgTree pg_tree_parse(const char *text, int32_t depth_limit);
void pg_tree_free(PgTree tree);

// Names of fields and node kinds, as libpg_query's JSON has them, in the order of their numbers; each ends with a NUL, and
// the first is "".
const char *pg_tree_names(size_t *length);

#endif
