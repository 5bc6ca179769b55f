// The desktop's own dialog for files, asked through its portal (org.freedesktop.portal.FileChooser): in Flatpak and Snap it is the only
// way to a file, elsewhere it looks as the user's other programs do. Nothing here waits: answers come as signals.
#pragma once

#include <QDBusPendingCallWatcher>
#include <QObject>
#include <QUrl>
#include <QVariantMap>

#include "app/desktop/bus_connection.h"

namespace halftone::app {

class FilePortal : public QObject {
  Q_OBJECT

 public:
  struct Filter {
    QString name;
    QStringList patterns;  // "*.gguf", in any case of the letters
  };
  enum class Kind { file, files, folder, save };
  struct Question {
    Kind kind = Kind::file;
    QString title, accept;  // accept: what the button says
    QString name;           // of the file to be saved
    QString parent;         // the window asking, as portals name it: "x11:1a2b"; empty: none
    QList<Filter> filters;
  };

  using QObject::QObject;
  ~FilePortal() override;

  // A question that is still open is withdrawn. One of the signals follows, never from within.
  void ask(const Question& question);

 signals:
  void chosen(const QList<QUrl>& urls);  // at least one
  void cancelled();  // by the user
  void absent();     // nobody is there to ask, or it went away

 private slots:
  void onResponse(uint code, const QVariantMap& results);

 private:
  void onCalled(QDBusPendingCallWatcher* call, const QString& path);
  void listen(const QString& path);
  void forget(bool close);

  BusConnection bus_{BusConnection::Kind::session};
  QString request_;  // its object's path; empty: nothing is asked
  int asked_ = 0;
};

}  // namespace halftone::app
