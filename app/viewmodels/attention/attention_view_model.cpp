#include "app/viewmodels/attention/attention_view_model.h"

#include <algorithm>
#include <cmath>

#include "app/engine_worker/engine_thread.h"
#include "app/engine_worker/engine_words.h"
#include "app/format.h"
#include "app/viewmodels/chat/chat_view_model.h"
#include "app/viewmodels/chat/prompt_of.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {
namespace {
constexpr int kSoonMs = 60;  // keys that are held down walk through layers; the last one is looked at
constexpr std::size_t kLargest = 5;
constexpr qsizetype kColumns = 40;

QString percent(float share) { return QStringLiteral("%1 %").arg(100.0 * share, 0, 'f', std::abs(share) < 0.1f ? 1 : 0); }
}  // namespace

AttentionViewModel::AttentionViewModel(EngineViewModel* engine, EngineThread* engineThread, QObject* parent)
    : QObject(parent), engine_(engine), engineThread_(engineThread) {
  soon_.setSingleShot(true);
  soon_.setInterval(kSoonMs);
  connect(&soon_, &QTimer::timeout, this, &AttentionViewModel::ask);
  connect(engineThread_, &EngineThread::looked, this, &AttentionViewModel::onLooked);
  connect(engine_, &EngineViewModel::modelChanged, this, &AttentionViewModel::restart);
}

AttentionViewModel::~AttentionViewModel() { stop_.request_stop(); }

void AttentionViewModel::setActive(bool active) {
  if (std::exchange(active_, active) == active) return;
  emit activeChanged();
  restart();
}

void AttentionViewModel::setChat(ChatViewModel* chat) {
  if (chat_) disconnect(chat_, nullptr, this, nullptr);
  chat_ = chat;
  connect(chat, &ChatViewModel::pathChanged, this, &AttentionViewModel::restart);
  connect(chat, &ChatViewModel::omittedCountChanged, this, &AttentionViewModel::restart);
  connect(chat, &ChatViewModel::systemPromptChanged, this, &AttentionViewModel::restart);
  connect(chat, &ChatViewModel::stateChanged, this, &AttentionViewModel::restart);
  restart();
}

// The conversation, the model or what is wanted of them is another: nothing that was seen holds.
void AttentionViewModel::restart() {
  asMuchAsFits_ = false;
  token_ = -1;
  forget();
  layer_ = std::clamp(layer_, 0, std::max(0, layers() - 1));
  head_ = std::clamp(head_, 0, std::max(0, heads() - 1));
  if (active_) soon_.start();
  else soon_.stop();
}

void AttentionViewModel::forget() {
  stop_.request_stop();
  request_ = -std::abs(request_);  // what comes now was asked for before
  rows_.reset();
  words_.clear();
  distances_.clear();
  looks_.setRows({});
  canBeFewer_ = false;
  hint_.clear();
  state_ = Empty;
  emit changed();
}

void AttentionViewModel::ask() {
  if (!chat_ || !active_) return;
  const QList<MessageRecord> messages = chat_->messages()->records();
  if (!engine_->facts()) hint_ = tr("Open a model first");
  else if (messages.isEmpty()) hint_ = tr("Ask something first");
  else if (chat_->isBusy()) hint_ = tr("Shown when this reply has ended");
  if (!hint_.isEmpty()) return void(emit changed());
  state_ = Computing;
  request_ = std::abs(request_) + 1;
  stop_ = {};
  engineThread_->look({.id = request_,
                       .messages = promptOf(chat_->systemPrompt(), messages),
                       .layer = layer_,
                       .asMuchAsFits = asMuchAsFits_,
                       .stop = stop_.get_token()});
  emit changed();
}

void AttentionViewModel::onLooked(const LookOutcome& outcome) {
  if (outcome.id != request_) return;
  if (!outcome.rows) {
    state_ = Refused;
    hint_ = outcome.failure.text();
    canBeFewer_ = outcome.failure.kind == ErrorKind::out_of_memory && !asMuchAsFits_;
    return void(emit changed());
  }
  rows_ = outcome.rows;
  words_ = outcome.words;
  state_ = Shown;
  if (token_ < 0 || token_ >= words_.size()) token_ = static_cast<int>(words_.size()) - 1;
  fillLooks();
  measureHead();
  emit changed();
}

void AttentionViewModel::takeFewer() {
  if (!canBeFewer_) return;
  forget();
  asMuchAsFits_ = true;
  ask();
}

int AttentionViewModel::layers() const { return engine_->facts() ? static_cast<int>(engine_->facts()->model.layers) : 0; }
int AttentionViewModel::heads() const { return engine_->facts() ? static_cast<int>(engine_->facts()->model.heads) : 0; }

void AttentionViewModel::setLayer(int layer) {
  layer = std::clamp(layer, 0, std::max(0, layers() - 1));
  if (std::exchange(layer_, layer) == layer) return;
  const int token = token_;
  forget();
  token_ = token;
  if (active_) soon_.start();
}

void AttentionViewModel::setHead(int head) {
  head = std::clamp(head, 0, std::max(0, heads() - 1));
  if (std::exchange(head_, head) == head) return;
  fillLooks();
  measureHead();
  emit changed();
}

void AttentionViewModel::setToken(int token) {
  token = std::clamp(token, 0, std::max(0, static_cast<int>(words_.size()) - 1));
  if (std::exchange(token_, token) == token) return;
  fillLooks();
  emit changed();
}

void AttentionViewModel::setSeen(int seen) {
  seen = std::clamp(seen, -1, token_);
  if (std::exchange(seen_, seen) != seen) emit changed();
}

QString AttentionViewModel::seenText() const {
  if (!rows_ || seen() < 0) return {};
  return tr("%1 looks at %2: %3").arg(isolated(named(token_)), isolated(named(seen())), percent(share(head_, token_, seen())));
}

void AttentionViewModel::setEncoding(const QString& encoding) {
  if (std::exchange(encoding_, encoding) == encoding) return;
  fillLooks();
  measureHead();
  emit changed();
}

float AttentionViewModel::share(int head, int token, int to) const {
  const bool can = rows_->has_without_position();
  const float whole = encoding_ == QStringLiteral("without") && can ? 0 : rows_->as_it_is(layer_, head).weight(token, to);
  if (encoding_ == QStringLiteral("asIs") || !can) return whole;
  const float without = rows_->without_position(layer_, head).weight(token, to);
  return encoding_ == QStringLiteral("without") ? without : whole - without;
}

void AttentionViewModel::fillLooks() {
  QList<QVariantList> looks;
  if (rows_ && token_ >= 0) {
    std::vector<Look> all;
    for (int to = token_; to >= 0; --to) all.push_back({to, share(head_, token_, to)});
    std::ranges::stable_sort(all, std::ranges::greater(), [](const Look& look) { return std::abs(look.share); });
    all.resize(std::min(all.size(), kLargest));
    for (const Look& look : all) looks.append({named(static_cast<int>(look.token)), look.share, percent(look.share)});
  }
  looks_.setRows(std::move(looks));
}

AttentionTriangle AttentionViewModel::triangle() const {
  const bool without = encoding_ == QStringLiteral("without") && rows_->has_without_position();
  return without ? rows_->without_position(layer_, head_) : rows_->as_it_is(layer_, head_);
}

int AttentionViewModel::distanceOf(int column) const {
  return static_cast<int>(column * words_.size() / std::max<qsizetype>(1, distances_.size()));
}

// The mean of all tokens: once for each head that is looked at, since it reads all of the triangle.
void AttentionViewModel::measureHead() {
  distances_.clear();
  if (!rows_) return;
  const AttentionTriangle head = triangle();
  const std::int64_t tokens = head.tokens();
  std::vector<double> shares(static_cast<std::size_t>(tokens));
  for (std::int64_t token = 0; token < tokens; ++token) {
    const std::span<const F16> row = head.row(token);
    for (std::int64_t to = 0; to <= token; ++to)
      shares[static_cast<std::size_t>(token - to)] += row[static_cast<std::size_t>(to)].to_float() / static_cast<double>(tokens);
  }
  looksBack_ = 0;
  distances_.fill(0, std::min<qsizetype>(tokens, kColumns));
  for (qsizetype column = 0; column < distances_.size(); ++column)
    for (int distance = distanceOf(static_cast<int>(column)); distance < distanceOf(static_cast<int>(column) + 1); ++distance) {
      distances_[column] += shares[static_cast<std::size_t>(distance)];
      looksBack_ += distance * shares[static_cast<std::size_t>(distance)];
    }
}

// --- what is said ---

QString AttentionViewModel::named(int token) const {
  if (token < 0 || token >= words_.size()) return {};
  QString word = words_[token];
  word.replace(u'\n', u'↵').replace(u'\t', u'⇥');
  return word.trimmed().isEmpty() ? QStringLiteral("␣") : word.trimmed();
}

QString AttentionViewModel::note() const {
  if (!rows_ || rows_->left_out() == 0) return {};
  return tr("the last %1 tokens, read as if nothing stood before them").arg(formatCount(words_.size()));
}

QString AttentionViewModel::whyNotWithout() const {
  return engine_->facts() ? spoken(engine_->facts()->model.why_not_without_position) : QString();
}
QString AttentionViewModel::positions() const { return engine_->facts() ? spoken(engine_->facts()->model.positions) : QString(); }

QString AttentionViewModel::looksBack() const { return rows_ ? QString::number(looksBack_, 'f', 1) : QStringLiteral("–"); }

QString AttentionViewModel::stores() const { return rows_ ? formatBytes(rows_->bytes()) : QStringLiteral("–"); }

QString AttentionViewModel::storesTooltip() const {
  if (!rows_) return {};
  const qint64 tokens = words_.size();
  return tr("%1 bytes: %2 weights of each of %3 heads, with and, where it can be told, without the position encoding, 2 bytes each. "
            "Counted in activations, and freed when this view is left.")
      .arg(formatCount(rows_->bytes()), formatCount(tokens * (tokens + 1) / 2), formatCount(heads()));
}

}  // namespace halftone::app
