#include "app/viewmodels/recent_models_model.h"

#include <QFileInfo>
#include <QSettings>
#include <QUrl>

namespace halftone::app {
namespace {
constexpr int kMost = 12;
}

RecentModelsModel::RecentModelsModel(QSettings* settings, QObject* parent) : QAbstractListModel(parent), settings_(settings) {
  const int size = settings_->beginReadArray("recent_models");
  for (int i = 0; i < size; ++i) {
    settings_->setArrayIndex(i);
    const QString path = settings_->value("path").toString();
    if (!path.isEmpty()) models_.append({settings_->value("name").toString(), path, settings_->value("when").toDateTime(), QFileInfo::exists(path)});
  }
  settings_->endArray();
}

void RecentModelsModel::add(const QString& name, const QString& path) {
  beginResetModel();
  models_.removeIf([&](const Model& model) { return model.path == path; });
  models_.prepend({name, path, QDateTime::currentDateTime(), true});
  while (models_.size() > kMost) models_.removeLast();
  endResetModel();
  save();
  emit countChanged();
}

void RecentModelsModel::remove(int row) {
  if (row < 0 || row >= count()) return;
  beginRemoveRows({}, row, row);
  models_.removeAt(row);
  endRemoveRows();
  save();
  emit countChanged();
}

void RecentModelsModel::clear() {
  beginResetModel();
  models_.clear();
  endResetModel();
  save();
  emit countChanged();
}

void RecentModelsModel::refresh() {
  for (int i = 0; i < count(); ++i) {
    const bool exists = QFileInfo::exists(models_[i].path);
    if (exists == models_[i].exists) continue;
    models_[i].exists = exists;
    emit dataChanged(index(i), index(i), {ExistsRole});
  }
}

int RecentModelsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant RecentModelsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Model& model = models_[index.row()];
  switch (role) {
    case NameRole: return model.name;
    case PathRole: return model.path;
    case WhenRole: return model.when;
    case ExistsRole: return model.exists;
    case UrlRole: return QUrl::fromLocalFile(model.path);
    default: return {};
  }
}

QHash<int, QByteArray> RecentModelsModel::roleNames() const {
  return {{NameRole, "name"}, {PathRole, "path"}, {WhenRole, "when"}, {ExistsRole, "exists"}, {UrlRole, "url"}};
}

void RecentModelsModel::save() {
  settings_->remove("recent_models");
  settings_->beginWriteArray("recent_models", count());
  for (int i = 0; i < count(); ++i) {
    settings_->setArrayIndex(i);
    settings_->setValue("name", models_[i].name);
    settings_->setValue("path", models_[i].path);
    settings_->setValue("when", models_[i].when);
  }
  settings_->endArray();
}

}  // namespace halftone::app
