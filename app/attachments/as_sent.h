// Attachments as the model reads them.
#pragma once

#include "app/storage/records.h"

namespace halftone::app {

// Its name, and its text in a fence that nothing in the text can close.
QString asSent(const Attachment& attachment);

// What goes with the message, then its words; empty: there is neither.
QString asSent(const MessageRecord& message);

// What a message is called where it has no words: by what goes with it.
QString wordsOf(const MessageRecord& message);

// How large it is: "412 tokens", where nobody has counted them "12 KiB".
QString figureOf(const Attachment& attachment);

}  // namespace halftone::app
