// The chat template of the open model: seen, replaced, told what it may be told, and back to the model's own.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QStringList>

#include "app/viewmodels/rows_model.h"
#include "engine/generate/engine.h"
#include "engine/text/chat_template.h"

namespace halftone::app {

class TemplateViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from EngineViewModel")
  Q_PROPERTY(bool available READ isAvailable NOTIFY changed)       // a model is open
  Q_PROPERTY(QString origin READ origin NOTIFY changed)            // whose template is in force, in a sentence
  Q_PROPERTY(QStringList names READ names NOTIFY changed)          // to choose from; empty: there is one at most
  Q_PROPERTY(QString name READ name NOTIFY changed)                // the chosen one; empty: edited
  Q_PROPERTY(bool replaced READ isReplaced NOTIFY changed)         // not the model's own as it comes
  Q_PROPERTY(QString draft READ draft WRITE setDraft NOTIFY draftChanged)  // what stands in the editor; outlives the sheet
  Q_PROPERTY(bool edited READ isEdited NOTIFY draftChanged)        // the draft is not what is in force
  Q_PROPERTY(QString error READ error NOTIFY errorChanged)         // why the draft cannot be used, or the model's own; empty: no reason
  Q_PROPERTY(int errorLine READ errorLine NOTIFY errorChanged)     // of the draft, from 1; 0: of no line
  Q_PROPERTY(bool continuesText READ continuesText NOTIFY changed) // no turns: a reply goes on with what was written
  Q_PROPERTY(bool undecided READ isUndecided NOTIFY changed)       // the model has no template, and nobody has said what to do with it
  // Roles name ("enable_thinking"), kind ("flag", "choice", "number", "text"), value (as it is shown; empty: as the template says), choices
  Q_PROPERTY(halftone::app::RowsModel* variables READ variables CONSTANT)

 public:
  explicit TemplateViewModel(QObject* parent = nullptr);

  bool isAvailable() const { return available_; }
  QString origin() const;
  QStringList names() const;
  QString name() const;
  bool continuesText() const { return settings_.source == ChatTemplate::continuation().source(); }
  bool isUndecided() const { return available_ && model_.chat_template.empty() && !isReplaced(); }
  bool isReplaced() const { return !settings_.source.empty() || !settings_.name.empty(); }
  QString draft() const { return draft_; }
  void setDraft(const QString& draft);
  bool isEdited() const { return draft_ != inForce_; }
  QString error() const { return error_; }
  int errorLine() const { return errorLine_; }
  RowsModel* variables() { return &variables_; }

  Q_INVOKABLE bool use();        // the draft; false where it cannot be used: `error` says why, and the draft stays
  Q_INVOKABLE void discard();    // the draft
  Q_INVOKABLE void reset();      // to the model's own
  Q_INVOKABLE void continueText(bool on);  // off: what the model has, else a plain dialogue
  Q_INVOKABLE void choose(const QString& name);
  Q_INVOKABLE void tell(const QString& variable, const QString& value);  // empty: as the template says

  void set(const ModelInfo& model, const TemplateSettings& settings);
  void clear();
  const TemplateSettings& settings() const { return settings_; }

 signals:
  void changed();
  void draftChanged();
  void errorChanged();
  void wanted(const halftone::TemplateSettings& settings);  // by the user, and usable

 private:
  std::string ownSource() const;  // of the template in force, without what the user wrote
  void want(TemplateSettings settings);
  void show();
  void setError(const QString& error, int line = 0);
  void showVariables();

  bool available_ = false;
  ModelInfo model_;
  TemplateSettings settings_;
  QString inForce_, draft_, error_;
  int errorLine_ = 0;
  std::vector<TemplateVariable> known_;
  RowsModel variables_;
};

}  // namespace halftone::app
