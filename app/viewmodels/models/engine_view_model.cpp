#include "app/viewmodels/models/engine_view_model.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>

#include "app/engine_worker/engine_thread.h"
#include "app/engine_worker/engine_words.h"
#include "app/engine_worker/attempt.h"
#include "app/format.h"
#include "app/log.h"

namespace halftone::app {
namespace {

QString text(std::string_view value) { return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())); }

}  // namespace

EngineViewModel::EngineViewModel(EngineThread* engine, QObject* parent) : QObject(parent), engine_(engine), info_({"label", "value"}), quality_(engine) {
  clock_.start();
  fit_.setQuality(&quality_);
  connect(&quality_, &QualityViewModel::changed, this, &EngineViewModel::hintsChanged);
  connect(this, &EngineViewModel::modelChanged, this, &EngineViewModel::hintsChanged);
  connect(engine_, &EngineThread::estimated, this, &EngineViewModel::onEstimated);
  connect(engine_, &EngineThread::opened, this, &EngineViewModel::onOpened);
  connect(engine_, &EngineThread::failed, this, &EngineViewModel::onFailed);
  connect(engine_, &EngineThread::progressed, this, &EngineViewModel::onProgress);
  connect(engine_, &EngineThread::costKnown, this, &EngineViewModel::onCost);
  connect(engine_, &EngineThread::applied, this, &EngineViewModel::onApplied);
  connect(engine_, &EngineThread::settled, this, [this](const EngineFacts& facts) {
    if (facts_ && facts.settings != facts_->settings) setFacts(facts);
  });
  connect(&chatTemplate_, &TemplateViewModel::wanted, this, &EngineViewModel::onTemplateWanted);
}

EngineViewModel::~EngineViewModel() { stop_.request_stop(); }

// --- what is shown ---

QString EngineViewModel::modelName() const { return facts_ ? text(facts_->model.name) : QString(); }
QString EngineViewModel::modelPath() const { return facts_ ? QString::fromStdString(facts_->model.path.string()) : QString(); }
QString EngineViewModel::family() const { return facts_ ? text(facts_->model.family) : QString(); }
QString EngineViewModel::parameters() const { return facts_ ? formatParameters(facts_->model.parameters) : QString(); }
QString EngineViewModel::attention() const { return facts_ ? text(to_string(facts_->settings.attention)) : QString(); }
QString EngineViewModel::cache() const { return facts_ ? text(to_string(facts_->settings.cache)) : QString(); }
QString EngineViewModel::weights() const { return facts_ ? text(to_string(facts_->settings.weights)) : QString(); }
QString EngineViewModel::device() const { return facts_ ? text(facts_->settings.device) : QString(); }
QString EngineViewModel::deviceLabel() const { return facts_ ? facts_->device : QString(); }
QString EngineViewModel::deviceNote() const {
  return facts_ && !facts_->whyCpu.isEmpty() ? tr("On the CPU: %1").arg(facts_->whyCpu) : QString();
}
QString EngineViewModel::deviceBrief() const {
  QStringList names = facts_ ? facts_->partNames : QStringList();
  for (QString& name : names) name = name.section(u' ', 0, 0);
  return names.join(QStringLiteral(" + "));
}
QStringList EngineViewModel::deviceLabels() const {
  QStringList labels = deviceChoices();
  const bool oneGpu = labels.filter(QStringLiteral("cuda:")).size() <= 2;  // by itself, and with the CPU
  for (QString& label : labels) {
    label.replace(QStringLiteral("cpu"), tr("CPU")).replace(u'+', QStringLiteral(" + "));
    label.replace(oneGpu ? QStringLiteral("cuda:0") : QStringLiteral("cuda:"), oneGpu ? tr("GPU") : tr("GPU") + u' ');
  }
  return labels;
}
QStringList EngineViewModel::deviceHints() const {
  QStringList hints;
  for (const QString& choice : deviceChoices()) {
    hints << (choice == QLatin1String("auto")  ? tr("The GPU where the model fits on it; the layers that do not go to the CPU.")
              : choice == QLatin1String("cpu") ? tr("The CPU alone.")
              : choice.contains(u'+')          ? tr("Layers shared out by the memory that is free on each.")
                                               : tr("This GPU alone."));
  }
  return hints;
}
int EngineViewModel::contextTokens() const { return facts_ ? static_cast<int>(facts_->settings.context) : 0; }
int EngineViewModel::trainedContext() const { return facts_ ? static_cast<int>(facts_->model.trained_context) : 0; }
QString EngineViewModel::contextNote() const {
  if (!facts_ || facts_->model.trained_context <= 0 || facts_->settings.context <= facts_->model.trained_context) return {};
  const QString note = tr("trained for %1").arg(formatCount(facts_->model.trained_context));
  const RopeScaling& scaling = facts_->settings.rope_scaling;
  return std::holds_alternative<std::monostate>(scaling) ? note : note + QStringLiteral(" · ") + text(to_string(scaling)).replace(u':', QStringLiteral(" ×"));
}
QString EngineViewModel::precisionLabel() const { return facts_ ? shown(EngineSwitch::Weights, facts_->settings) : QString(); }
QString EngineViewModel::attentionLabel() const { return attention(); }
QString EngineViewModel::cacheLabel() const { return facts_ ? tr("kv %1").arg(cache()) : QString(); }

QString EngineViewModel::label(const EngineSettings& settings) const {
  return QStringLiteral("%1 · %2 · %3").arg(shown(EngineSwitch::Weights, settings), text(to_string(settings.attention)), tr("kv %1").arg(text(to_string(settings.cache))));
}

QStringList EngineViewModel::weightsLabels() const {
  QStringList labels = choicesOf(EngineSwitch::Weights);
  labels.front() = tr("as stored");
  return labels;
}

QStringList EngineViewModel::weightsHints() const {
  QStringList hints;
  for (const Precision precision : precisionChoices())
    hints.append(!facts_                              ? QString()
                 : precision == Precision::automatic ? tr("As the file holds them: %1").arg(text(facts_->model.stored_format))
                                                      : qualityText(precision));
  return hints;
}

QString EngineViewModel::qualityText(Precision precision) const {
  const QualityViewModel::Cost cost = quality_.cost(modelPath(), facts_->model.parameters, precision);
  return tr("Perplexity %1, %2").arg(cost.ratio, cost.kind);
}

// --- states ---

void EngineViewModel::setState(State state) {
  if (state == state_) return;
  const bool wasBusy = state_ == Loading || state_ == Switching, isBusy = state == Loading || state == Switching;
  state_ = state;
  emit stateChanged();
  if (wasBusy && state == Ready && templateWaits_ && !pending_)
    QMetaObject::invokeMethod(this, &EngineViewModel::applyTemplate, Qt::QueuedConnection);
  if (!wasBusy || isBusy || !pending_) return;
  // Once what ended has told everybody.
  QMetaObject::invokeMethod(this, [this] {
    if (const auto next = std::exchange(pending_, std::nullopt)) openPath(next->path, next->askFirst, next->precision);
  }, Qt::QueuedConnection);
}

void EngineViewModel::rest() { setState(facts_ ? Ready : None); }

void EngineViewModel::setFacts(std::optional<EngineFacts> facts) {
  facts_ = std::move(facts);
  info_.setRows(facts_ ? modelFacts(facts_->model) : QList<QVariantList>());
  if (!facts_) templateWaits_ = false, chatTemplate_.clear();
  else if (!templateWaits_) chatTemplate_.set(facts_->model, facts_->settings.chat_template);
  emit modelChanged();
}

void EngineViewModel::fail(const EngineFailure& failure) {
  log::note(QStringLiteral("engine: %1").arg(failure.english.isEmpty() ? failure.cause : failure.english));
  errorText_ = failure.cause;
  errorRemedy_ = failure.remedy;
  setState(facts_ ? Ready : Failed);
  emit errorChanged();
}

void EngineViewModel::dismissError() {
  errorText_.clear();
  errorRemedy_.clear();
  if (state_ == Failed) setState(None);
  emit errorChanged();
}

void EngineViewModel::copyError() const { QGuiApplication::clipboard()->setText(errorText_ + u'\n' + errorRemedy_ + log::mention()); }

void EngineViewModel::setProgress(double progress, const QString& text) {
  progress_ = progress;
  progressText_ = text;
  emit progressChanged();
}

void EngineViewModel::beginProgress(const QString& text) {
  pace_.reset();
  setProgress(0, text);
}

void EngineViewModel::onProgress(int request, const LoadProgress& progress) {
  if (request != request_) return;
  const double share = progress.total > 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total) : 0;
  pace_.add(QString::fromStdString(progress.stage.english), progress.done, progress.total, clock_.elapsed());
  setProgress(share, spoken(progress.stage) + u' ' + formatBytesOf(progress.done, progress.total));
}

void EngineViewModel::onFailed(int request, const EngineFailure& failure) {
  if (request != request_) return;
  const bool wasLoading = state_ == Loading || state_ == Switching;
  const bool wasSwitching = state_ == Switching || (state_ == Ready && proposed_);
  const bool left = std::exchange(leavesDevice_, false);
  if (failure.cancelled()) rest();
  else if (left)
    fail({failure.kind, failure.cause, tr("Restart Halftone to use the GPU again, or open a smaller model."), failure.english});
  else fail(failure);
  if (wasLoading && !failure.cancelled()) emit loadEnded(facts_ ? modelName() : fit_.title(), true);
  if (wasSwitching) {
    proposed_.reset();
    emit switchAbandoned();
  }
  if (failure.kind == ErrorKind::device_lost && !left) leaveDevice();
}

// --- opening ---

void EngineViewModel::openModel(const QUrl& url) {
  openPath(url.isLocalFile() ? url.toLocalFile() : url.toString());
}

void EngineViewModel::openPath(const QString& path, bool askFirst, const QString& precision) {
  if (state_ == Loading || state_ == Switching) {  // that ends first, the sooner the better
    pending_ = Pending{path, askFirst, precision};
    stop_.request_stop();
    return;
  }
  dismissError();
  rejectSwitch();
  quality_.look();
  askFirst_ = askFirst;
  precision_ = precision;
  path_ = QDir::cleanPath(QDir::current().absoluteFilePath(path));
  EngineSettings settings = wanted_;
  settings.weights = Precision::automatic;
  beginProgress(tr("looking at %1").arg(isolated(QFileInfo(path_).fileName())));
  setState(Estimating);
  engine_->estimate(++request_, path_, settings);
}

void EngineViewModel::onEstimated(int request, const FitEstimate& estimate) {
  if (request != request_) return;
  FitEstimate after = estimate;  // the model that is open goes first
  if (const auto memory = engine_->memory()) {
    after.device_available += memory->total();
    for (FitRow& row : after.rows) row.fits = row.fits || row.total_bytes <= after.device_available;
  }
  fit_.set(after);
  rest();
  if (!askFirst_ && !fit_.recommended().isEmpty() && fit_.tokenizerTrouble().isEmpty()) return confirmOpen(fit_.fits(precision_) ? precision_ : fit_.recommended());
  emit fitReady();
}

void EngineViewModel::confirmOpen(const QString& precision) {
  if (path_.isEmpty() || state_ == Loading || state_ == Switching) return;
  const auto weights = parse_precision(precision.toStdString());
  if (!weights) return fail(failureOf(weights.error()));
  if (replying_) emit stopReplyRequested();  // ends before the engine thread comes to what follows
  EngineSettings settings = wanted_;
  settings.weights = *weights;
  settings.chat_template = usableTemplate(fit_.path());
  stop_ = {};
  beginProgress(tr("opening"));
  setState(Loading);
  setFacts(std::nullopt);  // the model there was makes room
  engine_->open(++request_, path_, settings, stop_.get_token());
}

void EngineViewModel::onOpened(int request, const EngineFacts& facts) {
  if (request != request_) return;
  setFacts(facts);
  setState(Ready);
  emit opened(modelName(), modelPath());
  emit loadEnded(modelName(), false);
}

void EngineViewModel::cancel() {
  stop_.request_stop();
  pending_.reset();
  if (state_ != Estimating) return;  // the engine answers
  ++request_;
  rest();
}

void EngineViewModel::unload() {
  if (!facts_ || state_ == Switching) return;
  if (replying_) emit stopReplyRequested();
  rejectSwitch();
  ++request_;
  engine_->close();
  setFacts(std::nullopt);
  setState(None);
}

}  // namespace halftone::app
