// Which device an engine takes, what it says about that, and what is left when a device is changed or fails.
#include <QTest>

#include "tests/engine/generate/fake_gpu.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

namespace {

const QString kDemo = QString(SOURCE_DIR) + "/resources/demo-model";
const std::vector<ChatMessage> kAsked = {{ChatMessage::Role::user, "How many people live in France?"}};
const GenerationParams kShort{.max_tokens = 12};

using Opened = Result<std::unique_ptr<LocalEngine>>;

Opened open(const std::string& device, const GpuSource& gpus) {
  auto checkpoint = open_checkpoint(kDemo.toStdString());
  if (!checkpoint) return pass_on(std::move(checkpoint));
  return LocalEngine::open(*std::move(checkpoint), {.context = 512, .device = device}, {}, {}, gpus);
}

Result<void> move_to(LocalEngine& engine, const std::string& device, std::stop_token stop = {}) {
  EngineSettings next = engine.settings();
  next.device = device;
  return engine.apply(next, {}, std::move(stop));
}

// Empty: nothing was said.
std::string said(Session& session) {
  const auto reply = session.generate(kAsked, kShort, {}, {});
  return reply ? reply->text : "";
}

}  // namespace

class DeviceTest : public QObject {
  Q_OBJECT

  test::FakeGpu gpu_;

 private slots:
  void init() { gpu_ = {}; }

  void autoTakesTheGpuThatThereIs() {
    const Opened engine = open("auto", gpu_.source());
    QVERIFY(engine);
    QCOMPARE((*engine)->device_name().english, std::string("Fake GPU"));
    QVERIFY((*engine)->why_cpu().empty());
    QVERIFY(!said(*(*engine)->new_session()).empty());
  }

  // Whoever has a GPU is told why it is not used, with the numbers there are.
  void autoSaysWhyItIsTheCpu_data() {
    QTest::addColumn<GpuSource>("gpus");
    QTest::addColumn<std::string>("why");
    const auto none = [](const char* why, bool is_plugged_in) {
      return GpuSource{.list = [why]() -> Result<std::vector<CudaDevice>> {
                         return fail(ErrorKind::unsupported, "Choose the CPU.", "{}", std::string(why));
                       },
                       .is_plugged_in = [is_plugged_in] { return is_plugged_in; }};
    };
    QTest::newRow("driver too old") << none("the NVIDIA driver knows CUDA 11.4; this build needs 12.8", true)
                                    << std::string("the NVIDIA driver knows CUDA 11.4; this build needs 12.8");
    QTest::newRow("no GPU") << none("there is no NVIDIA GPU, or no driver for it", false) << std::string();
    gpu_.free_bytes = std::int64_t{1} << 20;
    QTest::newRow("too small") << gpu_.source() << std::string("1 MiB of memory are free");
    QTest::newRow("fails") << GpuSource{.list = gpu_.source().list,
                                        .open = [](int, int) -> std::unique_ptr<Backend> {
                                          throw std::runtime_error("making a stream: no");
                                        }}
                           << std::string("the GPU cannot be used: making a stream: no");
  }
  void autoSaysWhyItIsTheCpu() {
    QFETCH(GpuSource, gpus);
    QFETCH(std::string, why);
    gpu_.free_bytes = std::int64_t{1} << 20;
    const Opened engine = open("auto", gpus);
    QVERIFY(engine);
    QVERIFY((*engine)->device_name().english.starts_with("CPU"));
    const std::string says = (*engine)->why_cpu().english;
    QVERIFY2(why.empty() ? says.empty() : says.find(why) != says.npos, says.c_str());
    QVERIFY(move_to(**engine, "cpu"));
    QVERIFY((*engine)->why_cpu().empty());  // that was asked for
  }

  // Of the window's thread, which may ask at any moment.
  void memoryIsToldWhileTheDeviceChanges() {
    const Opened engine = open("cpu", gpu_.source());
    QVERIFY(engine);
    std::int64_t total = 0;
    gpu_.on_open = [&] { total = (*engine)->memory().device_total; };
    QVERIFY(move_to(**engine, "cuda"));
    QVERIFY(total > 0);
  }

  void aChangeThatFailsLeavesTheDevice_data() {
    QTest::addColumn<std::string>("from");
    QTest::addColumn<std::string>("to");
    QTest::addColumn<test::FakeGpu>("then");
    QTest::addColumn<bool>("stopped");
    QTest::newRow("cannot be opened") << std::string("cpu") << std::string("cuda")
                                      << test::FakeGpu{.on_open = [] { throw std::runtime_error("no"); }} << false;
    QTest::newRow("too small") << std::string("cpu") << std::string("cuda") << test::FakeGpu{.free_bytes = 1 << 20} << false;
    QTest::newRow("no memory left") << std::string("cpu") << std::string("cuda")
                                    << test::FakeGpu{.on_allocate = [](std::int64_t bytes,
                                                                       MemoryTag tag) { throw OutOfMemory(bytes, 0, tag); }}
                                    << false;
    QTest::newRow("fails while loading") << std::string("cpu") << std::string("cuda")
                                         << test::FakeGpu{.on_allocate = [](std::int64_t, MemoryTag) { throw std::runtime_error("no"); }}
                                         << false;
    QTest::newRow("stopped") << std::string("cpu") << std::string("cuda") << test::FakeGpu{} << true;
    QTest::newRow("stopped on the way from it") << std::string("cuda") << std::string("cpu") << test::FakeGpu{} << true;
    // What has been left may not be had again.
    QTest::newRow("the way back is shut") << std::string("cuda") << std::string("cpu")
                                          << test::FakeGpu{.on_open = [] { throw std::runtime_error("no"); }} << true;
  }
  void aChangeThatFailsLeavesTheDevice() {
    QFETCH(std::string, from);
    QFETCH(std::string, to);
    QFETCH(test::FakeGpu, then);
    QFETCH(bool, stopped);
    const Opened engine = open(from, gpu_.source());
    QVERIFY(engine);
    const auto session = (*engine)->new_session();
    const std::string before = said(*session), name = (*engine)->device_name().english;
    gpu_ = then;
    std::stop_source stop;
    if (stopped) stop.request_stop();
    bool moved = false;
    try {
      moved = move_to(**engine, to, stop.get_token()).has_value();
    } catch (const std::exception&) {
    }
    QVERIFY(!moved);
    QCOMPARE((*engine)->settings().device, from);
    QCOMPARE((*engine)->device_name().english, name);
    QCOMPARE(said(*session), before);
    gpu_ = {};
    QVERIFY(move_to(**engine, to));
    QCOMPARE(said(*session), before);
  }

  // Where the way back fails too, nothing is loaded; what is loaded next is where the settings say.
  void whatIsLoadedNextIsWhereTheSettingsSay() {
    const Opened engine = open("cuda", gpu_.source());
    QVERIFY(engine);
    const auto session = (*engine)->new_session();
    QVERIFY(!said(*session).empty());
    std::stop_source stop;
    stop.request_stop();
    gpu_.on_open = [] { throw std::runtime_error("no"); };
    gpu_.on_allocate = [](std::int64_t bytes, MemoryTag tag) { throw OutOfMemory(bytes, 0, tag); };
    QVERIFY(!move_to(**engine, "cpu", stop.get_token()));
    QVERIFY(said(*session).empty());
    gpu_ = {};
    EngineSettings next = (*engine)->settings();
    QCOMPARE(next.device, std::string("cuda"));
    next.weights = Precision::int8;
    QVERIFY((*engine)->apply(next, {}, {}));
    QCOMPARE((*engine)->device_name().english, std::string("Fake GPU"));
    QVERIFY(!said(*session).empty());
  }

  // In the middle of a reply: the fault says so, and the conversation goes on elsewhere as it would have gone there from the beginning.
  void aConversationOutlivesItsDevice() {
    const Opened engine = open("auto", gpu_.source()), elsewhere = open("cpu", gpu_.source());
    QVERIFY(engine && elsewhere);
    const auto session = (*engine)->new_session();
    QVERIFY(!said(*session).empty());
    const StreamSink lose = [this](const StreamEvent& event) {
      if (event.done == 4) gpu_.lose();
    };
    bool lost = false;
    try {
      static_cast<void>(session->generate(kAsked, kShort, lose, {}));
    } catch (const DeviceFault& fault) {
      lost = fault.is_lost();
    }
    QVERIFY(lost);
    QVERIFY(move_to(**engine, "cpu"));
    QVERIFY((*engine)->device_name().english.starts_with("CPU"));
    QCOMPARE(said(*session), said(*(*elsewhere)->new_session()));

    QVERIFY(move_to(**engine, "auto"));  // which does not take it again
    QVERIFY((*engine)->device_name().english.starts_with("CPU"));
    QVERIFY2((*engine)->why_cpu().english.find("before a restart of Halftone") != std::string::npos, (*engine)->why_cpu().english.c_str());
    const auto named = move_to(**engine, "cuda");
    QVERIFY(!named && named.error().remedy.english == "Choose the CPU.");
    QVERIFY(!said(*session).empty());
  }

  // Where the CPU was not reached, what is asked of the engine next does not go to the lost device either.
  void aLostDeviceIsNotLoadedAgain() {
    const Opened engine = open("auto", gpu_.source());
    QVERIFY(engine);
    const auto session = (*engine)->new_session();
    gpu_.lose();
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!move_to(**engine, "cpu", stop.get_token()));
    QVERIFY(said(*session).empty());
    EngineSettings next = (*engine)->settings();
    next.weights = Precision::int8;
    QVERIFY((*engine)->apply(next, {}, {}));
    QVERIFY((*engine)->device_name().english.starts_with("CPU"));
    QVERIFY(!said(*session).empty());
  }

  void whatFitsIsToldWithoutAnAnswerOfTheGpu() {
    gpu_.lose();
    const auto checkpoint = open_checkpoint(kDemo.toStdString());
    QVERIFY(checkpoint);
    const auto fit = estimate_fit(*checkpoint, {.device = "auto"}, gpu_.source());
    QVERIFY(fit);
    QCOMPARE(fit->device_total, machine_memory().total);
  }

  void whatIsAskedForByNameIsAnError() {
    gpu_.on_open = [] { throw std::runtime_error("making a stream: no"); };
    const Opened engine = open("cuda", gpu_.source());
    QVERIFY(!engine);
    QCOMPARE(engine.error().cause.english, std::string("the GPU cannot be used: making a stream: no"));
    QVERIFY(!open("cuda:1", gpu_.source()));
  }
};

QTEST_APPLESS_MAIN(DeviceTest)
#include "device_test.moc"
