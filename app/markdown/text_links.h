// The links of a text as it is laid out: what the keyboard goes through.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QQuickTextDocument>
#include <QVariantList>

namespace halftone::app {

class TextLinks : public QObject {
  Q_OBJECT
  QML_ELEMENT

 public:
  using QObject::QObject;

  // In the order of reading, each {href, words, start, end}: positions in the document, `end` behind its last letter. Formulas, which are
  // marked as links are, are none.
  Q_INVOKABLE QVariantList find(QQuickTextDocument* text) const;
};

}  // namespace halftone::app
