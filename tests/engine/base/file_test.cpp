#include "engine/base/file.h"

#include <QtTest>

#include <sys/stat.h>

#include <array>
#include <fstream>

#include "engine/base/checked.h"
#include "engine/base/refuse.h"
#include "engine/base/utf8.h"

using namespace halftone;
namespace fs = std::filesystem;

class FileTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  fs::path write(const std::string& name, const std::string& bytes) const {
    const fs::path path = fs::path(folder_.path().toStdString()) / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  fs::path folder() const { return folder_.path().toStdString(); }

  static QString kind(const Result<void>& result) {
    return result ? QString("ok") : QString::number(static_cast<int>(result.error().kind));
  }

 private slots:
  void reads_what_is_there() {
    const File file = File::open(write("a", "0123456789")).value();
    std::array<std::byte, 4> bytes;
    QVERIFY(file.read(6, bytes));
    QCOMPARE(std::string(reinterpret_cast<const char*>(bytes.data()), 4), std::string("6789"));
    QCOMPARE(file.size(), 10u);
    QVERIFY(!file.read(7, bytes));
    QVERIFY(!file.read(~0ull, bytes));
    QVERIFY(file.read(10, {}));
  }

  void refuses_what_is_no_file() {
    QVERIFY(File::open(folder() / "absent").error().kind == ErrorKind::not_found);
    QVERIFY(File::open(folder()).error().kind == ErrorKind::invalid_argument);
    const fs::path pipe = folder() / "pipe";
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    QVERIFY(File::open(pipe).error().kind == ErrorKind::invalid_argument);  // and does not wait for a writer
  }

  void refuses_a_truncated_file() {
    const fs::path path = write("t", std::string(100'000, 'x'));
    const File file = File::open(path).value();
    fs::resize_file(path, 50'000);
    std::array<std::byte, 16> bytes;
    for (const std::uint64_t offset : {0u, 49'990u, 90'000u}) {
      const auto read = file.read(offset, bytes);
      QVERIFY(!read);
      QVERIFY(read.error().cause.english.find("from 100000 to 50000 bytes") != std::string::npos);
    }
  }

  void refuses_a_replaced_or_rewritten_file() {
    const fs::path path = write("r", "first");
    const File file = File::open(path).value();
    fs::rename(write("other", "again"), path);
    std::array<std::byte, 5> bytes;
    QVERIFY(!file.read(0, bytes));

    const fs::path same = write("w", "first");
    const File rewritten = File::open(same).value();
    fs::last_write_time(same, fs::last_write_time(same) + std::chrono::seconds(1));
    QVERIFY(!rewritten.read(0, bytes));

    const fs::path gone = write("g", "first");
    const File removed = File::open(gone).value();
    fs::remove(gone);
    QVERIFY(!removed.read(0, bytes));
  }

  void byte_reader_never_passes_the_end() {
    const File file = File::open(write("b", std::string("\x01\x02\x03\x04\x05", 5))).value();
    ByteReader in(file);
    QCOMPARE(in.read<std::uint32_t>(noun("number")), 0x04030201u);
    QCOMPARE(in.remaining(), 1u);
    QVERIFY_THROWS_EXCEPTION(Refused, in.read<std::uint16_t>(noun("number")));
    QVERIFY_THROWS_EXCEPTION(Refused, in.read_string(~0ull, noun("text")));
    QCOMPARE(in.position(), 4u);
    QCOMPARE(in.read_string(1, noun("text")), std::string("\x05"));
  }

  void byte_reader_crosses_its_window() {
    std::string bytes;
    for (std::uint32_t i = 0; i < 200'000; ++i) bytes.append(reinterpret_cast<const char*>(&i), 4);
    bytes.insert(0, 1, 'x');  // so that no value is aligned to the window
    ByteReader in(File::open(write("w2", bytes)).value());
    in.read<char>(noun("x"));
    for (std::uint32_t i = 0; i < 100'000; ++i)
      if (in.read<std::uint32_t>(noun("number")) != i) QFAIL("wrong number");
    QCOMPARE(in.read_string(400'000, noun("rest")).size(), 400'000u);
    QCOMPARE(in.remaining(), 0u);
  }

  void names_of_a_folder_stay_in_it() {
    const fs::path outside = write("outside", "x"), home = folder() / "model";
    fs::create_directory(home);
    std::ofstream(home / "inside") << "x";
    fs::create_symlink("inside", home / "good");
    fs::create_symlink(outside, home / "bad");
    QVERIFY(file_in_folder(home, "inside"));
    QVERIFY(file_in_folder(home, "good"));
    QVERIFY(file_in_folder(home, "bad").error().kind == ErrorKind::malformed);
    QVERIFY(file_in_folder(home, "absent").error().kind == ErrorKind::not_found);
    for (const char* name : {"", ".", "..", "../outside", "/etc/passwd", "a/b", "a\\b"})
      QVERIFY2(file_in_folder(home, name).error().kind == ErrorKind::malformed, name);
    QVERIFY(file_in_folder(home, std::string_view("in\0side", 7)).error().kind == ErrorKind::malformed);
  }

  // A Hugging Face cache keeps the bytes beside the snapshots and links to them.
  void links_of_a_hugging_face_cache_are_followed() {
    const fs::path repository = folder() / "models--a--b", snapshot = repository / "snapshots" / "0123";
    fs::create_directories(snapshot);
    fs::create_directory(repository / "blobs");
    std::ofstream(repository / "blobs" / "abcd") << "x";
    fs::create_symlink("../../blobs/abcd", snapshot / "config.json");
    fs::create_symlink(write("elsewhere", "x"), snapshot / "tokenizer.json");
    QVERIFY(file_in_folder(snapshot, "config.json"));
    QVERIFY(!file_in_folder(snapshot, "tokenizer.json"));
  }

  void text_files_have_a_limit() {
    const fs::path path = write("text", std::string(1000, 'x'));
    QCOMPARE(read_text_file(path, 1000).value().size(), 1000u);
    QVERIFY(!read_text_file(path, 999));
  }

  void arithmetic_is_checked() {
    QCOMPARE(checked_mul<std::uint64_t>(1ull << 32, 1ull << 31).value(), 1ull << 63);
    QVERIFY(!checked_mul<std::uint64_t>(1ull << 32, 1ull << 32));
    QVERIFY(!checked_add<std::uint64_t>(~0ull, 1));
    QVERIFY(!checked_add<std::int64_t>(INT64_MAX, 1));
    QCOMPARE(checked_align<std::uint64_t>(33, 32).value(), 64u);
    QVERIFY(!checked_align<std::uint64_t>(~0ull - 3, 32));
  }

  void utf8_is_recognised() {
    for (const char* good : {"", "a", "é", "€", "😀", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"}) QVERIFY2(is_utf8(good), good);
    for (const char* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                            "\xF5\x80\x80\x80", "\xE2\x82", "a\xE2", "\xE2\x28\xA1", "\xFF"})
      QVERIFY(!is_utf8(bad));
  }
};

QTEST_APPLESS_MAIN(FileTest)
#include "file_test.moc"
