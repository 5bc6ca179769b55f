#include "app/viewmodels/rows_model.h"

namespace halftone::app {

RowsModel::RowsModel(const QList<QByteArray>& roles, QObject* parent) : QAbstractListModel(parent), roles_(roles) {}

void RowsModel::setRows(QList<QVariantList> rows) {
  if (rows.size() != rows_.size()) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
    emit countChanged();
    return;
  }
  for (int i = 0; i < count(); ++i) {
    if (rows_[i] == rows[i]) continue;
    rows_[i] = std::move(rows[i]);
    emit dataChanged(index(i), index(i));
  }
}

int RowsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant RowsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  return rows_[index.row()].value(role - Qt::UserRole - 1);
}

QHash<int, QByteArray> RowsModel::roleNames() const {
  QHash<int, QByteArray> names;
  for (int i = 0; i < roles_.size(); ++i) names.insert(Qt::UserRole + 1 + i, roles_[i]);
  return names;
}

}  // namespace halftone::app
