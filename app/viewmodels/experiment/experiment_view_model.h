// The guide's experiment on this machine: peak memory and time by precision, attention and length of the prompt, as predicted and as
// measured. The conversation is not changed by it, and its settings come back.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QUrl>
#include <stop_token>

#include "app/engine_worker/experiment_values.h"
#include "app/viewmodels/experiment/experiment_cells.h"
#include "app/viewmodels/rows_model.h"

namespace halftone::app {

class EngineThread;
class EngineViewModel;

class ExperimentViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY changed)  // set by the UI: the view is shown
  Q_PROPERTY(QString hint READ hint NOTIFY changed)             // why nothing can be run now; empty: it can
  Q_PROPERTY(bool known READ isKnown NOTIFY cellsChanged)       // there is a model, and cells of it
  Q_PROPERTY(bool running READ isRunning NOTIFY changed)
  Q_PROPERTY(bool restoring READ isRestoring NOTIFY changed)    // stopped or done; the chat's settings come back
  Q_PROPERTY(bool complete READ isComplete NOTIFY cellsChanged)  // no cell is left
  Q_PROPERTY(bool begun READ isBegun NOTIFY cellsChanged)       // some cell has been run
  Q_PROPERTY(QString plan READ plan NOTIFY cellsChanged)        // "36 cells, about 4 min"
  Q_PROPERTY(QString trouble READ trouble NOTIFY changed)       // why the chat's settings did not come back, or a device was lost
  Q_PROPERTY(QString model READ model NOTIFY cellsChanged)      // "OctoCoder · 15.5 B"
  // What is run. Choices are names; one of each group at least is chosen.
  Q_PROPERTY(QStringList weightsChoices READ weightsChoices CONSTANT)
  Q_PROPERTY(QStringList attentionChoices READ attentionChoices CONSTANT)
  Q_PROPERTY(QList<int> promptChoices READ promptChoices NOTIFY cellsChanged)
  Q_PROPERTY(QStringList weights READ weights NOTIFY cellsChanged)
  Q_PROPERTY(QStringList attentions READ attentions NOTIFY cellsChanged)
  Q_PROPERTY(QList<int> prompts READ prompts NOTIFY cellsChanged)
  Q_PROPERTY(int generate READ generate NOTIFY cellsChanged)
  // What runs now.
  Q_PROPERTY(QString runningTitle READ runningTitle NOTIFY progressChanged)      // "running, 23 of 36"
  Q_PROPERTY(QStringList runningChips READ runningChips NOTIFY progressChanged)  // "int8", "naive", "6,000 + 60 tokens"
  Q_PROPERTY(QString stage READ stage NOTIFY progressChanged)                    // "reading the prompt 3,412 of 6,000, run 2 of 3"
  Q_PROPERTY(double share READ share NOTIFY progressChanged)                     // of the stage, 0 to 1
  Q_PROPERTY(bool runsNaive READ runsNaive NOTIFY progressChanged)
  Q_PROPERTY(QString soFar READ soFar NOTIFY progressChanged)                    // "19.8 GiB"
  Q_PROPERTY(QString timeSoFar READ timeSoFar NOTIFY progressChanged)            // "0.61 s"
  Q_PROPERTY(QString left READ left NOTIFY progressChanged)                      // "about 40 s left"
  // What is looked at.
  Q_PROPERTY(int dot READ dot WRITE setDot NOTIFY chosenChanged)                 // a cell; −1: none
  Q_PROPERTY(int prompt READ prompt WRITE setPrompt NOTIFY chosenChanged)        // of `prompts`: the table's
  Q_PROPERTY(QString tableTitle READ tableTitle NOTIFY chosenChanged)            // "6,000 + 60 tokens"
  Q_PROPERTY(QString memoryUnit READ memoryUnit NOTIFY cellsChanged)             // "GiB", of charts and table
  Q_PROPERTY(QString timeUnit READ timeUnit NOTIFY cellsChanged)                 // "s"
  Q_PROPERTY(bool guided READ isGuided NOTIFY cellsChanged)                      // the model is the guide's
  Q_PROPERTY(QString guideNote READ guideNote NOTIFY cellsChanged)
  // roles weights, attention, grid (PrecisionMark), tone (0 to 9: flash by depth, then naive), predicted, peak, offBy, memoryShare, time,
  // timeShare, guideMemory, guideTime, hint, name; shares below 0: there is no bar
  Q_PROPERTY(halftone::app::RowsModel* table READ table CONSTANT)
  Q_PROPERTY(halftone::app::RowsModel* heads READ heads CONSTANT)                // roles label, note, bytes, share
  Q_PROPERTY(QString headsTitle READ headsTitle NOTIFY cellsChanged)             // "Keys and values, 8,000 tokens"
  Q_PROPERTY(QString headsFormula READ headsFormula NOTIFY cellsChanged)

 public:
  static constexpr int kRepeats = 3;
  static constexpr double kModestMs = 240'000;  // that the cells chosen beforehand take together, at most

  enum Chart { Memory, Time };
  Q_ENUM(Chart)

  ExperimentViewModel(EngineViewModel* engine, EngineThread* engineThread, QObject* parent = nullptr);
  ~ExperimentViewModel() override;

  bool isActive() const { return active_; }
  void setActive(bool active);
  QString hint() const;
  bool isKnown() const { return !cells_.empty(); }
  bool isRunning() const { return running_; }
  bool isRestoring() const { return restoring_; }
  bool isComplete() const;
  bool isBegun() const;
  QString plan() const;
  const QString& trouble() const { return trouble_; }
  QString model() const;
  QStringList weightsChoices() const;
  QStringList attentionChoices() const;
  const QList<int>& promptChoices() const { return promptChoices_; }
  QStringList weights() const;
  QStringList attentions() const;
  const QList<int>& prompts() const { return prompts_; }
  int generate() const { return generate_; }
  QString runningTitle() const;
  QStringList runningChips() const;
  QString stage() const;
  double share() const;
  bool runsNaive() const;
  QString soFar() const;
  QString timeSoFar() const;
  QString left() const;
  int dot() const { return dot_; }
  void setDot(int cell);
  int prompt() const { return prompt_; }
  void setPrompt(int prompt);
  QString tableTitle() const;
  QString memoryUnit() const;
  QString timeUnit() const;
  bool isGuided() const;
  QString guideNote() const;
  RowsModel* table() { return &table_; }
  RowsModel* heads() { return &heads_; }
  QString headsTitle() const;
  QString headsFormula() const;

  Q_INVOKABLE void toggleWeights(const QString& name);
  Q_INVOKABLE void toggleAttention(const QString& name);
  Q_INVOKABLE void togglePrompt(int tokens);
  Q_INVOKABLE void start();           // the cells that are left; where none is, all anew
  Q_INVOKABLE void stop();            // within 100 ms; finished cells stay
  Q_INVOKABLE void skip();            // the cell that runs
  Q_INVOKABLE void step(int dx, int dy);  // to a dot beside: another length, another line
  Q_INVOKABLE QString dotText(halftone::app::ExperimentViewModel::Chart chart, int cell) const;  // a sentence about it
  Q_INVOKABLE QString exportName() const;  // empty: there is nothing to export
  Q_INVOKABLE void exportTo(const QUrl& file);  // JSON, or a table where its name ends in .csv

  // For the pictures. Cells are in the order of lines, and in each of lengths.
  const std::vector<ExperimentCell>& cells() const { return cells_; }
  int lines() const { return static_cast<int>(lines_.size()); }
  int lengths() const { return static_cast<int>(prompts_.size()); }
  QString lineName(int line) const;   // "int8 flash"
  int toneOf(int line) const;         // 0 to 9
  bool isNaive(int line) const { return lines_[static_cast<std::size_t>(line)].attention == AttentionKind::naive; }
  // In the units of the charts; below 0: not known.
  double predicted(Chart chart, int cell) const;
  double measured(Chart chart, int cell) const;
  double unitOf(Chart chart) const;   // bytes, or ms, of one

 signals:
  void changed();
  void cellsChanged();
  void progressChanged();
  void chosenChanged();
  void runningChanged();
  void said(const QString& words);

 private:
  struct Line {
    Precision weights;
    AttentionKind attention;
    bool operator==(const Line&) const = default;
  };
  const ExperimentCell* cell(int index) const;
  ExperimentCell* cell(int index) { return const_cast<ExperimentCell*>(std::as_const(*this).cell(index)); }
  void begin();     // cells of the model that is open
  void choosePrompts();
  void rebuild();   // cells of what is chosen; those that are known stay
  void ask(bool onlyPlan);
  void onUpdate(const ExperimentUpdate& update);
  void onFinished(const ReplyOutcome& outcome);
  void settle(const ExperimentUpdate& end);
  void fillTable();
  void fillHeads();
  void tellCells();
  double factor() const;       // measured time ÷ predicted, so far
  double leftMs() const;
  QVariantList rowOf(int line) const;
  QString stateText(const ExperimentCell& cell) const;
  QString figure(Chart chart, double value, bool unit) const;
  QByteArray csv() const;
  QByteArray json() const;

  EngineViewModel* engine_;
  EngineThread* engineThread_;
  std::stop_source stop_;
  std::vector<std::stop_source> skips_;  // by cell
  ExperimentPace pace_;
  QString path_, device_;
  EngineSettings settings_;              // the chat's, that cells were made of
  std::vector<Precision> weights_;
  std::vector<AttentionKind> attentions_;
  QList<int> promptChoices_, prompts_;
  int generate_ = 60;
  std::vector<Line> lines_;
  std::vector<ExperimentCell> cells_;
  ExperimentUpdate now_;                 // the last word of the cell that runs
  RowsModel table_, heads_;
  QString trouble_;
  bool active_ = false, running_ = false, restoring_ = false, paceIsKnown_ = false;
  int request_ = 0, running_cell_ = -1, dot_ = -1, prompt_ = 0;
};

}  // namespace halftone::app
