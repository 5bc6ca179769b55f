#include "app/save_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QPointer>
#include <QSaveFile>
#include <QThreadPool>

namespace halftone::app {

void saveFile(QObject* asker, const QUrl& url, QByteArray content, std::function<void(const QString& trouble)> done) {
  const QString path = url.isLocalFile() ? url.toLocalFile() : url.toString();
  QThreadPool::globalInstance()->start([asker = QPointer(asker), path, content = std::move(content), done = std::move(done)] {
    QSaveFile file(path);
    const bool saved = file.open(QFile::WriteOnly) && file.write(content) == content.size() && file.commit();
    const QString trouble = saved ? QString() : file.errorString();
    QMetaObject::invokeMethod(qApp, [asker, done, trouble] {
      if (asker) done(trouble);
    });
  });
}

}  // namespace halftone::app
