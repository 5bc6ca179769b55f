// TokensViewModel, as files: exact values, and what they were measured with.
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/csv.h"
#include "app/format.h"
#include "app/save_file.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/models/engine_view_model.h"
#include "app/viewmodels/tokens/tokens_view_model.h"

namespace halftone::app {
namespace {

QString text(const std::string& bytes) { return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())); }

}  // namespace

QString TokensViewModel::exportName() const {
  return state_ == Shown && count() > 0 ? QStringLiteral("tokens-%1.json").arg(reply()) : QString();
}

QByteArray TokensViewModel::csv() const {
  QByteArray lines = "position,id,text,probability,entropy_nats,likeliest,fork,likeliest_id,likeliest_text,likeliest_probability\n";
  for (int token = 0; token < count(); ++token) {
    const DoubtedToken& shown = shown_.tokens()[static_cast<std::size_t>(token)];
    const Doubt& doubt = shown_.doubt(token);
    const Candidate first = doubt.likeliest.empty() ? doubt.chosen : doubt.likeliest.front();
    const std::string bytes = shown_.reply().substr(
        shown.bytes, token + 1 < count() ? shown_.tokens()[static_cast<std::size_t>(token) + 1].bytes - shown.bytes : std::string::npos);
    const QList<QByteArray> cells = {QByteArray::number(token + 1),
                                     QByteArray::number(doubt.chosen.token),
                                     csv::text(text(bytes)),
                                     csv::number(shown.probability),
                                     csv::number(shown.entropy),
                                     shown.isLikeliest ? "1" : "0",
                                     shown.isFork ? "1" : "0",
                                     QByteArray::number(first.token),
                                     csv::text(text(shown_.bytesOf(first.token))),
                                     csv::number(first.probability)};
    lines += cells.join(',') + '\n';
  }
  return lines;
}

QByteArray TokensViewModel::json() const {
  QJsonArray tokens;
  for (int token = 0; token < count(); ++token) {
    const DoubtedToken& shown = shown_.tokens()[static_cast<std::size_t>(token)];
    const Doubt& doubt = shown_.doubt(token);
    QJsonArray likeliest;
    for (const Candidate& candidate : doubt.likeliest)
      likeliest.append(
          QJsonObject{{"id", candidate.token}, {"text", text(shown_.bytesOf(candidate.token))}, {"probability", candidate.probability}});
    const std::size_t end = token + 1 < count() ? shown_.tokens()[static_cast<std::size_t>(token) + 1].bytes : shown_.reply().size();
    tokens.append(QJsonObject{{"id", doubt.chosen.token},
                              {"text", text(shown_.reply().substr(shown.bytes, end - shown.bytes))},
                              {"probability", shown.probability},
                              {"entropy_nats", shown.entropy},
                              {"candidates", likeliest}});
  }
  return QJsonDocument(QJsonObject{{"model", engine_->modelPath()},
                                   {"settings", engine_->facts() ? engine_->label(engine_->facts()->settings) : QString()},
                                   {"device", engine_->deviceLabel()},
                                   {"date", QDateTime::currentDateTime().toString(Qt::ISODate)},
                                   {"question", question()},
                                   {"reply", text(shown_.reply())},
                                   {"perplexity", shown_.perplexity()},
                                   {"likeliest_share", shown_.likeliestShare()},
                                   {"mean_entropy_nats", shown_.meanEntropy()},
                                   {"forks", shown_.forks()},
                                   {"tokens", tokens}})
      .toJson();
}

void TokensViewModel::exportTo(const QUrl& url) {
  saveFile(this, url, url.path().endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive) ? csv() : json(),
           [this, url](const QString& trouble) {
             emit said(trouble.isEmpty() ? tr("Exported: %1").arg(isolated(url.fileName()))
                                         : tr("The tokens could not be written to %1: %2").arg(isolated(url.toLocalFile()), trouble));
           });
}

}  // namespace halftone::app
