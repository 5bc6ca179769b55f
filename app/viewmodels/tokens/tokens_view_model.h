// How sure the model was of each token of a reply, and what else it could have said. While it is active alone: then the reply is read
// once, or told with each token as it is written; and from any of them the reply can go on another way.
#pragma once

#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <QSet>
#include <QTimer>
#include <QUrl>
#include <memory>
#include <stop_token>

#include "app/viewmodels/rows_model.h"
#include "app/viewmodels/tokens/kept_tokens.h"
#include "app/viewmodels/tokens/read_reply.h"

namespace halftone::app {

class ChatViewModel;
class EngineThread;
class EngineViewModel;
class StorageThread;
struct MessageRecord;

class TokensViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)  // set by the UI: the view is shown
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(QString hint READ hint NOTIFY changed)                  // why nothing is shown
  Q_PROPERTY(bool slow READ isSlow NOTIFY changed)                   // reading takes long enough to be told
  Q_PROPERTY(double progress READ progress NOTIFY changed)           // 0 to 1
  Q_PROPERTY(QString progressText READ progressText NOTIFY changed)  // "512 of 1,300 tokens"
  Q_PROPERTY(int reply READ reply NOTIFY changed)                    // from 1, of the conversation's; 0: it has none
  Q_PROPERTY(int replies READ replies NOTIFY changed)
  Q_PROPERTY(QString question READ question NOTIFY changed)
  Q_PROPERTY(int version READ version NOTIFY changed)
  Q_PROPERTY(int versions READ versions NOTIFY changed)
  Q_PROPERTY(bool writing READ isWriting NOTIFY changed)  // more of the reply is to come
  Q_PROPERTY(QString readBy READ readBy NOTIFY changed)   // where another model or other settings wrote it: whose figures these are
  Q_PROPERTY(bool rightToLeft READ isRightToLeft NOTIFY textChanged)  // the reply runs so
  Q_PROPERTY(int count READ count NOTIFY changed)                     // tokens
  Q_PROPERTY(QString perplexity READ perplexity NOTIFY changed)       // "1.52"; a dash: not known
  Q_PROPERTY(QString likeliest READ likeliest NOTIFY changed)         // "67": percent
  Q_PROPERTY(QString entropy READ entropy NOTIFY changed)             // "0.71": nats
  Q_PROPERTY(QString forks READ forks NOTIFY changed)                 // "11"
  Q_PROPERTY(QString stores READ stores NOTIFY changed)               // "8.3 KiB"
  // roles token, word, share ("19 %"), other, otherShare, drawn (it was not the likeliest)
  Q_PROPERTY(halftone::app::RowsModel* turns READ turns CONSTANT)
  // roles version, name ("“… keeps only a running”"), tokens ("54 tokens"), shown
  Q_PROPERTY(halftone::app::RowsModel* branches READ branches CONSTANT)
  Q_PROPERTY(int token READ token WRITE setToken NOTIFY tokenChanged)  // chosen; −1: none
  Q_PROPERTY(QString context READ context NOTIFY tokenChanged)         // "…; the memory _": what it stands behind
  Q_PROPERTY(QString tokenEntropy READ tokenEntropy NOTIFY tokenChanged)
  Q_PROPERTY(QString tokenTime READ tokenTime NOTIFY tokenChanged)  // "10.2 ms"; empty: not known
  // of the token, the likeliest first: word, share (0 to 1), figure ("19 %"), said, why (it cannot be gone on with)
  Q_PROPERTY(halftone::app::RowsModel* candidates READ candidates CONSTANT)
  Q_PROPERTY(
      double dotWorth READ dotWorth NOTIFY tokenChanged)  // of their shares, the same for all: 0.01, or more where the largest asks for it
  Q_PROPERTY(int alternative READ alternative NOTIFY tokenChanged)        // the first of them that was not said; −1: none
  Q_PROPERTY(QString othersText READ othersText NOTIFY tokenChanged)      // "128,249 others: 24 %"
  Q_PROPERTY(QString samplingText READ samplingText NOTIFY tokenChanged)  // "temperature 0.7 and top-p 0.9 leave 11 to draw from"
  Q_PROPERTY(bool undoable READ isUndoable NOTIFY changed)  // undo() goes back to what was shown before the reply went another way

 public:
  enum State { Empty, Reading, Shown, Refused };
  Q_ENUM(State)

  TokensViewModel(EngineViewModel* engine, EngineThread* engineThread, StorageThread* storage, QObject* parent = nullptr);
  ~TokensViewModel() override;

  bool isActive() const { return active_; }
  void setActive(bool active);
  State state() const { return state_; }
  QString hint() const { return hint_; }
  bool isSlow() const { return slow_; }
  double progress() const { return total_ > 0 ? static_cast<double>(done_) / static_cast<double>(total_) : 0; }
  QString progressText() const;
  int reply() const { return static_cast<int>(ids_.indexOf(replyId_)) + 1; }
  int replies() const { return static_cast<int>(ids_.size()); }
  QString question() const;
  int version() const;
  int versions() const;
  bool isWriting() const;
  QString readBy() const;
  int count() const { return shown_.count(); }
  QString perplexity() const;
  QString likeliest() const;
  QString entropy() const;
  QString forks() const;
  QString stores() const;
  RowsModel* turns() { return &turns_; }
  RowsModel* branches() { return &branches_; }
  int token() const { return token_; }
  void setToken(int token);
  QString context() const;
  QString tokenEntropy() const;
  QString tokenTime() const;
  RowsModel* candidates() { return &candidates_; }
  double dotWorth() const;
  int alternative() const;
  QString othersText() const;
  QString samplingText() const;
  bool isUndoable() const { return !undoId_.isEmpty(); }

  Q_INVOKABLE void stepReply(int by);
  Q_INVOKABLE void stepVersion(int by);
  Q_INVOKABLE void showVersion(int version);     // from 1
  Q_INVOKABLE void stepFork(int by);             // to the next token where two were close, round the ends
  Q_INVOKABLE void continueFrom(int candidate);  // a version of the reply that says this in the token's place, and goes on
  Q_INVOKABLE void undo();
  Q_INVOKABLE QString nameOf(int token) const;  // "grows, 19 percent; also rises, 17"
  Q_INVOKABLE QString exportName() const;       // empty: there is nothing
  Q_INVOKABLE void exportTo(const QUrl& file);  // JSON; CSV where its name ends so

  void setChat(ChatViewModel* chat);
  const ReadReply& shown() const { return shown_; }
  bool isRightToLeft() const;  // the reply

 signals:
  void activeChanged();
  void changed();
  void tokenChanged();
  void textChanged();  // shown()
  void said(const QString& words);

 private:
  void follow();  // the conversation has changed
  void look(const QString& replyId);
  void ask();
  void forget();
  void stopReading();
  void askStore();
  void keep(const QString& replyId, KeptTokens kept);
  QString reader() const;  // who reads now; empty: nobody
  std::shared_ptr<const ReadTokens> timed(const QString& replyId, const KeptTokens& kept) const;
  void show(const KeptTokens& kept);
  void show(ReadReply reply);
  void begin(const QString& replyId, ReadTokens tokens, TokenTexts texts, std::string text);
  void showWritten();
  void onMeasured(const TokensOutcome& outcome);
  void onAppended(const TokensUpdate& update);
  void onEnded(const QString& replyId);
  void fillTurns();
  void fillBranches();
  void fillCandidates();
  bool ends(TokenId candidate) const;  // a reply
  QString wordOf(const Candidate& candidate) const;
  int row() const;
  const MessageRecord* record() const;

  EngineViewModel* engine_;
  EngineThread* engineThread_;
  StorageThread* storage_;
  QPointer<ChatViewModel> chat_;
  QTimer soon_, patience_;
  std::stop_source stop_;
  bool active_ = false, slow_ = false;
  State state_ = Empty;
  QString hint_;
  int request_ = 0;
  qint64 done_ = 0, total_ = 0;
  QStringList ids_;  // of the replies, as the conversation is shown
  QString replyId_;
  std::string asked_;          // the text that is read
  QHash<QString, KeptTokens> kept_;     // by reply, while the model is the same
  QString storeAsked_;                  // a reply that the store is asked about
  QSet<QString> storeKnown_;            // those that it has answered about
  QHash<QString, QList<float>> times_;  // of the tokens of replies, ms, as they were written
  QString writtenId_;          // the reply whose tokens come as they are written
  std::shared_ptr<ReadTokens> written_;
  std::string writtenText_;
  TokenTexts writtenTexts_;
  bool wholeWritten_ = false;  // all of its tokens came, none was there before
  ReadReply shown_;
  int token_ = -1;
  QString undoId_;                 // the reply that was shown before
  std::vector<Candidate> listed_;  // of the rows of candidates_
  RowsModel turns_, branches_, candidates_;
};

}  // namespace halftone::app
