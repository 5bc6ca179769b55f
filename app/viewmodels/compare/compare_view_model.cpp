#include "app/viewmodels/compare/compare_view_model.h"

#include <algorithm>

#include "app/engine_worker/engine_thread.h"
#include "app/format.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/chat/prompt_of.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {
namespace {

// What to try beside the present weights: coarser ones first, where there are any.
QList<Precision> suggestions(const EngineSettings& present) {
  QList<Precision> all = {Precision::bf16, Precision::int8, Precision::int4, Precision::int2};
  const qsizetype at = all.indexOf(present.weights);
  if (at < 0) return {Precision::int8, Precision::int4};
  std::rotate(all.begin(), all.begin() + at + 1, all.end());
  return all.first(2);
}

}  // namespace

CompareViewModel::CompareViewModel(EngineViewModel* engine, EngineThread* engineThread, QObject* parent)
    : QObject(parent), engine_(engine), engineThread_(engineThread) {
  connect(engineThread_, &EngineThread::compared, this, &CompareViewModel::onCompared);
  connect(engineThread_, &EngineThread::textAppended, this, &CompareViewModel::onText);
  connect(engine_, &EngineViewModel::modelChanged, this, [this] {
    if (active_ && !running_) begin();
  });
}

CompareViewModel::~CompareViewModel() { stop_.request_stop(); }

QVariantList CompareViewModel::columnObjects() const {
  QVariantList all;
  for (CompareColumn* column : columns_) all.append(QVariant::fromValue(column));
  return all;
}

QStringList CompareViewModel::weightsChoices() const {
  QStringList choices = choicesOf(EngineSwitch::Weights);
  choices.removeFirst();  // automatic: the same as one of the others
  return choices;
}

void CompareViewModel::setActive(bool active) {
  if (std::exchange(active_, active) == active) return;
  if (active) begin();
  else stop();
  emit changed();
}

void CompareViewModel::setChat(ChatViewModel* chat) {
  if (chat_) disconnect(chat_, nullptr, this, nullptr);
  chat_ = chat;
  stop();
  asked_ = false;
  for (CompareColumn* column : columns_) column->forget();
  connect(chat, &ChatViewModel::pathChanged, this, &CompareViewModel::follow);
  connect(chat, &ChatViewModel::stateChanged, this, &CompareViewModel::follow);
  follow();
}

// The last question of the conversation on screen, until one is asked here.
void CompareViewModel::follow() {
  if (!chat_ || asked_) return void(emit changed());
  const QList<MessageRecord> messages = chat_->messages()->records();
  const auto last = std::find_if(messages.rbegin(), messages.rend(), [](const MessageRecord& message) { return message.role == u"user"; });
  const auto count = static_cast<qsizetype>(std::distance(last, messages.rend()));
  before_ = promptOf(chat_->systemPrompt(), messages.first(std::max<qsizetype>(0, count - 1)));
  question_.clear();
  if (last != messages.rend()) {
    const std::vector<ChatMessage> whole = promptOf({}, {*last});
    question_ = whole.empty() ? QString() : QString::fromStdString(whole.front().content);
  }
  emit changed();
}

// Columns belong to a model; those that nobody has asked yet follow its switches.
void CompareViewModel::begin() {
  if (!engine_->facts()) return void(emit changed());
  const QString model = engine_->modelPath();
  const bool kept = std::exchange(model_, model) == model && (asked_ || std::ranges::any_of(columns_, &CompareColumn::isWritten));
  if (kept) return;
  qDeleteAll(columns_);
  columns_.clear();
  closed_.reset();
  asked_ = false;
  EngineSettings settings = engine_->facts()->settings;
  insert(0, settings)->setReference(true);
  for (const Precision precision : suggestions(settings)) {
    settings.weights = precision;
    insert(static_cast<int>(columns_.size()), settings);
  }
  column_ = 0, token_ = -1;
  follow();
  emit columnsChanged();
  emit chosenChanged();
}

CompareColumn* CompareViewModel::insert(int at, const EngineSettings& settings) {
  auto* column = new CompareColumn(++nextId_, settings, engine_->facts()->model.stored_format, this);
  columns_.insert(at, column);
  return column;
}

CompareColumn* CompareViewModel::reference() const {
  const auto found = std::ranges::find_if(columns_, &CompareColumn::isReference);
  return found == columns_.end() ? nullptr : *found;
}

CompareColumn* CompareViewModel::find(int id) const {
  const auto found = std::ranges::find_if(columns_, [id](const CompareColumn* column) { return column->id() == id; });
  return found == columns_.end() ? nullptr : *found;
}

CompareColumn* CompareViewModel::at(int column) const { return isThere(column) ? columns_[column] : nullptr; }

int CompareViewModel::sharedTurns() const {
  return static_cast<int>(std::ranges::count(before_, ChatMessage::Role::user, &ChatMessage::role));
}

QString CompareViewModel::hint() const {
  if (!engine_->facts()) return tr("Open a model first");
  if (chat_ && chat_->isBusy()) return tr("Ask when the chat's reply has ended");
  return {};
}

bool CompareViewModel::isComplete() const {
  return !columns_.empty() &&
         std::ranges::all_of(columns_, [](const CompareColumn* column) { return column->record() && column->isCompared(); });
}

// --- asking ---

void CompareViewModel::ask(const QString& question) {
  if (running_ || !chat_ || !hint().isEmpty() || columns_.empty()) return;
  const QString words = question.trimmed();
  if (words.isEmpty() && question_.isEmpty()) return;
  if (!words.isEmpty()) {
    const CompareColumn* answered = reference();
    if (asked_ && answered->isWritten()) {
      before_.push_back({ChatMessage::Role::user, question_.toStdString()});
      before_.push_back({ChatMessage::Role::assistant, answered->record()->reply.text});
    } else if (!asked_) {  // behind the whole conversation
      before_ = promptOf(chat_->systemPrompt(), chat_->messages()->records());
      if (!before_.empty() && before_.back().role == ChatMessage::Role::user) before_.pop_back();
    }
    question_ = words;
  }
  const bool again = !words.isEmpty() || isComplete();
  for (CompareColumn* column : columns_)
    if (again || !column->record() || column->state() == CompareColumn::Stopped) column->forget();
  asked_ = true;
  run();
}

void CompareViewModel::run(const CompareColumn* alone) {
  CompareRequest request{.id = ++request_, .messages = before_, .params = chat_->sampling()->paramsForOne()};
  request.messages.push_back({ChatMessage::Role::user, question_.toStdString()});
  const std::int64_t vocabulary = std::max<std::int64_t>(1, engine_->facts()->model.vocabulary);
  const std::int64_t most = std::max<std::int64_t>(1, kMostLogitBytes / (4 * vocabulary));
  note_ = request.params.max_tokens <= most ? QString()
                                            : tr("Replies end at %1 tokens here: what a model predicts at each of them is kept, %2.")
                                                  .arg(formatCount(most), formatBytes(kMostLogitBytes));
  request.params.max_tokens = std::min(request.params.max_tokens, most);
  QList<CompareColumn*> order = columns_;
  std::stable_partition(order.begin(), order.end(), [](const CompareColumn* column) { return column->isReference(); });
  for (CompareColumn* column : order) {
    if (column->isWritten() && column->isCompared() && !column->isReference()) continue;  // it stands already
    if (alone && column != alone && !column->record() && !column->isReference()) continue;
    request.columns.push_back({column->id(), column->settings(), column->record()});
    column->wait();
  }
  stop_ = {};
  request.stop = stop_.get_token();
  running_ = true;
  token_ = -1;
  engineThread_->compare(std::move(request));
  emit changed();
  emit columnsChanged();
  emit chosenChanged();
  emit runningChanged();
}

void CompareViewModel::stop() { stop_.request_stop(); }

void CompareViewModel::onCompared(const CompareUpdate& update) {
  if (update.id != request_) return;
  if (update.what != CompareUpdate::Finished) {
    if (CompareColumn* column = find(update.column)) {
      column->take(update);
      if (column->isReference() && update.written) emit wordsChanged();  // others show them too
    }
    return void(emit changed());
  }
  running_ = false;
  if (!update.failure.cause.isEmpty() && !update.failure.cancelled()) note_ = update.failure.text();
  for (CompareColumn* column : columns_) column->rest();
  emit changed();
  emit columnsChanged();
  emit runningChanged();
}

void CompareViewModel::onText(const ReplyUpdate& update) {
  for (CompareColumn* column : columns_)
    if (update.replyId == replyIdOf(request_, column->id())) return column->append(update);
}

// --- columns ---

void CompareViewModel::add() {
  if (!canAdd() || !engine_->facts()) return;
  EngineSettings settings = columns_.empty() ? engine_->facts()->settings : columns_.back()->settings();
  settings.weights = suggestions(settings).front();
  const bool first = columns_.empty();
  insert(static_cast<int>(columns_.size()), settings)->setReference(first);
  emit columnsChanged();
  emit changed();
}

void CompareViewModel::close(int column) {
  if (running_ || !isThere(column) || columns_.size() < 2) return;
  CompareColumn* gone = columns_.takeAt(column);
  closed_ = {gone->settings(), column};
  if (gone->isReference()) {
    for (CompareColumn* other : columns_) other->forgetComparison();
    columns_.front()->setReference(true);
  }
  emit said(tr("%1 is closed; Ctrl+Z brings it back").arg(isolated(gone->weights())));
  gone->deleteLater();
  column_ = std::min(column_, static_cast<int>(columns_.size()) - 1), token_ = -1;
  emit columnsChanged();
  emit changed();
  emit chosenChanged();
}

void CompareViewModel::restore() {
  if (!canRestore()) return;
  insert(std::min(closed_->at, static_cast<int>(columns_.size())), closed_->settings);
  closed_.reset();
  emit columnsChanged();
  emit changed();
}

void CompareViewModel::refer(int column) {
  if (running_ || !isThere(column) || columns_[column]->isReference()) return;
  for (int i = 0; i < columns_.size(); ++i) {
    columns_[i]->setReference(i == column);
    columns_[i]->forgetComparison();
  }
  emit wordsChanged();
  if (asked_ && columns_[column]->isWritten() && hint().isEmpty()) run();
  emit changed();
}

void CompareViewModel::set(int column, EngineSwitch::Kind kind, const QString& value) {
  if (running_ || !isThere(column)) return;
  auto next = switched(columns_[column]->settings(), kind, value);
  if (next) next->context = columns_[column]->wholeContext();  // with other switches it may fit
  if (!next || *next == columns_[column]->settings()) return;
  columns_[column]->setSettings(*next);
  if (columns_[column]->isReference())
    for (CompareColumn* other : columns_) other->forgetComparison();
  emit changed();
}

void CompareViewModel::shorten(int index) {
  if (running_ || !isThere(index) || !hint().isEmpty()) return;
  CompareColumn* column = columns_[index];
  if (column->state() != CompareColumn::Refused || column->longestContext() == 0) return;
  EngineSettings shorter = column->settings();
  shorter.context = column->longestContext();
  column->setSettings(shorter);
  if (column->isReference())
    for (CompareColumn* other : columns_) other->forgetComparison();
  run(column->isReference() ? nullptr : column);
}

// --- tokens ---

void CompareViewModel::setReferenceWords(bool shown) {
  if (std::exchange(referenceWords_, shown) == shown) return;
  token_ = -1;
  emit wordsChanged();
  emit chosenChanged();
}

void CompareViewModel::setColumn(int column) {
  if (!isThere(column) || std::exchange(column_, column) == column) return;
  emit chosenChanged();
}

void CompareViewModel::setToken(int token) {
  if (std::exchange(token_, std::max(-1, token)) != token) emit chosenChanged();
}

void CompareViewModel::stepToken(int by) {
  const CompareColumn* column = at(column_);
  if (!column || !column->isWritten()) return;
  const int count = static_cast<int>(shownTokens(*column).size());
  if (count > 0) setToken(token_ < 0 ? (by > 0 ? 0 : count - 1) : std::clamp(token_ + by, 0, count - 1));
}

void CompareViewModel::stepColumn(int by) { setColumn(std::clamp(column_ + by, 0, std::max(0, static_cast<int>(columns_.size()) - 1))); }

// In the column that has the keys, or the first that has one; from the start again after the last.
void CompareViewModel::nextFlip() {
  QList<int> order;
  for (int i = 0; i < columns_.size(); ++i) order.append((column_ + i) % static_cast<int>(columns_.size()));
  for (const int index : order) {
    const std::vector<ShownToken> tokens = shownTokens(*columns_[index]);
    const int count = static_cast<int>(tokens.size()), from = index == column_ ? token_ + 1 : 0;
    for (int i = 0; i < count; ++i) {
      const int token = (from + i) % count;
      if (!tokens[static_cast<std::size_t>(token)].flip) continue;
      column_ = index, token_ = token;
      return void(emit chosenChanged());
    }
  }
}

std::vector<ShownToken> CompareViewModel::shownTokens(const CompareColumn& column) const {
  const CompareColumn* reference = this->reference();
  return referenceWords_ && reference && reference->record() ? column.onReference(*reference->record()) : column.words();
}

const Readings* CompareViewModel::readingsOf(const CompareColumn& column) const {
  if (!column.beside()) return nullptr;
  return referenceWords_ ? &column.beside()->on_reference : &column.beside()->on_own;
}

QVariantMap CompareViewModel::tokenCard(int index, int token) const {
  const CompareColumn* column = at(index);
  const Readings* readings = column ? readingsOf(*column) : nullptr;
  if (!readings || token < 0 || token >= std::ssize(readings->divergence)) return {};
  const auto i = static_cast<std::size_t>(token);
  const auto candidates = [&](const Doubt& doubt) {
    QVariantList rows;
    for (const Candidate& candidate : doubt.likeliest)
      rows.append(QVariantMap{{"text", column->candidateText(candidate.token)},
                              {"probability", candidate.probability},
                              {"chosen", candidate.token == doubt.chosen.token}});
    return rows;
  };
  const std::vector<ShownToken> tokens = shownTokens(*column);
  QString before;
  for (int back = std::max(0, token - 4); back < token; ++back) before += tokens[static_cast<std::size_t>(back)].text;
  return {{"number", token + 1},
          {"before", before.trimmed()},
          {"divergence", readings->divergence[i]},
          {"flip", !readings->same_first_choice[i]},
          {"reference", candidates(readings->reference[i])},
          {"column", candidates(readings->column[i])}};
}

QString CompareViewModel::tokenName(int index, int token) const {
  const CompareColumn* column = at(index);
  if (!column) return {};
  const std::vector<ShownToken> tokens = shownTokens(*column);
  if (token < 0 || token >= std::ssize(tokens)) return {};
  const ShownToken& shown = tokens[static_cast<std::size_t>(token)];
  const Readings* readings = readingsOf(*column);
  if (!readings || column->isReference()) return shown.text.trimmed();
  QString name = tr("%1, KL %2").arg(shown.text.trimmed()).arg(shown.divergence, 0, 'f', 2);
  if (!shown.flip) return name;
  const Doubt& theirs = readings->reference[static_cast<std::size_t>(token)];
  return tr("%1, different first choice; reference: %2").arg(name, column->candidateText(theirs.likeliest.front().token).trimmed());
}

}  // namespace halftone::app
