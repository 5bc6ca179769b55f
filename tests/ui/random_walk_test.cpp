// Somebody uses the window for a long time, in any order, and now and then the program is killed; a book kept beside it has every word.
// After each action the window shows what the book says; after each start the database holds what the book says, and no message is lost.
// HALFTONE_WALK: how many actions (200); HALFTONE_WALK_SEED: which.
#include <QProcess>
#include <csignal>

#include "tests/ui/book_keeper.h"

using namespace halftone::ui;

namespace {

class Walker : BookKeeper {
 public:
  Walker(const QString& folder, int seed, int steps) : BookKeeper(folder), seed_(seed), steps_(steps) {}

  // 0: it was walked to the end; 1: a difference was found. Or the process ends by its own hand.
  int walk() try {
    read();
    start();
    for (; step_ < steps_; ++step_) {
      random_.seed(static_cast<quint32>(seed_ * 100'003 + step_));
      while (!act()) {}
      compare();
    }
    restart();
    return 0;
  } catch (const Found& found) {
    const QString picture = QDir::temp().filePath("random_walk.png");
    if (at_.ui) at_.ui->window()->grabWindow().save(picture);
    qCritical("seed %d, step %d: %s\nlast: %s\nsee %s", seed_, step_, qUtf8Printable(found.what), qUtf8Printable(done_.join(", ")), qUtf8Printable(picture));
    return 1;
  }

 private:
  // --- what can be done; false: not now ---

  bool act() {
    struct Action { int weight; const char* name; bool (Walker::*run)(); };
    static constexpr std::array kActions{
        Action{20, "send", &Walker::send},          Action{6, "stop", &Walker::stop},        Action{8, "answer again", &Walker::answerAgain},
        Action{6, "edit question", &Walker::editQuestion}, Action{4, "edit reply", &Walker::editReply}, Action{4, "go on", &Walker::goOn},
        Action{5, "branch", &Walker::branch},       Action{10, "version", &Walker::version}, Action{5, "write a draft", &Walker::draft},
        Action{6, "new chat", &Walker::newChat},    Action{9, "open", &Walker::open},        Action{5, "delete", &Walker::remove},
        Action{4, "rename", &Walker::rename},       Action{3, "duplicate", &Walker::duplicate}, Action{4, "search", &Walker::search},
        Action{4, "switch", &Walker::switchIt},     Action{3, "restart", &Walker::restart},  Action{3, "kill", &Walker::kill}};
    int total = 0;
    for (const Action& action : kActions) total += action.weight;
    int drawn = random_.bounded(total);
    QTest::qWait(50);  // nobody is faster
    const Action* chosen = kActions.data();
    while (drawn >= chosen->weight) drawn -= (chosen++)->weight;
    done_ << QLatin1String(chosen->name);
    if (done_.size() > 12) done_.removeFirst();
    return (this->*chosen->run)();
  }

  bool send() {
    const QString words = question();
    const QString text = (chat() && !chat()->draft.isEmpty() ? chat()->draft + u' ' : QString()) + words;
    const QString answer = expect();
    if (chat() && !chat()->draft.isEmpty()) at_.key(Qt::Key_L, Qt::ControlModifier), at_.key(Qt::Key_End), at_.ui->type(" ");
    at_.ui->type(words);
    enter();
    asked(text);
    chat()->add("assistant", answer, chat()->last());
    return true;
  }

  bool stop() {
    if (chat() && !chat()->draft.isEmpty()) return false;
    const QString words = question(), answer = expectSlowly();
    at_.ui->type(words);
    enter(false);
    const int rows = (chat() ? static_cast<int>(chat()->path().size()) : 0) + 2;
    wait("the reply begins", [&] { return at_.messages().count() == rows && !at_.texts().last().isEmpty(); });
    pause(60);
    at_.key(Qt::Key_Escape);
    wait("the reply ends", [&] { return !at_.ui->chat().isBusy(); });
    asked(words);
    const QString begun = at_.texts().last();
    if (!answer.startsWith(begun)) throw Found{"stopped at “" + begun + "”, of “" + answer + "”"};
    chat()->messages[chat()->add("assistant", begun, chat()->last())].cut = begun != answer;
    return true;
  }

  bool answerAgain() {
    const int row = aRow("assistant");
    if (row < 0) return false;
    const QString answer = expect();
    const bool last = row == chat()->path().size() - 1;
    if (last && chance(50)) at_.key(Qt::Key_R, Qt::ControlModifier);
    else press(row, "Answer again");
    finished();
    chat()->add("assistant", answer, chat()->messages[chat()->path()[row]].parent);
    return true;
  }

  bool editQuestion() {
    const int row = aRow("user");
    if (row < 0) return false;
    const QString words = question(), answer = expect();
    const bool last = row == chat()->path().size() - 2 && chat()->draft.isEmpty();
    if (last && chance(50)) at_.key(Qt::Key_L, Qt::ControlModifier), at_.key(Qt::Key_Up);
    else press(row, "Edit and send again");
    rewrite(words);
    chat()->add("assistant", answer, chat()->add("user", words, chat()->messages[chat()->path()[row]].parent));
    return true;
  }

  bool editReply() {
    const int row = aRow("assistant");
    if (row < 0) return false;
    const QString words = QStringLiteral("my own words %1, ").arg(++book_.number), answer = expect();
    press(row, "Edit the reply");
    rewrite(words);  // is gone on with
    chat()->add("assistant", words + answer, chat()->messages[chat()->path()[row]].parent);
    return true;
  }

  bool goOn() {
    if (!chat() || chat()->last() < 0 || !chat()->messages[chat()->last()].cut) return false;
    const QString answer = expect();
    press(static_cast<int>(chat()->path().size()) - 1, "Go on where it stopped");
    finished();
    BookMessage& message = chat()->messages[chat()->last()];
    message.text += answer;
    message.cut = false;
    return true;
  }

  bool branch() {
    const int row = aRow("assistant");
    if (row < 0 || row == chat()->path().size() - 1 || !chat()->draft.isEmpty()) return false;
    press(row, "Continue from here");
    wait("the path ends there", [&] { return at_.messages().count() == row + 1; });
    const QString words = question(), answer = expect();
    at_.ui->type(words);
    enter();
    chat()->add("assistant", answer, chat()->add("user", words, chat()->path()[row]));
    return true;
  }

  // By the keyboard, of the last message that has some.
  bool version() {
    if (!chat()) return false;
    const QList<int> path = chat()->path();
    const auto found = std::find_if(path.rbegin(), path.rend(), [&](int message) { return chat()->versions(message).size() > 1; });
    if (found == path.rend()) return false;
    const QList<int> versions = chat()->versions(*found);
    const bool before = chance(60);
    const qsizetype wanted = versions.indexOf(*found) + (before ? -1 : 1);
    at_.key(Qt::Key_L, Qt::ControlModifier);
    at_.key(before ? Qt::Key_Left : Qt::Key_Right, Qt::AltModifier);
    if (wanted >= 0 && wanted < versions.size()) chat()->shown[chat()->messages[*found].parent] = versions[wanted];
    return true;
  }

  bool draft() {
    if (!chat()) return false;
    const QString words = QStringLiteral("draft%1").arg(++book_.number);
    at_.ui->type(words);
    chat()->draft += words;
    return true;
  }

  bool newChat() {
    if (book_.chats.size() > 40) return false;
    at_.key(Qt::Key_N, Qt::ControlModifier);
    book_.current = -1;
    return true;
  }

  bool open() {
    const int wanted = aChat();
    if (wanted < 0) return false;
    at_.click(rowOf(wanted));
    book_.current = wanted;
    return true;
  }

  bool remove() {
    const int gone = aChat();
    if (gone < 0 || book_.titles().size() < 3) return false;
    fromMenu(gone, "Delete");
    wait("it is deleted", [&] { return at_.ui->shows("undo"); });
    book_.chats[gone].deleted = true;
    if (book_.current == gone) take();
    if (chance(40)) return true;
    compare();
    if (chance(50)) at_.click(at_.ui->item("undo"));
    else at_.key(Qt::Key_Z, Qt::ControlModifier);
    wait("it is undone", [&] { return !at_.ui->shows("undo"); });
    book_.chats[gone].deleted = false;
    take();
    return true;
  }

  bool rename() {
    const int chosen = aChat();
    if (chosen < 0) return false;
    fromMenu(chosen, "Rename");
    const QString title = QStringLiteral("title %1").arg(++book_.number);
    wait("its name can be written", [&] { return at_.ui->window()->activeFocusItem() && Sitting::type(at_.ui->window()->activeFocusItem()) == "TextField"; });
    at_.ui->type(title);
    at_.key(Qt::Key_Return);
    book_.chats[chosen].title = title;
    return true;
  }

  bool duplicate() {
    const int original = aChat();
    if (original < 0 || book_.chats.size() > 40) return false;
    const QString title = book_.chats[original].title + " (copy)";
    if (std::ranges::any_of(book_.chats, [&](const BookChat& chat) { return chat.title == title; })) return false;
    fromMenu(original, "Duplicate");
    BookChat copy = book_.chats[original];
    copy.title = title;
    book_.chats << copy;
    book_.current = static_cast<int>(book_.chats.size()) - 1;
    return true;
  }

  // For the last word of a message; Enter goes to the one that has it.
  bool search() {
    const int where = aChat();
    if (where < 0 || book_.chats[where].messages.isEmpty()) return false;
    const int message = random_.bounded(static_cast<int>(book_.chats[where].messages.size()));
    const QString words = book_.chats[where].messages[message].text.trimmed().section(u' ', -1);
    if (words.isEmpty()) return false;
    at_.key(Qt::Key_K, Qt::ControlModifier);
    at_.ui->type(words);
    int hits = 0;
    for (const BookChat& chat : book_.chats) hits += !chat.deleted && chat.holds(words);
    wait(QStringLiteral("“%1” is found in %2").arg(words).arg(hits), [&] { return !at_.ui->app().chats()->isSearching() && at_.ui->app().chats()->count() == hits; });
    const auto holding = std::ranges::count_if(book_.chats[where].messages, [&](const BookMessage& other) { return other.text.contains(words); });
    if (hits > 1 || holding > 1 || book_.chats[where].title.contains(words)) {  // which is gone to is not said
      at_.key(Qt::Key_Escape);
      return true;
    }
    at_.key(Qt::Key_Return);
    book_.chats[where].reveal(message);
    book_.current = where;
    return true;
  }

  bool switchIt() {
    const QString other = at_.ui->engine().attention() == u"flash" ? QStringLiteral("naive") : QStringLiteral("flash");
    at_.click(at_.ui->withText(at_.ui->item("attentionSwitch"), other));
    wait("the cost is said", [&] { return at_.ui->shows("acceptSwitch"); });
    at_.key(chance(30) ? Qt::Key_Escape : Qt::Key_Return);
    wait("it is switched", [&] { return at_.ui->engine().isReady() && !at_.ui->shows("acceptSwitch"); });
    return true;
  }

  bool restart() {
    at_.ui.reset();
    start();
    return true;
  }

  // At any moment of a question and its reply; the next start goes on from here.
  bool kill() {
    if (chat() && !chat()->draft.isEmpty()) return false;
    pendingQuestion_ = question();
    pendingAnswer_ = expectSlowly();
    pause(600);
    const int patience = random_.bounded(1500);
    ++step_;
    pendingWritten_ = patience > 1000;
    write();
    at_.ui->type(pendingQuestion_);
    at_.key(Qt::Key_Return);
    QTest::qWait(patience);
    std::raise(SIGKILL);
    return true;
  }

  int seed_, steps_;
  QStringList done_;
};

}  // namespace

class RandomWalkTest : public QObject {
  Q_OBJECT

 private slots:
  void aLongUse() {
    const QTemporaryDir folder;
    const int steps = qEnvironmentVariableIsSet("HALFTONE_WALK") ? qEnvironmentVariableIntValue("HALFTONE_WALK") : 200;
    const int seed = qEnvironmentVariableIntValue("HALFTONE_WALK_SEED");
    int kills = 0;
    for (;; ++kills) {
      QProcess child;
      child.setProcessChannelMode(QProcess::MergedChannels);
      child.start(QCoreApplication::applicationFilePath(), {"--walk", folder.path(), QString::number(seed), QString::number(steps)});
      QVERIFY(child.waitForFinished(-1));
      const QByteArray said = child.readAll();
      if (child.exitStatus() == QProcess::CrashExit && child.exitCode() == SIGKILL) continue;
      if (child.exitStatus() == QProcess::CrashExit || child.exitCode() != 0) fputs(said.constData(), stderr);  // longer than a failure's text may be
      QCOMPARE(child.exitStatus(), QProcess::NormalExit);
      QCOMPARE(child.exitCode(), 0);
      break;
    }
    qInfo("%d actions, killed %d times", steps, kills);
  }
};

int main(int argc, char** argv) {
  QGuiApplication application(argc, argv);
  const QStringList arguments = QCoreApplication::arguments();
  prepare();
  if (arguments.size() == 5 && arguments[1] == u"--walk") return Walker(arguments[2], arguments[3].toInt(), arguments[4].toInt()).walk();
  qputenv("QTEST_FUNCTION_TIMEOUT", "3600000");  // 2,000 actions take a quarter of an hour
  RandomWalkTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "random_walk_test.moc"
