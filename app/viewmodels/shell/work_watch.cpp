#include "app/viewmodels/shell/work_watch.h"

#include <QElapsedTimer>

#include "app/engine_worker/values.h"
#include "app/format.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {

WorkWatch::WorkWatch(EngineViewModel* engine, QObject* parent) : QObject(parent), engine_(engine) {
  QElapsedTimer timer;
  timer.start();
  clock_ = [timer] { return timer.elapsed(); };
  connect(engine_, &EngineViewModel::stateChanged, this, &WorkWatch::onEngineState);
  connect(engine_, &EngineViewModel::replyingChanged, this, &WorkWatch::keepAwake);
  connect(engine_, &EngineViewModel::loadEnded, this, &WorkWatch::onLoadEnded);
  connect(&notification_, &Notification::clicked, this, [this] { emit recalled(told_); });
}

void WorkWatch::watch(ChatViewModel* chat) {
  connect(chat, &ChatViewModel::stateChanged, this, [this, chat] {
    if (chat->state() == ChatViewModel::Queued) repliesBegan_[chat->chatId()] = clock_();
  });
  connect(chat, &ChatViewModel::replyEnded, this, [this, chat](const ReplyOutcome& outcome) { onReplyEnded(chat->chatId(), outcome); });
}

void WorkWatch::setWindowActive(bool active) {
  if (active == windowActive_) return;
  windowActive_ = active;
  if (active) notification_.close();
  emit windowActiveChanged();
}

void WorkWatch::onEngineState() {
  const bool loads = engine_->state() == EngineViewModel::Loading || engine_->state() == EngineViewModel::Switching;
  if (loads && !loading_) loadBegan_ = clock_();
  loading_ = loads;
  keepAwake();
}

void WorkWatch::keepAwake() {
  if (loading_ || engine_->replying()) inhibitor_.hold(tr("A language model is at work."));
  else inhibitor_.release();
}

void WorkWatch::onLoadEnded(const QString& model, bool failed) {
  const QString body = !failed            ? tr("The model is ready.")
                       : engine_->facts() ? tr("The switch failed; the model is as it was.")
                                          : tr("The model could not be loaded.");
  tell(clock_() - loadBegan_, {}, model, body);
}

void WorkWatch::onReplyEnded(const QString& chatId, const ReplyOutcome& outcome) {
  const qint64 took = clock_() - repliesBegan_.take(chatId);
  const QString time = formatSeconds(static_cast<double>(took) / 1000), tokens = formatCount(outcome.stats.tokens);
  // The model's name, not the conversation's: that is its first words until the user gives it another, and anyone can read a locked
  // screen.
  tell(took, chatId, engine_->modelName(),
       outcome.failed ? tr("The reply could not be finished.") : tr("The reply is there: %1 tokens in %2.").arg(tokens, time));
}

void WorkWatch::tell(qint64 tookMs, const QString& chatId, const QString& title, const QString& body) {
  if (windowActive_ || tookMs <= kLongMs) return;
  told_ = chatId;
  notification_.show(title, body);
}

}  // namespace halftone::app
