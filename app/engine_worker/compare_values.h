// A comparison, as it crosses to the engine thread and back.
#pragma once

#include <QHash>
#include <optional>

#include "app/engine_worker/values.h"
#include "engine/generate/comparison.h"

namespace halftone::app {

struct CompareRequest {
  struct Column {
    int id = 0;
    EngineSettings settings;
    std::shared_ptr<const WrittenColumn> written = {};  // null: it is to be written
  };
  int id = 0;
  std::vector<ChatMessage> messages;  // ends with the question
  GenerationParams params;
  std::vector<Column> columns = {};   // the first is the reference
  std::stop_token stop = {};
};

// Its text comes while it is written, as that of a reply with this name.
inline QString replyIdOf(int comparison, int column) { return QStringLiteral("comparison %1, column %2").arg(comparison).arg(column); }

// What a column asks for and cannot have, with all the machine to itself.
struct NoRoom {
  qint64 needs = 0, free = 0;  // bytes
  qint64 longestContext = 0;   // that would fit, all else as asked; 0: none
};

struct CompareUpdate {
  enum What {
    Loading,   // `progress`
    Writing,
    Written,   // `written`; stopped too
    Reading,
    Beside,    // `beside`, and what its candidates read as; of the reference too, which differs nowhere
    Failed,    // `failure`; other columns go on
    Finished,  // the last: `failure` where the engine's own settings did not come back
  };
  int id = 0, column = 0;
  What what = Loading;
  LoadProgress progress = {};
  std::shared_ptr<const WrittenColumn> written = {};
  std::shared_ptr<const BesideReference> beside = {};
  QHash<TokenId, QString> texts = {};
  EngineFailure failure = {};
  std::optional<NoRoom> noRoom = {};  // of one that failed for that
};

}  // namespace halftone::app
