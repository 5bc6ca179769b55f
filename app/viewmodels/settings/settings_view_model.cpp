#include "app/viewmodels/settings/settings_view_model.h"

#include <algorithm>

namespace halftone::app {

SettingsViewModel::SettingsViewModel(const QString& configFile, const QString& stateFile, QObject* parent)
    : QObject(parent), config_(configFile, QSettings::IniFormat), state_(stateFile, QSettings::IniFormat) {}

SettingsViewModel::~SettingsViewModel() = default;

QString SettingsViewModel::theme() const { return config_.value("appearance/theme", QStringLiteral("system")).toString(); }

void SettingsViewModel::setTheme(const QString& value) {
  if (value != u"light" && value != u"dark" && value != u"system") return;
  if (value == theme()) return;
  config_.setValue("appearance/theme", value);
  emit themeChanged();
}

double SettingsViewModel::zoom() const { return config_.value("appearance/zoom", 1.0).toDouble(); }

void SettingsViewModel::setZoom(double value) {
  value = std::clamp(value, 0.5, 3.0);
  if (value == zoom()) return;
  config_.setValue("appearance/zoom", value);
  emit zoomChanged();
}

bool SettingsViewModel::sidebarVisible() const { return config_.value("window/sidebar", true).toBool(); }

void SettingsViewModel::setSidebarVisible(bool value) {
  if (value == sidebarVisible()) return;
  config_.setValue("window/sidebar", value);
  emit sidebarVisibleChanged();
}

bool SettingsViewModel::instrumentsVisible() const { return config_.value("window/instruments", true).toBool(); }

void SettingsViewModel::setInstrumentsVisible(bool value) {
  if (value == instrumentsVisible()) return;
  config_.setValue("window/instruments", value);
  emit instrumentsVisibleChanged();
}

QString SettingsViewModel::language() const { return config_.value("appearance/language", QString()).toString(); }

void SettingsViewModel::setLanguage(const QString& value) {
  if (value == language()) return;
  config_.setValue("appearance/language", value);
  emit languageChanged();
}


bool SettingsViewModel::reducedMotion() const { return config_.value("appearance/reduced_motion", false).toBool(); }

void SettingsViewModel::setReducedMotion(bool value) {
  if (value == reducedMotion()) return;
  config_.setValue("appearance/reduced_motion", value);
  emit reducedMotionChanged();
}

bool SettingsViewModel::sendWithEnter() const { return config_.value("chat/send_with_enter", true).toBool(); }

void SettingsViewModel::setSendWithEnter(bool value) {
  if (value == sendWithEnter()) return;
  config_.setValue("chat/send_with_enter", value);
  emit sendWithEnterChanged();
}

bool SettingsViewModel::wrapCode() const { return config_.value("chat/wrap_code", false).toBool(); }

void SettingsViewModel::setWrapCode(bool value) {
  if (value == wrapCode()) return;
  config_.setValue("chat/wrap_code", value);
  emit wrapCodeChanged();
}

QString SettingsViewModel::defaultSystemPrompt() const { return config_.value("chat/system_prompt", QString()).toString(); }

void SettingsViewModel::setDefaultSystemPrompt(const QString& value) {
  if (value == defaultSystemPrompt()) return;
  config_.setValue("chat/system_prompt", value);
  emit defaultSystemPromptChanged();
}

bool SettingsViewModel::openLastModel() const { return config_.value("models/open_last", false).toBool(); }

void SettingsViewModel::setOpenLastModel(bool value) {
  if (value == openLastModel()) return;
  config_.setValue("models/open_last", value);
  emit openLastModelChanged();
}

bool SettingsViewModel::looksForModels() const { return config_.value("models/look", true).toBool(); }

void SettingsViewModel::setLookForModels(bool value) {
  if (value == looksForModels()) return;
  config_.setValue("models/look", value);
  emit lookForModelsChanged();
}

bool SettingsViewModel::tourSeen() const { return state_.value("tour/seen", false).toBool(); }

void SettingsViewModel::setTourSeen(bool value) {
  if (value == tourSeen()) return;
  state_.setValue("tour/seen", value);
  emit tourSeenChanged();
}

QRect SettingsViewModel::windowGeometry() const { return state_.value("window/geometry", QRect()).toRect(); }

void SettingsViewModel::setWindowGeometry(const QRect& value) {
  if (value == windowGeometry()) return;
  state_.setValue("window/geometry", value);
  emit windowGeometryChanged();
}

QString SettingsViewModel::view() const { return state_.value("window/view", QString()).toString(); }

void SettingsViewModel::setView(const QString& value) {
  if (value == view()) return;
  state_.setValue("window/view", value);
  emit viewChanged();
}

bool SettingsViewModel::windowMaximised() const { return state_.value("window/maximised", false).toBool(); }

void SettingsViewModel::setWindowMaximised(bool value) {
  if (value == windowMaximised()) return;
  state_.setValue("window/maximised", value);
  emit windowMaximisedChanged();
}

void SettingsViewModel::setDarkNow(bool dark) {
  if (dark == darkNow_) return;
  darkNow_ = dark;
  emit darkNowChanged();
}

}  // namespace halftone::app
