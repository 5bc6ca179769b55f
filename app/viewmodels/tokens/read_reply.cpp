#include "app/viewmodels/tokens/read_reply.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace halftone::app {
namespace {

constexpr double kLeast = 1e-30;  // where a probability is too small for a float

// Of the character that begins with this byte; of a byte that begins none 1.
std::size_t lengthOf(unsigned char first) {
  return first >= 0xf0 && first < 0xf8 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc0 && first < 0xe0 ? 2 : 1;
}

// What a temperature makes of probabilities, not normalised.
std::vector<double> weightsOf(const std::vector<Candidate>& likeliest, double temperature) {
  std::vector<double> weights;
  for (const Candidate& candidate : likeliest)
    weights.push_back(std::pow(std::max(static_cast<double>(candidate.probability), kLeast), 1 / temperature));
  return weights;
}

// And of all others together, each of which is at most as likely as the last one that is known: at most so much below temperature 1.
double restOf(const std::vector<Candidate>& likeliest, double temperature) {
  double rest = 1;
  for (const Candidate& candidate : likeliest) rest -= candidate.probability;
  const double last = std::max(static_cast<double>(likeliest.back().probability), kLeast);
  return temperature > 1 ? HUGE_VAL : std::max(0.0, rest) * std::pow(last, 1 / temperature - 1);
}

QString named(QString word) {
  word.replace(u'\n', u'↵').replace(u'\t', u'⇥').replace(QChar::LineSeparator, u' ');
  word = word.trimmed();
  return word.isEmpty() ? QStringLiteral("␣") : word;
}

}  // namespace

ReadReply::ReadReply(std::shared_ptr<const ReadTokens> tokens, TokenTexts texts, std::size_t before)
    : read_(std::move(tokens)), texts_(std::move(texts)) {
  for (const ReadToken& token : *read_) reply_ += token.bytes;
  reply_.erase(0, before);
  for (const ReadToken& token : *read_) {
    if (before == 0 || token.bytes.size() > before) break;
    before -= token.bytes.size();
    ++skipped_;
  }
  show(before);
}

// Character by character, so that bytes of several tokens become what they are together. `before`: bytes of the first token that are
// not shown.
void ReadReply::show(std::size_t before) {
  std::vector<qsizetype> begins(reply_.size() + 1), ends(reply_.size() + 1);  // by byte: where its character is shown
  for (std::size_t at = 0; at < reply_.size();) {
    const std::size_t length = std::min(lengthOf(static_cast<unsigned char>(reply_[at])), reply_.size() - at);
    const qsizetype begin = text_.size();
    if (reply_[at] == '\n') text_ += u'↵';
    else text_ += QString::fromUtf8(reply_.data() + at, static_cast<qsizetype>(length));
    std::fill_n(begins.begin() + static_cast<std::ptrdiff_t>(at), length, begin);
    std::fill_n(ends.begin() + static_cast<std::ptrdiff_t>(at), length, text_.size());
    at += length;
    if (reply_[at - 1] == '\n' && at < reply_.size() && reply_[at] != '\n') text_ += QChar::LineSeparator;
  }
  std::size_t at = 0;
  for (std::size_t i = skipped_; i < read_->size(); ++i) {
    const ReadToken& token = (*read_)[i];
    const std::size_t length = token.bytes.size() - std::min(std::exchange(before, 0), token.bytes.size());
    const std::vector<Candidate>& likeliest = token.doubt.likeliest;
    DoubtedToken shown{.bytes = at, .probability = token.doubt.chosen.probability, .entropy = token.doubt.entropy, .ms = token.ms};
    shown.begin = length > 0 ? begins[at] : at > 0 ? ends[at - 1] : 0;
    shown.end = length > 0 ? ends[at + length - 1] : shown.begin;
    shown.isLikeliest = likeliest.empty() || likeliest.front().token == token.doubt.chosen.token;
    shown.isFork = likeliest.size() > 1 && likeliest[0].probability - likeliest[1].probability < kForkPoints;
    tokens_.push_back(shown);
    at += length;
  }
}

QString ReadReply::word(int token) const {
  const DoubtedToken& shown = tokens_[static_cast<std::size_t>(token)];
  return named(text_.mid(shown.begin, shown.end - shown.begin));
}

QString ReadReply::word(const Candidate& candidate) const {
  const std::string& bytes = bytesOf(candidate.token);
  return named(QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())));
}

const std::string& ReadReply::bytesOf(TokenId candidate) const {
  static const std::string none;
  const auto found = texts_.constFind(candidate);
  return found == texts_.constEnd() ? none : *found;
}

ReadTokens ReadReply::tokensUntil(int token) const {
  return {read_->begin(), read_->begin() + static_cast<std::ptrdiff_t>(skipped_) + token};
}

std::string ReadReply::until(int token) const { return reply_.substr(0, tokens_[static_cast<std::size_t>(token)].bytes); }

double ReadReply::perplexity() const {
  if (tokens_.empty()) return 0;
  double sum = 0;
  for (const DoubtedToken& token : tokens_) sum -= std::log(std::max(static_cast<double>(token.probability), kLeast));
  return std::exp(sum / count());
}

double ReadReply::likeliestShare() const {
  return tokens_.empty() ? 0 : static_cast<double>(std::ranges::count(tokens_, true, &DoubtedToken::isLikeliest)) / count();
}

double ReadReply::meanEntropy() const {
  double sum = 0;
  for (const DoubtedToken& token : tokens_) sum += token.entropy;
  return tokens_.empty() ? 0 : sum / count();
}

int ReadReply::forks() const { return static_cast<int>(std::ranges::count(tokens_, true, &DoubtedToken::isFork)); }

std::vector<int> ReadReply::turns(std::size_t most) const {
  std::vector<int> order(tokens_.size());
  std::iota(order.begin(), order.end(), 0);
  std::erase_if(order, [&](int token) { return !other(doubt(token)); });
  std::ranges::stable_sort(order, {}, [&](int token) { return tokens_[static_cast<std::size_t>(token)].probability; });
  order.resize(std::min(order.size(), most));
  return order;
}

qint64 ReadReply::storedBytes() const {
  qint64 bytes = 0;
  for (int token = 0; token < count(); ++token)
    bytes += static_cast<qint64>(sizeof(Doubt) + doubt(token).likeliest.size() * sizeof(Candidate));
  return bytes;
}

std::size_t bytesBefore(const ReadTokens& tokens, const std::string& reply) {
  std::string all;
  for (const ReadToken& token : tokens) all += token.bytes;
  return all.ends_with(reply) ? all.size() - reply.size() : 0;
}

const Candidate* other(const Doubt& doubt) {
  const auto found =
      std::ranges::find_if(doubt.likeliest, [&](const Candidate& candidate) { return candidate.token != doubt.chosen.token; });
  return found == doubt.likeliest.end() ? nullptr : &*found;
}

int drawnFrom(const Doubt& doubt, const GenerationParams& params) {
  if (params.temperature <= 0 || params.top_k == 1) return 1;
  const std::vector<Candidate>& likeliest = doubt.likeliest;
  if (likeliest.empty()) return -1;
  const double temperature = params.temperature;
  const std::vector<double> weights = weightsOf(likeliest, temperature);
  const std::size_t topK = params.top_k > 0 ? static_cast<std::size_t>(params.top_k) : weights.size() + 1;
  const double minimum = static_cast<double>(params.min_p) * weights.front();
  std::size_t count = std::min(topK, weights.size());
  bool isKnown = topK <= weights.size();
  if (params.top_p < 1) {
    const auto counted = std::span(weights).first(count);
    const double share = static_cast<double>(params.top_p) *
                         (std::accumulate(counted.begin(), counted.end(), 0.0) + (isKnown ? 0 : restOf(likeliest, temperature)));
    double kept = 0;
    for (std::size_t i = 0; i < count; ++i)
      if ((kept += weights[i]) >= share) count = i + 1, isKnown = true;
  }
  while (count > 0 && weights[count - 1] < minimum) --count, isKnown = true;
  return isKnown ? static_cast<int>(count) : -1;
}

}  // namespace halftone::app
