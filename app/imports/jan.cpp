// Jan's threads/ID/messages.jsonl, a message in each line, and thread.json beside it (docs/docs/specs/messages.md and threads.md of
// janhq/jan).
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>
#include <algorithm>

#include "app/imports/import_format.h"
#include "app/imports/imported_chat.h"
#include "app/imports/json_pieces.h"

namespace halftone::app::imports {
namespace {

constexpr qint64 kMostThreadBytes = 1 << 20;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Imports)
};

QString beside(const QString& file, const QString& name) { return QFileInfo(file).path() + u'/' + name; }

// What stands beside the messages: a title, instructions. Empty: it is not there.
QJsonObject threadOf(const QString& file, const QString& id) {
  QFile thread(beside(file, QStringLiteral("thread.json")));
  if (!QFileInfo(thread.fileName()).isFile() || thread.size() > kMostThreadBytes || !thread.open(QFile::ReadOnly)) return {};
  const QJsonObject object = QJsonDocument::fromJson(thread.readAll()).object();
  return object["id"].toString() == id ? object : QJsonObject();
}

bool isMessage(const QJsonObject& object) {
  return object["object"].toString() == u"thread.message" ||
         (object["thread_id"].isString() && object["role"].isString() && object["content"].isArray());
}

bool isThread(const QJsonObject& object) {
  return object["object"].toString() == u"thread" ||
         (object["id"].isString() && object["assistants"].isArray() && !object["messages"].isArray());
}

class JanReader : public ImportReader {
 public:
  explicit JanReader(QString file) : file_(std::move(file)) {}

  void take(const QJsonObject& object, ReadChats& read) override {
    if (isMessage(object)) messages_[object["thread_id"].toString()].append(object);
    else read.refuse(Words::tr("It is no message of Jan's."));
  }

  void end(ReadChats& read) override {
    for (auto it = messages_.cbegin(); it != messages_.cend(); ++it) {
      auto chat = thread(it.key(), it.value(), read.leftOut);
      if (chat) read.chats.append(std::move(*chat));
      else read.refuse(chat.error());
    }
    messages_.clear();
  }

 private:
  static QString textOf(const QJsonValue& content, qint64& leftOut) {
    if (content.isString()) return content.toString();
    QStringList texts;
    for (const auto& value : content.toArray()) {
      const QJsonValue text = value.toObject()["text"];
      if (text.isString() || text.isObject()) texts.append(text.isString() ? text.toString() : text.toObject()["value"].toString());
      else ++leftOut;
    }
    return texts.join(QStringLiteral("\n"));
  }

  std::expected<ChatRecord, QString> thread(const QString& id, QList<QJsonObject> messages, qint64& leftOut) const {
    const QJsonObject about = threadOf(file_, id);
    ImportedChat chat(QStringLiteral("Jan"), id, about["title"].toString(about["summary"].toString()));
    chat.addSystem(about["assistants"].toArray().first().toObject()["instructions"].toString());
    std::ranges::stable_sort(messages, {}, [](const QJsonObject& message) { return message["created_at"].toDouble(); });
    QString before;
    for (const QJsonObject& message : std::as_const(messages)) {
      const QString role = message["role"].toString(), own = message["id"].toString(), text = textOf(message["content"], leftOut);
      leftOut += message["attachments"].toArray().size();
      if (role == u"system") chat.addSystem(text);
      else if (role != u"user" && role != u"assistant") ++leftOut;
      if ((role != u"user" && role != u"assistant") || text.trimmed().isEmpty()) continue;
      const QString name = own.isEmpty() ? QString::number(message["created_at"].toDouble(), 'f', 3) + role : own;
      if (chat.add(name, before, role, text, timeOfSeconds(message["created_at"]), message["metadata"].toObject()["modelId"].toString()))
        before = name;
    }
    if (chat.isEmpty()) return std::unexpected(Words::tr("It holds no message with text."));
    chat.show(before);
    return std::move(chat).finish(timeOfSeconds(about["updated"]));
  }

  QString file_;
  QMap<QString, QList<QJsonObject>> messages_;  // by thread
};

// thread.json was chosen: the messages are beside it.
class JanThreadReader : public ImportReader {
 public:
  explicit JanThreadReader(QString file) : file_(std::move(file)) {}

  void take(const QJsonObject&, ReadChats& read) override {
    const QString file = beside(file_, QStringLiteral("messages.jsonl"));
    JsonPieces pieces(file);
    if (!QFileInfo(file).isFile() || !pieces.open() || pieces.size() > JsonPieces::kLongest)
      return read.refuse(Words::tr("messages.jsonl, which stands beside thread.json, cannot be read."));
    JanReader reader(file);
    QJsonObject object;
    QString why;
    for (auto got = pieces.next(object, why); got != JsonPieces::Got::end; got = pieces.next(object, why)) {
      if (got == JsonPieces::Got::object) reader.take(object, read);
      else if (got == JsonPieces::Got::bad) read.refuse(why);
    }
    reader.end(read);
  }

 private:
  QString file_;
};

}  // namespace

const ImportFormat jan{"Jan", isMessage,
                       [](const QString& file) -> std::unique_ptr<ImportReader> { return std::make_unique<JanReader>(file); }};
const ImportFormat janThread{"Jan", isThread,
                             [](const QString& file) -> std::unique_ptr<ImportReader> { return std::make_unique<JanThreadReader>(file); }};

}  // namespace halftone::app::imports
