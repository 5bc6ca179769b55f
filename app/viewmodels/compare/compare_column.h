// One column of a comparison: its settings, what it has said so far, what that cost, and how it stands beside the reference.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QVariantList>
#include <memory>
#include <optional>
#include <vector>

#include "app/engine_worker/compare_values.h"

namespace halftone::app {

// A token as it is drawn.
struct ShownToken {
  QString text;
  double divergence = 0;  // nats
  bool flip = false;      // reference and column rank another token first
};

class CompareColumn : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from CompareViewModel")
  Q_PROPERTY(QString weights READ weights NOTIFY changed)        // "int4"
  Q_PROPERTY(QString attention READ attention NOTIFY changed)    // "flash"
  Q_PROPERTY(QString cache READ cache NOTIFY changed)            // "int8"
  Q_PROPERTY(int context READ context NOTIFY changed)            // tokens
  Q_PROPERTY(bool shortened READ isShortened NOTIFY changed)     // its context is not the one that it began with
  Q_PROPERTY(bool reference READ isReference NOTIFY changed)
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(QString stateText READ stateText NOTIFY changed)    // "writing · token 21"
  Q_PROPERTY(double progress READ progress NOTIFY changed)       // of loading, 0 to 1; below 0: nothing is loaded
  Q_PROPERTY(QString trouble READ trouble NOTIFY changed)        // why it did not come to its end; empty: it did, or may
  Q_PROPERTY(QString remedy READ remedy NOTIFY changed)
  Q_PROPERTY(QString needsText READ needsText NOTIFY changed)        // "43.3 GiB": of one that does not fit at all,
  Q_PROPERTY(QString freeText READ freeText NOTIFY changed)          // and what there is
  Q_PROPERTY(int longestContext READ longestContext NOTIFY changed)  // that it would fit with; 0: none
  Q_PROPERTY(bool written READ isWritten NOTIFY changed)         // there are figures
  Q_PROPERTY(bool compared READ isCompared NOTIFY changed)       // and how it stands beside the reference
  Q_PROPERTY(double peakBytes READ peakBytes NOTIFY changed)
  Q_PROPERTY(QString peakText READ peakText NOTIFY changed)      // "2.74 GiB"
  Q_PROPERTY(QVariantList memory READ memory NOTIFY changed)     // {key, bytes}: weights, kv, activations and workspace together
  Q_PROPERTY(double firstTokenMs READ firstTokenMs NOTIFY changed)
  Q_PROPERTY(double tokensPerSecond READ tokensPerSecond NOTIFY changed)  // 0: not known
  Q_PROPERTY(double divergence READ divergence NOTIFY changed)   // mean, nats
  Q_PROPERTY(double sameChoice READ sameChoice NOTIFY changed)   // 0 to 1
  Q_PROPERTY(int firstFlip READ firstFlip NOTIFY changed)        // a token, from 0; −1: none
  Q_PROPERTY(QString name READ name NOTIFY changed)              // "int4, flash, kv int8, done"

 public:
  enum State { Idle, Waiting, Loading, Writing, Reading, Done, Stopped, Failed, Refused };
  Q_ENUM(State)

  CompareColumn(int id, EngineSettings settings, std::string storedFormat, QObject* parent);

  int id() const { return id_; }
  const EngineSettings& settings() const { return settings_; }
  void setSettings(EngineSettings settings);  // what was written under others goes
  void setReference(bool reference);
  int wholeContext() const { return static_cast<int>(wholeContext_); }  // that it began with
  const std::shared_ptr<const WrittenColumn>& record() const { return written_; }
  const std::shared_ptr<const BesideReference>& beside() const { return beside_; }

  QString weights() const;
  QString attention() const;
  QString cache() const;
  int context() const { return static_cast<int>(settings_.context); }
  bool isShortened() const { return settings_.context < wholeContext_; }
  bool isReference() const { return reference_; }
  State state() const { return state_; }
  QString stateText() const;
  double progress() const { return progress_; }
  const QString& trouble() const { return trouble_; }
  const QString& remedy() const { return remedy_; }
  QString needsText() const;
  QString freeText() const;
  int longestContext() const { return noRoom_ ? static_cast<int>(noRoom_->longestContext) : 0; }
  bool isWritten() const { return written_ && !written_->reply.tokens.empty(); }
  bool isCompared() const { return beside_ != nullptr; }
  qint64 peakBytes() const { return written_ ? written_->reply.taken.total() : 0; }
  QString peakText() const;
  QVariantList memory() const;
  double firstTokenMs() const { return written_ ? written_->reply.stats.first_token_ms : 0; }
  double tokensPerSecond() const { return written_ ? written_->reply.stats.decode_tokens_per_s : 0; }
  double divergence() const;
  double sameChoice() const;
  int firstFlip() const { return beside_ && beside_->first_flip ? static_cast<int>(*beside_->first_flip) : -1; }
  QString name() const;

  bool isBusy() const { return state_ == Waiting || state_ == Loading || state_ == Writing || state_ == Reading; }
  // What is shown of it: its own words as far as they are there, and on the reference's words what it would have said (where that is known).
  std::vector<ShownToken> words() const;
  std::vector<ShownToken> onReference(const WrittenColumn& reference) const;
  QString candidateText(TokenId token) const { return texts_.value(token); }

  void wait();              // it has been asked for
  void forget();            // as if it had never been asked
  void forgetComparison();  // it stands beside another one
  void rest();              // nothing more comes
  void append(const ReplyUpdate& update);
  void take(const CompareUpdate& update);

 signals:
  void changed();
  void textChanged();

 private:
  int id_;
  EngineSettings settings_;
  std::string storedFormat_;
  std::int64_t wholeContext_;
  bool reference_ = false;
  State state_ = Idle;
  double progress_ = -1;
  QString trouble_, remedy_, streamed_;
  qint64 streamedTokens_ = 0;
  std::optional<NoRoom> noRoom_;
  std::shared_ptr<const WrittenColumn> written_;
  std::shared_ptr<const BesideReference> beside_;
  QHash<TokenId, QString> texts_;
};

}  // namespace halftone::app
