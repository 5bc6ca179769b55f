#pragma once

#include <QElapsedTimer>
#include <atomic>
#include <memory>

#include "app/engine_worker/engine_thread.h"
#include "app/engine_worker/once_per_frame.h"
#include "engine/generate/trace_so_far.h"

namespace halftone::app {

// Gathers what the engine says token by token into one update a frame, and into fewer where the window has not read the last one: a
// busy window gets more at once, not more to catch up with.
class ReplyStream {
 public:
  // `engine`: names the candidates, where they are told.
  ReplyStream(EngineThread& face, const QString& replyId, const Engine* engine = nullptr) : face_(face), replyId_(replyId), engine_(engine) {
    pending_.replyId = doubted_.replyId = replyId;
  }

  // Whose trace is told as well, where somebody watches it. Null: nobody's.
  void follow(const TraceSoFar* traced, std::shared_ptr<const ReplyReads> reads) { traced_ = traced, reads_ = std::move(reads); }

  void operator()(const StreamEvent& event) {
    if (event.phase == StreamEvent::Phase::prefill) {
      if (!due() && event.done != event.total) return;
      emit face_.prefilled({replyId_, event.done, event.total});
      tellTrace();
      return;
    }
    pending_.text += QString::fromUtf8(event.text.data(), static_cast<qsizetype>(event.text.size()));
    pending_.tokenMs.append(static_cast<float>(event.token_ms));
    pending_.tokens = event.done;
    pending_.cachedTokens = event.cached_tokens;
    pending_.restoreMs = event.restore_ms;
    pending_.prefillMs = event.prefill_ms;
    pending_.sampleMs = event.sample_ms;
    if (event.doubt && engine_) doubt(*event.doubt, event.token_ms);
    if (due()) flush();
  }

  void flush() {
    if (pending_.tokenMs.isEmpty()) return;
    if (!doubted_.tokens.empty()) emit face_.tokensAppended(doubted_);
    doubted_.tokens.clear();
    doubted_.texts.clear();
    emit face_.textAppended(pending_);
    tellTrace();
    *read_ = false;
    QMetaObject::invokeMethod(&face_, [read = read_] { *read = true; }, Qt::QueuedConnection);  // behind the update, in the window's thread
    pending_.text.clear();
    pending_.tokenMs.clear();
  }

 private:
  // Ten times a second: a long one is a picture of ten thousand bars, and takes the processor from who computes.
  void tellTrace() {
    constexpr qint64 kTraceMs = 100;
    if (!traced_ || !face_.tracesWatched_ || (told_.isValid() && told_.elapsed() < kTraceMs)) return;
    told_.start();
    if (Trace trace = traced_->trace_so_far(); !trace.spans.empty())
      emit face_.traceGrown({replyId_, std::make_shared<const Trace>(std::move(trace)), reads_});
  }

  void doubt(const Doubt& doubt, double ms) {
    doubted_.tokens.push_back({engine_->token_text(doubt.chosen.token), doubt, static_cast<float>(ms)});
    for (const Candidate& candidate : doubt.likeliest)
      if (!doubted_.texts.contains(candidate.token)) doubted_.texts.insert(candidate.token, engine_->token_text(candidate.token));
  }

  bool due() {
    return *read_ && frames_.due();
  }

  std::shared_ptr<std::atomic<bool>> read_ = std::make_shared<std::atomic<bool>>(true);
  EngineThread& face_;
  QString replyId_;
  const Engine* engine_;
  const TraceSoFar* traced_ = nullptr;
  std::shared_ptr<const ReplyReads> reads_;
  QElapsedTimer told_;
  ReplyUpdate pending_;
  TokensUpdate doubted_;
  OncePerFrame frames_;
};

}  // namespace halftone::app
