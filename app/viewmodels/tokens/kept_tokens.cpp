#include "app/viewmodels/tokens/kept_tokens.h"

#include <QDataStream>
#include <QIODevice>

namespace halftone::app {
namespace {

constexpr quint32 kFormat = 1;

QByteArray bytes(const std::string& text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

void write(QDataStream& stream, const Candidate& candidate) { stream << candidate.token << candidate.probability; }

Candidate candidate(QDataStream& stream) {
  Candidate candidate;
  stream >> candidate.token >> candidate.probability;
  return candidate;
}

std::string text(QDataStream& stream) {
  QByteArray bytes;
  stream >> bytes;
  return bytes.toStdString();
}

// As many as it says there are, or until nothing more comes: a damaged number makes no list of its length.
template <class Each>
void repeat(QDataStream& stream, Each each) {
  quint32 count = 0;
  stream >> count;
  for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) each();
}

}  // namespace

QByteArray bytesOf(const KeptTokens& kept) {
  QByteArray all;
  QDataStream stream(&all, QIODevice::WriteOnly);
  stream.setVersion(QDataStream::Qt_6_0);
  stream.setFloatingPointPrecision(QDataStream::SinglePrecision);
  stream << kFormat << bytes(kept.text) << static_cast<quint32>(kept.tokens->size());
  for (const ReadToken& token : *kept.tokens) {
    stream << bytes(token.bytes) << token.ms << token.doubt.entropy;
    write(stream, token.doubt.chosen);
    stream << static_cast<quint32>(token.doubt.likeliest.size());
    for (const Candidate& candidate : token.doubt.likeliest) write(stream, candidate);
  }
  stream << static_cast<quint32>(kept.texts.size());
  for (auto entry = kept.texts.cbegin(); entry != kept.texts.cend(); ++entry) stream << entry.key() << bytes(entry.value());
  return qCompress(all);
}

std::optional<KeptTokens> keptTokensFrom(const QByteArray& compressed) {
  if (compressed.isEmpty()) return std::nullopt;
  const QByteArray all = qUncompress(compressed);
  QDataStream stream(all);
  stream.setVersion(QDataStream::Qt_6_0);
  stream.setFloatingPointPrecision(QDataStream::SinglePrecision);
  quint32 format = 0;
  stream >> format;
  if (stream.status() != QDataStream::Ok || format != kFormat) return std::nullopt;
  KeptTokens kept;
  kept.text = text(stream);
  auto tokens = std::make_shared<ReadTokens>();
  repeat(stream, [&] {
    ReadToken token;
    token.bytes = text(stream);
    stream >> token.ms >> token.doubt.entropy;
    token.doubt.chosen = candidate(stream);
    repeat(stream, [&] { token.doubt.likeliest.push_back(candidate(stream)); });
    tokens->push_back(std::move(token));
  });
  repeat(stream, [&] {
    TokenId token = 0;
    stream >> token;
    kept.texts.insert(token, text(stream));
  });
  if (stream.status() != QDataStream::Ok || !stream.atEnd() || tokens->empty()) return std::nullopt;
  kept.tokens = std::move(tokens);
  return kept;
}

}  // namespace halftone::app
