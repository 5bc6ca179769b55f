#include "app/viewmodels/shell/application_view_model.h"

#include <QFileInfo>
#include <QSaveFile>
#include <algorithm>
#include <atomic>

#include "app/format.h"
#include "app/log.h"
#include "app/storage/conversation_file.h"
#include "app/viewmodels/settings/model_templates.h"

namespace halftone::app {
namespace {
constexpr int kClosePatienceMs = 3000, kUndoMs = 10'000, kDeletedDays = 30;
}

ApplicationViewModel::ApplicationViewModel(Options options, QObject* parent)
    : QObject(parent),
      settings_(options.configFile, options.stateFile),
      storage_(options.dataFolder),
      engineThread_(options.factory),
      engine_(&engineThread_),
      instruments_(&engine_, &engineThread_),
      attention_(&engine_, &engineThread_),
      compare_(&engine_, &engineThread_),
      experiment_(&engine_, &engineThread_),
      memoryMap_(&engine_, &engineThread_),
      whatIf_(&engine_, &engineThread_),
      timeline_(&engineThread_),
      tokens_(&engine_, &engineThread_, &storage_),
      gauge_(&engine_, &engineThread_),
      recentModels_(settings_.state()),
      offer_(&engine_, &recentModels_, options.demoModel),
      foundModels_(std::move(options.factory.estimate), std::move(options.places)),
      work_(&engine_),
      backUp_(&storage_),
      crash_(QFileInfo(options.stateFile).path(), settings_.state()),
      resumes_(!options.newChat) {
  instruments_.setGauge(&gauge_);
  connect(&compare_, &CompareViewModel::said, this, &ApplicationViewModel::said);
  connect(&attention_, &AttentionViewModel::said, this, &ApplicationViewModel::said);
  connect(&timeline_, &TimelineViewModel::said, this, &ApplicationViewModel::said);
  connect(&tokens_, &TokensViewModel::said, this, &ApplicationViewModel::said);
  connect(&memoryMap_, &MemoryMapViewModel::said, this, &ApplicationViewModel::said);
  connect(&whatIf_, &WhatIfViewModel::changed, &memoryMap_, [this] { memoryMap_.setAsIf(whatIf_.asIf()); });
  connect(&compare_, &CompareViewModel::runningChanged, this, &ApplicationViewModel::updateReplying);
  connect(&experiment_, &ExperimentViewModel::said, this, &ApplicationViewModel::said);
  connect(&experiment_, &ExperimentViewModel::runningChanged, this, &ApplicationViewModel::updateReplying);
  if (options.newChat || crash_.isVisible()) settings_.setView({});  // it may have been the view that the program fell over
  connect(&crash_, &CrashViewModel::said, this, &ApplicationViewModel::said);
  connect(&backUp_, &BackUpViewModel::said, this, &ApplicationViewModel::said);
  connect(&backUp_, &BackUpViewModel::told, this,
          [this](const QString& level, const QString& text) { banner_.show({level, text, {}, {}, {}}); });
  connect(&backUp_, &BackUpViewModel::beginning, this, &ApplicationViewModel::flushAll);
  connect(&backUp_, &BackUpViewModel::imported, this, [this](const QString& only) { readChats([this, only] { openChat(only); }); });
  engine_.quality()->setStore(settings_.state());
  listModels();
  readSwitches();
  engine_.setKeptTemplates([this](const QString& path) { return keptTemplate(*settings_.config(), path); });
  connect(&engine_, &EngineViewModel::templateChosen, this, [this](const QString& path, const TemplateSettings& settings) {
    keepTemplate(*settings_.config(), path, settings);
  });
  connect(&storage_, &StorageThread::troubleChanged, this, &ApplicationViewModel::onTrouble);
  connect(&engine_, &EngineViewModel::opened, this, [this](const QString& name, const QString& path) {
    recentModels_.add(name, path);
    keepSwitches();
  });
  connect(&engine_, &EngineViewModel::switched, this, &ApplicationViewModel::keepSwitches);
  connect(&engine_, &EngineViewModel::wantedChanged, this, &ApplicationViewModel::keepSwitches);
  connect(&engine_, &EngineViewModel::stopReplyRequested, this, [this] {
    for (ChatViewModel* chat : std::as_const(open_)) chat->stop();
    compare_.stop();
    experiment_.stop();
  });
  connect(&work_, &WorkWatch::recalled, this, [this](const QString& chatId) {
    if (!chatId.isEmpty()) openChat(chatId);
    emit windowWanted();
  });
  connect(&settings_, &SettingsViewModel::darkNowChanged, this, [this] {
    for (ChatViewModel* chat : std::as_const(open_)) chat->messages()->setDark(settings_.darkNow());
  });
  chats_.setSearch([this](const QString& words, std::function<void(SearchHits)> found) {
    storage_.ask([words](ChatStore& store) { return store.search(words); }, &chats_, std::move(found));
  });
  undoTime_.setSingleShot(true);
  undoTime_.setInterval(kUndoMs);
  connect(&undoTime_, &QTimer::timeout, &undo_, &BannerViewModel::dismiss);
  newChat();
  storage_.submit([](ChatStore& store) { store.purgeDeleted(QDateTime::currentDateTime().addDays(-kDeletedDays)); });
  readChats();
}

ApplicationViewModel::~ApplicationViewModel() {
  rememberChat();
  qDeleteAll(findChildren<ChatViewModel*>(Qt::FindDirectChildrenOnly));  // each hands to the store what it has not saved yet
}

void ApplicationViewModel::listModels() {
  foundModels_.setKnown([this] { return recentModels_.paths() + (offer_.demo().isEmpty() ? QStringList() : QStringList(offer_.demo())); });
  foundModels_.setWanted(settings_.looksForModels());
  connect(&foundModels_, &FoundModelsModel::glanced, &recentModels_, &RecentModelsModel::setGlance);
  connect(&foundModels_, &FoundModelsModel::glanced, &offer_, &StartOffer::setGlance);
  connect(&engine_, &EngineViewModel::opened, &foundModels_, &FoundModelsModel::expire);  // it takes memory, and is a recent one now
  // Once the new language is there.
  connect(&settings_, &SettingsViewModel::languageChanged, &foundModels_, &FoundModelsModel::lookAgain, Qt::QueuedConnection);
  connect(&settings_, &SettingsViewModel::lookForModelsChanged, this, [this] { foundModels_.setWanted(settings_.looksForModels()); });
}

void ApplicationViewModel::begin(const QString& model) {
  if (!model.isEmpty()) engine_.openPath(model, false);
  else if (settings_.openLastModel()) offer_.takeLast(*settings_.state());
}

QString ApplicationViewModel::version() const { return QStringLiteral(HALFTONE_VERSION); }

// --- conversations ---

ChatRecord ApplicationViewModel::blankChat() const {
  ChatRecord record;
  record.summary.id = newId();
  record.summary.updated = QDateTime::currentDateTime();
  record.systemPrompt = settings_.defaultSystemPrompt();
  return record;
}

ChatViewModel* ApplicationViewModel::makeChat(ChatRecord record, ChatViewModel::Origin origin) {
  auto* chat = new ChatViewModel(std::move(record), origin, &engine_, &engineThread_, &storage_, this);
  chat->messages()->setDark(settings_.darkNow());
  open_.insert(chat->chatId(), chat);
  work_.watch(chat);
  connect(chat, &ChatViewModel::summaryChanged, this, [this, chat] {
    if (chat->isStored()) chats_.put(chat->summary());
    else chats_.remove(chat->chatId());
    if (chat == chat_) rememberChat();
  });
  connect(chat->attachments(), &AttachmentListModel::changed, this, [this, chat] { retire(chat); });
  connect(chat->attachments(), &AttachmentListModel::undoable, this, [this](const QString& what, const std::function<void()>& back) {
    undo_.show({QStringLiteral("info"), what, {}, tr("Undo"), back});
    undoTime_.start();
  });
  connect(chat, &ChatViewModel::stateChanged, this, [this, chat] {
    updateReplying();
    retire(chat);
  });
  return chat;
}

void ApplicationViewModel::show(ChatViewModel* chat) {
  ChatViewModel* before = std::exchange(chat_, chat);
  engine_.setActiveChat(chat->chatId());
  instruments_.setChat(chat);
  rememberChat();
  gauge_.setChat(chat);
  attention_.setChat(chat);
  compare_.setChat(chat);
  timeline_.setChat(chat);
  tokens_.setChat(chat);
  emit chatChanged();
  if (before && before != chat) retire(before);
}

// For the next start, whatever this one ends by. Until what was kept has been read, it stands.
void ApplicationViewModel::rememberChat() {
  const QString last = chat_->isStored() ? chat_->chatId() : QString();
  if (readBefore_ && settings_.state()->value("chat/last") != last) settings_.state()->setValue("chat/last", last);
}

void ApplicationViewModel::retire(ChatViewModel* chat) {
  if (chat == chat_ || chat->isBusy() || chat->attachments()->isReading() || !open_.contains(chat->chatId())) return;
  chat->flush();
  open_.remove(chat->chatId());
  chat->deleteLater();
}

void ApplicationViewModel::newChat() {
  if (chat_ && chat_->isBlank() && !chat_->isBusy()) return;  // this is one
  show(makeChat(blankChat(), {.stored = false, .complete = true}));
}

void ApplicationViewModel::openChat(const QString& chatId) {
  if (chat_ && chatId == chat_->chatId()) return;
  if (ChatViewModel* chat = open_.value(chatId)) return show(chat);
  const ChatSummary* summary = chats_.find(chatId);
  if (!summary) return;
  ChatViewModel* chat = makeChat({*summary, {}, {}, {}, {}}, {.stored = true, .complete = false});
  storage_.ask([chatId](ChatStore& store) { return store.chat(chatId); }, chat, [chat](ChatRecord record) {
    if (!record.summary.id.isEmpty()) chat->load(std::move(record));
  });
  show(chat);
}

void ApplicationViewModel::openFound(const QString& chatId) {
  const QString message = chats_.hitIn(chatId);
  chats_.setFilter({});
  openChat(chatId);
  if (!message.isEmpty()) chat_->reveal(message);
}

void ApplicationViewModel::deleteChat(const QString& chatId) {
  const ChatSummary* found = chats_.find(chatId);
  if (!found) return;
  ChatSummary deleted = *found;
  const bool open = chatId == currentChatId();
  if (ChatViewModel* chat = open_.value(chatId)) {
    chat->abandon();
    open_.remove(chatId);
    if (chat == chat_) {
      const int row = chats_.rowOf(chatId);
      const QString next = chats_.idAt(row + 1 < chats_.count() ? row + 1 : row - 1);
      if (next.isEmpty()) show(makeChat(blankChat(), {.stored = false, .complete = true}));
      else openChat(next);
    }
    chat->deleteLater();
    updateReplying();
  }
  deleted.deleted = QDateTime::currentDateTime();
  storage_.submit([chatId, when = deleted.deleted](ChatStore& store) { store.setDeleted(chatId, when); });
  engineThread_.dropSession(chatId);
  chats_.remove(chatId);
  deletedChats_.put(deleted);
  undo_.show({QStringLiteral("info"), tr("“%1” was deleted.").arg(isolated(deleted.title)), {}, tr("Undo"), [this, chatId, open] {
    restoreChat(chatId);
    if (open) openChat(chatId);
  }});
  undoTime_.start();
}

void ApplicationViewModel::restoreChat(const QString& chatId) {
  const ChatSummary* found = deletedChats_.find(chatId);
  if (!found) return;
  ChatSummary restored = *found;
  restored.deleted = {};
  storage_.submit([chatId](ChatStore& store) { store.setDeleted(chatId, {}); });
  deletedChats_.remove(chatId);
  chats_.put(restored);
}

void ApplicationViewModel::purgeDeleted() {
  undo_.dismiss();
  deletedChats_.reset({});
  storage_.submit([](ChatStore& store) { store.purgeDeleted(QDateTime::currentDateTime()); });
}

void ApplicationViewModel::renameChat(const QString& chatId, const QString& title) {
  if (ChatViewModel* chat = open_.value(chatId)) return chat->rename(title);
  const ChatSummary* found = chats_.find(chatId);
  if (!found || title.trimmed().isEmpty()) return;
  ChatSummary summary = *found;
  summary.title = title.simplified();
  storage_.submit([summary](ChatStore& store) { store.rename(summary.id, summary.title); });
  chats_.put(summary);
}

void ApplicationViewModel::duplicateChat(const QString& chatId) {
  if (ChatViewModel* chat = open_.value(chatId)) chat->flush();
  const ChatSummary* original = chats_.find(chatId);
  if (!original) return;
  ChatSummary copy = *original;
  copy.id = newId();
  copy.title = tr("%1 (copy)").arg(original->title);
  copy.updated = QDateTime::currentDateTime();
  storage_.submit([chatId, copy](ChatStore& store) { store.copyChat(chatId, copy); });
  engineThread_.forkSession(chatId, copy.id);
  chats_.put(copy);
  openChat(copy.id);
}

// --- as files ---

QString ApplicationViewModel::exportName(const QString& chatId) const {
  const ChatSummary* summary = chats_.find(chatId);
  return ConversationFile::nameFor(summary ? summary->title : QString());
}

void ApplicationViewModel::exportChat(const QString& chatId, const QUrl& url) {
  if (ChatViewModel* chat = open_.value(chatId)) chat->flush();
  const QString path = url.isLocalFile() ? url.toLocalFile() : url.toString();
  storage_.ask([chatId, path](ChatStore& store) {
    const ChatRecord chat = store.chat(chatId);
    QSaveFile file(path);
    const bool json = path.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive);
    if (!file.open(QFile::WriteOnly)) return file.errorString();
    file.write(json ? ConversationFile::toJson(chat) : ConversationFile::toMarkdown(chat));
    return file.commit() ? QString() : file.errorString();
  }, this, [this, path](const QString& error) {
    if (error.isEmpty()) return emit said(tr("Exported: %1").arg(isolated(QFileInfo(path).fileName())));
    banner_.show({QStringLiteral("warning"), tr("The conversation could not be written to %1: %2").arg(isolated(path), error), {}, {}, {}});
  });
}

void ApplicationViewModel::updateReplying() {
  engine_.setReplying(compare_.isRunning() || experiment_.isRunning() ||
                      std::ranges::any_of(open_, [](const ChatViewModel* chat) { return chat->isBusy(); }));
}

void ApplicationViewModel::flushAll() {
  for (ChatViewModel* chat : std::as_const(open_)) chat->flush();
}

void ApplicationViewModel::readChats(const std::function<void()>& then) {
  storage_.ask([](ChatStore& store) { return store.chats(); }, this,
               [this, then](QList<ChatSummary> chats) {
                 const auto living =
                     std::stable_partition(chats.begin(), chats.end(), [](const ChatSummary& chat) { return !chat.deleted.isValid(); });
                 deletedChats_.reset({living, chats.end()});
                 chats.erase(living, chats.end());
                 chats_.reset(std::move(chats));
                 const QString last = settings_.state()->value("chat/last").toString();
                 if (!std::exchange(readBefore_, true) && resumes_ && chat_->isBlank()) openChat(last);  // where the user left off
                 if (then) then();
                 emit chatsLoaded();
               });
}

// --- trouble with saving ---

bool ApplicationViewModel::mayClose() {
  if (closeAnyway_) return true;
  flushAll();
  const auto lost = std::make_shared<std::atomic<int>>(0);
  storage_.submit([lost](ChatStore& store) { *lost = store.secure(); });
  const bool done = storage_.wait(kClosePatienceMs);
  if (done && *lost == 0) return true;
  unsavedText_ = done ? *lost == 1 ? tr("One conversation could not be saved and would be lost.") : tr("%n conversations could not be saved and would be lost.", "", *lost)
                      : tr("The file with your conversations is locked by another program. What you wrote last waits to be saved and would be lost.");
  emit unsavedTextChanged();
  return false;
}

void ApplicationViewModel::onTrouble(const StorageTrouble& trouble) {
  using Kind = StorageTrouble::Kind;
  if (trouble.kind != Kind::none) log::note(QStringLiteral("storage: %1 [%2]").arg(trouble.cause, trouble.details));
  if (trouble.kind == Kind::replaced || trouble.kind == Kind::damaged)  // what is on the screen is not lost with the file
    for (ChatViewModel* chat : std::as_const(open_)) chat->saveAll();
  if (trouble.kind == Kind::replaced) {
    trouble_ = Kind::none;
    readChats();
    return banner_.show({QStringLiteral("warning"), trouble.cause + u' ' + trouble.remedy, trouble.details, {}, {}});
  }
  const Kind before = std::exchange(trouble_, trouble.kind);
  if (trouble.kind == Kind::none) {
    readChats();
    return banner_.show({QStringLiteral("info"), tr("Everything is saved again."), {}, {}, {}});
  }
  if (trouble.kind == before) return;  // said already
  const auto action = [this](void (ChatStore::*what)()) {
    return [this, what] {
      trouble_ = Kind::none;  // an answer is owed, whatever it is
      storage_.submit([what](ChatStore& store) { (store.*what)(); });
    };
  };
  BannerViewModel::Content content{QStringLiteral("warning"), trouble.cause + u' ' + trouble.remedy, trouble.details, {}, {}};
  if (trouble.kind == Kind::damaged) {
    content.actionLabel = tr("Set it aside and begin anew");
    content.action = action(&ChatStore::setAside);
  } else if (trouble.kind != Kind::newer && trouble.kind != Kind::noDriver && trouble.kind != Kind::busy) {
    content.actionLabel = tr("Try again");
    content.action = action(&ChatStore::reattach);
  }
  banner_.show(std::move(content));
}

// --- the switches last used, for the next model. Naive attention and no cache are to be looked at, not to be lived with: a start forgets them ---

void ApplicationViewModel::readSwitches() {
  EngineSettings wanted;
  const QSettings& config = *settings_.config();
  const auto read = [&](const char* key) { return config.value(QLatin1String(key)).toString().toStdString(); };
  if (const auto cache = parse_cache(read("engine/cache")); cache && *cache) wanted.cache = *cache;
  if (read("engine/speculation") == "lookup") wanted.speculation = parse_speculation("lookup");
  engine_.setWanted(wanted);
}

void ApplicationViewModel::keepSwitches() {
  if (const auto& facts = engine_.facts()) recentModels_.keep(engine_.modelPath(), engine_.weights(), engine_.label(facts->settings));
  const auto keep = [this](const char* key, std::string_view value) {
    settings_.config()->setValue(QLatin1String(key), QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())));
  };
  if (engine_.wanted().cache) keep("engine/cache", to_string(engine_.wanted().cache));
  keep("engine/speculation", to_string(engine_.wanted().speculation));
}

}  // namespace halftone::app
