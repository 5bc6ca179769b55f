// Where the tokens of the conversation on screen look: one layer, all its heads, with and without the position encoding. While it is
// active alone: then one pass is run for it, and what that says is kept.
#pragma once

#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <QStringList>
#include <QTimer>
#include <QUrl>
#include <memory>
#include <stop_token>

#include "app/engine_worker/values.h"
#include "app/viewmodels/rows_model.h"

namespace halftone::app {

class ChatViewModel;
class EngineThread;
class EngineViewModel;

class AttentionViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)  // set by the UI: the view is shown
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(QString hint READ hint NOTIFY changed)           // why nothing is shown: "Ask something first"; what was refused, and why
  Q_PROPERTY(bool canBeFewer READ canBeFewer NOTIFY changed)  // there was no room for all tokens: takeFewer()
  Q_PROPERTY(QString note READ note NOTIFY changed)           // "the last 2,048 of 3,000 tokens"; empty: all are shown
  Q_PROPERTY(QStringList words READ words NOTIFY changed)     // the text of each token
  Q_PROPERTY(int layers READ layers NOTIFY changed)
  Q_PROPERTY(int heads READ heads NOTIFY changed)
  Q_PROPERTY(int layer READ layer WRITE setLayer NOTIFY changed)
  Q_PROPERTY(int head READ head WRITE setHead NOTIFY changed)
  Q_PROPERTY(int token READ token WRITE setToken NOTIFY changed)               // whose look is told
  Q_PROPERTY(int seen READ seen WRITE setSeen NOTIFY changed)  // what of all that it looks at is told by itself; −1: nothing
  Q_PROPERTY(QString seenText READ seenText NOTIFY changed)    // "bytes looks at card: 27 %"
  Q_PROPERTY(QString encoding READ encoding WRITE setEncoding NOTIFY changed)  // "asIs", "without", "share": the difference
  Q_PROPERTY(QString whyNotWithout READ whyNotWithout NOTIFY changed)          // empty: it can be taken away
  Q_PROPERTY(QString positions READ positions NOTIFY changed)                  // "RoPE θ 10000"
  Q_PROPERTY(
      halftone::app::RowsModel* looks READ looks CONSTANT)  // of the token, the five largest: name, share (0 to 1, signed), text ("27 %")
  Q_PROPERTY(QString looksBack READ looksBack NOTIFY changed)  // "14.2": tokens, the head's mean
  Q_PROPERTY(QList<double> distances READ distances NOTIFY
                 changed)  // shares of the head's attention by how far back it goes, in columns; 1 together
  Q_PROPERTY(QString stores READ stores NOTIFY changed)        // "2.1 MiB"
  Q_PROPERTY(QString storesTooltip READ storesTooltip NOTIFY changed)

 public:
  enum State { Empty, Computing, Shown, Refused };
  Q_ENUM(State)

  AttentionViewModel(EngineViewModel* engine, EngineThread* engineThread, QObject* parent = nullptr);
  ~AttentionViewModel() override;

  bool isActive() const { return active_; }
  void setActive(bool active);
  State state() const { return state_; }
  QString hint() const { return hint_; }
  bool canBeFewer() const { return canBeFewer_; }
  QString note() const;
  const QStringList& words() const { return words_; }
  int layers() const;
  int heads() const;
  int layer() const { return layer_; }
  void setLayer(int layer);
  int head() const { return head_; }
  void setHead(int head);
  int token() const { return token_; }
  void setToken(int token);
  int seen() const { return std::min(seen_, token_); }
  void setSeen(int seen);
  QString seenText() const;
  QString encoding() const { return encoding_; }
  void setEncoding(const QString& encoding);
  QString whyNotWithout() const;
  QString positions() const;
  RowsModel* looks() { return &looks_; }
  QString looksBack() const;
  const QList<double>& distances() const { return distances_; }
  QString stores() const;
  QString storesTooltip() const;

  Q_INVOKABLE int distanceOf(int column) const;  // the first of a column of `distances`, tokens; of the one behind the last, their number
  Q_INVOKABLE void takeFewer();                // what was refused, of the tokens that fit
  Q_INVOKABLE QString named(int token) const;  // as it is read: "↵" for the end of a line

  Q_INVOKABLE QString exportName() const;       // empty: there is nothing to export
  Q_INVOKABLE void exportTo(const QUrl& file);  // JSON, or a table where its name ends in .csv

  void setChat(ChatViewModel* chat);
  // A token's share of another's attention in a head, by the encoding that is chosen; of a difference, below 0 where position takes away.
  float share(int head, int token, int to) const;
  bool isShown() const { return rows_ != nullptr; }

 signals:
  void activeChanged();
  void changed();
  void said(const QString& words);

 private:
  void restart();
  void ask();
  void forget();
  void onLooked(const LookOutcome& outcome);
  void fillLooks();
  void measureHead();
  AttentionTriangle triangle() const;  // of what is shown; of a difference as it is

  EngineViewModel* engine_;
  EngineThread* engineThread_;
  QPointer<ChatViewModel> chat_;
  QTimer soon_;
  std::stop_source stop_;
  State state_ = Empty;
  bool active_ = false;
  int request_ = 0, layer_ = 0, head_ = 0, token_ = -1, seen_ = -1;
  bool canBeFewer_ = false, asMuchAsFits_ = false;
  QString encoding_ = QStringLiteral("asIs"), hint_;
  QStringList words_;
  std::shared_ptr<const AttentionRows> rows_;
  double looksBack_ = 0;
  QList<double> distances_;
  RowsModel looks_{{"name", "share", "text"}};
};

}  // namespace halftone::app
