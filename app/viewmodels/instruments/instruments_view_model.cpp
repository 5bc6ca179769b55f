#include "app/viewmodels/instruments/instruments_view_model.h"

#include <algorithm>
#include <numeric>

#include "app/engine_worker/engine_thread.h"
#include "app/engine_worker/engine_words.h"
#include "app/format.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/chat/draft_gauge.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {
namespace {

constexpr int kWorkingMs = 100, kIdleMs = 1000;
constexpr qint64 kTimelineMs = 60'000;

}  // namespace

InstrumentsViewModel::InstrumentsViewModel(EngineViewModel* engine, EngineThread* engineThread, QObject* parent)
    : QObject(parent),
      engine_(engine),
      engineThread_(engineThread),
      categories_({"key", "label", "bytes", "text", "tooltip"}),
      devices_({"label", "layers", "text"}) {
  clock_.start();
  timer_.setTimerType(Qt::CoarseTimer);
  connect(&timer_, &QTimer::timeout, this, &InstrumentsViewModel::poll);
  connect(engine_, &EngineViewModel::stateChanged, this, &InstrumentsViewModel::pace);
  connect(engine_, &EngineViewModel::replyingChanged, this, &InstrumentsViewModel::pace);
  connect(engine_, &EngineViewModel::modelChanged, this, [this] {
    emit deviceChanged();
    emit cacheChanged();
    if (active_) poll();
  });
  connect(engineThread_, &EngineThread::prefilled, this, &InstrumentsViewModel::onPrefill);
  connect(engineThread_, &EngineThread::textAppended, this, &InstrumentsViewModel::onText);
  connect(engineThread_, &EngineThread::finished, this, &InstrumentsViewModel::onFinished);
  fillCategories();
}

void InstrumentsViewModel::setActive(bool active) {
  if (active == active_) return;
  active_ = active;
  emit activeChanged();
  pace();
  if (active_) poll();
}

void InstrumentsViewModel::pace() {
  const bool working = engine_->replying() || !replyId_.isEmpty() || engine_->state() == EngineViewModel::Loading || engine_->state() == EngineViewModel::Switching;
  const int interval = working ? kWorkingMs : kIdleMs;
  if (!active_) timer_.stop();
  else if (!timer_.isActive() || timer_.interval() != interval) timer_.start(interval);
}

void InstrumentsViewModel::poll() {
  // A model that was closed may be there for a moment yet, on its own thread.
  report_ = engine_->facts() ? engineThread_->memory().value_or(MemoryReport{}) : MemoryReport{};
  const qint64 now = clock_.elapsed();
  samples_.append({now, totalBytes()});
  while (samples_.size() > 1 && samples_[1].at < now - kTimelineMs) samples_.removeFirst();
  fillCategories();
  fillDevices();
  emit memoryChanged();
  emit timelineChanged();
  if (std::exchange(tokensDirty_, false)) emit tokensChanged();
}

void InstrumentsViewModel::setGauge(DraftGauge* gauge) {
  gauge_ = gauge;
  connect(gauge, &DraftGauge::changed, this, &InstrumentsViewModel::cacheChanged);
}

void InstrumentsViewModel::setChat(ChatViewModel* chat) {
  if (chat_) disconnect(chat_, nullptr, this, nullptr);
  chat_ = chat;
  replyId_.clear();
  if (chat_) {
    connect(chat_, &ChatViewModel::cachedTokensChanged, this, &InstrumentsViewModel::cacheChanged);
    connect(chat_, &ChatViewModel::pathChanged, this, &InstrumentsViewModel::showLatency);
  }
  pace();
  showLatency();
  emit cacheChanged();
}

// --- the reply ---

bool InstrumentsViewModel::follow(const QString& replyId) {
  if (!chat_ || replyId.isEmpty() || replyId != chat_->replyId()) return false;  // of another conversation
  if (replyId == replyId_) return true;
  replyId_ = tokensOf_ = replyId;
  firstShown_ = false;
  tokensPerSecond_ = 0;
  tokensDirty_ = true;
  pace();
  emit latencyChanged();
  return true;
}

void InstrumentsViewModel::onPrefill(const PrefillUpdate& update) { follow(update.replyId); }

// What the last reply on the screen cost, as kept with it.
void InstrumentsViewModel::showLatency() {
  if (!replyId_.isEmpty()) return;  // one is being measured
  const QList<MessageRecord> shown = chat_ ? chat_->messages()->records() : QList<MessageRecord>();
  const auto last = std::find_if(shown.crbegin(), shown.crend(), [](const MessageRecord& message) { return message.figures.firstTokenMs > 0; });
  hasLatency_ = last != shown.crend();
  const ReplyFigures figures = hasLatency_ ? last->figures : ReplyFigures();
  stats_ = {};
  stats_.first_token_ms = figures.firstTokenMs;
  stats_.restore_ms = figures.restoreMs;
  stats_.prefill_ms = figures.prefillMs;
  stats_.sample_ms = figures.sampleMs;
  if (figures.prefillMs > 0) stats_.prefill_tokens_per_s = 1000 * static_cast<double>(figures.promptTokens - figures.reusedTokens) / figures.prefillMs;
  tokensPerSecond_ = figures.tokensPerSecond;
  tokensOf_ = hasLatency_ ? last->id : QString();
  emit latencyChanged();
  emit tokensChanged();
}

void InstrumentsViewModel::onText(const ReplyUpdate& update) {
  times_.add(update.replyId, update.tokenMs);
  if (!follow(update.replyId)) return;
  if (!std::exchange(firstShown_, true)) {
    stats_ = {};
    stats_.restore_ms = update.restoreMs;
    stats_.prefill_ms = update.prefillMs;
    stats_.sample_ms = update.sampleMs;
    stats_.first_token_ms = update.restoreMs + update.prefillMs + update.sampleMs;
    hasLatency_ = true;
    emit latencyChanged();
  }
  const QList<double> times = times_.of(replyId_);
  double ms = 0;
  int tokens = 0;
  for (auto it = times.crbegin(); it != times.crend() && ms < 1000; ++it, ++tokens) ms += *it;
  tokensPerSecond_ = ms > 0 ? 1000 * tokens / ms : 0;
  tokensDirty_ = true;
}

void InstrumentsViewModel::onFinished(const ReplyOutcome& outcome) {
  if (replyId_.isEmpty() || outcome.replyId != replyId_) return;
  replyId_.clear();
  pace();
  if (outcome.failed || outcome.stats.prompt_tokens == 0) return showLatency();  // nothing was measured
  stats_ = outcome.stats;
  hasLatency_ = true;
  tokensPerSecond_ = stats_.decode_tokens_per_s;
  emit latencyChanged();
  emit tokensChanged();
  if (active_) poll();
}

// --- memory ---

void InstrumentsViewModel::fillCategories() {
  const auto row = [this](const char* key, const QString& label, qint64 bytes, const QString& tooltip) {
    return QVariantList{QLatin1String(key), label, static_cast<double>(bytes), engine_->facts() ? formatBytes(bytes) : QStringLiteral("–"), tooltip};
  };
  const auto with = [](const QString& label, const QString& format) { return format.isEmpty() ? label : label + QStringLiteral(" · ") + format; };
  categories_.setRows({
      row("weights", with(tr("Weights"), engine_->precisionLabel()), report_.of(MemoryTag::weights), tr("Bytes of the model's weights, counted where they are allocated.")),
      row("kv", with(tr("KV cache"), engine_->cache()), report_.of(MemoryTag::kv_cache), tr("Pages of keys and values held by all conversations, counted where they are allocated.")),
      row("activations", tr("Activations"), report_.of(MemoryTag::activations), tr("Intermediate results between the layers, counted where they are allocated.")),
      row("workspace", tr("Workspace"), report_.of(MemoryTag::workspace), tr("Scratch of the kernels, with naive attention its stored scores, counted where it is allocated.")),
      row("others", tr("Other programs"), report_.others, tr("Memory in use on the device that is not this process's.")),
      row("unattributed", tr("Unattributed"), std::max<qint64>(report_.unattributed(), 0),
          tr("What this process holds since the model was opened beyond the categories above.")),
  });
}

void InstrumentsViewModel::fillDevices() {
  QList<QVariantList> rows;
  const std::vector<DeviceMemory> devices = engine_->facts() ? engineThread_->memoryByDevice() : std::vector<DeviceMemory>();
  for (const DeviceMemory& device : devices) {
    const MemoryReport& report = device.report;
    rows.append({spoken(device.name), tr("layers %1 to %2").arg(device.layers.begin).arg(device.layers.end - 1),
                 tr("%1 of %2").arg(formatBytes(report.total()), formatBytes(report.device_total))});
  }
  devices_.setRows(rows.size() > 1 ? std::move(rows) : QList<QVariantList>());
}

QString InstrumentsViewModel::totalText() const { return formatBytes(report_.total()); }
QString InstrumentsViewModel::deviceTotalText() const { return formatBytes(report_.device_total); }
QString InstrumentsViewModel::peakText() const { return formatBytes(report_.total_peak); }
QString InstrumentsViewModel::kvBytesText() const { return formatBytes(report_.of(MemoryTag::kv_cache)); }
QString InstrumentsViewModel::scoresText() const { return report_.attention_scores > 0 ? formatBytes(report_.attention_scores) : QString(); }

double InstrumentsViewModel::usedFraction() const {
  if (report_.device_total <= 0) return 0;
  return static_cast<double>(report_.device_total - report_.device_free) / static_cast<double>(report_.device_total);
}

// Samples come at two paces; here they stand at equal distances, each held until the next.
QList<double> InstrumentsViewModel::timeline() const {
  QList<double> values;
  if (samples_.isEmpty()) return values;
  const qint64 end = samples_.last().at;
  const qint64 begin = std::max(samples_.first().at, end - kTimelineMs);
  qsizetype sample = 0;
  for (qint64 at = begin; at <= end && values.size() < timelineLength(); at += kWorkingMs) {
    while (sample + 1 < samples_.size() && samples_[sample + 1].at <= at) ++sample;
    values.append(samples_[sample].bytes);
  }
  if (!values.isEmpty()) values.last() = samples_.last().bytes;
  return values;
}

double InstrumentsViewModel::timelinePeak() const {
  const auto highest = std::ranges::max_element(samples_, {}, &Sample::bytes);
  return highest == samples_.end() ? 0 : highest->bytes;
}

void InstrumentsViewModel::resetPeak() { engineThread_->resetPeak(); }

// --- cache and device ---

// Without a cache there is nothing in it, whatever the reply that is being written holds for itself.
bool InstrumentsViewModel::cacheIsOn() const { return engine_->facts() && engine_->facts()->settings.cache.has_value(); }
int InstrumentsViewModel::kvTokens() const { return chat_ && cacheIsOn() ? std::clamp(chat_->cachedTokens(), 0, kvCapacity()) : 0; }
int InstrumentsViewModel::kvExpected() const { return gauge_ && cacheIsOn() ? std::clamp(gauge_->total(), kvTokens(), std::max(kvTokens(), kvCapacity())) : kvTokens(); }
int InstrumentsViewModel::kvCapacity() const { return engine_->contextTokens(); }
QString InstrumentsViewModel::kvTokensText() const {
  if (!engine_->facts()) return tr("no model is open");
  if (!cacheIsOn()) return tr("off, nothing is kept");
  const bool known = !chat_ || chat_->cachedTokens() >= 0;
  return tr("%1 of %2 tokens").arg(known ? formatCount(kvTokens()) : QStringLiteral("–"), formatCount(kvCapacity()));
}
QString InstrumentsViewModel::deviceName() const { return engine_->deviceLabel(); }

QString InstrumentsViewModel::memoryTooltip() const {
  return tr("Counted where it is taken: one arena per device, every buffer with its category. 1 GiB = 1024³ bytes.");
}
QString InstrumentsViewModel::firstTokenTooltip() const {
  return tr("Wall time from sending to the first token: restore (render, tokenise, find the cached prefix), prefill (compute what is new), sample.");
}
QString InstrumentsViewModel::tokenMsTooltip() const {
  return tr("Milliseconds of wall time of each of the last 120 tokens of the reply, newest at the end. Taller: slower.");
}
QString InstrumentsViewModel::tokensPerSecondTooltip() const {
  return tr("Tokens a second: tokens of the reply after the first, divided by their wall time. While it is written, of its last second.");
}
QString InstrumentsViewModel::restoreTooltip() const {
  return tr("Milliseconds to write the conversation as a prompt, cut it into tokens, and find those that the cache holds already.");
}
QString InstrumentsViewModel::prefillTooltip() const { return tr("Milliseconds to compute the tokens of the prompt that the cache does not hold."); }
QString InstrumentsViewModel::sampleTooltip() const { return tr("Milliseconds to choose the first token from the model's probabilities."); }
QString InstrumentsViewModel::timelineTooltip() const {
  return tr("Bytes held by Halftone over the last 60 seconds, ten samples a second while it works; the dashed line is the highest.");
}
QString InstrumentsViewModel::kvTooltip() const {
  return tr("Tokens of the conversation on screen whose keys and values the cache holds, of those the context holds. They are not computed again. Pale: what the message being written will add.");
}

}  // namespace halftone::app
