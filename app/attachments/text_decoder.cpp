#include "app/attachments/text_decoder.h"

#include <QStringDecoder>
#include <algorithm>
#include <array>

namespace halftone::app {
namespace {

// What Windows-1252 has where Latin-1 has control characters (the WHATWG's Encoding Standard, index windows-1252).
constexpr std::array<char16_t, 32> kWindows{0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                            0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                            0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

QString windows(const QByteArray& bytes) {
  QString text = QString::fromLatin1(bytes);
  for (QChar& c : text)
    if (c >= QChar(0x80) && c < QChar(0xA0)) c = kWindows[c.unicode() - 0x80];
  return text;
}

// Text of Western letters in UTF-16 has a zero in nearly every other byte, and hardly one in the rest.
std::optional<QStringConverter::Encoding> wideEncoding(const QByteArray& bytes) {
  if (bytes.size() < 4 || bytes.size() % 2 != 0) return std::nullopt;
  std::array<qsizetype, 2> zeros{};
  for (qsizetype i = 0; i < bytes.size(); ++i) zeros[static_cast<std::size_t>(i % 2)] += bytes[i] == '\0';
  const qsizetype half = bytes.size() / 2;
  const auto mostly = [&](std::size_t at) { return zeros[at] > half * 2 / 5 && zeros[1 - at] <= half / 50; };
  if (mostly(1)) return QStringConverter::Utf16LE;
  if (mostly(0)) return QStringConverter::Utf16BE;
  return std::nullopt;
}

std::optional<QString> decoded(const QByteArray& bytes, QStringConverter::Encoding encoding) {
  QStringDecoder decoder(encoding);
  QString text = decoder(bytes);
  if (decoder.hasError()) return std::nullopt;
  return text;
}

// No text holds it; \b, \t, \n, \v, \f, \r and the terminal's escape are found in logs.
bool isStrange(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x08 || (byte > 0x0D && byte < 0x20 && byte != 0x1B);
}

QString withPlainLines(QString text) {
  text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
  text.replace(u'\r', u'\n');
  return text;
}

}  // namespace

std::optional<QString> decodeText(const QByteArray& bytes, qsizetype* strange) {
  if (const auto marked = QStringConverter::encodingForData(bytes))
    if (const auto text = decoded(bytes, *marked); text && !text->contains(QChar(0))) return withPlainLines(*text);
  if (const auto wide = wideEncoding(bytes))
    if (const auto text = decoded(bytes, *wide)) return withPlainLines(*text);
  const auto found = std::ranges::find_if(bytes, isStrange);
  if (found != bytes.end()) {
    if (strange) *strange = found - bytes.begin();
    return std::nullopt;
  }
  if (const auto text = decoded(bytes, QStringConverter::Utf8)) return withPlainLines(*text);
  return withPlainLines(windows(bytes));
}

}  // namespace halftone::app
