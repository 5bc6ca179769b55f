#include "app/viewmodels/experiment/experiment_cells.h"

#include <QThread>
#include <algorithm>

namespace halftone::app {
namespace {

double totalMs(const RunCost& run) { return run.prompt_ms + run.generate_ms; }

double bitsOf(Precision weights) {
  switch (weights) {
    case Precision::f32: return 32;
    case Precision::int8: return 8.5;
    case Precision::int4:
    case Precision::nf4: return 4.5;
    case Precision::int3: return 3.5;
    case Precision::int2: return 2.5;
    default: return 16;
  }
}

}  // namespace

qint64 ExperimentCell::peakBytes() const { return runs.empty() ? 0 : std::ranges::max(runs, {}, &RunCost::peak_bytes).peak_bytes; }

ExperimentCell::Times ExperimentCell::times() const {
  if (runs.empty()) return {};
  std::vector<RunCost> sorted = runs;
  std::ranges::sort(sorted, {}, totalMs);
  const RunCost& middle = sorted[sorted.size() / 2];
  return {totalMs(middle), totalMs(sorted.front()), totalMs(sorted.back()), middle.prompt_ms};
}

std::optional<double> ExperimentCell::offBy() const {
  if (state != Done || expected <= 0) return std::nullopt;
  return static_cast<double>(peakBytes()) / static_cast<double>(expected) - 1;
}

ExperimentPace ExperimentPace::of(const EngineSettings& settings, const QString& device) {
  if (!device.startsWith(QStringLiteral("CPU"))) return {2e14, 2e12};
  const int threads = settings.threads > 0 ? settings.threads : QThread::idealThreadCount();
  return {25e9 * threads, std::min(6e9 * threads, 150e9)};
}

void ExperimentPace::learn(const ModelInfo& model, const EngineSettings& settings, const ReplyStats& stats) {
  constexpr std::int64_t kEnough = 64;  // tokens, that a time says something
  const auto parameters = static_cast<double>(model.parameters);
  if (parameters <= 0) return;
  if (stats.prefill_tokens >= kEnough && stats.prefill_ms > 0)
    flops = 2 * parameters * static_cast<double>(stats.prefill_tokens) / (stats.prefill_ms / 1000);
  if (stats.tokens >= kEnough && stats.decode_tokens_per_s > 0)
    bytesPerSecond = weightBytes(model, settings.weights) * stats.decode_tokens_per_s;
}

double weightBytes(const ModelInfo& model, Precision weights) { return static_cast<double>(model.parameters) * bitsOf(weights) / 8; }

double expectedRunMs(const ModelInfo& model, const EngineSettings& settings, RunLength run, const ExperimentPace& pace) {
  if (pace.flops <= 0 || pace.bytesPerSecond <= 0) return 0;
  const auto parameters = static_cast<double>(model.parameters), prompt = static_cast<double>(run.prompt),
             written = static_cast<double>(run.generate);
  const auto rows = static_cast<double>(model.layers * model.heads);  // of score matrices
  const double pairs = rows * prompt * prompt;
  double seconds = (2 * parameters * prompt + 2 * pairs * static_cast<double>(model.head_width)) / pace.flops;
  if (settings.attention == AttentionKind::naive) seconds += 16 * pairs / pace.bytesPerSecond;  // four passes over floats
  const double cache = 4 * static_cast<double>(model.layers * model.kv_heads * model.head_width) * prompt;
  seconds += written * (weightBytes(model, settings.weights) + cache) / pace.bytesPerSecond;
  return 1000 * seconds;
}

int generatedTokens(const ModelInfo& model) {
  constexpr std::int64_t kGuides = 60;
  return static_cast<int>(model.position_limit > 0 ? std::clamp<std::int64_t>(model.position_limit / 4, 1, kGuides) : kGuides);
}

QList<int> promptChoices(const ModelInfo& model, const EngineSettings& settings, int generate) {
  const std::int64_t reach = model.position_limit > 0 ? model.position_limit : std::max(settings.context, model.trained_context);
  const std::int64_t most = reach - generate;
  QList<int> choices;
  for (const int tokens : {60, 125, 250, 500, 1000, 2000, 4000, 6000, 8000})
    if (tokens <= most) choices << tokens;
  if (choices.isEmpty()) choices << static_cast<int>(std::max<std::int64_t>(1, most));
  return choices;
}

}  // namespace halftone::app
