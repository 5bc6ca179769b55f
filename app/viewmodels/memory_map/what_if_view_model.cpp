#include "app/viewmodels/memory_map/what_if_view_model.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/engine_worker/engine_thread.h"
#include "app/format.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {
namespace {

constexpr int kRequests = 1 << 24;                         // ours; others who ask for estimates count from 0
constexpr std::array<qint64, 4> kCards = {8, 12, 16, 24};  // GiB

QString percent(double share) {
  return QStringLiteral("%1%2 %").arg(share >= 0 ? QStringLiteral("+") : QString()).arg(100 * share, 0, 'f', 1);
}

}  // namespace

WhatIfViewModel::WhatIfViewModel(EngineViewModel* engine, EngineThread* engineThread, QObject* parent)
    : QObject(parent), engine_(engine), engineThread_(engineThread), last_(kRequests) {
  connect(engineThread_, &EngineThread::estimated, this, &WhatIfViewModel::onEstimated);
  connect(engineThread_, &EngineThread::memoryMapped, this, [this] {
    if (active_) fill();
  });
  connect(engine_, &EngineViewModel::modelChanged, this, &WhatIfViewModel::follow);
}

void WhatIfViewModel::setActive(bool active) {
  if (std::exchange(active_, active) == active) return;
  if (active) follow();
  emit changed();
}

void WhatIfViewModel::follow() {
  if (!active_) return;
  present_.reset(), asIf_.reset();
  if (!engine_->facts()) return fill();
  const EngineSettings before = std::exchange(inForce_, engine_->facts()->settings), asked = std::exchange(wanted_, inForce_);
  if (std::exchange(path_, engine_->modelPath()) == path_) {  // what was asked besides what has happened is still asked
    if (asked.weights != before.weights) wanted_.weights = asked.weights;
    if (asked.cache != before.cache) wanted_.cache = asked.cache;
    if (asked.context != before.context) wanted_.context = asked.context;
  }
  presentRequest_ = request_ = ++last_;
  engineThread_->estimate(presentRequest_, path_, inForce_);
  if (isDifferent()) ask();
  fill();
}

void WhatIfViewModel::set(EngineSwitch::Kind kind, const QString& value) {
  const auto next = switched(wanted_, kind, value);
  if (!next || *next == wanted_) return;
  wanted_ = *next;
  if (kind == EngineSwitch::Weights) return fill();  // an estimate has a row for each
  ask();
  emit changed();
}

void WhatIfViewModel::reset() {
  wanted_ = inForce_;
  request_ = presentRequest_;
  asIf_ = present_, estimated_ = inForce_;
  fill();
}

// Its headers are read again, on another thread; the last answer counts.
void WhatIfViewModel::ask() { engineThread_->estimate(request_ = ++last_, path_, wanted_); }

void WhatIfViewModel::onEstimated(int request, const FitEstimate& fit) {
  if (!active_ || (request != request_ && request != presentRequest_)) return;
  if (request == presentRequest_) present_ = fit;
  if (request == request_) asIf_ = fit, estimated_ = wanted_;
  fill();
}

const FitRow* WhatIfViewModel::rowOf(const std::optional<FitEstimate>& fit, Precision weights) {
  if (!fit) return nullptr;
  const auto found = std::ranges::find(fit->rows, weights, &FitRow::precision);
  return found == fit->rows.end() ? nullptr : &*found;
}

qint64 WhatIfViewModel::room() const {
  const auto memory = engineThread_->memory();
  return asIf_->device_available + (memory ? memory->total() : 0);  // what is there would go
}

qint64 WhatIfViewModel::longestContext(const FitEstimate& fit, const FitRow& row, qint64 bytes) {
  const qint64 left = bytes - (row.total_bytes - fit.kv_bytes);
  if (left < 0) return 0;
  const qint64 trained = fit.model.position_limit > 0 ? fit.model.position_limit : std::max(fit.model.trained_context, fit.context);
  if (fit.kv_bytes <= 0) return trained;
  const double tokens = static_cast<double>(left) / (static_cast<double>(fit.kv_bytes) / static_cast<double>(fit.context));
  return std::min(trained, static_cast<qint64>(tokens) / 100 * 100);
}

// Of a bar that is as long as the card, or as what it should hold; what is beyond the card is one part, at the end.
QVariantList WhatIfViewModel::parts(const FitRow& row, qint64 usable, qint64 bytes) const {
  const bool over = row.total_bytes > usable;
  const double all = static_cast<double>(std::max<qint64>(1, over ? row.total_bytes : bytes));
  QVariantList parts;
  qint64 left = over ? usable : row.total_bytes;
  for (const auto& [key, part] : {std::pair("weights", row.weight_bytes),
                                  {"kv", asIf_->kv_bytes},
                                  {"activations", row.total_bytes - row.weight_bytes - asIf_->kv_bytes}}) {
    const qint64 within = std::min<qint64>(left, part);
    left -= within;
    parts.append(QVariantMap{{"key", key}, {"fraction", static_cast<double>(within) / all}});
  }
  if (over) parts.append(QVariantMap{{"key", "beyond"}, {"fraction", static_cast<double>(row.total_bytes - usable) / all}});
  return parts;
}

void WhatIfViewModel::fill() {
  QList<QVariantList> expected, cards;
  const auto memory = engineThread_->memory();
  if (const FitRow* row = rowOf(present_, inForce_.weights); row && memory) {
    const auto add = [&](const char* key, const QString& label, qint64 wanted, qint64 actual, const QString& off) {
      expected.append({key, label, formatBytes(wanted), formatBytes(actual), off});
    };
    const auto off = [](qint64 wanted, qint64 actual) {
      return wanted > 0 && actual > 0 ? percent(static_cast<double>(actual) / static_cast<double>(wanted) - 1) : QStringLiteral("–");
    };
    const auto peak = [&](MemoryTag tag) { return memory->peak[static_cast<std::size_t>(tag)]; };
    add("weights", tr("Weights"), row->weight_bytes, memory->of(MemoryTag::weights),
        off(row->weight_bytes, memory->of(MemoryTag::weights)));
    const qint64 cache = memory->of(MemoryTag::kv_cache);
    add("kv", tr("KV cache"), present_->kv_bytes, cache,
        present_->kv_bytes > 0
            ? tr("%1 % full").arg(100.0 * static_cast<double>(cache) / static_cast<double>(present_->kv_bytes), 0, 'f', 0)
            : QStringLiteral("–"));
    add("activations", tr("Activations"), present_->activation_bytes, peak(MemoryTag::activations),
        off(present_->activation_bytes, peak(MemoryTag::activations)));
    add("workspace", tr("Workspace"), present_->workspace_bytes, peak(MemoryTag::workspace),
        off(present_->workspace_bytes, peak(MemoryTag::workspace)));
  }
  if (const FitRow* row = rowOf(asIf_, wanted_.weights)) {
    const auto add = [&](const QString& label, qint64 bytes, qint64 usable, bool own) {
      const qint64 longest = longestContext(*asIf_, *row, usable), shortBy = row->total_bytes - usable;
      const QString tokens = longest > 0 ? tr("%1 tokens").arg(formatCount(longest)) : QString();
      cards.append(
          {label, shortBy <= 0, shortBy <= 0 ? tokens : tr("%1 short").arg(formatBytes(shortBy)), parts(*row, usable, bytes), own, tokens});
    };
    add(tr("Here, %1").arg(formatBytes(room())), room(), room(), true);
    for (const qint64 card : kCards)
      add(tr("A card of %1").arg(QStringLiteral("%1 GiB").arg(card)), card << 30, (card << 30) - kKeptFree, false);
  }
  expectations_.setRows(std::move(expected));
  cards_.setRows(std::move(cards));
  emit changed();
}

// --- what is said ---

QStringList WhatIfViewModel::weightsChoices() const {
  QStringList choices;
  if (asIf_)
    for (const FitRow& row : asIf_->rows) {
      EngineSettings settings;
      settings.weights = row.precision;
      choices.append(shown(EngineSwitch::Weights, settings, {}));
    }
  return choices;
}

QStringList WhatIfViewModel::cacheChoices() const { return choicesOf(EngineSwitch::Cache); }
QString WhatIfViewModel::weights() const { return shown(EngineSwitch::Weights, wanted_, {}); }
QString WhatIfViewModel::cache() const { return shown(EngineSwitch::Cache, wanted_, {}); }

int WhatIfViewModel::mostContext() const {
  if (!asIf_) return 0;
  const ModelInfo& model = asIf_->model;
  return static_cast<int>(model.position_limit > 0 ? model.position_limit : std::max(model.trained_context, inForce_.context));
}

QString WhatIfViewModel::weightsText() const {
  const FitRow* row = rowOf(asIf_, wanted_.weights);
  return row ? formatBytes(row->weight_bytes) : QStringLiteral("–");
}

QString WhatIfViewModel::cacheText() const { return asIf_ ? formatBytes(asIf_->kv_bytes) : QStringLiteral("–"); }

QString WhatIfViewModel::verdict() const {
  const FitRow* row = rowOf(asIf_, wanted_.weights);
  if (!row) return {};
  const qint64 longest = longestContext(*asIf_, *row, room());
  if (row->total_bytes <= room())
    return tr("%1 together: fits here, up to %2 tokens.").arg(formatBytes(row->total_bytes), formatCount(longest));
  const QString missing = tr("%1 together, %2 are free here: %3 short.")
                              .arg(formatBytes(row->total_bytes), formatBytes(room()), formatBytes(row->total_bytes - room()));
  return longest > 0 ? tr("%1 %2 tokens would fit.").arg(missing, formatCount(longest)) : missing;
}

std::optional<EngineSwitch::Kind> WhatIfViewModel::firstDifference() const {
  if (wanted_.weights != inForce_.weights) return EngineSwitch::Weights;
  if (wanted_.cache != inForce_.cache) return EngineSwitch::Cache;
  if (wanted_.context != inForce_.context) return EngineSwitch::Context;
  return std::nullopt;
}

bool WhatIfViewModel::isDifferent() const { return firstDifference().has_value(); }

QString WhatIfViewModel::applyLabel() const {
  const auto kind = firstDifference();
  if (!kind) return tr("Apply");
  switch (*kind) {
    case EngineSwitch::Weights: return tr("Apply the weights");
    case EngineSwitch::Cache: return tr("Apply the cache");
    default: return tr("Apply the context");
  }
}

std::optional<AsIf> WhatIfViewModel::asIf() const {
  const FitRow *now = rowOf(present_, inForce_.weights), *row = rowOf(asIf_, wanted_.weights);
  if (!active_ || !now || !row || !isDifferent()) return std::nullopt;
  AsIf asIf{.total = row->total_bytes, .shortBy = row->total_bytes - room()};
  const auto set = [&](MemoryTag tag, qint64 bytes) { asIf.bytes[static_cast<std::size_t>(tag)] = bytes; };
  QStringList words;
  if (wanted_.weights != inForce_.weights) {
    words << shown(EngineSwitch::Weights, wanted_, {});
    asIf.weights = wanted_.weights == Precision::automatic ? asIf_->model.stored_format : std::string(to_string(wanted_.weights));
    if (row->weight_bytes != now->weight_bytes) set(MemoryTag::weights, row->weight_bytes);
  }
  if (estimated_.cache != inForce_.cache) {
    words << QStringLiteral("kv ") + shown(EngineSwitch::Cache, estimated_, {});
    if (estimated_.cache) asIf.cache = info(*estimated_.cache).name;
  }
  if (estimated_.context != inForce_.context) words << tr("%1 tokens").arg(formatCount(estimated_.context));
  if (estimated_.cache != inForce_.cache || estimated_.context != inForce_.context) set(MemoryTag::kv_cache, asIf_->kv_bytes);
  if (asIf_->activation_bytes != present_->activation_bytes) set(MemoryTag::activations, asIf_->activation_bytes);
  if (asIf_->workspace_bytes != present_->workspace_bytes) set(MemoryTag::workspace, asIf_->workspace_bytes);
  if (words.isEmpty()) return std::nullopt;  // what was asked last is not known yet
  asIf.words = words.join(QStringLiteral(", "));
  return asIf;
}

void WhatIfViewModel::apply() {
  if (const auto kind = firstDifference()) engine_->proposeSwitch(*kind, shown(*kind, wanted_, {}));
}

}  // namespace halftone::app
