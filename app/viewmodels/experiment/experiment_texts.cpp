// ExperimentViewModel, in words and figures.
#include <algorithm>
#include <cmath>

#include "app/engine_worker/engine_words.h"
#include "app/format.h"
#include "app/viewmodels/experiment/experiment_view_model.h"
#include "app/viewmodels/models/engine_view_model.h"
#include "engine/generate/guide_figures.h"

namespace halftone::app {
namespace {

constexpr double kKiB = 1024, kMiB = kKiB * 1024, kGiB = kMiB * 1024;

QString text(std::string_view value) { return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())); }

// With three digits, or so.
QString brief(double value) { return QString::number(value, 'f', value < 9.995 ? 2 : value < 99.95 ? 1 : 0); }

int gridOf(Precision weights) {
  switch (weights) {
    case Precision::bf16: return 4;
    case Precision::int8: return 3;
    case Precision::int2: return 1;
    default: return 2;
  }
}

QString percent(double share) {
  return (share < 0 ? QStringLiteral("−") : QStringLiteral("+")) + QString::number(std::abs(100 * share), 'f', 1) + QStringLiteral(" %");
}

}  // namespace

QString ExperimentViewModel::hint() const {
  if (!engine_->facts()) return tr("Open a model first.");
  if (running_) return {};
  if (engine_->replying()) return tr("A reply is being written; it comes first.");
  if (!engine_->isReady()) return tr("A switch is being made; it comes first.");
  return {};
}

QString ExperimentViewModel::model() const {
  return engine_->facts() ? engine_->modelName() + QStringLiteral(" · ") + engine_->parameters() : QString();
}

QString ExperimentViewModel::plan() const {
  const auto left = static_cast<int>(std::ranges::count_if(cells_, &ExperimentCell::isOpen));
  if (left == 0) return tr("%n cells", "", static_cast<int>(cells_.size()));
  const QString time = formatSeconds(leftMs() / 1000);
  if (left == 1) return tr("One cell left, about %1").arg(time);
  return isBegun() ? tr("%n cells left, about %1", "", left).arg(time) : tr("%n cells, about %1", "", left).arg(time);
}

QStringList ExperimentViewModel::weightsChoices() const {
  return {QStringLiteral("bf16"), QStringLiteral("int8"), QStringLiteral("int4"), QStringLiteral("int3"), QStringLiteral("int2")};
}
QStringList ExperimentViewModel::attentionChoices() const { return choicesOf(EngineSwitch::Attention); }

QStringList ExperimentViewModel::weights() const {
  QStringList names;
  for (const Precision weights : weights_) names << text(to_string(weights));
  return names;
}

QStringList ExperimentViewModel::attentions() const {
  QStringList names;
  for (const AttentionKind attention : attentions_) names << text(to_string(attention));
  return names;
}

QString ExperimentViewModel::lineName(int line) const {
  const Line& of = lines_[static_cast<std::size_t>(line)];
  return text(to_string(of.weights)) + u' ' + text(to_string(of.attention));
}

// --- what runs ---

QString ExperimentViewModel::runningTitle() const {
  const auto over = std::ranges::count_if(cells_, [](const ExperimentCell& cell) { return !cell.isOpen(); });
  const auto at = std::min<qsizetype>(over + 1, std::ssize(cells_));
  return tr("Running, %1 of %2").arg(at).arg(cells_.size());
}

QStringList ExperimentViewModel::runningChips() const {
  const ExperimentCell* of = cell(running_cell_);
  if (!of) return {};
  return {text(to_string(of->settings.weights)), text(to_string(of->settings.attention)),
          tr("%1 + %2 tokens").arg(formatCount(of->run.prompt)).arg(of->run.generate)};
}

QString ExperimentViewModel::stage() const {
  if (restoring_) return tr("The chat's settings come back…");
  if (running_cell_ < 0 || now_.what != ExperimentUpdate::Progressed) return running_ ? tr("It begins…") : QString();
  const LoadProgress& progress = now_.progress;
  if (now_.loading) return tr("%1, %2").arg(spoken(progress.stage), formatBytesOf(progress.done, progress.total));
  return tr("%1, %2 of %3, run %4 of %5")
      .arg(spoken(progress.stage), formatCount(progress.done), formatCount(progress.total))
      .arg(now_.repeat)
      .arg(kRepeats);
}

double ExperimentViewModel::share() const {
  return running_cell_ >= 0 && now_.progress.total > 0 ? static_cast<double>(now_.progress.done) / static_cast<double>(now_.progress.total)
                                                       : 0;
}

bool ExperimentViewModel::runsNaive() const {
  const ExperimentCell* of = cell(running_cell_);
  return of && of->settings.attention == AttentionKind::naive;
}

QString ExperimentViewModel::soFar() const {
  return running_cell_ >= 0 && now_.peakBytes > 0 ? formatBytes(now_.peakBytes) : QStringLiteral("–");
}
QString ExperimentViewModel::timeSoFar() const {
  return running_cell_ >= 0 && now_.elapsedMs > 0 ? formatMilliseconds(now_.elapsedMs) : QStringLiteral("–");
}
QString ExperimentViewModel::left() const {
  return running_ && !restoring_ ? tr("about %1 left").arg(formatSeconds(leftMs() / 1000)) : QString();
}

// --- what is looked at ---

double ExperimentViewModel::unitOf(Chart chart) const {
  double most = 0;
  for (const ExperimentCell& cell : cells_)
    most = std::max(most, chart == Memory ? static_cast<double>(std::max(cell.expected, cell.peakBytes()))
                                          : std::max(cell.times().median, cell.expectedMs * factor()));
  if (chart == Memory) return most >= 0.9995 * kGiB ? kGiB : kMiB;
  return most >= 999.5 ? 1000 : 1;
}

QString ExperimentViewModel::memoryUnit() const { return unitOf(Memory) == kGiB ? QStringLiteral("GiB") : QStringLiteral("MiB"); }
QString ExperimentViewModel::timeUnit() const { return unitOf(Time) == 1000 ? QStringLiteral("s") : QStringLiteral("ms"); }

QString ExperimentViewModel::figure(Chart chart, double value, bool unit) const {
  if (value < 0) return QStringLiteral("–");
  if (!unit) return brief(value);
  return chart == Memory ? formatBytes(static_cast<qint64>(value * unitOf(Memory))) : formatMilliseconds(value * unitOf(Time));
}

QString ExperimentViewModel::tableTitle() const {
  return prompt_ < lengths() ? tr("%1 + %2 tokens").arg(formatCount(prompts_[prompt_])).arg(generate_) : QString();
}

QString ExperimentViewModel::stateText(const ExperimentCell& cell) const {
  switch (cell.state) {
    case ExperimentCell::Running: return tr("running");
    case ExperimentCell::DoesNotFit: return tr("does not fit");
    case ExperimentCell::Failed: return tr("failed");
    case ExperimentCell::Skipped: return tr("skipped");
    case ExperimentCell::Predicted: return running_ ? tr("waits") : QStringLiteral("–");
    case ExperimentCell::Done: break;
  }
  return {};
}

QString ExperimentViewModel::dotText(Chart chart, int index) const {
  const ExperimentCell* of = cell(index);
  if (!of) return {};
  const QString what = tr("%1 %2, %3 + %4 tokens")
                           .arg(text(to_string(of->settings.weights)), text(to_string(of->settings.attention)), formatCount(of->run.prompt))
                           .arg(of->run.generate);
  const QString expected = figure(chart, predicted(chart, index), true);
  switch (of->state) {
    case ExperimentCell::DoesNotFit:
      return tr("%1: needs %2, %3 free; it is not tried").arg(what, formatBytes(of->needs), formatBytes(of->free));
    case ExperimentCell::Failed: return tr("%1: failed. %2").arg(what, of->cause);
    case ExperimentCell::Skipped: return tr("%1: skipped, predicted %2").arg(what, expected);
    case ExperimentCell::Running: return tr("%1: running, predicted %2").arg(what, expected);
    case ExperimentCell::Predicted: return tr("%1: predicted %2").arg(what, expected);
    case ExperimentCell::Done: break;
  }
  if (chart == Memory) {
    const auto off = of->offBy();
    if (!off) return tr("%1: measured %2").arg(what, formatBytes(of->peakBytes()));
    return tr("%1: measured %2, predicted %3, off by %4").arg(what, formatBytes(of->peakBytes()), expected, percent(*off));
  }
  const ExperimentCell::Times times = of->times();
  return tr("%1: %2, the median of %3 runs; the quickest %4, the slowest %5; the prompt alone %6")
      .arg(what, formatMilliseconds(times.median))
      .arg(of->runs.size())
      .arg(formatMilliseconds(times.least), formatMilliseconds(times.most), formatMilliseconds(times.prompt));
}

bool ExperimentViewModel::isGuided() const { return engine_->facts() && is_octocoder(engine_->facts()->model); }

QString ExperimentViewModel::guideNote() const {
  return isGuided()
             ? tr("The guide measured on an A100 with transformers, this on %1: memory compares, seconds do not.")
                   .arg(isolated(engine_->deviceLabel()))
             : tr("Naive attention stores a score for each pair of tokens, in each head: it grows with N². Flash attention grows with N.");
}

QVariantList ExperimentViewModel::rowOf(int line) const {
  const int index = line * lengths() + prompt_;
  const ExperimentCell& of = *cell(index);
  double mostMemory = 0, mostTime = 0;
  for (int other = 0; other < lines(); ++other) {
    const int at = other * lengths() + prompt_;
    mostMemory = std::max({mostMemory, measured(Memory, at), predicted(Memory, at)});
    mostTime = std::max(mostTime, measured(Time, at));
  }
  const bool done = of.state == ExperimentCell::Done;
  const double peak = measured(Memory, index), time = measured(Time, index);
  const GuideFigure* guide =
      engine_->facts() ? guide_figure(engine_->facts()->model, of.settings.weights, of.settings.attention, of.run.prompt) : nullptr;
  const auto off = of.offBy();
  const QString none = QStringLiteral("–"), hint = dotText(Memory, index);
  return {text(to_string(of.settings.weights)),
          text(to_string(of.settings.attention)),
          gridOf(of.settings.weights),
          toneOf(line),
          figure(Memory, predicted(Memory, index), false),
          done ? brief(peak) : stateText(of),
          off ? percent(*off) : QString(),
          done && mostMemory > 0 ? peak / mostMemory : -1.0,
          done ? brief(time) : none,
          done && mostTime > 0 ? time / mostTime : -1.0,
          guide ? brief(guide->peak_gib * kGiB / unitOf(Memory)) : none,
          guide && guide->seconds > 0 ? brief(guide->seconds * 1000 / unitOf(Time)) : none,
          done ? dotText(Time, index) : hint,
          done ? hint + QStringLiteral("; ") + dotText(Time, index) : hint};
}

void ExperimentViewModel::fillTable() {
  QList<QVariantList> rows;
  for (int line = 0; line < lines() && lengths() > 0; ++line) rows.append(rowOf(line));
  table_.setRows(std::move(rows));
}

// --- keys and values: with one head for all, with groups, with a head for each ---

QString ExperimentViewModel::headsTitle() const {
  return prompts_.isEmpty() ? QString() : tr("Keys and values, %1 tokens").arg(formatCount(prompts_.last()));
}

QString ExperimentViewModel::headsFormula() const {
  if (!engine_->facts() || prompts_.isEmpty()) return {};
  const ModelInfo& model = engine_->facts()->model;
  const QString formula =
      tr("2 × %1 tokens × %2 layers × heads × %3 × 2 bytes.").arg(formatCount(prompts_.last())).arg(model.layers).arg(model.head_width);
  return formula + u' ' + tr("The guide's own: 15 GB at 16,000 tokens become less than 0.4 GB.");
}

void ExperimentViewModel::fillHeads() {
  QList<QVariantList> rows;
  const ModelInfo none, &model = engine_->facts() ? engine_->facts()->model : none;
  if (!prompts_.isEmpty() && model.heads > 0 && model.kv_heads > 0 && model.head_width > 0) {
    std::int64_t groups = model.kv_heads;
    if (groups == 1 || groups == model.heads) {  // what another model of this size would have
      groups = std::max<std::int64_t>(1, model.heads / 8);
      while (groups > 1 && model.heads % groups != 0) --groups;
    }
    std::vector<std::int64_t> counts{1};
    if (groups > 1 && groups < model.heads) counts.push_back(groups);
    if (model.heads > 1) counts.push_back(model.heads);
    for (const std::int64_t heads : counts) {
      const qint64 bytes = 2 * qint64{prompts_.last()} * model.layers * heads * model.head_width * 2;
      const QString label = model.heads == 1       ? tr("One head")
                            : heads == 1           ? tr("One head for all %1").arg(model.heads)
                            : heads == model.heads ? tr("All %n heads", "", static_cast<int>(heads))
                                                   : tr("%n heads", "", static_cast<int>(heads));
      const QString note = heads == model.kv_heads ? tr("this model") : heads > 1 && heads < model.heads ? tr("grouped") : tr("computed");
      rows.append({label, note, formatBytes(bytes), static_cast<double>(heads) / static_cast<double>(model.heads)});
    }
  }
  heads_.setRows(std::move(rows));
}

}  // namespace halftone::app
