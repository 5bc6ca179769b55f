// Parts what a model thought from what it answers, as the text arrives: <think>…</think> at the beginning of a reply. Where the
// template itself opened the span, only its end is in the reply; all before it was thought then.
#pragma once

#include <QString>

namespace halftone::app {

class ReasoningSplitter {
 public:
  struct Parts {
    QString reasoning, answer;  // what came to each
    bool moved = false;         // all that was handed out as answer before was reasoning: it is in `reasoning` again
  };
  Parts append(const QString& text);
  Parts finish();  // nothing more comes: what looked like the beginning of a mark is text

  bool isThinking() const { return state_ == State::thinking; }
  bool hasReasoning() const { return reasoned_; }

 private:
  enum class State { start, thinking, answering };
  Parts read(bool last);

  State state_ = State::start;
  QString held_;     // may be the beginning of a mark
  QString answer_;   // so far, as long as an end without a beginning may follow
  bool closed_ = false, reasoned_ = false, trim_ = false;
};

// The reply without what the model thought.
QString answerOf(const QString& reply);

}  // namespace halftone::app
