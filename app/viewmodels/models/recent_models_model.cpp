#include "app/viewmodels/models/recent_models_model.h"

#include <QFileInfo>
#include <QSettings>
#include <algorithm>

#include "app/format.h"

namespace halftone::app {
namespace {
constexpr int kMost = 12;
}

RecentModelsModel::RecentModelsModel(QSettings* settings, QObject* parent) : QAbstractListModel(parent), settings_(settings) {
  const int size = settings_->beginReadArray("recent_models");
  for (int i = 0; i < size; ++i) {
    settings_->setArrayIndex(i);
    const auto text = [&](const char* key) { return settings_->value(QLatin1String(key)).toString(); };
    if (const QString path = text("path"); !path.isEmpty())
      models_.append({text("name"), path, text("precision"), text("settings"), settings_->value("when").toDateTime(), QFileInfo::exists(path)});
  }
  settings_->endArray();
}

void RecentModelsModel::add(const QString& name, const QString& path) {
  beginResetModel();
  Model opened{name, path, {}, {}, QDateTime::currentDateTime(), QFileInfo::exists(path)};
  if (const auto before = std::ranges::find(models_, path, &Model::path); before != models_.end()) {
    opened.glance = before->glance;
    models_.erase(before);
  }
  models_.prepend(std::move(opened));
  while (models_.size() > kMost) models_.removeLast();
  endResetModel();
  save();
  emit countChanged();
}

void RecentModelsModel::keep(const QString& path, const QString& precision, const QString& settings) {
  const auto model = std::ranges::find(models_, path, &Model::path);
  if (model == models_.end() || (model->precision == precision && model->settings == settings)) return;
  model->precision = precision;
  model->settings = settings;
  save();
  const QModelIndex changed = index(static_cast<int>(model - models_.begin()));
  emit dataChanged(changed, changed, {SettingsRole});
}

void RecentModelsModel::setGlance(const QString& path, const ModelGlance& glance) {
  const auto model = std::ranges::find(models_, path, &Model::path);
  if (model == models_.end()) return;
  model->glance = glance;
  const QModelIndex changed = index(static_cast<int>(model - models_.begin()));
  emit dataChanged(changed, changed, {BytesRole, VerdictRole, SpokenRole, FitsRole, GridRole});
}

QStringList RecentModelsModel::paths() const {
  QStringList paths;
  for (const Model& model : models_)
    if (model.exists) paths.append(model.path);
  return paths;
}

const RecentModelsModel::Model* RecentModelsModel::last() const {
  const auto model = std::ranges::find(models_, true, &Model::exists);
  return model == models_.end() ? nullptr : &*model;
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
    case ExistsRole: return model.exists;
    case SettingsRole: return model.settings;
    case BytesRole: return model.glance.bytes > 0 ? formatBytes(model.glance.bytes) : QString();
    case VerdictRole: return model.glance.verdict;
    case SpokenRole: return model.glance.spoken;
    case FitsRole: return model.glance.fits;
    case GridRole: return model.glance.grid;
    default: return {};
  }
}

QHash<int, QByteArray> RecentModelsModel::roleNames() const {
  return {{NameRole, "name"}, {PathRole, "path"}, {ExistsRole, "exists"}, {SettingsRole, "settings"}, {BytesRole, "bytes"},
          {VerdictRole, "verdict"}, {SpokenRole, "spoken"}, {FitsRole, "fits"}, {GridRole, "grid"}};
}

void RecentModelsModel::save() {
  settings_->remove("recent_models");
  settings_->beginWriteArray("recent_models", count());
  for (int i = 0; i < count(); ++i) {
    settings_->setArrayIndex(i);
    settings_->setValue("name", models_[i].name);
    settings_->setValue("path", models_[i].path);
    settings_->setValue("precision", models_[i].precision);
    settings_->setValue("settings", models_[i].settings);
    settings_->setValue("when", models_[i].when);
  }
  settings_->endArray();
}

}  // namespace halftone::app
