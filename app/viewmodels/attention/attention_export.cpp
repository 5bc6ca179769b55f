// AttentionViewModel, as files: the weights of the layer and head that are shown, exact, and what they are of.
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/format.h"
#include "app/save_file.h"
#include "app/viewmodels/attention/attention_view_model.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {

QString AttentionViewModel::exportName() const {
  return rows_ ? QStringLiteral("attention-layer-%1-head-%2.json").arg(layer_).arg(head_) : QString();
}

QByteArray AttentionViewModel::csv() const {
  QByteArray lines = rows_->has_without_position() ? "token,to,share,without_position\n" : "token,to,share\n";
  const AttentionTriangle asIs = rows_->as_it_is(layer_, head_);
  for (int token = 0; token < words_.size(); ++token) {
    for (int to = 0; to <= token; ++to) {
      lines += QByteArray::number(token) + ',' + QByteArray::number(to) + ',' + QByteArray::number(asIs.weight(token, to), 'g', 9);
      if (rows_->has_without_position())
        lines += ',' + QByteArray::number(rows_->without_position(layer_, head_).weight(token, to), 'g', 9);
      lines += '\n';
    }
  }
  return lines;
}

QByteArray AttentionViewModel::json() const {
  const auto rowsOf = [&](const AttentionTriangle& triangle) {
    QJsonArray rows;
    for (int token = 0; token < words_.size(); ++token) {
      QJsonArray row;
      for (const F16 weight : triangle.row(token)) row.append(static_cast<double>(weight.to_float()));
      rows.append(row);
    }
    return rows;
  };
  QJsonObject all{{"model", engine_->modelPath()},
                  {"device", engine_->deviceLabel()},
                  {"settings", engine_->label(engine_->facts()->settings)},
                  {"date", QDateTime::currentDateTime().toString(Qt::ISODate)},
                  {"layer", layer_},
                  {"head", head_},
                  {"tokens", QJsonArray::fromStringList(words_)},
                  {"left_out", static_cast<qint64>(rows_->left_out())},
                  {"attention", rowsOf(rows_->as_it_is(layer_, head_))}};
  if (rows_->has_without_position()) all["without_position"] = rowsOf(rows_->without_position(layer_, head_));
  return QJsonDocument(all).toJson(QJsonDocument::Compact);
}

void AttentionViewModel::exportTo(const QUrl& url) {
  if (!rows_) return;
  saveFile(this, url, url.path().endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive) ? csv() : json(),
           [this, url](const QString& trouble) {
             emit said(trouble.isEmpty() ? tr("Exported: %1").arg(isolated(url.fileName()))
                                         : tr("The attention could not be written to %1: %2").arg(isolated(url.toLocalFile()), trouble));
           });
}

}  // namespace halftone::app
