// One open conversation: its messages, its draft, and the reply that is being written.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QTimer>
#include <functional>
#include <stop_token>

#include "app/engine_worker/values.h"
#include "app/storage/conversation_tree.h"
#include "app/storage/records.h"
#include "app/viewmodels/chat/attachment_list_model.h"
#include "app/viewmodels/chat/chat_notice.h"
#include "app/viewmodels/chat/message_list_model.h"
#include "app/viewmodels/settings/sampling_view_model.h"

namespace halftone::app {

class ChatStore;
class EngineThread;
class EngineViewModel;
class StorageThread;

class ChatViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(QString chatId READ chatId CONSTANT)
  Q_PROPERTY(QString title READ title NOTIFY titleChanged)  // empty: a new chat
  Q_PROPERTY(halftone::app::MessageListModel* messages READ messages CONSTANT)
  Q_PROPERTY(State state READ state NOTIFY stateChanged)
  Q_PROPERTY(bool busy READ isBusy NOTIFY stateChanged)     // a reply is asked for or being written
  Q_PROPERTY(double prefillProgress READ prefillProgress NOTIFY prefillProgressChanged)  // 0 to 1
  Q_PROPERTY(QString draft READ draft WRITE setDraft NOTIFY draftChanged)
  Q_PROPERTY(halftone::app::AttachmentListModel* attachments READ attachments CONSTANT)  // of the draft
  Q_PROPERTY(QString systemPrompt READ systemPrompt WRITE setSystemPrompt NOTIFY systemPromptChanged)
  Q_PROPERTY(halftone::app::SamplingViewModel* sampling READ sampling CONSTANT)
  Q_PROPERTY(bool canSend READ canSend NOTIFY canSendChanged)    // a message could be sent now (whatever the draft is)
  Q_PROPERTY(QString sendHint READ sendHint NOTIFY canSendChanged)  // why not
  Q_PROPERTY(halftone::app::ChatNotice* notice READ notice CONSTANT)
  Q_PROPERTY(int omittedCount READ omittedCount NOTIFY omittedCountChanged)  // messages kept but no longer sent
  Q_PROPERTY(int cachedTokens READ cachedTokens NOTIFY cachedTokensChanged)  // of what is shown, in the KV cache; -1: not known yet

 public:
  enum State { Idle, Queued, Prefill, Generating, Stopping };
  Q_ENUM(State)

  // `stored`: the record is already in the store. `complete`: with its messages; else load() brings them.
  struct Origin { bool stored = false, complete = true; };
  ChatViewModel(ChatRecord record, Origin origin, EngineViewModel* engine, EngineThread* engineThread, StorageThread* storage,
                QObject* parent = nullptr);
  ~ChatViewModel() override;

  QString chatId() const { return summary_.id; }
  QString title() const { return summary_.title; }
  MessageListModel* messages() { return &messages_; }
  State state() const { return state_; }
  bool isBusy() const { return state_ != Idle; }
  double prefillProgress() const { return prefillProgress_; }
  QString draft() const { return draft_; }
  void setDraft(const QString& draft);
  AttachmentListModel* attachments() { return &attachments_; }
  QString systemPrompt() const { return systemPrompt_; }
  void setSystemPrompt(const QString& prompt);
  SamplingViewModel* sampling() { return &sampling_; }
  bool canSend() const;
  QString sendHint() const;
  ChatNotice* notice() { return &notice_; }
  int omittedCount() const;
  int cachedTokens() const { return cachedTokens_; }
  const QString& replyId() const { return replyId_; }  // of the reply asked for; empty: none
  void setCandidates(qint64 most) { candidates_ = most; }  // told with each token of the replies to come
  QList<MessageRecord> versionsAt(int row) const;      // oldest first

  Q_INVOKABLE void send(const QString& text);  // with what goes with it; clears the draft
  Q_INVOKABLE void stop();
  // Each adds a version beside the one at `row`; that one stays, with what follows it.
  Q_INVOKABLE void regenerate(int row);        // the reply at row, or to the question there
  Q_INVOKABLE void editAndResend(int row, const QString& text, const QList<int>& without = {});  // which of its attachments
  Q_INVOKABLE void editReply(int row, const QString& text, bool goOn);
  Q_INVOKABLE void continueReply(int row);     // where it was cut
  Q_INVOKABLE void continueFrom(int row);      // the next message follows this reply; what followed it is another version
  Q_INVOKABLE void showVersion(int row, int version);  // from 1
  Q_INVOKABLE void copyText(int row, bool withReasoning = false) const;
  Q_INVOKABLE void copyToClipboard(const QString& text) const;  // a code block
  Q_INVOKABLE void openLink(const QString& link) const;         // http, https and mailto only
  Q_INVOKABLE void sendAllAgain();             // messages left out are sent again from the next reply on

  const ChatSummary& summary() const { return summary_; }
  bool isStored() const { return stored_; }  // there is something worth keeping
  bool isBlank() const;                      // nothing said, nothing drafted
  void load(ChatRecord record);              // as stored
  void reveal(const QString& messageId);     // brings it onto the path, and into view; once it is loaded
  void rename(const QString& title);
  void saveAll();                            // every message, whatever the store still has
  void flush();                              // what waits to be saved is handed to the store
  void abandon();                            // deleted: what there is is saved, and from now on nothing

 signals:
  void titleChanged();
  void stateChanged();
  void prefillProgressChanged();
  void draftChanged();
  void systemPromptChanged();
  void canSendChanged();
  void omittedCountChanged();
  void cachedTokensChanged();
  void pathChanged();     // what is shown, or what its replies cost
  void revealed(int row);
  void replyEnded(const halftone::app::ReplyOutcome& outcome);  // not where the user stopped it
  void summaryChanged();  // or whether it is stored

 private:
  void setState(State state);
  void reply(const QString& parent, QList<MessageRecord> added);  // and an empty reply, which is asked for
  void ask(const QString& replyId, std::function<void(ChatStore&)> saved);
  void submit(const QString& replyId);
  void withdrawReply();   // the empty one that was asked for
  void leaveReply();
  void saveShown(const QString& id);
  void showPath();
  QString idAt(int row) const { return row >= 0 && row < messages_.count() ? messages_.at(row).id : QString(); }
  bool isReply(int row) const { return row >= 0 && row < messages_.count() && messages_.at(row).role == u"assistant"; }
  void askCache();        // what the engine's cache holds of what is shown
  void setCachedTokens(qint64 tokens);
  void retry();
  void onPrefill(const PrefillUpdate& update);
  void onText(const ReplyUpdate& update);
  void onOverflow(const QString& replyId, const PromptMeasure& measure);
  void onFinished(const ReplyOutcome& outcome);
  void finishReply(const ReplyOutcome& outcome);
  void showFailure(const EngineFailure& failure);
  void onNoticeAction(const QString& id);
  void showOverflow();
  void dropOldest(qint64 turns);
  void setOmitted(const QList<int>& rows, bool omitted);
  void changedByUser();   // to be saved soon
  void save();
  void saveReplyText();
  void describe(const QString& text);  // title and preview
  ChatRecord record() const;           // without messages
  std::vector<ChatMessage> prompt() const;

  ChatSummary summary_;
  QString draft_, systemPrompt_;
  AttachmentListModel attachments_;
  bool stored_ = false, complete_ = true, abandoned_ = false;
  ConversationTree tree_;          // all of it
  MessageListModel messages_;      // the path that is shown
  QString toReveal_;
  QString cutAfter_;               // the path is shown to here only: the next message begins another one
  SamplingViewModel sampling_;
  ChatNotice notice_;
  EngineViewModel* engine_;
  EngineThread* engineThread_;
  StorageThread* storage_;
  State state_ = Idle;
  double prefillProgress_ = 0;
  int cachedTokens_ = -1;
  QString replyId_;                // of the reply asked for; empty: none
  std::stop_source stop_;
  PromptMeasure overflow_;
  qint64 overflowContext_ = 0;     // offered instead
  MessageRecord before_;           // the reply that is gone on with, as it stood; empty: a new one is asked for
  GenerationParams params_;        // of the reply asked for
  qint64 candidates_ = 0;
  bool submitted_ = false;         // the engine has been asked
  std::stop_source cacheAsked_;
  bool replyAfterSwitch_ = false;  // the context is being enlarged for it
  bool retryAfterSwitch_ = false;  // asked for while the device is being left
  QTimer saveSoon_, saveReply_;
};

}  // namespace halftone::app
