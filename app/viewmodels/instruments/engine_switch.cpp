#include "app/viewmodels/instruments/engine_switch.h"

#include "app/format.h"

namespace halftone::app {
namespace {

QString text(std::string_view value) { return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())); }

}  // namespace

QString nameOf(EngineSwitch::Kind kind) {
  switch (kind) {
    case EngineSwitch::Weights: return QStringLiteral("weights");
    case EngineSwitch::Attention: return QStringLiteral("attention");
    case EngineSwitch::Cache: return QStringLiteral("cache");
    case EngineSwitch::Context: return QStringLiteral("context");
    case EngineSwitch::Speculation: return QStringLiteral("speculation");
    case EngineSwitch::Device: return QStringLiteral("device");
    case EngineSwitch::Template: return QStringLiteral("template");
  }
  return {};
}

std::optional<EngineSettings> switched(const EngineSettings& settings, EngineSwitch::Kind kind, const QString& value) {
  EngineSettings next = settings;
  const std::string name = value.toStdString();
  const auto take = [](auto& setting, const auto& parsed) {
    if (parsed) setting = *parsed;
    return static_cast<bool>(parsed);
  };
  switch (kind) {
    case EngineSwitch::Weights:
      if (!take(next.weights, parse_precision(name))) return std::nullopt;
      break;
    case EngineSwitch::Attention:
      if (!take(next.attention, parse_attention(name))) return std::nullopt;
      break;
    case EngineSwitch::Cache:
      if (!take(next.cache, parse_cache(name))) return std::nullopt;
      break;
    case EngineSwitch::Context: {
      bool number = false;
      next.context = QString(value).remove(u',').trimmed().toLongLong(&number);
      if (!number) return std::nullopt;
      next.rope_scaling = {};  // is chosen anew for every context
      break;
    }
    case EngineSwitch::Speculation:
      if (!choicesOf(kind).contains(value)) return std::nullopt;
      next.speculation = parse_speculation(name);
      break;
    case EngineSwitch::Device: next.device = name, next.split = {}; break;
    case EngineSwitch::Template: return std::nullopt;  // is no name
  }
  return next;
}

QString shown(EngineSwitch::Kind kind, const EngineSettings& settings, std::string_view stored) {
  switch (kind) {
    case EngineSwitch::Weights:
      return settings.weights == Precision::automatic && !stored.empty() ? text(stored) : text(to_string(settings.weights));
    case EngineSwitch::Attention: return text(to_string(settings.attention));
    case EngineSwitch::Cache: return text(to_string(settings.cache));
    case EngineSwitch::Context: return formatCount(settings.context);
    case EngineSwitch::Speculation: return QString::fromStdString(to_string(settings.speculation));
    case EngineSwitch::Device: return text(settings.device);
    case EngineSwitch::Template: break;
  }
  return {};
}

const std::vector<Precision>& precisionChoices() {
  static const std::vector<Precision> all{Precision::automatic, Precision::f32,  Precision::bf16, Precision::f16, Precision::int8,
                                          Precision::nf4,       Precision::int4, Precision::int3, Precision::int2};
  return all;
}

QStringList choicesOf(EngineSwitch::Kind kind) {
  QStringList choices;
  switch (kind) {
    case EngineSwitch::Weights:
      for (const Precision precision : precisionChoices()) choices.append(text(to_string(precision)));
      break;
    case EngineSwitch::Attention:
      for (const AttentionKind attention : {AttentionKind::flash, AttentionKind::naive}) choices.append(text(to_string(attention)));
      break;
    case EngineSwitch::Cache:
      for (const KvFormat format : {KvFormat::f32, KvFormat::f16, KvFormat::bf16, KvFormat::int8, KvFormat::int4})
        choices.append(text(to_string(CacheChoice(format))));
      choices.append(text(to_string(CacheChoice())));
      break;
    case EngineSwitch::Speculation: return {QStringLiteral("off"), QStringLiteral("lookup")};
    case EngineSwitch::Device: return {QStringLiteral("auto"), QStringLiteral("cpu")};
    case EngineSwitch::Context:
    case EngineSwitch::Template: break;
  }
  return choices;
}

}  // namespace halftone::app
