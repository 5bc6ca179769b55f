// ChatViewModel, where a reply is asked for, written and finished.
#include "app/attachments/as_sent.h"
#include "app/engine_worker/engine_thread.h"
#include "app/format.h"
#include "app/log.h"
#include "app/storage/storage_thread.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/chat/prompt_of.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {
namespace {

constexpr int kPatienceMs = 3000;

ReplyFigures figuresOf(const ReplyStats& stats) {
  ReplyFigures figures;
  figures.tokensPerSecond = stats.decode_tokens_per_s;
  figures.firstTokenMs = stats.first_token_ms;
  figures.restoreMs = stats.restore_ms;
  figures.prefillMs = stats.prefill_ms;
  figures.sampleMs = stats.sample_ms;
  figures.promptTokens = stats.prompt_tokens;
  figures.reusedTokens = stats.reused_tokens;
  figures.tokens = stats.tokens;
  figures.draftedTokens = stats.drafted_tokens;
  figures.acceptedTokens = stats.accepted_tokens;
  return figures;
}

}  // namespace

void ChatViewModel::reply(const QString& parent, QList<MessageRecord> added) {
  notice_.dismiss();
  replyAfterSwitch_ = retryAfterSwitch_ = false;
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
  params_.candidates = candidates_;
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
  if (!stopped) emit replyEnded(outcome);
  setState(Idle);
  if (outcome.stats.prompt_tokens > 0) setCachedTokens(outcome.cachedTokens);
  else askCache();  // it never began
  if (outcome.failed) log::note(QStringLiteral("a reply failed, kind %1").arg(static_cast<int>(outcome.failure.kind)));  // its text may quote the conversation
  if (outcome.failed) showFailure(outcome.failure);
  else if (!outcome.notes.isEmpty()) notice_.show({QStringLiteral("info"), outcome.notes.join(u' '), {}, {}, {}});
  const ReplyStats& stats = outcome.stats;
  if (!outcome.failed && stats.finish == Finish::length && stats.prompt_tokens + stats.tokens >= outcome.settings.context)
    notice_.show({QStringLiteral("warning"), tr("The reply was cut: the context of %1 tokens is full. Enlarge it, or begin a new chat.")
                                                 .arg(formatCount(outcome.settings.context)), {}, {}, {}});
  emit summaryChanged();
}

// On a device that is lost nothing can be tried again.
void ChatViewModel::showFailure(const EngineFailure& failure) {
  ChatNotice::Content content{QStringLiteral("error"), failure.text(), failure.cause, {QStringLiteral("retry"), tr("Try again")}, {}};
  if (failure.kind == ErrorKind::device_lost) {
    content.first.label = tr("Answer on the CPU");
    if (engine_->leaveDevice()) content.text += u' ' + tr("The conversation goes on there.");
  }
  notice_.show(std::move(content));
}

void ChatViewModel::finishReply(const ReplyOutcome& outcome) {
  const ReplyStats& stats = outcome.stats;
  MessageRecord& reply = tree_[std::exchange(replyId_, {})];
  const std::string_view finish = to_string(stats.finish);
  reply.finish = outcome.failed ? QStringLiteral("error") : QString::fromUtf8(finish.data(), static_cast<qsizetype>(finish.size()));
  if (outcome.failed && !before_.id.isEmpty()) {
    reply.figures = before_.figures;
  } else {
    ReplyFigures& figures = reply.figures = figuresOf(stats);
    figures.tokens += before_.figures.tokens;
    figures.settingsLabel = engine_->label(outcome.settings);
    figures.model = engine_->modelName();
    figures.seed = static_cast<qint64>(params_.seed);
    figures.peakBytes = outcome.peakBytes;
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

}  // namespace halftone::app
