// The conversations, newest first, for the sidebar.
#pragma once

#include <QAbstractListModel>
#include <QDate>
#include <QQmlEngine>
#include <functional>
#include <optional>

#include "app/storage/records.h"

namespace halftone::app {

class ChatListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)  // words searched in titles and message texts
  Q_PROPERTY(bool searching READ isSearching NOTIFY searchingChanged)

 public:
  enum Role {
    ChatIdRole = Qt::UserRole + 1,
    TitleRole,
    PreviewRole,
    UpdatedRole,
    SectionRole,      // section: "Today", "Yesterday", "Previous 7 days", month
    RightToLeftRole,  // rightToLeft: of the title
    ExcerptRole,      // excerpt: where the search hit, its words in bold, as styled text; empty: in the title, or no search
  };
  // Finds the ids that match, on another thread, and calls back.
  using Search = std::function<void(const QString& words, std::function<void(SearchHits)> found)>;

  explicit ChatListModel(QObject* parent = nullptr);

  void setSearch(Search search) { search_ = std::move(search); }
  void reset(QList<ChatSummary> chats);
  void put(const ChatSummary& chat);  // new, or changed
  void remove(const QString& id);
  const ChatSummary* find(const QString& id) const;

  int count() const { return static_cast<int>(shown_.size()); }
  QString filter() const { return filter_; }
  void setFilter(const QString& filter);
  bool isSearching() const { return searching_; }
  Q_INVOKABLE QString idAt(int row) const;
  QString hitIn(const QString& chatId) const;  // the message that the search found there; empty: none
  Q_INVOKABLE int rowOf(const QString& chatId) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  static QString sectionOf(const QDateTime& updated, const QDate& today);

 signals:
  void countChanged();
  void filterChanged();
  void searchingChanged();

 private:
  void show();
  QString excerptOf(const ChatSummary& chat) const;

  QList<ChatSummary> all_;
  QList<ChatSummary> shown_;
  QString filter_;
  std::optional<SearchHits> matches_;  // none: no filter
  Search search_;
  int searchNumber_ = 0;
  bool searching_ = false;
};

}  // namespace halftone::app
