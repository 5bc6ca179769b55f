// TimelineViewModel, in words and figures.
#include <QLocale>
#include <cmath>

#include "app/format.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/timeline/timeline_view_model.h"
#include "app/viewmodels/timeline/trace_summary.h"

namespace halftone::app {
namespace {

QString fixed(double ms, int digits) { return QLocale(QLocale::English, QLocale::UnitedStates).toString(ms, 'f', digits); }
int digitsOf(double ms) { return ms < 10 ? 2 : 1; }

}  // namespace

QString TimelineViewModel::question() const {
  const int row = chat_ ? chat_->messages()->rowOf(replyId_) : -1;
  return row > 0 ? chat_->messages()->at(row - 1).text.simplified() : QString();
}

QString TimelineViewModel::settings() const {
  const int row = chat_ ? chat_->messages()->rowOf(replyId_) : -1;
  return row >= 0 ? chat_->messages()->at(row).figures.settingsLabel : QString();
}

QString TimelineViewModel::untraced() const {
  const int row = chat_ ? chat_->messages()->rowOf(replyId_) : -1;
  if (row < 0) return tr("Ask something first: then this shows where the time of the reply went.");
  if (replyId_ == chat_->replyId()) return tr("The reply is being written: what its time goes into appears here, step by step.");
  const ReplyFigures& figures = chat_->messages()->at(row).figures;
  QString none =
      tr("No trace was kept of this reply: there are those of the last %1 since the program was started.").arg(TraceStore::kKept);
  if (figures.firstTokenMs <= 0) return none;
  return none + u'\n' +
         tr("First token %1, %2 tokens per second.").arg(formatMilliseconds(figures.firstTokenMs), fixed(figures.tokensPerSecond, 1));
}

QString TimelineViewModel::totalText() const {
  const qint64 tokens = laterTokens() + (firstToken() > 0 ? 1 : 0);
  return isTraced() ? tr("%1 · %2 tokens").arg(formatMilliseconds(total()), formatCount(tokens)) : QString();
}

QString TimelineViewModel::windowText() const {
  const int digits = to_ - from_ < 10 ? 2 : 0;
  return isTraced() ? tr("%1 to %2 ms").arg(fixed(from_, digits), fixed(to_, digits)) : QString();
}

QStringList TimelineViewModel::laneNames() const {
  return {tr("tokenise"), tr("restore"), tr("prefill"), tr("draft"), tr("decode"), tr("sample"), tr("detokenise"), tr("paint")};
}

QString TimelineViewModel::paintText() const {
  double ms = 0;
  for (const Painted& frame : painted())
    if (frame.begin_ms < to_ && frame.end_ms > from_) ms += frame.end_ms - frame.begin_ms;
  return ms > 0 ? tr("Painting (%1) runs beside decoding and is not in the sum.").arg(formatMilliseconds(ms)) : QString();
}

QString TimelineViewModel::describe(int index) const {
  const std::vector<Span>& spans = trace().spans;
  if (index < 0 || index >= std::ssize(spans)) return {};
  const Span& span = spans[static_cast<std::size_t>(index)];
  const QString lane = laneNames()[static_cast<int>(span.lane)];
  const QString times =
      tr("%1 ms, from %2 to %3 ms").arg(fixed(span.ms(), digitsOf(span.ms())), fixed(span.begin_ms, 1), fixed(span.end_ms, 1));
  const bool ofPrompt = span.lane == Lane::tokenise || span.lane == Lane::restore || span.lane == Lane::prefill;
  if (ofPrompt) return tr("%1, %2 tokens: %3").arg(lane, formatCount(span.count), times);
  if (span.count == 0) return tr("%1: %2").arg(lane, times);
  const QString last = formatCount(span.first + span.count);
  const QString words = span.count == 1 ? tr("%1, token %2: %3").arg(lane, last, times)
                                        : tr("%1, tokens %2 to %3: %4").arg(lane, formatCount(span.first + 1), last, times);
  const QString reads = span.lane == Lane::decode ? readsText(static_cast<std::size_t>(index)) : QString();
  return reads.isEmpty() ? words : words + u'\n' + reads;
}

// Weights once, whatever the tokens of the pass, and what the cache holds before it and of it.
QString TimelineViewModel::readsText(std::size_t pass) const {
  const ReplyReads* reads = this->reads();
  const double ms = pass_ms(trace(), pass);
  if (!reads || reads->token.weight_bytes <= 0 || ms <= 0) return {};
  const qint64 cached = trace().spans.front().count + trace().spans[pass].first;  // the prompt, and the reply so far
  const double bytes = reads->token.of(static_cast<double>(cached)), rate = bytes / ms / 1e6, bandwidth = bandwidths_.value(reads->device);
  const QString read = formatBytes(std::llround(bytes)), pace = formatRate(rate);
  if (bandwidth <= 0) return tr("reads %1 at %2, %3 tokens in the cache").arg(read, pace, formatCount(cached));
  return tr("reads %1 at %2, %3 % of what the device was measured to read; %4 tokens in the cache")
      .arg(read, pace, fixed(100 * rate / bandwidth, 0), formatCount(cached));
}

void TimelineViewModel::fillLanes() {
  QList<QVariantList> rows;
  const QStringList names = laneNames();
  for (const LaneSummary& lane : summarise(trace(), from_, to_)) {
    rows.append({static_cast<int>(lane.lane), names[static_cast<int>(lane.lane)], formatCount(lane.times),
                 fixed(lane.together, digitsOf(lane.together)), lane.share, tr("%1 %").arg(fixed(100 * lane.share, 1)),
                 fixed(lane.median, 2), lane.p99 ? fixed(*lane.p99, 2) : QStringLiteral("–")});
  }
  lanes_.setRows(std::move(rows));
}

}  // namespace halftone::app
