// Where the window keeps what it keeps.
#pragma once

#include <QString>
#include <expected>

namespace halftone::app {

struct Places {
  QString data, settings, state;  // a folder and two files
};

// `folder` holds all of it where it is given; else the XDG base directories do. Without them and without a home there is no place: the
// error says what to do. (Qt would take `/` for the home.)
std::expected<Places, QString> places(const QString& folder);

}  // namespace halftone::app
