#include "app/save_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QPointer>
#include <QSaveFile>
#include <QThreadPool>

namespace halftone::app {

void saveFile(QObject* asker, const QUrl& url, QByteArray content, std::function<void(const QString& trouble)> done) {
  saveFile(asker, url, [content = std::move(content)] { return content; }, std::move(done));
}

void saveFile(QObject* asker, const QUrl& url, std::function<QByteArray()> make, std::function<void(const QString& trouble)> done) {
  const QString path = url.isLocalFile() ? url.toLocalFile() : url.toString();
  QThreadPool::globalInstance()->start([asker = QPointer(asker), path, make = std::move(make), done = std::move(done)] {
    const QByteArray content = make();
    QSaveFile file(path);
    const bool saved = file.open(QFile::WriteOnly) && file.write(content) == content.size() && file.commit();
    const QString trouble = saved ? QString() : file.errorString();
    QMetaObject::invokeMethod(qApp, [asker, done, trouble] {
      if (asker) done(trouble);
    });
  });
}

}  // namespace halftone::app
