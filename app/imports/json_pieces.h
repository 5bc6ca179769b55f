// The objects of a JSON file, one after another: those of an array, of lines, or one alone. What is read is not trusted: a file of any size
// is gone through in a bounded memory, a few megabytes at a call, and what is too long or too deep is passed over.
#pragma once

#include <QFile>
#include <QJsonObject>

namespace halftone::app {

class JsonPieces {
 public:
  static constexpr qint64 kLongest = 64 << 20;  // bytes of one piece

  explicit JsonPieces(const QString& file, qint64 longest = kLongest) : file_(file), longest_(longest) {}

  bool open() { return file_.open(QFile::ReadOnly); }
  QString openError() const { return file_.errorString(); }

  enum class Got {
    object,
    bad,     // something else than an object that can be read: `why`
    notYet,  // to be called again
    end,
  };
  Got next(QJsonObject& object, QString& why);

  bool isJson() const { return json_; }          // as far as it was read
  bool isCut() const { return cut_; }            // it ended in the middle of something
  qint64 position() const { return position_; }  // bytes gone through
  qint64 size() const { return file_.size(); }

 private:
  enum class Where { begin, between, scalar, piece };

  int peek();  // the next byte; -1: the end
  void take() { ++at_, ++position_; }
  bool scan(qint64 until);  // on in the piece; true: that is its end
  Got read(QJsonObject& object, QString& why);
  Got noJson(const QString& what, qint64 at, QString& why);

  QFile file_;
  qint64 longest_;
  QByteArray buffer_;
  qsizetype at_ = 0;
  qint64 position_ = 0, pieceAt_ = 0, depth_ = 0;
  Where where_ = Where::begin;
  QByteArray piece_;  // or the beginning of a scalar
  bool quoted_ = false, escaped_ = false;
  bool inArray_ = false, over_ = false, cut_ = false, json_ = true;
};

}  // namespace halftone::app
