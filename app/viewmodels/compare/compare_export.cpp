// CompareViewModel, as files: exact values, and what they were measured with.
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/csv.h"
#include "app/export_file.h"
#include "app/viewmodels/compare/compare_view_model.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {
namespace {

QJsonArray tokensOf(const std::vector<ShownToken>& tokens) {
  QJsonArray rows;
  for (const ShownToken& token : tokens)
    rows.append(QJsonObject{{"text", token.text}, {"kl_nats", token.divergence}, {"same_first_choice", !token.flip}});
  return rows;
}

}  // namespace

QString CompareViewModel::exportName() const {
  return std::ranges::any_of(columns_, &CompareColumn::isWritten) ? QStringLiteral("comparison.json") : QString();
}

QByteArray CompareViewModel::csv() const {
  QByteArray lines =
      "weights,attention,kv,reference,peak_bytes,weight_bytes,kv_bytes,first_token_ms,tokens_per_s,tokens,kl_mean_nats,same_first_choice,"
      "first_flip,text\n";
  for (const CompareColumn* column : columns_) {
    if (!column->record()) continue;
    const Reply& reply = column->record()->reply;
    const bool beside = column->isCompared();
    const QList<QByteArray> cells = {column->weights().toUtf8(),
                                     column->attention().toUtf8(),
                                     column->cache().toUtf8(),
                                     column->isReference() ? "1" : "0",
                                     QByteArray::number(column->peakBytes()),
                                     csv::number(static_cast<qint64>(reply.taken.weights)),
                                     csv::number(static_cast<qint64>(reply.taken.kv_cache)),
                                     csv::number(reply.stats.first_token_ms),
                                     csv::number(reply.stats.decode_tokens_per_s),
                                     csv::number(static_cast<qint64>(reply.stats.tokens)),
                                     beside ? csv::number(column->divergence()) : QByteArray(),
                                     beside ? csv::number(column->sameChoice()) : QByteArray(),
                                     column->firstFlip() >= 0 ? QByteArray::number(column->firstFlip()) : QByteArray(),
                                     csv::text(QString::fromStdString(reply.text))};
    lines += cells.join(',') + '\n';
  }
  return lines;
}

QByteArray CompareViewModel::json() const {
  QJsonArray columns;
  const CompareColumn* reference = this->reference();
  for (const CompareColumn* column : columns_) {
    QJsonObject row{{"weights", column->weights()},
                    {"attention", column->attention()},
                    {"kv", column->cache()},
                    {"context", static_cast<qint64>(column->settings().context)},
                    {"reference", column->isReference()},
                    {"state", column->stateText()}};
    if (column->record()) {
      const Reply& reply = column->record()->reply;
      row["text"] = QString::fromStdString(reply.text);
      row["tokens"] = static_cast<qint64>(reply.stats.tokens);
      row["peak_bytes"] = column->peakBytes();
      row["weight_bytes"] = static_cast<qint64>(reply.taken.weights);
      row["kv_bytes"] = static_cast<qint64>(reply.taken.kv_cache);
      row["first_token_ms"] = reply.stats.first_token_ms;
      row["tokens_per_s"] = reply.stats.decode_tokens_per_s;
    }
    if (column->isCompared()) {
      row["kl_mean_nats"] = column->divergence();
      row["same_first_choice"] = column->sameChoice();
      row["first_flip"] = column->firstFlip() >= 0 ? QJsonValue(column->firstFlip()) : QJsonValue();
      row["own_words"] = tokensOf(column->words());
      if (reference && reference->record()) row["reference_words"] = tokensOf(column->onReference(*reference->record()));
    }
    if (!column->trouble().isEmpty()) row["trouble"] = column->trouble();
    columns.append(row);
  }
  return QJsonDocument(QJsonObject{{"model", engine_->modelPath()},
                                   {"device", engine_->deviceLabel()},
                                   {"date", QDateTime::currentDateTime().toString(Qt::ISODate)},
                                   {"question", question_},
                                   {"columns", columns}})
      .toJson();
}

void CompareViewModel::exportTo(const QUrl& url) {
  exportFile(this, url, [content = isTable(url) ? csv() : json()] { return content; }, [this](const QString& words) { emit said(words); });
}

}  // namespace halftone::app
