// What the tests of the store share: rows, troubles, and what a second process does when it is started with an argument.
#pragma once

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <sys/stat.h>

#include <csignal>
#include <cstdio>

#include "app/storage/chat_store.h"
#include "app/storage/sql.h"
#include "app/storage/storage_thread.h"

namespace halftone::app {

inline ChatRecord chatNamed(const QString& id, const QString& title) {
  ChatRecord chat;
  chat.summary = {id, title, "preview of " + title, QDateTime::fromMSecsSinceEpoch(1'700'000'000'000)};
  return chat;
}

inline MessageRecord user(const QString& id, const QString& text) { return {id, "user", text, "", {}, false}; }
inline MessageRecord reply(const QString& id, const QString& text = {}) { return {id, "assistant", text, "interrupted", {}, false}; }

inline QByteArray bytesOf(const QString& file) {
  QFile f(file);
  return f.open(QFile::ReadOnly) ? f.readAll() : QByteArray();
}

struct Troubles {
  QList<StorageTrouble> all;
  ChatStore::TroubleSink sink() {
    return [this](const StorageTrouble& trouble) { all.append(trouble); };
  }
};

// In the second process.
inline int writeForEver(const QString& folder) {
  ChatStore store(folder, {});
  MessageRecord question = user("u", "question");
  question.attachments.resize(1);
  question.attachments[0].name = "notes.md";
  question.attachments[0].text = "what goes with it";
  store.add(chatNamed("c", "Killed"), {question, reply("a")});
  QString text;
  for (int i = 0;; ++i) {
    text += QStringLiteral("word%1 ").arg(i);
    store.saveReplyText("a", text);
    if (i == 20) std::puts("ready"), std::fflush(stdout);
  }
}

inline int hold(const QString& folder, const QString& title) {
  ChatStore store(folder, {});
  if (store.trouble().kind != StorageTrouble::Kind::none) return 1;
  std::puts("ready");
  std::fflush(stdout);
  if (std::getchar() == 'w') {  // told to write
    ChatRecord chat = chatNamed("c", title);
    chat.summary.updated = chat.summary.updated.addSecs(60);
    store.add(chat, {user("theirs", "written by the other")});
    std::puts("written");
    std::fflush(stdout);
    std::getchar();
  }
  return 0;
}

// A reply half written, and when told to, the rest of it.
inline int replyInTwoParts(const QString& folder) {
  ChatStore store(folder, {});
  store.add(chatNamed("c", "Answering"), {user("u", "question"), reply("a", "half")});
  std::puts("ready");
  std::fflush(stdout);
  if (std::getchar() == 'w') {
    store.finishReply(reply("a", "the whole answer"));
    std::puts("written");
    std::fflush(stdout);
    std::getchar();
  }
  return 0;
}

// Holds the database as a backup program might.
inline int lockForAWhile(const QString& folder, int ms) {
  sql::Connection disk(folder + "/chats.sqlite", sql::Mode::readWrite);
  disk.run("BEGIN EXCLUSIVE");
  std::puts("ready");
  std::fflush(stdout);
  QThread::msleep(static_cast<unsigned long>(ms));
  disk.run("ROLLBACK");
  return 0;
}

inline void overwrite(const QString& path, qint64 offset, const QByteArray& bytes) {
  QFile f(path);
  QVERIFY(f.open(QFile::ReadWrite));
  QVERIFY(f.seek(offset));
  f.write(bytes);
}

inline uint modeOf(const QString& path) {
  struct stat status = {};
  return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 0777 : 0;
}

// A folder for each test, and this program once more.
class StorageFixture : public QObject {
 protected:
  std::unique_ptr<QTemporaryDir> dir_;
  QString folder() const { return dir_->path(); }
  QString file() const { return folder() + "/chats.sqlite"; }

  std::unique_ptr<QProcess> second(const QStringList& arguments) const {
    auto process = std::make_unique<QProcess>();
    process->start(QCoreApplication::applicationFilePath(), arguments);
    process->waitForReadyRead(20'000);
    return process;
  }

  void anew() { dir_ = std::make_unique<QTemporaryDir>(); }
};

// The main() of a test of the store.
template <class Test>
int runStorageTest(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  const QStringList arguments = QCoreApplication::arguments();
  if (arguments.value(1) == "--write") return writeForEver(arguments.value(2));
  if (arguments.value(1) == "--lock") return lockForAWhile(arguments.value(2), arguments.value(3).toInt());
  if (arguments.value(1) == "--reply") return replyInTwoParts(arguments.value(2));
  if (arguments.value(1) == "--hold") return hold(arguments.value(2), arguments.value(3));
  Test test;
  return QTest::qExec(&test, argc, argv);
}

}  // namespace halftone::app
