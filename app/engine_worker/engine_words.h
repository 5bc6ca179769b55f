// What the engine says, in the language of the window. Its sentences remember their English patterns (engine/base/sentence.h); the
// catalogue knows each pattern under the context "engine". Which there are is listed in engine_words/, and a test holds the lists
// to the engine's sources.
#pragma once

#include <QString>

#include "engine/base/sentence.h"

namespace halftone::app {

// Names and what other programs say are isolated where they need it, numbers stay as they are. A pattern that the catalogue lacks stays English.
QString spoken(const Sentence& sentence);

}  // namespace halftone::app
