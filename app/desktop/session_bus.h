// Where the session's message bus is.
#pragma once

#include <QString>

namespace halftone::app {

// Empty: there is none. (Left to itself the library would start one.)
QString sessionBusAddress();

}  // namespace halftone::app
