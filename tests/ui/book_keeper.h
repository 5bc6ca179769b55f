// Somebody with a book beside the window: the hands that use the window, what the book says afterwards, and both held against each other.
#pragma once

#include <QRandomGenerator>
#include <QSaveFile>

#include "tests/ui/book.h"
#include "tests/ui/sitting.h"
#include "tests/ui/stored_book.h"

namespace halftone::ui {

struct Found {
  QString what;  // a difference
};

class BookKeeper {
 protected:
  explicit BookKeeper(const QString& folder) : folder_(folder) { at_.place = folder; }

  // --- hands ---

  bool chance(int percent) { return random_.bounded(100) < percent; }
  void pause(int most) { QTest::qWait(random_.bounded(most)); }
  QString question() { return QStringLiteral("question %1").arg(++book_.number); }
  QString expect() {
    const QString answer = QStringLiteral("answer %1").arg(++book_.number);
    at_.script.expect({.pieces = {"answer ", QString::number(book_.number).toStdString()}});
    return answer;
  }
  QString expectSlowly() {
    FakeScript::Turn turn{.pieces = {}, .delay = std::chrono::milliseconds(8)};
    QString answer;
    for (int i = 0; i < 60; ++i) {
      turn.pieces.push_back("word" + std::to_string(book_.number) + "." + std::to_string(i) + " ");
      answer += QString::fromStdString(turn.pieces.back());
    }
    at_.script.expect(std::move(turn));
    return answer;
  }
  template <class Condition>
  void wait(const QString& what, Condition condition) {
    if (!QTest::qWaitFor(condition, 10'000)) throw Found{"not so: " + what};
  }
  void finished() {
    wait("the reply ends", [&] { return at_.script.turns.empty() && !at_.ui->chat().isBusy(); });
  }
  void enter(bool toTheEnd = true) {
    at_.key(Qt::Key_Return);
    wait("it is sent", [&] { return at_.script.turns.empty(); });
    if (toTheEnd) finished();
  }
  void press(int row, const QString& name) {
    if (!at_.press(row, name)) throw Found{QStringLiteral("message %1 has no “%2”").arg(row).arg(name)};
  }
  // In the box that has opened; Enter sends.
  void rewrite(const QString& words) {
    wait("it can be edited", [&] { return Sitting::type(at_.ui->window()->activeFocusItem()) == "MessageArea" && !at_.hasFocus("composer"); });
    at_.key(Qt::Key_A, Qt::ControlModifier);
    at_.ui->type(words);
    enter();
  }
  QQuickItem* rowOf(int chat) {
    QQuickItem* row = nullptr;
    wait("“" + book_.chats[chat].title + "” is in the list", [&] { return (row = at_.ui->withText(at_.ui->item("chats"), book_.chats[chat].title)); });
    return row;
  }
  void fromMenu(int chat, const QString& entry) {
    QTest::qWait(100);
    at_.click(rowOf(chat), Qt::RightButton);
    if (!at_.choose(entry)) throw Found{"the menu has no “" + entry + "”"};
  }

  // --- the book ---

  BookChat* chat() { return book_.current < 0 ? nullptr : &book_.chats[book_.current]; }
  void asked(const QString& text) {
    if (!chat()) {
      book_.chats << BookChat{.title = text};
      book_.current = static_cast<int>(book_.chats.size()) - 1;
    }
    chat()->draft.clear();
    chat()->add("user", text, chat()->last());
  }
  // A row in sight, of that role; negative where there is none.
  int aRow(const QString& role) {
    if (!chat()) return -1;
    QList<int> rows;
    const QList<int> path = chat()->path();
    for (int row = 0; row < path.size(); ++row) {
      const QQuickItem* const item = at_.row(row);
      if (chat()->messages[path[row]].role != role || !item) continue;
      const QQuickItem* const list = at_.ui->item("messages");  // what lies above it covers what has been scrolled there
      const double top = list->mapFromItem(item, {0, 0}).y();
      if (top >= 0 && top + item->height() <= list->height()) rows << row;
    }
    return rows.isEmpty() ? -1 : rows[random_.bounded(static_cast<int>(rows.size()))];
  }
  // One in the list, in sight.
  int aChat() {
    QQuickItem* const list = at_.ui->item("chats");
    QList<int> living;
    for (int i = 0; i < book_.chats.size(); ++i) {
      const QQuickItem* const row = book_.chats[i].deleted ? nullptr : at_.ui->withText(list, book_.chats[i].title);
      if (!row) continue;
      const double top = list->mapFromItem(row, {0, 0}).y();
      if (top >= 0 && top + row->height() <= list->height()) living << i;
    }
    return living.isEmpty() ? -1 : living[random_.bounded(static_cast<int>(living.size()))];
  }
  // Which conversation comes after one that is gone, or after a start, is the program's choice.
  void take() {
    QTest::qWait(100);
    book_.current = book_.titled(at_.ui->chat().title());
  }

  // --- looking ---

  void compare() {
    const QStringList texts = chat() ? chat()->texts() : QStringList();
    const QString draft = chat() ? chat()->draft : QString();
    const auto same = [&] {
      return at_.texts() == texts && at_.text("composer") == draft && titles() == book_.titles() && at_.ui->chat().title() == (chat() ? chat()->title : QString());
    };
    if (!QTest::qWaitFor(same, 5000))
      throw Found{QStringLiteral("the window shows\n  “%1”: %2\n  draft “%3”, of %4\nthe book says\n  “%5”: %6\n  draft “%7”, of %8")
                      .arg(at_.ui->chat().title(), at_.texts().join(" | "), at_.text("composer"), titles().join(", "), chat() ? chat()->title : QString(),
                           texts.join(" | "), draft, book_.titles().join(", "))};
    if (!at_.ui->warnings().isEmpty()) throw Found{"QML says " + at_.ui->warnings().join('\n')};
  }
  QStringList titles() {
    QStringList titles;
    for (int row = 0; row < at_.ui->app().chats()->count(); ++row) titles << at_.ui->app().chats()->find(at_.ui->app().chats()->idAt(row))->title;
    titles.removeAll(QString());
    titles.sort();
    return titles;
  }

  void start() {
    if (!at_.start() || !at_.resize({1500, 980}) || !at_.openModel()) throw Found{"it does not start"};
    take();
    adopt();
    compare();
    const QStringList there = storedBook(folder_ + "/chats.sqlite").written(), written = book_.written();
    if (there != written) throw Found{"the file holds\n  " + there.join("\n  ") + "\nthe book\n  " + written.join("\n  ")};
  }

  // What was being asked when it was killed: all of it and the beginning of a reply, or, if it had no time, nothing.
  void adopt() {
    const QString question = std::exchange(pendingQuestion_, {});
    if (question.isEmpty()) return;
    QTest::qWait(300);
    const QStringList shown = at_.texts();
    if (shown.size() >= 2 && shown[shown.size() - 2] == question) {
      if (!pendingAnswer_.startsWith(shown.last())) throw Found{"killed in “" + pendingAnswer_ + "”, found “" + shown.last() + "”"};
      const int before = pendingChat_;
      book_.current = before;
      asked(question);
      chat()->messages[chat()->add("assistant", shown.last(), chat()->last())].cut = !shown.last().isEmpty() && shown.last() != pendingAnswer_;
      return;
    }
    if (pendingWritten_) throw Found{"killed a second after “" + question + "” was sent, and it is lost"};
    if (chat() && question.startsWith(at_.text("composer"))) chat()->draft = at_.text("composer");
  }

  void write() {
    QSaveFile file(folder_ + "/book");
    if (!file.open(QFile::WriteOnly)) throw Found{"no book can be kept"};
    QDataStream(&file) << step_ << book_ << pendingQuestion_ << pendingAnswer_ << pendingWritten_;
    file.commit();
  }
  void read() {
    QFile file(folder_ + "/book");
    if (!file.open(QFile::ReadOnly)) return;
    QDataStream(&file) >> step_ >> book_ >> pendingQuestion_ >> pendingAnswer_ >> pendingWritten_;
    pendingChat_ = book_.current;
  }

  QString folder_;
  int step_ = 0;  // how many actions there were
  Sitting at_;
  Book book_;
  QRandomGenerator random_;
  QString pendingQuestion_, pendingAnswer_;  // being asked when it is killed
  bool pendingWritten_ = false;  // it had the time to be
  int pendingChat_ = -1;
};

}  // namespace halftone::ui
