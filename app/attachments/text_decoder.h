// The bytes of a file as text, whatever they are written in: UTF-8, UTF-16, else Windows-1252, which holds Latin-1.
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

namespace halftone::app {

// Lines end in \n. None: it is no text; `strange` is then the offset of the byte that says so.
std::optional<QString> decodeText(const QByteArray& bytes, qsizetype* strange = nullptr);

}  // namespace halftone::app
