// What can be wrong with the saved conversations, and where they are kept meanwhile.
#pragma once

#include <QMetaType>
#include <QString>

namespace halftone::app {

struct StorageTrouble {
  enum class Kind { none, secondInstance, unwritable, full, damaged, newer, failed };
  Kind kind = Kind::none;  // none: all is saved again
  QString cause;           // one sentence with the numbers
  QString remedy;
  QString details;         // for copying: what the system said
};

}  // namespace halftone::app
