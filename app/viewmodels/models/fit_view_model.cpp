#include "app/viewmodels/models/fit_view_model.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/engine_worker/engine_words.h"
#include "app/format.h"
#include "engine/generate/model_template.h"

namespace halftone::app {
namespace {

QString text(std::string_view value) { return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())); }

// A token as it is spelled stays a word of its own among words that run the other way.
QString spelled(std::string_view token) { return QChar(0x2066) + text(token) + QChar(0x2069); }

template <class Add>
void addTokenizer(const TokenizerInfo& tokenizer, const Add& add) {
  if (tokenizer.trouble)
    return add(FitViewModel::tr("Tokenizer"), tokenizer.trouble->kind == ErrorKind::not_found ? FitViewModel::tr("none")
                                                                                              : FitViewModel::tr("cannot be read"));
  if (tokenizer.kind.empty()) return;
  add(FitViewModel::tr("Tokenizer"), FitViewModel::tr("%1, %2 tokens, from %3")
                                         .arg(spoken(tokenizer.kind), formatCount(tokenizer.tokens), spoken(tokenizer.source)));
  QStringList special;
  const auto name = [&](const std::optional<TokenizerInfo::Special>& token, const QString& meaning) {
    if (token) special.append(meaning.arg(spelled(token->text)));
  };
  name(tokenizer.bos, FitViewModel::tr("%1 begins"));
  name(tokenizer.eos, FitViewModel::tr("%1 ends"));
  name(tokenizer.unknown, FitViewModel::tr("%1 unknown"));
  name(tokenizer.padding, FitViewModel::tr("%1 pads"));
  add(FitViewModel::tr("Special tokens"), special.join(QStringLiteral(" · ")));
  QStringList ends;
  for (const TokenizerInfo::Special& end : tokenizer.ends) ends.append(spelled(end.text));
  add(FitViewModel::tr("A reply ends at"), ends.join(QStringLiteral(" · ")));
  if (!tokenizer.reasoning_open.empty())
    add(FitViewModel::tr("Thoughts"), FitViewModel::tr("between %1 and %2").arg(spelled(tokenizer.reasoning_open), spelled(tokenizer.reasoning_close)));
}

QString templateText(const ModelInfo& model) {
  if (model.chat_template.empty()) return FitViewModel::tr("none: a plain one is used");
  QStringList parts{model.template_trouble.empty() ? FitViewModel::tr("its own") : FitViewModel::tr("its own, which cannot be used: a plain one is")};
  QStringList names, variables;
  for (const auto& named : model.named_templates) names.append(text(named.name));
  for (const TemplateVariable& variable : model.template_variables) variables.append(text(variable.name));
  if (!names.isEmpty()) parts.append(FitViewModel::tr("to choose from: %1").arg(names.join(QStringLiteral(", "))));
  if (!variables.isEmpty()) parts.append(FitViewModel::tr("reads %1").arg(variables.join(QStringLiteral(", "))));
  return parts.join(QStringLiteral(" · "));
}

// "5 layers on cpu, 27 on cuda:0"
QString partsText(const FitRow& row) {
  QStringList parts;
  for (const FitPart& part : row.parts)
    parts << (parts.isEmpty() ? FitViewModel::tr("%1 layers on %2") : FitViewModel::tr("%1 on %2"))
                 .arg(part.layers.count())
                 .arg(text(part.device));
  return parts.join(FitViewModel::tr(", "));
}

}  // namespace

QList<QVariantList> modelFacts(const ModelInfo& model) {
  QList<QVariantList> facts;
  const auto add = [&](const QString& label, const QString& value) {
    if (!value.isEmpty()) facts.append({label, value});
  };
  add(FitViewModel::tr("Family"), text(model.family));
  add(FitViewModel::tr("Parameters"), formatParameters(model.parameters));
  add(FitViewModel::tr("Stored as"), QStringLiteral("%1 · %2").arg(text(model.stored_format), spoken(model.container)));
  add(FitViewModel::tr("Layers"), FitViewModel::tr("%1, width %2").arg(formatCount(model.layers), formatCount(model.width)));
  add(FitViewModel::tr("Heads"), FitViewModel::tr("%1, %2 for keys and values, width %3").arg(model.heads).arg(model.kv_heads).arg(model.head_width));
  add(FitViewModel::tr("Vocabulary"), formatCount(model.vocabulary));
  add(FitViewModel::tr("Positions"), spoken(model.positions));
  add(FitViewModel::tr("Trained context"), model.trained_context > 0 ? FitViewModel::tr("%1 tokens").arg(formatCount(model.trained_context)) : QString());
  addTokenizer(model.tokenizer, add);
  add(FitViewModel::tr("Chat template"), templateText(model));
  add(FitViewModel::tr("Licence"), text(model.licence));
  for (const Sentence& note : model.notes) add(FitViewModel::tr("Note"), spoken(note));
  add(FitViewModel::tr("Path"), QString::fromStdString(model.path.string()));
  return facts;
}

FitViewModel::FitViewModel(QObject* parent)
    : QObject(parent), facts_({"label", "value"}),
      rows_({"precision", "label", "weightBytes", "totalBytes", "fits", "text", "recommended", "share", "quality", "qualityKind", "poor"}) {}

void FitViewModel::setQuality(const QualityViewModel* quality) {
  quality_ = quality;
  connect(quality, &QualityViewModel::changed, this, &FitViewModel::showRows);
}

bool FitViewModel::hasUsableTemplate(const std::string& name) const {
  const auto& templates = estimate_.model.named_templates;
  const auto named = std::ranges::find(templates, name, &ModelInfo::NamedTemplate::name);
  return named != templates.end() && usable_template(named->source);
}

bool FitViewModel::fits(const QString& precision) const {
  return std::ranges::any_of(estimate_.rows, [&](const FitRow& row) { return row.fits && text(to_string(row.precision)) == precision; });
}

void FitViewModel::set(const FitEstimate& estimate) {
  estimate_ = estimate;
  title_ = text(estimate.model.name);
  path_ = QString::fromStdString(estimate.model.path.string());
  context_ = static_cast<int>(estimate.context);
  availableText_ = tr("%1 of %2 free").arg(formatBytes(estimate.device_available), formatBytes(estimate.device_total));
  facts_.setRows(modelFacts(estimate.model));
  const auto& trouble = estimate.model.tokenizer.trouble;
  tokenizerTrouble_ = trouble ? spoken(trouble->cause) : QString();
  tokenizerRemedy_ = trouble ? spoken(trouble->remedy) : QString();

  // As stored where that fits; else the most exact one that does (the rows go from exact to coarse).
  const auto fitting = std::ranges::find_if(estimate.rows, &FitRow::fits);
  recommended_ = fitting == estimate.rows.end() ? QString() : text(to_string(fitting->precision));
  showRows();
  emit changed();
}

void FitViewModel::showRows() {
  const FitEstimate& estimate = estimate_;
  QList<QVariantList> rows;
  for (const FitRow& row : estimate.rows) {
    const QString precision = text(to_string(row.precision));
    const QString label = row.precision == Precision::automatic ? tr("as stored (%1)").arg(text(estimate.model.stored_format)) : precision;
    const qint64 missing = row.total_bytes - estimate.device_available;
    const QString verdict = row.fits && row.parts.size() > 1 ? tr("fits: %1").arg(partsText(row))
                            : row.fits                       ? tr("fits")
                            : missing > 0                    ? tr("needs %1 more").arg(formatBytes(missing))
                                                             : tr("does not fit");
    const double share = estimate.device_available > 0 ? static_cast<double>(row.total_bytes) / static_cast<double>(estimate.device_available) : 0;
    const QualityViewModel::Cost cost = quality_ ? quality_->cost(path_, estimate.model.parameters, row.precision) : QualityViewModel::Cost();
    rows.append({precision, label, formatBytes(row.weight_bytes), formatBytes(row.total_bytes), row.fits, verdict, precision == recommended_, share,
                 cost.ratio, cost.kind, cost.poor});
  }
  rows_.setRows(std::move(rows));
}

}  // namespace halftone::app
