#include "app/viewmodels/chat/settings_change.h"

#include <QStringList>

namespace halftone::app {
namespace {
const QString kDot = QStringLiteral(" · ");
}

QString settingsChange(const ReplyFigures& before, const ReplyFigures& after) {
  const QStringList were = before.settingsLabel.split(kDot);
  QStringList changed;
  if (!before.model.isEmpty() && !after.model.isEmpty() && before.model != after.model) changed.append(after.model);
  for (const QString& part : after.settingsLabel.split(kDot))
    if (!were.contains(part)) changed.append(part);
  return changed.join(kDot);
}

}  // namespace halftone::app
