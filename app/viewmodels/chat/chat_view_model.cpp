#include "app/viewmodels/chat/chat_view_model.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QUrl>

#include "app/attachments/as_sent.h"
#include "app/engine_worker/engine_thread.h"
#include "app/storage/storage_thread.h"
#include "app/viewmodels/chat/prompt_of.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {
namespace {

constexpr int kTitleLength = 60, kPreviewLength = 120;
constexpr int kSaveSoonMs = 500, kSaveReplyMs = 1000;

QString shortened(const QString& text, int length) {
  QString line = text.simplified();
  if (line.size() <= length) return line;
  const qsizetype space = line.lastIndexOf(u' ', length);
  return line.left(space > length / 2 ? space : length) + u'…';
}

}  // namespace

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
    const bool enlarged = std::exchange(replyAfterSwitch_, false), left = std::exchange(retryAfterSwitch_, false);
    if (enlarged || left) retry();
  });
  connect(engine_, &EngineViewModel::switchAbandoned, this, [this] {
    retryAfterSwitch_ = false;
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
