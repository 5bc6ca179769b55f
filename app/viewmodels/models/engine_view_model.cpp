#include "app/viewmodels/models/engine_view_model.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>

#include "app/engine_worker/engine_thread.h"
#include "app/engine_worker/engine_words.h"
#include "app/engine_worker/guard.h"
#include "app/format.h"
#include "app/log.h"
#include "app/viewmodels/instruments/switch_cost_text.h"
#include "engine/generate/model_template.h"

namespace halftone::app {
namespace {

QString text(std::string_view value) { return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())); }

constexpr std::array kPrecisions{Precision::automatic, Precision::f32, Precision::bf16, Precision::f16, Precision::int8,
                                 Precision::nf4, Precision::int4, Precision::int3, Precision::int2};

constexpr std::int64_t kLeastContext = 64;  // a question and a word of an answer

// Ways to stretch RoPE to a context, by the factor that it is longer than the trained one: what is stored, what is read.
struct Scalings {
  QStringList choices, labels;

  Scalings(std::int64_t context, std::int64_t trained) {
    const auto factor = static_cast<float>(static_cast<double>(context) / static_cast<double>(trained));
    const auto add = [&](const RopeScaling& scaling, const QString& label) {
      choices.append(text(to_string(scaling)));
      labels.append(label);
    };
    add({}, EngineViewModel::tr("none"));
    add(LinearScaling{factor}, EngineViewModel::tr("linear"));
    add(YarnScaling{.factor = factor}, QStringLiteral("YaRN"));
    add(NtkScaling{.factor = factor}, QStringLiteral("NTK"));
  }
};

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
int EngineViewModel::contextTokens() const { return facts_ ? static_cast<int>(facts_->settings.context) : 0; }
int EngineViewModel::trainedContext() const { return facts_ ? static_cast<int>(facts_->model.trained_context) : 0; }
QString EngineViewModel::contextNote() const {
  if (!facts_ || facts_->model.trained_context <= 0 || facts_->settings.context <= facts_->model.trained_context) return {};
  const QString note = tr("trained for %1").arg(formatCount(facts_->model.trained_context));
  const RopeScaling& scaling = facts_->settings.rope_scaling;
  return std::holds_alternative<std::monostate>(scaling) ? note : note + QStringLiteral(" · ") + text(to_string(scaling)).replace(u':', QStringLiteral(" ×"));
}
QString EngineViewModel::precisionLabel() const { return facts_ ? shown("weights", facts_->settings) : QString(); }
QString EngineViewModel::attentionLabel() const { return attention(); }
QString EngineViewModel::cacheLabel() const { return facts_ ? tr("kv %1").arg(cache()) : QString(); }

QString EngineViewModel::label(const EngineSettings& settings) const {
  return QStringLiteral("%1 · %2 · %3").arg(shown("weights", settings), text(to_string(settings.attention)), tr("kv %1").arg(text(to_string(settings.cache))));
}

QStringList EngineViewModel::weightsChoices() const {
  QStringList choices;
  for (const Precision precision : kPrecisions) choices.append(text(to_string(precision)));
  return choices;
}

QStringList EngineViewModel::weightsLabels() const {
  QStringList labels = weightsChoices();
  labels.front() = tr("as stored");
  return labels;
}

QStringList EngineViewModel::weightsHints() const {
  QStringList hints;
  for (const Precision precision : kPrecisions)
    hints.append(!facts_                              ? QString()
                 : precision == Precision::automatic ? tr("As the file holds them: %1").arg(text(facts_->model.stored_format))
                                                      : qualityText(precision));
  return hints;
}

QString EngineViewModel::qualityText(Precision precision) const {
  const QualityViewModel::Cost cost = quality_.cost(modelPath(), facts_->model.parameters, precision);
  return tr("Perplexity %1, %2").arg(cost.ratio, cost.kind);
}

QStringList EngineViewModel::attentionChoices() const { return {text(to_string(AttentionKind::flash)), text(to_string(AttentionKind::naive))}; }

QStringList EngineViewModel::cacheChoices() const {
  QStringList choices;
  for (const KvFormat format : {KvFormat::f32, KvFormat::f16, KvFormat::bf16, KvFormat::int8, KvFormat::int4})
    choices.append(text(to_string(CacheChoice(format))));
  choices.append(text(to_string(CacheChoice())));
  return choices;
}

QStringList EngineViewModel::deviceChoices() const { return {QStringLiteral("auto"), QStringLiteral("cpu")}; }

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
  const bool wasSwitching = state_ == Switching || (state_ == Ready && !nextKey_.isEmpty());
  if (failure.cancelled()) rest();
  else fail(failure);
  if (wasSwitching) {
    nextKey_.clear();
    emit switchAbandoned();
  }
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
    for (FitRow& row : after.rows) row.fits = row.total_bytes <= after.device_available;
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

// --- switching ---

std::optional<EngineSettings> EngineViewModel::changed(const QString& key, const QString& value) const {
  EngineSettings next = facts_->settings;
  const std::string name = value.toStdString();
  if (key == u"weights") {
    const auto precision = parse_precision(name);
    if (!precision) return std::nullopt;
    next.weights = *precision;
  } else if (key == u"attention") {
    const auto kind = parse_attention(name);
    if (!kind) return std::nullopt;
    next.attention = *kind;
  } else if (key == u"cache") {
    const auto cache = parse_cache(name);
    if (!cache) return std::nullopt;
    next.cache = *cache;
  } else if (key == u"context") {
    bool number = false;
    next.context = QString(value).remove(u',').trimmed().toLongLong(&number);
    if (!number) return std::nullopt;
    next.rope_scaling = {};  // is chosen anew for every context
  } else if (key == u"speculation") {
    if (value != u"off" && value != u"lookup") return std::nullopt;
    next.speculation = parse_speculation(name);
  } else if (key == u"device") {
    next.device = name;
  } else {
    return std::nullopt;
  }
  return next;
}

QString EngineViewModel::shown(const QString& key, const EngineSettings& settings) const {
  if (key == u"weights")
    return settings.weights == Precision::automatic && facts_ ? text(facts_->model.stored_format) : text(to_string(settings.weights));
  if (key == u"attention") return text(to_string(settings.attention));
  if (key == u"cache") return text(to_string(settings.cache));
  if (key == u"speculation") return QString::fromStdString(to_string(settings.speculation));
  if (key == u"context") return formatCount(settings.context);
  return text(settings.device);
}

void EngineViewModel::propose(const QString& text, const QString& acceptLabel, const SwitchCost& cost) {
  SwitchProposal::Content content{nextKey_, text, shown(nextKey_, facts_->settings), shown(nextKey_, next_), acceptLabel};
  content.refused = cost.refusal != SwitchCost::Refusal::none;
  if (nextKey_ == u"context" && !content.refused) {
    content.warning = beyondTrainingText({facts_->model, facts_->settings, next_});
    if (!content.warning.isEmpty() && facts_->model.rope) {
      const Scalings scalings(next_.context, facts_->model.trained_context);
      content.choices = scalings.choices;
      content.choiceLabels = scalings.labels;
      content.choice = halftone::app::text(to_string(next_.rope_scaling));
    }
  }
  proposal_.show(std::move(content));
}

void EngineViewModel::chooseScaling(const QString& scaling) {
  const auto wanted = parse_rope_scaling(scaling.toStdString());
  if (!wanted || state_ != Ready || nextKey_ != u"context" || *wanted == next_.rope_scaling) return;
  next_.rope_scaling = *wanted;
  askCost();
}

void EngineViewModel::proposeSwitch(const QString& key, const QString& value) {
  if (state_ != Ready) return;
  const auto next = changed(key, value);
  if (!next) return fail({ErrorKind::invalid_argument, tr("“%1” is no value for %2.").arg(isolated(value), key), {}});
  rejectSwitch();
  if (*next == facts_->settings) return;
  next_ = *next;
  nextKey_ = key;
  instead_ = 0;
  if (key == u"context" && next_.context < kLeastContext) {
    instead_ = kLeastContext;
    SwitchCost refused;
    refused.refusal = SwitchCost::Refusal::range;
    return propose(tr("%1 tokens asked; a question and an answer need at least %2. Choose a longer context.").arg(formatCount(next_.context), formatCount(instead_)),
                   tr("Use %1 tokens").arg(formatCount(instead_)), refused);
  }
  if (replying_) propose(tr("A reply is being written. It has to end, or be stopped, before this can be switched."), tr("Stop the reply"));
  else askCost();
}

void EngineViewModel::setGuessAhead(bool on) {
  const QString value = on ? QStringLiteral("lookup") : QStringLiteral("off");
  if (facts_) return proposeSwitch(QStringLiteral("speculation"), value);
  wanted_.speculation = parse_speculation(value.toStdString());
  emit modelChanged();
  emit wantedChanged();
}

void EngineViewModel::askCost() {
  costWhenIdle_ = false;
  engine_->cost(++request_, next_, activeChat_);
}

void EngineViewModel::onCost(int request, const SwitchCost& cost) {
  if (request != request_ || state_ != Ready || nextKey_.isEmpty()) return;
  const SwitchChange change{facts_->model, facts_->settings, next_};
  if (cost.refusal != SwitchCost::Refusal::none) {
    instead_ = nextKey_ == u"context" ? cost.largest_context : 0;
    return propose(refusalText(cost, change), instead_ > 0 ? tr("Use %1 tokens").arg(formatCount(instead_)) : QString(), cost);
  }
  const bool beyond = nextKey_ == u"context" && !beyondTrainingText(change).isEmpty();
  const bool free = !cost.reload_weights && !cost.recompute_cache && !cost.slower && cost.score_bytes == 0 && cost.seconds <= 0;
  if (free && !beyond) return apply();
  const bool judged = nextKey_ == u"weights" && next_.weights != Precision::automatic;
  propose(switchCostText(cost, change) + (judged ? u'\n' + qualityText(next_.weights) + u'.' : QString()), tr("Switch"), cost);
}

void EngineViewModel::acceptSwitch() {
  if (nextKey_.isEmpty() || state_ != Ready) return;
  if (proposal_.isRefused()) {
    if (instead_ > 0) proposeSwitch(QStringLiteral("context"), QString::number(instead_));
    return;
  }
  proposal_.hide();
  if (!replying_) return apply();
  costWhenIdle_ = true;
  emit stopReplyRequested();
}

void EngineViewModel::setReplying(bool replying) {
  if (replying == replying_) return;
  replying_ = replying;
  emit replyingChanged();
  if (!replying && templateWaits_) applyTemplate();
  if (replying || nextKey_.isEmpty() || state_ != Ready) return;
  if (costWhenIdle_ || proposal_.isVisible()) askCost();  // the reply is over: what it takes is said now
}

void EngineViewModel::rejectSwitch() {
  proposal_.hide();
  if (nextKey_.isEmpty() || state_ == Switching) return;
  nextKey_.clear();
  costWhenIdle_ = false;
  emit switchAbandoned();
}

// --- the chat template: it costs nothing, so it is never asked about; it waits for what is running to end ---

void EngineViewModel::onTemplateWanted(const TemplateSettings& settings) {
  if (!facts_) return;
  templateWaits_ = true;
  emit templateChosen(modelPath(), settings);
  applyTemplate();
}

void EngineViewModel::applyTemplate() {
  if (!templateWaits_ || replying_ || state_ != Ready) return;
  rejectSwitch();
  templateWaits_ = false;
  next_ = facts_->settings;
  next_.chat_template = chatTemplate_.settings();
  if (next_ == facts_->settings) return;
  nextKey_ = QStringLiteral("template");
  apply();
}

// What was kept, without what the model or this program no longer knows: the model opens in any case.
TemplateSettings EngineViewModel::usableTemplate(const QString& path) const {
  TemplateSettings kept = keptTemplates_ ? keptTemplates_(path) : TemplateSettings();
  if (!kept.source.empty() && !usable_template(kept.source)) kept.source.clear();
  if (!kept.name.empty() && !fit_.hasUsableTemplate(kept.name)) kept.name.clear();
  return kept;
}

void EngineViewModel::apply() {
  proposal_.hide();
  stop_ = {};
  beginProgress(nextKey_ == u"template" ? tr("changing the chat template") : tr("switching %1 to %2").arg(nextKey_, shown(nextKey_, next_)));
  setState(Switching);
  engine_->apply(++request_, next_, stop_.get_token());
}

void EngineViewModel::onApplied(int request, const EngineFacts& facts) {
  if (request != request_) return;
  wanted_.weights = next_.weights;
  wanted_.attention = next_.attention;
  wanted_.cache = next_.cache;
  wanted_.speculation = next_.speculation;
  nextKey_.clear();
  setFacts(facts);
  setState(Ready);
  emit switched();
}

}  // namespace halftone::app
