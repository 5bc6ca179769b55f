// The languages of code blocks, one row each: how people call them after a fence, and where their rules are: a definition of the
// source-highlight library, or the few words and marks that our own scanner needs. A new language is a row.
#pragma once

#include <QString>

namespace halftone::app {

struct CodeLanguage {
  const char* names;             // after the fence, lower case, separated by spaces
  const char* file = nullptr;    // of the library; the rest is unused then
  const char* keywords = "";
  const char* types = "";        // and what is known by name: constants, built-in functions
  const char* line = "";         // what comments begin with, up to the line's end
  const char* block = "";        // begin and end of longer ones
  const char* quotes = "\"'";    // strings within a line
  const char* longQuote = "";    // of strings over lines: the same at both ends
  enum Traits : unsigned {
    none = 0,
    capitals = 1,                // Capitalised words are types
    calls = 2,                   // a word before "(" is a function
    sigils = 4,                  // $name is a variable
    marks = 8,                   // @name or #[…] is an attribute
    keys = 16,                   // the first word before ":" or "=" is a key
    anyCase = 32,                // of keywords
    dashes = 64,                 // words have dashes
    directives = 128,            // # begins a directive
  };
  unsigned traits = none;
};

const CodeLanguage* codeLanguage(const QString& name);  // any case; null: unknown

}  // namespace halftone::app
