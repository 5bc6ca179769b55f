// Where text has emoji, by the shapes of Unicode's UTS 51: pictographs, with skin tones, joined ones, flags, keycaps.
#pragma once

#include <QStringView>

namespace halftone::app {

// Length of the emoji that begins at `at`, in UTF-16 units; 0: none begins there. A pictograph that is text by default counts only
// with U+FE0F behind it.
qsizetype emojiLength(QStringView text, qsizetype at);

}  // namespace halftone::app
