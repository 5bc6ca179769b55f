#include "app/viewmodels/chat/chat_view_model.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QUrl>

#include "app/attachments/as_sent.h"
#include "app/engine_worker/engine_thread.h"
#include "app/format.h"
#include "app/log.h"
#include "app/storage/storage_thread.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {
namespace {

constexpr int kTitleLength = 60, kPreviewLength = 120;
const QString kInterrupted = QStringLiteral("interrupted");
constexpr int kSaveSoonMs = 500, kSaveReplyMs = 1000, kPatienceMs = 3000;

QString shortened(const QString& text, int length) {
  const QString line = text.simplified();
  if (line.size() <= length) return line;
  const qsizetype space = line.lastIndexOf(u' ', length);
  return line.left(space > length / 2 ? space : length) + u'…';
}

MessageRecord newMessage(const QString& role, const QString& text, const QString& finish = {}) {
  MessageRecord message{newId(), role, text, finish, {}};
  message.created = QDateTime::currentDateTime();
  return message;
}

GenerationParams paramsOf(const GenerationDefaults& defaults) {
  GenerationParams params;
  const bool sample = defaults.sample.value_or(defaults.temperature.has_value());
  params.temperature = sample ? defaults.temperature.value_or(1.0f) : 0.0f;
  params.top_k = defaults.top_k.value_or(params.top_k);
  params.top_p = defaults.top_p.value_or(params.top_p);
  params.min_p = defaults.min_p.value_or(params.min_p);
  params.repeat_penalty = defaults.repeat_penalty.value_or(params.repeat_penalty);
  return params;
}

}  // namespace

std::vector<ChatMessage> promptOf(const QString& systemPrompt, const QList<MessageRecord>& messages) {
  std::vector<ChatMessage> prompt;
  if (!systemPrompt.trimmed().isEmpty()) prompt.push_back({ChatMessage::Role::system, systemPrompt.toStdString()});
  for (const MessageRecord& message : messages) {
    const QString text = message.omitted ? QString() : asSent(message);
    if (text.isEmpty()) continue;
    const auto role = message.role == u"user" ? ChatMessage::Role::user : ChatMessage::Role::assistant;
    if (!prompt.empty() && prompt.back().role == role) prompt.back().content += "\n\n" + text.toStdString();
    else prompt.push_back({role, text.toStdString()});
  }
  return prompt;
}

ChatViewModel::ChatViewModel(ChatRecord record, Origin origin, EngineViewModel* engine, EngineThread* engineThread, StorageThread* storage,
                             QObject* parent)
    : QObject(parent), stored_(origin.stored), complete_(origin.complete), engine_(engine), engineThread_(engineThread), storage_(storage) {
  load(std::move(record));
  complete_ = origin.complete;

  saveSoon_.setSingleShot(true);
  saveSoon_.setInterval(kSaveSoonMs);
  connect(&saveSoon_, &QTimer::timeout, this, &ChatViewModel::save);
  saveReply_.setInterval(kSaveReplyMs);
  connect(&saveReply_, &QTimer::timeout, this, &ChatViewModel::saveReplyText);

  connect(&sampling_, &SamplingViewModel::edited, this, &ChatViewModel::changedByUser);
  connect(&attachments_, &AttachmentListModel::edited, this, &ChatViewModel::changedByUser);
  connect(&notice_, &ChatNotice::requested, this, &ChatViewModel::onNoticeAction);
  connect(&messages_, &MessageListModel::countChanged, this, &ChatViewModel::omittedCountChanged);

  connect(engineThread_, &EngineThread::prefilled, this, &ChatViewModel::onPrefill);
  connect(engineThread_, &EngineThread::textAppended, this, &ChatViewModel::onText);
  connect(engineThread_, &EngineThread::overflowed, this, &ChatViewModel::onOverflow);
  connect(engineThread_, &EngineThread::finished, this, &ChatViewModel::onFinished);

  connect(engine_, &EngineViewModel::stateChanged, this, &ChatViewModel::canSendChanged);
  const auto followModel = [this] {
    if (engine_->facts()) sampling_.setModelDefaults(paramsOf(engine_->facts()->model.defaults));
  };
  connect(engine_, &EngineViewModel::modelChanged, this, followModel);
  connect(engine_, &EngineViewModel::modelChanged, this, &ChatViewModel::askCache);
  connect(engineThread_, &EngineThread::cachedKnown, this, [this](const QString& chatId, qint64 tokens) {
    if (chatId == summary_.id && !isBusy()) setCachedTokens(tokens);
  });
  followModel();
  connect(engine_, &EngineViewModel::switched, this, [this] {
    if (std::exchange(replyAfterSwitch_, false)) retry();
  });
  connect(engine_, &EngineViewModel::switchAbandoned, this, [this] {
    if (std::exchange(replyAfterSwitch_, false)) showOverflow();
  });
}

ChatViewModel::~ChatViewModel() {
  stop_.request_stop();
  cacheAsked_.request_stop();
  flush();
}

void ChatViewModel::load(ChatRecord record) {
  summary_ = record.summary;
  const QString typed = complete_ ? QString() : draft_;  // while it was being read
  draft_ = record.draft + typed;
  attachments_.restore(record.draftAttachments);
  systemPrompt_ = record.systemPrompt;
  sampling_.fromJson(QJsonDocument::fromJson(record.sampling.toUtf8()).object());
  tree_.reset(std::move(record.messages));
  showPath();
  complete_ = true;
  if (!typed.isEmpty()) changedByUser();
  emit titleChanged();
  emit draftChanged();
  emit systemPromptChanged();
  emit canSendChanged();
  if (!toReveal_.isEmpty()) reveal(std::exchange(toReveal_, {}));
}

void ChatViewModel::reveal(const QString& messageId) {
  if (!complete_) return void(toReveal_ = messageId);
  if (!tree_.find(messageId)) return;
  if (!tree_.path().contains(messageId)) {
    for (const QString& id : tree_.reveal(messageId)) saveShown(id);
    cutAfter_.clear();
    showPath();
  }
  emit revealed(messages_.rowOf(messageId));
}

void ChatViewModel::setState(State state) {
  if (state == state_) return;
  state_ = state;
  emit stateChanged();
  emit canSendChanged();
}

bool ChatViewModel::canSend() const { return complete_ && state_ == Idle && engine_->isReady(); }

QString ChatViewModel::sendHint() const {
  if (state_ == Stopping) return tr("The reply is being stopped.");
  if (state_ != Idle) return tr("A reply is being written.");
  switch (engine_->state()) {
    case EngineViewModel::None:
    case EngineViewModel::Failed: return tr("Open a model first.");
    case EngineViewModel::Estimating:
    case EngineViewModel::Loading: return tr("The model is being opened.");
    case EngineViewModel::Switching: return tr("The model is being switched.");
    case EngineViewModel::Ready: break;
  }
  return complete_ ? QString() : tr("The conversation is being read.");
}

bool ChatViewModel::isBlank() const { return messages_.count() == 0 && draft_.isEmpty() && attachments_.all().isEmpty() && complete_; }

// --- asking ---

void ChatViewModel::send(const QString& text) {
  if (!canSend() || attachments_.isReading() || (text.trimmed().isEmpty() && !attachments_.isSendable())) return;
  MessageRecord question = newMessage(QStringLiteral("user"), text);
  question.attachments = attachments_.take();
  draft_.clear();
  emit draftChanged();
  reply(idAt(messages_.count() - 1), {question});
}

void ChatViewModel::regenerate(int row) {
  if (!canSend() || idAt(row).isEmpty()) return;
  const QString parent = isReply(row) ? messages_.at(row).parent : idAt(row);
  if (!parent.isEmpty()) reply(parent, {});
}

void ChatViewModel::editAndResend(int row, const QString& text, const QList<int>& without) {
  if (!canSend() || idAt(row).isEmpty() || isReply(row)) return;
  MessageRecord question = newMessage(QStringLiteral("user"), text);
  const QList<Attachment>& attachments = messages_.at(row).attachments;
  for (int i = 0; i < attachments.size(); ++i)
    if (!without.contains(i)) question.attachments.append(attachments[i]);
  if (wordsOf(question).trimmed().isEmpty()) return;
  reply(messages_.at(row).parent, {question});
}

void ChatViewModel::retry() {
  if (!canSend() || messages_.count() == 0) return;
  if (const int begun = messages_.rowOf(before_.id); begun >= 0) continueReply(begun);
  else regenerate(messages_.count() - 1);
}

void ChatViewModel::editReply(int row, const QString& text, bool goOn) {
  if (isBusy() || !isReply(row) || text.trimmed().isEmpty()) return;
  const MessageRecord version = tree_.add(newMessage(QStringLiteral("assistant"), text, QStringLiteral("edited")), messages_.at(row).parent);
  cutAfter_.clear();
  showPath();
  storage_->submit([record = record(), version](ChatStore& store) { store.add(record, {version}); });
  if (goOn) continueReply(row);
}

// A reply that something follows is gone on with in a version of its own: what was said after it was said to this text.
void ChatViewModel::continueReply(int row) {
  if (!canSend() || !isReply(row) || messages_.at(row).text.isEmpty()) return;
  notice_.dismiss();
  before_ = messages_.at(row);
  MessageRecord reply = before_;
  const bool beside = tree_.isFollowed(reply.id);
  if (beside) {
    reply = newMessage(reply.role, reply.text);
    reply.figures = before_.figures;
    reply = tree_.add(reply, before_.parent);
  }
  reply.finish = kInterrupted;
  tree_[reply.id].finish = kInterrupted;
  replyId_ = reply.id;
  cutAfter_.clear();
  showPath();
  messages_.resume(messages_.rowOf(reply.id));
  ask(reply.id, [record = record(), reply, beside](ChatStore& store) { beside ? store.add(record, {reply}) : store.finishReply(reply); });
}

void ChatViewModel::continueFrom(int row) {
  if (isBusy() || !isReply(row) || row == messages_.count() - 1) return;
  cutAfter_ = idAt(row);
  showPath();
  notice_.show({QStringLiteral("info"), tr("Your next message goes on from here. What followed is kept as another version."), {},
                {QStringLiteral("back"), tr("Back")}, {}});
}

void ChatViewModel::showVersion(int row, int version) {
  const QStringList versions = tree_.versionsOf(idAt(row));
  if (version < 1 || version > versions.size()) return;
  const QString& id = versions[version - 1];
  tree_.show(id);
  if (!cutAfter_.isEmpty()) notice_.dismiss();
  cutAfter_.clear();
  showPath();
  saveShown(id);
}

void ChatViewModel::saveShown(const QString& id) {
  storage_->submit([id, shown = tree_[id].shown](ChatStore& store) { store.setShown(id, shown); });
}

void ChatViewModel::showPath() {
  QList<MessageListModel::Shown> path;
  for (const QString& id : tree_.path()) {
    const QStringList versions = tree_.versionsOf(id);
    path.append({*tree_.find(id), id == replyId_, static_cast<int>(versions.indexOf(id)) + 1, static_cast<int>(versions.size())});
    if (id == cutAfter_) break;
  }
  messages_.show(path);
  emit omittedCountChanged();
  emit pathChanged();
  askCache();
}

void ChatViewModel::reply(const QString& parent, QList<MessageRecord> added) {
  notice_.dismiss();
  replyAfterSwitch_ = false;
  cutAfter_.clear();
  // In the store the reply is "interrupted" from the start: that is what it will be if nothing more can be written.
  added.append(newMessage(QStringLiteral("assistant"), {}, kInterrupted));
  for (QString before = parent; MessageRecord& message : added) {
    message = tree_.add(message, before);
    before = message.id;
  }
  replyId_ = added.last().id;
  before_ = {};
  showPath();
  if (messages_.at(messages_.count() - 2).omitted) sendAllAgain();  // what is answered has to be sent
  describe(wordsOf(messages_.at(messages_.count() - 2)));
  stored_ = true;
  ask(replyId_, [record = record(), added](ChatStore& store) { store.add(record, added); });
  emit summaryChanged();
}

// The engine is asked once what led to the reply is safe.
void ChatViewModel::ask(const QString& replyId, std::function<void(ChatStore&)> saved) {
  stop_ = {};
  cacheAsked_.request_stop();
  prefillProgress_ = 0;
  emit prefillProgressChanged();
  params_ = sampling_.paramsForOne();
  submitted_ = false;
  setState(Queued);
  saveSoon_.stop();
  storage_->ask([saved = std::move(saved)](ChatStore& store) {
    saved(store);
    return true;
  }, this, [this, replyId](bool) { submit(replyId); });
  QTimer::singleShot(kPatienceMs, this, [this, replyId] { submit(replyId); });  // or waits in memory for a disk that is busy
}

void ChatViewModel::submit(const QString& replyId) {
  if (replyId != replyId_ || replyId.isEmpty() || std::exchange(submitted_, true)) return;
  engineThread_->generate({summary_.id, replyId_, prompt(), params_, stop_.get_token()});
}

// The path to the reply, whatever is looked at meanwhile.
std::vector<ChatMessage> ChatViewModel::prompt() const {
  QList<MessageRecord> path;
  for (const MessageRecord* message = tree_.find(replyId_); message; message = tree_.find(message->parent)) path.prepend(*message);
  return promptOf(systemPrompt_, path);
}

void ChatViewModel::stop() {
  if (state_ == Idle) return;
  stop_.request_stop();
  setState(Stopping);
}

// --- the reply ---

void ChatViewModel::onPrefill(const PrefillUpdate& update) {
  if (update.replyId != replyId_ || state_ == Stopping) return;
  prefillProgress_ = update.total > 0 ? static_cast<double>(update.done) / static_cast<double>(update.total) : 0;
  emit prefillProgressChanged();
  setState(Prefill);
}

void ChatViewModel::onText(const ReplyUpdate& update) {
  if (replyId_.isEmpty() || update.replyId != replyId_) return;
  if (state_ != Stopping) setState(Generating);
  tree_[replyId_].text += update.text;
  if (const int row = messages_.rowOf(replyId_); row >= 0 && !update.text.isEmpty()) messages_.appendText(row, update.text);
  setCachedTokens(update.cachedTokens);
  if (!saveReply_.isActive()) saveReply_.start();
}

void ChatViewModel::onFinished(const ReplyOutcome& outcome) {
  if (replyId_.isEmpty() || outcome.replyId != replyId_) return;
  saveReply_.stop();
  const bool stopped = !outcome.failed && outcome.stats.finish == Finish::cancelled;
  const MessageRecord& reply = tree_[replyId_];
  if (reply.text.isEmpty() && (outcome.failed || (stopped && tree_.versionsOf(replyId_).size() > 1))) withdrawReply();
  else finishReply(outcome);
  setState(Idle);
  if (outcome.stats.prompt_tokens > 0) setCachedTokens(outcome.cachedTokens);
  else askCache();  // it never began
  if (outcome.failed) log::note(QStringLiteral("a reply failed, kind %1").arg(static_cast<int>(outcome.failure.kind)));  // its text may quote the conversation
  if (outcome.failed)
    notice_.show({QStringLiteral("error"), outcome.failure.text(), outcome.failure.cause,
                  {QStringLiteral("retry"), tr("Try again")}, {}});
  const ReplyStats& stats = outcome.stats;
  if (!outcome.failed && stats.finish == Finish::length && stats.prompt_tokens + stats.tokens >= outcome.settings.context)
    notice_.show({QStringLiteral("warning"), tr("The reply was cut: the context of %1 tokens is full. Enlarge it, or begin a new chat.")
                                                 .arg(formatCount(outcome.settings.context)), {}, {}, {}});
  emit summaryChanged();
}

void ChatViewModel::finishReply(const ReplyOutcome& outcome) {
  const ReplyStats& stats = outcome.stats;
  MessageRecord& reply = tree_[std::exchange(replyId_, {})];
  const std::string_view finish = to_string(stats.finish);
  reply.finish = outcome.failed ? QStringLiteral("error") : QString::fromUtf8(finish.data(), static_cast<qsizetype>(finish.size()));
  if (outcome.failed && !before_.id.isEmpty()) {
    reply.figures = before_.figures;
  } else {
    reply.figures = {stats.decode_tokens_per_s, stats.first_token_ms, stats.restore_ms, stats.prefill_ms, stats.sample_ms,
                     stats.prompt_tokens, stats.reused_tokens, before_.figures.tokens + stats.tokens, engine_->label(outcome.settings),
                     stats.drafted_tokens, stats.accepted_tokens, engine_->modelName(), static_cast<qint64>(params_.seed), outcome.peakBytes};
  }
  if (const int row = messages_.rowOf(reply.id); row >= 0) messages_.finish(row, reply);
  emit pathChanged();
  storage_->submit([reply](ChatStore& store) { store.finishReply(reply); });
}

// While a reply is written the engine says it by itself.
void ChatViewModel::askCache() {
  cacheAsked_.request_stop();
  if (isBusy() || !replyId_.isEmpty()) return;
  if (!engine_->facts() || messages_.count() == 0) return setCachedTokens(0);
  cacheAsked_ = {};
  engineThread_->cached(summary_.id, promptOf(systemPrompt_, messages_.records()), cacheAsked_.get_token());
}

void ChatViewModel::setCachedTokens(qint64 tokens) {
  if (std::exchange(cachedTokens_, static_cast<int>(tokens)) != tokens) emit cachedTokensChanged();
}

void ChatViewModel::withdrawReply() {
  const QString id = std::exchange(replyId_, {});
  tree_.remove(id);
  showPath();
  storage_->submit([id](ChatStore& store) { store.removeMessage(id); });
}

// One that was to be gone on with stands as it stood.
void ChatViewModel::leaveReply() {
  const MessageRecord reply = tree_[std::exchange(replyId_, {})] = before_;
  if (const int row = messages_.rowOf(reply.id); row >= 0) messages_.finish(row, reply);
  storage_->submit([reply](ChatStore& store) { store.finishReply(reply); });
}

void ChatViewModel::saveReplyText() {
  if (replyId_.isEmpty()) return;
  storage_->submit([id = replyId_, text = tree_[replyId_].text](ChatStore& store) { store.saveReplyText(id, text); });
}

// --- what the user sets ---

void ChatViewModel::setDraft(const QString& draft) {
  if (draft == draft_) return;
  draft_ = draft;
  emit draftChanged();
  changedByUser();
}

void ChatViewModel::setSystemPrompt(const QString& prompt) {
  if (prompt == systemPrompt_) return;
  systemPrompt_ = prompt;
  emit systemPromptChanged();
  changedByUser();
}

void ChatViewModel::rename(const QString& title) {
  if (title.trimmed().isEmpty() || title == summary_.title) return;
  summary_.title = title.simplified();
  emit titleChanged();
  emit summaryChanged();
  changedByUser();
}

void ChatViewModel::describe(const QString& text) {
  summary_.updated = QDateTime::currentDateTime();
  summary_.preview = shortened(text, kPreviewLength);
  if (!summary_.title.isEmpty()) return;
  summary_.title = shortened(wordsOf(messages_.at(0)), kTitleLength);
  emit titleChanged();
}

void ChatViewModel::changedByUser() {
  if (complete_) saveSoon_.start();
}

// A chat without a message is kept while it has a draft, and is gone with it.
void ChatViewModel::save() {
  saveSoon_.stop();
  if (abandoned_ || !complete_) return;
  const bool keep = !isBlank() || !summary_.title.isEmpty();
  if (!keep && !stored_) return;
  if (keep) storage_->submit([record = record()](ChatStore& store) { store.saveChat(record); });
  else storage_->submit([id = summary_.id](ChatStore& store) { store.removeChat(id); });
  if (stored_ == keep) return;
  stored_ = keep;
  emit summaryChanged();
}

void ChatViewModel::saveAll() {
  if (abandoned_ || !stored_ || !complete_) return;
  ChatRecord whole = record();
  whole.messages = tree_.messages();
  storage_->submit([whole](ChatStore& store) { store.replaceChat(whole); });
}

void ChatViewModel::flush() {
  if (abandoned_) return;
  if (saveSoon_.isActive()) save();
  saveReplyText();
}

void ChatViewModel::abandon() {
  stop_.request_stop();
  if (!replyId_.isEmpty()) {
    MessageRecord reply = tree_[replyId_];
    reply.finish = QStringLiteral("cancelled");
    storage_->submit([reply](ChatStore& store) { store.finishReply(reply); });
  }
  if (saveSoon_.isActive()) save();
  abandoned_ = true;
  saveSoon_.stop();
  saveReply_.stop();
  replyId_.clear();
}

ChatRecord ChatViewModel::record() const {
  const QJsonObject sampling = sampling_.toJson();
  return {summary_, systemPrompt_, draft_, sampling.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(sampling).toJson(QJsonDocument::Compact)), {},
          attachments_.all()};
}

// --- the outside ---

void ChatViewModel::copyText(int row, bool withReasoning) const {
  if (row < 0 || row >= messages_.count()) return;
  const MessageRecord& message = messages_.at(row);
  if (message.role == u"user") return copyToClipboard(message.text.isEmpty() ? asSent(message) : message.text);
  copyToClipboard(withReasoning ? message.text : answerOf(message.text));
}

void ChatViewModel::copyToClipboard(const QString& text) const { QGuiApplication::clipboard()->setText(text); }

void ChatViewModel::openLink(const QString& link) const {
  const QUrl url(link, QUrl::StrictMode);
  const QString scheme = url.scheme();
  if (url.isValid() && (scheme == u"http" || scheme == u"https" || scheme == u"mailto")) QDesktopServices::openUrl(url);
}

}  // namespace halftone::app
