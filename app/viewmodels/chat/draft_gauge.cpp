#include "app/viewmodels/chat/draft_gauge.h"

#include <algorithm>
#include <cmath>

#include "app/engine_worker/engine_thread.h"
#include "app/format.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/chat/prompt_of.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {
namespace {
constexpr int kSoonMs = 150;     // a burst of keys is one question
constexpr qsizetype kWhole = 256 << 10;  // characters of a message that is counted as the prompt it will be: nobody notices the time
constexpr qint64 kLeast = 32;    // tokens of an attachment that are worth sending
}

DraftGauge::DraftGauge(EngineViewModel* engine, EngineThread* engineThread, QObject* parent)
    : QObject(parent), engine_(engine), engineThread_(engineThread) {
  soon_.setSingleShot(true);
  soon_.setInterval(kSoonMs);
  connect(&soon_, &QTimer::timeout, this, &DraftGauge::ask);
  connect(engineThread_, &EngineThread::counted, this, &DraftGauge::onCounted);
  connect(engine_, &EngineViewModel::modelChanged, this, &DraftGauge::onModel);
  connect(engine_, &EngineViewModel::replyingChanged, this, &DraftGauge::changed);
}

DraftGauge::~DraftGauge() { stop_.request_stop(); }

void DraftGauge::setChat(ChatViewModel* chat) {
  stop_.request_stop();
  if (chat_) {
    disconnect(chat_, nullptr, this, nullptr);
    disconnect(chat_->attachments(), nullptr, this, nullptr);
  }
  chat_ = chat;
  connect(chat, &ChatViewModel::draftChanged, this, &DraftGauge::onEdit);
  connect(chat, &ChatViewModel::pathChanged, this, &DraftGauge::onPath);
  connect(chat, &ChatViewModel::omittedCountChanged, this, &DraftGauge::onPath);
  connect(chat, &ChatViewModel::systemPromptChanged, this, &DraftGauge::onPath);
  connect(chat, &ChatViewModel::stateChanged, this, &DraftGauge::onPath);  // sent, or answered
  connect(chat->attachments(), &AttachmentListModel::edited, this, &DraftGauge::onEdit);
  onPath();
}

void DraftGauge::onModel() {
  stop_.request_stop();
  const QString by = engine_->facts() ? engine_->modelPath() : QString();
  if (std::exchange(countedBy_, by) != by && chat_) chat_->attachments()->forgetTokens();
  onPath();
}

void DraftGauge::onPath() {
  conversation_ = -1;
  onEdit();
}

bool DraftGauge::isWritten() const { return chat_ && (!chat_->draft().trimmed().isEmpty() || chat_->attachments()->isSendable()); }

bool DraftGauge::isWaiting() const { return total_ == 0 && isWritten() && engine_->facts() && engine_->replying(); }

void DraftGauge::onEdit() {
  const bool wanted = isWritten() && engine_->facts() && !chat_->isBusy();  // the reply that is being written belongs to what is counted
  // A long file takes longer to count than anybody pauses while typing.
  const bool goesOn = wanted && about_ == About::file && chat_->attachments()->uncounted().contains(file_);
  if (!goesOn) stop_.request_stop();
  again_ = false;
  if (wanted) soon_.start();
  else soon_.stop(), total_ = 0;
  if (total_ == 0) emit changed();
}

void DraftGauge::forget() {
  if (std::exchange(total_, 0) != 0) emit changed();
}

void DraftGauge::ask() {
  if (!chat_) return;
  if (asked_ != 0) return void(again_ = true);
  CountRequest request = next();
  request.id = asked_ = ++request_;
  request.chatId = chat_->chatId();
  stop_ = {};
  request.stop = stop_.get_token();
  engineThread_->count(std::move(request));
}

CountRequest DraftGauge::next() {
  CountRequest request;
  QList<MessageRecord> messages = chat_->messages()->records();
  if (conversation_ < 0 && messages.isEmpty() && chat_->systemPrompt().trimmed().isEmpty()) conversation_ = 0;
  if (conversation_ < 0) {
    about_ = About::conversation;
    request.messages = promptOf(chat_->systemPrompt(), messages);
    return request;
  }
  AttachmentListModel& attachments = *chat_->attachments();
  if (const QList<int> files = attachments.uncounted(); !files.isEmpty()) {
    about_ = About::file;
    file_ = files.first();
    request.texts.push_back(attachments.sent(file_).toStdString());
    return request;
  }
  about_ = About::draft;
  MessageRecord draft;
  draft.role = QStringLiteral("user");
  draft.text = chat_->draft().trimmed();
  if (draft.text.size() + attachments.characters() > kWhole) {  // in parts, of which only the words change
    request.texts.push_back(draft.text.toStdString());
    return request;
  }
  draft.attachments = attachments.all();
  messages.append(draft);
  request.messages = promptOf(chat_->systemPrompt(), messages);
  return request;
}

void DraftGauge::onCounted(const CountOutcome& outcome) {
  if (outcome.id != asked_) return;
  asked_ = 0;
  if (stop_.stop_requested()) {
    if (std::exchange(again_, false)) ask();
    return;
  }
  again_ = false;
  if (!outcome.complete) return forget();  // a template or a tokenizer that cannot
  context_ = outcome.context;
  if (about_ == About::conversation) conversation_ = outcome.promptTokens;
  if (about_ == About::file) chat_->attachments()->setTokens(file_, outcome.textTokens[0]);
  if (about_ != About::draft) return ask();
  total_ = outcome.textTokens.isEmpty() ? outcome.promptTokens : conversation_ + chat_->attachments()->tokens() + outcome.textTokens[0];
  emit changed();
}

// --- what is said ---

int DraftGauge::excess() const { return static_cast<int>(std::max<qint64>(0, total_ - (context_ - reserve()))); }

QString DraftGauge::text() const {
  if (isWaiting()) return tr("counted after this reply");
  if (!isKnown()) return {};
  if (const int many = excess(); many > 0) return many == 1 ? tr("1 token too many") : tr("%1 tokens too many").arg(formatCount(many));
  return tr("%1 of %2 tokens").arg(formatCount(total_), formatCount(context_));
}

QString DraftGauge::tooltip() const {
  if (isWaiting()) return tr("The engine is writing a reply, which belongs to what is counted: the tokens of this message are known when it has ended.");
  if (!isKnown()) return {};
  const qint64 attached = chat_ ? chat_->attachments()->tokens() : 0;
  QStringList parts;
  if (conversation_ > 0) parts << tr("conversation so far: %1").arg(formatCount(conversation_));
  if (attached > 0) parts << tr("attachments: %1").arg(formatCount(attached));
  parts << tr("message and its marks: %1").arg(formatCount(std::max<qint64>(0, total_ - std::max<qint64>(0, conversation_) - attached)));
  return tr("Tokens of the prompt if it were sent now, counted by this model's own tokenizer. %1. The context holds %2, of which %3 are kept for the reply.")
      .arg(parts.join(QStringLiteral(", ")), formatCount(context_), formatCount(reserve()));
}

QString DraftGauge::attachedText() const {
  const qint64 attached = chat_ ? chat_->attachments()->tokens() : 0;
  if (!isKnown() || attached <= 0 || context_ <= 0) return {};
  const double percent = 100.0 * static_cast<double>(attached) / static_cast<double>(context_);
  return percent < 1 ? tr("less than 1 % of the context") : tr("%1 % of the context").arg(formatCount(std::lround(percent)));
}

int DraftGauge::shortenable() const {
  if (excess() == 0 || !chat_) return -1;
  return chat_->attachments()->canShorten(excess() + kLeast);
}

}  // namespace halftone::app
