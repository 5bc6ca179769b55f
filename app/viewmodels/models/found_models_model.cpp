#include "app/viewmodels/models/found_models_model.h"

#include <QFileInfo>
#include <QSet>
#include <algorithm>

#include "app/engine_worker/attempt.h"
#include "app/format.h"

namespace halftone::app {

FoundModelsModel::FoundModelsModel(Estimate estimate, QList<ModelPlace> places, QObject* parent)
    : QAbstractListModel(parent), estimate_(std::move(estimate)), places_(std::move(places)) {
  pool_.setMaxThreadCount(1);
  pool_.setThreadPriority(QThread::LowPriority);
}

FoundModelsModel::~FoundModelsModel() {
  stop_.request_stop();
  pool_.clear();
  pool_.waitForDone();
}

void FoundModelsModel::setWanted(bool wanted) {
  if (wanted == wanted_) return;
  wanted_ = wanted;
  lookAgain();
}

void FoundModelsModel::lookAgain() {
  if (look_ > 0) look();
}

void FoundModelsModel::refresh() {
  if (!fresh_) look();
}

void FoundModelsModel::look() {
  stop_.request_stop();
  stop_ = {};
  standing_ = 0;
  fresh_ = true;
  if (!std::exchange(looking_, true)) emit lookingChanged();
  const QStringList known = known_ ? known_() : QStringList();
  pool_.start([this, look = ++look_, known, places = wanted_ ? places_ : QList<ModelPlace>(), stop = stop_.get_token()] {
    run(look, known, places, stop);
  });
}

void FoundModelsModel::run(int look, const QStringList& known, const QList<ModelPlace>& places, const std::stop_token& stop) {
  EngineSettings settings;
  settings.context = kGlanceContext;
  const auto glance = [&](const QString& path, qint64 bytes, const auto& tell) {
    attempt([&] {
      if (stop.stop_requested()) return;
      if (const auto estimate = estimate_(path.toStdString(), settings)) tell(glanceAt(*estimate, bytes));
    });
  };
  const auto later = [this](auto what) { QMetaObject::invokeMethod(this, std::move(what), Qt::QueuedConnection); };
  QSet<QString> shown;
  for (const QString& path : known) {
    shown.insert(QFileInfo(path).canonicalFilePath());
    glance(path, bytesOnDisk(path), [&](const ModelGlance& glance) { later([this, path, glance] { emit glanced(path, glance); }); });
  }
  QList<FoundModel> found;
  scanModels(
      places, [&](const FoundModel& model) { found.append(model); }, stop);
  for (const FoundModel& model : found)
    if (!shown.contains(QFileInfo(model.path).canonicalFilePath()))
      glance(model.path, model.bytes, [&](const ModelGlance& glance) {
        later([this, look, model, glance] { add(look, {model, glance}); });
      });
  later([this, look] { finish(look); });
}

// A row that was there before stays where it is: nobody loses the row that the pointer or the focus is on.
void FoundModelsModel::add(int look, Row row) {
  if (look != look_) return;
  const int at = standing_++;
  const auto before = std::ranges::find(rows_.begin() + at, rows_.end(), row.model.path, [](const Row& old) { return old.model.path; });
  if (before == rows_.end()) {
    beginInsertRows({}, at, at);
    rows_.insert(at, std::move(row));
    endInsertRows();
    return emit countChanged();
  }
  remove(at, static_cast<int>(before - rows_.begin()) - at);
  rows_[at] = std::move(row);
  emit dataChanged(index(at), index(at));
}

void FoundModelsModel::remove(int at, int rows) {
  if (rows <= 0) return;
  beginRemoveRows({}, at, at + rows - 1);
  rows_.remove(at, rows);
  endRemoveRows();
  emit countChanged();
}

void FoundModelsModel::finish(int look) {
  if (look != look_) return;
  remove(standing_, count() - standing_);
  looking_ = false;
  emit lookingChanged();
}

int FoundModelsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant FoundModelsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row& row = rows_[index.row()];
  switch (role) {
    case NameRole: return row.model.name;
    case PathRole: return row.model.path;
    case PlaceRole: return row.model.program;
    case FormatRole: return row.glance.format;
    case BytesRole: return formatBytes(row.glance.bytes);
    case VerdictRole: return row.glance.verdict;
    case SpokenRole: return row.glance.spoken;
    case FitsRole: return row.glance.fits;
    case GridRole: return row.glance.grid;
    default: return {};
  }
}

QHash<int, QByteArray> FoundModelsModel::roleNames() const {
  return {{NameRole, "name"},       {PathRole, "path"},     {PlaceRole, "place"}, {FormatRole, "format"}, {BytesRole, "bytes"},
          {VerdictRole, "verdict"}, {SpokenRole, "spoken"}, {FitsRole, "fits"},   {GridRole, "grid"}};
}

}  // namespace halftone::app
