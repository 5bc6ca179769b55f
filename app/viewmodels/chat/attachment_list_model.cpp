#include "app/viewmodels/chat/attachment_list_model.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QPointer>
#include <QThreadPool>
#include <algorithm>

#include "app/attachments/as_sent.h"
#include "app/format.h"

namespace halftone::app {
namespace {

constexpr int kMost = 20;  // files of one message

// What a thread does is handled on the window's, if the list is there still.
template <class Work>
void later(const QPointer<AttachmentListModel>& list, Work work) {
  QMetaObject::invokeMethod(
      QCoreApplication::instance(),
      [list, work = std::move(work)] {
        if (list) work(*list);
      },
      Qt::QueuedConnection);
}

}  // namespace

AttachmentListModel::~AttachmentListModel() {
  for (Row& row : rows_) row.stop.request_stop();
}

bool AttachmentListModel::isReading() const { return std::ranges::any_of(rows_, &Row::reading); }
bool AttachmentListModel::isSendable() const { return std::ranges::any_of(rows_, &Row::isSendable); }

int AttachmentListModel::rowOf(int id) const {
  const auto found = std::ranges::find(rows_, id, &Row::id);
  return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

void AttachmentListModel::touch(int row) { emit dataChanged(index(row), index(row)); }

// --- reading ---

void AttachmentListModel::attach(const QList<QUrl>& files) {
  for (const QUrl& file : files) read(file);
}

bool AttachmentListModel::attachCopied() {
  const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
  const QList<QUrl> urls = copied ? copied->urls() : QList<QUrl>();
  if (urls.isEmpty() || !std::ranges::all_of(urls, [](const QUrl& url) { return url.isLocalFile() && QFileInfo::exists(url.toLocalFile()); })) return false;
  attach(urls);
  return true;
}

void AttachmentListModel::read(const QUrl& file) {
  if (count() > kMost) return;  // said already
  Row row;
  row.id = ++lastId_;
  row.sent.name = AttachmentReader::cleanName(file.fileName().isEmpty() ? file.toDisplayString() : file.fileName());
  if (count() == kMost) row.cause = tr("At most %1 files go with one message.").arg(kMost);
  else if (!file.isLocalFile()) row.cause = tr("It is no file on this computer.");
  if (!row.cause.isEmpty()) return insert(count(), std::move(row));
  const QString path = file.toLocalFile();
  row.reading = true;
  const std::stop_token stop = row.stop.get_token();
  insert(count(), std::move(row));
  QThreadPool::globalInstance()->start([list = QPointer(this), id = lastId_, path, stop] {
    int percent = 0;
    const auto progress = [&](double share) {
      if (const int now = static_cast<int>(100 * share); std::exchange(percent, now) == now) return;
      later(list, [id, share](AttachmentListModel& list) {
        if (const int row = list.rowOf(id); row >= 0) list.rows_[static_cast<std::size_t>(row)].share = share, list.touch(row);
      });
    };
    auto found = AttachmentReader::read(path, progress, stop);
    if (!stop.stop_requested()) later(list, [id, found = std::move(found)](AttachmentListModel& list) { list.finish(id, found); });
  });
}

void AttachmentListModel::finish(int id, const std::expected<ReadFile, QString>& read) {
  const int at = rowOf(id);
  if (at < 0) return;
  Row& row = rows_[static_cast<std::size_t>(at)];
  row.reading = false;
  if (read) {
    row.whole = *read;
    row.sent = read->attachment;
    if (const int pages = static_cast<int>(read->pageEnds.size()); pages < read->pages) row.sent.name = AttachmentReader::nameOfPages(row.sent.name, pages, read->pages);
  } else {
    row.cause = read.error();
  }
  touch(at);
  emit changed();
  if (read) emit edited();
}

// --- the list ---

void AttachmentListModel::insert(int at, Row row) {
  beginInsertRows({}, at, at);
  rows_.insert(rows_.begin() + at, std::move(row));
  endInsertRows();
  emit changed();
}

void AttachmentListModel::remove(int at) {
  if (at < 0 || at >= count()) return;
  Row row = std::move(rows_[static_cast<std::size_t>(at)]);
  row.stop.request_stop();
  beginRemoveRows({}, at, at);
  rows_.erase(rows_.begin() + at);
  endRemoveRows();
  emit changed();
  if (!row.isSendable()) return;  // nothing that could be had back
  emit edited();
  emit undoable(tr("“%1” was removed.").arg(isolated(row.sent.name)), [list = QPointer(this), at, row] {
    if (!list) return;
    list->insert(std::min(at, list->count()), row);
    emit list->edited();
  });
}

void AttachmentListModel::restore(const QList<Attachment>& attachments) {
  beginResetModel();
  for (auto attachment = attachments.crbegin(); attachment != attachments.crend(); ++attachment) {
    Row row;
    row.id = ++lastId_;
    row.whole.attachment = row.sent = *attachment;
    rows_.push_front(std::move(row));
  }
  endResetModel();
  emit changed();
}

QList<Attachment> AttachmentListModel::all() const {
  QList<Attachment> all;
  for (const Row& row : rows_)
    if (row.isSendable()) all.append(row.sent);
  return all;
}

qsizetype AttachmentListModel::characters() const {
  qsizetype sum = 0;
  for (const Row& row : rows_) sum += row.sent.text.size();
  return sum;
}

QList<Attachment> AttachmentListModel::take() {
  QList<Attachment> all;
  for (Row& row : rows_) {
    row.stop.request_stop();
    if (!row.isSendable()) continue;
    all.append(counted(row));
  }
  beginResetModel();
  rows_.clear();
  endResetModel();
  emit changed();
  return all;
}

// --- tokens ---

QList<int> AttachmentListModel::uncounted() const {
  QList<int> ids;
  for (const Row& row : rows_)
    if (row.isSendable() && row.tokens < 0) ids.append(row.id);
  return ids;
}

QString AttachmentListModel::sent(int id) const {
  const int row = rowOf(id);
  return row < 0 ? QString() : asSent(rows_[static_cast<std::size_t>(row)].sent);
}

void AttachmentListModel::setTokens(int id, qint64 tokens) {
  const int at = rowOf(id);
  if (at < 0) return;
  Row& row = rows_[static_cast<std::size_t>(at)];
  row.tokens = tokens;
  const bool again = row.most >= 0 && tokens > row.most && row.sent.text.size() > 1;
  if (again) cut(row);
  touch(at);
  if (again) emit edited();
}

void AttachmentListModel::forgetTokens() {
  for (Row& row : rows_) row.tokens = -1, row.most = -1;
  if (count() > 0) emit dataChanged(index(0), index(count() - 1));
}

qint64 AttachmentListModel::tokens() const {
  qint64 sum = 0;
  for (const Row& row : rows_) sum += std::max<qint64>(0, row.tokens);
  return sum;
}

int AttachmentListModel::canShorten(qint64 by) const {
  const auto most = std::ranges::max_element(rows_, {}, &Row::tokens);
  return most == rows_.end() || most->tokens <= by ? -1 : static_cast<int>(most - rows_.begin());
}

void AttachmentListModel::shorten(int at, int by) {
  if (at < 0 || at >= count()) return;
  Row& row = rows_[static_cast<std::size_t>(at)];
  if (!row.isSendable() || row.tokens <= by) return;
  const Row before = row;
  row.most = row.tokens - by;
  cut(row);
  touch(at);
  emit edited();
  emit undoable(tr("Only the first part of “%1” is sent.").arg(isolated(row.whole.attachment.name)), [list = QPointer(this), before] {
    const int at = list ? list->rowOf(before.id) : -1;
    if (at < 0) return;
    list->rows_[static_cast<std::size_t>(at)] = before;
    list->touch(at);
    emit list->edited();
  });
}

// As many tokens a character everywhere: what is left is counted again, and cut again where that was not so.
void AttachmentListModel::cut(Row& row) const {
  const ReadFile& whole = row.whole;
  const QString& text = whole.attachment.text;
  const double part = 0.97 * static_cast<double>(row.most) / static_cast<double>(row.tokens);
  const auto length = std::max<qsizetype>(1, static_cast<qsizetype>(part * static_cast<double>(row.sent.text.size())));
  row.tokens = -1;
  const auto pages = std::ranges::upper_bound(whole.pageEnds, length) - whole.pageEnds.begin();
  if (pages > 0) {
    row.sent.text = text.left(whole.pageEnds[pages - 1]);
    row.sent.name = AttachmentReader::nameOfPages(whole.attachment.name, static_cast<int>(pages), whole.pages);
    return;
  }
  const qsizetype line = text.lastIndexOf(u'\n', length - 1);
  row.sent.text = text.left(line > 0 ? line + 1 : text.at(length - 1).isHighSurrogate() ? length - 1 : length);
  const auto lines = [](const QString& text) { return text.count(u'\n') + !text.endsWith(u'\n'); };
  row.sent.name = AttachmentReader::nameOfLines(whole.attachment.name, lines(row.sent.text), lines(text));
}

// --- as a list ---

int AttachmentListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

Attachment AttachmentListModel::counted(const Row& row) {
  Attachment attachment = row.sent;
  attachment.tokens = std::max<qint64>(0, row.tokens);
  return attachment;
}

QString AttachmentListModel::figureOf(const Row& row) {
  if (row.reading) return row.share > 0 ? tr("reading, %1 %").arg(static_cast<int>(100 * row.share)) : tr("reading");
  return app::figureOf(counted(row));
}

QVariant AttachmentListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case NameRole: return row.sent.name;
    case ReadingRole: return row.reading;
    case ShareRole: return row.share;
    case CauseRole: return row.cause;
    case FigureRole: return row.cause.isEmpty() ? figureOf(row) : QString();
    case ContentRole: return QVariant::fromValue(counted(row));
    default: return {};
  }
}

QHash<int, QByteArray> AttachmentListModel::roleNames() const {
  return {{NameRole, "name"}, {ReadingRole, "reading"}, {ShareRole, "share"}, {CauseRole, "cause"}, {FigureRole, "figure"}, {ContentRole, "content"}};
}

}  // namespace halftone::app
