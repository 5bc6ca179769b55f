#include "app/viewmodels/chat/chat_notice.h"

#include <QClipboard>
#include <QGuiApplication>

#include "app/log.h"

namespace halftone::app {

void ChatNotice::show(Content content) {
  content_ = std::move(content);
  visible_ = true;
  emit changed();
}

void ChatNotice::perform(const QString& actionId) {
  if (!visible_ || actionId.isEmpty() || (actionId != content_.first.id && actionId != content_.second.id)) return;
  dismiss();
  emit requested(actionId);
}

void ChatNotice::dismiss() {
  if (!visible_) return;
  visible_ = false;
  emit changed();
}

void ChatNotice::copyDetails() const {
  QGuiApplication::clipboard()->setText(content_.text + u'\n' + content_.details + log::mention());
}

}  // namespace halftone::app
