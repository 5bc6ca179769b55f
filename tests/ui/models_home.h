// A home in which other programs keep models: files that begin as models do, and nothing else.
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "app/library/model_places.h"

namespace halftone::ui {

struct ModelsHome {
  QTemporaryDir folder;

  QString path(const QString& name) const { return folder.filePath(name); }
  void write(const QString& name, const QByteArray& bytes) const {
    QDir().mkpath(QFileInfo(path(name)).path());
    QFile file(path(name));
    if (!file.open(QFile::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write %s", qPrintable(name));
  }
  void gguf(const QString& name, qint64 bytes = 5'766'000'000) const {
    write(name, "GGUF");
    if (!QFile::resize(path(name), bytes)) qFatal("cannot make %s that long", qPrintable(name));  // nothing is written: it is a hole
  }
  // Of that home alone, whatever the machine has.
  QList<app::ModelPlace> places(const QProcessEnvironment& environment = {}) const {
    QList<app::ModelPlace> places = app::modelPlaces(folder.path(), environment);
    places.removeIf([&](const app::ModelPlace& place) { return !place.folder.startsWith(folder.path()); });
    return places;
  }
};

}  // namespace halftone::ui
