// The tables of the database with the conversations, and how older ones are brought to them.
#pragma once

#include "app/storage/sql.h"

namespace halftone::app {

constexpr int kSchemaVersion = 6;

// 0 when the database is new and empty, -1 when it is something else's.
int schemaVersion(sql::Connection& database);
void migrate(sql::Connection& database, int from);

// Writes all that is in `database` into `file`, which is new or empty.
void copyInto(sql::Connection& database, const QString& file);

}  // namespace halftone::app
