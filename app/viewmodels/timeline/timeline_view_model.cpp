#include "app/viewmodels/timeline/timeline_view_model.h"

#include <QUrl>
#include <algorithm>
#include <cmath>

#include "app/export_file.h"
#include "app/format.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/instruments/engine_switch.h"
#include "app/viewmodels/timeline/trace_summary.h"
#include "engine/generate/chrome_trace.h"

namespace halftone::app {
namespace {

constexpr double kNarrowest = 0.01;  // ms

QString fixed(double ms, int digits) { return QLocale(QLocale::English, QLocale::UnitedStates).toString(ms, 'f', digits); }
int digitsOf(double ms) { return ms < 10 ? 2 : 1; }

}  // namespace

TimelineViewModel::TimelineViewModel(QObject* parent)
    : QObject(parent), lanes_({"lane", "label", "times", "together", "share", "shareText", "median", "slow"}) {
  connect(&store_, &TraceStore::kept, this, [this](const QString& replyId) {
    if (replyId == replyId_) look(replyId);
  });
}

void TimelineViewModel::setChat(ChatViewModel* chat) {
  if (chat_) disconnect(chat_, nullptr, this, nullptr);
  chat_ = chat;
  if (chat_) connect(chat_, &ChatViewModel::pathChanged, this, &TimelineViewModel::readReplies);
  replies_.clear();
  readReplies();
}

// Who looks at the last turn goes on to the next one.
void TimelineViewModel::readReplies() {
  const bool atEnd = replies_.isEmpty() || replyId_ == replies_.last();
  replies_.clear();
  if (chat_)
    for (const MessageRecord& message : chat_->messages()->records())
      if (message.role == QLatin1String("assistant") && !message.finish.isEmpty()) replies_ << message.id;
  if (replies_.contains(replyId_) && (!atEnd || replyId_ == replies_.last())) emit turnChanged();
  else look(replies_.isEmpty() ? QString() : replies_.last());
}

void TimelineViewModel::look(const QString& replyId) {
  replyId_ = replyId;
  times_ = token_times(trace());
  least_ = most_ = 0;
  if (!times_.empty()) {
    const auto [least, most] = std::ranges::minmax(times_);
    least_ = least, most_ = most;
  }
  chosen_ = -1;
  emit turnChanged();
  emit chosenChanged();
  showAll();
}

const Trace& TimelineViewModel::trace() const {
  static const Trace none;
  const TracedReply* reply = store_.find(replyId_);
  return reply ? reply->trace : none;
}

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
  const ReplyFigures& figures = chat_->messages()->at(row).figures;
  QString none = tr("No trace was kept of this reply: there are those of the last %1 since the program was started.").arg(TraceStore::kKept);
  if (figures.firstTokenMs <= 0) return none;
  return none + u'\n' + tr("First token %1, %2 tokens per second.").arg(formatMilliseconds(figures.firstTokenMs), fixed(figures.tokensPerSecond, 1));
}

QString TimelineViewModel::ended() const {
  const TracedReply* reply = store_.find(replyId_);
  return reply ? reply->ended : QString();
}

double TimelineViewModel::firstToken() const { return first_token_ms(trace()); }

QString TimelineViewModel::totalText() const {
  const qint64 tokens = laterTokens() + (firstToken() > 0 ? 1 : 0);
  return isTraced() ? tr("%1 · %2 tokens").arg(formatMilliseconds(total()), formatCount(tokens)) : QString();
}

double TimelineViewModel::medianToken() const { return percentile(times_, 0.5); }
double TimelineViewModel::slowToken() const { return percentile(times_, 0.99); }

int TimelineViewModel::binOf(double ms, int bins) const {
  const double span = most_ - least_;
  return span > 0 ? std::min(bins - 1, static_cast<int>((ms - least_) / span * bins)) : bins / 2;
}

QList<int> TimelineViewModel::stacks(int bins) const {
  QList<int> stacks(std::max(1, bins), 0);
  for (const double ms : times_) ++stacks[binOf(ms, static_cast<int>(stacks.size()))];
  return stacks;
}

void TimelineViewModel::chooseOfStack(int bin, int bins, int place) {
  for (int token = 0; token < laterTokens(); ++token)
    if (binOf(times_[static_cast<std::size_t>(token)], bins) == bin && place-- == 0) return chooseToken(token);
}

QString TimelineViewModel::windowText() const {
  const int digits = to_ - from_ < 10 ? 2 : 0;
  return isTraced() ? tr("%1 to %2 ms").arg(fixed(from_, digits), fixed(to_, digits)) : QString();
}

QStringList TimelineViewModel::laneNames() const { return {tr("tokenise"), tr("restore"), tr("prefill"), tr("draft"), tr("decode"), tr("sample"), tr("detokenise")}; }

void TimelineViewModel::stepTurn(int by) {
  const qsizetype next = replies_.indexOf(replyId_) + by;
  if (next >= 0 && next < replies_.size()) look(replies_[next]);
}

void TimelineViewModel::showAll() { show(0, total()); }

void TimelineViewModel::show(double from, double to) {
  const double all = total();
  if (!std::isfinite(from) || !std::isfinite(to)) from = 0, to = all;
  const double span = std::min(all, std::max(to - from, kNarrowest));
  from_ = std::clamp(from, 0.0, all - span);
  to_ = from_ + span;
  fillLanes();
  emit windowChanged();
}

void TimelineViewModel::zoom(double at, double factor) { show(at - (at - from_) * factor, at + (to_ - at) * factor); }
void TimelineViewModel::move(double share) { show(from_ + share * (to_ - from_), to_ + share * (to_ - from_)); }

void TimelineViewModel::choose(int span) {
  const std::vector<Span>& spans = trace().spans;
  if (span < -1 || span >= std::ssize(spans) || span == chosen_) return;
  chosen_ = span;
  emit chosenChanged();
  if (span < 0) return;
  const Span& one = spans[static_cast<std::size_t>(span)];
  if (one.begin_ms < from_ || one.end_ms > to_) {
    const double middle = (one.begin_ms + one.end_ms) / 2, half = std::max(to_ - from_, one.ms()) / 2;
    show(middle - half, middle + half);
  }
}

void TimelineViewModel::step(int by) {
  const auto count = static_cast<int>(trace().spans.size());
  if (count == 0) return;
  choose(chosen_ < 0 ? (by > 0 ? 0 : count - 1) : std::clamp(chosen_ + by, 0, count - 1));
}

void TimelineViewModel::chooseToken(int later) {
  const std::vector<Span>& spans = trace().spans;
  const qint64 token = later + 1;  // they begin with the second
  const auto computes = [&](const Span& span) { return span.lane == Lane::decode && span.first <= token && token < span.first + span.count; };
  const auto pass = std::ranges::find_if(spans, computes);
  if (pass != spans.end()) choose(static_cast<int>(pass - spans.begin()));
}

QString TimelineViewModel::describe(int index) const {
  const std::vector<Span>& spans = trace().spans;
  if (index < 0 || index >= std::ssize(spans)) return {};
  const Span& span = spans[static_cast<std::size_t>(index)];
  const QString lane = laneNames()[static_cast<int>(span.lane)];
  const QString times = tr("%1 ms, from %2 to %3 ms").arg(fixed(span.ms(), digitsOf(span.ms())), fixed(span.begin_ms, 1), fixed(span.end_ms, 1));
  const bool ofPrompt = span.lane == Lane::tokenise || span.lane == Lane::restore || span.lane == Lane::prefill;
  if (ofPrompt) return tr("%1, %2 tokens: %3").arg(lane, formatCount(span.count), times);
  if (span.count == 0) return tr("%1: %2").arg(lane, times);
  if (span.count == 1) return tr("%1, token %2: %3").arg(lane, formatCount(span.first + 1), times);
  return tr("%1, tokens %2 to %3: %4").arg(lane, formatCount(span.first + 1), formatCount(span.first + span.count), times);
}

void TimelineViewModel::fillLanes() {
  QList<QVariantList> rows;
  const QStringList names = laneNames();
  for (const LaneSummary& lane : summarise(trace(), from_, to_)) {
    rows.append({static_cast<int>(lane.lane), names[static_cast<int>(lane.lane)], formatCount(lane.times), fixed(lane.together, digitsOf(lane.together)),
                 lane.share, tr("%1 %").arg(fixed(100 * lane.share, 1)), fixed(lane.median, 2), lane.p99 ? fixed(*lane.p99, 2) : QStringLiteral("–")});
  }
  lanes_.setRows(std::move(rows));
}

QString TimelineViewModel::exportName() const { return isTraced() ? QStringLiteral("trace-%1.json").arg(turn()) : QString(); }

QByteArray TimelineViewModel::csv() const {
  QByteArray lines = "lane,first,tokens,begin_ms,end_ms\n";
  for (const Span& span : trace().spans) {
    const std::string_view lane = to_string(span.lane);
    lines += QByteArray(lane.data(), static_cast<qsizetype>(lane.size())) + ',' + QByteArray::number(static_cast<qlonglong>(span.first)) + ',' +
             QByteArray::number(static_cast<qlonglong>(span.count)) + ',' + QByteArray::number(span.begin_ms, 'g', 17) + ',' +
             QByteArray::number(span.end_ms, 'g', 17) + '\n';
  }
  return lines;
}

void TimelineViewModel::exportTo(const QUrl& url) {
  const std::string name = tr("turn %1").arg(turn()).toStdString();
  exportFile(
      this, url, [content = isTable(url) ? csv() : QByteArray::fromStdString(chrome_trace({{name, trace()}}))] { return content; },
      [this](const QString& words) { emit said(words); });
}

}  // namespace halftone::app
