#include "app/viewmodels/models/start_offer.h"

#include <QFileInfo>
#include <QSettings>

#include "app/format.h"
#include "app/viewmodels/models/engine_view_model.h"
#include "app/viewmodels/models/recent_models_model.h"

namespace halftone::app {
namespace {
constexpr char kMark[] = "models/being_opened";
}

StartOffer::StartOffer(EngineViewModel* engine, RecentModelsModel* recent, const QString& demo, QObject* parent)
    : QObject(parent), engine_(engine), recent_(recent), demo_(QFileInfo::exists(demo) ? demo : QString()) {
  connect(recent_, &RecentModelsModel::countChanged, this, &StartOffer::update);
  connect(recent_, &RecentModelsModel::dataChanged, this, &StartOffer::update);
  update();
}

void StartOffer::update() {
  const RecentModelsModel::Model* last = recent_->last();
  name_ = last && last->path != demo_ ? last->name : QString();
  path_ = last ? last->path : demo_;
  precision_ = last ? last->precision : QString();
  emit changed();
}

bool StartOffer::isDemoUsed() const { return !demo_.isEmpty() && recent_->paths().contains(demo_); }

void StartOffer::setGlance(const QString& path, const ModelGlance& glance) {
  if (path != demo_) return;
  demoParameters_ = glance.parameters;
  demoBytes_ = formatBytes(glance.bytes);
  emit demoChanged();
}

void StartOffer::take() {
  recent_->refresh();
  if (!path_.isEmpty()) engine_->openPath(path_, false, precision_);
}

void StartOffer::takeDemo() {
  if (!demo_.isEmpty()) engine_->openPath(demo_, false);
}

void StartOffer::takeLast(QSettings& state) {
  const bool died = state.value(kMark).toString() == path_;
  state.remove(kMark);
  if (!recent_->last() || died) return;
  state.setValue(kMark, path_);
  state.sync();
  auto* opening = new QObject(this);
  connect(opening, &QObject::destroyed, [&state] { state.remove(kMark); });  // it has been opened, or not; or the program ends in good order
  connect(engine_, &EngineViewModel::stateChanged, opening, [this, opening] {
    if (engine_->state() != EngineViewModel::Estimating && engine_->state() != EngineViewModel::Loading) opening->deleteLater();
  });
  take();
}

}  // namespace halftone::app
