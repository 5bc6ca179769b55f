#include "app/markdown/reasoning_splitter.h"

#include <algorithm>

namespace halftone::app {
namespace {

const QString opening = QStringLiteral("<think>"), closing = QStringLiteral("</think>");

// How many characters at the end of `text` may be the beginning of `mark`.
qsizetype heldBack(const QString& text, const QString& mark) {
  for (qsizetype size = std::min(text.size(), mark.size() - 1); size > 0; --size)
    if (QStringView(text).right(size) == QStringView(mark).left(size)) return size;
  return 0;
}

qsizetype spacesAtBegin(const QString& text) {
  return std::find_if(text.begin(), text.end(), [](QChar c) { return !c.isSpace(); }) - text.begin();
}

}  // namespace

ReasoningSplitter::Parts ReasoningSplitter::append(const QString& text) {
  held_ += text;
  return read(false);
}

ReasoningSplitter::Parts ReasoningSplitter::finish() { return read(true); }

ReasoningSplitter::Parts ReasoningSplitter::read(bool last) {
  Parts parts;
  if (state_ == State::start) {
    const qsizetype begin = spacesAtBegin(held_);
    const QStringView rest = QStringView(held_).mid(begin);
    if (rest.startsWith(opening)) {
      held_.remove(0, begin + opening.size());
      state_ = State::thinking;
      reasoned_ = trim_ = true;
    } else if (!last && opening.startsWith(rest)) {
      return parts;  // not known yet
    } else {
      state_ = State::answering;
    }
  }
  if (trim_) {  // the line breaks behind a mark belong to it
    held_.remove(0, spacesAtBegin(held_));
    trim_ = held_.isEmpty();
  }
  if (state_ == State::thinking || !closed_) {
    const qsizetype end = held_.indexOf(closing);
    if (end >= 0) {
      if (state_ == State::answering) {
        parts.reasoning = answer_;
        parts.moved = true;
        reasoned_ = true;
      }
      parts.reasoning += held_.left(end);
      held_.remove(0, end + closing.size());
      answer_.clear();
      state_ = State::answering;
      closed_ = true;
      held_.remove(0, spacesAtBegin(held_));
      trim_ = held_.isEmpty();
    } else {
      const qsizetype kept = last ? 0 : heldBack(held_, closing);
      const QString text = held_.left(held_.size() - kept);
      held_.remove(0, text.size());
      if (state_ == State::thinking) parts.reasoning += text;
      else parts.answer += text, answer_ += text;
      return parts;
    }
  }
  parts.answer += held_;
  held_.clear();
  return parts;
}

QString answerOf(const QString& reply) {
  ReasoningSplitter splitter;
  const ReasoningSplitter::Parts parts = splitter.append(reply);
  const ReasoningSplitter::Parts rest = splitter.finish();
  return rest.moved ? rest.answer : parts.answer + rest.answer;
}

}  // namespace halftone::app
