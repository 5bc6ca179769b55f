// Our own: a back-up of everything, and one conversation.
#include "app/imports/import_format.h"
#include "app/storage/back_up.h"
#include "app/storage/conversation_file.h"

namespace halftone::app::imports {
namespace {

class BackUpReader : public ImportReader {
 public:
  void take(const QJsonObject& object, ReadChats& read) override {
    if (BackUpFormat::isHead(object)) {
      trouble_ = BackUpFormat::trouble(object);
      return;
    }
    if (BackUpFormat::isEnd(object)) {
      ended_ = true;
      return;
    }
    auto chat = BackUpFormat::read(object);
    if (chat) read.chats.append(std::move(*chat));
    else read.refuse(chat.error());
  }
  QString trouble() const override { return trouble_; }
  bool isWhole() const override { return ended_; }

 private:
  QString trouble_;
  bool ended_ = false;
};

}  // namespace

const ImportFormat halftoneBackUp{"Halftone", BackUpFormat::isHead,
                                  [](const QString&) -> std::unique_ptr<ImportReader> { return std::make_unique<BackUpReader>(); }};

const ImportFormat halftoneConversation{
    "Halftone", ConversationFile::isOne,
    [](const QString&) { return readOneByOne([](const QJsonObject& object, qint64&) { return ConversationFile::read(object); }); }};

}  // namespace halftone::app::imports
