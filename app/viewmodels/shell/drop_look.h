// What is dragged over the window: a model, files that go with a message, or neither. Each file is looked at once, on a thread of its own:
// on a share of the network it may hang, and the window does not.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QUrl>
#include <functional>
#include <memory>

#include "app/library/file_kind.h"

namespace halftone::app {

class DropLook : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(Verdict verdict READ verdict NOTIFY changed)
  Q_PROPERTY(QString refusal READ refusal NOTIFY changed)  // why nothing is done with it; empty: something is
  Q_PROPERTY(QString size READ size NOTIFY changed)        // of a model: "5.37 GiB"; empty: not known

 public:
  enum Verdict { Nothing, Looking, Model, Files, Refused };
  Q_ENUM(Verdict)
  using Reader = std::function<FileKind(const QString& path)>;  // called on another thread

  explicit DropLook(QObject* parent = nullptr);
  ~DropLook() override;

  Verdict verdict() const { return verdict_; }
  QString refusal() const { return refusal_; }
  QString size() const { return size_; }
  void setReader(Reader reader) { reader_ = std::move(reader); }

  Q_INVOKABLE void look(const QList<QUrl>& files);  // what is looked at already is not looked at again
  Q_INVOKABLE void take();                          // it was dropped: one of the signals follows, at once or when it is known
  Q_INVOKABLE void forget();                        // it was dragged away

 signals:
  void changed();
  void modelDropped(const QUrl& model);
  void filesDropped(const QList<QUrl>& files);
  void refused(const QString& why);

 private:
  struct Found {
    Verdict verdict = Nothing;
    QString refusal, size;
  };
  struct Home;  // where a thread that is late finds nobody any more
  static Found lookAt(const QList<QUrl>& files, const Reader& reader);
  void show(const Found& found);

  Reader reader_ = fileKind;
  std::shared_ptr<Home> home_;
  QList<QUrl> files_;
  int number_ = 0;        // of the look under way
  bool dropped_ = false;
  Verdict verdict_ = Nothing;
  QString refusal_, size_;
};

}  // namespace halftone::app
