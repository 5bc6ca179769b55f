#include "app/viewmodels/experiment/experiment_view_model.h"

#include <algorithm>
#include <numeric>

#include "app/engine_worker/engine_thread.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {
namespace {

const std::vector<Precision> kOffered = {Precision::bf16, Precision::int8, Precision::int4, Precision::int3, Precision::int2};
constexpr int kMostChosen = 6;  // lengths, beforehand

// Puts it in or takes it out; never the last one. The order stays that of `offered`.
template <class List, class Value>
bool toggle(List& chosen, const List& offered, Value value) {
  const auto has = [&](const auto& one) { return std::ranges::find(chosen, one) != chosen.end(); };
  if (std::ranges::find(offered, value) == offered.end() || (has(value) && chosen.size() == 1)) return false;
  List next;
  for (const auto& one : offered)
    if (has(one) != (one == value)) next.push_back(one);
  chosen = next;
  return true;
}

}  // namespace

ExperimentViewModel::ExperimentViewModel(EngineViewModel* engine, EngineThread* engineThread, QObject* parent)
    : QObject(parent),
      engine_(engine),
      engineThread_(engineThread),
      table_({"weights", "attention", "grid", "tone", "predicted", "peak", "offBy", "memoryShare", "time", "timeShare", "guideMemory",
              "guideTime", "hint", "name"}),
      heads_({"label", "note", "bytes", "share"}) {
  connect(engineThread_, &EngineThread::experimented, this, &ExperimentViewModel::onUpdate);
  connect(engineThread_, &EngineThread::finished, this, &ExperimentViewModel::onFinished);
  connect(engine_, &EngineViewModel::modelChanged, this, [this] {
    if (active_ && !running_) begin();
  });
  for (const auto signal : {&EngineViewModel::stateChanged, &EngineViewModel::replyingChanged})
    connect(engine_, signal, this, &ExperimentViewModel::changed);
}

ExperimentViewModel::~ExperimentViewModel() { stop_.request_stop(); }

void ExperimentViewModel::setActive(bool active) {
  if (std::exchange(active_, active) == active) return;
  if (active && !running_) begin();
  else stop();
  emit changed();
}

// Cells belong to a model and the settings it runs under; what was measured under these stays.
void ExperimentViewModel::begin() {
  const auto& facts = engine_->facts();
  if (!facts) {
    cells_.clear(), lines_.clear(), prompts_.clear(), path_.clear();
    return tellCells();
  }
  const QString path = engine_->modelPath(), device = engine_->deviceLabel();
  const bool sameModel = path == path_ && device == device_;
  if (sameModel && settings_ == facts->settings && !cells_.empty()) return;
  path_ = path, device_ = device, settings_ = facts->settings;
  if (!std::exchange(paceIsKnown_, sameModel && paceIsKnown_)) pace_ = ExperimentPace::of(settings_, device);
  generate_ = generatedTokens(facts->model);
  promptChoices_ = app::promptChoices(facts->model, settings_, generate_);
  if (!sameModel) {
    cells_.clear();
    weights_ = {Precision::bf16, Precision::int8, Precision::int4};
    attentions_ = {AttentionKind::flash, AttentionKind::naive};
    choosePrompts();
  } else if (std::ranges::any_of(prompts_, [this](int tokens) { return !promptChoices_.contains(tokens); })) {
    choosePrompts();
  }
  trouble_.clear();
  rebuild();
}

// The longest six lengths that take a few minutes at most, together; on a machine that is slow for this model the two shortest.
void ExperimentViewModel::choosePrompts() {
  const auto& facts = engine_->facts();
  for (qsizetype end = promptChoices_.size(); end > 0; --end) {
    prompts_ = promptChoices_.mid(std::max<qsizetype>(0, end - kMostChosen), std::min<qsizetype>(end, kMostChosen));
    double together = 0;
    for (const Precision weights : weights_)
      for (const AttentionKind attention : attentions_)
        for (const int tokens : std::as_const(prompts_))
          together += kRepeats * expectedRunMs(facts->model, {.weights = weights, .attention = attention}, {tokens, generate_}, pace_);
    if (end <= 2 || together <= kModestMs) break;
  }
  prompt_ = static_cast<int>(std::max<qsizetype>(0, prompts_.size() - 2));
}

void ExperimentViewModel::rebuild() {
  const auto& facts = engine_->facts();
  if (!facts) return;
  std::vector<ExperimentCell> before = std::exchange(cells_, {});
  lines_.clear();
  for (const Precision weights : weights_) {
    for (const AttentionKind attention : attentions_) {
      lines_.push_back({weights, attention});
      EngineSettings settings = settings_;
      settings.weights = weights, settings.attention = attention, settings.speculation = {};
      if (!settings.cache) settings.cache = KvFormat::f16;
      for (const int tokens : std::as_const(prompts_)) {
        const RunLength run{tokens, generate_};
        ExperimentCell made{.settings = settings, .run = run};
        const auto known = std::ranges::find_if(
            before, [&](const ExperimentCell& cell) { return cell.run.prompt == run.prompt && cell.settings == settings; });
        if (known != before.end()) made = *known;
        made.expectedMs = expectedRunMs(facts->model, settings, run, pace_);
        cells_.push_back(std::move(made));
      }
    }
  }
  dot_ = -1;
  prompt_ = std::clamp(prompt_, 0, std::max(0, lengths() - 1));
  if (active_) ask(true);
  tellCells();
}

bool ExperimentViewModel::isComplete() const { return !cells_.empty() && std::ranges::none_of(cells_, &ExperimentCell::isOpen); }
bool ExperimentViewModel::isBegun() const {
  return std::ranges::any_of(cells_, [](const ExperimentCell& cell) {
    return cell.state == ExperimentCell::Done || cell.state == ExperimentCell::Failed || cell.state == ExperimentCell::Skipped;
  });
}

void ExperimentViewModel::toggleWeights(const QString& name) {
  const auto precision = parse_precision(name.toStdString());
  if (!running_ && precision && toggle(weights_, kOffered, *precision)) rebuild();
}

void ExperimentViewModel::toggleAttention(const QString& name) {
  const auto attention = parse_attention(name.toStdString());
  if (!running_ && attention && toggle(attentions_, {AttentionKind::flash, AttentionKind::naive}, *attention)) rebuild();
}

void ExperimentViewModel::togglePrompt(int tokens) {
  const int looked = prompts_.value(prompt_);
  if (running_ || !toggle(prompts_, promptChoices_, tokens)) return;
  prompt_ = static_cast<int>(std::max<qsizetype>(0, prompts_.indexOf(looked)));
  rebuild();
}

void ExperimentViewModel::ask(bool onlyPlan) {
  ExperimentRequest request{.id = ++request_, .repeats = kRepeats, .onlyPlan = onlyPlan, .stop = stop_.get_token()};
  skips_ = std::vector<std::stop_source>(cells_.size());
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const ExperimentCell& cell = cells_[i];
    if (onlyPlan || cell.state == ExperimentCell::Predicted)
      request.cells.push_back({static_cast<int>(i), cell.settings, cell.run, skips_[i].get_token()});
  }
  engineThread_->experiment(std::move(request));
}

void ExperimentViewModel::start() {
  if (running_ || cells_.empty() || !hint().isEmpty()) return;
  if (isComplete()) {
    for (ExperimentCell& cell : cells_) cell.state = ExperimentCell::Predicted, cell.runs.clear(), cell.cause.clear();
  }
  stop_ = {};
  running_ = true, restoring_ = false, running_cell_ = -1;
  trouble_.clear(), now_ = {};
  ask(false);
  tellCells();
  emit changed();
  emit runningChanged();
}

void ExperimentViewModel::stop() {
  if (!running_ || restoring_) return;
  stop_.request_stop();
  restoring_ = true;
  if (ExperimentCell* cell = this->cell(running_cell_)) cell->state = ExperimentCell::Predicted;
  running_cell_ = -1;
  tellCells();
  emit changed();
}

void ExperimentViewModel::skip() {
  if (running_ && running_cell_ >= 0) skips_[static_cast<std::size_t>(running_cell_)].request_stop();
}

void ExperimentViewModel::onUpdate(const ExperimentUpdate& update) {
  if (update.id != request_) return;
  if (update.what == ExperimentUpdate::Planned) {
    // Of a plan all cells, of a run those that were left.
    std::size_t at = 0;
    for (ExperimentCell& cell : cells_) {
      if (running_ && cell.state != ExperimentCell::Predicted) continue;
      if (at >= update.expected.size()) break;
      cell.expected = update.expected[at++];
      const bool fits = update.free <= 0 || cell.expected <= update.free;
      if (!running_ && cell.state == ExperimentCell::DoesNotFit && fits) cell.state = ExperimentCell::Predicted;
      if (!running_ && cell.state == ExperimentCell::Predicted && !fits)
        cell.state = ExperimentCell::DoesNotFit, cell.needs = cell.expected, cell.free = update.free;
    }
    return tellCells();
  }
  if (update.what == ExperimentUpdate::Finished) return settle(update);
  if (update.what == ExperimentUpdate::Restoring) {
    restoring_ = true, running_cell_ = -1;
    return void(emit changed());
  }
  ExperimentCell* cell = this->cell(update.cell);
  if (update.what == ExperimentUpdate::Progressed) {
    if (restoring_ || !cell) return;
    now_ = update;
    return void(emit progressChanged());
  }
  if (!cell || restoring_) {
    if (!cell || update.what != ExperimentUpdate::Done) return;  // it was stopped; one that was done just then is done
  }
  switch (update.what) {
    case ExperimentUpdate::Started:
      running_cell_ = update.cell;
      now_ = update;
      cell->state = ExperimentCell::Running;
      break;
    case ExperimentUpdate::Done:
      cell->state = ExperimentCell::Done;
      cell->runs = update.runs;
      break;
    case ExperimentUpdate::DoesNotFit:
      cell->state = ExperimentCell::DoesNotFit;
      cell->needs = update.needs, cell->free = update.free;
      break;
    case ExperimentUpdate::Failed:
      cell->state = ExperimentCell::Failed;
      cell->cause = update.failure.text();
      break;
    case ExperimentUpdate::Skipped: cell->state = ExperimentCell::Skipped; break;
    default: break;
  }
  if (update.what != ExperimentUpdate::Started && running_cell_ == update.cell) running_cell_ = -1;
  tellCells();
}

void ExperimentViewModel::settle(const ExperimentUpdate& end) {
  running_ = restoring_ = false;
  running_cell_ = -1;
  for (ExperimentCell& cell : cells_)
    if (cell.state == ExperimentCell::Running) cell.state = ExperimentCell::Predicted;
  stop_ = {};
  trouble_ = end.failure.cancelled() ? QString() : end.failure.text();
  tellCells();
  emit changed();
  emit runningChanged();
  if (end.failure.kind == ErrorKind::device_lost) engine_->leaveDevice();
}

// A reply of the chat says how fast this machine is with this model.
void ExperimentViewModel::onFinished(const ReplyOutcome& outcome) {
  if (!engine_->facts() || outcome.failed || running_) return;
  if (!paceIsKnown_) pace_ = ExperimentPace::of(outcome.settings, engine_->deviceLabel());
  pace_.learn(engine_->facts()->model, outcome.settings, outcome.stats);
  paceIsKnown_ = true;
}

const ExperimentCell* ExperimentViewModel::cell(int index) const {
  return index >= 0 && index < std::ssize(cells_) ? &cells_[static_cast<std::size_t>(index)] : nullptr;
}

// Predicted times are wrong by about the same factor everywhere.
double ExperimentViewModel::factor() const {
  double measured = 0, predicted = 0;
  for (const ExperimentCell& cell : cells_)
    if (cell.state == ExperimentCell::Done) measured += cell.times().median, predicted += cell.expectedMs;
  return predicted > 0 ? measured / predicted : 1;
}

double ExperimentViewModel::leftMs() const {
  const double each = kRepeats * factor();
  return std::accumulate(cells_.begin(), cells_.end(), 0.0, [&](double sum, const ExperimentCell& cell) {
    return sum + (cell.isOpen() ? each * cell.expectedMs -
                                      (cell.state == ExperimentCell::Running ? std::min(now_.elapsedMs, each * cell.expectedMs) : 0)
                                : 0);
  });
}

void ExperimentViewModel::setDot(int cell) {
  if (cell == dot_ || cell >= std::ssize(cells_)) return;
  dot_ = std::max(-1, cell);
  if (dot_ >= 0) prompt_ = dot_ % lengths();
  fillTable();
  emit chosenChanged();
}

void ExperimentViewModel::setPrompt(int prompt) {
  if (prompt == prompt_ || prompt < 0 || prompt >= lengths()) return;
  prompt_ = prompt;
  if (dot_ >= 0) dot_ = dot_ / lengths() * lengths() + prompt_;
  fillTable();
  emit chosenChanged();
}

void ExperimentViewModel::step(int dx, int dy) {
  if (cells_.empty()) return;
  if (dot_ < 0) return setDot(prompt_);
  const int line = std::clamp(dot_ / lengths() + dy, 0, lines() - 1), length = std::clamp(dot_ % lengths() + dx, 0, lengths() - 1);
  setDot(line * lengths() + length);
}

int ExperimentViewModel::toneOf(int line) const {
  const Line& of = lines_[static_cast<std::size_t>(line)];
  const auto depth = std::ranges::find(kOffered, of.weights) - kOffered.begin();
  return static_cast<int>(depth) + (of.attention == AttentionKind::naive ? static_cast<int>(kOffered.size()) : 0);
}

double ExperimentViewModel::predicted(Chart chart, int index) const {
  const ExperimentCell* of = cell(index);
  if (!of) return -1;
  const double value = chart == Memory ? static_cast<double>(of->expected) : of->expectedMs * factor();
  return value > 0 ? value / unitOf(chart) : -1;
}

double ExperimentViewModel::measured(Chart chart, int index) const {
  const ExperimentCell* of = cell(index);
  if (!of || of->state != ExperimentCell::Done) return -1;
  return (chart == Memory ? static_cast<double>(of->peakBytes()) : of->times().median) / unitOf(chart);
}

void ExperimentViewModel::tellCells() {
  fillTable();
  fillHeads();
  emit cellsChanged();
  emit progressChanged();
  emit chosenChanged();
}

}  // namespace halftone::app
