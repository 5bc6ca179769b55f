#include "app/library/file_kind.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <array>

#include "app/format.h"

namespace halftone::app {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(FileKind)
};

struct Kind {
  qsizetype at;
  QByteArrayView bytes;  // what stands there; empty: the name alone says it
  const char* endings;   // of the name, where the bytes alone do not say it; empty: any
  const char* name;
  bool words = false;    // that could go with a message
};

// The first that holds.
constexpr std::array kKinds{
    Kind{0, "\x89PNG", "", QT_TRANSLATE_NOOP("FileKind", "a PNG picture")},
    Kind{0, "\xff\xd8\xff", "", QT_TRANSLATE_NOOP("FileKind", "a JPEG picture")},
    Kind{0, "GIF8", "", QT_TRANSLATE_NOOP("FileKind", "a GIF picture")},
    Kind{8, "WEBP", "", QT_TRANSLATE_NOOP("FileKind", "a WebP picture")},
    Kind{8, "WAVE", "", QT_TRANSLATE_NOOP("FileKind", "a sound")},
    Kind{0, "ID3", "", QT_TRANSLATE_NOOP("FileKind", "a sound")},
    Kind{0, "fLaC", "", QT_TRANSLATE_NOOP("FileKind", "a sound")},
    Kind{0, "OggS", "", QT_TRANSLATE_NOOP("FileKind", "a sound")},
    Kind{4, "ftyp", "", QT_TRANSLATE_NOOP("FileKind", "a film")},
    Kind{0, "\x1a\x45\xdf\xa3", "", QT_TRANSLATE_NOOP("FileKind", "a film")},
    Kind{0, "%PDF", "", QT_TRANSLATE_NOOP("FileKind", "a PDF"), true},
    Kind{0, "PK\x03\x04", "bin pt pth ckpt", QT_TRANSLATE_NOOP("FileKind", "a PyTorch file")},
    Kind{0, "PK\x03\x04", "docx xlsx pptx odt ods odp", QT_TRANSLATE_NOOP("FileKind", "a document")},
    Kind{0, "PK\x03\x04", "", QT_TRANSLATE_NOOP("FileKind", "a ZIP archive")},
    Kind{0, "\x1f\x8b", "", QT_TRANSLATE_NOOP("FileKind", "a compressed archive")},
    Kind{0, "7z\xbc\xaf", "", QT_TRANSLATE_NOOP("FileKind", "a compressed archive")},
    Kind{0, "\3757zXZ", "", QT_TRANSLATE_NOOP("FileKind", "a compressed archive")},
    Kind{0, "\x28\xb5\x2f\xfd", "", QT_TRANSLATE_NOOP("FileKind", "a compressed archive")},
    Kind{0, "BZh", "", QT_TRANSLATE_NOOP("FileKind", "a compressed archive")},
    Kind{0, "\177ELF", "", QT_TRANSLATE_NOOP("FileKind", "a program")},
    Kind{0, "\x89HDF", "", QT_TRANSLATE_NOOP("FileKind", "a Keras file")},
    Kind{0, "lmgg", "", QT_TRANSLATE_NOOP("FileKind", "a GGML file, from before GGUF")},
    Kind{0, "fmgg", "", QT_TRANSLATE_NOOP("FileKind", "a GGML file, from before GGUF")},
    Kind{0, "tjgg", "", QT_TRANSLATE_NOOP("FileKind", "a GGML file, from before GGUF")},
    Kind{0, "SQLite format 3", "", QT_TRANSLATE_NOOP("FileKind", "a database")},
    Kind{0, "", "onnx", QT_TRANSLATE_NOOP("FileKind", "an ONNX file")},
    Kind{0, "", "bin pt pth ckpt", QT_TRANSLATE_NOOP("FileKind", "a PyTorch file")},
    Kind{0, "", "part crdownload download incomplete", QT_TRANSLATE_NOOP("FileKind", "a download that is not complete")},
    Kind{0, "", "txt md json jinja yaml yml csv log html xml py cpp h js", QT_TRANSLATE_NOOP("FileKind", "a text"), true},
};

// GGUF says so; safetensors begins with the length of its header, and the header is JSON.
bool beginsAsModel(const QByteArray& head) {
  return head.startsWith("GGUF") || (head.size() > 8 && head[8] == '{' && head[7] == 0 && head[6] == 0);
}

// Null: none that is known.
const Kind* kindOf(const QByteArray& head, const QString& ending) {
  const auto found = std::ranges::find_if(kKinds, [&](const Kind& kind) {
    return QByteArrayView(head).sliced(std::min(kind.at, head.size())).startsWith(kind.bytes) &&
           (!*kind.endings || QString::fromLatin1(kind.endings).split(u' ').contains(ending));
  });
  return found == kKinds.end() ? nullptr : &*found;
}

struct Look {
  bool model = false;  // it may be one
  const Kind* kind = nullptr;
};

Look lookAt(const QString& path) {
  const QFileInfo info(path);
  const QString ending = info.suffix().toLower();
  if (!info.isFile() || ending == u"gguf" || ending == u"safetensors") return {.model = true};
  QFile file(path);
  if (!file.open(QFile::ReadOnly)) return {.model = true};
  const QByteArray head = file.read(16);
  return {beginsAsModel(head), kindOf(head, ending)};
}

}  // namespace

FileKind fileKind(const QString& path) {
  const Look look = lookAt(path);
  if (look.model) return {};
  if (look.kind) return {Words::tr("This is %1; models end in .gguf or .safetensors").arg(Words::tr(look.kind->name)), look.kind->words};
  return {Words::tr("%1 is no model; models end in .gguf or .safetensors").arg(isolated(QFileInfo(path).fileName())), true};
}

}  // namespace halftone::app
