#include "app/imports/json_pieces.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <algorithm>
#include <utility>

#include "app/format.h"

namespace halftone::app {
namespace {

constexpr qint64 kBlock = 1 << 18, kPerCall = 4 << 20;
constexpr qsizetype kShownOfScalar = 32;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::JsonPieces)
};

bool isSpace(int c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

int JsonPieces::peek() {
  if (at_ == buffer_.size()) {
    buffer_ = file_.read(kBlock);
    at_ = 0;
    if (buffer_.isEmpty()) return -1;
  }
  return static_cast<unsigned char>(buffer_[at_]);
}

JsonPieces::Got JsonPieces::noJson(const QString& what, qint64 at, QString& why) {
  json_ = false;
  why = Words::tr("It is no JSON: %1 at byte %2.").arg(what).arg(at);
  return Got::bad;
}

// Brackets are counted, not matched: what is wrong within is for whoever reads the piece.
bool JsonPieces::scan(qint64 until) {
  bool done = false;
  while (!done && position_ < until && peek() >= 0) {
    const qsizetype from = at_, to = std::min<qsizetype>(buffer_.size(), at_ + static_cast<qsizetype>(until - position_));
    for (; at_ < to && !done; ++at_) {
      const char letter = buffer_[at_];
      if (escaped_) escaped_ = false;
      else if (quoted_) escaped_ = letter == '\\', quoted_ = letter != '"';
      else if (letter == '"') quoted_ = true;
      else if (letter == '{' || letter == '[') ++depth_;
      else if (letter == '}' || letter == ']') done = --depth_ == 0;
    }
    position_ += at_ - from;
    if (piece_.size() <= longest_) piece_.append(buffer_.constData() + from, at_ - from);
  }
  return done;
}

JsonPieces::Got JsonPieces::read(QJsonObject& object, QString& why) {
  const QByteArray bytes = std::exchange(piece_, {});
  if (bytes.size() > longest_) {
    why = Words::tr("An entry has %1, at most %2 are read.").arg(formatBytes(position_ - pieceAt_), formatBytes(longest_));
    return Got::bad;
  }
  QJsonParseError error;
  const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
  if (error.error != QJsonParseError::NoError) return noJson(error.errorString(), pieceAt_ + error.offset, why);
  object = document.object();
  if (document.isObject()) return Got::object;
  why = Words::tr("An entry is an array, not an object.");
  return Got::bad;
}

JsonPieces::Got JsonPieces::next(QJsonObject& object, QString& why) {
  for (const qint64 until = position_ + kPerCall; !over_ && position_ < until;) {
    const int c = peek();
    switch (where_) {
      case Where::begin:
        if (position_ == 0 && buffer_.startsWith("\xef\xbb\xbf")) at_ = 3, position_ = 3;  // a byte order mark
        else if (isSpace(c)) take();
        else if (where_ = Where::between, inArray_ = c == '['; inArray_) take();
        break;
      case Where::between:
        if (c < 0 || (inArray_ && c == ']')) {
          cut_ = inArray_ && c < 0;
          over_ = true;
        } else if (isSpace(c) || c == ',') {
          take();
        } else if (c == '{' || c == '[') {
          pieceAt_ = position_;
          where_ = Where::piece;
        } else if (inArray_) {
          where_ = Where::scalar;
        } else {
          over_ = true;
          return noJson(Words::tr("neither an object nor an array"), position_, why);
        }
        break;
      case Where::scalar:
        if (c < 0 || c == ',' || c == ']' || c == '{' || c == '[') {
          where_ = Where::between;
          why = Words::tr("“%1” is no object.").arg(QString::fromUtf8(std::exchange(piece_, {}).trimmed()));
          return Got::bad;
        }
        if (piece_.size() < kShownOfScalar) piece_.append(static_cast<char>(c));
        take();
        break;
      case Where::piece:
        if (c < 0) cut_ = over_ = true;
        else if (scan(until)) where_ = Where::between;
        if (where_ == Where::between) return read(object, why);
        break;
    }
  }
  return over_ ? Got::end : Got::notYet;
}

}  // namespace halftone::app
