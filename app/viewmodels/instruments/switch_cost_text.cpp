#include "app/viewmodels/instruments/switch_cost_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "app/format.h"

namespace halftone::app {
namespace {

struct Text {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::SwitchCost)
};

QString text(std::string_view value) { return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())); }

QString weightsText(const SwitchCost& cost, const SwitchChange& change) {
  const QString to = change.next.weights == Precision::automatic ? text(change.model.stored_format) : text(to_string(change.next.weights));
  const QString count = formatParameters(cost.parameters);
  const QString took = cost.seconds > 0 ? Text::tr("expected %1").arg(formatMilliseconds(cost.seconds * 1000)) : QString();
  QString what = cost.converts_from.empty() ? Text::tr("%1 weights are read as they are stored (%2)").arg(count, to)
                 : cost.requantises         ? Text::tr("%1 weights are requantised to %2 from %3, and lose once more").arg(count, to, text(cost.converts_from))
                                            : Text::tr("%1 weights are converted to %2 from %3").arg(count, to, text(cost.converts_from));
  what += Text::tr("; they then take %1").arg(formatBytes(cost.weight_bytes));
  return took.isEmpty() ? what : what + QStringLiteral(", ") + took;
}

// What one token takes once the conversation has so many: a time where there is one, else counted work.
QString tokenText(const LaterToken& token) {
  const QString place = Text::tr("at %1 tokens").arg(formatCount(token.at));
  if (token.ms > 0) return Text::tr("expected %1 %2").arg(formatMilliseconds(token.ms), place);
  return Text::tr("%1 billion operations %2").arg(QString::number(token.operations / 1e9, 'g', 3), place);
}

QString laterTokensText(const SwitchCost& cost, const SwitchChange& change) {
  QStringList figures;
  if (cost.next_token.at > 0) figures.append(tokenText(cost.next_token));
  if (cost.last_token.at > 0 && (!change.next.cache || cost.next_token.at == 0)) figures.append(tokenText(cost.last_token));
  if (cost.token_ms > 0) figures.append(Text::tr("now %1, measured").arg(formatMilliseconds(cost.token_ms)));
  const QString what = !change.next.cache ? Text::tr("every later token computes the whole conversation again")
                                          : Text::tr("every later token stores a row of scores for each head and layer");
  return figures.isEmpty() ? what : what + QStringLiteral(": ") + figures.join(QStringLiteral(" · "));
}

}  // namespace

QString switchCostText(const SwitchCost& cost, const SwitchChange& change) {
  QStringList parts;
  if (cost.reload_weights) parts.append(weightsText(cost, change));
  if (cost.recompute_cache && cost.cached_tokens > 0) parts.append(Text::tr("the cache is recomputed: %1 tokens").arg(formatCount(cost.cached_tokens)));
  if (cost.slower) parts.append(laterTokensText(cost, change));
  if (cost.score_bytes > 0)
    parts.append(Text::tr("a full context of %1 tokens stores scores of %2").arg(formatCount(change.next.context), formatBytes(cost.score_bytes)));
  if (parts.isEmpty()) return Text::tr("Nothing is recomputed.");
  for (QString& part : parts) part[0] = part[0].toUpper();
  return parts.join(QStringLiteral(".\n")) + u'.';
}

QString beyondTrainingText(const SwitchChange& change) {
  const std::int64_t trained = change.model.trained_context;
  if (trained <= 0 || change.next.context <= trained) return {};
  const QString fact = Text::tr("The model was trained for %1 tokens; this is %2 times as many.")
                           .arg(formatCount(trained), QString::number(static_cast<double>(change.next.context) / static_cast<double>(trained), 'g', 3));
  return fact + u' ' + (change.model.rope ? Text::tr("Beyond them it loses the thread unless its positions (RoPE) are stretched:")
                                          : Text::tr("Beyond them it may lose the thread; its positions cannot be stretched."));
}

QString refusalText(const SwitchCost& cost, const SwitchChange& change) {
  const bool context = change.next.context != change.now.context;
  const QString asked = formatCount(change.next.context), largest = formatCount(cost.largest_context);
  switch (cost.refusal) {
    case SwitchCost::Refusal::positions:
      return Text::tr("%1 tokens asked, at most %2 possible: the model learned positions for those and has no others. Choose a shorter context.").arg(asked, largest);
    case SwitchCost::Refusal::range:
      return Text::tr("%1 tokens asked, at most %2 possible. Choose a shorter context.").arg(asked, largest);
    case SwitchCost::Refusal::memory: {
      const QString room = Text::tr("needs %1, %2 are free").arg(formatBytes(cost.needed_bytes), formatBytes(cost.free_bytes));
      if (!context)
        return Text::tr("It does not fit: %1. Choose smaller weights, a smaller cache or a shorter context, or close other programs.").arg(room);
      return cost.largest_context > 0 ? Text::tr("%1 tokens asked, at most %2 possible: %3. Choose a shorter context or a smaller cache.").arg(asked, largest, room)
                                      : Text::tr("%1 tokens asked: %2. Choose smaller weights or a smaller cache, or close other programs.").arg(asked, room);
    }
    case SwitchCost::Refusal::none: break;
  }
  return {};
}

}  // namespace halftone::app
