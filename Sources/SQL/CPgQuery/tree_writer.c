// A third writer beside libpg_query's two, of JSON and of protocol buffers: all include the functions that libpg_query
// generates of PostgreSQL's node types (pg_query_outfuncs_defs.c), which are written in macros that each defines for itself.
#include "pg_query.h"
#include "pg_query_internal.h"
#include "tree_writer.h"

#include "postgres.h"

#include "access/relation.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "nodes/plannodes.h"
#include "nodes/value.h"
#include "utils/datum.h"

#include <stdlib.h>
#include <string.h>

// dev/install reads the names out of libpg_query's generated files.
enum {
    NAME_NONE,
#define NAME(name) NAME_##name,
#include "tree_names.h"
#undef NAME
};

static const char names[] = "\0"
#define NAME(name) #name "\0"
#include "tree_names.h"
#undef NAME
    ;

typedef struct {
    PgTree tree;
    int32_t slots_capacity;
    size_t text_capacity;
    // Of the slot that comes next.
    int32_t depth;
    int32_t depth_limit;
} Writer;

// To PG_CATCH of pg_tree_parse.
static pg_noinline void give_up(Writer *out, PgTreeStatus status) {
    out->tree.status = status;
    elog(ERROR, "out of memory");
}

static pg_noinline void grow_slots(Writer *out) {
    if (out->slots_capacity > INT32_MAX / 2) give_up(out, PG_TREE_FAILED);
    int32_t capacity = out->slots_capacity ? 2 * out->slots_capacity : 256;
    PgTreeSlot *slots = realloc(out->tree.slots, capacity * sizeof(PgTreeSlot));
    if (!slots) give_up(out, PG_TREE_FAILED);
    out->tree.slots = slots;
    out->slots_capacity = capacity;
}

static pg_noinline void grow_text(Writer *out, size_t length) {
    size_t capacity = out->text_capacity ? out->text_capacity : 1024;
    while (capacity - out->tree.text_length < length) {
        if (capacity > SIZE_MAX / 2) give_up(out, PG_TREE_FAILED);
        capacity *= 2;
    }
    char *text = realloc(out->tree.text, capacity);
    if (!text) give_up(out, PG_TREE_FAILED);
    out->tree.text = text;
    out->text_capacity = capacity;
}

static int32_t put(Writer *out, PgTreeShape shape, uint16_t key, uint16_t kind, int64_t value) {
    if (out->depth >= out->depth_limit) give_up(out, PG_TREE_TOO_DEEP);
    if (out->tree.slots_count == out->slots_capacity) grow_slots(out);
    out->tree.slots[out->tree.slots_count] =
        (PgTreeSlot){.shape = shape, .key = key, .kind = kind, .value = value};
    return out->tree.slots_count++;
}

static void put_string(Writer *out, uint16_t key, const char *string) {
    if (!string) give_up(out, PG_TREE_UNREADABLE);
    size_t length = strlen(string);
    put(out, PG_TREE_STRING, key, NAME_NONE, length);
    if (out->text_capacity - out->tree.text_length < length) grow_text(out, length);
    if (length > 0) memcpy(out->tree.text + out->tree.text_length, string, length);
    out->tree.text_length += length;
}

static void put_character(Writer *out, uint16_t key, char character) {
    char string[] = {character, '\0'};
    if ((unsigned char)character >= 0x80) give_up(out, PG_TREE_UNREADABLE);
    put_string(out, key, string);
}

static void end(Writer *out, int32_t own, int32_t levels) {
    out->depth -= levels;
    out->tree.slots[own].value = out->tree.slots_count;
}

// Of a node that may be of any kind: JSON names the kind on a level of its own.
enum { NODE_LEVELS = 2, LEVEL = 1 };

static int32_t begin_node(Writer *out, uint16_t key, uint16_t kind) {
    int32_t own = put(out, PG_TREE_NODE, key, kind, 0);
    out->depth += NODE_LEVELS;
    return own;
}

static int32_t begin_fixed(Writer *out, uint16_t key, uint16_t kind) {
    int32_t own = put(out, PG_TREE_FIXED_NODE, key, kind, 0);
    out->depth += LEVEL;
    return own;
}

static int32_t begin_list(Writer *out, uint16_t key) {
    int32_t own = put(out, PG_TREE_LIST, key, NAME_NONE, 0);
    out->depth += LEVEL;
    return own;
}

static void out_node(Writer *out, uint16_t key, const void *obj);

static void put_list(Writer *out, uint16_t key, const List *list) {
    int32_t own = begin_list(out, key);
    const ListCell *cell;
    if (list && !IsA(list, List)) give_up(out, PG_TREE_UNREADABLE);
    foreach (cell, list) {
        if (lfirst(cell)) out_node(out, NAME_NONE, lfirst(cell));
        else end(out, begin_fixed(out, NAME_NONE, NAME_NONE), LEVEL);
    }
    end(out, own, LEVEL);
}

// RETURNING has what it gives in the statement itself, as before PostgreSQL 18.
static void lift_returning(Writer *out, int32_t first) {
    PgTreeSlot *slots = out->tree.slots;
    for (int32_t index = first; index < out->tree.slots_count;) {
        if (slots[index].key == NAME_exprs) slots[index].key = NAME_returningList;
        index = slots[index].shape <= PG_TREE_LIST ? (int32_t)slots[index].value : index + 1;
    }
}

#define OUT_TYPE(typename, typename_c) Writer *

#define OUT_NODE(typename, typename_c, underscore, upcase, typename_cast, fldname) \
    { \
        int32_t own = begin_node(out, key, NAME_##typename); \
        _out##typename_c(out, (const typename_cast *)obj); \
        end(out, own, NODE_LEVELS); \
    }

#define WRITE_INT_FIELD(msgtype, outname, name, fldname) \
    if (node->fldname != 0) put(out, PG_TREE_INTEGER, NAME_##name, NAME_NONE, node->fldname);
#define WRITE_UINT_FIELD WRITE_INT_FIELD
#define WRITE_LONG_FIELD WRITE_INT_FIELD
#define WRITE_BOOL_FIELD(msgtype, outname, name, fldname) \
    if (node->fldname) put(out, PG_TREE_BOOLEAN, NAME_##name, NAME_NONE, 1);
#define WRITE_CHAR_FIELD(msgtype, outname, name, fldname) \
    if (node->fldname != 0) put_character(out, NAME_##name, node->fldname);
#define WRITE_ENUM_FIELD(msgtype, enumtype, outname, name, fldname) \
    put_string(out, NAME_##name, _enumToString##enumtype(node->fldname));
#define WRITE_STRING_FIELD(msgtype, outname, name, fldname) \
    if (node->fldname != NULL && node->fldname[0] != '\0') put_string(out, NAME_##name, node->fldname);
#define WRITE_LIST_FIELD(msgtype, outname, name, fldname) \
    if (node->fldname != NULL) put_list(out, NAME_##name, node->fldname);
#define WRITE_NODE_PTR_FIELD(msgtype, outname, name, fldname) \
    if (node->fldname != NULL) out_node(out, NAME_##name, node->fldname);

#define WRITE_SPECIFIC_NODE(typename, name, pointer) \
    if (NAME_##typename == NAME_ReturningClause) { \
        int32_t first = out->tree.slots_count; \
        out->depth += LEVEL; \
        _out##typename(out, pointer); \
        out->depth -= LEVEL; \
        lift_returning(out, first); \
    } else { \
        int32_t own = begin_fixed(out, NAME_##name, NAME_##typename); \
        _out##typename(out, pointer); \
        end(out, own, LEVEL); \
    }
#define WRITE_SPECIFIC_NODE_FIELD(msgtype, typename, underscore, outname, name, fldname) \
    WRITE_SPECIFIC_NODE(typename, name, &node->fldname)
// Chains of UNION nest without out_node.
#define WRITE_SPECIFIC_NODE_PTR_FIELD(msgtype, typename, underscore, outname, name, fldname) \
    if (node->fldname != NULL) { \
        check_stack_depth(); \
        WRITE_SPECIFIC_NODE(typename, name, node->fldname) \
    }

// Of plans and analysed queries, which no parser makes.
#define WRITE_UINT64_FIELD(msgtype, outname, name, fldname) \
    if (node->fldname != 0) give_up(out, PG_TREE_UNREADABLE);
#define WRITE_FLOAT_FIELD(msgtype, outname, name, fldname) give_up(out, PG_TREE_UNREADABLE);
#define WRITE_BITMAPSET_FIELD(msgtype, outname, name, fldname) \
    if (node->fldname != NULL) give_up(out, PG_TREE_UNREADABLE);

static void _outList(Writer *out, const List *node) { put_list(out, NAME_items, node); }

static void _outIntList(Writer *out, const List *node) { give_up(out, PG_TREE_UNREADABLE); }

static void _outOidList(Writer *out, const List *node) { give_up(out, PG_TREE_UNREADABLE); }

static void _outInteger(Writer *out, const Integer *node) {
    if (node->ival != 0) put(out, PG_TREE_INTEGER, NAME_ival, NAME_NONE, node->ival);
}

static void _outBoolean(Writer *out, const Boolean *node) {
    put(out, PG_TREE_BOOLEAN, NAME_boolval, NAME_NONE, node->boolval);
}

static void _outFloat(Writer *out, const Float *node) { put_string(out, NAME_fval, node->fval); }

static void _outString(Writer *out, const String *node) { put_string(out, NAME_sval, node->sval); }

static void _outBitString(Writer *out, const BitString *node) { put_string(out, NAME_bsval, node->bsval); }

static void out_constant(Writer *out, const A_Const *node) {
    int32_t own;
    switch (node->val.node.type) {
    case T_Integer:
        own = begin_fixed(out, NAME_ival, NAME_Integer);
        _outInteger(out, &node->val.ival);
        break;
    case T_Float:
        own = begin_fixed(out, NAME_fval, NAME_Float);
        _outFloat(out, &node->val.fval);
        break;
    case T_Boolean:
        own = begin_fixed(out, NAME_boolval, NAME_Boolean);
        if (node->val.boolval.boolval) _outBoolean(out, &node->val.boolval);
        break;
    case T_String:
        own = begin_fixed(out, NAME_sval, NAME_String);
        _outString(out, &node->val.sval);
        break;
    case T_BitString:
        own = begin_fixed(out, NAME_bsval, NAME_BitString);
        _outBitString(out, &node->val.bsval);
        break;
    default: give_up(out, PG_TREE_UNREADABLE); return;
    }
    end(out, own, LEVEL);
}

static void _outAConst(Writer *out, const A_Const *node) {
    if (node->isnull) put(out, PG_TREE_BOOLEAN, NAME_isnull, NAME_NONE, 1);
    else out_constant(out, node);
    put(out, PG_TREE_INTEGER, NAME_location, NAME_NONE, node->location);
}

#include "pg_query_enum_defs.c"
#include "pg_query_outfuncs_defs.c"

static void out_node(Writer *out, uint16_t key, const void *obj) {
    check_stack_depth();
    switch (nodeTag(obj)) {
#include "pg_query_outfuncs_conds.c"
    default: give_up(out, PG_TREE_UNREADABLE);
    }
}

static void out_statements(Writer *out, const List *statements) {
    const ListCell *cell;
    int32_t root = begin_fixed(out, NAME_NONE, NAME_NONE);
    put(out, PG_TREE_INTEGER, NAME_version, NAME_NONE, PG_VERSION_NUM);
    int32_t list = begin_list(out, NAME_stmts);
    foreach (cell, statements) {
        int32_t own = begin_fixed(out, NAME_NONE, NAME_RawStmt);
        _outRawStmt(out, lfirst(cell));
        end(out, own, LEVEL);
    }
    end(out, list, LEVEL);
    end(out, root, LEVEL);
}

// Of what has been thrown. Outlives the memory context.
static PgQueryError *thrown_error(void) {
    ErrorData *data = CopyErrorData();
    PgQueryError *error = calloc(1, sizeof(PgQueryError));
    if (error) {
        error->message = strdup(data->message);
        error->cursorpos = data->cursorpos;
    }
    return error;
}

PgTree pg_tree_parse(const char *text, int32_t depth_limit) {
    Writer writer = {.depth_limit = depth_limit};
    // Written between the throw's place and its catch.
    Writer *volatile out = &writer;
    MemoryContext context = pg_query_enter_memory_context();
    PgQueryInternalParsetreeAndError parsed = pg_query_raw_parse(text, PG_QUERY_PARSE_DEFAULT);
    // What PostgreSQL would have warned of.
    free(parsed.stderr_buffer);
    if (parsed.error) {
        writer.tree.status = PG_TREE_FAILED;
        writer.tree.error = parsed.error;
    } else {
        PG_TRY();
        {
            out_statements(out, parsed.tree);
        }
        PG_CATCH();
        {
            MemoryContextSwitchTo(context);
            // The stack's depth, if nothing else is known.
            if (out->tree.status == PG_TREE_WRITTEN) out->tree.status = PG_TREE_FAILED;
            if (out->tree.status == PG_TREE_FAILED) {
                out->tree.error = thrown_error();
                out->tree.slots_count = 0;
            }
            FlushErrorState();
        }
        PG_END_TRY();
    }
    pg_query_exit_memory_context(context);
    return out->tree;
}

void pg_tree_free(PgTree tree) {
    if (tree.error) pg_query_free_error(tree.error);
    free(tree.slots);
    free(tree.text);
}

const char *pg_tree_names(size_t *length) {
    // The array has one more.
    *length = sizeof(names) - 1;
    return names;
}
