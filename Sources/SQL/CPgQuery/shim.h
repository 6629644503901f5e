// Made by dev/install. PgParser links the library beside it.
#include "../../../.build/libpg_query/pg_query.h"
