// A crash leaves a report in a file: which signal, where, and what the program said of itself before: its version, settings, device.
// Nothing of a conversation is known to it, and nothing is sent.
//
// The handler does what a signal's handler may do, on a stack of its own in the thread that installs it: what it writes was made ready
// before, addresses are written digit by digit, and names of functions, which are looked up under a lock, come last; should that hang, an
// alarm ends the process. After it the process dies of the signal as it would have without.
#pragma once

#include <QByteArray>
#include <QString>

namespace halftone::app::crash {

// Reports go to FOLDER/crash-WHEN-PROCESS.txt, of which nothing is made unless there is one to write. False: there is no such folder.
bool install(const QString& folder);

// What a report says first, instead of what was told before; the first 8 KiB of it. On one thread.
void tell(const QByteArray& facts);

}  // namespace halftone::app::crash
