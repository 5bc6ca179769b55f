// AttentionViewModel, as files: the weights of the layer and head that are shown, exact, and what they are of.
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/csv.h"
#include "app/export_file.h"
#include "app/viewmodels/attention/attention_view_model.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {

namespace {

// Up to millions of weights: what is needed to write them down on another thread.
struct ShownHead {
  std::shared_ptr<const AttentionRows> rows;
  QStringList words;
  int layer = 0, head = 0;
  QJsonObject about = {};  // what they were measured with

  QByteArray csv() const {
    const bool both = rows->has_without_position();
    QByteArray lines = both ? "token,to,share,without_position\n" : "token,to,share\n";
    for (int token = 0; token < words.size(); ++token) {
      for (int to = 0; to <= token; ++to) {
        lines += QByteArray::number(token) + ',' + QByteArray::number(to) + ',' +
                 app::csv::number(rows->as_it_is(layer, head).weight(token, to));
        if (both) lines += ',' + app::csv::number(rows->without_position(layer, head).weight(token, to));
        lines += '\n';
      }
    }
    return lines;
  }

  QByteArray json() const {
    const auto rowsOf = [&](const AttentionTriangle& triangle) {
      QJsonArray all;
      for (int token = 0; token < words.size(); ++token) {
        QJsonArray row;
        for (const F16 weight : triangle.row(token)) row.append(static_cast<double>(weight.to_float()));
        all.append(row);
      }
      return all;
    };
    QJsonObject all = about;
    all["layer"] = layer, all["head"] = head;
    all["tokens"] = QJsonArray::fromStringList(words);
    all["left_out"] = static_cast<qint64>(rows->left_out());
    all["attention"] = rowsOf(rows->as_it_is(layer, head));
    if (rows->has_without_position()) all["without_position"] = rowsOf(rows->without_position(layer, head));
    return QJsonDocument(all).toJson(QJsonDocument::Compact);
  }
};

}  // namespace

QString AttentionViewModel::exportName() const {
  return rows_ ? QStringLiteral("attention-layer-%1-head-%2.json").arg(layer_).arg(head_) : QString();
}

void AttentionViewModel::exportTo(const QUrl& url) {
  if (!rows_) return;
  const ShownHead shown{rows_,
                        words_,
                        layer_,
                        head_,
                        {{"model", engine_->modelPath()},
                         {"device", engine_->deviceLabel()},
                         {"settings", engine_->label(engine_->facts()->settings)},
                         {"date", QDateTime::currentDateTime().toString(Qt::ISODate)}}};
  exportFile(
      this, url, [shown, table = isTable(url)] { return table ? shown.csv() : shown.json(); },
      [this](const QString& words) { emit said(words); });
}

}  // namespace halftone::app
