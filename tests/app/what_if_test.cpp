// What other settings would take: as the sheet says it, and nothing changes before it is applied.
#include "harness.h"

using namespace halftone;
using namespace halftone::app;

class WhatIfTest : public QObject {
  Q_OBJECT

 private slots:
  void theLongestContext() {
    FitEstimate fit;
    fit.context = 4096, fit.kv_bytes = 4096 * 1000, fit.model.trained_context = 100'000;
    const FitRow row{Precision::int8, 50'000'000, 50'000'000 + fit.kv_bytes + 1'000'000, true};
    QCOMPARE(WhatIfViewModel::longestContext(fit, row, 51'000'000 + 8'250'000), 8200);  // in hundreds
    QCOMPARE(WhatIfViewModel::longestContext(fit, row, 50'999'999), 0);
    QCOMPARE(WhatIfViewModel::longestContext(fit, row, 1'000'000'000), 100'000);        // it was not trained for more
    fit.model.position_limit = 2048;
    QCOMPARE(WhatIfViewModel::longestContext(fit, row, 1'000'000'000), 2048);
  }

  void nothingIsAskedUnseen() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(!h.app->whatIf()->isKnown());
    h.app->whatIf()->setActive(true);
    QTRY_VERIFY(h.app->whatIf()->isKnown());
    QVERIFY(!h.app->whatIf()->isDifferent());
    QCOMPARE(h.app->whatIf()->weights(), "int8");
    QCOMPARE(h.app->whatIf()->expectations()->rows().size(), 4);
    QCOMPARE(h.app->whatIf()->cards()->rows().size(), 5);
  }

  void askedThenApplied() {
    Harness h;
    QVERIFY(h.open());
    WhatIfViewModel& whatIf = *h.app->whatIf();
    whatIf.setActive(true);
    QTRY_VERIFY(whatIf.isKnown());
    const EngineSettings before = h.engine().facts()->settings;
    whatIf.setContext(8192);
    QTRY_COMPARE(whatIf.cacheText(), "512 MiB");
    whatIf.setWeights("int4");
    QCOMPARE(whatIf.weightsText(), "768 MiB");
    QVERIFY(whatIf.verdict().contains("1.25 GiB together"));
    QVERIFY(h.engine().facts()->settings == before && whatIf.isDifferent());
    QCOMPARE(whatIf.applyLabel(), "Apply the weights");
    h.script.switch_is_free = true;
    whatIf.apply();
    QTRY_VERIFY(h.engine().isReady() && h.engine().facts()->settings.weights == Precision::int4);
    QTRY_COMPARE(whatIf.applyLabel(), "Apply the context");  // what was asked besides is still asked
    QCOMPARE(whatIf.context(), 8192);
    whatIf.reset();
    QVERIFY(!whatIf.isDifferent());
  }

  void whatIsTooMuchSaysByHowMuch() {
    Harness h;
    QVERIFY(h.open());
    WhatIfViewModel& whatIf = *h.app->whatIf();
    whatIf.setActive(true);
    QTRY_VERIFY(whatIf.isKnown());
    whatIf.setWeights("auto");
    whatIf.setCache("int4");
    QTRY_VERIFY(whatIf.verdict().contains("1.00 GiB short"));  // 2.75 GiB of weights, 0.25 of cache, 2 free
    const QList<QVariantList> cards = whatIf.cards()->rows();
    QCOMPARE(cards[0][1].toBool(), false);
    QCOMPARE(cards[0][2].toString(), "1.00 GiB short");
    QCOMPARE(cards[4][0].toString(), "A card of 24 GiB");
    QCOMPARE(cards[4][1].toBool(), true);
  }

  // A bar is as long as the card, and what it has no room for is at its end, in another colour.
  void beyondTheCard() {
    Harness h;
    QVERIFY(h.open());
    WhatIfViewModel& whatIf = *h.app->whatIf();
    whatIf.setActive(true);
    QTRY_VERIFY(whatIf.isKnown());
    const auto bar = [&](int card) {
      QMap<QString, double> shares;
      for (const QVariant& part : whatIf.cards()->rows()[card][3].toList())
        shares[part.toMap()["key"].toString()] += part.toMap()["fraction"].toDouble();
      return shares;
    };
    QVERIFY(!bar(0).contains("beyond"));
    QCOMPARE(bar(0)["weights"], 11.0 / 16);  // 1.375 GiB of 2
    whatIf.setContext(32768);                // 2 GiB of cache: with int8 3.375, 2 free here
    QTRY_COMPARE(whatIf.cards()->rows()[0][2].toString(), "1.38 GiB short");
    const auto over = bar(0);
    QCOMPARE(over["beyond"], 1.375 / 3.375);
    QCOMPARE(over["weights"] + over["kv"] + over["activations"] + over["beyond"], 1.0);
    QVERIFY(whatIf.cards()->rows()[0][5].toString().endsWith(" tokens"));
    QVERIFY2(whatIf.verdict().contains("tokens would fit"), qPrintable(whatIf.verdict()));
    QVERIFY(!bar(1).contains("beyond"));
  }

  // The real engine: expected and taken agree.
  void asItIs() {
    Harness h(EngineFactory::local());
    h.engine().openPath(SOURCE_DIR "/resources/demo-model", false);
    QVERIFY(QTest::qWaitFor([&] { return h.engine().isReady(); }, 30'000));
    QVERIFY(h.say("How many people live in France?"));
    h.app->whatIf()->setActive(true);
    QTRY_VERIFY(h.app->whatIf()->isKnown());
    const QList<QVariantList> rows = h.app->whatIf()->expectations()->rows();
    QCOMPARE(rows[0][0].toString(), "weights");
    QString off = rows[0][4].toString();
    QVERIFY2(std::abs(off.remove(" %").toDouble()) < 2, qPrintable(off));
    QVERIFY(rows[1][4].toString().endsWith("% full"));
    QVERIFY(h.app->whatIf()->cards()->rows()[0][1].toBool());
  }
};

QTEST_GUILESS_MAIN(WhatIfTest)
#include "what_if_test.moc"
