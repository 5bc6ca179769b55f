// A conversation of 2,000 messages opens in less than 300 ms and scrolls at 60 frames a second, drawn by software, on the machine that
// these bounds were set on; a slower one is allowed as much more as it takes for fixed work.
#include <numeric>

#include "app/storage/chat_store.h"
#include "tests/sanitizer.h"
#include "tests/ui/sitting.h"
#include "tests/ui/turns.h"

using namespace halftone::ui;

namespace {

constexpr int kMessages = 2000;
constexpr double kOpenMs = 300 * kSlowdown, kFrameMs = 1000.0 / 60 * kSlowdown;

QString replyText(int i) {
  switch (i % 5) {
    case 0: return QStringLiteral("Reply %1: about **68 million** people live there, `n = %1`.\n\nAnd a second paragraph, long enough to be broken into lines where the column ends.").arg(i);
    case 1: return QStringLiteral("1. one\n2. two with *some* words\n   - and within it\n3. three of %1").arg(i);
    case 2: return QStringLiteral("```python\ndef f(x):\n    return x / 1024 ** 3  # %1\n\nprint(f(%1))\n```\nThat is all.").arg(i);
    case 3: return QStringLiteral("| a | b |\n|---|--:|\n| x | %1 |\n| y | 2 |\n\n> quoted").arg(i);
    default: return QStringLiteral("مرحبا، هذا هو الرد رقم %1 وفيه بعض الكلمات.").arg(i);
  }
}

ChatRecord longOne() {
  ChatRecord chat;
  chat.summary.id = newId();
  chat.summary.title = "long";
  chat.summary.updated = QDateTime::currentDateTime();
  for (int i = 0; i < kMessages; ++i) {
    const bool user = i % 2 == 0;
    MessageRecord message{newId(), user ? "user" : "assistant", user ? QStringLiteral("question %1").arg(i) : replyText(i / 2), user ? "" : "stop", {}};
    if (i > 0) message.parent = chat.messages.last().id;
    message.shown = i;
    message.created = chat.summary.updated.addSecs(i - kMessages);
    chat.messages << message;
  }
  return chat;
}

}  // namespace

class LongConversationTest : public QObject {
  Q_OBJECT

  Sitting at_;

  QQuickItem* rowOf(const char* title) {
    QQuickItem* row = nullptr;
    return QTest::qWaitFor([&] { return at_.ui->item("chats") && (row = at_.ui->withText(at_.ui->item("chats"), title)); }) ? row : nullptr;
  }
  void open(const char* title) {
    QQuickItem* const row = rowOf(title);
    QVERIFY(row);
    at_.click(row);
  }
  // The thread's work from the click until the last message stands at the end of the view, drawn.
  double opening() {
    QQuickItem* const row = rowOf("long");
    if (!row) return 1e9;
    const QPoint spot = row->mapToScene({row->width() / 2, row->height() / 2}).toPoint();
    const double begin = threadMs();
    QTest::mouseClick(at_.ui->window(), Qt::LeftButton, {}, spot);
    const auto there = [&] { return at_.messages().count() == kMessages && at_.row(kMessages - 1); };
    if (!QTest::qWaitFor(there)) return 1e9;
    at_.ui->window()->grabWindow();
    return threadMs() - begin;
  }

 private slots:
  void initTestCase() {
    prepare();
    {
      ChatStore store(at_.place, {});
      ChatRecord other;
      other.summary.id = newId();
      other.summary.title = "short";
      other.messages << MessageRecord{newId(), "user", "one", "", {}};
      store.replaceChat(other);
      store.replaceChat(longOne());
    }
    QVERIFY(at_.start());
    QVERIFY(at_.resize({1500, 900}));
    open("short");
    QTRY_COMPARE(at_.messages().count(), 1);
  }

  // The best of three, as everywhere: what else runs on the machine makes it longer, never shorter. Each start reads it anew.
  void opens() {
    double best = 1e9;
    for (int attempt = 0; attempt < 3 && best >= kOpenMs; ++attempt) {
      QVERIFY(at_.start());
      QVERIFY(at_.resize({1500, 900}));
      open("short");
      QTRY_COMPARE(at_.messages().count(), 1);
      QTest::qWait(300);
      best = std::min(best, opening() / slowness());
    }
    qInfo("opened in %.0f ms", best);
    QVERIFY2(best < kOpenMs, qPrintable(QString::number(best)));
  }

  // By the wheel, a screen and a half a second, up through everything kinds of replies there are.
  void scrolls() {
    QQuickItem* const list = at_.ui->item("messages");
    const QPointF spot = list->mapToScene({list->width() / 2, list->height() / 2});
    QTest::qWait(500);
    const double begin = list->property("contentY").toDouble();
    QList<double> frames;
    const double slow = slowness();
    QElapsedTimer clock;
    clock.start();
    for (int frame = 0; frame < 240; ++frame) {
      const double before = threadMs();
      QWheelEvent wheel(spot, at_.ui->window()->mapToGlobal(spot.toPoint()), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
      wheel.setTimestamp(static_cast<quint64>(clock.elapsed()));
      QCoreApplication::sendEvent(at_.ui->window(), &wheel);
      QSignalSpy drawn(at_.ui->window(), &QQuickWindow::frameSwapped);
      at_.ui->window()->update();
      QVERIFY(drawn.wait(1000));
      frames << (threadMs() - before) / slow;
    }
    QVERIFY2(begin - list->property("contentY").toDouble() > 5 * list->height(), qPrintable(QString::number(begin - list->property("contentY").toDouble())));
    std::ranges::sort(frames);
    const double all = std::accumulate(frames.begin(), frames.end(), 0.0), mean = all / static_cast<double>(frames.size());
    qInfo("a frame takes %.1f ms, 95 of 100 at most %.1f, the longest %.1f", mean, frames[frames.size() * 95 / 100], frames.last());
    QVERIFY2(mean < kFrameMs, qPrintable(QString::number(mean)));
    QVERIFY2(frames[frames.size() * 95 / 100] < 2 * kFrameMs, qPrintable(QString::number(frames[frames.size() * 95 / 100])));
  }

  void saysNothingOnTheConsole() { QCOMPARE(at_.ui->warnings(), QStringList()); }
  void cleanupTestCase() { at_.ui.reset(); }
};

QTEST_MAIN(LongConversationTest)
#include "long_conversation_test.moc"
