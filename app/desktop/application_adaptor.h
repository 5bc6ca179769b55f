// org.freedesktop.Application, as a later start or the desktop asks for it (Desktop Entry Specification, D-Bus Activation).
#pragma once

#include <QDBusAbstractAdaptor>
#include <QUrl>
#include <QVariantMap>

#include "app/desktop/single_instance.h"

namespace halftone::app {

// The actions of the desktop entry.
inline const QString kNewChatAction = QStringLiteral("new-chat"), kOpenModelAction = QStringLiteral("open-model");

class ApplicationAdaptor : public QDBusAbstractAdaptor {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Application")

 public:
  explicit ApplicationAdaptor(SingleInstance* instance) : QDBusAbstractAdaptor(instance), instance_(instance) {}

 public slots:
  void Activate(const QVariantMap& platform) { ask({.model = {}}, platform); }
  void Open(const QStringList& uris, const QVariantMap& platform) {
    for (const QString& uri : uris) ask({.model = QUrl(uri).toLocalFile()}, platform);
  }
  void ActivateAction(const QString& name, const QVariantList&, const QVariantMap& platform) {
    ask({.model = {}, .newChat = name == kNewChatAction, .asksForModel = name == kOpenModelAction}, platform);
  }

 private:
  void ask(SingleInstance::Request request, const QVariantMap& platform) {
    request.activationToken = platform.value(QStringLiteral("activation-token")).toString();
    if (request.activationToken.isEmpty()) request.activationToken = platform.value(QStringLiteral("desktop-startup-id")).toString();
    emit instance_->asked(request);
  }

  SingleInstance* instance_;
};

}  // namespace halftone::app
