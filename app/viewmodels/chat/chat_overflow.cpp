// ChatViewModel, where a conversation is longer than the context: what is offered, and what is done about it.
#include <bit>

#include "app/engine_worker/engine_thread.h"
#include "app/format.h"
#include "app/storage/storage_thread.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {

void ChatViewModel::onOverflow(const QString& replyId, const PromptMeasure& measure) {
  if (replyId_.isEmpty() || replyId != replyId_) return;
  if (replyId_ == before_.id) leaveReply();
  else withdrawReply();
  setState(Idle);
  askCache();
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
  if (id == u"back") {
    cutAfter_.clear();
    return showPath();
  }
  if (!canSend() && id != u"retry") return showOverflow();  // the offer stands until it can be taken
  if (id == u"retry") {
    if (engine_->state() == EngineViewModel::Switching) retryAfterSwitch_ = true;
    else retry();
  } else if (id == u"drop") {
    dropOldest(overflow_.turns_to_drop);
    retry();
  } else if (id == u"enlarge") {
    if (engine_->contextTokens() >= overflowContext_) return retry();
    engine_->rejectSwitch();  // one still asked about must not take this one's place
    replyAfterSwitch_ = engine_->isReady();
    engine_->proposeSwitch(EngineSwitch::Context, QString::number(overflowContext_));
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
    tree_[idAt(row)].omitted = omitted;
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

}  // namespace halftone::app
