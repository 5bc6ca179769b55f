// What the user set up. Settings live in the XDG config folder, the window's geometry in the state folder.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QRect>
#include <QSettings>
#include <memory>

namespace halftone::app {

class SettingsViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY themeChanged)  // "system", "light", "dark"
  Q_PROPERTY(bool darkNow READ darkNow WRITE setDarkNow NOTIFY darkNowChanged)  // set by the UI: what theme and system make of it
  Q_PROPERTY(double zoom READ zoom WRITE setZoom NOTIFY zoomChanged)       // 0.5 to 3
  Q_PROPERTY(bool sidebarVisible READ sidebarVisible WRITE setSidebarVisible NOTIFY sidebarVisibleChanged)
  Q_PROPERTY(bool instrumentsVisible READ instrumentsVisible WRITE setInstrumentsVisible NOTIFY instrumentsVisibleChanged)
  Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)  // "": the system's; "en", "ar"
  Q_PROPERTY(bool reducedMotion READ reducedMotion WRITE setReducedMotion NOTIFY reducedMotionChanged)  // Qt 6.4 cannot ask the system
  Q_PROPERTY(bool sendWithEnter READ sendWithEnter WRITE setSendWithEnter NOTIFY sendWithEnterChanged)
  Q_PROPERTY(bool wrapCode READ wrapCode WRITE setWrapCode NOTIFY wrapCodeChanged)  // break long lines of code
  Q_PROPERTY(QString defaultSystemPrompt READ defaultSystemPrompt WRITE setDefaultSystemPrompt NOTIFY defaultSystemPromptChanged)
  Q_PROPERTY(bool openLastModel READ openLastModel WRITE setOpenLastModel NOTIFY openLastModelChanged)     // at start, without being asked
  Q_PROPERTY(bool lookForModels READ looksForModels WRITE setLookForModels NOTIFY lookForModelsChanged)    // in the folders of other programs
  Q_PROPERTY(
      bool tourSeen READ tourSeen WRITE setTourSeen NOTIFY tourSeenChanged)  // the first tour has come: it does not come by itself again
  Q_PROPERTY(QRect windowGeometry READ windowGeometry WRITE setWindowGeometry NOTIFY windowGeometryChanged)  // empty: never shown
  Q_PROPERTY(
      QString view READ view WRITE setView NOTIFY viewChanged)  // the way to look at a conversation that was last in sight; empty: none yet
  Q_PROPERTY(bool windowMaximised READ windowMaximised WRITE setWindowMaximised NOTIFY windowMaximisedChanged)

 public:
  // Folders of the XDG base directory specification, or one folder for all (tests).
  SettingsViewModel(const QString& configFile, const QString& stateFile, QObject* parent = nullptr);
  ~SettingsViewModel() override;

  QString theme() const;
  void setTheme(const QString& value);
  bool darkNow() const { return darkNow_; }
  void setDarkNow(bool value);
  double zoom() const;
  void setZoom(double value);
  bool sidebarVisible() const;
  void setSidebarVisible(bool value);
  bool instrumentsVisible() const;
  void setInstrumentsVisible(bool value);
  QString language() const;
  void setLanguage(const QString& value);
  bool reducedMotion() const;
  void setReducedMotion(bool value);
  bool sendWithEnter() const;
  void setSendWithEnter(bool value);
  bool wrapCode() const;
  void setWrapCode(bool value);
  QString defaultSystemPrompt() const;
  void setDefaultSystemPrompt(const QString& value);
  bool openLastModel() const;
  void setOpenLastModel(bool value);
  bool looksForModels() const;
  void setLookForModels(bool value);
  bool tourSeen() const;
  void setTourSeen(bool value);
  QRect windowGeometry() const;
  void setWindowGeometry(const QRect& value);
  QString view() const;
  void setView(const QString& value);
  bool windowMaximised() const;
  void setWindowMaximised(bool value);

  QSettings* config() { return &config_; }
  QSettings* state() { return &state_; }

 signals:
  void themeChanged();
  void darkNowChanged();
  void zoomChanged();
  void sidebarVisibleChanged();
  void instrumentsVisibleChanged();
  void languageChanged();
  void reducedMotionChanged();
  void sendWithEnterChanged();
  void wrapCodeChanged();
  void defaultSystemPromptChanged();
  void openLastModelChanged();
  void lookForModelsChanged();
  void tourSeenChanged();
  void windowGeometryChanged();
  void viewChanged();
  void windowMaximisedChanged();

 private:
  QSettings config_, state_;
  bool darkNow_ = false;
};

}  // namespace halftone::app
