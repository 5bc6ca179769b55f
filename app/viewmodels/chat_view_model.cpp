#include "app/viewmodels/chat_view_model.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QUrl>
#include <bit>

#include "app/engine_worker/engine_thread.h"
#include "app/format.h"
#include "app/log.h"
#include "app/storage/storage_thread.h"
#include "app/viewmodels/engine_view_model.h"

namespace halftone::app {
namespace {

constexpr int kTitleLength = 60, kPreviewLength = 120;
constexpr int kSaveSoonMs = 500, kSaveReplyMs = 1000, kPatienceMs = 3000;

QString shortened(const QString& text, int length) {
  const QString line = text.simplified();
  if (line.size() <= length) return line;
  const qsizetype space = line.lastIndexOf(u' ', length);
  return line.left(space > length / 2 ? space : length) + u'…';
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
    if (message.omitted || message.text.isEmpty()) continue;
    const auto role = message.role == u"user" ? ChatMessage::Role::user : ChatMessage::Role::assistant;
    if (!prompt.empty() && prompt.back().role == role) prompt.back().content += "\n\n" + message.text.toStdString();
    else prompt.push_back({role, message.text.toStdString()});
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
  connect(engine_, &EngineViewModel::modelChanged, this, &ChatViewModel::forgetCache);
  followModel();
  connect(engine_, &EngineViewModel::switched, this, [this] {
    forgetCache();
    if (std::exchange(replyAfterSwitch_, false)) retry();
  });
  connect(engine_, &EngineViewModel::switchAbandoned, this, [this] {
    if (std::exchange(replyAfterSwitch_, false)) showOverflow();
  });
}

ChatViewModel::~ChatViewModel() {
  stop_.request_stop();
  flush();
}

void ChatViewModel::load(ChatRecord record) {
  summary_ = record.summary;
  draft_ = record.draft;
  systemPrompt_ = record.systemPrompt;
  sampling_.fromJson(QJsonDocument::fromJson(record.sampling.toUtf8()).object());
  messages_.reset(std::move(record.messages));
  complete_ = true;
  emit titleChanged();
  emit draftChanged();
  emit systemPromptChanged();
  emit canSendChanged();
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

bool ChatViewModel::isBlank() const { return messages_.count() == 0 && draft_.isEmpty() && complete_; }

// --- asking ---

void ChatViewModel::send(const QString& text) {
  if (!canSend() || text.trimmed().isEmpty()) return;
  draft_.clear();
  emit draftChanged();
  reply(messages_.count(), {{newId(), QStringLiteral("user"), text, {}, {}, false}});
}

void ChatViewModel::regenerate(int row) {
  if (!canSend() || row < 0 || row >= messages_.count()) return;
  const int keep = messages_.at(row).role == u"user" ? row + 1 : row;
  if (keep > 0) reply(keep, {});
}

void ChatViewModel::editAndResend(int row, const QString& text) {
  if (!canSend() || text.trimmed().isEmpty() || row < 0 || row >= messages_.count() || messages_.at(row).role != u"user") return;
  reply(row, {{newId(), QStringLiteral("user"), text, {}, {}, false}});
}

void ChatViewModel::retry() {
  if (!canSend() || messages_.count() == 0) return;
  if (const auto edit = std::exchange(withdrawnEdit_, {}); !edit.text.isEmpty()) {
    if (draft_ == edit.text) setDraft({});
    return editAndResend(edit.row, edit.text);
  }
  regenerate(messages_.count() - 1);
}

void ChatViewModel::reply(int keep, QList<MessageRecord> added) {
  notice_.dismiss();
  replyAfterSwitch_ = false;
  withdrawnEdit_ = {};
  replaced_ = messages_.records().mid(keep);
  attempt_ = !replaced_.isEmpty();
  attemptKeep_ = keep;
  messages_.removeFrom(keep);
  for (const MessageRecord& message : added) messages_.append(message);
  if (messages_.at(messages_.count() - 1).omitted) sendAllAgain();  // what is answered has to be sent

  // In the store the reply is "interrupted" from the start: that is what it will be if nothing more can be written.
  MessageRecord empty{newId(), QStringLiteral("assistant"), {}, QStringLiteral("interrupted"), {}, false};
  messages_.append(empty, true);
  replyId_ = empty.id;
  stop_ = {};
  prefillProgress_ = 0;
  emit prefillProgressChanged();
  describe(messages_.at(messages_.count() - 2).text);
  setState(Queued);

  saveSoon_.stop();
  stored_ = true;
  submitted_ = false;
  added.append(std::move(empty));
  storage_->ask([record = record(), keep, added, attempt = attempt_](ChatStore& store) {
    // What a new answer is to replace stays until that is complete: a crash in between leaves the old one, and an edited question as draft.
    if (attempt) store.saveChat(record);
    else store.replaceTail(record, keep, added);
    return true;
  }, this, [this, id = replyId_](bool) { submit(id); });  // the message is safe now
  QTimer::singleShot(kPatienceMs, this, [this, id = replyId_] { submit(id); });  // or waits in memory for a disk that is busy
  emit summaryChanged();
}

// The rows of an attempt take the old ones' place in one go.
void ChatViewModel::commitAttempt() {
  attempt_ = false;
  replaced_.clear();
  storage_->submit([record = record(), keep = attemptKeep_, rows = messages_.records().mid(attemptKeep_)](ChatStore& store) {
    store.replaceTail(record, keep, rows);
  });
}

void ChatViewModel::submit(const QString& replyId) {
  if (replyId != replyId_ || replyId.isEmpty() || std::exchange(submitted_, true)) return;
  engineThread_->generate({summary_.id, replyId_, prompt(), sampling_.params(), stop_.get_token()});
}

std::vector<ChatMessage> ChatViewModel::prompt() const { return promptOf(systemPrompt_, messages_.records()); }

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
  if (!update.text.isEmpty()) messages_.appendText(messages_.rowOf(replyId_), update.text);
  cachedTokens_ = static_cast<int>(update.cachedTokens);
  emit cachedTokensChanged();
  if (!saveReply_.isActive()) saveReply_.start();
}

void ChatViewModel::onFinished(const ReplyOutcome& outcome) {
  if (replyId_.isEmpty() || outcome.replyId != replyId_) return;
  saveReply_.stop();
  const int row = messages_.rowOf(replyId_);
  const bool stopped = !outcome.failed && outcome.stats.finish == Finish::cancelled;
  if (messages_.at(row).text.isEmpty() && (outcome.failed || (stopped && !replaced_.isEmpty()))) {
    withdrawReply();
  } else {
    const ReplyStats& stats = outcome.stats;
    MessageRecord record = messages_.at(row);
    const std::string_view finish = to_string(stats.finish);
    record.finish = outcome.failed ? QStringLiteral("error") : QString::fromUtf8(finish.data(), static_cast<qsizetype>(finish.size()));
    record.figures = {stats.decode_tokens_per_s, stats.first_token_ms, stats.restore_ms, stats.prefill_ms, stats.sample_ms,
                      stats.prompt_tokens, stats.reused_tokens, stats.tokens, engine_->label(outcome.settings),
                      stats.drafted_tokens, stats.accepted_tokens};
    messages_.finish(row, record);
    replyId_.clear();
    if (attempt_) commitAttempt();
    else storage_->submit([record](ChatStore& store) { store.finishReply(record); });
  }
  if (outcome.stats.prompt_tokens > 0) {  // else it never began
    cachedTokens_ = static_cast<int>(outcome.cachedTokens);
    emit cachedTokensChanged();
  }
  setState(Idle);
  if (outcome.failed) log::note(QStringLiteral("a reply failed, kind %1").arg(static_cast<int>(outcome.failure.kind)));  // its text may quote the conversation
  if (outcome.failed)
    notice_.show({QStringLiteral("error"), outcome.failure.cause + u' ' + outcome.failure.remedy, outcome.failure.cause,
                  {QStringLiteral("retry"), tr("Try again")}, {}});
  const ReplyStats& stats = outcome.stats;
  if (!outcome.failed && stats.finish == Finish::length && stats.prompt_tokens + stats.tokens >= outcome.settings.context)
    notice_.show({QStringLiteral("warning"), tr("The reply was cut: the context of %1 tokens is full. Enlarge it, or begin a new chat.")
                                                 .arg(formatCount(outcome.settings.context)), {}, {}, {}});
  emit summaryChanged();
}

// The engine's pages went with the switches they were made under.
void ChatViewModel::forgetCache() {
  const QString made = engine_->modelPath() + u'|' + engine_->weights() + u'|' + engine_->cache();
  if (std::exchange(cacheMadeUnder_, made) == made || cachedTokens_ == 0) return;
  cachedTokens_ = 0;
  emit cachedTokensChanged();
}

void ChatViewModel::withdrawReply() {
  const int row = messages_.rowOf(replyId_);
  replyId_.clear();
  if (std::exchange(attempt_, false)) {  // in the store nothing was replaced yet: all stands as it stood
    const QString edited = attemptKeep_ < row ? messages_.at(attemptKeep_).text : QString();
    messages_.removeFrom(attemptKeep_);
    for (const MessageRecord& message : std::exchange(replaced_, {})) messages_.append(message);
    withdrawnEdit_ = {attemptKeep_, edited};
    if (draft_.isEmpty() && !edited.isEmpty()) setDraft(edited);
    return changedByUser();
  }
  messages_.removeFrom(row);
  storage_->submit([record = record(), row](ChatStore& store) { store.replaceTail(record, row, {}); });
}

void ChatViewModel::saveReplyText() {
  const int row = messages_.rowOf(replyId_);
  if (replyId_.isEmpty() || row < 0 || attempt_) return;
  storage_->submit([id = replyId_, text = messages_.at(row).text](ChatStore& store) { store.saveReplyText(id, text); });
}

// --- a conversation longer than the context ---

void ChatViewModel::onOverflow(const QString& replyId, const PromptMeasure& measure) {
  if (replyId_.isEmpty() || replyId != replyId_) return;
  withdrawReply();
  setState(Idle);
  overflow_ = measure;
  showOverflow();
}

void ChatViewModel::showOverflow() {
  const PromptMeasure& m = overflow_;
  ChatNotice::Content content;
  content.level = QStringLiteral("warning");
  content.text = tr("The conversation is %1 tokens long, the context holds %2 with room for a reply.").arg(formatCount(m.prompt_tokens), formatCount(m.context));
  if (m.turns_to_drop > 0)
    content.first = {QStringLiteral("drop"), m.turns_to_drop == 1 ? tr("Drop the oldest turn") : tr("Drop the oldest %1 turns").arg(m.turns_to_drop)};
  else
    content.text += u' ' + tr("The message alone is too long: shorten it.");

  const auto wanted = static_cast<std::uint64_t>(m.prompt_tokens + std::min<qint64>(sampling_.maxTokens(), 1024));
  const auto trained = static_cast<std::uint64_t>(engine_->trainedContext());
  std::uint64_t larger = std::bit_ceil(wanted);
  if (trained > 0 && larger > trained) larger = trained;
  if (larger >= wanted && larger > static_cast<std::uint64_t>(m.context)) {
    overflowContext_ = static_cast<qint64>(larger);
    const ChatNotice::Action enlarge{QStringLiteral("enlarge"), tr("Enlarge to %1").arg(formatCount(overflowContext_))};
    (content.first.id.isEmpty() ? content.first : content.second) = enlarge;
  }
  content.details = tr("%1 tokens in the prompt, %2 in the context, trained for %3; %4 turns would have to go.")
                        .arg(m.prompt_tokens).arg(m.context).arg(engine_->trainedContext()).arg(m.turns_to_drop);
  notice_.show(content);
}

void ChatViewModel::onNoticeAction(const QString& id) {
  if (!canSend() && id != u"retry") return showOverflow();  // the offer stands until it can be taken
  if (id == u"retry") {
    retry();
  } else if (id == u"drop") {
    dropOldest(overflow_.turns_to_drop);
    retry();
  } else if (id == u"enlarge") {
    if (engine_->contextTokens() >= overflowContext_) return retry();
    engine_->rejectSwitch();  // one still asked about must not take this one's place
    replyAfterSwitch_ = engine_->isReady();
    engine_->proposeSwitch(QStringLiteral("context"), QString::number(overflowContext_));
  }
}

void ChatViewModel::dropOldest(qint64 turns) {
  QList<int> rows;
  for (int row = 0; row < messages_.count(); ++row) {
    if (messages_.at(row).omitted) continue;
    if (messages_.at(row).role == u"user" && turns-- == 0) break;
    rows.append(row);
  }
  setOmitted(rows, true);
}

void ChatViewModel::sendAllAgain() {
  QList<int> rows;
  for (int row = 0; row < messages_.count(); ++row)
    if (messages_.at(row).omitted) rows.append(row);
  setOmitted(rows, false);
}

void ChatViewModel::setOmitted(const QList<int>& rows, bool omitted) {
  QStringList ids;
  for (const int row : rows) {
    messages_.setOmitted(row, omitted);
    ids.append(messages_.at(row).id);
  }
  storage_->submit([ids, omitted](ChatStore& store) { store.setOmitted(ids, omitted); });
  emit omittedCountChanged();
}

int ChatViewModel::omittedCount() const {
  int count = 0;
  for (int row = 0; row < messages_.count(); ++row) count += messages_.at(row).omitted;
  return count;
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
  summary_.title = shortened(messages_.at(0).text, kTitleLength);
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
  // What a new answer is to replace is what the store has until that is complete.
  const auto rows = attempt_ ? messages_.records().mid(0, attemptKeep_) + replaced_ : messages_.records();
  storage_->submit([record = record(), rows](ChatStore& store) { store.replaceTail(record, 0, rows); });
}

void ChatViewModel::flush() {
  if (abandoned_) return;
  if (saveSoon_.isActive()) save();
  saveReplyText();
}

void ChatViewModel::abandon() {
  abandoned_ = true;
  stop_.request_stop();
  saveSoon_.stop();
  saveReply_.stop();
  replyId_.clear();
}

ChatRecord ChatViewModel::record() const {
  const QJsonObject sampling = sampling_.toJson();
  // An edited question that is being answered is nowhere else in the store.
  const bool edited = attempt_ && draft_.isEmpty() && attemptKeep_ < messages_.count() && messages_.at(attemptKeep_).role == u"user";
  return {summary_, systemPrompt_, edited ? messages_.at(attemptKeep_).text : draft_, sampling.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(sampling).toJson(QJsonDocument::Compact)), {}};
}

// --- the outside ---

void ChatViewModel::copyText(int row, bool withReasoning) const {
  if (row < 0 || row >= messages_.count()) return;
  const MessageRecord& message = messages_.at(row);
  copyToClipboard(withReasoning || message.role == u"user" ? message.text : answerOf(message.text));
}

void ChatViewModel::copyToClipboard(const QString& text) const { QGuiApplication::clipboard()->setText(text); }

void ChatViewModel::openLink(const QString& link) const {
  const QUrl url(link, QUrl::StrictMode);
  const QString scheme = url.scheme();
  if (url.isValid() && (scheme == u"http" || scheme == u"https" || scheme == u"mailto")) QDesktopServices::openUrl(url);
}

}  // namespace halftone::app
