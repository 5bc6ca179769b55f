// The model: none, being looked at, being loaded, ready, being switched. And its switches.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QQmlEngine>
#include <QStringList>
#include <QUrl>
#include <functional>
#include <optional>
#include <stop_token>

#include "app/engine_worker/values.h"
#include "app/viewmodels/instruments/engine_switch.h"
#include "app/viewmodels/instruments/switch_proposal.h"
#include "app/viewmodels/models/fit_view_model.h"
#include "app/viewmodels/models/load_pace.h"
#include "app/viewmodels/rows_model.h"
#include "app/viewmodels/settings/template_view_model.h"

namespace halftone::app {

class EngineThread;

class EngineViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(State state READ state NOTIFY stateChanged)
  Q_PROPERTY(bool ready READ isReady NOTIFY stateChanged)  // a model is there and no switch is running
  Q_PROPERTY(QString modelName READ modelName NOTIFY modelChanged)
  Q_PROPERTY(QString modelPath READ modelPath NOTIFY modelChanged)
  Q_PROPERTY(QString family READ family NOTIFY modelChanged)
  Q_PROPERTY(QString parameters READ parameters NOTIFY modelChanged)          // "1.1 B"
  Q_PROPERTY(QString precisionLabel READ precisionLabel NOTIFY modelChanged)  // "int4"
  Q_PROPERTY(QString attentionLabel READ attentionLabel NOTIFY modelChanged)  // "flash"
  Q_PROPERTY(QString cacheLabel READ cacheLabel NOTIFY modelChanged)          // "kv int8"
  Q_PROPERTY(QString deviceLabel READ deviceLabel NOTIFY modelChanged)        // "CPU · AMD EPYC, 2 threads"
  Q_PROPERTY(QString deviceNote READ deviceNote NOTIFY modelChanged)          // why it is not the GPU that is there; or empty
  Q_PROPERTY(int contextTokens READ contextTokens NOTIFY modelChanged)
  Q_PROPERTY(int trainedContext READ trainedContext NOTIFY modelChanged)
  Q_PROPERTY(QString contextNote READ contextNote NOTIFY modelChanged)        // "trained for 4,096 · yarn ×2"; empty: within what it was trained for
  Q_PROPERTY(double progress READ progress NOTIFY progressChanged)            // 0 to 1
  Q_PROPERTY(QString progressText READ progressText NOTIFY progressChanged)   // "reading weights 312 of 1,024 MiB"
  Q_PROPERTY(QString progressPace READ progressPace NOTIFY progressChanged)   // "312 MiB a second · 4 s left"; empty: not known
  Q_PROPERTY(QString errorText READ errorText NOTIFY errorChanged)            // empty: no error
  Q_PROPERTY(QString errorRemedy READ errorRemedy NOTIFY errorChanged)
  Q_PROPERTY(halftone::app::RowsModel* info READ info CONSTANT)               // roles label, value
  Q_PROPERTY(halftone::app::FitViewModel* fit READ fit CONSTANT)
  Q_PROPERTY(halftone::app::QualityViewModel* quality READ quality CONSTANT)
  Q_PROPERTY(halftone::app::SwitchProposal* proposal READ proposal CONSTANT)
  Q_PROPERTY(halftone::app::TemplateViewModel* chatTemplate READ chatTemplate CONSTANT)
  Q_PROPERTY(QStringList weightsChoices READ weightsChoices CONSTANT)
  Q_PROPERTY(QStringList weightsLabels READ weightsLabels CONSTANT)
  Q_PROPERTY(QStringList weightsHints READ weightsHints NOTIFY hintsChanged)  // of each choice, for this model
  Q_PROPERTY(QStringList attentionChoices READ attentionChoices CONSTANT)
  Q_PROPERTY(QStringList cacheChoices READ cacheChoices CONSTANT)
  Q_PROPERTY(QStringList deviceChoices READ deviceChoices NOTIFY modelChanged)  // as the setting names them
  Q_PROPERTY(QStringList deviceLabels READ deviceLabels NOTIFY modelChanged)    // as people do
  Q_PROPERTY(QStringList deviceHints READ deviceHints NOTIFY modelChanged)
  Q_PROPERTY(QString deviceBrief READ deviceBrief NOTIFY modelChanged)  // "CPU", "CPU + NVIDIA"
  Q_PROPERTY(QString weights READ weights NOTIFY modelChanged)
  Q_PROPERTY(QString attention READ attention NOTIFY modelChanged)
  Q_PROPERTY(QString cache READ cache NOTIFY modelChanged)
  Q_PROPERTY(int context READ contextTokens NOTIFY modelChanged)
  Q_PROPERTY(bool guessAhead READ guessesAhead WRITE setGuessAhead NOTIFY modelChanged)  // speculation: prompt lookup
  Q_PROPERTY(QString device READ device NOTIFY modelChanged)

 public:
  enum State { None, Estimating, Loading, Ready, Switching, Failed };
  Q_ENUM(State)

  explicit EngineViewModel(EngineThread* engine, QObject* parent = nullptr);
  ~EngineViewModel() override;

  State state() const { return state_; }
  bool isReady() const { return state_ == Ready; }
  QString modelName() const;
  QString modelPath() const;
  QString family() const;
  QString parameters() const;
  QString precisionLabel() const;
  QString attentionLabel() const;
  QString cacheLabel() const;
  QString deviceLabel() const;
  QString deviceNote() const;
  int contextTokens() const;
  int trainedContext() const;
  QString contextNote() const;
  double progress() const { return progress_; }
  QString progressText() const { return progressText_; }
  QString progressPace() const { return pace_.text(); }
  QString errorText() const { return errorText_; }
  QString errorRemedy() const { return errorRemedy_; }
  RowsModel* info() { return &info_; }
  FitViewModel* fit() { return &fit_; }
  QualityViewModel* quality() { return &quality_; }
  SwitchProposal* proposal() { return &proposal_; }
  TemplateViewModel* chatTemplate() { return &chatTemplate_; }
  QStringList weightsChoices() const { return choicesOf(EngineSwitch::Weights); }
  QStringList weightsLabels() const;
  QStringList weightsHints() const;
  QStringList attentionChoices() const { return choicesOf(EngineSwitch::Attention); }
  QStringList cacheChoices() const { return choicesOf(EngineSwitch::Cache); }
  QStringList deviceChoices() const { return facts_ ? facts_->deviceChoices : choicesOf(EngineSwitch::Device); }
  QStringList deviceLabels() const;
  QStringList deviceHints() const;
  QString deviceBrief() const;
  QString weights() const;
  QString attention() const;
  QString cache() const;
  bool guessesAhead() const { return (facts_ ? facts_->settings : wanted_).speculation.kind != Speculation::Kind::off; }
  void setGuessAhead(bool on);  // a switch of the model there is, or of the next one
  QString device() const;

  Q_INVOKABLE void openModel(const QUrl& url);          // looks at it; then fitReady
  // askFirst false: loads at once where it fits, in that precision if it is given and fits.
  Q_INVOKABLE void openPath(const QString& path, bool askFirst = true, const QString& precision = {});
  Q_INVOKABLE void confirmOpen(const QString& precision);
  Q_INVOKABLE void cancel();                            // of looking, loading or switching
  Q_INVOKABLE void unload();
  Q_INVOKABLE void dismissError();
  Q_INVOKABLE void copyError() const;
  Q_INVOKABLE void proposeSwitch(halftone::app::EngineSwitch::Kind kind, const QString& value);
  Q_INVOKABLE void acceptSwitch();
  Q_INVOKABLE void chooseScaling(const QString& scaling);  // of the proposal's choices
  Q_INVOKABLE void rejectSwitch();

  const std::optional<EngineFacts>& facts() const { return facts_; }
  QString label(const EngineSettings& settings) const;  // "int4 · flash · kv int8"
  // What the next model is opened with: the switches last used.
  const EngineSettings& wanted() const { return wanted_; }
  void setWanted(const EngineSettings& settings) { wanted_ = settings; }
  // From the application: the chat template that a model was last used with, by its path.
  void setKeptTemplates(std::function<TemplateSettings(const QString&)> kept) { keptTemplates_ = std::move(kept); }
  // From the application: the conversation a switch acts on, and whether a reply is being written somewhere.
  void setActiveChat(const QString& chatId) { activeChat_ = chatId; }
  void setReplying(bool replying);
  bool leaveDevice();  // it is lost: on with the CPU, unasked; false: something else is going on
  bool replying() const { return replying_; }

 signals:
  void stateChanged();
  void modelChanged();
  void hintsChanged();
  void progressChanged();
  void errorChanged();
  void fitReady();
  void opened(const QString& name, const QString& path);
  void switched();             // new settings are in force
  void loadEnded(const QString& model, bool failed);  // or a switch; not where it was cancelled
  void wantedChanged();        // by the user, without a model
  void switchAbandoned();      // rejected, cancelled or failed
  void templateChosen(const QString& path, const halftone::TemplateSettings& settings);  // to be kept for this model
  void replyingChanged();
  void stopReplyRequested();

 private:
  void setState(State state);
  void rest();  // back to what there is: a model or none
  void setFacts(std::optional<EngineFacts> facts);
  void fail(const EngineFailure& failure);
  void beginProgress(const QString& text);
  void setProgress(double progress, const QString& text);
  void onEstimated(int request, const FitEstimate& estimate);
  void onOpened(int request, const EngineFacts& facts);
  void onFailed(int request, const EngineFailure& failure);
  void onProgress(int request, const LoadProgress& progress);
  void onCost(int request, const SwitchCost& cost);
  void onApplied(int request, const EngineFacts& facts);
  void propose(const QString& text, const QString& acceptLabel, const SwitchCost& cost = {});
  void askCost();
  void apply();
  void onTemplateWanted(const TemplateSettings& settings);
  void applyTemplate();
  TemplateSettings usableTemplate(const QString& path) const;
  QString shown(EngineSwitch::Kind kind, const EngineSettings& settings) const;
  QString qualityText(Precision precision) const;

  EngineThread* engine_;
  State state_ = None;
  std::optional<EngineFacts> facts_;
  EngineSettings wanted_;
  EngineSettings next_;   // proposed
  std::optional<EngineSwitch::Kind> proposed_;  // which switch that sets otherwise
  std::int64_t instead_ = 0;  // a context that would be accepted where the one asked for is refused
  double progress_ = 0;
  LoadPace pace_;
  QElapsedTimer clock_;
  QString progressText_, errorText_, errorRemedy_;
  RowsModel info_;
  QualityViewModel quality_;
  FitViewModel fit_;
  SwitchProposal proposal_;
  TemplateViewModel chatTemplate_;
  std::function<TemplateSettings(const QString&)> keptTemplates_;
  bool leavesDevice_ = false;   // a switch that leaveDevice() asked for
  bool templateWaits_ = false;  // for a reply, or a switch, to end
  QString activeChat_;
  QString path_;            // being looked at or loaded
  QString precision_;       // for that, where it is known before
  bool askFirst_ = true;
  bool replying_ = false;
  struct Pending { QString path; bool askFirst; QString precision; };
  std::optional<Pending> pending_;  // to be opened when what is being loaded or switched has ended
  bool costWhenIdle_ = false;  // accepted to stop the reply: the cost is said once it has ended
  int request_ = 0;         // answers to older requests are ignored
  std::stop_source stop_;
};

}  // namespace halftone::app
