// What a person sees of the window, item by item: where it is, what is cut, what lies over what, what has no name.
#pragma once

#include <QAccessible>
#include <QRegularExpression>

#include "tests/ui/window.h"

namespace halftone::ui {

class Walk {
 public:
  explicit Walk(QQuickWindow* window) : window_(window->contentItem()), frame_(0, 0, window->width(), window->height()) {
    visit(window_, 1, {frame_, frame_, nullptr});
  }

  // Texts that are cut without saying the whole anywhere, texts and controls that leave what holds them, what lies over something else,
  // and entries of a menu that leave a hole.
  QStringList faults() const {
    QStringList found = gaps_;
    for (const Seen& seen : seen_) {
      if (seen.text && seen.item->property("truncated").toBool() && !hinted(seen.item)) found << "cut: " + describe(seen);
      if (seen.text && !inside(seen.painted, enclosing(seen))) found << "spills: " + describe(seen);
      if (seen.graphic && (seen.item->width() < 4 || seen.item->height() < 4)) found << "squeezed: " + describe(seen);
      if ((seen.control || seen.graphic) && !inside(seen.place, seen.room)) found << "leaves: " + describe(seen);
    }
    for (int i = 0; i < seen_.size(); ++i)
      for (int k = i + 1; k < seen_.size(); ++k)
        if (collide(seen_[i], seen_[k])) found << "overlap: " + describe(seen_[i]) + " with " + describe(seen_[k]);
    return found;
  }

  // Controls, and whatever says that it is one, without a name for those who listen.
  QStringList nameless() const {
    QStringList found;
    for (const Seen& seen : seen_) {
      QAccessibleInterface* face = QAccessible::queryAccessibleInterface(seen.item);
      const bool speaks = face && face->role() != QAccessible::NoRole && face->role() != QAccessible::Client && !unspoken(seen.item) && !silent(seen.item);
      if ((seen.control || (seen.pressed && !unspoken(seen.item)) || speaks) && (!face || face->text(QAccessible::Name).trimmed().isEmpty())) found << describe(seen);
    }
    return found;
  }

  // In sight: not hidden, not faded out, and nothing of it outside the window or cut by what holds it.
  bool inSight(const QQuickItem* item) const {
    for (const Seen& seen : seen_)
      if (seen.item == item) return !seen.place.isEmpty() && inside(seen.place, frame_) && inside(seen.place, seen.clip);
    return false;
  }

 private:
  struct Seen {
    QQuickItem* item;
    QRectF place, painted;  // of the scene; painted: the letters
    QRectF clip, room;      // what cuts it; what it may fill: the same, but along a way in which it can be scrolled there is no end
    QQuickItem* layer;      // the page or popup it belongs to
    bool text, control, graphic, pressed;  // graphic: a bar, a meter, a chart; pressed: takes clicks without being a control
  };
  struct Around {
    QRectF clip, room;
    QQuickItem* layer;
  };

  static bool is(const QObject* object, std::initializer_list<const char*> names) {
    for (const QMetaObject* type = object->metaObject(); type; type = type->superClass())
      for (const char* name : names)
        if (qstrcmp(type->className(), name) == 0) return true;
    return false;
  }

  void visit(QQuickItem* item, double opacity, Around around) {
    opacity *= item->opacity();
    if (!item->isVisible() && is(item, {"QQuickMenuItem", "QQuickMenuSeparator"}) && item->height() > 0 && item->parentItem()->isVisible())
      gaps_ << QString("gap: “%1” of a menu is not there, its place is").arg(item->property("text").toString());
    if (!item->isVisible() || opacity < 0.05) return;
    const QQuickItem* parent = item->parentItem();
    if (parent && (parent == window_ || is(parent, {"QQuickOverlay"}))) around.layer = item;
    const QRectF place = item->mapRectToScene({0, 0, item->width(), item->height()});
    const bool text = is(item, {"QQuickText", "QQuickTextEdit"}) && !item->property("text").toString().isEmpty();
    const bool control = is(item, {"QQuickAbstractButton", "QQuickTextField", "QQuickTextArea", "QQuickSlider"}) && item->isEnabled();
    const bool graphic = std::ranges::any_of(QStringList{"Meter_", "DotBar_", "PhaseBar_", "Sparkline_", "Timeline_", "Mark_"},
                                             [&](const QString& name) { return QString(item->metaObject()->className()).startsWith(name); });
    const QObjectList inner = item->children();
    const bool pressed = item->activeFocusOnTab() || std::ranges::any_of(inner, [](QObject* child) { return is(child, {"QQuickTapHandler", "QQuickMouseArea"}); });
    seen_ << Seen{item, place, text ? letters(item) : place, around.clip, around.room, around.layer, text, control, graphic, pressed};
    if (item->clip() || is(item, {"QQuickFlickable"})) {
      if (place.width() < 1 || place.height() < 1) return;  // shows nothing
      around.clip &= place, around.room &= place;
    }
    if (is(item, {"QQuickFlickable"})) {
      if (item->property("contentHeight").toDouble() > item->height()) around.room.setTop(-1e6), around.room.setBottom(1e6);
      if (item->property("contentWidth").toDouble() > item->width()) around.room.setLeft(-1e6), around.room.setRight(1e6);
    }
    for (QQuickItem* child : item->childItems()) visit(child, opacity, around);
  }

  // What says with Accessible.ignored that something around it speaks for it.
  static bool unspoken(const QQuickItem* item) {
    const QObjectList inner = item->children();
    return std::ranges::any_of(inner, [](QObject* child) { return is(child, {"QQuickAccessibleAttached"}) && child->property("ignored").toBool(); });
  }

  // The frame that Qt puts around a popup: what stands in it has the name.
  static bool silent(const QQuickItem* item) { return is(item, {"QQuickPopupItem"}); }

  static QRectF letters(QQuickItem* item) {
    const double width = item->property("contentWidth").toDouble(), height = item->property("contentHeight").toDouble();
    const double left = item->property("leftPadding").toDouble(), right = item->property("rightPadding").toDouble();
    const double top = item->property("topPadding").toDouble(), bottom = item->property("bottomPadding").toDouble();
    const int across = item->property("effectiveHorizontalAlignment").toInt(), down = item->property("verticalAlignment").toInt();
    const double x = across & Qt::AlignRight ? item->width() - right - width : across & Qt::AlignHCenter ? (item->width() + left - right - width) / 2 : left;
    const double y = down & Qt::AlignBottom ? item->height() - bottom - height : down & Qt::AlignVCenter ? (item->height() + top - bottom - height) / 2 : top;
    return item->mapRectToScene({x, y, width, height});
  }

  // Layouts round; a letter's side bearing is no fault.
  static bool inside(const QRectF& inner, const QRectF& outer) { return outer.adjusted(-1.5, -1.5, 1.5, 1.5).contains(inner) || inner.isEmpty(); }

  // For letters, the control they stand on as well.
  QRectF enclosing(const Seen& seen) const {
    QRectF room = seen.room;
    for (QQuickItem* item = seen.item->parentItem(); item; item = item->parentItem())
      if (is(item, {"QQuickAbstractButton", "QQuickTextField"})) return room & item->mapRectToScene({0, 0, item->width(), item->height()});
    return room;
  }

  static bool hinted(QQuickItem* text) {
    const QString whole = text->property("text").toString().remove(QRegularExpression("</?b>"));
    QQuickItem* around = text;
    for (int up = 0; up < 4 && around; ++up, around = around->parentItem())
      for (QQuickItem* child : around->childItems())
        if (QByteArray(child->metaObject()->className()).startsWith("Hint_") && child->property("text").toString().contains(whole)) return true;
    return false;
  }

  // A button that says that it lies over what is scrolled below it, or what stands on it.
  static bool raised(const QQuickItem* item) {
    for (; item; item = item->parentItem())
      if (is(item, {"QQuickAbstractButton"})) return item->property("raised").toBool();
    return false;
  }

  static bool related(const QQuickItem* a, const QQuickItem* b) { return a == b || a->isAncestorOf(b) || b->isAncestorOf(a); }

  // Whether `item` stands on something opaque that is drawn over the other on purpose: the head of code that stays while code scrolls.
  static bool covers(const QQuickItem* item, const QQuickItem* other, const QRectF& both) {
    for (const QQuickItem* around = item->parentItem(); around && !around->isAncestorOf(other); around = around->parentItem())
      if (is(around, {"QQuickRectangle"}) && around->property("color").value<QColor>().alpha() == 255 &&
          around->mapRectToScene({0, 0, around->width(), around->height()}).adjusted(-1, -1, 1, 1).contains(both))
        return true;
    return false;
  }

  static bool collide(const Seen& a, const Seen& b) {
    if (!(a.text || a.control || a.graphic) || !(b.text || b.control || b.graphic) || a.layer != b.layer || related(a.item, b.item)) return false;
    if (raised(a.item) || raised(b.item)) return false;
    const QRectF both = (a.text && !a.control ? a.painted : a.place) & (b.text && !b.control ? b.painted : b.place) & a.clip & b.clip;
    return both.width() > 2 && both.height() > 2 && !covers(a.item, b.item, both) && !covers(b.item, a.item, both);
  }

  static QString describe(const Seen& seen) {
    const QRect place = seen.painted.toRect();
    return QString("%1 %2 “%3” (%4,%5 %6×%7)")
        .arg(QString(seen.item->metaObject()->className()).section("_QML", 0, 0), seen.item->objectName(), seen.item->property("text").toString().left(60))
        .arg(place.x()).arg(place.y()).arg(place.width()).arg(place.height());
  }

  QQuickItem* window_;
  QRectF frame_;
  QList<Seen> seen_;
  QStringList gaps_;
};

}  // namespace halftone::ui
