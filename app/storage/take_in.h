// A conversation that comes from elsewhere, a back-up or another program's export, beside those that are here: nothing that is here is
// changed by it, and what is here already is not there twice.
#pragma once

#include "app/storage/chats.h"

namespace halftone::app {

struct TakenIn {
  enum class How {
    added,
    beside,    // one of the same id says something else here: it stands beside that one, under another title
    restored,  // it was deleted here, and is not any more
    here,      // all that it says was here already
  };
  How how = How::added;
  QString id;  // under which it is here
};

TakenIn takeIn(ChatRecord chat, Chats& chats, const QString& besideTitle);  // besideTitle: "%1 (from the back-up)"

}  // namespace halftone::app
