// The chat templates of a folder and of a GGUF file: the default one, named ones, and what cannot be read.
#include <QtTest>

#include <algorithm>

#include "engine/load/checkpoint.h"
#include "model_files.h"

using namespace halftone;
using namespace halftone::test;

class ChatTemplatesTest : public QObject {
  Q_OBJECT

 private slots:
  void named_templates() {
    const auto names = [](const Checkpoint& c) {
      std::string all;
      for (const auto& [name, source] : c.named_templates) all += name + "=" + source + ";";
      return all;
    };
    const auto open_with = [](const char* config, std::map<std::string, std::string> files = {}) {
      const Folder folder;
      HfModel model;
      if (*config) model.files["tokenizer_config.json"] = config;
      for (const auto& [name, text] : files) model.files[name] = text;
      model.write(folder);
      return open_checkpoint(folder.path()).value();
    };
    const Checkpoint list = open_with(R"({"chat_template":[{"name":"tool_use","template":"T"},{"name":"default","template":"D"}]})");
    QCOMPARE(list.chat_template.value(), std::string("D"));
    QCOMPARE(names(list), std::string("tool_use=T;default=D;"));
    const Checkpoint mapping = open_with(R"({"chat_template":{"rag":"R","default":"D","odd":7}})");
    QCOMPARE(mapping.chat_template.value(), std::string("D"));
    QCOMPARE(names(mapping), std::string("default=D;rag=R;"));
    QCOMPARE(open_with(R"({"chat_template":{"rag":"R","tools":"T"}})").chat_template.value(), std::string("R"));  // the first, without a default
    QCOMPARE(names(open_with(R"({"chat_template":"D"})")), std::string());  // one alone is no choice
    // A processor's file is the last resort.
    QCOMPARE(open_with("", {{"chat_template.json", R"({"chat_template":"P"})"}}).chat_template.value(), std::string("P"));
    QCOMPARE(open_with(R"({"chat_template":"D"})", {{"chat_template.json", R"({"chat_template":"P"})"}}).chat_template.value(), std::string("D"));
    // What cannot be read is said, and takes nothing with it.
    const Checkpoint broken = open_with("", {{"chat_template.json", "{"}, {"chat_template.jinja", "\xFF"}});
    QVERIFY(!broken.chat_template);
    QCOMPARE(std::ranges::count_if(broken.notes, [](const Sentence& n) { return n.english.starts_with("a chat template cannot be read: "); }), 2);

    const Folder folder;
    GgufImage image = SmallLlama().gguf();
    image.key("tokenizer.chat_template.tool_use") = gguf_text("T");
    const Checkpoint gguf = open_checkpoint(folder.write("m.gguf", image.bytes())).value();
    QCOMPARE(gguf.chat_template.value(), std::string("{{ messages }}"));
    QCOMPARE(names(gguf), std::string("default={{ messages }};tool_use=T;"));
  }
};

QTEST_APPLESS_MAIN(ChatTemplatesTest)
#include "chat_templates_test.moc"
