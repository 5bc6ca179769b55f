#include "app/viewmodels/settings/template_view_model.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

#include "app/engine_worker/engine_words.h"
#include "engine/generate/model_template.h"

namespace halftone::app {
namespace {

using Kind = TemplateVariable::Kind;

QString kindName(Kind kind) {
  switch (kind) {
    case Kind::flag: return QStringLiteral("flag");
    case Kind::choice: return QStringLiteral("choice");
    case Kind::number: return QStringLiteral("number");
    case Kind::text: break;
  }
  return QStringLiteral("text");
}

// A list around it makes every text a document of its own.
std::string quoted(const QString& text) {
  const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
  return list.mid(1, list.size() - 2).toStdString();
}

QString unquoted(const std::string& json) {
  const QJsonValue value = QJsonDocument::fromJson("[" + QByteArray::fromStdString(json) + "]").array().at(0);
  return value.isString() ? value.toString() : QString::fromStdString(json);
}

}  // namespace

TemplateViewModel::TemplateViewModel(QObject* parent) : QObject(parent), variables_({"name", "kind", "value", "choices"}) {}

std::string TemplateViewModel::ownSource() const {
  const auto named = std::ranges::find(model_.named_templates, settings_.name, &ModelInfo::NamedTemplate::name);
  if (!settings_.name.empty() && named != model_.named_templates.end()) return named->source;
  return model_.chat_template.empty() ? ChatTemplate::plain().source() : model_.chat_template;
}

QString TemplateViewModel::origin() const {
  if (continuesText()) return tr("Text is gone on with, without turns.");
  if (settings_.source == ChatTemplate::plain().source()) return tr("A plain dialogue.");
  if (!settings_.source.empty()) return tr("Yours, in place of the model's.");
  if (!settings_.name.empty()) return tr("One of the model's own.");
  if (model_.chat_template.empty()) return tr("The model comes without one. This is a plain dialogue.");
  if (!model_.template_trouble.empty()) return tr("The model's own, which cannot be used. A plain dialogue is written until it is mended.");
  return tr("The model's own.");
}

QStringList TemplateViewModel::names() const {
  QStringList names;
  for (const auto& named : model_.named_templates) names.append(QString::fromStdString(named.name));
  return names;
}

QString TemplateViewModel::name() const {
  if (!settings_.source.empty()) return {};
  if (!settings_.name.empty()) return QString::fromStdString(settings_.name);
  const auto standard = std::ranges::find(model_.named_templates, model_.chat_template, &ModelInfo::NamedTemplate::source);
  return standard == model_.named_templates.end() ? QString() : QString::fromStdString(standard->name);
}

void TemplateViewModel::set(const ModelInfo& model, const TemplateSettings& settings) {
  const bool same = available_ && model.path == model_.path;
  const TemplateSettings before = std::exchange(settings_, settings);
  model_ = model;
  available_ = true;
  if (same && before == settings) return;  // another switch was moved: what is being written here stays
  show();
}

void TemplateViewModel::clear() {
  if (!available_) return;
  available_ = false;
  model_ = {};
  settings_ = {};
  show();
}

// What is in force now; a draft goes.
void TemplateViewModel::show() {
  inForce_ = available_ ? QString::fromStdString(settings_.source.empty() ? ownSource() : settings_.source) : QString();
  draft_ = inForce_;
  const bool broken = settings_.source.empty() && settings_.name.empty() && !model_.template_trouble.empty();
  const auto parsed = ChatTemplate::parse(broken ? ChatTemplate::plain().source() : inForce_.toStdString());
  known_ = parsed && available_ ? parsed->variables() : std::vector<TemplateVariable>();
  showVariables();
  setError(broken ? spoken(model_.template_trouble) : QString());
  emit draftChanged();
  emit changed();
}

void TemplateViewModel::showVariables() {
  QList<QVariantList> rows;
  for (const TemplateVariable& variable : known_) {
    QStringList choices;
    if (variable.kind == Kind::flag) choices = {QStringLiteral("true"), QStringLiteral("false")};
    for (const std::string& choice : variable.choices) choices.append(QString::fromStdString(choice));
    const auto told = settings_.arguments.find(variable.name);
    rows.append({QString::fromStdString(variable.name), kindName(variable.kind),
                 told == settings_.arguments.end() ? QString() : unquoted(told->second), choices});
  }
  variables_.setRows(std::move(rows));
}

void TemplateViewModel::setError(const QString& error, int line) {
  if (error == error_ && line == errorLine_) return;
  error_ = error;
  errorLine_ = line;
  emit errorChanged();
}

void TemplateViewModel::setDraft(const QString& draft) {
  if (draft == draft_) return;
  draft_ = draft;
  setError({});
  emit draftChanged();
}

bool TemplateViewModel::use() {
  if (!available_) return false;
  const std::string source = draft_.toStdString();
  if (const auto usable = usable_template(source); !usable) {
    const Sentence& cause = usable.error().cause;
    if (cause.pattern != kUnusableAtLine) setError(spoken(cause));
    else setError(tr("Line %1: %2").arg(spoken(cause.parts[0]), spoken(cause.parts[1])), QString::fromStdString(cause.parts[0].english).toInt());
    return false;
  }
  TemplateSettings next = settings_;
  next.source = source == ownSource() ? std::string() : source;  // written back to what it was
  want(std::move(next));
  return true;
}

void TemplateViewModel::discard() { setDraft(inForce_); }

void TemplateViewModel::reset() {
  TemplateSettings next = settings_;
  next.source.clear();
  next.name.clear();
  want(std::move(next));
}

// A dialogue with a model that has no template is said too: then nobody is asked again.
void TemplateViewModel::continueText(bool on) {
  TemplateSettings next = settings_;
  next.source = on ? ChatTemplate::continuation().source() : model_.chat_template.empty() ? ChatTemplate::plain().source() : std::string();
  want(std::move(next));
}

void TemplateViewModel::choose(const QString& name) {
  const auto named = std::ranges::find(model_.named_templates, name.toStdString(), &ModelInfo::NamedTemplate::name);
  if (named == model_.named_templates.end()) return;
  if (const auto usable = usable_template(named->source); !usable) return setError(spoken(usable.error().cause));
  TemplateSettings next = settings_;
  next.source.clear();
  next.name = named->source == model_.chat_template ? std::string() : named->name;
  want(std::move(next));
}

void TemplateViewModel::tell(const QString& variable, const QString& value) {
  const auto known = std::ranges::find(known_, variable.toStdString(), &TemplateVariable::name);
  if (known == known_.end()) return;
  TemplateSettings next = settings_;
  const QString trimmed = value.trimmed();
  bool number = false;
  const qlonglong count = trimmed.toLongLong(&number);
  if (trimmed.isEmpty() || (known->kind == Kind::number && !number)) next.arguments.erase(known->name);
  else if (known->kind == Kind::flag) next.arguments[known->name] = trimmed == u"true" ? "true" : "false";
  else if (known->kind == Kind::number) next.arguments[known->name] = std::to_string(count);
  else next.arguments[known->name] = quoted(trimmed);
  if (next == settings_) return;
  settings_ = std::move(next);  // a draft is not touched by it
  showVariables();
  emit wanted(settings_);
}

void TemplateViewModel::want(TemplateSettings settings) {
  settings_ = std::move(settings);
  show();
  emit wanted(settings_);
}

}  // namespace halftone::app
