// What was set otherwise for a reply than for the one before it.
#pragma once

#include "app/storage/records.h"

namespace halftone::app {

// "int4", "naive · kv int8", "another-model · int4"; empty: nothing.
QString settingsChange(const ReplyFigures& before, const ReplyFigures& after);

}  // namespace halftone::app
