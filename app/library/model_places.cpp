#include "app/library/model_places.h"

#include <QDir>

namespace halftone::app {

QList<ModelPlace> modelPlaces(const QString& home, const QProcessEnvironment& environment) {
  using Layout = ModelPlace::Layout;
  QList<ModelPlace> places;
  const auto add = [&](const char* program, const QString& folder, Layout layout) {
    if (QDir::isAbsolutePath(folder)) places.append({QLatin1String(program), QDir::cleanPath(folder), layout});
  };
  const auto value = [&](const char* name) { return environment.value(QLatin1String(name)); };
  const auto within = [&](const char* variable, const char* otherwise) {
    const QString set = value(variable);
    return QDir::isAbsolutePath(set) ? set : home + QLatin1String(otherwise);
  };

  const QString hub = value("HF_HUB_CACHE").isEmpty() ? value("HUGGINGFACE_HUB_CACHE") : value("HF_HUB_CACHE");
  const QString face = QDir::isAbsolutePath(value("HF_HOME")) ? value("HF_HOME") : within("XDG_CACHE_HOME", "/.cache") + QStringLiteral("/huggingface");
  add("Hugging Face", QDir::isAbsolutePath(hub) ? hub : face + QStringLiteral("/hub"), Layout::hub);
  add("LM Studio", home + QStringLiteral("/.lmstudio/models"), Layout::tree);
  add("LM Studio", home + QStringLiteral("/.cache/lm-studio/models"), Layout::tree);
  add("Ollama", within("OLLAMA_MODELS", "/.ollama/models"), Layout::blobs);
  add("Ollama", QStringLiteral("/usr/share/ollama/.ollama/models"), Layout::blobs);
  add("GPT4All", within("XDG_DATA_HOME", "/.local/share") + QStringLiteral("/nomic.ai/GPT4All"), Layout::tree);
  return places;
}

}  // namespace halftone::app
