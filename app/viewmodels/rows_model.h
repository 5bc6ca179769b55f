// A small list of rows for QML: the role names are given once, the rows are replaced together. For facts, tables and legends
// of a few lines; big or streaming lists have models of their own.
#pragma once

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QVariantList>

namespace halftone::app {

class RowsModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from a view-model")
  Q_PROPERTY(int count READ count NOTIFY countChanged)

 public:
  explicit RowsModel(const QList<QByteArray>& roles, QObject* parent = nullptr);

  // One value per role, in the order of the roles. Rows of the same number are updated in place: delegates stay.
  void setRows(QList<QVariantList> rows);
  const QList<QVariantList>& rows() const { return rows_; }
  int count() const { return static_cast<int>(rows_.size()); }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  QList<QByteArray> roles_;
  QList<QVariantList> rows_;
};

}  // namespace halftone::app
