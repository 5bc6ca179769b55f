// Models opened before, latest first.
#pragma once

#include <QAbstractListModel>
#include <QDateTime>
#include <QQmlEngine>

#include "app/library/model_glance.h"

class QSettings;

namespace halftone::app {

class RecentModelsModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(int count READ count NOTIFY countChanged)

 public:
  // name, path, exists; settings ("int4 · flash · kv int8", as it was last used; empty: not known); bytes ("5.37 GiB"), verdict, spoken,
  // fits and grid as in FoundModelsModel (empty: not looked at yet)
  enum Role { NameRole = Qt::UserRole + 1, PathRole, ExistsRole, SettingsRole, BytesRole, VerdictRole, SpokenRole, FitsRole, GridRole };
  struct Model {
    QString name, path, precision, settings;  // precision: as EngineViewModel::confirmOpen takes it
    QDateTime when;
    bool exists = true;
    ModelGlance glance = {};
  };

  explicit RecentModelsModel(QSettings* settings, QObject* parent = nullptr);

  void add(const QString& name, const QString& path);                                      // opened
  void keep(const QString& path, const QString& precision, const QString& settings);      // what it is used with now
  int count() const { return static_cast<int>(models_.size()); }
  QString latest() const { return models_.isEmpty() ? QString() : models_.first().path; }
  void setGlance(const QString& path, const ModelGlance& glance);
  QStringList paths() const;  // that are still there
  const Model* last() const;  // that is still there, as far as was looked; null: none

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

  QSettings* settings_;
  QList<Model> models_;
};

}  // namespace halftone::app
