// Which tokens of a vocabulary end a turn, where the file does not say.
#include "engine/tokenizer/turn_marks.h"

#include <QStringList>
#include <QTest>

using namespace halftone;

class TurnEndsTest : public QObject {
  Q_OBJECT

 private slots:
  void found_data() {
    QTest::addColumn<QStringList>("marks");  // '~' before one that is no control token
    QTest::addColumn<QStringList>("ends");
    QTest::newRow("Llama 3") << QStringList{"<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|eom_id|>", "<|eot_id|>", "<|python_tag|>"}
                             << QStringList{"<|end_of_text|>", "<|eom_id|>", "<|eot_id|>"};
    QTest::newRow("ChatML") << QStringList{"<|endoftext|>", "<|im_start|>", "<|im_end|>", "~<think>"} << QStringList{"<|endoftext|>", "<|im_end|>"};
    QTest::newRow("Phi 3") << QStringList{"</s>", "<|endoftext|>", "<|assistant|>", "<|end|>", "<|user|>"}
                           << QStringList{"</s>", "<|endoftext|>", "<|end|>"};  // its role is a mark of the template's
    QTest::newRow("GLM") << QStringList{"<|endoftext|>", "[gMASK]", "<|user|>", "<|assistant|>", "<|observation|>"}
                         << QStringList{"<|endoftext|>", "<|user|>", "<|observation|>"};
    QTest::newRow("gpt-oss") << QStringList{"<|endoftext|>", "<|return|>", "<|channel|>", "<|start|>", "<|end|>", "<|message|>", "<|call|>"}
                             << QStringList{"<|endoftext|>", "<|return|>", "<|call|>"};
    QTest::newRow("Gemma 3") << QStringList{"<pad>", "<eos>", "<bos>", "<start_of_turn>", "<end_of_turn>", "</s>"} << QStringList{"<eos>", "<end_of_turn>"};
    QTest::newRow("Gemma 4") << QStringList{"<eos>", "<|turn>", "<turn|>", "~<|tool_response>", "~</s>"}
                             << QStringList{"<eos>", "<turn|>", "<|tool_response>"};
    QTest::newRow("Mistral") << QStringList{"<unk>", "<s>", "</s>", "[INST]"} << QStringList{"</s>"};
    QTest::newRow("DeepSeek") << QStringList{"<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜User｜>"} << QStringList{"<｜end▁of▁sentence｜>"};
    QTest::newRow("user-defined") << QStringList{"~<|im_end|>", "~<|user|>", "~<|observation|>", "~</s>"} << QStringList{"<|im_end|>"};
    QTest::newRow("none") << QStringList{} << QStringList{};
  }
  void found() {
    QFETCH(QStringList, marks);
    QFETCH(QStringList, ends);
    std::vector<std::string> texts;
    for (const QString& mark : marks) texts.push_back(QString(mark).remove('~').toStdString());
    std::vector<AddedToken> all;
    for (int i = 0; i < marks.size(); ++i) all.push_back({.id = i, .text = texts[static_cast<std::size_t>(i)], .special = !marks[i].startsWith('~')});
    QStringList found;
    for (const auto& ids : {turn_ends(all), roles_that_end(all)})
      for (const TokenId id : ids) found << QString::fromStdString(texts[static_cast<std::size_t>(id)]);
    QCOMPARE(found, ends);
  }
};

QTEST_APPLESS_MAIN(TurnEndsTest)
#include "turn_ends_test.moc"
