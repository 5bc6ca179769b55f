// The cells of the guide's experiment: what each of them runs, what it is expected to cost, what it cost.
#pragma once

#include <QList>
#include <QString>
#include <optional>
#include <vector>

#include "engine/generate/engine.h"

namespace halftone::app {

struct ExperimentCell {
  enum State { Predicted, Running, Done, DoesNotFit, Failed, Skipped };
  EngineSettings settings;
  RunLength run;
  State state = Predicted;
  qint64 expected = 0;            // bytes; 0: not known
  double expectedMs = 0;          // prompt and new tokens, before anything was measured
  std::vector<RunCost> runs = {};
  qint64 needs = 0, free = 0;     // bytes, where it does not fit
  QString cause = {};             // where it failed

  bool isOpen() const { return state == Predicted || state == Running; }
  qint64 peakBytes() const;       // of its runs, the largest
  struct Times { double median = 0, least = 0, most = 0, prompt = 0; };  // ms, prompt and new tokens; `prompt`: of the median run
  Times times() const;
  // Measured ÷ predicted − 1, of the peak. Nothing: not measured, or not predicted.
  std::optional<double> offBy() const;
};

// How fast this machine is: a guess from its kind, until a reply or a cell says better.
struct ExperimentPace {
  double flops = 0, bytesPerSecond = 0;
  static ExperimentPace of(const EngineSettings& settings, const QString& device);
  void learn(const ModelInfo& model, const EngineSettings& settings, const ReplyStats& stats);
};

// Milliseconds of one run: 2 · parameters · tokens, and attention's N², by the arithmetic; weights and cache, for each new token, by the
// bandwidth; naive attention's scores are written and read besides.
double expectedRunMs(const ModelInfo& model, const EngineSettings& settings, RunLength run, const ExperimentPace& pace);
double weightBytes(const ModelInfo& model, Precision weights);

// Lengths of prompts that a model may be asked for, the shortest first.
QList<int> promptChoices(const ModelInfo& model, const EngineSettings& settings, int generate);
// How many new tokens: the guide's 60, fewer where positions end sooner.
int generatedTokens(const ModelInfo& model);

}  // namespace halftone::app
