// Somebody sits at the window: a fake engine behind it, a model open if wanted, real keys and clicks.
#pragma once

#include <QMimeData>

#include "tests/app/fake_engine.h"
#include "tests/ui/window.h"

namespace halftone::ui {

struct Sitting {
  QTemporaryDir folder;
  QString place = folder.path();  // of settings and conversations
  FakeScript script;
  QString demo;                    // the demo model's folder
  QList<ModelPlace> places;        // where models are looked for
  std::unique_ptr<Window> ui;
  QMimeData dragged;

  bool start() {
    ui.reset();
    ui = std::make_unique<Window>(place, fakeFactory(script), demo, places);
    if (!QTest::qWaitForWindowExposed(ui->window())) return false;
    ui->window()->requestActivate();
    return QTest::qWaitForWindowActive(ui->window());
  }
  bool openModel() {
    ui->engine().openPath("/models/tiny-1b.gguf");
    if (!QTest::qWaitFor([&] { return ui->shows("loadButton") && isOpen("fitSheet"); })) return false;
    key(Qt::Key_Return);
    return QTest::qWaitFor([&] { return ui->engine().isReady() && isGone("fitSheet"); });
  }
  // A window of that size, once everything has found its place.
  bool resize(const QSize& size) {
    ui->window()->resize(size);
    if (!QTest::qWaitFor([&] { return ui->window()->size() == size; })) return false;
    QTest::qWait(50);
    return true;
  }
  // Memory that a map can be drawn of.
  void hold() {
    const std::scoped_lock lock(script.mutex);
    script.memory.current = {11LL << 27, 64 << 20, 20 << 20, 4 << 20};
    script.memory.device_total = 24LL << 30;
  }
  // The same, of a model that lies on two devices.
  void holdOnTwo() {
    hold();
    const std::scoped_lock lock(script.mutex);
    MemoryReport first, second;
    first.current = {8LL << 27, 48 << 20, 12 << 20, 2 << 20};
    second.current = {3LL << 27, 16 << 20, 8 << 20, 2 << 20};
    first.device_total = second.device_total = 12LL << 30;
    script.devices = {{Sentence(std::string("NVIDIA GeForce RTX 4070")), {0, 3}, first},
                      {Sentence(std::string("NVIDIA GeForce RTX 3060")), {3, 4}, second}};
  }
  bool say(const QString& words, FakeScript::Turn turn = {}) {
    script.expect(std::move(turn));
    ui->chat().send(words);
    return QTest::qWaitFor([&] { return !ui->chat().isBusy(); });
  }

  void key(int key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(ui->window(), static_cast<Qt::Key>(key), modifiers); }
  // Where it is once the layout has come to rest.
  void click(QQuickItem* item, Qt::MouseButton button = Qt::LeftButton) {
    QRectF before;
    (void)QTest::qWaitFor([&] {
      const QRectF now = item->mapRectToScene({0, 0, item->width(), item->height()});
      if (std::exchange(before, now) == now) return true;
      QTest::qWait(30);
      return false;
    }, 1000);
    QTest::mouseClick(ui->window(), button, {}, item->mapToScene({item->width() / 2, item->height() / 2}).toPoint());
  }
  // Files dragged over the window, as the window system says it; let go, or dragged away again.
  void drag(const QStringList& paths, const QPoint& at = {300, 300}) {
    QList<QUrl> urls;
    for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
    dragged.setUrls(urls);
    QDragEnterEvent enter(at, Qt::CopyAction, &dragged, Qt::LeftButton, {});
    QCoreApplication::sendEvent(ui->window(), &enter);
    QDragMoveEvent move(at + QPoint(5, 5), Qt::CopyAction, &dragged, Qt::LeftButton, {});
    QCoreApplication::sendEvent(ui->window(), &move);
  }
  void drop(const QPoint& at = {300, 300}) {
    QDropEvent drop(at, Qt::CopyAction, &dragged, Qt::LeftButton, {});
    QCoreApplication::sendEvent(ui->window(), &drop);
  }
  void dragAway() {
    QDragLeaveEvent leave;
    QCoreApplication::sendEvent(ui->window(), &leave);
  }
  bool isOpen(const char* sheet) { return ui->object(sheet) && ui->object(sheet)->property("opened").toBool(); }
  bool isGone(const char* sheet) { return !ui->object(sheet) || !ui->object(sheet)->property("visible").toBool(); }
  bool hasFocus(const char* item) { return ui->window()->activeFocusItem() == ui->item(item); }
  QString text(const char* item) { return ui->item(item)->property("text").toString(); }

  // The conversation on screen.
  MessageListModel& messages() { return *ui->chat().messages(); }
  QStringList texts() {
    QStringList texts;
    for (const MessageRecord& message : messages().records()) texts << message.text;
    return texts;
  }
  QQuickItem* row(int row) {
    QQuickItem* item = nullptr;
    QMetaObject::invokeMethod(ui->item("messages"), "itemAtIndex", Q_RETURN_ARG(QQuickItem*, item), Q_ARG(int, row));
    return item;
  }

  // The button of that name within a message, brought into view by the pointer.
  QQuickItem* button(int row, const QString& text) {
    QQuickItem* const message = this->row(row);
    if (!message) return nullptr;
    QTest::mouseMove(ui->window(), message->mapToScene({message->width() / 2, message->height() / 2}).toPoint());
    return ui->withText(message, text);
  }
  bool press(int row, const QString& text) {
    QQuickItem* item = nullptr;
    if (!QTest::qWaitFor([&] { return (item = button(row, text)) && item->isEnabled(); })) return false;
    click(item);
    return true;
  }
  bool idle() {
    return QTest::qWaitFor([&] { return !ui->chat().isBusy(); });
  }

  // An entry of the menu that is open, or opens; once its box has stopped moving.
  bool choose(const QString& entry) {
    QQuickItem* item = nullptr;
    if (!QTest::qWaitFor([&] { return (item = ui->withText(ui->window()->contentItem(), entry)) && item->isEnabled(); })) return false;
    QTest::qWait(200);
    click(item);
    return QTest::qWaitFor([&] { return !ui->withText(ui->window()->contentItem(), entry); });
  }

  // What QML calls a type: "CodeBlock" for CodeBlock_QMLTYPE_12.
  static QString type(const QQuickItem* item) { return QString(item->metaObject()->className()).section("_QML", 0, 0); }
  QQuickItem* first(const QString& wanted) {
    for (QQuickItem* item : ui->items())
      if (item->isVisible() && type(item) == wanted) return item;
    return nullptr;
  }
};

}  // namespace halftone::ui
