#include "app/viewmodels/chat/attachment_page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <algorithm>

#include "app/attachments/as_sent.h"
#include "app/format.h"

namespace halftone::app {
namespace {
constexpr qsizetype kLongest = 1000;  // characters of a row: what is laid out at once
enum Role { LineRole = Qt::UserRole + 1, RightToLeftRole };
}

void AttachmentPage::setContent(const QVariant& content) {
  beginResetModel();
  attachment_ = content.value<Attachment>();
  begins_.clear();
  lines_ = 0;
  const QString& text = attachment_.text;
  for (qsizetype at = 0; at < text.size(); ++lines_) {
    const qsizetype found = text.indexOf(u'\n', at), end = found < 0 ? text.size() : found;
    do {
      begins_.append(at);
      at = std::min(end, at + kLongest);
      if (at < end && text[at].isLowSurrogate()) --at;
    } while (at < end);
    at = end + 1;
  }
  endResetModel();
  emit contentChanged();
}

QString AttachmentPage::details() const {
  QStringList parts{figureOf(attachment_), lines_ == 1 ? tr("1 line") : tr("%1 lines").arg(formatCount(lines_))};
  if (attachment_.tokens > 0) parts << isolated(formatBytes(attachment_.bytes));
  return parts.join(QStringLiteral(" · "));
}

void AttachmentPage::copy() const { QGuiApplication::clipboard()->setText(attachment_.text); }

QVariant AttachmentPage::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const qsizetype begin = begins_[index.row()], end = index.row() + 1 < count() ? begins_[index.row() + 1] : attachment_.text.size();
  QStringView line = QStringView(attachment_.text).mid(begin, end - begin);
  if (line.endsWith(u'\n')) line.chop(1);
  switch (role) {
    case LineRole: return line.toString();
    case RightToLeftRole: return line.isRightToLeft();
    default: return {};
  }
}

QHash<int, QByteArray> AttachmentPage::roleNames() const { return {{LineRole, "line"}, {RightToLeftRole, "rightToLeft"}}; }

}  // namespace halftone::app
