#include "app/viewmodels/settings/model_templates.h"

#include <QCryptographicHash>

namespace halftone::app {
namespace {

// A path may hold what a group of the file may not, and be longer than a line should be.
QString groupOf(const QString& modelPath) {
  return QStringLiteral("chat_templates/") + QString::fromLatin1(QCryptographicHash::hash(modelPath.toUtf8(), QCryptographicHash::Sha256).toHex().left(32));
}

}  // namespace

TemplateSettings keptTemplate(QSettings& settings, const QString& modelPath) {
  TemplateSettings kept;
  settings.beginGroup(groupOf(modelPath));
  if (settings.value("model").toString() == modelPath) {
    kept.source = settings.value("source").toString().toStdString();
    kept.name = settings.value("name").toString().toStdString();
    settings.beginGroup("arguments");
    for (const QString& name : settings.childKeys()) kept.arguments.emplace(name.toStdString(), settings.value(name).toString().toStdString());
    settings.endGroup();
  }
  settings.endGroup();
  return kept;
}

void keepTemplate(QSettings& settings, const QString& modelPath, const TemplateSettings& chatTemplate) {
  settings.remove(groupOf(modelPath));
  if (chatTemplate == TemplateSettings()) return;
  settings.beginGroup(groupOf(modelPath));
  settings.setValue("model", modelPath);
  if (!chatTemplate.source.empty()) settings.setValue("source", QString::fromStdString(chatTemplate.source));
  if (!chatTemplate.name.empty()) settings.setValue("name", QString::fromStdString(chatTemplate.name));
  settings.beginGroup("arguments");
  for (const auto& [name, value] : chatTemplate.arguments) settings.setValue(QString::fromStdString(name), QString::fromStdString(value));
  settings.endGroup();
  settings.endGroup();
}

}  // namespace halftone::app
