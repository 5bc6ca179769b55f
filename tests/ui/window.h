// The real window over the real view-models, driven as a person drives it: by clicks and keys, seen through names and texts.
#pragma once

#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQmlContext>
#include <QQmlExtensionPlugin>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QtTest>
#include <memory>

#include "app/markdown/emoji_images.h"
#include "app/viewmodels/shell/application_view_model.h"

Q_IMPORT_QML_PLUGIN(Halftone_AppPlugin)

namespace halftone::ui {

using namespace halftone::app;

// Before the first window: our own controls, drawn without a graphics card.
inline void prepare() {
  QQuickStyle::setStyle("Basic");
  QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
}

// Every item of a scene, popups included: they hang below the window's overlay.
inline void collect(QQuickItem* item, QList<QQuickItem*>& all) {
  all << item;
  for (QQuickItem* child : item->childItems()) collect(child, all);
}

class Window {
 public:
  inline static bool tourSeen = true;  // the first tour comes in its own test alone

  // Without a demo model and without a place to look for models: a test that wants them says which.
  Window(const QString& folder, EngineFactory factory, const QString& demo = {}, const QList<ModelPlace>& places = {}) {
    application_ = std::make_unique<ApplicationViewModel>(
        ApplicationViewModel::Options{folder, folder + "/settings.ini", folder + "/state.ini", std::move(factory), demo, places});
    if (tourSeen) application_->settings()->setTourSeen(true);
    QSignalSpy loaded(application_.get(), &ApplicationViewModel::chatsLoaded);
    qml_ = std::make_unique<QQmlApplicationEngine>();
    QObject::connect(qml_.get(), &QQmlEngine::warnings, [this](const QList<QQmlError>& warnings) {
      for (const QQmlError& warning : warnings) warnings_ << warning.toString();
    });
    qml_->addImportPath("qrc:/qt/qml");
    EmojiImages::install(*qml_);
    qml_->setInitialProperties({{"application", QVariant::fromValue(application_.get())}});
    qml_->load(QUrl("qrc:/qt/qml/Halftone/Shell/Main.qml"));
    if (qml_->rootObjects().isEmpty()) qFatal("Main.qml: %s", qUtf8Printable(warnings_.join('\n')));
    window_ = qobject_cast<QQuickWindow*>(qml_->rootObjects().constFirst());
    if (loaded.isEmpty()) loaded.wait(5000);
  }

  // Delegates that are to be deleted later belong to no window any more, and must not outlive their engine.
  ~Window() { QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); }

  ApplicationViewModel& app() { return *application_; }
  EngineViewModel& engine() { return *application_->engine(); }
  ChatViewModel& chat() { return *application_->chat(); }
  QQuickWindow* window() { return window_; }
  QQmlApplicationEngine& qml() { return *qml_; }
  QStringList warnings() const { return warnings_; }

  QList<QQuickItem*> items() const {
    QList<QQuickItem*> all;
    collect(window_->contentItem(), all);
    return all;
  }

  QObject* object(const QString& name) const { return window_->findChild<QObject*>(name); }

  QQuickItem* item(const QString& name) const {
    for (QQuickItem* item : items())
      if (item->objectName() == name) return item;
    return nullptr;
  }

  // A visible item below `parent` whose property text is `text`.
  QQuickItem* withText(QQuickItem* parent, const QString& text) const {
    QList<QQuickItem*> all;
    collect(parent, all);
    for (QQuickItem* item : all)
      if (item->isVisible() && item->property("text").toString() == text && item->property("hovered").isValid()) return item;
    return nullptr;
  }

  bool shows(const QString& name) const {
    const QQuickItem* found = item(name);
    return found && found->isVisible();
  }

  void click(QQuickItem* item) const {
    QTest::mouseClick(window_, Qt::LeftButton, {}, item->mapToScene({item->width() / 2, item->height() / 2}).toPoint());
  }

  void type(const QString& text) const {
    for (const QChar letter : text) QTest::sendKeyEvent(QTest::Click, window_, Qt::Key_unknown, letter, {});
  }

 private:
  std::unique_ptr<ApplicationViewModel> application_;
  std::unique_ptr<QQmlApplicationEngine> qml_;
  QQuickWindow* window_ = nullptr;
  QStringList warnings_;
};

}  // namespace halftone::ui
