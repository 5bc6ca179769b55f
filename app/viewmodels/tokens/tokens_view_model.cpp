#include "app/viewmodels/tokens/tokens_view_model.h"

#include <algorithm>

#include "app/engine_worker/engine_thread.h"
#include "app/storage/storage_thread.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/chat/prompt_of.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {
namespace {

constexpr int kSoonMs = 60;  // keys that are held down walk through replies; the last one is read
constexpr int kPatienceMs = 300;
constexpr qsizetype kMostKept = 32;  // replies
constexpr qsizetype kMostTimed = 100;

}  // namespace

TokensViewModel::TokensViewModel(EngineViewModel* engine, EngineThread* engineThread, StorageThread* storage, QObject* parent)
    : QObject(parent),
      engine_(engine),
      engineThread_(engineThread),
      storage_(storage),
      turns_({"token", "word", "share", "other", "otherShare", "drawn"}),
      branches_({"version", "name", "tokens", "shown"}),
      candidates_({"word", "share", "figure", "said", "why"}) {
  soon_.setSingleShot(true);
  soon_.setInterval(kSoonMs);
  connect(&soon_, &QTimer::timeout, this, &TokensViewModel::ask);
  patience_.setSingleShot(true);
  patience_.setInterval(kPatienceMs);
  connect(&patience_, &QTimer::timeout, this, [this] {
    slow_ = true;
    emit changed();
  });
  connect(engineThread_, &EngineThread::tokensProgressed, this, [this](int request, qint64 done, qint64 total) {
    if (request != request_) return;
    done_ = done, total_ = total;
    emit changed();
  });
  connect(engineThread_, &EngineThread::tokensMeasured, this, &TokensViewModel::onMeasured);
  connect(engineThread_, &EngineThread::tokensAppended, this, &TokensViewModel::onAppended);
  connect(engineThread_, &EngineThread::textAppended, this, [this](const ReplyUpdate& update) {
    if (times_.size() > kMostTimed) times_.clear();
    if (chat_ && update.replyId == chat_->replyId()) times_[update.replyId] += update.tokenMs;
    if (update.replyId != writtenId_ || !written_) return;
    writtenText_ += update.text.toStdString();
    if (active_ && replyId_ == writtenId_) showWritten();
  });
  connect(engineThread_, &EngineThread::finished, this, [this](const ReplyOutcome& outcome) { onEnded(outcome.replyId); });
  connect(engine_, &EngineViewModel::modelChanged, this, [this] {
    kept_.clear();
    storeKnown_.clear();
    forget();
    follow();
  });
}

TokensViewModel::~TokensViewModel() { stop_.request_stop(); }

void TokensViewModel::setActive(bool active) {
  if (std::exchange(active_, active) == active) return;
  if (chat_) chat_->setCandidates(active_ ? kCandidates : 0);
  emit activeChanged();
  if (active_) return follow();
  stopReading();
  soon_.stop();
}

void TokensViewModel::setChat(ChatViewModel* chat) {
  if (chat_) {
    disconnect(chat_, nullptr, this, nullptr);
    chat_->setCandidates(0);
  }
  chat_ = chat;
  chat_->setCandidates(active_ ? kCandidates : 0);
  for (const auto signal : {&ChatViewModel::pathChanged, &ChatViewModel::stateChanged, &ChatViewModel::systemPromptChanged})
    connect(chat_, signal, this, &TokensViewModel::follow);
  connect(chat_->sampling(), &SamplingViewModel::changed, this, &TokensViewModel::tokenChanged);
  ids_.clear();
  undoId_.clear();
  kept_.clear();
  storeKnown_.clear();
  follow();
}

// Who looks at the last reply goes on to the next one; of one that gave way to another version, to that.
void TokensViewModel::follow() {
  const int at = reply() - 1;
  const bool atEnd = at < 0 || at == replies() - 1;
  ids_.clear();
  if (chat_)
    for (const MessageRecord& message : chat_->messages()->records())
      if (message.role == u"assistant") ids_ << message.id;
  const bool there = ids_.contains(replyId_);
  if (ids_.isEmpty()) look({});
  else if (there ? atEnd && replyId_ != ids_.last() : at < 0 || at >= ids_.size()) look(ids_.last());
  else if (!there) look(ids_[at]);
  if (!active_) return;
  fillBranches();
  soon_.start();
  emit changed();
}

void TokensViewModel::look(const QString& replyId) {
  replyId_ = replyId;
  forget();
  if (!active_) return;
  if (kept_.contains(replyId_)) ask();
  else soon_.start();
}

void TokensViewModel::forget() {
  stopReading();
  shown_ = {};
  token_ = -1;
  state_ = Empty;
  hint_.clear();
  fillTurns();
  fillBranches();
  fillCandidates();
  emit textChanged();
  emit changed();
  emit tokenChanged();
}

void TokensViewModel::stopReading() {
  stop_.request_stop();
  request_ = -std::abs(request_);  // what comes now was asked for before
  asked_.clear();
  patience_.stop();
  slow_ = false;
  done_ = total_ = 0;
  if (state_ == Reading) state_ = Empty;
}

void TokensViewModel::ask() {
  if (!chat_ || !active_) return;
  const MessageRecord* reply = record();
  const bool comes = isWriting() && writtenId_ == replyId_ && written_;
  const auto kept = kept_.constFind(replyId_);
  const std::string text = reply ? reply->text.toStdString() : std::string();
  const bool known = kept != kept_.constEnd() && kept->text == text;
  QString hint;
  if (!reply)
    hint = engine_->facts() ? tr("Ask something first: then this shows how sure the model was of each token.") : tr("Open a model first");
  else if (chat_->isBusy() && !comes) hint = tr("Shown when the reply that is being written has ended");
  else if (reply->text.isEmpty() && !comes) hint = tr("This reply has no words");
  else if (reply->omitted) hint = tr("This reply is no longer sent to the model");
  else if (!engine_->facts() && storeKnown_.contains(replyId_) && !known)
    hint = tr("The figures of this reply were not kept: open a model, and it is read again.");
  hint_ = hint;
  if (!hint.isEmpty() || comes) {
    stopReading();
    if (comes) return showWritten();
    if (shown_.count() == 0 || !reply || !engine_->facts()) state_ = Empty;
    return void(emit changed());
  }
  if (known) {
    stopReading();
    return show(*kept);
  }
  if (!storeKnown_.contains(replyId_)) return askStore();
  if (asked_ == text && request_ > 0) return;
  stopReading();
  asked_ = text;
  request_ = std::abs(request_) + 1;
  state_ = shown_.count() > 0 ? Shown : Reading;  // one that was seen as it was written stays
  patience_.start();
  stop_ = {};
  QList<MessageRecord> path = chat_->messages()->records();
  path.resize(row() + 1);
  engineThread_->measureTokens({.id = request_, .messages = promptOf(chat_->systemPrompt(), path), .stop = stop_.get_token()});
  emit changed();
}

void TokensViewModel::onMeasured(const TokensOutcome& outcome) {
  if (outcome.id != request_) return;
  KeptTokens kept{std::exchange(asked_, {}), outcome.tokens, outcome.texts};
  stopReading();
  if (!outcome.tokens) {
    if (count() > 0) return void(emit changed());  // as it was told while it was written
    state_ = outcome.failure.cancelled() ? Empty : Refused;
    hint_ = outcome.failure.text();
    return void(emit changed());
  }
  kept.tokens = timed(replyId_, kept);
  show(kept);
  keep(replyId_, std::move(kept));
}

// --- what is kept ---

QString TokensViewModel::reader() const {
  return engine_->facts() ? engine_->modelPath() + u'\n' + engine_->label(engine_->facts()->settings) : QString();
}

// Of a text as long as this one the times are its tokens', where it was read as the tokens that were drawn.
std::shared_ptr<const ReadTokens> TokensViewModel::timed(const QString& replyId, const KeptTokens& kept) const {
  const auto times = times_.constFind(replyId);
  const auto shown = ReadReply(kept.tokens, {}, bytesBefore(*kept.tokens, kept.text)).count();
  if (times == times_.cend() || times->size() != shown) return kept.tokens;
  auto tokens = std::make_shared<ReadTokens>(*kept.tokens);
  for (int token = 0; token < shown; ++token) (tokens->end() - shown + token)->ms = (*times)[token];
  return tokens;
}

// Written down on the store's thread: a long reply has many candidates.
void TokensViewModel::keep(const QString& replyId, KeptTokens kept) {
  if (kept_.size() >= kMostKept) kept_.clear();
  kept_.insert(replyId, kept);
  storage_->submit(
      [replyId, reader = reader(), kept = std::move(kept)](ChatStore& store) { store.keepTokens(replyId, reader, bytesOf(kept)); });
}

// What was known of it before, by the model that reads now; where none does, by any.
void TokensViewModel::askStore() {
  state_ = shown_.count() > 0 ? Shown : Reading;
  emit changed();
  if (storeAsked_ == replyId_) return;
  storeAsked_ = replyId_;
  const auto answer = [this, replyId = replyId_, reader = reader()](const std::optional<KeptTokens>& kept) {
    if (storeAsked_ == replyId) storeAsked_.clear();
    if (reader == this->reader()) {
      storeKnown_.insert(replyId);
      if (kept && !kept_.contains(replyId)) kept_.insert(replyId, *kept);
    }
    if (replyId == replyId_) ask();
  };
  storage_->ask([replyId = replyId_, reader = reader()](ChatStore& store) { return keptTokensFrom(store.tokens(replyId, reader)); }, this,
                answer);
}

void TokensViewModel::show(const KeptTokens& kept) { show(ReadReply(kept.tokens, kept.texts, bytesBefore(*kept.tokens, kept.text))); }

void TokensViewModel::show(ReadReply reply) {
  shown_ = std::move(reply);
  state_ = Shown;
  hint_.clear();
  token_ = std::min(token_, count() - 1);
  fillTurns();
  fillBranches();
  fillCandidates();
  emit textChanged();
  emit changed();
  emit tokenChanged();
}

// --- while it is written ---

void TokensViewModel::onAppended(const TokensUpdate& update) {
  if (!chat_ || update.replyId != chat_->replyId()) return;
  if (update.replyId != writtenId_ || !written_) begin(update.replyId, {}, {}, {});
  written_->insert(written_->end(), update.tokens.begin(), update.tokens.end());
  writtenTexts_.insert(update.texts);
}

void TokensViewModel::begin(const QString& replyId, ReadTokens tokens, TokenTexts texts, std::string text) {
  writtenId_ = replyId;
  wholeWritten_ = text.empty();
  written_ = std::make_shared<ReadTokens>(std::move(tokens));
  writtenTexts_ = std::move(texts);
  writtenText_ = std::move(text);
}

// The text may lag behind by a character that is not complete; the space before the first word does not depend on that.
void TokensViewModel::showWritten() {
  if (written_->empty()) return;
  const bool spaced = written_->front().bytes.starts_with(' ') && !writtenText_.empty() && !writtenText_.starts_with(' ');
  show(ReadReply(written_, writtenTexts_, spaced ? 1 : 0));
}

// What was told of the whole reply need not be read again; of one that went on from a text that was read anew, all is.
void TokensViewModel::onEnded(const QString& replyId) {
  if (replyId != writtenId_ || !written_) return;
  if (wholeWritten_ && !written_->empty()) {
    const ReadReply whole(written_, {}, bytesBefore(*written_, writtenText_));
    if (whole.reply() == writtenText_) keep(replyId, {writtenText_, written_, writtenTexts_});
  }
  writtenId_.clear();
  written_.reset();
}

// --- what is chosen ---

int TokensViewModel::row() const { return chat_ ? chat_->messages()->rowOf(replyId_) : -1; }

const MessageRecord* TokensViewModel::record() const {
  const int at = row();
  return at < 0 ? nullptr : &chat_->messages()->at(at);
}

bool TokensViewModel::isWriting() const { return chat_ && chat_->isBusy() && !replyId_.isEmpty() && chat_->replyId() == replyId_; }

void TokensViewModel::setToken(int token) {
  token = std::clamp(token, -1, count() - 1);
  if (std::exchange(token_, token) == token) return;
  fillCandidates();
  emit tokenChanged();
}

void TokensViewModel::stepReply(int by) {
  const int next = reply() - 1 + by;
  if (next >= 0 && next < replies()) look(ids_[next]);
}

void TokensViewModel::stepVersion(int by) { showVersion(version() + by); }

void TokensViewModel::showVersion(int version) {
  if (version >= 1 && version <= versions() && version != this->version()) chat_->showVersion(row(), version);
}

void TokensViewModel::stepFork(int by) {
  for (int step = 1; step <= count(); ++step) {
    const int from = token_ < 0 && by < 0 ? 0 : token_;
    const int token = ((from + by * step) % count() + count()) % count();
    if (shown_.tokens()[static_cast<std::size_t>(token)].isFork) return setToken(token);
  }
}

void TokensViewModel::continueFrom(int candidate) {
  if (token_ < 0 || candidate < 0 || candidate >= candidates_.count()) return;
  const QVariantList row = candidates_.rows()[candidate];
  if (row[3].toBool()) return;
  if (const QString why = row[4].toString(); !why.isEmpty()) return void(emit said(why));
  if (!chat_->canSend()) return void(emit said(chat_->sendHint()));
  const Candidate chosen = listed_[static_cast<std::size_t>(candidate)];
  const int at = token_;
  std::string text = shown_.until(at);
  const bool goesOn = !ends(chosen.token);
  ReadTokens tokens = shown_.tokensUntil(at);
  TokenTexts texts = shown_.texts();
  const QString before = replyId_;
  if (goesOn) {
    const std::string bytes = shown_.bytesOf(chosen.token);
    text += bytes;
    tokens.push_back({bytes, shown_.doubt(at)});
    tokens.back().doubt.chosen = chosen;
  }
  chat_->editReply(this->row(), QString::fromStdString(text), goesOn);
  undoId_ = before;
  if (goesOn && chat_->isBusy() && chat_->replyId() == replyId_) {
    begin(replyId_, std::move(tokens), std::move(texts), std::move(text));
    showWritten();
    setToken(at);
  }
  emit changed();
}

void TokensViewModel::undo() {
  if (undoId_.isEmpty() || !chat_) return;
  if (isWriting()) chat_->stop();
  chat_->reveal(std::exchange(undoId_, {}));
  emit changed();
}

}  // namespace halftone::app
