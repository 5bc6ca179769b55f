#include "app/viewmodels/fit_view_model.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/format.h"

namespace halftone::app {
namespace {

QString text(std::string_view value) { return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())); }

}  // namespace

QList<QVariantList> modelFacts(const ModelInfo& model) {
  QList<QVariantList> facts;
  const auto add = [&](const QString& label, const QString& value) {
    if (!value.isEmpty()) facts.append({label, value});
  };
  add(FitViewModel::tr("Family"), text(model.family));
  add(FitViewModel::tr("Parameters"), formatParameters(model.parameters));
  add(FitViewModel::tr("Stored as"), QStringLiteral("%1 · %2").arg(text(model.stored_format), text(model.container)));
  add(FitViewModel::tr("Layers"), FitViewModel::tr("%1, width %2").arg(formatCount(model.layers), formatCount(model.width)));
  add(FitViewModel::tr("Heads"), FitViewModel::tr("%1, %2 for keys and values, width %3").arg(model.heads).arg(model.kv_heads).arg(model.head_width));
  add(FitViewModel::tr("Vocabulary"), formatCount(model.vocabulary));
  add(FitViewModel::tr("Positions"), text(model.positions));
  add(FitViewModel::tr("Trained context"), model.trained_context > 0 ? FitViewModel::tr("%1 tokens").arg(formatCount(model.trained_context)) : QString());
  add(FitViewModel::tr("Chat template"), model.chat_template.empty() ? FitViewModel::tr("none: a plain one is used") : FitViewModel::tr("its own"));
  add(FitViewModel::tr("Licence"), text(model.licence));
  for (const std::string& note : model.notes) add(FitViewModel::tr("Note"), text(note));
  add(FitViewModel::tr("Path"), QString::fromStdString(model.path.string()));
  return facts;
}

FitViewModel::FitViewModel(QObject* parent)
    : QObject(parent), facts_({"label", "value"}),
      rows_({"precision", "label", "weightBytes", "totalBytes", "fits", "text", "recommended", "share"}) {}

void FitViewModel::set(const FitEstimate& estimate) {
  title_ = text(estimate.model.name);
  path_ = QString::fromStdString(estimate.model.path.string());
  context_ = static_cast<int>(estimate.context);
  availableText_ = tr("%1 of %2 free").arg(formatBytes(estimate.device_available), formatBytes(estimate.device_total));
  facts_.setRows(modelFacts(estimate.model));

  // As stored where that fits; else the most exact one that does (the rows go from exact to coarse).
  const auto fitting = std::ranges::find_if(estimate.rows, &FitRow::fits);
  recommended_ = fitting == estimate.rows.end() ? QString() : text(to_string(fitting->precision));

  QList<QVariantList> rows;
  for (const FitRow& row : estimate.rows) {
    const QString precision = text(to_string(row.precision));
    const QString label = row.precision == Precision::automatic ? tr("as stored (%1)").arg(text(estimate.model.stored_format)) : precision;
    const qint64 missing = row.total_bytes - estimate.device_available;
    const QString verdict = row.fits ? tr("fits") : missing > 0 ? tr("needs %1 more").arg(formatBytes(missing)) : tr("does not fit");
    const double share = estimate.device_available > 0 ? static_cast<double>(row.total_bytes) / static_cast<double>(estimate.device_available) : 0;
    rows.append({precision, label, formatBytes(row.weight_bytes), formatBytes(row.total_bytes), row.fits, verdict, precision == recommended_, share});
  }
  rows_.setRows(std::move(rows));
  emit changed();
}

}  // namespace halftone::app
