#include "app/viewmodels/shell/banner_view_model.h"

#include <QClipboard>
#include <QGuiApplication>

#include "app/log.h"

namespace halftone::app {

void BannerViewModel::show(Content content) {
  content_ = std::move(content);
  visible_ = true;
  emit changed();
}

void BannerViewModel::perform() {
  const auto action = content_.action;
  dismiss();
  if (action) action();
}

void BannerViewModel::dismiss() {
  if (!visible_) return;
  visible_ = false;
  emit changed();
}

void BannerViewModel::copyDetails() const {
  QGuiApplication::clipboard()->setText(content_.text + u'\n' + content_.details + log::mention());
}

}  // namespace halftone::app
