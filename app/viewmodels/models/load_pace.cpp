#include "app/viewmodels/models/load_pace.h"

#include <QCoreApplication>
#include <cmath>

#include "app/format.h"

namespace halftone::app {
namespace {

constexpr qint64 kWindowMs = 2000, kLeastMs = 200;  // in less nothing is known

}  // namespace

void LoadPace::add(const QString& stage, qint64 done, qint64 total, qint64 at) {
  if (stage != stage_ || total != total_ || (!samples_.isEmpty() && done < samples_.last().done)) samples_.clear();
  stage_ = stage;
  total_ = total;
  samples_.append({at, done});
  while (samples_.size() > 2 && samples_[1].at <= at - kWindowMs) samples_.removeFirst();
}

double LoadPace::bytesPerSecond() const {
  if (samples_.size() < 2) return 0;
  const auto ms = static_cast<double>(samples_.last().at - samples_.first().at);
  return ms < kLeastMs ? 0 : 1000 * static_cast<double>(samples_.last().done - samples_.first().done) / ms;
}

double LoadPace::secondsLeft() const {
  const double rate = bytesPerSecond();
  return rate > 0 ? static_cast<double>(total_ - samples_.last().done) / rate : -1;
}

QString LoadPace::text() const {
  const double left = secondsLeft();
  if (left < 0) return {};
  const QString rate = QCoreApplication::translate("LoadPace", "%1 a second").arg(formatBytes(std::llround(bytesPerSecond())));
  return QCoreApplication::translate("LoadPace", "%1 · %2 left").arg(rate, formatSeconds(left));
}

}  // namespace halftone::app
