// What can be wrong with the saved conversations, and where they are kept meanwhile.
#pragma once

#include <QMetaType>
#include <QString>

namespace halftone::app {

struct StorageTrouble {
  enum class Kind {
    none,            // all is saved
    busy,            // another program holds the file for the moment: what is to be saved waits
    secondInstance, unwritable, full, damaged, newer, failed,
    noDriver,        // Qt's SQLite plugin is missing
    replaced,        // the file was deleted or replaced, and everything is saved again: something to know, nothing to do
  };
  Kind kind = Kind::none;
  QString cause;    // one sentence with the numbers
  QString remedy;
  QString details;  // for copying: what the system said
};

// Thrown by ChatStore where the file is only busy: nothing was changed, the same call may be made again.
struct StorageBusy { QString details; };

}  // namespace halftone::app
