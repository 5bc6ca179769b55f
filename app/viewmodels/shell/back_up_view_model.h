// All conversations into one file, and conversations out of files: one of both at a time, seen while it goes on, stopped on request.
#pragma once

#include <QList>
#include <QObject>
#include <QQmlEngine>
#include <QUrl>
#include <functional>
#include <memory>

#include "app/imports/import.h"

namespace halftone::app {

class StorageThread;

class BackUpViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(bool running READ isRunning NOTIFY changed)
  Q_PROPERTY(QString text READ text NOTIFY changed)  // "1,200 of 5,000 conversations"
  Q_PROPERTY(bool importing READ isImporting NOTIFY changed)
  Q_PROPERTY(double share READ share NOTIFY changed)  // done of it: 0 to 1

 public:
  explicit BackUpViewModel(StorageThread* storage, QObject* parent = nullptr) : QObject(parent), storage_(storage) {}

  bool isRunning() const { return running_; }
  bool isImporting() const { return importing_; }
  QString text() const { return text_; }
  double share() const { return share_; }

  Q_INVOKABLE QString fileName() const;         // "halftone-2026-11-30.jsonl"
  Q_INVOKABLE void exportTo(const QUrl& file);  // appears when it is whole
  Q_INVOKABLE void importFrom(const QList<QUrl>& files);
  Q_INVOKABLE void stop();  // no file is left behind; what was imported stays

 signals:
  void changed();
  void exportWanted();  // the user is to be asked where to
  void importWanted();
  void beginning();  // what waits to be saved is to be handed to the store
  void said(const QString& words);
  void told(const QString& level, const QString& text);  // to be read in peace
  void imported(const QString& only);                    // the list of conversations is another one; the one that is new, where it is one

 private:
  struct Progress {
    bool goesOn = false;
    QString text;
    double share = 0;
  };
  using Step = std::function<Progress(class ChatStore&)>;
  bool begin(bool importing);
  void run(const Step& step, const std::function<void()>& done);
  void end();
  void tell(const Import::Outcome& outcome, const QString& name);

  StorageThread* storage_;
  bool running_ = false, importing_ = false, stopped_ = false;
  QString text_;
  double share_ = 0;
};

}  // namespace halftone::app
