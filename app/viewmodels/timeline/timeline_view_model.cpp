#include "app/viewmodels/timeline/timeline_view_model.h"

#include <QUrl>
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/engine_worker/engine_thread.h"
#include "app/export_file.h"
#include "app/format.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/timeline/trace_summary.h"
#include "engine/generate/chrome_trace.h"

namespace halftone::app {
namespace {

constexpr double kNarrowest = 0.01;  // ms
constexpr const char* kPaint = "paint";  // the window's lane, in files

}  // namespace

TimelineViewModel::TimelineViewModel(EngineThread* engineThread, QObject* parent)
    : QObject(parent), engineThread_(engineThread), lanes_({"lane", "label", "times", "together", "share", "shareText", "median", "slow"}) {
  connect(engineThread_, &EngineThread::traceGrown, this, &TimelineViewModel::grow);
  connect(engineThread_, &EngineThread::finished, this, &TimelineViewModel::keep);
  connect(engineThread_, &EngineThread::textAppended, this, [this](const ReplyUpdate& update) {
    if (chat_ && update.replyId == chat_->replyId()) paint_.textArrived(update.replyId);
  });
  connect(&paint_, &PaintWatch::painted, this, &TimelineViewModel::keepPainted);
  connect(engineThread_, &EngineThread::bandwidthMeasured, this, [this](const QString& device, double gigabytesPerSecond) {
    bandwidths_[device] = gigabytesPerSecond;
    emit chosenChanged();
  });
}

void TimelineViewModel::setActive(bool active) {
  if (active == active_) return;
  active_ = active;
  engineThread_->watchTraces(active);
  emit activeChanged();
  askBandwidth();
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
  readTrace();
  chosen_ = -1;
  emit turnChanged();
  emit chosenChanged();
  showAll();
}

void TimelineViewModel::grow(const TraceUpdate& update) {
  const bool begins = growing_.replyId != update.replyId;
  growing_ = update;
  if (update.replyId != replyId_) return;
  if (begins) look(replyId_);
  else follow();
}

// What was followed until now is whole; what was chosen and shown of it stays so.
void TimelineViewModel::keep(const ReplyOutcome& outcome) {
  const bool followed = std::exchange(growing_, {}).replyId == outcome.replyId;
  store_.keep(outcome);
  paint_.replyEnded(outcome.replyId);
  if (outcome.replyId != replyId_) return;
  if (followed) follow();
  else if (!outcome.trace.spans.empty()) look(replyId_);
}

void TimelineViewModel::keepPainted(const QString& replyId, const PaintWatch::Frames& frames) {
  store_.paint(replyId, frames);
  if (replyId == replyId_) emit windowChanged();
}

void TimelineViewModel::readTrace() {
  times_ = token_times(trace());
  least_ = most_ = 0;
  if (!times_.empty()) {
    const auto [least, most] = std::ranges::minmax(times_);
    least_ = least, most_ = most;
  }
  reached_ = total();
  askBandwidth();
}

const ReplyReads* TimelineViewModel::reads() const {
  if (isRunning()) return growing_.reads.get();
  const TracedReply* reply = store_.find(replyId_);
  return reply ? reply->reads.get() : nullptr;
}

// Once for each device, and not before somebody looks: it takes a moment of the engine's time.
void TimelineViewModel::askBandwidth() {
  const ReplyReads* reads = this->reads();
  if (!active_ || !reads || bandwidths_.contains(reads->device)) return;
  bandwidths_[reads->device] = 0;
  engineThread_->measureBandwidth();
}

// The trace has become longer. A window on all of it grows with it, one that reaches its end moves on with that; any other is where
// somebody has left it.
void TimelineViewModel::follow() {
  const double span = to_ - from_;
  const bool atEnd = to_ >= reached_ - kNarrowest, whole = atEnd && from_ <= 0;
  readTrace();
  emit turnChanged();
  if (whole) showAll();
  else if (atEnd) show(reached_ - span, reached_);
  else show(from_, to_);
}

const Trace& TimelineViewModel::trace() const {
  static const Trace none;
  if (isRunning()) return *growing_.trace;
  const TracedReply* reply = store_.find(replyId_);
  return reply ? reply->trace : none;
}

const std::vector<Painted>& TimelineViewModel::painted() const {
  static const std::vector<Painted> none;
  const TracedReply* reply = isRunning() ? nullptr : store_.find(replyId_);
  return reply ? reply->painted : none;
}

QString TimelineViewModel::ended() const {
  if (isRunning()) return {};
  const TracedReply* reply = store_.find(replyId_);
  return reply ? reply->ended : QString();
}

double TimelineViewModel::firstToken() const { return first_token_ms(trace()); }

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

int TimelineViewModel::chosenLane() const {
  const std::vector<Span>& spans = trace().spans;
  return chosen_ >= 0 && chosen_ < std::ssize(spans) ? static_cast<int>(spans[static_cast<std::size_t>(chosen_)].lane) : -1;
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

QString TimelineViewModel::exportName() const { return isTraced() ? QStringLiteral("trace-%1.json").arg(turn()) : QString(); }

QByteArray TimelineViewModel::csv() const {
  QByteArray lines = "lane,first,tokens,begin_ms,end_ms\n";
  for (const Span& span : trace().spans) {
    const std::string_view lane = to_string(span.lane);
    lines += QByteArray(lane.data(), static_cast<qsizetype>(lane.size())) + ',' + QByteArray::number(static_cast<qlonglong>(span.first)) + ',' +
             QByteArray::number(static_cast<qlonglong>(span.count)) + ',' + QByteArray::number(span.begin_ms, 'g', 17) + ',' +
             QByteArray::number(span.end_ms, 'g', 17) + '\n';
  }
  for (const Painted& painted : this->painted())
    lines += QByteArray(kPaint) + ",,," + QByteArray::number(painted.begin_ms, 'g', 17) + ',' +
             QByteArray::number(painted.end_ms, 'g', 17) + '\n';
  return lines;
}

std::string TimelineViewModel::json() const {
  TracedTurn turn{tr("turn %1").arg(this->turn()).toStdString(), trace(), {{kPaint}}};
  for (const Painted& painted : this->painted()) turn.beside.front().spans.emplace_back(painted.begin_ms, painted.end_ms);
  return chrome_trace({turn});
}

void TimelineViewModel::exportTo(const QUrl& url) {
  exportFile(
      this, url, [content = isTable(url) ? csv() : QByteArray::fromStdString(json())] { return content; },
      [this](const QString& words) { emit said(words); });
}

}  // namespace halftone::app
