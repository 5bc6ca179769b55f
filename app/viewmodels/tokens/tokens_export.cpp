// TokensViewModel, as files: exact values, and what they were measured with.
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/csv.h"
#include "app/export_file.h"
#include "app/format.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/models/engine_view_model.h"
#include "app/viewmodels/tokens/tokens_view_model.h"

namespace halftone::app {
namespace {

QString text(const std::string& bytes) { return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())); }

// What came with a token, from the one before it to the one behind.
QString textOf(const ReadReply& shown, int token) {
  const std::size_t begin = shown.tokens()[static_cast<std::size_t>(token)].bytes;
  const std::size_t end = token + 1 < shown.count() ? shown.tokens()[static_cast<std::size_t>(token) + 1].bytes : shown.reply().size();
  return text(shown.reply().substr(begin, end - begin));
}

QByteArray asTable(const ReadReply& reply) {
  QByteArray lines = "position,id,text,ms,probability,entropy_nats,likeliest,fork,likeliest_id,likeliest_text,likeliest_probability\n";
  for (int token = 0; token < reply.count(); ++token) {
    const DoubtedToken& shown = reply.tokens()[static_cast<std::size_t>(token)];
    const Doubt& doubt = reply.doubt(token);
    const Candidate first = doubt.likeliest.empty() ? doubt.chosen : doubt.likeliest.front();
    const QList<QByteArray> cells = {QByteArray::number(token + 1),   QByteArray::number(doubt.chosen.token),
                                     csv::text(textOf(reply, token)), shown.ms > 0 ? csv::number(shown.ms) : QByteArray(),
                                     csv::number(shown.probability),  csv::number(shown.entropy),
                                     shown.isLikeliest ? "1" : "0",   shown.isFork ? "1" : "0",
                                     QByteArray::number(first.token), csv::text(text(reply.bytesOf(first.token))),
                                     csv::number(first.probability)};
    lines += cells.join(',') + '\n';
  }
  return lines;
}

QByteArray asJson(const ReadReply& reply, QJsonObject about) {
  QJsonArray tokens;
  for (int token = 0; token < reply.count(); ++token) {
    const DoubtedToken& shown = reply.tokens()[static_cast<std::size_t>(token)];
    const Doubt& doubt = reply.doubt(token);
    QJsonArray likeliest;
    for (const Candidate& candidate : doubt.likeliest)
      likeliest.append(
          QJsonObject{{"id", candidate.token}, {"text", text(reply.bytesOf(candidate.token))}, {"probability", candidate.probability}});
    tokens.append(QJsonObject{{"id", doubt.chosen.token},
                              {"text", textOf(reply, token)},
                              {"ms", shown.ms > 0 ? QJsonValue(shown.ms) : QJsonValue()},
                              {"probability", shown.probability},
                              {"entropy_nats", shown.entropy},
                              {"candidates", likeliest}});
  }
  about["reply"] = text(reply.reply());
  about["perplexity"] = reply.perplexity();
  about["likeliest_share"] = reply.likeliestShare();
  about["mean_entropy_nats"] = reply.meanEntropy();
  about["forks"] = reply.forks();
  about["tokens"] = tokens;
  return QJsonDocument(about).toJson();
}

}  // namespace

QString TokensViewModel::exportName() const {
  return state_ == Shown && count() > 0 ? QStringLiteral("tokens-%1.json").arg(reply()) : QString();
}

void TokensViewModel::exportTo(const QUrl& url) {
  const QJsonObject about{{"model", engine_->modelPath()},
                          {"settings", engine_->facts() ? engine_->label(engine_->facts()->settings) : QString()},
                          {"device", engine_->deviceLabel()},
                          {"date", QDateTime::currentDateTime().toString(Qt::ISODate)},
                          {"question", question()}};
  exportFile(
      this, url, [shown = shown_, about, table = isTable(url)] { return table ? asTable(shown) : asJson(shown, about); },
      [this](const QString& words) { emit said(words); });
}

}  // namespace halftone::app
