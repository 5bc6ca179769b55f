// A conversation as the model gets it.
#pragma once

#include <QList>
#include <QString>
#include <vector>

#include "app/storage/records.h"
#include "engine/generate/engine.h"

namespace halftone::app {

// What is omitted or empty is left out, neighbours of one role are joined (templates insist on turns).
std::vector<ChatMessage> promptOf(const QString& systemPrompt, const QList<MessageRecord>& messages);

// Sampling as a model's publisher sets it.
GenerationParams paramsOf(const GenerationDefaults& defaults);

}  // namespace halftone::app
