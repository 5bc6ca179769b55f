// The same question under two to four settings. The conversation is not changed by it: columns are sessions of their own, one after the
// other, and the settings of the chat come back.
#pragma once

#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <QUrl>
#include <QVariantMap>
#include <stop_token>

#include "app/viewmodels/compare/compare_column.h"
#include "app/viewmodels/instruments/engine_switch.h"

namespace halftone::app {

class ChatViewModel;
class EngineThread;
class EngineViewModel;

class CompareViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY changed)  // set by the UI: the view is shown
  Q_PROPERTY(QVariantList columns READ columnObjects NOTIFY columnsChanged)  // CompareColumn
  Q_PROPERTY(QString question READ question NOTIFY changed)             // that is compared; empty: none yet
  Q_PROPERTY(int sharedTurns READ sharedTurns NOTIFY changed)           // before it
  Q_PROPERTY(QString hint READ hint NOTIFY changed)                     // why nothing can be asked now; empty: it can
  Q_PROPERTY(bool running READ isRunning NOTIFY changed)
  Q_PROPERTY(bool complete READ isComplete NOTIFY changed)              // every column has been asked
  Q_PROPERTY(QString note READ note NOTIFY changed)                     // where replies end sooner than the chat's, and why; or what went wrong at the end
  Q_PROPERTY(bool canAdd READ canAdd NOTIFY columnsChanged)
  Q_PROPERTY(bool canRestore READ canRestore NOTIFY columnsChanged)     // a column that was closed
  Q_PROPERTY(bool referenceWords READ showsReferenceWords WRITE setReferenceWords NOTIFY wordsChanged)  // in every column
  Q_PROPERTY(int column READ column WRITE setColumn NOTIFY chosenChanged)  // that has the keys
  Q_PROPERTY(int token READ token WRITE setToken NOTIFY chosenChanged)     // of it, lit in all; −1: none
  Q_PROPERTY(QStringList weightsChoices READ weightsChoices CONSTANT)
  Q_PROPERTY(QStringList attentionChoices READ attentionChoices CONSTANT)
  Q_PROPERTY(QStringList cacheChoices READ cacheChoices CONSTANT)

 public:
  static constexpr int kMostColumns = 4;
  // Of the model's predictions for a reply, that are kept: bounds how long replies may be.
  static constexpr qint64 kMostLogitBytes = 256LL << 20;

  CompareViewModel(EngineViewModel* engine, EngineThread* engineThread, QObject* parent = nullptr);
  ~CompareViewModel() override;

  bool isActive() const { return active_; }
  void setActive(bool active);
  const QList<CompareColumn*>& columns() const { return columns_; }
  QVariantList columnObjects() const;
  const QString& question() const { return question_; }
  int sharedTurns() const;
  QString hint() const;
  bool isRunning() const { return running_; }
  bool isComplete() const;
  const QString& note() const { return note_; }
  bool canAdd() const { return !running_ && columns_.size() < kMostColumns; }
  bool canRestore() const { return !running_ && closed_.has_value() && columns_.size() < kMostColumns; }
  bool showsReferenceWords() const { return referenceWords_; }
  void setReferenceWords(bool shown);
  int column() const { return column_; }
  void setColumn(int column);
  int token() const { return token_; }
  void setToken(int token);
  QStringList weightsChoices() const;
  QStringList attentionChoices() const { return choicesOf(EngineSwitch::Attention); }
  QStringList cacheChoices() const { return choicesOf(EngineSwitch::Cache); }

  // A new question, behind those before it and the reference's answers; empty: the present one, of the columns that have not been asked,
  // or where all have, of all.
  Q_INVOKABLE void ask(const QString& question = {});
  Q_INVOKABLE void stop();
  Q_INVOKABLE void add();
  Q_INVOKABLE void close(int column);  // restore() brings it back
  Q_INVOKABLE void restore();
  Q_INVOKABLE void refer(int column);  // it becomes the reference
  Q_INVOKABLE void set(int column, halftone::app::EngineSwitch::Kind kind, const QString& value);
  Q_INVOKABLE void shorten(int column);  // one that does not fit gets the longest context that does, and is asked
  Q_INVOKABLE void stepToken(int by);
  Q_INVOKABLE void stepColumn(int by);
  Q_INVOKABLE void nextFlip();
  // What is known of a token: number, before, divergence, flip, and the likeliest of reference and column, each {text, probability, chosen}.
  // Empty: nothing.
  Q_INVOKABLE QVariantMap tokenCard(int column, int token) const;
  Q_INVOKABLE QString tokenName(int column, int token) const;  // "roughly, KL 0.34, first different choice; reference: three"

  Q_INVOKABLE QString exportName() const;  // empty: there is nothing to export
  Q_INVOKABLE void exportTo(const QUrl& file);  // JSON, or a table where its name ends in .csv

  void setChat(ChatViewModel* chat);
  std::vector<ShownToken> shownTokens(const CompareColumn& column) const;

 signals:
  void changed();
  void columnsChanged();
  void wordsChanged();
  void chosenChanged();
  void runningChanged();
  void said(const QString& words);

 private:
  struct Closed {
    EngineSettings settings;
    int at;
  };
  CompareColumn* insert(int at, const EngineSettings& settings);
  CompareColumn* reference() const;
  CompareColumn* find(int id) const;
  CompareColumn* at(int column) const;
  bool isThere(int column) const { return column >= 0 && column < columns_.size(); }
  void begin();       // columns of the present settings
  void follow();      // the chat's conversation
  void run(const CompareColumn* alone = nullptr);  // alone: of those that have said nothing, it alone
  void onCompared(const CompareUpdate& update);
  void onText(const ReplyUpdate& update);
  const Readings* readingsOf(const CompareColumn& column) const;
  QByteArray csv() const;
  QByteArray json() const;

  EngineViewModel* engine_;
  EngineThread* engineThread_;
  QPointer<ChatViewModel> chat_;
  std::stop_source stop_;
  QList<CompareColumn*> columns_;
  std::optional<Closed> closed_;
  std::vector<ChatMessage> before_;  // the question
  QString question_, note_, model_;
  bool active_ = false, running_ = false, asked_ = false, referenceWords_ = false;
  int request_ = 0, nextId_ = 0, column_ = 0, token_ = -1;
};

}  // namespace halftone::app
