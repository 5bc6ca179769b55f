// What a crash's report says of the program. No path, no name of a model or a conversation, no word of what was said.
#pragma once

#include <QByteArray>
#include <QString>

namespace halftone::app {

class EngineViewModel;

QByteArray crashFacts(const EngineViewModel& engine);

// From here on a crash leaves a report in that folder, with the facts as they are at the time.
void reportCrashes(const QString& folder, EngineViewModel* engine);

}  // namespace halftone::app
