// EngineViewModel, where a switch is set otherwise: what it would cost is asked and said, then it happens; or it is rejected.
#include "app/engine_worker/engine_thread.h"
#include "app/engine_worker/attempt.h"
#include "app/format.h"
#include "app/viewmodels/instruments/switch_cost_text.h"
#include "app/viewmodels/models/engine_view_model.h"
#include "engine/generate/model_template.h"

namespace halftone::app {
namespace {

QString text(std::string_view value) { return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())); }

constexpr std::int64_t kLeastContext = 64;  // a question and a word of an answer

// Ways to stretch RoPE to a context, by the factor that it is longer than the trained one: what is stored, what is read.
struct Scalings {
  QStringList choices, labels;

  Scalings(std::int64_t context, std::int64_t trained) {
    const auto factor = static_cast<float>(static_cast<double>(context) / static_cast<double>(trained));
    const auto add = [&](const RopeScaling& scaling, const QString& label) {
      choices.append(text(to_string(scaling)));
      labels.append(label);
    };
    add({}, EngineViewModel::tr("none"));
    add(LinearScaling{factor}, EngineViewModel::tr("linear"));
    add(YarnScaling{.factor = factor}, QStringLiteral("YaRN"));
    add(NtkScaling{.factor = factor}, QStringLiteral("NTK"));
  }
};

}  // namespace

QString EngineViewModel::shown(EngineSwitch::Kind kind, const EngineSettings& settings) const {
  return app::shown(kind, settings, facts_ ? std::string_view(facts_->model.stored_format) : std::string_view());
}

void EngineViewModel::propose(const QString& text, const QString& acceptLabel, const SwitchCost& cost) {
  SwitchProposal::Content content{*proposed_, text, shown(*proposed_, facts_->settings), shown(*proposed_, next_), acceptLabel};
  content.refused = cost.refusal != SwitchCost::Refusal::none;
  if (proposed_ == EngineSwitch::Context && !content.refused) {
    content.warning = beyondTrainingText({facts_->model, facts_->settings, next_});
    if (!content.warning.isEmpty() && facts_->model.rope) {
      const Scalings scalings(next_.context, facts_->model.trained_context);
      content.choices = scalings.choices;
      content.choiceLabels = scalings.labels;
      content.choice = halftone::app::text(to_string(next_.rope_scaling));
    }
  }
  proposal_.show(std::move(content));
}

void EngineViewModel::chooseScaling(const QString& scaling) {
  const auto wanted = parse_rope_scaling(scaling.toStdString());
  if (!wanted || state_ != Ready || proposed_ != EngineSwitch::Context || *wanted == next_.rope_scaling) return;
  next_.rope_scaling = *wanted;
  askCost();
}

void EngineViewModel::proposeSwitch(EngineSwitch::Kind kind, const QString& value) {
  if (state_ != Ready) return;
  const auto next = app::switched(facts_->settings, kind, value);
  if (!next) return fail({ErrorKind::invalid_argument, tr("“%1” is no value for %2.").arg(isolated(value), nameOf(kind)), {}});
  rejectSwitch();
  if (*next == facts_->settings) return;
  next_ = *next;
  proposed_ = kind;
  instead_ = 0;
  if (kind == EngineSwitch::Context && next_.context < kLeastContext) {
    instead_ = kLeastContext;
    SwitchCost refused;
    refused.refusal = SwitchCost::Refusal::range;
    return propose(tr("%1 tokens asked; a question and an answer need at least %2. Choose a longer context.").arg(formatCount(next_.context), formatCount(instead_)),
                   tr("Use %1 tokens").arg(formatCount(instead_)), refused);
  }
  if (replying_) propose(tr("A reply is being written. It has to end, or be stopped, before this can be switched."), tr("Stop the reply"));
  else askCost();
}

void EngineViewModel::setGuessAhead(bool on) {
  const QString value = on ? QStringLiteral("lookup") : QStringLiteral("off");
  if (facts_) return proposeSwitch(EngineSwitch::Speculation, value);
  wanted_.speculation = parse_speculation(value.toStdString());
  emit modelChanged();
  emit wantedChanged();
}

void EngineViewModel::askCost() {
  costWhenIdle_ = false;
  engine_->cost(++request_, next_, activeChat_);
}

void EngineViewModel::onCost(int request, const SwitchCost& cost) {
  if (request != request_ || state_ != Ready || !proposed_) return;
  const SwitchChange change{facts_->model, facts_->settings, next_};
  if (cost.refusal != SwitchCost::Refusal::none) {
    instead_ = proposed_ == EngineSwitch::Context ? cost.largest_context : 0;
    return propose(refusalText(cost, change), instead_ > 0 ? tr("Use %1 tokens").arg(formatCount(instead_)) : QString(), cost);
  }
  const bool beyond = proposed_ == EngineSwitch::Context && !beyondTrainingText(change).isEmpty();
  const bool free = !cost.reload_weights && !cost.recompute_cache && !cost.slower && cost.score_bytes == 0 && cost.seconds <= 0;
  if (free && !beyond) return apply();
  const bool judged = proposed_ == EngineSwitch::Weights && next_.weights != Precision::automatic;
  propose(switchCostText(cost, change) + (judged ? u'\n' + qualityText(next_.weights) + u'.' : QString()), tr("Switch"), cost);
}

void EngineViewModel::acceptSwitch() {
  if (!proposed_ || state_ != Ready) return;
  if (proposal_.isRefused()) {
    if (instead_ > 0) proposeSwitch(EngineSwitch::Context, QString::number(instead_));
    return;
  }
  proposal_.hide();
  if (!replying_) return apply();
  costWhenIdle_ = true;
  emit stopReplyRequested();
}

void EngineViewModel::setReplying(bool replying) {
  if (replying == replying_) return;
  replying_ = replying;
  emit replyingChanged();
  if (!replying && templateWaits_) applyTemplate();
  if (replying || !proposed_ || state_ != Ready) return;
  if (costWhenIdle_ || proposal_.isVisible()) askCost();  // the reply is over: what it takes is said now
}

void EngineViewModel::rejectSwitch() {
  proposal_.hide();
  if (!proposed_ || state_ == Switching) return;
  proposed_.reset();
  costWhenIdle_ = false;
  emit switchAbandoned();
}

// What is lost cannot be worse off: nothing is asked, and what else was proposed is of a device that is no more.
bool EngineViewModel::leaveDevice() {
  if (state_ != Ready || facts_->settings.device == "cpu") return leavesDevice_;
  rejectSwitch();
  next_ = facts_->settings;
  next_.device = "cpu", next_.split = {};
  proposed_ = EngineSwitch::Device;
  leavesDevice_ = true;
  apply();
  return true;
}

// --- the chat template: it costs nothing, so it is never asked about; it waits for what is running to end ---

void EngineViewModel::onTemplateWanted(const TemplateSettings& settings) {
  if (!facts_) return;
  templateWaits_ = true;
  emit templateChosen(modelPath(), settings);
  applyTemplate();
}

void EngineViewModel::applyTemplate() {
  if (!templateWaits_ || replying_ || state_ != Ready) return;
  rejectSwitch();
  templateWaits_ = false;
  next_ = facts_->settings;
  next_.chat_template = chatTemplate_.settings();
  if (next_ == facts_->settings) return;
  proposed_ = EngineSwitch::Template;
  apply();
}

// What was kept, without what the model or this program no longer knows: the model opens in any case.
TemplateSettings EngineViewModel::usableTemplate(const QString& path) const {
  TemplateSettings kept = keptTemplates_ ? keptTemplates_(path) : TemplateSettings();
  if (!kept.source.empty() && !usable_template(kept.source)) kept.source.clear();
  if (!kept.name.empty() && !fit_.hasUsableTemplate(kept.name)) kept.name.clear();
  return kept;
}

void EngineViewModel::apply() {
  proposal_.hide();
  stop_ = {};
  beginProgress(proposed_ == EngineSwitch::Template ? tr("changing the chat template") : tr("switching %1 to %2").arg(nameOf(*proposed_), shown(*proposed_, next_)));
  setState(Switching);
  engine_->apply(++request_, next_, stop_.get_token());
}

void EngineViewModel::onApplied(int request, const EngineFacts& facts) {
  if (request != request_) return;
  wanted_.weights = next_.weights;
  wanted_.attention = next_.attention;
  wanted_.cache = next_.cache;
  wanted_.speculation = next_.speculation;
  proposed_.reset();
  leavesDevice_ = false;
  setFacts(facts);
  setState(Ready);
  emit switched();
  emit loadEnded(modelName(), false);
}

}  // namespace halftone::app
