// Which chat template each model is used with, in the settings file: by the model's path, as long as it is not its own.
#pragma once

#include <QSettings>
#include <QString>

#include "engine/generate/settings.h"

namespace halftone::app {

TemplateSettings keptTemplate(QSettings& settings, const QString& modelPath);
void keepTemplate(QSettings& settings, const QString& modelPath, const TemplateSettings& chatTemplate);

}  // namespace halftone::app
