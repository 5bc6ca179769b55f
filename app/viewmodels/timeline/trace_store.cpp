#include "app/viewmodels/timeline/trace_store.h"

#include <algorithm>

namespace halftone::app {

void TraceStore::keep(const ReplyOutcome& outcome) {
  if (outcome.trace.spans.empty()) return;
  std::erase_if(replies_, [&](const TracedReply& reply) { return reply.replyId == outcome.replyId; });
  const bool stopped = outcome.stats.finish == Finish::cancelled;
  replies_.push_back({outcome.replyId, outcome.trace, outcome.settings, outcome.reads,
                      outcome.failed ? outcome.failure.text()
                      : stopped      ? tr("stopped")
                                     : QString(),
                      outcome.began});
  if (replies_.size() > kKept) replies_.pop_front();
}

void TraceStore::paint(const QString& replyId, const PaintWatch::Frames& frames) {
  const auto reply = std::ranges::find(replies_, replyId, &TracedReply::replyId);
  if (reply == replies_.end()) return;
  const auto since = [&](PaintWatch::Clock::time_point at) { return std::chrono::duration<double, std::milli>(at - reply->began).count(); };
  reply->painted.clear();
  for (const PaintWatch::Frame& frame : frames) reply->painted.push_back({since(frame.begin), since(frame.end)});
}

const TracedReply* TraceStore::find(const QString& replyId) const {
  const auto reply = std::ranges::find(replies_, replyId, &TracedReply::replyId);
  return reply == replies_.end() ? nullptr : &*reply;
}

}  // namespace halftone::app
