// What is shown, written to a file that a person has chosen, and how that went, in the same words everywhere.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QUrl>
#include <functional>

namespace halftone::app {

inline bool isTable(const QUrl& file) { return file.path().endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive); }

// `make` is called on another thread, which keeps no window waiting; `said` on that of `asker`, where that is still there.
void exportFile(QObject* asker, const QUrl& file, std::function<QByteArray()> make, std::function<void(const QString& words)> said);

}  // namespace halftone::app
