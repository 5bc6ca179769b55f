// The window's one door: everything it shows hangs below this.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QTimer>
#include <QUrl>
#include <memory>

#include "app/engine_worker/engine_thread.h"
#include "app/storage/storage_thread.h"
#include "app/viewmodels/attention/attention_view_model.h"
#include "app/viewmodels/chat/attachment_page.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/chat/draft_gauge.h"
#include "app/viewmodels/compare/compare_view_model.h"
#include "app/viewmodels/experiment/experiment_view_model.h"
#include "app/viewmodels/instruments/instruments_view_model.h"
#include "app/viewmodels/memory_map/memory_map_view_model.h"
#include "app/viewmodels/memory_map/what_if_view_model.h"
#include "app/viewmodels/models/engine_view_model.h"
#include "app/viewmodels/models/found_models_model.h"
#include "app/viewmodels/models/recent_models_model.h"
#include "app/viewmodels/models/start_offer.h"
#include "app/viewmodels/settings/settings_view_model.h"
#include "app/viewmodels/shell/back_up_view_model.h"
#include "app/viewmodels/shell/banner_view_model.h"
#include "app/viewmodels/shell/chat_list_model.h"
#include "app/viewmodels/shell/crash_view_model.h"
#include "app/viewmodels/shell/drop_look.h"
#include "app/viewmodels/shell/file_chooser.h"
#include "app/viewmodels/shell/work_watch.h"
#include "app/viewmodels/timeline/timeline_view_model.h"
#include "app/viewmodels/tokens/tokens_view_model.h"

namespace halftone::app {

class ApplicationViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made in main.cpp")
  Q_PROPERTY(halftone::app::EngineViewModel* engine READ engine CONSTANT)
  Q_PROPERTY(halftone::app::ChatListModel* chats READ chats CONSTANT)
  Q_PROPERTY(halftone::app::ChatViewModel* chat READ chat NOTIFY chatChanged)  // the open conversation, never null
  Q_PROPERTY(QString currentChatId READ currentChatId NOTIFY chatChanged)
  Q_PROPERTY(halftone::app::InstrumentsViewModel* instruments READ instruments CONSTANT)
  Q_PROPERTY(halftone::app::AttentionViewModel* attention READ attention CONSTANT)
  Q_PROPERTY(halftone::app::CompareViewModel* compare READ compare CONSTANT)
  Q_PROPERTY(halftone::app::ExperimentViewModel* experiment READ experiment CONSTANT)
  Q_PROPERTY(halftone::app::MemoryMapViewModel* memoryMap READ memoryMap CONSTANT)
  Q_PROPERTY(halftone::app::WhatIfViewModel* whatIf READ whatIf CONSTANT)
  Q_PROPERTY(halftone::app::TimelineViewModel* timeline READ timeline CONSTANT)
  Q_PROPERTY(halftone::app::TokensViewModel* tokens READ tokens CONSTANT)
  Q_PROPERTY(halftone::app::DraftGauge* gauge READ gauge CONSTANT)  // of the draft on screen
  Q_PROPERTY(halftone::app::SettingsViewModel* settings READ settings CONSTANT)
  Q_PROPERTY(halftone::app::RecentModelsModel* recentModels READ recentModels CONSTANT)
  Q_PROPERTY(halftone::app::FoundModelsModel* foundModels READ foundModels CONSTANT)
  Q_PROPERTY(halftone::app::FileChooser* fileChooser READ fileChooser CONSTANT)
  Q_PROPERTY(halftone::app::DropLook* dropLook READ dropLook CONSTANT)
  Q_PROPERTY(halftone::app::StartOffer* offer READ offer CONSTANT)
  Q_PROPERTY(halftone::app::BannerViewModel* banner READ banner CONSTANT)
  Q_PROPERTY(halftone::app::BannerViewModel* undo READ undo CONSTANT)  // of the last deletion, for ten seconds
  Q_PROPERTY(halftone::app::ChatListModel* deletedChats READ deletedChats CONSTANT)  // found again for 30 days
  Q_PROPERTY(halftone::app::AttachmentPage* attachmentPage READ attachmentPage CONSTANT)  // the one that is read
  Q_PROPERTY(halftone::app::WorkWatch* work READ work CONSTANT)
  Q_PROPERTY(halftone::app::BackUpViewModel* backUp READ backUp CONSTANT)
  Q_PROPERTY(halftone::app::CrashViewModel* crash READ crash CONSTANT)
  Q_PROPERTY(QString version READ version CONSTANT)
  Q_PROPERTY(QString unsavedText READ unsavedText NOTIFY unsavedTextChanged)  // why mayClose() said no

 public:
  struct Options {
    QString dataFolder, configFile, stateFile;
    EngineFactory factory;
    QString demoModel = {};            // its folder
    QList<ModelPlace> places = {};     // where to look for models
    bool newChat = false;              // rather than where the user left off
  };

  explicit ApplicationViewModel(Options options, QObject* parent = nullptr);
  ~ApplicationViewModel() override;

  EngineViewModel* engine() { return &engine_; }
  ChatListModel* chats() { return &chats_; }
  ChatViewModel* chat() const { return chat_; }
  QString currentChatId() const { return chat_->chatId(); }
  InstrumentsViewModel* instruments() { return &instruments_; }
  AttentionViewModel* attention() { return &attention_; }
  CompareViewModel* compare() { return &compare_; }
  ExperimentViewModel* experiment() { return &experiment_; }
  MemoryMapViewModel* memoryMap() { return &memoryMap_; }
  WhatIfViewModel* whatIf() { return &whatIf_; }
  TimelineViewModel* timeline() { return &timeline_; }
  TokensViewModel* tokens() { return &tokens_; }
  DraftGauge* gauge() { return &gauge_; }
  SettingsViewModel* settings() { return &settings_; }
  RecentModelsModel* recentModels() { return &recentModels_; }
  FoundModelsModel* foundModels() { return &foundModels_; }
  FileChooser* fileChooser() { return &fileChooser_; }
  DropLook* dropLook() { return &dropLook_; }
  StartOffer* offer() { return &offer_; }
  BannerViewModel* banner() { return &banner_; }
  BannerViewModel* undo() { return &undo_; }
  ChatListModel* deletedChats() { return &deletedChats_; }
  AttachmentPage* attachmentPage() { return &attachmentPage_; }
  WorkWatch* work() { return &work_; }
  BackUpViewModel* backUp() { return &backUp_; }
  CrashViewModel* crash() { return &crash_; }
  QString version() const;
  QString unsavedText() const { return unsavedText_; }

  // What the program begins with: that model, or, where it is wanted, the last one.
  void begin(const QString& model);

  Q_INVOKABLE void newChat();
  Q_INVOKABLE void openChat(const QString& chatId);
  Q_INVOKABLE void openFound(const QString& chatId);    // at what the search found, which is over with that
  Q_INVOKABLE void deleteChat(const QString& chatId);   // it can be undone
  Q_INVOKABLE void restoreChat(const QString& chatId);  // a deleted one
  Q_INVOKABLE void purgeDeleted();                      // for good
  Q_INVOKABLE void renameChat(const QString& chatId, const QString& title);
  Q_INVOKABLE void duplicateChat(const QString& chatId);  // a fork: it goes its own way from here, sharing the cache

  // To a file: JSON where its name ends in .json, else Markdown. said() tells how it went.
  Q_INVOKABLE void exportChat(const QString& chatId, const QUrl& file);
  Q_INVOKABLE QString exportName(const QString& chatId) const;

  // Saves what there is to save; false where closing would lose something. Waits for the disk, 3 s at most.
  Q_INVOKABLE bool mayClose();
  Q_INVOKABLE void closeAnyway() { closeAnyway_ = true; }

 signals:
  void unsavedTextChanged();
  void chatChanged();
  void chatsLoaded();
  void windowWanted();               // it is to come to the front
  void modelWanted();                // the user is to be asked for one
  void said(const QString& words);  // in passing: an export that is done

 private:
  ChatViewModel* makeChat(ChatRecord record, ChatViewModel::Origin origin);
  ChatRecord blankChat() const;
  void show(ChatViewModel* chat);
  void rememberChat();
  void retire(ChatViewModel* chat);  // goes, unless it is shown, still busy or reading
  void flushAll();
  void readChats(const std::function<void()>& then = {});
  void onTrouble(const StorageTrouble& trouble);
  void updateReplying();
  void listModels();
  void readSwitches();
  void keepSwitches();

  SettingsViewModel settings_;
  StorageThread storage_;
  EngineThread engineThread_;
  EngineViewModel engine_;
  InstrumentsViewModel instruments_;
  AttentionViewModel attention_;
  CompareViewModel compare_;
  ExperimentViewModel experiment_;
  MemoryMapViewModel memoryMap_;
  WhatIfViewModel whatIf_;
  TimelineViewModel timeline_;
  TokensViewModel tokens_;
  DraftGauge gauge_;
  ChatListModel chats_;
  RecentModelsModel recentModels_;
  StartOffer offer_;
  FoundModelsModel foundModels_;
  FileChooser fileChooser_;
  DropLook dropLook_;
  BannerViewModel banner_, undo_;
  ChatListModel deletedChats_;
  AttachmentPage attachmentPage_;
  WorkWatch work_;
  BackUpViewModel backUp_;
  CrashViewModel crash_;
  QTimer undoTime_;
  QHash<QString, ChatViewModel*> open_;  // shown, or busy behind
  ChatViewModel* chat_ = nullptr;
  StorageTrouble::Kind trouble_ = StorageTrouble::Kind::none;
  bool readBefore_ = false, resumes_, closeAnyway_ = false;
  QString unsavedText_;
};

}  // namespace halftone::app
