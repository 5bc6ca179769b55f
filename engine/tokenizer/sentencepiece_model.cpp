#include "engine/tokenizer/sentencepiece_model.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace halftone {
namespace {

// Field numbers of sentencepiece_model.proto.
namespace field {
constexpr int pieces = 1, trainer = 2, normalizer = 3, denormalizer = 5;
constexpr int piece_text = 1, piece_score = 2, piece_type = 3;
constexpr int model_type = 3, whitespace_as_suffix = 24, byte_fallback = 35;
constexpr int bos_id = 41, eos_id = 42, pad_id = 43, unk_surface = 44;
constexpr int charsmap = 2, add_dummy_prefix = 3, remove_extra_whitespaces = 4, escape_whitespaces = 5;
}  // namespace field

enum class Wire { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

// Reads the fields of one message in order. Every read is checked against what is left.
class FieldReader {
 public:
  explicit FieldReader(std::string_view bytes) : rest_(bytes) {}

  // False at the end of the message, or when it is broken: ask ok().
  bool next() {
    std::uint64_t tag = 0;
    if (rest_.empty()) return false;
    ok_ = take_varint(tag);
    if (!ok_) return false;
    number = static_cast<int>(tag >> 3);
    wire = static_cast<Wire>(tag & 7);
    switch (wire) {
      case Wire::varint: return ok_ = take_varint(value);
      case Wire::fixed64: return ok_ = take(8);
      case Wire::fixed32: return ok_ = take(4);
      case Wire::bytes: {
        std::uint64_t size = 0;
        return ok_ = take_varint(size) && take(size);
      }
    }
    return ok_ = false;  // groups, which this message never had
  }
  bool ok() const { return ok_; }

  float as_float() const {
    std::uint32_t bits = 0;
    std::memcpy(&bits, bytes.data(), sizeof bits);
    return std::bit_cast<float>(bits);
  }
  std::int32_t as_int() const { return static_cast<std::int32_t>(value); }
  bool is(int wanted, Wire type) const { return number == wanted && wire == type; }

  int number = 0;
  Wire wire = Wire::varint;
  std::uint64_t value = 0;  // of a varint
  std::string_view bytes;   // of everything else

 private:
  bool take(std::uint64_t size) {
    if (size > rest_.size()) return false;
    bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }
  bool take_varint(std::uint64_t& out) {
    out = 0;
    for (int shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      out |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return true;
    }
    return false;
  }

  std::string_view rest_;
  bool ok_ = true;
};

class FieldWriter {
 public:
  void varint(int number, std::uint64_t value) {
    tag(number, Wire::varint);
    raw_varint(value);
  }
  void bytes(int number, std::string_view value) {
    tag(number, Wire::bytes);
    raw_varint(value.size());
    out_ += value;
  }
  void fixed32(int number, float value) {
    tag(number, Wire::fixed32);
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (int shift = 0; shift < 32; shift += 8) out_ += static_cast<char>(bits >> shift & 0xFF);
  }
  std::string take() { return std::move(out_); }

 private:
  void tag(int number, Wire wire) { raw_varint(static_cast<std::uint64_t>(number) << 3 | static_cast<unsigned>(wire)); }
  void raw_varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>((value & 0x7F) | 0x80);
    out_ += static_cast<char>(value);
  }
  std::string out_;
};

bool read_piece(std::string_view bytes, SentencepieceModel::Piece& piece) {
  FieldReader in(bytes);
  while (in.next()) {
    if (in.is(field::piece_text, Wire::bytes)) piece.text = in.bytes;
    if (in.is(field::piece_score, Wire::fixed32)) piece.score = in.as_float();
    if (in.is(field::piece_type, Wire::varint)) {
      if (in.value < 1 || in.value > 6) return false;
      piece.type = static_cast<SentencepieceModel::Type>(in.value);
    }
  }
  return in.ok();
}

bool read_trainer(std::string_view bytes, SentencepieceModel& model) {
  FieldReader in(bytes);
  while (in.next()) {
    if (in.is(field::model_type, Wire::varint)) {
      if (in.value < 1 || in.value > 4) return false;
      model.algorithm = static_cast<SentencepieceModel::Algorithm>(in.value);
    }
    if (in.is(field::whitespace_as_suffix, Wire::varint)) model.treat_whitespace_as_suffix = in.value != 0;
    if (in.is(field::byte_fallback, Wire::varint)) model.byte_fallback = in.value != 0;
    if (in.is(field::bos_id, Wire::varint)) model.bos = in.as_int();
    if (in.is(field::eos_id, Wire::varint)) model.eos = in.as_int();
    if (in.is(field::pad_id, Wire::varint)) model.padding = in.as_int();
    if (in.is(field::unk_surface, Wire::bytes)) model.unknown_surface = in.bytes;
  }
  return in.ok();
}

bool read_normalizer(std::string_view bytes, SentencepieceModel& model) {
  FieldReader in(bytes);
  while (in.next()) {
    if (in.is(field::charsmap, Wire::bytes)) model.charsmap = in.bytes;
    if (in.is(field::add_dummy_prefix, Wire::varint)) model.add_dummy_prefix = in.value != 0;
    if (in.is(field::remove_extra_whitespaces, Wire::varint)) model.remove_extra_whitespaces = in.value != 0;
    if (in.is(field::escape_whitespaces, Wire::varint)) model.escape_whitespaces = in.value != 0;
  }
  return in.ok();
}

bool has_rules(std::string_view normalizer) {
  SentencepieceModel model;
  return !read_normalizer(normalizer, model) || !model.charsmap.empty();
}

}  // namespace

Result<SentencepieceModel> read_sentencepiece_model(std::string_view bytes) {
  SentencepieceModel model;
  FieldReader in(bytes);
  bool ok = true;
  while (ok && in.next()) {
    if (in.is(field::pieces, Wire::bytes)) ok = read_piece(in.bytes, model.pieces.emplace_back());
    if (in.is(field::trainer, Wire::bytes)) ok = read_trainer(in.bytes, model);
    if (in.is(field::normalizer, Wire::bytes)) ok = read_normalizer(in.bytes, model);
    if (in.is(field::denormalizer, Wire::bytes) && has_rules(in.bytes))
      return fail(ErrorKind::unsupported, "", "tokenizer.model rewrites its output with denormalisation rules");
  }
  if (!ok || !in.ok())
    return fail(ErrorKind::malformed, "Download tokenizer.model again.",
                "tokenizer.model ({} bytes) is not a sentencepiece model: it breaks off or holds a field of the wrong kind, "
                "after {} pieces", bytes.size(), model.pieces.size());
  return model;
}

std::string SentencepieceModel::serialize() const {
  FieldWriter out;
  for (const Piece& piece : pieces) {
    FieldWriter entry;
    entry.bytes(field::piece_text, piece.text);
    entry.fixed32(field::piece_score, piece.score);
    entry.varint(field::piece_type, static_cast<unsigned>(piece.type));
    out.bytes(field::pieces, entry.take());
  }
  FieldWriter trainer;
  trainer.varint(field::model_type, static_cast<unsigned>(algorithm));
  trainer.varint(field::whitespace_as_suffix, treat_whitespace_as_suffix);
  trainer.varint(field::byte_fallback, byte_fallback);
  if (unknown_surface) trainer.bytes(field::unk_surface, *unknown_surface);
  out.bytes(field::trainer, trainer.take());

  FieldWriter normalizer;
  normalizer.bytes(field::charsmap, charsmap);
  normalizer.varint(field::add_dummy_prefix, add_dummy_prefix);
  normalizer.varint(field::remove_extra_whitespaces, remove_extra_whitespaces);
  normalizer.varint(field::escape_whitespaces, escape_whitespaces);
  out.bytes(field::normalizer, normalizer.take());
  return out.take();
}

}  // namespace halftone
