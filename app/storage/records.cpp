#include "app/storage/records.h"

#include <QUuid>

namespace halftone::app {

QString newId() { return QUuid::createUuid().toString(QUuid::WithoutBraces); }

}  // namespace halftone::app
