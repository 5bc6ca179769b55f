#include "app/viewmodels/timeline/trace_store.h"

#include <algorithm>

namespace halftone::app {

void TraceStore::keep(const ReplyOutcome& outcome) {
  if (outcome.trace.spans.empty()) return;
  std::erase_if(replies_, [&](const TracedReply& reply) { return reply.replyId == outcome.replyId; });
  const bool stopped = outcome.stats.finish == Finish::cancelled;
  replies_.push_back({outcome.replyId, outcome.trace, outcome.settings, outcome.failed ? outcome.failure.text() : stopped ? tr("stopped") : QString()});
  if (replies_.size() > kKept) replies_.pop_front();
  emit kept(outcome.replyId);
}

const TracedReply* TraceStore::find(const QString& replyId) const {
  const auto reply = std::ranges::find(replies_, replyId, &TracedReply::replyId);
  return reply == replies_.end() ? nullptr : &*reply;
}

}  // namespace halftone::app
