#include "app/imports/import.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "app/format.h"
#include "app/storage/chat_store.h"

namespace halftone::app {
namespace {

constexpr qint64 kStepMs = 50;
// What goes into one change of the database: each waits for the disk.
constexpr qsizetype kBatch = 100;
constexpr qint64 kBatchBytes = 8 << 20;

}  // namespace

Import::Import(QStringList files) : files_(std::move(files)) {
  for (const QString& file : std::as_const(files_)) total_ += QFileInfo(file).size();
}

void Import::fail(const QString& trouble) {
  const QString name = isolated(QFileInfo(files_[next_]).fileName());
  outcome_.troubles.append(files_.size() == 1 ? trouble : QStringLiteral("%1: %2").arg(name, trouble));
}

bool Import::begin() {
  const QString& file = files_[next_];
  firstTrouble_.clear();
  pieces_ = std::make_unique<JsonPieces>(file);
  if (!QFileInfo(file).isFile()) fail(tr("It is no file."));  // a pipe would be waited for
  else if (!pieces_->open()) fail(pieces_->openError());
  else return true;
  pieces_.reset();
  return false;
}

void Import::readOn() {
  QJsonObject object;
  QString why;
  switch (pieces_->next(object, why)) {
    case JsonPieces::Got::notYet: return;
    case JsonPieces::Got::end: return endFile();
    case JsonPieces::Got::bad:
      if (reader_) read_.refuse(why);
      else if (firstTrouble_.isEmpty()) firstTrouble_ = why;
      return;
    case JsonPieces::Got::object: break;
  }
  if (!reader_ && !recognise(object)) return endFile();
  reader_->take(object, read_);
  if (const QString trouble = reader_->trouble(); !trouble.isEmpty()) {
    fail(trouble);
    leaveFile();
  }
}

bool Import::recognise(const QJsonObject& first) {
  const auto formats = importFormats();
  const auto format = std::ranges::find_if(formats, [&](const ImportFormat& each) { return each.recognises(first); });
  if (format == formats.end()) return false;
  reader_ = format->reader(files_[next_]);
  const QString program = QString::fromLatin1(format->program);
  outcome_.program = std::exchange(programKnown_, true) && outcome_.program != program ? QString() : program;
  return true;
}

void Import::leaveFile() {
  reader_.reset();
  before_ += pieces_->size();
  pieces_.reset();
  ++next_;
}

void Import::endFile() {
  const bool cut = pieces_->isCut();
  if (reader_) reader_->end(read_);
  const bool whole = !reader_ || reader_->isWhole();
  if (reader_ && (cut || !whole)) fail(tr("It ends in the middle: what stands before that was read."));
  else if (!reader_ && cut) fail(tr("It ends before it has said anything that is understood."));
  else if (!reader_ && !pieces_->isJson()) fail(firstTrouble_);
  else if (!reader_) fail(tr("It holds JSON, but not a conversation of a kind that is known here."));
  leaveFile();
}

bool Import::takeIn(ChatStore& store) {
  if (read_.chats.isEmpty()) return true;
  const auto taken = store.takeIn(read_.chats);
  if (!taken) {
    outcome_.troubles.append(taken.error().cause);
    read_.chats.clear();
    stopped_ = true;
    return false;
  }
  read_.chats.clear();
  for (const TakenIn& each : *taken) {
    qint64 Outcome::* const counts[] = {&Outcome::added, &Outcome::beside, &Outcome::restored, &Outcome::here};
    ++(outcome_.*counts[static_cast<int>(each.how)]);
    outcome_.only = outcome_.taken() + outcome_.here == 1 ? each.id : QString();
  }
  return true;
}

bool Import::step(ChatStore& store) {
  QElapsedTimer since;
  since.start();
  do {
    const bool over = next_ == files_.size();
    if (over || read_.chats.size() >= kBatch || (pieces_ && pieces_->position() - readFrom_ >= kBatchBytes)) {
      if (!takeIn(store) || over) break;
    }
    if (read_.chats.isEmpty()) readFrom_ = pieces_ ? pieces_->position() : 0;
    if (!pieces_ && !begin()) {
      before_ += QFileInfo(files_[next_++]).size();
      continue;
    }
    readOn();
  } while (!since.hasExpired(kStepMs));
  outcome_.notUnderstood = read_.notUnderstood;
  outcome_.leftOut = read_.leftOut;
  if (!read_.why.isEmpty() && outcome_.why.isEmpty()) outcome_.why = read_.why;
  return !stopped_ && (next_ < files_.size() || !read_.chats.isEmpty());
}

}  // namespace halftone::app
