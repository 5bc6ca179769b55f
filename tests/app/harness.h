// The whole window but its face: ApplicationViewModel over a fake engine and a folder of its own.
#pragma once

#include <QTemporaryDir>
#include <QtTest>
#include <memory>

#include "app/viewmodels/shell/application_view_model.h"
#include "tests/app/fake_engine.h"

namespace halftone::app {

struct Harness {
  QTemporaryDir dir;
  FakeScript script;
  EngineFactory factory = fakeFactory(script);
  std::unique_ptr<ApplicationViewModel> app;

  QString place = dir.path();

  Harness() { start(); }
  explicit Harness(const QString& folder) : place(folder) { start(); }
  explicit Harness(EngineFactory other) : factory(std::move(other)) { start(); }

  void start(bool newChat = false) {
    app = std::make_unique<ApplicationViewModel>(
        ApplicationViewModel::Options{place, place + "/settings.ini", place + "/state.ini", factory, {}, {}, newChat});
    QSignalSpy loaded(app.get(), &ApplicationViewModel::chatsLoaded);
    loaded.wait();
  }
  void restart(bool newChat = false) {
    app.reset();
    start(newChat);
  }

  EngineViewModel& engine() { return *app->engine(); }
  ChatViewModel& chat() { return *app->chat(); }
  const MessageRecord& message(int row) { return chat().messages()->at(row); }
  int count() { return chat().messages()->count(); }

  bool open(const QString& path = "/models/tiny-1b.gguf") {
    engine().openPath(path);
    return QTest::qWaitFor([&] { return engine().fit()->title() == QFileInfo(path).completeBaseName() && engine().state() != EngineViewModel::Estimating; }) &&
           (engine().confirmOpen("int8"), QTest::qWaitFor([&] { return engine().state() == EngineViewModel::Ready; }));
  }
  bool idle() {
    return QTest::qWaitFor([&] { return !chat().isBusy(); });
  }
  bool say(const QString& text) {
    chat().send(text);
    return idle();
  }
};

}  // namespace halftone::app
