// Made by dev/install. PgParser links the library beside it.
#include "../../../.build/libpg_query/pg_query.h"
// Ours, compiled into that library.
#include "tree_writer.h"
