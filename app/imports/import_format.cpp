#include "app/imports/import_format.h"

#include <array>

namespace halftone::app {
namespace {

class OneByOne : public ImportReader {
 public:
  explicit OneByOne(ReadOne read) : read_(read) {}

  void take(const QJsonObject& object, ReadChats& read) override {
    auto chat = read_(object, read.leftOut);
    if (chat) read.chats.append(std::move(*chat));
    else read.refuse(chat.error());
  }

 private:
  ReadOne read_;
};

}  // namespace

std::unique_ptr<ImportReader> readOneByOne(ReadOne read) { return std::make_unique<OneByOne>(read); }

// The first that knows the file.
std::span<const ImportFormat> importFormats() {
  static const std::array formats{
      imports::halftoneBackUp, imports::halftoneConversation, imports::chatGpt, imports::openWebUi, imports::lmStudio, imports::jan,
      imports::janThread};
  return formats;
}

}  // namespace halftone::app
