// Which file or folder, to open or to write: asked of the desktop, through its portal; where there is none, the window asks itself.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QUrl>
#include <QWindow>

#include "app/desktop/file_portal.h"

namespace halftone::app {

class FileChooser : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(QUrl home READ home CONSTANT)
  Q_PROPERTY(bool themed READ isThemed CONSTANT)  // the platform theme of this desktop brings dialogs of its own

 public:
  enum Purpose { Model, ModelFolder, Attachments, Import, Export, ExportView, BackUp };
  Q_ENUM(Purpose)

  explicit FileChooser(QObject* parent = nullptr);

  QUrl home() const;
  bool isThemed() const;

  Q_INVOKABLE void ask(Purpose purpose, QWindow* asking, const QString& name = {});  // the name it would be written under; then chosen, or absent
  Q_INVOKABLE bool isModel(const QUrl& folder) const;      // a folder that is one as a whole
  Q_INVOKABLE QString refusal(const QUrl& model) const;    // why it is none; empty: it may be one
  Q_INVOKABLE QUrl above(const QUrl& folder) const;        // empty: there is none
  Q_INVOKABLE QString weightsText(const QUrl& model) const;  // of all its files: "5.37 GiB"; empty: there are none
  Q_INVOKABLE QString sizeText(double bytes) const;        // "5.37 GiB"
  Q_INVOKABLE QString pathText(const QUrl& folder) const;  // "~/models"

 signals:
  void chosen(halftone::app::FileChooser::Purpose purpose, const QList<QUrl>& files);
  void absent(halftone::app::FileChooser::Purpose purpose);  // nobody asks but the window

 private:
  FilePortal portal_;
  Purpose purpose_ = Model;
};

}  // namespace halftone::app
