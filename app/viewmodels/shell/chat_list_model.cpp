#include "app/viewmodels/shell/chat_list_model.h"

#include <QLocale>
#include <algorithm>

#include "app/format.h"

namespace halftone::app {

ChatListModel::ChatListModel(QObject* parent) : QAbstractListModel(parent) {}

void ChatListModel::reset(QList<ChatSummary> chats) {
  all_ = std::move(chats);
  std::ranges::stable_sort(all_, std::greater{}, &ChatSummary::updated);
  show();
}

void ChatListModel::put(const ChatSummary& chat) {
  const auto old = std::ranges::find(all_, chat.id, &ChatSummary::id);
  if (old != all_.end() && old->updated == chat.updated) {  // a new title or preview, same place
    *old = chat;
    const int row = rowOf(chat.id);
    if (row < 0) return;
    shown_[row] = chat;
    emit dataChanged(index(row), index(row));
    return;
  }
  if (old != all_.end()) all_.erase(old);
  const auto place = std::ranges::find_if(all_, [&](const ChatSummary& other) { return other.updated <= chat.updated; });
  all_.insert(place, chat);
  show();
}

void ChatListModel::remove(const QString& id) {
  all_.removeIf([&](const ChatSummary& chat) { return chat.id == id; });
  show();
}

const ChatSummary* ChatListModel::find(const QString& id) const {
  const auto found = std::ranges::find(all_, id, &ChatSummary::id);
  return found == all_.end() ? nullptr : &*found;
}

void ChatListModel::setFilter(const QString& filter) {
  if (filter == filter_) return;
  filter_ = filter;
  emit filterChanged();
  const int number = ++searchNumber_;
  const QString words = filter.trimmed();
  if (words.isEmpty() || !search_) {
    matches_.reset();
    searching_ = false;
    emit searchingChanged();
    show();
    return;
  }
  searching_ = true;
  emit searchingChanged();
  search_(words, [this, number](SearchHits found) {
    if (number != searchNumber_) return;  // typed on since
    matches_ = std::move(found);
    searching_ = false;
    emit searchingChanged();
    show();
  });
}

QString ChatListModel::idAt(int row) const { return row >= 0 && row < count() ? shown_[row].id : QString(); }

int ChatListModel::rowOf(const QString& chatId) const {
  const auto found = std::ranges::find(shown_, chatId, &ChatSummary::id);
  return found == shown_.end() ? -1 : static_cast<int>(found - shown_.begin());
}

// Brings `shown_` to what should be shown with the fewest changes, so that the view keeps its place.
void ChatListModel::show() {
  QList<ChatSummary> wanted;
  for (const ChatSummary& chat : all_)
    if (!matches_ || matches_->contains(chat.id)) wanted.append(chat);

  const int before = count();
  QSet<QString> kept;
  for (const ChatSummary& chat : wanted) kept.insert(chat.id);
  for (int row = count() - 1; row >= 0; --row) {
    if (kept.contains(shown_[row].id)) continue;
    beginRemoveRows({}, row, row);
    shown_.removeAt(row);
    endRemoveRows();
  }
  for (int row = 0; row < wanted.size(); ++row) {
    const int from = rowOf(wanted[row].id);
    if (from < 0) {
      beginInsertRows({}, row, row);
      shown_.insert(row, wanted[row]);
      endInsertRows();
      continue;
    }
    if (from != row) {
      beginMoveRows({}, from, from, {}, row);
      shown_.move(from, row);
      endMoveRows();
    }
    shown_[row] = wanted[row];
  }
  if (!shown_.isEmpty()) emit dataChanged(index(0), index(count() - 1));
  if (count() != before) emit countChanged();
}

int ChatListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant ChatListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const ChatSummary& chat = shown_[index.row()];
  switch (role) {
    case ChatIdRole: return chat.id;
    case Qt::DisplayRole:
    case TitleRole: return chat.title.isEmpty() ? tr("New chat") : chat.title;
    case PreviewRole: return chat.preview;
    case UpdatedRole: return chat.updated;
    case SectionRole: return sectionOf(chat.updated, QDate::currentDate());
    case ExcerptRole: return excerptOf(chat);
    case RightToLeftRole: return QStringView(chat.title).isRightToLeft();
    default: return {};
  }
}

QHash<int, QByteArray> ChatListModel::roleNames() const {
  return {{ChatIdRole, "chatId"}, {TitleRole, "title"}, {PreviewRole, "preview"}, {UpdatedRole, "updated"}, {SectionRole, "section"},
          {RightToLeftRole, "rightToLeft"}, {ExcerptRole, "excerpt"}};
}

QString ChatListModel::hitIn(const QString& chatId) const { return matches_ ? matches_->value(chatId).messageId : QString(); }

QString ChatListModel::excerptOf(const ChatSummary& chat) const {
  if (!matches_) return {};
  const SearchHit hit = matches_->value(chat.id);
  const QString plain = hit.attachment.isEmpty() ? hit.excerpt : isolated(hit.attachment) + QStringLiteral(": ") + hit.excerpt;
  // Every letter of a word is marked before anything is escaped: words may overlap, and may hold what has to be.
  QList<bool> bold(plain.size(), false);
  for (const QString& word : filter_.split(u' ', Qt::SkipEmptyParts))
    for (qsizetype at = plain.indexOf(word, 0, Qt::CaseInsensitive); at >= 0; at = plain.indexOf(word, at + 1, Qt::CaseInsensitive))
      std::fill_n(bold.begin() + at, std::min(word.size(), plain.size() - at), true);
  QString styled;
  for (qsizetype i = 0, end = 0; i < plain.size(); i = end) {
    while (end < plain.size() && bold[end] == bold[i]) ++end;
    const QString part = plain.mid(i, end - i).toHtmlEscaped();
    styled += bold[i] ? QStringLiteral("<b>%1</b>").arg(part) : part;
  }
  return styled;
}

QString ChatListModel::sectionOf(const QDateTime& updated, const QDate& today) {
  const QDate date = updated.toLocalTime().date();
  const qint64 days = date.daysTo(today);
  if (days <= 0) return tr("Today");
  if (days == 1) return tr("Yesterday");
  if (days <= 7) return tr("Previous 7 days");
  const QString month = QLocale().standaloneMonthName(date.month());
  return date.year() == today.year() ? month : QStringLiteral("%1 %2").arg(month).arg(date.year());
}

}  // namespace halftone::app
