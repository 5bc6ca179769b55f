// What a file is that is no model, by how it begins and by its name: to be said where somebody drops it on the window.
#pragma once

#include <QString>

namespace halftone::app {

// A sentence: "This is a PNG; models end in .gguf or .safetensors". Empty: it may be a model (so may every folder), or it cannot be read;
// opening it says what is wrong then. Only regular files are opened.
QString whyNoModel(const QString& path);

// It has words that could go with a message: a text, a PDF, or what only reading it can tell.
bool mayBeWords(const QString& path);

}  // namespace halftone::app
