// TokensViewModel, what is said of a reply and of one token.
#include <QGuiApplication>
#include <algorithm>
#include <cmath>

#include "app/format.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/models/engine_view_model.h"
#include "app/viewmodels/tokens/share_dots.h"
#include "app/viewmodels/tokens/tokens_view_model.h"
#include "engine/base/utf8.h"

namespace halftone::app {
namespace {

constexpr std::size_t kTurns = 6, kListed = 7;
constexpr qsizetype kContext = 22, kBranchContext = 7, kBranchLength = 18;  // characters

QString fixed(double value, int digits) { return QLocale(QLocale::English, QLocale::UnitedStates).toString(value, 'f', digits); }

// "19 %", "0.4 %": a number and its unit stay in this order.
QString percent(double share) {
  const double hundredths = 100 * std::clamp(share, 0.0, 1.0);
  const QString number = hundredths > 0 && hundredths < 0.05 ? QStringLiteral("< 0.1") : fixed(hundredths, hundredths >= 0.95 ? 0 : 1);
  const QString figure = number + QStringLiteral(" %");
  return QGuiApplication::isRightToLeft() ? QChar(0x2066) + figure + QChar(0x2069) : figure;
}

QString dash() { return QStringLiteral("–"); }

// Where a text parts from another one, a little before and after; of one that begins otherwise, its beginning.
QString parting(const QString& text, const QString& from) {
  const auto same = std::ranges::mismatch(text, from).in1 - text.begin();
  qsizetype begin = std::max<qsizetype>(0, same - kBranchContext);
  while (begin > 0 && begin < same && !text[begin - 1].isSpace()) ++begin;
  const QString part = text.mid(begin, kBranchLength).simplified();
  return (begin > 0 ? QStringLiteral("… ") : QString()) + part + (begin + kBranchLength < text.size() ? QStringLiteral("…") : QString());
}

}  // namespace

QString TokensViewModel::progressText() const {
  return total_ > 0 ? tr("%1 of %2 tokens").arg(formatCount(done_), formatCount(total_)) : QString();
}

QString TokensViewModel::question() const {
  const int at = row();
  return at > 0 ? chat_->messages()->at(at - 1).text : QString();
}

int TokensViewModel::version() const { return row() < 0 ? 0 : chat_->messages()->versionAt(row()); }
int TokensViewModel::versions() const { return row() < 0 ? 0 : chat_->messages()->versionsAt(row()); }

QString TokensViewModel::readBy() const {
  const MessageRecord* reply = record();
  if (!reply || !engine_->facts() || reply->figures.model.isEmpty()) return {};
  const QString settings = engine_->label(engine_->facts()->settings);
  if (reply->figures.model == engine_->modelName() && reply->figures.settingsLabel == settings) return {};
  return tr("Written by %1 (%2), read by %3 (%4).")
      .arg(isolated(reply->figures.model), isolated(reply->figures.settingsLabel), isolated(engine_->modelName()), isolated(settings));
}

QString TokensViewModel::perplexity() const { return count() > 0 ? fixed(shown_.perplexity(), shown_.perplexity() < 100 ? 2 : 0) : dash(); }
QString TokensViewModel::likeliest() const { return count() > 0 ? fixed(100 * shown_.likeliestShare(), 0) : dash(); }
QString TokensViewModel::entropy() const { return count() > 0 ? fixed(shown_.meanEntropy(), 2) : dash(); }
QString TokensViewModel::forks() const { return count() > 0 ? formatCount(shown_.forks()) : dash(); }
QString TokensViewModel::stores() const { return count() > 0 ? formatBytes(shown_.storedBytes()).replace(u' ', QChar::Nbsp) : dash(); }
bool TokensViewModel::isRightToLeft() const { return shown_.text().isRightToLeft(); }

void TokensViewModel::fillTurns() {
  QList<QVariantList> rows;
  for (const int token : shown_.turns(kTurns)) {
    const Doubt& doubt = shown_.doubt(token);
    const Candidate& else_ = *other(doubt);
    rows.append({token, shown_.word(token), percent(doubt.chosen.probability), wordOf(else_), percent(else_.probability),
                 !shown_.tokens()[static_cast<std::size_t>(token)].isLikeliest});
  }
  turns_.setRows(std::move(rows));
}

void TokensViewModel::fillBranches() {
  QList<QVariantList> rows;
  if (row() >= 0) {
    const QList<MessageRecord> versions = chat_->versionsAt(row());
    for (int i = 0; i < versions.size(); ++i) {
      const MessageRecord& one = versions[i];
      const bool here = one.id == replyId_;
      const auto kept = kept_.constFind(one.id);
      const qint64 tokens = here && count() > 0 ? count() : kept != kept_.constEnd() ? std::ssize(*kept->tokens) : one.figures.tokens;
      rows.append({i + 1, i == 0 ? tr("as drawn") : isolated(u'“' + parting(one.text, versions[0].text) + u'”'),
                   tokens > 0 ? tr("%1 tokens").arg(formatCount(tokens)) : QString(), here});
    }
  }
  branches_.setRows(std::move(rows));
}

bool TokensViewModel::ends(TokenId candidate) const {
  return engine_->facts() && std::ranges::count(engine_->facts()->model.tokenizer.ends, candidate, &TokenizerInfo::Special::id) > 0;
}

QString TokensViewModel::wordOf(const Candidate& candidate) const {
  return ends(candidate.token) ? tr("(the end)") : shown_.word(candidate);
}

// The likeliest, and the one that was drawn in place of the last where it is not among them.
void TokensViewModel::fillCandidates() {
  listed_.clear();
  QList<QVariantList> rows;
  if (token_ >= 0 && token_ < count()) {
    const Doubt& doubt = shown_.doubt(token_);
    listed_.assign(doubt.likeliest.begin(),
                   doubt.likeliest.begin() + std::min(std::ssize(doubt.likeliest), static_cast<std::ptrdiff_t>(kListed)));
    const bool among = std::ranges::count(listed_, doubt.chosen.token, &Candidate::token) > 0;
    if (!among && listed_.size() == kListed) listed_.pop_back();
    if (!among) listed_.push_back(doubt.chosen);
    for (const Candidate& candidate : listed_) {
      const bool said = candidate.token == doubt.chosen.token;
      QString why;
      if (!said && ends(candidate.token)) why = token_ == 0 ? tr("A reply without words cannot be kept") : QString();
      else if (!said && !is_utf8(shown_.until(token_) + shown_.bytesOf(candidate.token)))
        why = tr("This token is a part of a character: a text cannot end with it");
      rows.append({said ? shown_.word(token_) : wordOf(candidate), candidate.probability, percent(candidate.probability), said, why});
    }
  }
  candidates_.setRows(std::move(rows));
}

QString TokensViewModel::context() const {
  if (token_ < 0 || token_ >= count()) return {};
  const QString before = QString::fromStdString(shown_.until(token_)).simplified();
  return isolated(u'“' + (before.size() > kContext ? u'…' + before.right(kContext) : before) + QStringLiteral(" _”"));
}

QString TokensViewModel::tokenEntropy() const {
  return token_ < 0 || token_ >= count() ? QString() : tr("entropy %1 nats").arg(fixed(shown_.doubt(token_).entropy, 1));
}

QString TokensViewModel::tokenTime() const {
  const float ms = token_ < 0 || token_ >= count() ? 0 : shown_.tokens()[static_cast<std::size_t>(token_)].ms;
  return ms > 0 ? formatMilliseconds(ms) : QString();
}

double TokensViewModel::dotWorth() const {
  float most = 0;
  for (const Candidate& candidate : listed_) most = std::max(most, candidate.probability);
  return std::max(1.0, std::ceil(100 * static_cast<double>(most) / ShareDots::kDots)) / 100;
}

int TokensViewModel::alternative() const {
  for (int row = 0; row < candidates_.count(); ++row)
    if (!candidates_.rows()[row][3].toBool()) return row;
  return -1;
}

QString TokensViewModel::othersText() const {
  if (listed_.empty() || !engine_->facts()) return {};
  double share = 1;
  for (const Candidate& candidate : listed_) share -= candidate.probability;
  const qint64 others = std::max<qint64>(0, engine_->facts()->model.vocabulary - std::ssize(listed_));
  return tr("%1 others: %2").arg(formatCount(others), percent(share));
}

QString TokensViewModel::samplingText() const {
  if (token_ < 0 || token_ >= count() || !chat_) return {};
  const GenerationParams& params = chat_->sampling()->params();
  if (params.temperature <= 0) return tr("temperature 0 takes the likeliest");
  QStringList with = {tr("temperature %1").arg(QString::number(params.temperature, 'g', 3))};
  if (params.top_k > 0) with << tr("top-k %1").arg(params.top_k);
  if (params.top_p < 1) with << tr("top-p %1").arg(QString::number(params.top_p, 'g', 3));
  if (params.min_p > 0) with << tr("min-p %1").arg(QString::number(params.min_p, 'g', 3));
  const int left = drawnFrom(shown_.doubt(token_), params);
  const QString many = left < 0 ? tr("over %1").arg(kCandidates) : QString::number(left);
  return tr("%1: %2 to draw from", "\"temperature 0.7 · top-p 0.9: 11 to draw from\"").arg(with.join(QStringLiteral(" · ")), many);
}

QString TokensViewModel::nameOf(int token) const {
  if (token < 0 || token >= count()) return {};
  const Doubt& doubt = shown_.doubt(token);
  const QString said = tr("%1, %2 percent").arg(isolated(shown_.word(token)), fixed(100 * doubt.chosen.probability, 0));
  const Candidate* also = other(doubt);
  return also ? tr("%1; also %2, %3").arg(said, isolated(wordOf(*also)), fixed(100 * also->probability, 0)) : said;
}

}  // namespace halftone::app
