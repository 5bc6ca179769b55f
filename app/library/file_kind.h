// What a file is that is no model, by how it begins and by its name: to be said where somebody drops it on the window.
#pragma once

#include <QString>

namespace halftone::app {

struct FileKind {
  // A sentence: "This is a PNG; models end in .gguf or .safetensors". Empty: it may be a model (so may every folder), or it cannot be
  // read; opening it says what is wrong then.
  QString whyNoModel;
  bool mayBeWords = false;  // that could go with a message: a text, a PDF, or what only reading it can tell
};

// Reads the beginning, once; only regular files are opened. Any thread: a file may hang.
FileKind fileKind(const QString& path);

}  // namespace halftone::app
