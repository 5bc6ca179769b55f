// One open conversation: its messages, its draft, and the reply that is being written.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QTimer>
#include <stop_token>

#include "app/engine_worker/values.h"
#include "app/storage/records.h"
#include "app/viewmodels/chat_notice.h"
#include "app/viewmodels/message_list_model.h"
#include "app/viewmodels/sampling_view_model.h"

namespace halftone::app {

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
  Q_PROPERTY(QString systemPrompt READ systemPrompt WRITE setSystemPrompt NOTIFY systemPromptChanged)
  Q_PROPERTY(halftone::app::SamplingViewModel* sampling READ sampling CONSTANT)
  Q_PROPERTY(bool canSend READ canSend NOTIFY canSendChanged)    // a message could be sent now (whatever the draft is)
  Q_PROPERTY(QString sendHint READ sendHint NOTIFY canSendChanged)  // why not
  Q_PROPERTY(halftone::app::ChatNotice* notice READ notice CONSTANT)
  Q_PROPERTY(int omittedCount READ omittedCount NOTIFY omittedCountChanged)  // messages kept but no longer sent

 public:
  enum State { Idle, Queued, Prefill, Generating, Stopping };
  Q_ENUM(State)

  ChatViewModel(ChatRecord record, EngineViewModel* engine, EngineThread* engineThread, StorageThread* storage, QObject* parent = nullptr);
  ~ChatViewModel() override;

  QString chatId() const { return summary_.id; }
  QString title() const { return summary_.title; }
  MessageListModel* messages() { return &messages_; }
  State state() const { return state_; }
  bool isBusy() const { return state_ != Idle; }
  double prefillProgress() const { return prefillProgress_; }
  QString draft() const { return draft_; }
  void setDraft(const QString& draft);
  QString systemPrompt() const { return systemPrompt_; }
  void setSystemPrompt(const QString& prompt);
  SamplingViewModel* sampling() { return &sampling_; }
  bool canSend() const;
  QString sendHint() const;
  ChatNotice* notice() { return &notice_; }
  int omittedCount() const;

  Q_INVOKABLE void send(const QString& text);  // clears the draft
  Q_INVOKABLE void stop();
  Q_INVOKABLE void regenerate(int row);        // the reply at row; what follows it goes
  Q_INVOKABLE void editAndResend(int row, const QString& text);
  Q_INVOKABLE void copyText(int row) const;
  Q_INVOKABLE void copyToClipboard(const QString& text) const;  // a code block
  Q_INVOKABLE void openLink(const QString& link) const;         // http, https and mailto only
  Q_INVOKABLE void sendAllAgain();             // messages left out are sent again from the next reply on

  const ChatSummary& summary() const { return summary_; }
  void rename(const QString& title);
  void load(ChatRecord record);  // as stored; the object may have been made before it was read
  bool isEmpty() const { return messages_.count() == 0; }
  void flush();                  // drafts and reply text, now

 signals:
  void titleChanged();
  void stateChanged();
  void prefillProgressChanged();
  void draftChanged();
  void systemPromptChanged();
  void canSendChanged();
  void omittedCountChanged();
  void summaryChanged();

 private:
  void setState(State state);
  void startReply(int keepRows, QList<MessageRecord> added);
  void submit();
  void onPrefill(const PrefillUpdate& update);
  void onText(const ReplyUpdate& update);
  void onOverflow(const QString& replyId, const PromptMeasure& measure);
  void onFinished(const ReplyOutcome& outcome);
  void onNoticeAction(const QString& id);
  void withdrawReply();
  void retryReply();
  void saveReplyText();
  void touch();
  std::vector<ChatMessage> prompt() const;

  ChatSummary summary_;
  QString draft_, systemPrompt_;
  MessageListModel messages_;
  SamplingViewModel sampling_;
  ChatNotice notice_;
  EngineViewModel* engine_;
  EngineThread* engineThread_;
  StorageThread* storage_;
  State state_ = Idle;
  double prefillProgress_ = 0;
  QString replyId_;
  std::stop_source stop_;
  QTimer saveReply_, saveDraft_;
  PromptMeasure overflow_;
};

}  // namespace halftone::app
