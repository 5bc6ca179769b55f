// Which file or folder: asked of the desktop, through its portal; where there is none, the window asks itself.
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
  explicit FileChooser(QObject* parent = nullptr);

  QUrl home() const;
  bool isThemed() const;

  Q_INVOKABLE void ask(bool folder, QWindow* asking);      // for a model; then chosen, or absent
  Q_INVOKABLE bool isModel(const QUrl& folder) const;      // a folder that is one as a whole
  Q_INVOKABLE QString refusal(const QUrl& model) const;    // why it is none; empty: it may be one
  Q_INVOKABLE QUrl above(const QUrl& folder) const;        // empty: there is none
  Q_INVOKABLE QString weightsText(const QUrl& model) const;  // of all its files: "5.37 GiB"; empty: there are none
  Q_INVOKABLE QString sizeText(double bytes) const;        // "5.37 GiB"
  Q_INVOKABLE QString pathText(const QUrl& folder) const;  // "~/models"

 signals:
  void chosen(const QUrl& model);
  void absent(bool folder);  // nobody asks but the window

 private:
  FilePortal portal_;
  bool folder_ = false;
};

}  // namespace halftone::app
