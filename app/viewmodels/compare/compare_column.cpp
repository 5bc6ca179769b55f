#include "app/viewmodels/compare/compare_column.h"

#include "app/format.h"
#include "app/viewmodels/instruments/engine_switch.h"

namespace halftone::app {

CompareColumn::CompareColumn(int id, EngineSettings settings, std::string storedFormat, QObject* parent)
    : QObject(parent), id_(id), settings_(std::move(settings)), storedFormat_(std::move(storedFormat)), wholeContext_(settings_.context) {}

void CompareColumn::setSettings(EngineSettings settings) {
  settings_ = std::move(settings);
  forget();
}

void CompareColumn::setReference(bool reference) {
  if (std::exchange(reference_, reference) != reference) emit changed();
}

QString CompareColumn::weights() const { return shown(EngineSwitch::Weights, settings_, storedFormat_); }
QString CompareColumn::attention() const { return shown(EngineSwitch::Attention, settings_, storedFormat_); }
QString CompareColumn::cache() const { return shown(EngineSwitch::Cache, settings_, storedFormat_); }

QString CompareColumn::stateText() const {
  const qint64 tokens = written_ ? std::ssize(written_->reply.tokens) : streamedTokens_;
  switch (state_) {
    case Idle: return tr("not asked yet");
    case Waiting: return tr("waits");
    case Loading: return progress_ >= 0 ? tr("loading %1 %").arg(qRound(100 * progress_)) : tr("loading");
    case Writing: return tr("writing · token %1").arg(formatCount(streamedTokens_));
    case Reading: return tr("comparing");
    case Done: return tr("done · %n tokens", nullptr, static_cast<int>(tokens));
    case Stopped: return tr("stopped · %n tokens", nullptr, static_cast<int>(tokens));
    case Failed: return tr("broken off");
    case Refused: return tr("does not fit");
  }
  return {};
}

QString CompareColumn::name() const {
  QStringList parts{weights(), attention(), QStringLiteral("kv ") + cache()};
  if (isShortened()) parts << tr("%1 tokens").arg(formatCount(settings_.context));
  parts << stateText();
  return parts.join(QStringLiteral(", "));
}

QString CompareColumn::needsText() const { return noRoom_ ? formatBytes(noRoom_->needs) : QString(); }
QString CompareColumn::freeText() const { return noRoom_ ? formatBytes(noRoom_->free) : QString(); }
QString CompareColumn::peakText() const { return formatBytes(peakBytes()); }

QVariantList CompareColumn::memory() const {
  if (!written_) return {};
  const TakenMemory& taken = written_->reply.taken;
  QVariantList parts;
  for (const auto& [key, bytes] : {std::pair("weights", taken.weights), {"kv", taken.kv_cache}, {"activations", taken.others}})
    parts.append(QVariantMap{{"key", key}, {"bytes", static_cast<qint64>(bytes)}});
  return parts;
}

double CompareColumn::divergence() const {
  return beside_ && !beside_->on_reference.divergence.empty() ? beside_->on_reference.mean_divergence() : 0;
}

double CompareColumn::sameChoice() const {
  return beside_ && !beside_->on_reference.same_first_choice.empty() ? beside_->on_reference.share_of_same_choice() : 1;
}

namespace {

std::vector<ShownToken> shownTokens(const std::vector<std::string>& pieces, const Readings* readings) {
  std::vector<ShownToken> tokens;
  tokens.reserve(pieces.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    ShownToken token{.text = QString::fromStdString(pieces[i])};
    if (readings && i < readings->divergence.size())
      token.divergence = readings->divergence[i], token.flip = !readings->same_first_choice[i];
    tokens.push_back(std::move(token));
  }
  return tokens;
}

}  // namespace

std::vector<ShownToken> CompareColumn::words() const {
  if (!written_) return streamed_.isEmpty() ? std::vector<ShownToken>() : std::vector<ShownToken>{{.text = streamed_}};
  return shownTokens(written_->pieces, beside_ ? &beside_->on_own : nullptr);
}

std::vector<ShownToken> CompareColumn::onReference(const WrittenColumn& reference) const {
  return shownTokens(reference.pieces, beside_ ? &beside_->on_reference : nullptr);
}

void CompareColumn::wait() {
  state_ = Waiting;
  trouble_.clear(), remedy_.clear();
  noRoom_.reset();
  emit changed();
}

void CompareColumn::forget() {
  written_.reset();
  streamed_.clear();
  streamedTokens_ = 0;
  trouble_.clear(), remedy_.clear();
  noRoom_.reset();
  state_ = Idle;
  forgetComparison();
}

void CompareColumn::forgetComparison() {
  beside_.reset();
  texts_.clear();
  progress_ = -1;
  emit textChanged();
  emit changed();
}

void CompareColumn::rest() {
  if (!isBusy()) return;
  progress_ = -1;
  state_ = written_ ? (written_->reply.stats.finish == Finish::cancelled ? Stopped : Done) : Idle;
  emit changed();
}

void CompareColumn::append(const ReplyUpdate& update) {
  streamed_ += update.text;
  streamedTokens_ = update.tokens;
  emit textChanged();
  emit changed();
}

void CompareColumn::take(const CompareUpdate& update) {
  switch (update.what) {
    case CompareUpdate::Loading:
      if (state_ != Reading) state_ = Loading;
      progress_ = update.progress.total > 0 ? static_cast<double>(update.progress.done) / static_cast<double>(update.progress.total) : -1;
      break;
    case CompareUpdate::Writing: state_ = Writing, progress_ = -1; break;
    case CompareUpdate::Written:
      written_ = update.written;
      state_ = written_->reply.stats.finish == Finish::cancelled ? Stopped : Done;
      emit textChanged();
      break;
    case CompareUpdate::Reading: state_ = Reading, progress_ = -1; break;
    case CompareUpdate::Beside:
      beside_ = update.beside;
      texts_ = update.texts;
      state_ = Done, progress_ = -1;
      emit textChanged();
      break;
    case CompareUpdate::Failed:
      progress_ = -1;
      if (update.failure.cancelled()) {
        state_ = written_ ? Done : Idle;
      } else {
        if (streamed_.isEmpty()) noRoom_ = update.noRoom;
        state_ = noRoom_ ? Refused : Failed;
        trouble_ = update.failure.cause, remedy_ = update.failure.remedy;
      }
      break;
    case CompareUpdate::Finished: break;
  }
  emit changed();
}

}  // namespace halftone::app
