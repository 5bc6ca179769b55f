// What SQLite says went wrong, in words for the window.
#pragma once

#include <QString>

#include "app/storage/sql.h"
#include "app/storage/storage_trouble.h"

namespace halftone::app {

QString detailsOf(const sql::SqlFailure& failure);
StorageTrouble troubleOf(const sql::SqlFailure& failure, const QString& folder, const QString& file);
StorageTrouble unwritableFolder(const QString& folder, const QString& reason);
StorageTrouble missingDriver();

}  // namespace halftone::app
