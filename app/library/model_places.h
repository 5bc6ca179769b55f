// Where programs on this machine keep models.
#pragma once

#include <QList>
#include <QProcessEnvironment>
#include <QString>

namespace halftone::app {

struct ModelPlace {
  enum class Layout {
    tree,  // files and folders, as somebody arranged them
    hub,   // Hugging Face's cache: models--OWNER--NAME/snapshots/REVISION
    blobs  // Ollama's: manifests that name files by their digest
  };
  QString program, folder;
  Layout layout = Layout::tree;
};

// The places of a home with that environment, whether or not there is anything.
QList<ModelPlace> modelPlaces(const QString& home, const QProcessEnvironment& environment);

}  // namespace halftone::app
