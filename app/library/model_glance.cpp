#include "app/library/model_glance.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/engine_worker/engine_words.h"
#include "app/format.h"

namespace halftone::app {
namespace {

QString text(std::string_view value) { return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())); }

struct Words {
  Q_DECLARE_TR_FUNCTIONS(ModelGlance)
};

int gridOf(const FitEstimate& estimate) {
  if (estimate.rows.empty() || estimate.model.parameters <= 0) return 0;
  const double bits = 8.0 * static_cast<double>(estimate.rows.front().weight_bytes) / static_cast<double>(estimate.model.parameters);
  return bits > 24 ? 5 : bits > 12 ? 4 : bits > 7 ? 3 : bits > 2.9 ? 2 : 1;
}

}  // namespace

ModelGlance glanceAt(const FitEstimate& estimate, qint64 bytes) {
  ModelGlance glance;
  glance.format = QStringLiteral("%1, %2").arg(spoken(estimate.model.container).section(u' ', 0, 0), text(estimate.model.stored_format));
  glance.parameters = formatParameters(estimate.model.parameters);
  glance.bytes = bytes;
  glance.grid = gridOf(estimate);
  const std::int64_t trained = estimate.model.trained_context;
  const QString context = formatCount(trained > 0 ? std::min(trained, estimate.context) : estimate.context);
  const auto fitting = std::ranges::find_if(estimate.rows, &FitRow::fits);
  glance.fits = fitting != estimate.rows.end();
  if (glance.fits && fitting->precision == Precision::automatic) {
    glance.verdict = Words::tr("fits, %1 tokens").arg(context);
    glance.spoken = Words::tr("fits with %1 tokens").arg(context);
  } else if (glance.fits) {
    const QString precision = text(to_string(fitting->precision));
    glance.verdict = Words::tr("fits as %1").arg(precision);
    glance.spoken = Words::tr("fits as %1 with %2 tokens").arg(precision, context);
  } else {
    const auto least = std::ranges::min_element(estimate.rows, {}, &FitRow::total_bytes);
    const qint64 missing = least == estimate.rows.end() ? 0 : least->total_bytes - estimate.device_available;
    glance.verdict = glance.spoken = missing > 0 ? Words::tr("needs %1 more").arg(formatBytes(missing)) : Words::tr("does not fit");
  }
  return glance;
}

}  // namespace halftone::app
