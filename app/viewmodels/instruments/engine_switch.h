// The switches of an engine: what each can be set to, how a setting reads, and settings in which it is another.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QString>
#include <QStringList>
#include <optional>

#include "engine/generate/engine.h"

namespace halftone::app {

namespace EngineSwitch {
Q_NAMESPACE
QML_ELEMENT
enum Kind { Weights, Attention, Cache, Context, Speculation, Device, Template };
Q_ENUM_NS(Kind)
}  // namespace EngineSwitch

QString nameOf(EngineSwitch::Kind kind);  // "weights": as a sentence about it says

// The same settings but for this switch; `value` as one of its choices, or as a person types a context ("8,192"). Nothing: no such value.
std::optional<EngineSettings> switched(const EngineSettings& settings, EngineSwitch::Kind kind, const QString& value);
// What it is set to. `stored`: what weights that are read as they are stored come to; empty: not known.
QString shown(EngineSwitch::Kind kind, const EngineSettings& settings, std::string_view stored);

const std::vector<Precision>& precisionChoices();
QStringList choicesOf(EngineSwitch::Kind kind);  // empty: any value

}  // namespace halftone::app
