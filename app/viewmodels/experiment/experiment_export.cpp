// ExperimentViewModel, as files: exact values, and what they were measured with.
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/csv.h"
#include "app/export_file.h"
#include "app/viewmodels/experiment/experiment_view_model.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {
namespace {

QString text(std::string_view value) { return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())); }

const char* nameOf(ExperimentCell::State state) {
  switch (state) {
    case ExperimentCell::Done: return "done";
    case ExperimentCell::DoesNotFit: return "does not fit";
    case ExperimentCell::Failed: return "failed";
    case ExperimentCell::Skipped: return "skipped";
    default: return "not run";
  }
}

}  // namespace

QString ExperimentViewModel::exportName() const { return isBegun() && !running_ ? QStringLiteral("experiment.json") : QString(); }

QByteArray ExperimentViewModel::csv() const {
  QByteArray lines =
      "weights,attention,kv,prompt,generate,state,predicted_bytes,peak_bytes,median_ms,least_ms,most_ms,prompt_ms,needs_bytes,free_bytes\n";
  for (const ExperimentCell& cell : cells_) {
    const bool done = cell.state == ExperimentCell::Done, refused = cell.state == ExperimentCell::DoesNotFit;
    const ExperimentCell::Times times = cell.times();
    const auto ifDone = [done](const QByteArray& value) { return done ? value : QByteArray(); };
    const auto ifRefused = [refused](const QByteArray& value) { return refused ? value : QByteArray(); };
    const QList<QByteArray> row = {text(to_string(cell.settings.weights)).toUtf8(),
                                   text(to_string(cell.settings.attention)).toUtf8(),
                                   text(to_string(cell.settings.cache)).toUtf8(),
                                   csv::number(static_cast<qint64>(cell.run.prompt)),
                                   csv::number(static_cast<qint64>(cell.run.generate)),
                                   nameOf(cell.state),
                                   cell.expected > 0 ? csv::number(cell.expected) : QByteArray(),
                                   ifDone(csv::number(cell.peakBytes())),
                                   ifDone(csv::number(times.median)),
                                   ifDone(csv::number(times.least)),
                                   ifDone(csv::number(times.most)),
                                   ifDone(csv::number(times.prompt)),
                                   ifRefused(csv::number(cell.needs)),
                                   ifRefused(csv::number(cell.free))};
    lines += row.join(',') + '\n';
  }
  return lines;
}

QByteArray ExperimentViewModel::json() const {
  QJsonArray cells;
  for (const ExperimentCell& cell : cells_) {
    QJsonObject row{{"weights", text(to_string(cell.settings.weights))},
                    {"attention", text(to_string(cell.settings.attention))},
                    {"kv", text(to_string(cell.settings.cache))},
                    {"prompt", static_cast<qint64>(cell.run.prompt)},
                    {"generate", static_cast<qint64>(cell.run.generate)},
                    {"state", nameOf(cell.state)},
                    {"predicted_bytes", cell.expected > 0 ? QJsonValue(cell.expected) : QJsonValue()}};
    if (cell.state == ExperimentCell::Done) {
      row["peak_bytes"] = cell.peakBytes();
      QJsonArray runs;
      for (const RunCost& run : cell.runs)
        runs.append(QJsonObject{
            {"prompt_ms", run.prompt_ms}, {"generate_ms", run.generate_ms}, {"peak_bytes", static_cast<qint64>(run.peak_bytes)}});
      row["runs"] = runs;
      row["median_ms"] = cell.times().median;
    }
    if (cell.state == ExperimentCell::DoesNotFit) row["needs_bytes"] = cell.needs, row["free_bytes"] = cell.free;
    if (!cell.cause.isEmpty()) row["cause"] = cell.cause;
    cells.append(row);
  }
  return QJsonDocument(QJsonObject{{"model", path_},
                                   {"device", device_},
                                   {"settings", engine_->label(settings_)},
                                   {"context", static_cast<qint64>(settings_.context)},
                                   {"date", QDateTime::currentDateTime().toString(Qt::ISODate)},
                                   {"repeats", kRepeats},
                                   {"cells", cells}})
      .toJson();
}

void ExperimentViewModel::exportTo(const QUrl& url) {
  exportFile(this, url, [content = isTable(url) ? csv() : json()] { return content; }, [this](const QString& words) { emit said(words); });
}

}  // namespace halftone::app
