#include "app/export_file.h"

#include <QCoreApplication>

#include "app/format.h"
#include "app/save_file.h"

namespace halftone::app {

void exportFile(QObject* asker, const QUrl& file, std::function<QByteArray()> make, std::function<void(const QString& words)> said) {
  saveFile(asker, file, std::move(make), [file, said = std::move(said)](const QString& trouble) {
    said(trouble.isEmpty()
             ? QCoreApplication::translate("ExportFile", "Exported: %1").arg(isolated(file.fileName()))
             : QCoreApplication::translate("ExportFile", "%1 could not be written: %2").arg(isolated(file.toLocalFile()), trouble));
  });
}

}  // namespace halftone::app
