// Models opened before, latest first.
#pragma once

#include <QAbstractListModel>
#include <QDateTime>
#include <QQmlEngine>

class QSettings;

namespace halftone::app {

class RecentModelsModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(int count READ count NOTIFY countChanged)

 public:
  enum Role { NameRole = Qt::UserRole + 1, PathRole, WhenRole, ExistsRole, UrlRole };  // name, path, when, exists, url

  explicit RecentModelsModel(QSettings* settings, QObject* parent = nullptr);

  void add(const QString& name, const QString& path);
  int count() const { return static_cast<int>(models_.size()); }
  QString latest() const { return models_.isEmpty() ? QString() : models_.first().path; }

  Q_INVOKABLE void remove(int row);
  Q_INVOKABLE void clear();
  Q_INVOKABLE void refresh();  // looks again which still exist

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  void save();

  struct Model { QString name, path; QDateTime when; bool exists = true; };
  QSettings* settings_;
  QList<Model> models_;
};

}  // namespace halftone::app
