// A file written on another thread, whole or not at all: a disk that is slow, or far away, keeps no window waiting.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QUrl>
#include <functional>

namespace halftone::app {

// `done` on the thread of `asker`, where that is still there; with why it could not be written, empty: it is.
void saveFile(QObject* asker, const QUrl& url, QByteArray content, std::function<void(const QString& trouble)> done);
// `make` is called on the other thread too: content that takes long to write down.
void saveFile(QObject* asker, const QUrl& url, std::function<QByteArray()> make, std::function<void(const QString& trouble)> done);

}  // namespace halftone::app
