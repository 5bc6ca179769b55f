<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>AlternativeRow</name>
    <message>
        <source>%1, %2, as it was said</source>
        <translation>%1، %2، كما قيل</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>The model&apos;s own probability of this token here, before temperature, penalty and cuts</source>
        <translation>احتمال هذا الرمز هنا كما يراه النموذج نفسه، قبل الحرارة والجزاء والقطع</translation>
    </message>
    <message>
        <source>Continue from here</source>
        <translation>تابع من هنا</translation>
    </message>
    <message>
        <source>A new version of the reply says this here and goes on; the old one stays, and the cache is kept up to this token  Enter</source>
        <translation>نسخة جديدة من الرد تقول هذا هنا وتتابع؛ تبقى القديمة، ويُحتفظ بالذاكرة المخبّأة حتى هذا الرمز  Enter</translation>
    </message>
</context>
<context>
    <name>Alternatives</name>
    <message>
        <source>Token %1: %2</source>
        <translation>الرمز %1: %2</translation>
    </message>
    <message>
        <source>Token %1</source>
        <translation>الرمز %1</translation>
    </message>
    <message>
        <source>How open it was: the mean of −ln p over the whole vocabulary, before temperature; 0 where one token is certain</source>
        <translation>مدى انفتاح الاختيار: متوسط ‎−ln p‎ على المعجم كله قبل الحرارة؛ 0 حين يكون رمز واحد مؤكدًا</translation>
    </message>
    <message>
        <source>All other tokens of the vocabulary together</source>
        <translation>كل رموز المعجم الأخرى معًا</translation>
    </message>
    <message>
        <source>What this conversation&apos;s sampling leaves of the probabilities here, its repetition penalty left out</source>
        <translation>ما تُبقيه إعدادات الاختيار في هذه المحادثة من الاحتمالات هنا، دون جزاء التكرار</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>رمز</translation>
    </message>
    <message>
        <source>How long it took to be written, from the token before it; of the first, from the question on, whose prompt was read.</source>
        <translation>كم استغرقت كتابته، من الرمز الذي قبله؛ وللأول منذ السؤال، مع قراءة طلبه.</translation>
    </message>
</context>
<context>
    <name>AskBar</name>
    <message>
        <source>Stop all</source>
        <translation>أوقف الكل</translation>
    </message>
    <message>
        <source>Ask all</source>
        <translation>اسأل الكل</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>أعد التشغيل</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>شغّل</translation>
    </message>
    <message>
        <source>Ask all columns…</source>
        <translation>اسأل كل الأعمدة…</translation>
    </message>
    <message>
        <source>Ask all columns something else…</source>
        <translation>اسأل كل الأعمدة شيئًا آخر…</translation>
    </message>
</context>
<context>
    <name>AssistantMessage</name>
    <message>
        <source>Copy the reply</source>
        <translation>انسخ الرد</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>أجب مرة أخرى</translation>
    </message>
    <message>
        <source>Save and continue</source>
        <translation>حفظ ومتابعة</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Edit the reply</source>
        <translation>تحرير الرد</translation>
    </message>
    <message>
        <source>Continue from here</source>
        <translation>المتابعة من هنا</translation>
    </message>
    <message>
        <source>Go on where it stopped</source>
        <translation>المتابعة من حيث توقف</translation>
    </message>
</context>
<context>
    <name>AttachmentChip</name>
    <message>
        <source>Attachment %1, %2</source>
        <translation>المرفق %1، %2</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>%1, remove</source>
        <translation>%1، إزالة</translation>
    </message>
    <message>
        <source>Tokens of the whole file, by this model&apos;s own tokenizer.</source>
        <translation>رموز الملف كله، بحسب مرمّز هذا النموذج نفسه.</translation>
    </message>
</context>
<context>
    <name>AttachmentSheet</name>
    <message>
        <source>Copy</source>
        <translation>انسخ</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تم</translation>
    </message>
    <message>
        <source>Bytes and lines of the file, and its tokens by this model&apos;s own tokenizer.</source>
        <translation>بايتات الملف وأسطره، ورموزه بحسب مرمّز هذا النموذج نفسه.</translation>
    </message>
</context>
<context>
    <name>AttachmentStrip</name>
    <message>
        <source>Attachments</source>
        <translation>المرفقات</translation>
    </message>
    <message>
        <source>First pages only</source>
        <translation>الصفحات الأولى فقط</translation>
    </message>
    <message>
        <source>First lines only</source>
        <translation>الأسطر الأولى فقط</translation>
    </message>
    <message>
        <source>Tokens of all that is attached, by the tokens of the context.</source>
        <translation>رموز كل المرفقات، مقسومة على رموز السياق.</translation>
    </message>
</context>
<context>
    <name>AttentionPane</name>
    <message>
        <source>Layers and heads</source>
        <translation>الطبقات والرؤوس</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>الطبقة</translation>
    </message>
    <message>
        <source>Which of the model&apos;s layers is shown, counted from 0.</source>
        <translation>أي طبقات النموذج معروضة، بالعدّ من 0.</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>الرأس</translation>
    </message>
    <message>
        <source>Which of the layer&apos;s heads is shown, counted from 0.</source>
        <translation>أي رؤوس الطبقة معروض، بالعدّ من 0.</translation>
    </message>
    <message>
        <source>Position encoding</source>
        <translation>ترميز المواضع</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>كما هو</translation>
    </message>
    <message>
        <source>without</source>
        <translation>من دونه</translation>
    </message>
    <message>
        <source>its share</source>
        <translation>نصيبه</translation>
    </message>
    <message>
        <source>The same queries and keys unrotated (RoPE) or without the bias (ALiBi)</source>
        <translation>الاستعلامات والمفاتيح نفسها من غير تدوير (RoPE) أو من دون الانحياز (ALiBi)</translation>
    </message>
    <message>
        <source>The difference; in the other colour where position takes away</source>
        <translation>الفرق؛ وباللون الآخر حيث ينقص الموضع</translation>
    </message>
    <message>
        <source>“Without” scores the same queries and keys as if no token had a place; “its share” is the difference.</source>
        <translation>«من دونه» يحسب الاستعلامات والمفاتيح نفسها كأن لا موضع لأي رمز؛ و«نصيبه» هو الفرق.</translation>
    </message>
    <message>
        <source>How far it looks back</source>
        <translation>إلى أي بُعد ينظر خلفه</translation>
    </message>
    <message>
        <source>mean %1 tokens</source>
        <translation>المتوسط %1 رمز</translation>
    </message>
    <message>
        <source>The mean distance from a token to what it looks at, weighted by attention</source>
        <translation>متوسط المسافة من الرمز إلى ما ينظر إليه، موزونًا بالانتباه</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>‏%1 من الرموز</translation>
    </message>
    <message>
        <source>From the last token back to the first.</source>
        <translation>من الرمز الأخير رجوعًا إلى الأول.</translation>
    </message>
    <message>
        <source>itself</source>
        <translation>نفسه</translation>
    </message>
    <message>
        <source>This view stores %1</source>
        <translation>يخزّن هذا العرض %1</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>بايت</translation>
    </message>
    <message>
        <source>The weights of this layer alone are kept, as 16-bit floats.</source>
        <translation>تُحفظ أوزان هذه الطبقة وحدها، أعدادًا عشرية من 16 بتًا.</translation>
    </message>
</context>
<context>
    <name>AttentionView</name>
    <message>
        <source>Attention</source>
        <translation>الانتباه</translation>
    </message>
    <message>
        <source>Where each token looks, layer %1, head %2</source>
        <translation>إلى أين ينظر كل رمز، الطبقة %1، الرأس %2</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>جارٍ النظر…</translation>
    </message>
    <message>
        <source>Show the tokens that fit</source>
        <translation>اعرض الرموز التي تتسع</translation>
    </message>
    <message>
        <source>Row by row, where each token looks: the larger a dot, the larger that token&apos;s share of its attention, in one layer and one head. A token sees only what stands before it, so the other half is empty.</source>
        <translation>صفًّا صفًّا، إلى أين ينظر كل رمز: كلما كبرت النقطة كبرت حصة ذلك الرمز من انتباهه، في طبقة واحدة ورأس واحد. لا يرى الرمز إلا ما قبله، فالنصف الآخر فارغ.</translation>
    </message>
    <message>
        <source>Walk through the layers and heads: some look at the token before, some at the first one, some at words that belong together.</source>
        <translation>تجوّل بين الطبقات والرؤوس: بعضها ينظر إلى الرمز السابق، وبعضها إلى الأول، وبعضها إلى كلمات تنتمي معًا.</translation>
    </message>
    <message>
        <source>Take the position encoding away: heads that counted distances lose their pattern.</source>
        <translation>أزل ترميز الموضع: تفقد الرؤوس التي تعدّ المسافات نمطها.</translation>
    </message>
    <message>
        <source>Ask something longer, and see how many of the words matter.</source>
        <translation>اسأل شيئًا أطول، وانظر كم من الكلمات يهم.</translation>
    </message>
    <message>
        <source>Of this token&apos;s attention in this layer and head, what goes to that one. ← and → choose it.</source>
        <translation>ما يذهب إلى ذلك الرمز من انتباه هذا الرمز، في هذه الطبقة وهذا الرأس. تختاره ← و→.</translation>
    </message>
    <message>
        <source>Softmax(QKᵀ), layer %1, head %2</source>
        <translation>‏Softmax(QKᵀ)، الطبقة %1، الرأس %2</translation>
    </message>
    <message>
        <source>Head…</source>
        <translation>الرأس…</translation>
    </message>
    <message>
        <source>Layer %1, head %2…</source>
        <translation>الطبقة %1، الرأس %2…</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Copy details</source>
        <translation>انسخ التفاصيل</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>أغلق</translation>
    </message>
</context>
<context>
    <name>Banners</name>
    <message>
        <source>%1 comes without a chat template: it was probably trained to continue texts, not to answer.</source>
        <translation>%1 بلا قالب محادثة: دُرّب على الأرجح على مواصلة النصوص لا على الإجابة.</translation>
    </message>
    <message>
        <source>Write the beginning of a text, and it goes on. In a dialogue it may answer, or ask itself the next question.</source>
        <translation>اكتب بداية نص فيواصلها. أمّا في الحوار فقد يجيب، وقد يطرح على نفسه السؤال التالي.</translation>
    </message>
    <message>
        <source>Continue texts</source>
        <translation>مواصلة النصوص</translation>
    </message>
    <message>
        <source>Try a dialogue</source>
        <translation>تجربة الحوار</translation>
    </message>
    <message>
        <source>Halftone ended unexpectedly (%1). Your conversations are here as they were saved.</source>
        <translation>توقف Halftone على غير توقع (%1). محادثاتك هنا كما حُفظت.</translation>
    </message>
    <message>
        <source>A report says where in the program it was, with its settings and none of your words. It is in a file on this computer, and is sent nowhere.</source>
        <translation>يقول تقرير أين كان ذلك في البرنامج وبأي إعدادات، وليس فيه شيء من كلماتك. هو ملف على هذا الحاسوب، ولا يُرسل إلى أي مكان.</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>أظهر المجلد</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>احذف التقرير</translation>
    </message>
    <message>
        <source>Importing conversations</source>
        <translation>استيراد المحادثات</translation>
    </message>
    <message>
        <source>Backing up the conversations</source>
        <translation>نسخ المحادثات احتياطيًا</translation>
    </message>
    <message>
        <source>Read so far, of the size of what was chosen.</source>
        <translation>ما قُرئ حتى الآن من حجم ما اختير.</translation>
    </message>
    <message>
        <source>Written so far, of those there were at the beginning.</source>
        <translation>ما كُتب حتى الآن من المحادثات التي كانت عند البدء.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>أوقف</translation>
    </message>
</context>
<context>
    <name>BranchRow</name>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>A version of the reply, and how many tokens it has; a press shows it.</source>
        <translation>نسخة من الرد، وعدد رموزها؛ وبضغطة تُعرض.</translation>
    </message>
</context>
<context>
    <name>CacheSection</name>
    <message>
        <source>KV cache</source>
        <translation>ذاكرة KV</translation>
    </message>
    <message>
        <source>KV cache: %1</source>
        <translation>ذاكرة KV: %1</translation>
    </message>
</context>
<context>
    <name>CellTable</name>
    <message>
        <source>predicted</source>
        <translation>المتوقَّع</translation>
    </message>
    <message>
        <source>Weights, cache and activations of a chunk by their sizes; naive attention&apos;s scores besides.</source>
        <translation>الأوزان والذاكرة المخبأة والتنشيطات لقطعة واحدة بحسب أحجامها؛ ومعها درجات الانتباه المباشر.</translation>
    </message>
    <message>
        <source>peak, %1</source>
        <translation>الذروة، %1</translation>
    </message>
    <message>
        <source>The largest sum of allocations from the first token to the last.</source>
        <translation>أكبر مجموع للتخصيصات من أول رمز إلى آخره.</translation>
    </message>
    <message>
        <source>off by</source>
        <translation>الفارق</translation>
    </message>
    <message>
        <source>Measured ÷ predicted − 1.</source>
        <translation>المقيس ÷ المتوقَّع − 1.</translation>
    </message>
    <message>
        <source>time, %1</source>
        <translation>الزمن، %1</translation>
    </message>
    <message>
        <source>Prompt and new tokens, the median of three runs.</source>
        <translation>الموجِّه والرموز الجديدة، وسيط ثلاث مرات.</translation>
    </message>
    <message>
        <source>guide, %1</source>
        <translation>الدليل، %1</translation>
    </message>
    <message>
        <source>What the guide measured.</source>
        <translation>ما قاسه الدليل.</translation>
    </message>
</context>
<context>
    <name>ChartCard</name>
    <message>
        <source>Memory: the largest sum of allocations; time: the median of three runs; predicted: by the sizes of what is held.</source>
        <translation>الذاكرة: أكبر مجموع لما حُجز؛ الزمن: وسيط ثلاثة تشغيلات؛ المتوقَّع: بحسب أحجام ما يُحفظ.</translation>
    </message>
</context>
<context>
    <name>ChatRow</name>
    <message>
        <source>New chat</source>
        <translation>محادثة جديدة</translation>
    </message>
    <message>
        <source>Actions for “%1”</source>
        <translation>إجراءات «%1»</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>غيّر الاسم</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>كرّر</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>احذف</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>تصدير…</translation>
    </message>
</context>
<context>
    <name>ClosingSheet</name>
    <message>
        <source>Not everything is saved</source>
        <translation>لم يُحفظ كل شيء</translation>
    </message>
    <message>
        <source>Close and lose it</source>
        <translation>أغلق وافقده</translation>
    </message>
    <message>
        <source>Keep the window open</source>
        <translation>أبقِ النافذة مفتوحة</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>أعد المحاولة</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Code</source>
        <translation>شيفرة</translation>
    </message>
    <message>
        <source>Code, %1</source>
        <translation>شيفرة، %1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>نُسخ</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>انسخ</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>انسخ الشيفرة</translation>
    </message>
    <message>
        <source>Do not wrap</source>
        <translation>دون لفّ</translation>
    </message>
    <message>
        <source>Wrap</source>
        <translation>لفّ الأسطر</translation>
    </message>
    <message>
        <source>Break long lines</source>
        <translation>لفّ الأسطر الطويلة</translation>
    </message>
</context>
<context>
    <name>ColumnCard</name>
    <message>
        <source>Column %1 of %2: %3</source>
        <translation>العمود %1 من %2: %3</translation>
    </message>
    <message>
        <source>Close this column</source>
        <translation>أغلق هذا العمود</translation>
    </message>
    <message>
        <source>How weights are held</source>
        <translation>كيف تُحفظ الأوزان</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>الانتباه</translation>
    </message>
    <message>
        <source>How the cache is held</source>
        <translation>كيف تُحفظ الذاكرة المؤقتة</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>المرجع</translation>
    </message>
    <message>
        <source>make reference</source>
        <translation>اجعله المرجع</translation>
    </message>
    <message>
        <source>Columns are written one after the other, so that each is measured by itself.</source>
        <translation>تُكتب الأعمدة واحدًا بعد آخر، ليُقاس كل منها وحده.</translation>
    </message>
    <message>
        <source>What the others are measured against.</source>
        <translation>ما تُقاس عليه الأعمدة الأخرى.</translation>
    </message>
    <message>
        <source>Its switches are above: press one to change it.</source>
        <translation>مفاتيحه في الأعلى: اضغط أحدها لتغييره.</translation>
    </message>
    <message>
        <source>KL, each token</source>
        <translation>KL لكل رمز</translation>
    </message>
    <message>
        <source>KL(reference ‖ column) of the whole vocabulary before temperature, in nats, where the reference&apos;s words stand.</source>
        <translation>KL(المرجع ‖ العمود) على المعجم كله قبل درجة الحرارة، بالنات، حيث تقع كلمات المرجع.</translation>
    </message>
    <message>
        <source>the others are measured against this one</source>
        <translation>تُقاس الأعمدة الأخرى على هذا</translation>
    </message>
    <message>
        <source>the same words</source>
        <translation>الكلمات نفسها</translation>
    </message>
    <message>
        <source>first different word: token %1</source>
        <translation>أول كلمة مختلفة: الرمز %1</translation>
    </message>
    <message>
        <source>Memory of this column: %1</source>
        <translation>ذاكرة هذا العمود: %1</translation>
    </message>
    <message>
        <source>peak</source>
        <translation>الذروة</translation>
    </message>
    <message>
        <source>The largest sum of this column&apos;s own allocations during the turn, its weights among them: %1 bytes.</source>
        <translation>أكبر مجموع لما حجزه هذا العمود خلال الدور، وأوزانه منه: %1 بايت.</translation>
    </message>
    <message>
        <source>first token</source>
        <translation>الرمز الأول</translation>
    </message>
    <message>
        <source>From the question to the first token: the whole prompt was read anew.</source>
        <translation>من السؤال إلى الرمز الأول: قُرئ الطلب كله من جديد.</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>رمز في الثانية</translation>
    </message>
    <message>
        <source>Tokens after the first, by the time from the first to the last.</source>
        <translation>الرموز بعد الأول، مقسومة على الزمن من الأول إلى الأخير.</translation>
    </message>
    <message>
        <source>How far this column is, and how many tokens its reply has.</source>
        <translation>أين وصل هذا العمود، وعدد رموز رده.</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>‏%1 من الرموز</translation>
    </message>
    <message>
        <source>The context of this column: more does not fit with these switches. Other switches have all of it again.</source>
        <translation>سياق هذا العمود: لا يتسع أكثر منه بهذه المفاتيح. ومع مفاتيح أخرى يعود كله.</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Conversation</source>
        <translation>المحادثة</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>أرسل الرسالة</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>سطر جديد</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>محادثة جديدة</translation>
    </message>
    <message>
        <source>Search conversations</source>
        <translation>ابحث في المحادثات</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>اكتب رسالة</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Open a model file</source>
        <translation>افتح ملف نموذج</translation>
    </message>
    <message>
        <source>Open a model folder</source>
        <translation>افتح مجلد نموذج</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>النافذة</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>المحادثات</translation>
    </message>
    <message>
        <source>Instruments</source>
        <translation>القياسات</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>أكبر</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>أصغر</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>الحجم الأصلي</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>ملء الشاشة</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>البرنامج</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>اختصارات لوحة المفاتيح</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>اخرج</translation>
    </message>
    <message>
        <source>One step back, then stop the reply</source>
        <translation>خطوة إلى الوراء، ثم إيقاف الرد</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>إعادة الرد</translation>
    </message>
    <message>
        <source>Version before</source>
        <translation>النسخة السابقة</translation>
    </message>
    <message>
        <source>Version after</source>
        <translation>النسخة التالية</translation>
    </message>
    <message>
        <source>Undo a deletion</source>
        <translation>التراجع عن حذف</translation>
    </message>
    <message>
        <source>This chat is new: write into it</source>
        <translation>هذه المحادثة جديدة: اكتب فيها</translation>
    </message>
    <message>
        <source>%1 % is the largest size</source>
        <translation>أكبر حجم هو %1 %</translation>
    </message>
    <message>
        <source>%1 % is the smallest size</source>
        <translation>أصغر حجم هو %1 %</translation>
    </message>
    <message>
        <source>Size %1 %</source>
        <translation>الحجم %1 %</translation>
    </message>
    <message>
        <source>Copy the selection as text, else the last reply</source>
        <translation>نسخ المحدَّد نصًّا، وإلا فالرد الأخير</translation>
    </message>
    <message>
        <source>There is nothing to answer yet</source>
        <translation>لا شيء للرد عليه بعد</translation>
    </message>
    <message>
        <source>Export the conversation</source>
        <translation>تصدير المحادثة</translation>
    </message>
    <message>
        <source>There is nothing to export yet</source>
        <translation>لا شيء لتصديره بعد</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>إرفاق ملفات</translation>
    </message>
    <message>
        <source>Start the last model, where none is open</source>
        <translation>ابدأ آخر نموذج إن لم يكن أي نموذج مفتوحًا</translation>
    </message>
    <message>
        <source>Look inside</source>
        <translation>انظر داخله</translation>
    </message>
    <message>
        <source>Look around: the first tour</source>
        <translation>تجوّل: الجولة الأولى</translation>
    </message>
    <message>
        <source>Import conversations</source>
        <translation>استيراد محادثات</translation>
    </message>
    <message>
        <source>Back up all conversations</source>
        <translation>نسخ كل المحادثات احتياطيًا</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Compare</source>
        <translation>المقارنة</translation>
    </message>
    <message>
        <source>Own words</source>
        <translation>كلماته</translation>
    </message>
    <message>
        <source>Reference&apos;s words</source>
        <translation>كلمات المرجع</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>كلماته</translation>
    </message>
    <message>
        <source>Reference&apos;s</source>
        <translation>المرجع</translation>
    </message>
    <message>
        <source>What each column says.</source>
        <translation>ما يقوله كل عمود.</translation>
    </message>
    <message>
        <source>What the reference says, in every column: where would it have said something else?</source>
        <translation>ما يقوله المرجع، في كل عمود: أين كان العمود سيقول غير ذلك؟</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>الكلمات</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>عمود</translation>
    </message>
    <message>
        <source>Add a column</source>
        <translation>أضف عمودًا</translation>
    </message>
    <message>
        <source>Ask something, and every column answers it.</source>
        <translation>اسأل شيئًا، فيجيب عنه كل عمود.</translation>
    </message>
    <message numerus="yes">
        <source>%n earlier turns are shared</source>
        <translation>
            <numerusform>لا أدوار سابقة مشتركة</numerusform>
            <numerusform>دور سابق واحد مشترك</numerusform>
            <numerusform>دوران سابقان مشتركان</numerusform>
            <numerusform>%n أدوار سابقة مشتركة</numerusform>
            <numerusform>%n دورًا سابقًا مشتركًا</numerusform>
            <numerusform>%n دور سابق مشترك</numerusform>
        </translation>
    </message>
    <message>
        <source>Column %1</source>
        <translation>العمود %1</translation>
    </message>
    <message>
        <source>%1, reference</source>
        <translation>%1، المرجع</translation>
    </message>
    <message>
        <source>%1 would say</source>
        <translation>%1 كان سيقول</translation>
    </message>
    <message>
        <source>Every column answers the same question under settings of its own, with the same dice. The bars are bytes. The tint says how far a column&apos;s prediction is from the reference&apos;s at that word; where there is a ring, it would rather have said something else.</source>
        <translation>يجيب كل عمود عن السؤال نفسه بإعدادات تخصه، وبالنرد نفسه. الأشرطة بايتات. واللون يقول كم يبتعد توقع العمود عن توقع المرجع عند تلك الكلمة؛ وحيث توجد حلقة، كان يفضّل أن يقول غير ذلك.</translation>
    </message>
    <message>
        <source>Set a column to bf16 and one to int8: hardly a tint, at half the memory. Then int4, then int2.</source>
        <translation>اضبط عمودًا على bf16 وآخر على int8: لا لون يُذكر، بنصف الذاكرة. ثم int4، ثم int2.</translation>
    </message>
    <message>
        <source>Compare flash with naive attention in a long conversation: the same words, other memory.</source>
        <translation>قارن انتباه flash بانتباه naive في محادثة طويلة: الكلمات نفسها، وذاكرة أخرى.</translation>
    </message>
    <message>
        <source>Hold the cache in int4: a quarter of its bytes. Does the text change?</source>
        <translation>احفظ الذاكرة المؤقتة في int4: ربع بايتاتها. هل يتغير النص؟</translation>
    </message>
    <message>
        <source>The tint of a word: KL(reference ‖ column) there, in nats; 1 nat and more have the full tint.</source>
        <translation>لون الكلمة: ‎KL(المرجع ‖ العمود)‎ عندها، بالنات؛ ومن 1 نات فأكثر يكتمل اللون.</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>نات</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Message</source>
        <translation>الرسالة</translation>
    </message>
    <message>
        <source>Message…</source>
        <translation>اكتب رسالة…</translation>
    </message>
    <message>
        <source>System prompt and sampling</source>
        <translation>تعليمات النظام والاختيار</translation>
    </message>
    <message>
        <source>Stop · Esc</source>
        <translation>أوقف · Esc</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>أرسل</translation>
    </message>
    <message>
        <source>The beginning of a text, or more of it…</source>
        <translation>بداية نص، أو المزيد منه…</translation>
    </message>
    <message>
        <source>An attachment is still being read.</source>
        <translation>ما زال أحد المرفقات يُقرأ.</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>إرفاق ملفات</translation>
    </message>
    <message>
        <source>the demo model</source>
        <translation>النموذج التجريبي</translation>
    </message>
    <message>
        <source>Enter starts the demo model</source>
        <translation>Enter يشغّل النموذج التجريبي</translation>
    </message>
    <message>
        <source>Enter starts the last model</source>
        <translation>Enter يشغّل آخر نموذج</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>افتح نموذجًا</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>ابدأ</translation>
    </message>
    <message>
        <source>Start · Enter</source>
        <translation>ابدأ · Enter</translation>
    </message>
    <message>
        <source>Start %1</source>
        <translation>ابدأ %1</translation>
    </message>
    <message>
        <source>Cancel · Esc</source>
        <translation>ألغِ · Esc</translation>
    </message>
</context>
<context>
    <name>ConversationDialogs</name>
    <message>
        <source>Export the conversation</source>
        <translation>تصدير المحادثة</translation>
    </message>
    <message>
        <source>Markdown, what is shown (*.md)</source>
        <translation>Markdown، ما هو معروض (*.md)</translation>
    </message>
    <message>
        <source>JSON, every version (*.json)</source>
        <translation>JSON، كل النسخ (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>كل الملفات (*)</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>إرفاق ملفات</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>جدول (*.csv)</translation>
    </message>
    <message>
        <source>There is nothing to export here</source>
        <translation>لا شيء يُصدَّر هنا</translation>
    </message>
    <message>
        <source>Export what is shown</source>
        <translation>تصدير ما يظهر</translation>
    </message>
    <message>
        <source>JSON, of a timeline for Perfetto (*.json)</source>
        <translation>JSON، ومن المسار الزمني لبرنامج Perfetto (*.json)</translation>
    </message>
    <message>
        <source>Picture, at twice the size (*.png)</source>
        <translation>صورة بضعف الحجم (*.png)</translation>
    </message>
    <message>
        <source>Import conversations</source>
        <translation>استيراد محادثات</translation>
    </message>
    <message>
        <source>Conversations (*.json *.jsonl)</source>
        <translation>محادثات ‎(*.json *.jsonl)‎</translation>
    </message>
    <message>
        <source>Back up all conversations</source>
        <translation>نسخ كل المحادثات احتياطيًا</translation>
    </message>
    <message>
        <source>JSON, a conversation in each line (*.jsonl)</source>
        <translation>JSON، محادثة في كل سطر ‎(*.jsonl)‎</translation>
    </message>
</context>
<context>
    <name>ConversationSettings</name>
    <message>
        <source>System prompt</source>
        <translation>تعليمات النظام</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>اختيار الرموز</translation>
    </message>
    <message>
        <source>As the model suggests</source>
        <translation>كما يقترح النموذج</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>الحرارة</translation>
    </message>
    <message>
        <source>0: always the likeliest token</source>
        <translation>0: الرمز الأرجح دائمًا</translation>
    </message>
    <message>
        <source>Top k</source>
        <translation>Top k</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Min p</source>
        <translation>Min p</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>عقوبة التكرار</translation>
    </message>
    <message>
        <source>Longest reply, in tokens</source>
        <translation>أطول رد، بالرموز</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>البذرة</translation>
    </message>
    <message>
        <source>The same seed gives the same reply</source>
        <translation>البذرة نفسها تعطي الرد نفسه</translation>
    </message>
    <message>
        <source>One seed for all replies</source>
        <translation>بذرة واحدة لكل الردود</translation>
    </message>
    <message>
        <source>Else each reply draws its own; it stands below the reply</source>
        <translation>وإلا يسحب كل رد بذرته، وهي مكتوبة تحت الرد</translation>
    </message>
    <message>
        <source>Off at 0</source>
        <translation>متوقف عند 0</translation>
    </message>
    <message>
        <source>Off at 1</source>
        <translation>متوقف عند 1</translation>
    </message>
</context>
<context>
    <name>DeletedSheet</name>
    <message>
        <source>Recently deleted</source>
        <translation>المحذوفة حديثًا</translation>
    </message>
    <message>
        <source>Delete all of them for good</source>
        <translation>حذفها كلها نهائيًا</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>حذف نهائي…</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>الإبقاء عليها</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>They are kept for 30 days, then removed from this computer.</source>
        <translation>تُحفظ 30 يومًا ثم تُزال من هذا الحاسوب.</translation>
    </message>
    <message>
        <source>Nothing was deleted within the last 30 days.</source>
        <translation>لم يُحذف شيء خلال آخر 30 يومًا.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>استعادة</translation>
    </message>
    <message>
        <source>Restore “%1”</source>
        <translation>استعادة «%1»</translation>
    </message>
</context>
<context>
    <name>DemoCard</name>
    <message>
        <source>Try the demo model</source>
        <translation>جرّب النموذج التجريبي</translation>
    </message>
    <message>
        <source>Comes with Halftone, answers at once. It knows a little, and shows everything.</source>
        <translation>يأتي مع Halftone ويجيب فورًا. يعرف القليل ويُظهر كل شيء.</translation>
    </message>
    <message>
        <source>Comes with Halftone: %1 parameters, %2, answers at once. It knows a little, and shows everything.</source>
        <translation>يأتي مع Halftone: معاملاته ⁦%1⁩ وحجمه ⁦%2⁩، ويجيب فورًا. يعرف القليل ويُظهر كل شيء.</translation>
    </message>
    <message>
        <source>Start · Enter</source>
        <translation>ابدأ · Enter</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>ابدأ</translation>
    </message>
    <message>
        <source>Start %1</source>
        <translation>ابدأ %1</translation>
    </message>
    <message>
        <source>the demo model</source>
        <translation>النموذج التجريبي</translation>
    </message>
</context>
<context>
    <name>DeviceRow</name>
    <message>
        <source>Bytes that Halftone holds on this device, of all that it has.</source>
        <translation>البايتات التي يحجزها Halftone على هذا الجهاز، من كل ما لديه.</translation>
    </message>
</context>
<context>
    <name>DoubtPane</name>
    <message>
        <source>How unsure, each token</source>
        <translation>مقدار الشك لكل رمز</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>‏%1 من الرموز</translation>
    </message>
    <message>
        <source>How unsure, each token: %1 tokens, %2 nats of entropy in the mean</source>
        <translation>مقدار الشك لكل رمز: %1 من الرموز، ومتوسط الإنتروبيا %2 نات</translation>
    </message>
    <message>
        <source>A dot stands for 0.3 nats of entropy. Full colour: a fork; the other colour: drawn though not the likeliest</source>
        <translation>النقطة تعني 0.3 نات من الإنتروبيا. اللون الكامل: مفترق؛ واللون الآخر: اختير وليس هو الأرجح</translation>
    </message>
    <message>
        <source>perplexity of the reply</source>
        <translation>حيرة النموذج في الرد</translation>
    </message>
    <message>
        <source>exp of the mean −ln p of its tokens: among how many the model might as well have drawn lots</source>
        <translation>‏exp لمتوسط ‎−ln p‎ لرموزه: عدد الخيارات التي كان يمكن للنموذج أن يقترع بينها</translation>
    </message>
    <message>
        <source>chose the likeliest</source>
        <translation>اختار الأرجح</translation>
    </message>
    <message>
        <source>Share of the tokens that the model itself ranked first</source>
        <translation>نسبة الرموز التي رتّبها النموذج نفسه أولًا</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>نات</translation>
    </message>
    <message>
        <source>entropy, mean</source>
        <translation>متوسط الإنتروبيا</translation>
    </message>
    <message>
        <source>The mean of −ln p over the whole vocabulary, before temperature, of each token</source>
        <translation>متوسط ‎−ln p‎ على المعجم كله قبل الحرارة، لكل رمز</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>من %1</translation>
    </message>
    <message>
        <source>forks, two within 10 %</source>
        <translation>مفترقات، بين الاثنين أقل من ⁦10 %⁩</translation>
    </message>
    <message>
        <source>Tokens whose two likeliest were less than 10 points of probability apart  F</source>
        <translation>رموز كان الفرق بين أرجح اثنين عندها أقل من 10 نقاط من الاحتمال  F</translation>
    </message>
    <message>
        <source>Where it could have turned</source>
        <translation>أين كان يمكن أن ينعطف</translation>
    </message>
    <message>
        <source>Branches of this reply</source>
        <translation>فروع هذا الرد</translation>
    </message>
    <message>
        <source>How many tokens the reply has, by the model&apos;s own tokenizer.</source>
        <translation>عدد رموز الرد، بحسب مرمّز النموذج نفسه.</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>رمز</translation>
    </message>
    <message>
        <source>Probabilities are the model&apos;s own, before temperature and top-p. Kept with the reply: 20 candidates a token, %1.</source>
        <translation>الاحتمالات هي احتمالات النموذج نفسه، قبل الحرارة وtop-p. وتُحفظ مع الرد: 20 مرشحًا لكل رمز، %1.</translation>
    </message>
</context>
<context>
    <name>DropSurface</name>
    <message>
        <source>Drop to open this model</source>
        <translation>أفلت لفتح هذا النموذج</translation>
    </message>
    <message>
        <source>Drop to attach to the message</source>
        <translation>أفلِت لإرفاقه بالرسالة</translation>
    </message>
    <message>
        <source>Looking at it…</source>
        <translation>يجري فحصه…</translation>
    </message>
</context>
<context>
    <name>EmptyChat</name>
    <message>
        <source>Ask %1</source>
        <translation>اسأل %1</translation>
    </message>
    <message>
        <source>It runs on this computer. What each answer costs is shown beside it.</source>
        <translation>يعمل على هذا الحاسوب، وتُعرض كلفة كل إجابة بجانبها.</translation>
    </message>
    <message>
        <source>How many people live in France?</source>
        <translation>كم عدد سكان فرنسا؟</translation>
    </message>
    <message>
        <source>Transform bytes to gigabytes</source>
        <translation>حوّل البايتات إلى غيغابايت</translation>
    </message>
    <message>
        <source>Please write a function in Python that transforms bytes to gigabytes.</source>
        <translation>اكتب من فضلك دالة بلغة Python تحوّل البايتات إلى غيغابايت.</translation>
    </message>
    <message>
        <source>Begin a text for %1</source>
        <translation>ابدأ نصًا ليواصله %1</translation>
    </message>
    <message>
        <source>Once upon a time</source>
        <translation>كان يا ما كان</translation>
    </message>
</context>
<context>
    <name>ExperimentView</name>
    <message>
        <source>Experiment</source>
        <translation>التجربة</translation>
    </message>
    <message>
        <source>The guide&apos;s experiment</source>
        <translation>تجربة الدليل</translation>
    </message>
    <message>
        <source>Peak memory, %1, by prompt length</source>
        <translation>ذروة الذاكرة، %1، بحسب طول الموجِّه</translation>
    </message>
    <message>
        <source>dotted: predicted · full: measured</source>
        <translation>منقَّط: متوقَّع · ممتلئ: مقيس</translation>
    </message>
    <message>
        <source>Time for prompt and %1 tokens, %2</source>
        <translation>زمن الموجِّه والرموز الجديدة (%1)، %2</translation>
    </message>
    <message>
        <source>naive grows with N², flash with N</source>
        <translation>ينمو المباشر مع N² والسريع مع N</translation>
    </message>
    <message>
        <source>The guide that this program follows measures one model at several precisions, with naive and with flash attention, behind prompts of growing length. Here it is run on this machine, with the model that is open. Dotted is what sizes alone predict, full is measured.</source>
        <translation>يقيس الدليل الذي يتبعه هذا البرنامج نموذجًا واحدًا بدقّات عدة، بانتباه naive وبانتباه flash، خلف طلبات يزداد طولها. وهنا يُجرى على هذا الجهاز بالنموذج المفتوح. المنقّط ما تتوقعه الأحجام وحدها، والمتصل ما قيس.</translation>
    </message>
    <message>
        <source>Start with short prompts: what weights take is nearly all of it, and int4 is little more than a quarter of bf16.</source>
        <translation>ابدأ بطلبات قصيرة: ما تأخذه الأوزان هو معظمه تقريبًا، وint4 أكثر بقليل من ربع bf16.</translation>
    </message>
    <message>
        <source>Add long prompts: naive attention grows with the square of their length, flash does not.</source>
        <translation>أضف طلبات طويلة: ينمو انتباه naive مع مربع طولها، ولا ينمو flash كذلك.</translation>
    </message>
    <message>
        <source>Look at the keys and values below: how much a model saves whose heads share them.</source>
        <translation>انظر إلى المفاتيح والقيم في الأسفل: كم يوفّر نموذج تتشارك رؤوسه فيها.</translation>
    </message>
</context>
<context>
    <name>ExportFile</name>
    <message>
        <source>Exported: %1</source>
        <translation>صُدِّر: %1</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>تعذّرت كتابة %1:‏ %2</translation>
    </message>
</context>
<context>
    <name>FileKind</name>
    <message>
        <source>a PNG picture</source>
        <translation>صورة PNG</translation>
    </message>
    <message>
        <source>a JPEG picture</source>
        <translation>صورة JPEG</translation>
    </message>
    <message>
        <source>a GIF picture</source>
        <translation>صورة GIF</translation>
    </message>
    <message>
        <source>a WebP picture</source>
        <translation>صورة WebP</translation>
    </message>
    <message>
        <source>a sound</source>
        <translation>ملف صوتي</translation>
    </message>
    <message>
        <source>a film</source>
        <translation>ملف فيديو</translation>
    </message>
    <message>
        <source>a PDF</source>
        <translation>ملف PDF</translation>
    </message>
    <message>
        <source>a PyTorch file</source>
        <translation>ملف PyTorch</translation>
    </message>
    <message>
        <source>a document</source>
        <translation>مستند</translation>
    </message>
    <message>
        <source>a ZIP archive</source>
        <translation>أرشيف ZIP</translation>
    </message>
    <message>
        <source>a compressed archive</source>
        <translation>أرشيف مضغوط</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>برنامج</translation>
    </message>
    <message>
        <source>a Keras file</source>
        <translation>ملف Keras</translation>
    </message>
    <message>
        <source>a GGML file, from before GGUF</source>
        <translation>ملف GGML، من قبل GGUF</translation>
    </message>
    <message>
        <source>a database</source>
        <translation>قاعدة بيانات</translation>
    </message>
    <message>
        <source>an ONNX file</source>
        <translation>ملف ONNX</translation>
    </message>
    <message>
        <source>a download that is not complete</source>
        <translation>تنزيل لم يكتمل</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>نص</translation>
    </message>
    <message>
        <source>This is %1; models end in .gguf or .safetensors</source>
        <translation>هذا الملف %1؛ النماذج تنتهي بـ ‎.gguf أو ‎.safetensors</translation>
    </message>
    <message>
        <source>%1 is no model; models end in .gguf or .safetensors</source>
        <translation>‏%1 ليس نموذجًا؛ النماذج تنتهي بـ ‎.gguf أو ‎.safetensors</translation>
    </message>
</context>
<context>
    <name>FitRow</name>
    <message>
        <source>%1: %2 in all, %3, perplexity %4 %5</source>
        <translation>%1: ‏%2 إجمالًا، %3، الحيرة %4 %5</translation>
    </message>
    <message>
        <source>Expected: weights, the cache of the chosen context, activations and workspace together.</source>
        <translation>متوقَّع: الأوزان والذاكرة المؤقتة للسياق المختار والتنشيطات ومساحة العمل معًا.</translation>
    </message>
    <message>
        <source>Perplexity by that of the weights as stored, on the same text; below 1 is better.</source>
        <translation>الحيرة مقسومة على حيرة الأوزان كما هي مخزّنة، على النص نفسه؛ وما دون 1 أفضل.</translation>
    </message>
</context>
<context>
    <name>FitSheet</name>
    <message>
        <source>Cancel</source>
        <translation>ألغِ</translation>
    </message>
    <message>
        <source>Load as %1</source>
        <translation>حمّل بدقة %1</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>الدقة</translation>
    </message>
    <message>
        <source>None of these fits into the memory that is free now. It can be tried all the same; if memory runs out, nothing is lost.</source>
        <translation>لا يتسع المتاح من الذاكرة الآن لأيٍّ منها. يمكن المحاولة مع ذلك؛ وإن نفدت الذاكرة فلا يضيع شيء.</translation>
    </message>
    <message>
        <source>Weights, the cache of %1 tokens, activations and workspace. All of it can be changed while the model runs.</source>
        <translation>الأوزان وذاكرة %1 من الرموز والتنشيطات ومساحة العمل. ويمكن تغيير كل ذلك أثناء عمل النموذج.</translation>
    </message>
    <message>
        <source>Load as stored</source>
        <translation>حمّل كما خُزّن</translation>
    </message>
    <message>
        <source>This model cannot chat: it has no tokenizer that can be read.</source>
        <translation>لا يستطيع هذا النموذج المحادثة: ليس له مقسِّم رموز يمكن قراءته.</translation>
    </message>
    <message>
        <source>Stop · Esc</source>
        <translation>أوقف · Esc</translation>
    </message>
    <message>
        <source>Measure quality</source>
        <translation>قِس الجودة</translation>
    </message>
    <message>
        <source>Perplexity against the weights as stored, same text. Measured: on this model. Typical: of its size.</source>
        <translation>الحيرة مقارنةً بالأوزان كما هي مخزّنة، على النص نفسه. مقيسة: على هذا النموذج. معتادة: لنموذج بحجمه.</translation>
    </message>
    <message>
        <source>As the model&apos;s own files say.</source>
        <translation>كما تقول ملفات النموذج نفسها.</translation>
    </message>
    <message>
        <source>What the device said was free when the model was looked at.</source>
        <translation>ما قال الجهاز إنه متاح حين فُحص النموذج.</translation>
    </message>
</context>
<context>
    <name>FoundModels</name>
    <message>
        <source>Found on this machine</source>
        <translation>وُجد على هذا الجهاز</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>جارٍ البحث…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>ابحث مجددًا</translation>
    </message>
    <message>
        <source>Fewer</source>
        <translation>أقل</translation>
    </message>
    <message>
        <source>Show %1 more</source>
        <translation>أظهر %1 أخرى</translation>
    </message>
</context>
<context>
    <name>GeneralSettings</name>
    <message>
        <source>Appearance</source>
        <translation>المظهر</translation>
    </message>
    <message>
        <source>System</source>
        <translation>النظام</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>فاتح</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>داكن</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>اللغة</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Send with Enter</source>
        <translation>الإرسال بمفتاح Enter</translation>
    </message>
    <message>
        <source>Shift+Enter begins a new line</source>
        <translation>‏Shift+Enter يبدأ سطرًا جديدًا</translation>
    </message>
    <message>
        <source>Enter begins a new line, Ctrl+Enter sends</source>
        <translation>‏Enter يبدأ سطرًا جديدًا، وCtrl+Enter يرسل</translation>
    </message>
    <message>
        <source>System prompt of new conversations</source>
        <translation>تعليمات النظام للمحادثات الجديدة</translation>
    </message>
    <message>
        <source>Halftone %1</source>
        <translation>Halftone %1</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>حركة أقل</translation>
    </message>
    <message>
        <source>Nothing fades or slides</source>
        <translation>بلا تلاشٍ ولا انزلاق</translation>
    </message>
    <message>
        <source>Guess ahead</source>
        <translation>التخمين المسبق</translation>
    </message>
    <message>
        <source>Where a reply repeats earlier text; the reply stays the same</source>
        <translation>حيث يكرر الرد نصًا سابقًا؛ ويبقى الرد كما هو</translation>
    </message>
    <message>
        <source>Open the last model at start</source>
        <translation>افتح آخر نموذج عند البدء</translation>
    </message>
    <message>
        <source>Enter opens it</source>
        <translation>Enter يفتحه</translation>
    </message>
    <message>
        <source>Look for models on this machine</source>
        <translation>ابحث عن نماذج على هذا الجهاز</translation>
    </message>
    <message>
        <source>Where Hugging Face, LM Studio, Ollama and GPT4All keep theirs; nothing is copied</source>
        <translation>حيث تحفظ Hugging Face وLM Studio وOllama وGPT4All نماذجها؛ لا شيء يُنسخ</translation>
    </message>
    <message>
        <source>Of the size that letters and controls have at first.</source>
        <translation>من الحجم الأول للحروف وعناصر التحكم.</translation>
    </message>
    <message>
        <source>All conversations</source>
        <translation>كل المحادثات</translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation>انسخ احتياطيًا…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>استورد…</translation>
    </message>
    <message>
        <source>In one file, and back from it; from ChatGPT, Jan, LM Studio and Open WebUI as well</source>
        <translation>في ملف واحد ومنه إلى هنا؛ وكذلك من ChatGPT وJan وLM Studio وOpen WebUI</translation>
    </message>
</context>
<context>
    <name>HeadStrip</name>
    <message>
        <source>Heads of layer %1</source>
        <translation>رؤوس الطبقة %1</translation>
    </message>
    <message>
        <source>Head %1</source>
        <translation>الرأس %1</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Show conversations</source>
        <translation>أظهر المحادثات</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>لا نموذج</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>النموذج: %1</translation>
    </message>
    <message>
        <source>How the weights are held</source>
        <translation>كيف تُحفظ الأوزان</translation>
    </message>
    <message>
        <source>How attention is computed</source>
        <translation>كيف يُحسب الانتباه</translation>
    </message>
    <message>
        <source>How the KV cache is held</source>
        <translation>كيف تُحفظ ذاكرة KV</translation>
    </message>
    <message>
        <source>Hide instruments</source>
        <translation>أخفِ القياسات</translation>
    </message>
    <message>
        <source>Show instruments</source>
        <translation>أظهر القياسات</translation>
    </message>
</context>
<context>
    <name>HeadsCard</name>
    <message>
        <source>Keys and values of every layer for that many tokens, by the formula below.</source>
        <translation>مفاتيح كل طبقة وقيمها لهذا العدد من الرموز، بالصيغة أدناه.</translation>
    </message>
    <message>
        <source>Keys and values, of each token in each layer, for as many heads as are kept, each of that width, two bytes a number.</source>
        <translation>المفاتيح والقيم، لكل رمز في كل طبقة، لعدد الرؤوس المحفوظة، كلٌّ بذلك العرض، بايتان لكل عدد.</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Milliseconds per token</source>
        <translation>ميلي ثانية لكل رمز</translation>
    </message>
    <message>
        <source>one token alone has none</source>
        <translation>لا مدة لرمز وحيد</translation>
    </message>
    <message>
        <source>a dot is a token</source>
        <translation>النقطة رمز واحد</translation>
    </message>
    <message>
        <source>a dot is %1 tokens</source>
        <translation>النقطة رموز عددها %1</translation>
    </message>
    <message>
        <source>%1: median %2, 99 of 100 at most %3</source>
        <translation>%1: الوسيط %2، و99 من كل 100 لا تزيد على %3</translation>
    </message>
    <message>
        <source>median %1</source>
        <translation>الوسيط %1</translation>
    </message>
    <message>
        <source>p99 %1</source>
        <translation>p99 %1</translation>
    </message>
    <message>
        <source>The quickest token after the first.</source>
        <translation>أسرع رمز بعد الأول.</translation>
    </message>
    <message>
        <source>The slowest token after the first.</source>
        <translation>أبطأ رمز بعد الأول.</translation>
    </message>
    <message>
        <source>Half of the tokens after the first took no longer.</source>
        <translation>نصف الرموز بعد الأول لم يستغرق أكثر.</translation>
    </message>
    <message>
        <source>99 of 100 tokens after the first took no longer.</source>
        <translation>99 من كل 100 رمز بعد الأول لم تستغرق أكثر.</translation>
    </message>
</context>
<context>
    <name>InstrumentsPanel</name>
    <message>
        <source>Instruments</source>
        <translation>القياسات</translation>
    </message>
    <message>
        <source>Hide instruments</source>
        <translation>أخفِ القياسات</translation>
    </message>
</context>
<context>
    <name>ItemMark</name>
    <message>
        <source>done</source>
        <translation>تمّ</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>لم يتمّ بعد</translation>
    </message>
</context>
<context>
    <name>LaneTable</name>
    <message>
        <source>times</source>
        <translation>مرات</translation>
    </message>
    <message>
        <source>share</source>
        <translation>الحصة</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>How often, in the window.</source>
        <translation>عدد المرات في النافذة الزمنية.</translation>
    </message>
    <message>
        <source>Of the time in the window.</source>
        <translation>من الوقت في النافذة الزمنية.</translation>
    </message>
    <message>
        <source>Half of them take no longer.</source>
        <translation>نصفها لا يستغرق أكثر.</translation>
    </message>
    <message>
        <source>99 of 100 take no longer.</source>
        <translation>99 من كل 100 لا تستغرق أكثر.</translation>
    </message>
    <message>
        <source>%1: %2 times, %3 ms together, %4</source>
        <translation>%1: عدد المرات %2، المجموع ⁦%3 ms⁩، %4</translation>
    </message>
    <message>
        <source>together</source>
        <translation>المجموع</translation>
    </message>
    <message>
        <source>median</source>
        <translation>الوسيط</translation>
    </message>
    <message>
        <source>Where the time went, in ms</source>
        <translation>أين ذهب الوقت، ⁦ms⁩</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>All of them together, by the steady clock.</source>
        <translation>كلها معًا، بالساعة المطّردة.</translation>
    </message>
</context>
<context>
    <name>Lanes</name>
    <message>
        <source>Ctrl and wheel zoom, arrows move, 0 shows everything</source>
        <translation>Ctrl مع العجلة للتكبير، والأسهم للتحريك، و0 لإظهار الكل</translation>
    </message>
    <message>
        <source>first token %1</source>
        <translation>الرمز الأول %1</translation>
    </message>
    <message>
        <source>From sending the message until the text of the first token was in the window, by the steady clock.</source>
        <translation>من إرسال الرسالة حتى ظهر نص الرمز الأول في النافذة، بالساعة المطّردة.</translation>
    </message>
    <message>
        <source>Its begin and end by the steady clock, from the beginning of the turn.</source>
        <translation>بدايته ونهايته بالساعة المطّردة، من بداية الدور.</translation>
    </message>
</context>
<context>
    <name>LatencySection</name>
    <message>
        <source>Latency</source>
        <translation>الزمن</translation>
    </message>
    <message>
        <source>this reply</source>
        <translation>هذا الرد</translation>
    </message>
    <message>
        <source>no reply yet</source>
        <translation>لا رد بعد</translation>
    </message>
    <message>
        <source>ms first token</source>
        <translation>‏ms أول رمز</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>رمز/ثانية</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>restore</source>
        <translation>استرجاع</translation>
    </message>
    <message>
        <source>prefill</source>
        <translation>حساب</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>اختيار</translation>
    </message>
    <message>
        <source>Milliseconds per token</source>
        <translation>ميلي ثانية لكل رمز</translation>
    </message>
    <message>
        <source>%1 · %2 tokens/s</source>
        <translation>%1 · ‏%2 رمزًا في الثانية</translation>
    </message>
    <message>
        <source>last reply</source>
        <translation>آخر رد</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>not the likeliest</source>
        <translation>ليس الأرجح</translation>
    </message>
    <message>
        <source>The line below a token to which the model gave this probability, before temperature.</source>
        <translation>الخط تحت رمز أعطاه النموذج هذا الاحتمال، قبل الحرارة.</translation>
    </message>
</context>
<context>
    <name>LinkStop</name>
    <message>
        <source>Links</source>
        <translation>روابط</translation>
    </message>
</context>
<context>
    <name>LoadPace</name>
    <message>
        <source>%1 a second</source>
        <translation>%1 في الثانية</translation>
    </message>
    <message>
        <source>%1 · %2 left</source>
        <translation>%1 · بقي %2</translation>
    </message>
</context>
<context>
    <name>LoadSection</name>
    <message>
        <source>Loading</source>
        <translation>التحميل</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Bytes of the file that are in place, of those the model needs. Bytes a second of wall time, over the last two seconds.</source>
        <translation>بايتات الملف التي صارت في مكانها، من كل ما يحتاج إليه النموذج. البايتات في الثانية بحسب الزمن الفعلي للثانيتين الأخيرتين.</translation>
    </message>
</context>
<context>
    <name>LoadingCard</name>
    <message>
        <source>Opening the model</source>
        <translation>فتح النموذج</translation>
    </message>
    <message>
        <source>reading its description</source>
        <translation>قراءة وصفه</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ألغِ</translation>
    </message>
</context>
<context>
    <name>LookBack</name>
    <message>
        <source>How far it looks back, by distance</source>
        <translation>إلى أي بُعد ينظر خلفه، بحسب المسافة</translation>
    </message>
    <message>
        <source>At itself: %1</source>
        <translation>عند نفسه: %1</translation>
    </message>
    <message>
        <source>%1 tokens back: %2</source>
        <translation>قبله برموز عددها %1: ‏%2</translation>
    </message>
    <message>
        <source>%1 to %2 tokens back: %3</source>
        <translation>قبله برموز عددها %1 إلى %2: ‏%3</translation>
    </message>
    <message>
        <source>The attention of all tokens by how far back it goes; a dot stands for %1.</source>
        <translation>انتباه الرموز كلها بحسب بُعد ما ينظر إليه؛ والنقطة تعني %1.</translation>
    </message>
</context>
<context>
    <name>LookInside</name>
    <message>
        <source>Look inside</source>
        <translation>انظر داخله</translation>
    </message>
</context>
<context>
    <name>Looks</name>
    <message>
        <source>%1 looks at</source>
        <translation>ينظر %1 إلى</translation>
    </message>
    <message>
        <source>Share of this token&apos;s attention that goes there, after softmax, in this layer and head.</source>
        <translation>حصة ما يذهب إليه من انتباه هذا الرمز، بعد softmax، في هذه الطبقة وهذا الرأس.</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>There is no other version</source>
        <translation>لا توجد نسخة أخرى</translation>
    </message>
    <message>
        <source>Looking at %1…</source>
        <translation>يجري فحص %1…</translation>
    </message>
</context>
<context>
    <name>Matrix</name>
    <message>
        <source>Cells: %1</source>
        <translation>الخلايا: %1</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>رمز</translation>
    </message>
    <message>
        <source>Length of the prompt, in tokens.</source>
        <translation>طول الطلب، بالرموز.</translation>
    </message>
</context>
<context>
    <name>MemoryChip</name>
    <message>
        <source>Memory in use</source>
        <translation>الذاكرة المستخدمة</translation>
    </message>
</context>
<context>
    <name>MemoryMapView</name>
    <message>
        <source>Memory map</source>
        <translation>خريطة الذاكرة</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Choose a place, by a click or the arrows; Enter goes into its layer</source>
        <translation>اختر موضعًا بالنقر أو بالأسهم؛ وEnter يدخل إلى طبقته</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>الطبقة %1</translation>
    </message>
    <message>
        <source>Area is bytes. The weights are there from the start, layer by layer; beside them grows what a conversation needs. The finer the print, the more bits a number has.</source>
        <translation>المساحة بايتات. الأوزان موجودة من البداية، طبقة طبقة؛ وبجانبها ينمو ما تحتاجه المحادثة. وكلما دقّت الطباعة زادت بتات العدد.</translation>
    </message>
    <message>
        <source>Switch the weights from bf16 to int4: they shrink to less than a third, and the cache becomes what matters.</source>
        <translation>بدّل الأوزان من bf16 إلى int4: تنكمش إلى أقل من الثلث، وتصبح الذاكرة المؤقتة هي المهمة.</translation>
    </message>
    <message>
        <source>Write a long message and look at the cache: it grows with every token.</source>
        <translation>اكتب رسالة طويلة وانظر إلى الذاكرة المؤقتة: تنمو مع كل رمز.</translation>
    </message>
    <message>
        <source>Choose naive attention and a long prompt: the workspace grows with the square of its length.</source>
        <translation>اختر انتباه naive وطلبًا طويلًا: تنمو مساحة العمل مع مربع طوله.</translation>
    </message>
    <message>
        <source>What if…</source>
        <translation>ماذا لو…</translation>
    </message>
    <message>
        <source>parts</source>
        <translation>أجزاء</translation>
    </message>
    <message>
        <source>The allocators&apos; own count of what Halftone holds, to the byte, and of how many parts.</source>
        <translation>عدّ الحاجزين أنفسهم لما يحجزه Halftone، بالبايت، ولعدد أجزائه.</translation>
    </message>
    <message>
        <source>The format it is held in, and its bytes as the allocator counts them.</source>
        <translation>الصيغة التي يُحفظ بها، وبايتاته كما يعدّها الحاجز.</translation>
    </message>
    <message>
        <source>Its bytes by all the bytes that Halftone holds.</source>
        <translation>بايتاته مقسومة على كل البايتات التي يحجزها Halftone.</translation>
    </message>
    <message>
        <source>What the sheet expects of the settings that are tried here; a dashed line is around what would be otherwise.</source>
        <translation>ما تتوقعه الورقة من الإعدادات المجرّبة هنا؛ ويحيط خط متقطع بما سيكون مختلفًا.</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>طبقات</translation>
    </message>
    <message>
        <source>What Halftone holds of this device&apos;s memory, as its allocator counts, and the model&apos;s layers that lie there. Areas of all devices are of one scale.</source>
        <translation>ما يشغله Halftone من ذاكرة هذا الجهاز كما يعدّها حاجزها، وطبقات النموذج التي تقع عليه. مساحات الأجهزة كلها بمقياس واحد.</translation>
    </message>
</context>
<context>
    <name>MemorySection</name>
    <message>
        <source>Memory</source>
        <translation>الذاكرة</translation>
    </message>
    <message>
        <source>%1 of %2 · peak %3</source>
        <translation>‏%1 من %2 · الذروة %3</translation>
    </message>
    <message>
        <source>Memory in use: %1 of %2</source>
        <translation>الذاكرة المستخدمة: %1 من %2</translation>
    </message>
    <message>
        <source>Memory in use, the last 60 seconds</source>
        <translation>الذاكرة المستخدمة في آخر 60 ثانية</translation>
    </message>
    <message>
        <source>no model is open</source>
        <translation>لا نموذج مفتوحًا</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>‏%1 من %2</translation>
    </message>
</context>
<context>
    <name>MessageDelegate</name>
    <message>
        <source>You: %1</source>
        <translation>أنت: %1</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>النموذج: %1</translation>
    </message>
</context>
<context>
    <name>MessageEditor</name>
    <message>
        <source>Edit the message</source>
        <translation>عدّل الرسالة</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ألغِ</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>أرسل من جديد</translation>
    </message>
</context>
<context>
    <name>MessageList</name>
    <message>
        <source>Messages</source>
        <translation>الرسائل</translation>
    </message>
    <message>
        <source>Jump to the end</source>
        <translation>إلى النهاية</translation>
    </message>
</context>
<context>
    <name>MessageMenu</name>
    <message>
        <source>Copy the selection</source>
        <translation>نسخ المحدَّد</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>انسخ</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>نسخ كنص</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>انسخ الشيفرة</translation>
    </message>
    <message>
        <source>Copy the formula</source>
        <translation>نسخ الصيغة</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>نسخ الرابط</translation>
    </message>
    <message>
        <source>Select all of the message</source>
        <translation>تحديد الرسالة كلها</translation>
    </message>
    <message>
        <source>Edit and send again</source>
        <translation>عدّل وأرسل من جديد</translation>
    </message>
    <message>
        <source>Edit the reply</source>
        <translation>تحرير الرد</translation>
    </message>
    <message>
        <source>Continue from here</source>
        <translation>المتابعة من هنا</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>أجب مرة أخرى</translation>
    </message>
</context>
<context>
    <name>ModelGlance</name>
    <message>
        <source>fits, %1 tokens</source>
        <translation>يتسع، %1 رمزًا</translation>
    </message>
    <message>
        <source>fits with %1 tokens</source>
        <translation>يتسع مع %1 رمزًا</translation>
    </message>
    <message>
        <source>fits as %1</source>
        <translation>يتسع بدقة %1</translation>
    </message>
    <message>
        <source>fits as %1 with %2 tokens</source>
        <translation>يتسع بدقة %1 مع %2 رمزًا</translation>
    </message>
    <message>
        <source>needs %1 more</source>
        <translation>ينقصه %1</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>لا يتسع</translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>Open file…</source>
        <translation>افتح ملفًا…</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>افتح مجلدًا…</translation>
    </message>
    <message>
        <source>About this model</source>
        <translation>عن هذا النموذج</translation>
    </message>
    <message>
        <source>Close the model</source>
        <translation>أغلق النموذج</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>Start · Enter</source>
        <translation>ابدأ · Enter</translation>
    </message>
    <message>
        <source>Start %1</source>
        <translation>ابدأ %1</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>انسَ</translation>
    </message>
    <message>
        <source>Forget %1</source>
        <translation>انسَ %1</translation>
    </message>
    <message>
        <source>Size of the model&apos;s files.</source>
        <translation>حجم ملفات النموذج.</translation>
    </message>
</context>
<context>
    <name>ModelSettings</name>
    <message>
        <source>Open a model first: what can be set here is the model&apos;s.</source>
        <translation>افتح نموذجًا أولًا: ما يُضبط هنا يخص النموذج.</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>قالب المحادثة</translation>
    </message>
    <message>
        <source>Use this template</source>
        <translation>استخدم هذا القالب</translation>
    </message>
    <message>
        <source>Discard the changes</source>
        <translation>تجاهل التغييرات</translation>
    </message>
    <message>
        <source>Back to the model&apos;s own</source>
        <translation>عد إلى قالب النموذج</translation>
    </message>
    <message>
        <source>It holds from the next turn on, and for this model alone.</source>
        <translation>يسري من الرسالة التالية، ولهذا النموذج وحده.</translation>
    </message>
    <message>
        <source>Continue texts</source>
        <translation>مواصلة النصوص</translation>
    </message>
    <message>
        <source>Without turns: what is written is the beginning, the reply goes on with it</source>
        <translation>بلا أدوار: ما يُكتب هو البداية، والرد يواصله</translation>
    </message>
</context>
<context>
    <name>ModelSheet</name>
    <message>
        <source>Done</source>
        <translation>تم</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>قالب المحادثة</translation>
    </message>
    <message>
        <source>As the model&apos;s own files say, and as it is held now.</source>
        <translation>كما تقول ملفات النموذج نفسها، وكما يُحفظ الآن.</translation>
    </message>
</context>
<context>
    <name>NoRoom</name>
    <message>
        <source>With a context of %1 tokens this does not fit, even alone.</source>
        <translation>بسياق من %1 رمز لا يتسع المكان لهذا، حتى وحده.</translation>
    </message>
    <message>
        <source>needed</source>
        <translation>مطلوب</translation>
    </message>
    <message>
        <source>Weights, a full cache, activations and workspace together, by their sizes.</source>
        <translation>الأوزان وذاكرة مؤقتة ممتلئة والتنشيطات ومساحة العمل معًا، بحسب أحجامها.</translation>
    </message>
    <message>
        <source>free</source>
        <translation>متاح</translation>
    </message>
    <message>
        <source>The memory that is free now, with what the conversation&apos;s own model holds given back.</source>
        <translation>الذاكرة المتاحة الآن، مع إعادة ما يشغله نموذج المحادثة نفسه.</translation>
    </message>
    <message>
        <source>With %1 tokens</source>
        <translation>بسياق من %1 رمز</translation>
    </message>
    <message>
        <source>The longest context that fits with these switches: this column gets it, and is written.</source>
        <translation>أطول سياق يتسع بهذه المفاتيح: يأخذه هذا العمود، ثم يُكتب.</translation>
    </message>
    <message>
        <source>That is the longest context that fits with these switches.</source>
        <translation>هذا أطول سياق يتسع بهذه المفاتيح.</translation>
    </message>
    <message>
        <source>No context would fit: choose smaller weights above, or close other programs.</source>
        <translation>لن يتسع أي سياق: اختر أوزانًا أصغر في الأعلى، أو أغلق برامج أخرى.</translation>
    </message>
</context>
<context>
    <name>OpenDialogs</name>
    <message>
        <source>Open a model</source>
        <translation>افتح نموذجًا</translation>
    </message>
    <message>
        <source>Models (*.gguf *.safetensors)</source>
        <translation>النماذج (*.gguf *.safetensors)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>كل الملفات (*)</translation>
    </message>
    <message>
        <source>Open a model folder</source>
        <translation>افتح مجلد نموذج</translation>
    </message>
</context>
<context>
    <name>OpenList</name>
    <message>
        <source>The folder above</source>
        <translation>المجلد الأعلى</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Backspace</translation>
    </message>
    <message>
        <source>Home folder</source>
        <translation>المجلد الرئيسي</translation>
    </message>
    <message>
        <source>Folders and models</source>
        <translation>المجلدات والنماذج</translation>
    </message>
    <message>
        <source>No folders here, and no .gguf or .safetensors files</source>
        <translation>لا مجلدات هنا ولا ملفات ‎.gguf أو ‎.safetensors</translation>
    </message>
</context>
<context>
    <name>OpenRow</name>
    <message>
        <source>folder</source>
        <translation>مجلد</translation>
    </message>
    <message>
        <source>a model’s folder</source>
        <translation>مجلد نموذج</translation>
    </message>
    <message>
        <source>Size of the file on the disk.</source>
        <translation>حجم الملف على القرص.</translation>
    </message>
</context>
<context>
    <name>OpenSheet</name>
    <message>
        <source>Open a model</source>
        <translation>افتح نموذجًا</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ألغِ</translation>
    </message>
    <message>
        <source>Open this folder</source>
        <translation>افتح هذا المجلد</translation>
    </message>
    <message>
        <source>Look inside</source>
        <translation>انظر داخله</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>افتح</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Conversations</source>
        <translation>المحادثات</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>محادثة جديدة</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>بحث</translation>
    </message>
    <message>
        <source>Show conversations</source>
        <translation>أظهر المحادثات</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>The reply, %1 tokens</source>
        <translation>الرد، %1 من الرموز</translation>
    </message>
    <message>
        <source>Back to the version before</source>
        <translation>العودة إلى النسخة السابقة</translation>
    </message>
    <message>
        <source>more is being written</source>
        <translation>ما زالت الكتابة جارية</translation>
    </message>
</context>
<context>
    <name>Reasoning</name>
    <message>
        <source>Thinking…</source>
        <translation>يفكر…</translation>
    </message>
    <message numerus="yes">
        <source>Thought for %n second(s)</source>
        <translation>
            <numerusform>فكّر أقل من ثانية</numerusform>
            <numerusform>فكّر ثانية واحدة</numerusform>
            <numerusform>فكّر ثانيتين</numerusform>
            <numerusform>فكّر %n ثوانٍ</numerusform>
            <numerusform>فكّر %n ثانية</numerusform>
            <numerusform>فكّر %n ثانية</numerusform>
        </translation>
    </message>
    <message>
        <source>Thought before answering</source>
        <translation>فكّر قبل الإجابة</translation>
    </message>
</context>
<context>
    <name>RecentModels</name>
    <message>
        <source>Recent</source>
        <translation>الأخيرة</translation>
    </message>
</context>
<context>
    <name>RecentRow</name>
    <message>
        <source>No longer there: %1</source>
        <translation>لم يعد موجودًا: ‎%1</translation>
    </message>
    <message>
        <source>last used as %1</source>
        <translation>آخر استخدام: ⁦%1⁩</translation>
    </message>
</context>
<context>
    <name>ReplyChooser</name>
    <message>
        <source>Reply before</source>
        <translation>الرد السابق</translation>
    </message>
    <message>
        <source>reply %1 of %2</source>
        <translation>الرد %1 من %2</translation>
    </message>
    <message>
        <source>Reply after</source>
        <translation>الرد التالي</translation>
    </message>
</context>
<context>
    <name>ReplyFigures</name>
    <message>
        <source>stopped by you</source>
        <translation>أوقفتَه</translation>
    </message>
    <message>
        <source>cut at the limit of length</source>
        <translation>انقطع عند حد الطول</translation>
    </message>
    <message>
        <source>cut: Halftone was closed</source>
        <translation>انقطع: أُغلق Halftone</translation>
    </message>
    <message>
        <source>cut by an error</source>
        <translation>انقطع بسبب خطأ</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>‏%1 رمزًا في الثانية</translation>
    </message>
    <message>
        <source>first token %1</source>
        <translation>الرمز الأول %1</translation>
    </message>
    <message>
        <source>Part of the prompt found in the cache</source>
        <translation>ما وُجد من المدخل في الذاكرة</translation>
    </message>
    <message>
        <source>reused %1 of %2 tokens</source>
        <translation>أُعيد استخدام %1 من %2 من الرموز</translation>
    </message>
    <message>
        <source>accepted %1 of %2 guessed tokens</source>
        <translation>قُبل %1 من %2 من الرموز المخمَّنة</translation>
    </message>
    <message>
        <source>edited by you</source>
        <translation>حرّرته أنت</translation>
    </message>
    <message>
        <source>Tokens after the first, by the time from the first to the last.</source>
        <translation>الرموز بعد الأول، مقسومة على الزمن من الأول إلى الأخير.</translation>
    </message>
    <message>
        <source>Wall time from sending the message until the first token was there.</source>
        <translation>الزمن الفعلي من إرسال الرسالة حتى ظهور الرمز الأول.</translation>
    </message>
    <message>
        <source>Tokens of the prompt whose keys and values were still in the cache, of all its tokens.</source>
        <translation>رموز الطلب التي كانت مفاتيحها وقيمها لا تزال في الذاكرة المؤقتة، من كل رموزه.</translation>
    </message>
    <message>
        <source>Guessed ahead of the model and found right when it checked them, of all guesses.</source>
        <translation>ما خُمّن قبل النموذج ووجده صحيحًا حين تحقق منه، من كل التخمينات.</translation>
    </message>
    <message>
        <source>Which model and settings it was written under, the most memory that was taken meanwhile, and when.</source>
        <translation>النموذج والإعدادات التي كُتب بها، وأكبر ما أُخذ من الذاكرة أثناء ذلك، ومتى كان.</translation>
    </message>
</context>
<context>
    <name>ReplyProgress</name>
    <message>
        <source>Reading the conversation</source>
        <translation>قراءة المحادثة</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>يتوقف</translation>
    </message>
    <message>
        <source>Waiting for the model</source>
        <translation>في انتظار النموذج</translation>
    </message>
    <message>
        <source>Conversation read</source>
        <translation>المقروء من المحادثة</translation>
    </message>
</context>
<context>
    <name>RunningCell</name>
    <message>
        <source>Done</source>
        <translation>تم</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>توقفت</translation>
    </message>
    <message>
        <source>Not run yet</source>
        <translation>لم تُشغَّل بعد</translation>
    </message>
    <message numerus="yes">
        <source>Each cell runs %n times, and the median counts. The model and the settings of the chat come back afterwards.</source>
        <translation>
            <numerusform>لا تُشغَّل الخلايا. يعود نموذج المحادثة وإعداداتها بعد ذلك.</numerusform>
            <numerusform>تُشغَّل كل خلية مرة واحدة. يعود نموذج المحادثة وإعداداتها بعد ذلك.</numerusform>
            <numerusform>تُشغَّل كل خلية مرتين ويُحسب الوسيط. يعود نموذج المحادثة وإعداداتها بعد ذلك.</numerusform>
            <numerusform>تُشغَّل كل خلية %n مرات ويُحسب الوسيط. يعود نموذج المحادثة وإعداداتها بعد ذلك.</numerusform>
            <numerusform>تُشغَّل كل خلية %n مرةً ويُحسب الوسيط. يعود نموذج المحادثة وإعداداتها بعد ذلك.</numerusform>
            <numerusform>تُشغَّل كل خلية %n مرة ويُحسب الوسيط. يعود نموذج المحادثة وإعداداتها بعد ذلك.</numerusform>
        </translation>
    </message>
    <message>
        <source>The largest sum of allocations of this run, until now.</source>
        <translation>أكبر مجموع للتخصيصات في هذه المرة حتى الآن.</translation>
    </message>
    <message>
        <source>Since the cell began, all its runs together.</source>
        <translation>منذ بدء الخلية، كل مراتها معًا.</translation>
    </message>
    <message>
        <source>so far</source>
        <translation>حتى الآن</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>أعد التشغيل</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>واصل</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>ابدأ</translation>
    </message>
    <message>
        <source>Cancel · Esc</source>
        <translation>ألغِ · Esc</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ألغِ</translation>
    </message>
    <message>
        <source>Skip this cell</source>
        <translation>تخطَّ هذه الخلية</translation>
    </message>
    <message>
        <source>The cell that runs now: weights, attention, tokens of the prompt and new tokens.</source>
        <translation>الخلية التي تعمل الآن: الأوزان والانتباه ورموز الطلب والرموز الجديدة.</translation>
    </message>
    <message>
        <source>Every precision with every attention and length; the time is predicted, by the cells that have run where some have.</source>
        <translation>كل دقة مع كل انتباه وطول؛ والزمن متوقَّع، بحسب الخلايا التي عملت إن وُجدت.</translation>
    </message>
</context>
<context>
    <name>ScrollBar</name>
    <message>
        <source>Scroll bar</source>
        <translation>شريط التمرير</translation>
    </message>
</context>
<context>
    <name>Sentence</name>
    <message>
        <source>Tokens</source>
        <translation>الرموز</translation>
    </message>
</context>
<context>
    <name>SettingsSheet</name>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>اختصارات لوحة المفاتيح</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تم</translation>
    </message>
    <message>
        <source>General</source>
        <translation>عام</translation>
    </message>
    <message>
        <source>This conversation</source>
        <translation>هذه المحادثة</translation>
    </message>
    <message>
        <source>This model</source>
        <translation>هذا النموذج</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Close</source>
        <translation>أغلق</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>ShortcutsSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>اختصارات لوحة المفاتيح</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تم</translation>
    </message>
    <message>
        <source>Look around…</source>
        <translation>تجوّل…</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Conversations</source>
        <translation>المحادثات</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>محادثة جديدة</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>بحث</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>لم يُعثر على شيء</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Recently deleted</source>
        <translation>المحذوفة حديثًا</translation>
    </message>
    <message>
        <source>Hide conversations</source>
        <translation>أخفِ المحادثات</translation>
    </message>
</context>
<context>
    <name>Stepper</name>
    <message>
        <source>%1 before</source>
        <translation>%1 السابق</translation>
    </message>
    <message>
        <source>%1 of 0–%2</source>
        <translation>%1 من 0–%2</translation>
    </message>
    <message>
        <source>%1 after</source>
        <translation>%1 التالي</translation>
    </message>
</context>
<context>
    <name>Summary</name>
    <message>
        <source>Peak memory</source>
        <translation>ذروة الذاكرة</translation>
    </message>
    <message>
        <source>The largest sum of the column&apos;s own allocations during the turn.</source>
        <translation>أكبر مجموع لما حجزه العمود خلال الدور.</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>الرمز الأول</translation>
    </message>
    <message>
        <source>From the question to the first token.</source>
        <translation>من السؤال إلى الرمز الأول.</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>رمز في الثانية</translation>
    </message>
    <message>
        <source>Tokens after the first, by the time from the first to the last.</source>
        <translation>الرموز بعد الأول، مقسومة على الزمن من الأول إلى الأخير.</translation>
    </message>
    <message>
        <source>KL, mean</source>
        <translation>متوسط KL</translation>
    </message>
    <message>
        <source>KL(reference ‖ column), the mean over the reference&apos;s words, in nats.</source>
        <translation>KL(المرجع ‖ العمود)، المتوسط على كلمات المرجع، بالنات.</translation>
    </message>
    <message>
        <source>Same first choice</source>
        <translation>الخيار الأول نفسه</translation>
    </message>
    <message>
        <source>Share of the reference&apos;s words where both rank the same token first.</source>
        <translation>نسبة كلمات المرجع التي يضع فيها كلاهما الرمز نفسه أولًا.</translation>
    </message>
    <message>
        <source>First flip</source>
        <translation>أول اختلاف</translation>
    </message>
    <message>
        <source>The first token of the column&apos;s own reply that is not the reference&apos;s.</source>
        <translation>أول رمز في رد العمود يخالف رد المرجع.</translation>
    </message>
    <message>
        <source>token %1</source>
        <translation>الرمز %1</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>الخلاصة</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>نات</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>رمز/ثانية</translation>
    </message>
    <message>
        <source>token</source>
        <translation>رمز</translation>
    </message>
</context>
<context>
    <name>SwitchCard</name>
    <message>
        <source>Switching</source>
        <translation>تبديل</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ألغِ</translation>
    </message>
    <message>
        <source>Keep %1</source>
        <translation>أبقِ %1</translation>
    </message>
    <message>
        <source>RoPE scaling</source>
        <translation>تمديد RoPE</translation>
    </message>
    <message>
        <source>Positions go on as they are: angles the model has never seen.</source>
        <translation>تستمر المواضع كما هي: زوايا لم يرها النموذج قط.</translation>
    </message>
    <message>
        <source>All positions are pressed together by the factor: near ones blur.</source>
        <translation>تُضغط المواضع كلها بالمعامل نفسه: فتختلط المتقاربة منها.</translation>
    </message>
    <message>
        <source>Slow angles are pressed together, fast ones stay: near positions keep their distance.</source>
        <translation>تُضغط الزوايا البطيئة وتبقى السريعة: فتحتفظ المواضع المتقاربة بمسافاتها.</translation>
    </message>
    <message>
        <source>Dynamic NTK: the base grows with the length, short conversations stay as they are.</source>
        <translation>NTK الديناميكي: يكبر الأساس مع الطول، وتبقى المحادثات القصيرة كما هي.</translation>
    </message>
    <message>
        <source>Bytes that are done, of all that the switch needs.</source>
        <translation>البايتات التي أُنجزت، من كل ما يحتاجه التبديل.</translation>
    </message>
    <message>
        <source>Expected, from the sizes of the weights and of the cache and from what this device has been measured to do.</source>
        <translation>متوقَّع، من حجمَي الأوزان والذاكرة المؤقتة ومما قيس على هذا الجهاز.</translation>
    </message>
</context>
<context>
    <name>SwitchesSection</name>
    <message>
        <source>Switches</source>
        <translation>المبدّلات</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>الأوزان</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>الانتباه</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>الذاكرة المخبّأة</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>الجهاز</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>السياق</translation>
    </message>
    <message>
        <source>Context, in tokens</source>
        <translation>السياق، بالرموز</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>رمز</translation>
    </message>
    <message>
        <source>Flash: scores are computed in tiles and never stored; memory grows with the length of the conversation.</source>
        <translation>السريع (flash): تُحسب الدرجات قطعةً قطعةً ولا تُخزَّن أبدًا؛ وتنمو الذاكرة بطول المحادثة.</translation>
    </message>
    <message>
        <source>Naive: the whole table of scores is stored, for each head tokens × tokens × 4 bytes.</source>
        <translation>المباشر (naive): يُخزَّن جدول الدرجات كله، لكل رأس: عدد الرموز × عدد الرموز × 4 بايتات.</translation>
    </message>
    <message>
        <source>Keys and values at 32 bits each: exact.</source>
        <translation>كل مفتاح وكل قيمة في 32 بتًّا: بلا فقد.</translation>
    </message>
    <message>
        <source>Keys and values at 16 bits each: half of f32.</source>
        <translation>كل مفتاح وكل قيمة في 16 بتًّا: نصف f32.</translation>
    </message>
    <message>
        <source>Keys and values at 16 bits each, with the range of f32 and fewer digits than f16.</source>
        <translation>كل مفتاح وكل قيمة في 16 بتًّا، بمدى f32 وأرقام أقل من f16.</translation>
    </message>
    <message>
        <source>Keys and values at 8 bits each and a scale for every block: about a quarter of f32.</source>
        <translation>كل مفتاح وكل قيمة في 8 بتّات مع مقياس لكل كتلة: نحو ربع f32.</translation>
    </message>
    <message>
        <source>Keys and values at 4 bits each and a scale for every block: about an eighth of f32; replies can suffer.</source>
        <translation>كل مفتاح وكل قيمة في 4 بتّات مع مقياس لكل كتلة: نحو ثُمن f32؛ وقد تتأثر الردود.</translation>
    </message>
    <message>
        <source>No cache: every token computes the whole conversation again.</source>
        <translation>بلا ذاكرة مخبّأة: كل رمز يحسب المحادثة كلها من جديد.</translation>
    </message>
</context>
<context>
    <name>TableBlock</name>
    <message>
        <source>Table</source>
        <translation>جدول</translation>
    </message>
</context>
<context>
    <name>TemplateEditor</name>
    <message>
        <source>Chat template</source>
        <translation>قالب المحادثة</translation>
    </message>
</context>
<context>
    <name>TextBlock</name>
    <message>
        <source>Reply</source>
        <translation>الرد</translation>
    </message>
</context>
<context>
    <name>TextMenu</name>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>إعادة</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>قصّ</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>انسخ</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>لصق</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>تحديد الكل</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Timeline</source>
        <translation>المسار الزمني</translation>
    </message>
    <message>
        <source>One turn, from the question to the last token. The prompt is read in a few large steps, which keep the processor busy; then each token is a step of its own, which reads every weight once.</source>
        <translation>دور واحد، من السؤال إلى الرمز الأخير. يُقرأ الطلب في خطوات كبيرة قليلة تشغل المعالج؛ ثم يكون كل رمز خطوة وحده، تقرأ كل وزن مرة.</translation>
    </message>
    <message>
        <source>Ask a second question: what the cache holds is not read again.</source>
        <translation>اسأل سؤالًا ثانيًا: ما تحمله الذاكرة المؤقتة لا يُقرأ ثانية.</translation>
    </message>
    <message>
        <source>Switch the weights to int4 and compare how long a token takes: of bf16, little more than a quarter of the bytes are read.</source>
        <translation>بدّل الأوزان إلى int4 وقارن كم يستغرق الرمز: يُقرأ ما يزيد قليلًا على ربع بايتات bf16.</translation>
    </message>
    <message>
        <source>Turn the cache off: every token reads the whole conversation again, and each takes longer than the one before.</source>
        <translation>أوقف الذاكرة المؤقتة: يقرأ كل رمز المحادثة كلها من جديد، ويستغرق كل منها أطول من سابقه.</translation>
    </message>
</context>
<context>
    <name>TokenCard</name>
    <message>
        <source>Token %1</source>
        <translation>الرمز %1</translation>
    </message>
    <message>
        <source>after “%1”</source>
        <translation>بعد «%1»</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>نات</translation>
    </message>
    <message>
        <source>Its place in the reply, counted from 1.</source>
        <translation>موضعه في الرد، بالعدّ من 1.</translation>
    </message>
    <message>
        <source>KL(reference ‖ column) at this token, of the whole vocabulary before temperature.</source>
        <translation>‎KL(المرجع ‖ العمود)‎ عند هذا الرمز، على المعجم كله قبل الحرارة.</translation>
    </message>
    <message>
        <source>The probability that it gives this token here, before temperature.</source>
        <translation>الاحتمال الذي يعطيه لهذا الرمز هنا، قبل الحرارة.</translation>
    </message>
</context>
<context>
    <name>TokensView</name>
    <message>
        <source>Tokens</source>
        <translation>الرموز</translation>
    </message>
    <message>
        <source>A model does not write words: token by token it says how likely each of its vocabulary is, and one is drawn. The line below a token says how sure it was of that one, heavier where it was less.</source>
        <translation>النموذج لا يكتب كلمات: رمزًا بعد رمز يقول ما احتمال كل رمز في معجمه، ثم يُختار واحد. الخط تحت الرمز يقول كم كان واثقًا به، ويثقل حيث قلّت الثقة.</translation>
    </message>
    <message>
        <source>Press F: it goes to the next fork, where two tokens were nearly alike. Enter shows what else could have been said; another Enter goes on from there.</source>
        <translation>اضغط F: ينتقل إلى المفترق التالي، حيث تقارب رمزان. يعرض Enter ما كان يمكن أن يقال أيضًا؛ وEnter أخرى تتابع من هناك.</translation>
    </message>
    <message>
        <source>Set the temperature to 0 and answer again: dotted lines are gone, since the likeliest is always taken. At 1.5 there are many.</source>
        <translation>اضبط الحرارة على 0 واطلب الجواب مجددًا: تختفي الخطوط المنقطة، إذ يؤخذ الأرجح دائمًا. وعند 1.5 تكثر.</translation>
    </message>
    <message>
        <source>Ask for a fact, then for a poem, and compare perplexity and entropy: a fact leaves little to choose from.</source>
        <translation>اسأل عن حقيقة ثم اطلب قصيدة، وقارن الحيرة والإنتروبيا: الحقيقة تترك القليل للاختيار.</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>The tour begins when the window is larger</source>
        <translation>تبدأ الجولة حين تكبر النافذة</translation>
    </message>
    <message>
        <source>Look inside: %1</source>
        <translation>انظر داخله: %1</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>تخطَّ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تم</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
</context>
<context>
    <name>TourSteps</name>
    <message>
        <source>the three switches</source>
        <translation>المبدّلات الثلاثة</translation>
    </message>
    <message>
        <source>How the weights are held, how attention is computed, how the cache is held: each can be changed in the middle of a conversation. Choose a coarser precision: the weights shrink, and the next reply stays nearly the same.</source>
        <translation>كيف تُحفظ الأوزان، وكيف يُحسب الانتباه، وكيف تُحفظ الذاكرة المؤقتة: يمكن تغيير كل منها في وسط المحادثة. اختر دقة أخشن: تنكمش الأوزان، ويبقى الرد التالي كما هو تقريبًا.</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>الذاكرة</translation>
    </message>
    <message>
        <source>What the device&apos;s memory is spent on: weights, cache, activations, each in its own colour. Write something longer, and watch the cache grow with every token.</source>
        <translation>فيمَ تُنفق ذاكرة الجهاز: الأوزان والذاكرة المؤقتة والتنشيطات، لكل منها لونه. اكتب شيئًا أطول، وراقب الذاكرة المؤقتة تنمو مع كل رمز.</translation>
    </message>
    <message>
        <source>what a reply costs</source>
        <translation>كلفة الرد</translation>
    </message>
    <message>
        <source>Below each reply stands how fast it came, how long the first token took, and how much of the prompt was still in the cache. Ask a second question: what was read once is not read again.</source>
        <translation>تحت كل رد تجد سرعة وروده، وزمن رمزه الأول، وكم بقي من الطلب في الذاكرة المؤقتة. اسأل سؤالًا ثانيًا: ما قُرئ مرة لا يُقرأ ثانية.</translation>
    </message>
    <message>
        <source>what is behind the words</source>
        <translation>ما وراء الكلمات</translation>
    </message>
    <message>
        <source>The same conversation, seen as tokens, as attention, as time and as bytes. Press Ctrl and 2: the line below each token says how sure the model was of it.</source>
        <translation>المحادثة نفسها رموزًا وانتباهًا وزمنًا وبايتات. اضغط Ctrl و2: الخط تحت كل رمز يقول كم كان النموذج واثقًا منه.</translation>
    </message>
    <message>
        <source>compare</source>
        <translation>المقارنة</translation>
    </message>
    <message>
        <source>One question under two to four settings at once, each with its cost. Press Ctrl and T, ask, and see at which word they begin to differ.</source>
        <translation>سؤال واحد بإعدادين إلى أربعة معًا، ولكل منها كلفته. اضغط Ctrl وT، ثم اسأل، وانظر عند أي كلمة يبدأ اختلافها.</translation>
    </message>
</context>
<context>
    <name>TurnChooser</name>
    <message>
        <source>Turn before</source>
        <translation>الدور السابق</translation>
    </message>
    <message>
        <source>turn %1 of %2 · %3</source>
        <translation>الدور %1 من %2 · %3</translation>
    </message>
    <message>
        <source>Turn after</source>
        <translation>الدور التالي</translation>
    </message>
</context>
<context>
    <name>TurnDivider</name>
    <message>
        <source>What is set otherwise from here on; tokens of the prompt that were read again, and the wall time it took.</source>
        <translation>ما تغيّر ضبطه من هنا فصاعدًا؛ ورموز الطلب التي قُرئت ثانية، والزمن الفعلي لذلك.</translation>
    </message>
</context>
<context>
    <name>TurnRow</name>
    <message>
        <source>%1 %2 or %3 %4</source>
        <translation>%1 %2 أو %3 %4</translation>
    </message>
    <message>
        <source>or</source>
        <translation>أو</translation>
    </message>
    <message>
        <source>The model&apos;s own probability of the token, before temperature, penalty and cuts.</source>
        <translation>احتمال الرمز عند النموذج نفسه، قبل الحرارة والعقوبة والاقتطاعات.</translation>
    </message>
</context>
<context>
    <name>UserMessage</name>
    <message>
        <source>Edit and send again</source>
        <translation>عدّل وأرسل من جديد</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>انسخ</translation>
    </message>
    <message>
        <source>When it was sent, by this computer&apos;s clock.</source>
        <translation>متى أُرسلت، بساعة هذا الحاسوب.</translation>
    </message>
</context>
<context>
    <name>VariableRow</name>
    <message>
        <source>Think before answering</source>
        <translation>التفكير قبل الإجابة</translation>
    </message>
    <message>
        <source>Forget the thoughts of earlier turns</source>
        <translation>نسيان أفكار الرسائل السابقة</translation>
    </message>
    <message>
        <source>Keep the thoughts of earlier turns</source>
        <translation>الاحتفاظ بأفكار الرسائل السابقة</translation>
    </message>
    <message>
        <source>Effort of thinking</source>
        <translation>جهد التفكير</translation>
    </message>
    <message>
        <source>How to think</source>
        <translation>طريقة التفكير</translation>
    </message>
    <message>
        <source>Longest thought, in tokens</source>
        <translation>أطول تفكير، بالرموز</translation>
    </message>
    <message>
        <source>What the model is told it is</source>
        <translation>ما يقال للنموذج عن نفسه</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>تعليمات</translation>
    </message>
    <message>
        <source>The date</source>
        <translation>التاريخ</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>نعم</translation>
    </message>
    <message>
        <source>No</source>
        <translation>لا</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>تلقائي</translation>
    </message>
</context>
<context>
    <name>Versions</name>
    <message>
        <source>Version before</source>
        <translation>النسخة السابقة</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>النسخة %1 من %2</translation>
    </message>
    <message>
        <source>Version after</source>
        <translation>النسخة التالية</translation>
    </message>
    <message>
        <source>versions</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Which version is shown, of those that are kept here.</source>
        <translation>أي نسخة معروضة، من النسخ المحفوظة هنا.</translation>
    </message>
</context>
<context>
    <name>ViewHeader</name>
    <message>
        <source>Export</source>
        <translation>تصدير</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>المحادثة</translation>
    </message>
    <message>
        <source>Back to chat</source>
        <translation>العودة إلى المحادثة</translation>
    </message>
    <message>
        <source>What is this?</source>
        <translation>ما هذا؟</translation>
    </message>
</context>
<context>
    <name>ViewHelp</name>
    <message>
        <source>Close</source>
        <translation>أغلق</translation>
    </message>
    <message>
        <source>What to try</source>
        <translation>ما يمكن تجربته</translation>
    </message>
</context>
<context>
    <name>ViewList</name>
    <message>
        <source>Chat</source>
        <translation>المحادثة</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>الانتباه</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>المسار الزمني</translation>
    </message>
    <message>
        <source>Memory map</source>
        <translation>خريطة الذاكرة</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>المقارنة</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>الرموز</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>التجربة</translation>
    </message>
</context>
<context>
    <name>Waiting</name>
    <message>
        <source>Reading the reply… %1</source>
        <translation>يُقرأ الرد… %1</translation>
    </message>
    <message>
        <source>Esc stops</source>
        <translation>‏Esc يوقف</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Open file…</source>
        <translation>افتح ملفًا…</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>افتح مجلدًا…</translation>
    </message>
    <message>
        <source>Drop a model here</source>
        <translation>أفلت نموذجًا هنا</translation>
    </message>
    <message>
        <source>a .gguf or .safetensors file, or a model’s folder</source>
        <translation>ملف ‎.gguf أو ‎.safetensors، أو مجلد نموذج</translation>
    </message>
    <message>
        <source>Models are files that others publish, most of them on huggingface.co, as GGUF or as a folder. Files are used where they are: nothing is copied, nothing leaves this computer.</source>
        <translation>النماذج ملفات ينشرها آخرون، معظمها على huggingface.co، بصيغة GGUF أو كمجلد. تُستخدم الملفات في مكانها: لا شيء يُنسخ ولا شيء يغادر هذا الحاسوب.</translation>
    </message>
</context>
<context>
    <name>WhatIf</name>
    <message>
        <source>What if</source>
        <translation>ماذا لو</translation>
    </message>
    <message>
        <source>Expected and taken</source>
        <translation>المتوقع والمأخوذ</translation>
    </message>
    <message>
        <source>%1: %2 expected, %3 taken, %4</source>
        <translation>%1: المتوقع %2، المأخوذ %3، %4</translation>
    </message>
    <message>
        <source>Expected with a full context; taken now.</source>
        <translation>المتوقع بسياق ممتلئ؛ والمأخوذ الآن.</translation>
    </message>
    <message>
        <source>As the sheet said before loading; as the allocator counts now.</source>
        <translation>كما قالت الورقة قبل التحميل؛ وكما يعدّ المخصِّص الآن.</translation>
    </message>
    <message>
        <source>As the sheet said before loading; the most that the allocator has counted.</source>
        <translation>كما قالت الورقة قبل التحميل؛ وأكثر ما عدّه المخصِّص.</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>السياق</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 رمز</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>الأوزان</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>ذاكرة KV</translation>
    </message>
    <message>
        <source>The longest context in the memory that is free now, with what Halftone holds given back.</source>
        <translation>أطول سياق في الذاكرة المتاحة الآن، مع إعادة ما يحمله Halftone.</translation>
    </message>
    <message>
        <source>The longest context on such a card, 512 MiB of it kept free for other programs.</source>
        <translation>أطول سياق على بطاقة كهذه، مع ترك 512 MiB منها للبرامج الأخرى.</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>كما هو</translation>
    </message>
    <message>
        <source>How many tokens of a conversation the cache would have room for.</source>
        <translation>عدد رموز المحادثة التي تتسع لها الذاكرة المؤقتة.</translation>
    </message>
    <message>
        <source>What the weights would take in this precision, by the shapes of the tensors.</source>
        <translation>ما ستأخذه الأوزان بهذه الدقة، بحسب أشكال الموترات.</translation>
    </message>
    <message>
        <source>What a full cache would take: keys and values of each layer, head and token, in this format.</source>
        <translation>ما ستأخذه ذاكرة مؤقتة ممتلئة: مفاتيح كل طبقة ورأس ورمز وقيمها، بهذه الصيغة.</translation>
    </message>
    <message>
        <source>Weights, a full cache, activations and workspace together, beside the memory that is free now.</source>
        <translation>الأوزان وذاكرة مؤقتة ممتلئة والتنشيطات ومساحة العمل معًا، بجانب الذاكرة المتاحة الآن.</translation>
    </message>
    <message>
        <source>Here: %1.</source>
        <translation>هنا: %1.</translation>
    </message>
</context>
<context>
    <name>WhatIsRun</name>
    <message>
        <source>Weights</source>
        <translation>الأوزان</translation>
    </message>
    <message>
        <source>Loaded once for each, and run in this order.</source>
        <translation>تُحمَّل مرة لكل دقة، وتُشغَّل بهذا الترتيب.</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>الانتباه</translation>
    </message>
    <message>
        <source>Naive stores the scores of all pairs of tokens; flash does not.</source>
        <translation>يخزّن المباشر (naive) درجات كل أزواج الرموز، ولا يخزّنها السريع (flash).</translation>
    </message>
    <message>
        <source>Prompt, tokens</source>
        <translation>الموجِّه، رموز</translation>
    </message>
    <message>
        <source>As many as the model&apos;s positions and context allow.</source>
        <translation>بقدر ما تسمح به مواضع النموذج وسياقه.</translation>
    </message>
    <message>
        <source>New tokens</source>
        <translation>رموز جديدة</translation>
    </message>
    <message>
        <source>Written after each prompt, one by one.</source>
        <translation>تُكتب بعد كل موجِّه، واحدًا واحدًا.</translation>
    </message>
    <message>
        <source>What is run</source>
        <translation>ما يُشغَّل</translation>
    </message>
    <message>
        <source>locked while it runs</source>
        <translation>مقفل أثناء التشغيل</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>رمز</translation>
    </message>
</context>
<context>
    <name>WholeTurn</name>
    <message>
        <source>The whole turn</source>
        <translation>الدور كله</translation>
    </message>
    <message>
        <source>The whole turn · %1</source>
        <translation>الدور كله · %1</translation>
    </message>
    <message>
        <source>%1 · drag to zoom, double click for everything</source>
        <translation>%1 · اسحب للتكبير، وانقر مرتين لإظهار الكل</translation>
    </message>
    <message>
        <source>The turn so far</source>
        <translation>الدور حتى الآن</translation>
    </message>
    <message>
        <source>From sending the message to the last token, by the steady clock, and the tokens of the reply.</source>
        <translation>من إرسال الرسالة حتى الرمز الأخير، بالساعة المطّردة، ورموز الرد.</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>weights</source>
        <translation>الأوزان</translation>
    </message>
    <message>
        <source>activations</source>
        <translation>التنشيطات</translation>
    </message>
    <message>
        <source>workspace</source>
        <translation>مساحة العمل</translation>
    </message>
    <message>
        <source>out of memory: {} needs {} more</source>
        <translation>نفدت الذاكرة: يلزم {1} أخرى لـ «{0}»</translation>
    </message>
    <message>
        <source>{}, {} of the device&apos;s memory are free</source>
        <translation>{}، والمتاح من ذاكرة الجهاز {}</translation>
    </message>
    <message>
        <source>{}; of the {} that are free, {} are left to other programs</source>
        <translation>{}؛ ومن المتاح وقدره {} تُترك {} لبرامج أخرى</translation>
    </message>
    <message>
        <source>{}, and this process has used up the {} of address space that it may take (ulimit -v)</source>
        <translation>{}، وقد استهلكت هذه العملية كل ما يُسمح لها به من مساحة العناوين، وهو {} (⁦ulimit -v⁩)</translation>
    </message>
    <message>
        <source>{} in one piece, which the device does not give although {} are free</source>
        <translation>{} قطعةً واحدة، ولا يعطيها الجهاز مع أن المتاح {}</translation>
    </message>
    <message>
        <source>Update the NVIDIA driver, or choose the CPU.</source>
        <translation>حدّث مشغّل NVIDIA، أو اختر المعالج.</translation>
    </message>
    <message>
        <source>the NVIDIA driver knows CUDA {}.{}; this build needs {}.{}</source>
        <translation>مشغّل NVIDIA يعرف CUDA ⁦{}.{}⁩، وهذا الإصدار يحتاج إلى ⁦{}.{}⁩</translation>
    </message>
    <message>
        <source>Choose the CPU, or install an NVIDIA driver.</source>
        <translation>اختر المعالج، أو ثبّت مشغّل NVIDIA.</translation>
    </message>
    <message>
        <source>there is no NVIDIA GPU, or no driver for it</source>
        <translation>لا يوجد معالج رسوم من NVIDIA، أو لا مشغّل له</translation>
    </message>
    <message>
        <source>no NVIDIA GPU answers</source>
        <translation>لا يستجيب أي معالج رسوم من NVIDIA</translation>
    </message>
    <message>
        <source>{} is of compute capability {}.{}; this build has no code for it, only for {}.{} and some later ones</source>
        <translation>قدرة الحساب في {} هي ⁦{}.{}⁩؛ وليس في هذا الإصدار شيفرة لها، بل للقدرة ⁦{}.{}⁩ ولبعض ما بعدها</translation>
    </message>
    <message>
        <source>Choose the CPU.</source>
        <translation>اختر المعالج.</translation>
    </message>
    <message>
        <source>Choose the CPU, or install a build with CUDA.</source>
        <translation>اختر المعالج، أو ثبّت إصدارًا فيه CUDA.</translation>
    </message>
    <message>
        <source>this build of Halftone has no CUDA</source>
        <translation>هذا الإصدار من Halftone بلا CUDA</translation>
    </message>
    <message>
        <source>the model does not fit on {}: {}</source>
        <translation>لا يتسع {} للنموذج: {}</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>تحقّق من المسار.</translation>
    </message>
    <message>
        <source>{}: there is no such file</source>
        <translation>{}: لا يوجد ملف كهذا</translation>
    </message>
    <message>
        <source>{}: cannot be opened: {}</source>
        <translation>{}: تعذّر فتحه: {}</translation>
    </message>
    <message>
        <source>{}: cannot be examined: {}</source>
        <translation>{}: تعذّر فحصه: {}</translation>
    </message>
    <message>
        <source>{}: is {}, not a file</source>
        <translation>{}: هو {} وليس ملفًا</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>مجلد</translation>
    </message>
    <message>
        <source>a device or a pipe</source>
        <translation>جهاز أو أنبوب</translation>
    </message>
    <message>
        <source>Fetch the file itself: run git lfs pull in its repository, or download it.</source>
        <translation>أحضر الملف نفسه: شغّل ⁦git lfs pull⁩ في مستودعه، أو نزّله.</translation>
    </message>
    <message>
        <source>{}: is a Git LFS pointer of {} bytes that stands for {} bytes</source>
        <translation>{}: هو مؤشر Git LFS من {} من البايتات، يقوم مقام {} من البايتات</translation>
    </message>
    <message>
        <source>Wait until nothing writes to it any more, then open the model again.</source>
        <translation>انتظر حتى لا يكتب فيه شيء، ثم افتح النموذج من جديد.</translation>
    </message>
    <message>
        <source>{}: the file was {} while it was being read</source>
        <translation>{}: الملف {} أثناء قراءته</translation>
    </message>
    <message>
        <source>resized from {} to {} bytes</source>
        <translation>تغيّر حجمه من {} إلى {} من البايتات</translation>
    </message>
    <message>
        <source>changed, replaced or removed</source>
        <translation>عُدّل أو استُبدل أو أُزيل</translation>
    </message>
    <message>
        <source>{}: bytes {} to {} are beyond its end at {}</source>
        <translation>{}: البايتات من {} إلى {} تقع بعد نهايته عند {}</translation>
    </message>
    <message>
        <source>{}: cannot be read at byte {}: {}</source>
        <translation>{}: تعذّرت قراءته عند البايت {}: {}</translation>
    </message>
    <message>
        <source>{}: has {} bytes, more than the {} that such a file may have</source>
        <translation>{}: حجمه {} من البايتات، والمسموح لملف كهذا {} على الأكثر</translation>
    </message>
    <message>
        <source>A model may only name files of its own folder; do not trust this one.</source>
        <translation>لا يجوز لنموذج أن يسمّي إلا ملفات مجلده؛ فلا تثق بهذا.</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a plain file name</source>
        <translation>«{}» ليس اسم ملف بسيطًا</translation>
    </message>
    <message>
        <source>{}: cannot be followed: {}</source>
        <translation>{}: تعذّر تتبّعه: {}</translation>
    </message>
    <message>
        <source>A model may only use files of its own folder; copy the file there if you trust it.</source>
        <translation>لا يجوز لنموذج أن يستخدم إلا ملفات مجلده؛ انسخ الملف إليه إن كنت تثق به.</translation>
    </message>
    <message>
        <source>{}: is a link that leads out of the folder, to {}</source>
        <translation>{}: هو رابط يخرج من المجلد إلى {}</translation>
    </message>
    <message>
        <source>The file is cut short or damaged: download it again.</source>
        <translation>الملف مبتور أو تالف: نزّله من جديد.</translation>
    </message>
    <message>
        <source>the {} at byte {} needs {} bytes, but only {} remain</source>
        <translation>عند البايت {1} يلزم {2} من البايتات لقراءة «{0}»، ولم يبق إلا {3}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>لا يوجد</translation>
    </message>
    <message>
        <source>sinusoidal</source>
        <translation>جيبية</translation>
    </message>
    <message>
        <source>learned, {} rows</source>
        <translation>متعلَّمة، عدد الصفوف {}</translation>
    </message>
    <message>
        <source>ALiBi, bias up to {:g}</source>
        <translation>‏ALiBi، الانحياز حتى {}</translation>
    </message>
    <message>
        <source>{}, sliding window {}</source>
        <translation>{}، نافذة منزلقة {}</translation>
    </message>
    <message>
        <source>{}, sliding window {} in {} of {} layers</source>
        <translation>{}، نافذة منزلقة {} في {} من أصل {} من الطبقات</translation>
    </message>
    <message>
        <source>{}; without another, the plain dialogue is used</source>
        <translation>{}؛ وما لم يوجد غيره يُستخدم الحوار البسيط</translation>
    </message>
    <message>
        <source>Choose a draft model of the same family: it must have the same tokens.</source>
        <translation>اختر نموذج تخمين من العائلة نفسها: يجب أن تكون له الرموز نفسها.</translation>
    </message>
    <message>
        <source>{} cannot draft for this model: it has {} tokens, the model {}</source>
        <translation>لا يستطيع {} أن يخمّن لهذا النموذج: عدد رموزه {}، وعدد رموز النموذج {}</translation>
    </message>
    <message>
        <source>{} cannot draft for this model: its token {} is &apos;{}&apos;, the model&apos;s is &apos;{}&apos;</source>
        <translation>لا يستطيع {} أن يخمّن لهذا النموذج: رمزه {} هو «{}»، وعند النموذج «{}»</translation>
    </message>
    <message>
        <source>Choose smaller draft weights or a shorter context, or do without a draft model.</source>
        <translation>اختر أوزان تخمين أصغر أو سياقًا أقصر، أو استغنِ عن نموذج التخمين.</translation>
    </message>
    <message>
        <source>the draft model {} needs {:.0f} MiB with a context of {} tokens; {:.0f} MiB of memory are free beside the model</source>
        <translation>يحتاج نموذج التخمين {} إلى ⁦{} MiB⁩ بسياق من {} من الرموز؛ والمتاح من الذاكرة إلى جانب النموذج ⁦{} MiB⁩</translation>
    </message>
    <message>
        <source>reading the draft model</source>
        <translation>قراءة نموذج التخمين</translation>
    </message>
    <message>
        <source>The rest of the reply was written without drafts: {}.</source>
        <translation>كُتبت بقية الرد دون تخمين: {}.</translation>
    </message>
    <message>
        <source>Choose smaller draft weights, or close other programs.</source>
        <translation>اختر أوزان تخمين أصغر، أو أغلق برامج أخرى.</translation>
    </message>
    <message>
        <source>device &apos;{}&apos; is not there</source>
        <translation>الجهاز «{}» غير موجود</translation>
    </message>
    <message>
        <source>Choose auto, cpu or cuda.</source>
        <translation>اختر auto أو cpu أو cuda.</translation>
    </message>
    <message>
        <source>there is no CUDA device {}: {} found</source>
        <translation>لا يوجد جهاز CUDA رقم {}: عدد الموجود {}</translation>
    </message>
    <message>
        <source>a context of {} tokens; it can have 1 to {}</source>
        <translation>سياق من {} من الرموز؛ والممكن من 1 إلى {}</translation>
    </message>
    <message>
        <source>Leave the scaling at the model&apos;s own.</source>
        <translation>اترك التمديد كما هو في النموذج.</translation>
    </message>
    <message>
        <source>a RoPE scaling is set ({}), but the model has no RoPE</source>
        <translation>ضُبط تمديد RoPE ({})، وليس في النموذج RoPE</translation>
    </message>
    <message>
        <source>Choose a shorter context.</source>
        <translation>اختر سياقًا أقصر.</translation>
    </message>
    <message>
        <source>a context of {} tokens; the model learned positions for {} and has no others</source>
        <translation>سياق من {} من الرموز؛ وقد تعلّم النموذج مواضع لـ {} منها وليس له غيرها</translation>
    </message>
    <message>
        <source>the GPU cannot be used: {}</source>
        <translation>لا يمكن استخدام معالج الرسوم: {}</translation>
    </message>
    <message>
        <source>the GPU has failed and cannot be used before a restart of Halftone: {}</source>
        <translation>تعطّل معالج الرسوم ولا يمكن استخدامه قبل إعادة تشغيل Halftone: {}</translation>
    </message>
    <message>
        <source>Choose a smaller cache format or a shorter context.</source>
        <translation>اختر صيغة أصغر للذاكرة المخبّأة أو سياقًا أقصر.</translation>
    </message>
    <message>
        <source>No smaller setting fits either: close other programs or choose a smaller model.</source>
        <translation>ولا يتسع لضبط أصغر أيضًا: أغلق برامج أخرى أو اختر نموذجًا أصغر.</translation>
    </message>
    <message>
        <source>It fits with weights at {}, flash attention and a context of {} tokens: {:.0f} MiB.</source>
        <translation>يتسع بأوزان {} وانتباه flash وسياق من {} من الرموز: ⁦{} MiB⁩.</translation>
    </message>
    <message>
        <source>{} needs {:.0f} MiB ({:.0f} weights, {:.0f} KV cache of {} tokens, {:.0f} activations and workspace); {:.0f} MiB of memory are free</source>
        <translation>يحتاج {} إلى ⁦{} MiB⁩ (للأوزان {}، ولذاكرة KV لعدد {4} من الرموز {3}، وللتنشيطات ومساحة العمل {5})؛ والمتاح من الذاكرة ⁦{6} MiB⁩</translation>
    </message>
    <message>
        <source>reading weights</source>
        <translation>قراءة الأوزان</translation>
    </message>
    <message>
        <source>converting weights to {} from {}</source>
        <translation>تحويل الأوزان إلى {} من {}</translation>
    </message>
    <message>
        <source>Choose smaller weights, or close other programs.</source>
        <translation>اختر أوزانًا أصغر، أو أغلق برامج أخرى.</translation>
    </message>
    <message>
        <source>Open the model again.</source>
        <translation>افتح النموذج من جديد.</translation>
    </message>
    <message>
        <source>how words are split cannot change under a conversation</source>
        <translation>لا يمكن تغيير طريقة تقسيم الكلمات أثناء محادثة</translation>
    </message>
    <message>
        <source>loading was stopped</source>
        <translation>أُوقف التحميل</translation>
    </message>
    <message>
        <source>the weights are no longer in memory: the last switch and its way back both failed</source>
        <translation>لم تعد الأوزان في الذاكرة: فشل التبديل الأخير وفشل التراجع عنه</translation>
    </message>
    <message>
        <source>Write a message first.</source>
        <translation>اكتب رسالة أولًا.</translation>
    </message>
    <message>
        <source>the chat template made an empty prompt</source>
        <translation>أنتج قالب المحادثة مدخلًا فارغًا</translation>
    </message>
    <message>
        <source>Drop the oldest turns, or enlarge the context.</source>
        <translation>أسقط أقدم الأدوار، أو وسّع السياق.</translation>
    </message>
    <message>
        <source>the conversation has {} tokens, the context holds {} and a reply needs at least one</source>
        <translation>في المحادثة {} من الرموز، والسياق يتسع لـ {}، ويحتاج الرد إلى رمز واحد على الأقل</translation>
    </message>
    <message>
        <source>Try the weights at f32 or bf16; if that fails too, the file is damaged.</source>
        <translation>جرّب الأوزان بدقة f32 أو bf16؛ فإن لم ينجح ذلك أيضًا فالملف تالف.</translation>
    </message>
    <message>
        <source>the model computed no finite logit at token {}</source>
        <translation>لم يحسب النموذج أي قيمة منتهية عند الرمز {}</translation>
    </message>
    <message>
        <source>Choose a variable that the template reads.</source>
        <translation>اختر متغيرًا يقرؤه القالب.</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no variable of a template to be set</source>
        <translation>«{}» ليس متغيرًا في القالب يمكن ضبطه</translation>
    </message>
    <message>
        <source>Write it as JSON: true, 4096, &quot;high&quot;.</source>
        <translation>اكتبه بصيغة JSON: ⁦true⁩ أو ⁦4096⁩ أو ⁦&quot;high&quot;⁩.</translation>
    </message>
    <message>
        <source>the template variable &apos;{}&apos; is {}, which is no JSON</source>
        <translation>متغير القالب «{}» قيمته {}، وليست JSON</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>فارغة</translation>
    </message>
    <message>
        <source>Leave the name away.</source>
        <translation>اترك الاسم.</translation>
    </message>
    <message>
        <source>{} has no named chat templates, so none is called &apos;{}&apos;</source>
        <translation>ليس في {} قوالب محادثة بأسماء، فلا قالب باسم «{}»</translation>
    </message>
    <message>
        <source>{} has no chat template named &apos;{}&apos;</source>
        <translation>ليس في {} قالب محادثة باسم «{}»</translation>
    </message>
    <message>
        <source>Choose one of: {}.</source>
        <translation>اختر واحدًا من: {}.</translation>
    </message>
    <message>
        <source>measuring was stopped</source>
        <translation>أُوقف القياس</translation>
    </message>
    <message>
        <source>predicting a text</source>
        <translation>التنبؤ بنص</translation>
    </message>
    <message>
        <source>Try the weights at f32 or bf16.</source>
        <translation>جرّب الأوزان بدقة f32 أو bf16.</translation>
    </message>
    <message>
        <source>the model predicts no finite probability</source>
        <translation>لا يتنبأ النموذج بأي احتمال منتهٍ</translation>
    </message>
    <message>
        <source>reading the conversation was stopped</source>
        <translation>أُوقفت قراءة المحادثة</translation>
    </message>
    <message>
        <source>Use another tokenizer of this model, or shorten the text.</source>
        <translation>استخدم مقسِّم رموز آخر لهذا النموذج، أو اختصر النص.</translation>
    </message>
    <message>
        <source>Choose one of f32, f16, bf16, int8, int4, off.</source>
        <translation>اختر واحدة من f32 وf16 وbf16 وint8 وint4 وoff.</translation>
    </message>
    <message>
        <source>cache format &apos;{}&apos; is not known</source>
        <translation>صيغة الذاكرة المخبّأة «{}» غير معروفة</translation>
    </message>
    <message>
        <source>Choose model, linear:FACTOR, dynamic:FACTOR or yarn:FACTOR, like yarn:4.</source>
        <translation>اختر model أو ⁦linear:FACTOR⁩ أو ⁦dynamic:FACTOR⁩ أو ⁦yarn:FACTOR⁩، مثل ⁦yarn:4⁩.</translation>
    </message>
    <message>
        <source>RoPE scaling &apos;{}&apos; has no factor from 1 to 1024</source>
        <translation>تمديد RoPE «{}» بلا معامل من 1 إلى 1024</translation>
    </message>
    <message>
        <source>RoPE scaling &apos;{}&apos; is not known</source>
        <translation>تمديد RoPE «{}» غير معروف</translation>
    </message>
    <message>
        <source>Choose flash or naive.</source>
        <translation>اختر flash أو naive.</translation>
    </message>
    <message>
        <source>attention &apos;{}&apos; is not known</source>
        <translation>الانتباه «{}» غير معروف</translation>
    </message>
    <message>
        <source>The model&apos;s settings and its weights do not belong together: download it again.</source>
        <translation>إعدادات النموذج وأوزانه ليست لبعضها: نزّله من جديد.</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has the shape {}, but is a matrix of int8</source>
        <translation>الموتِّر «{}» شكله {}، وهو مصفوفة int8</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has the shape {}, but its layer has {} rows</source>
        <translation>الموتِّر «{}» شكله {}، وفي طبقته {} من الصفوف</translation>
    </message>
    <message>
        <source>Save the model again with a current bitsandbytes.</source>
        <translation>احفظ النموذج من جديد بإصدار حديث من bitsandbytes.</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; says that the weights lie in tiles of a GPU&apos;s own (format {}); only rows (0) can be read</source>
        <translation>يقول الموتِّر «{}» إن الأوزان مرتبة في مربعات خاصة بمعالج رسوم (الصيغة {})؛ ولا تُقرأ إلا الصفوف (0)</translation>
    </message>
    <message>
        <source>the state &apos;{}&apos; has no valid &apos;{}&apos;</source>
        <translation>ليس في الحالة «{}» قيمة صالحة لـ «{}»</translation>
    </message>
    <message>
        <source>the state &apos;{}&apos; has no valid &apos;nested_offset&apos;</source>
        <translation>ليس في الحالة «{}» قيمة صالحة لـ «nested_offset»</translation>
    </message>
    <message>
        <source>the state &apos;{}&apos; has {} bytes</source>
        <translation>حجم الحالة «{}» {} من البايتات</translation>
    </message>
    <message>
        <source>the state &apos;{}&apos; {}</source>
        <translation>الحالة «{}»: {}</translation>
    </message>
    <message>
        <source>is no JSON object</source>
        <translation>ليست كائن JSON</translation>
    </message>
    <message>
        <source>the state &apos;{}&apos; says the type &apos;{}&apos;; nf4 and fp4 are known</source>
        <translation>تقول الحالة «{}» إن النوع «{}»؛ والمعروف nf4 وfp4</translation>
    </message>
    <message>
        <source>the state &apos;{}&apos; has no valid &apos;shape&apos; of two numbers</source>
        <translation>ليس في الحالة «{}» شكل «shape» صالح من عددين</translation>
    </message>
    <message>
        <source>Choose a model quantised in blocks of 64 whose width is a multiple of 64.</source>
        <translation>اختر نموذجًا مكمَّمًا في كتل من 64، وعرضه من مضاعفات 64.</translation>
    </message>
    <message>
        <source>layer &apos;{}&apos; has blocks of {} and rows of {}; both must be multiples of {}</source>
        <translation>كتل الطبقة «{}» من {} وصفوفها من {}؛ ويجب أن يكونا من مضاعفات {}</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has {} bytes, but its state&apos;s shape ({}, {}) needs {}</source>
        <translation>حجم الموتِّر «{}» {} من البايتات، والشكل في حالته (⁦{}, {}⁩) يحتاج إلى {}</translation>
    </message>
    <message>
        <source>tensor &apos;{}.quant_map&apos; holds {} for {}, where {} has {}</source>
        <translation>في الموتِّر «⁦{}.quant_map⁩» القيمة {} عند {}، وفي {} هي {}</translation>
    </message>
    <message>
        <source>a chat template cannot be read: {}</source>
        <translation>تعذّرت قراءة قالب محادثة: {}</translation>
    </message>
    <message>
        <source>a chat template cannot be read: {} holds one of {} bytes, which is too long</source>
        <translation>تعذّرت قراءة قالب محادثة: في {} قالب من {} من البايتات، وهو أطول من اللازم</translation>
    </message>
    <message>
        <source>a chat template cannot be read: {} holds one of {} bytes that is not valid UTF-8</source>
        <translation>تعذّرت قراءة قالب محادثة: في {} قالب من {} من البايتات ليس UTF-8 صالحًا</translation>
    </message>
    <message>
        <source>{}: cannot be listed: {}</source>
        <translation>{}: تعذّر سرد محتواه: {}</translation>
    </message>
    <message>
        <source>Choose the folder that holds config.json and the weights, or a .gguf file.</source>
        <translation>اختر المجلد الذي فيه ⁦config.json⁩ والأوزان، أو ملف ⁦.gguf⁩.</translation>
    </message>
    <message>
        <source>{}: holds no model: neither config.json nor a .gguf file</source>
        <translation>{}: لا نموذج فيه: لا ⁦config.json⁩ ولا ملف ⁦.gguf⁩</translation>
    </message>
    <message>
        <source>Choose one of the files.</source>
        <translation>اختر واحدًا من الملفات.</translation>
    </message>
    <message>
        <source>{}: holds {} GGUF models, among them &apos;{}&apos;</source>
        <translation>{}: فيه {} من نماذج GGUF، منها «{}»</translation>
    </message>
    <message>
        <source>{}: there is no such file or folder</source>
        <translation>{}: لا يوجد ملف أو مجلد كهذا</translation>
    </message>
    <message>
        <source>{}: is neither a file nor a folder</source>
        <translation>{}: ليس ملفًا ولا مجلدًا</translation>
    </message>
    <message>
        <source>{}: {} is read instead</source>
        <translation>{}: يُقرأ {} بدلًا منه</translation>
    </message>
    <message>
        <source>Download the file again.</source>
        <translation>نزّل الملف من جديد.</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>الملف فارغ</translation>
    </message>
    <message>
        <source>magic</source>
        <translation>العلامة الأولى</translation>
    </message>
    <message>
        <source>Choose a .gguf file, or a folder with config.json.</source>
        <translation>اختر ملف ⁦.gguf⁩، أو مجلدًا فيه ⁦config.json⁩.</translation>
    </message>
    <message>
        <source>does not begin with &apos;GGUF&apos;: it is no GGUF file</source>
        <translation>لا يبدأ بـ «GGUF»: ليس ملف GGUF</translation>
    </message>
    <message>
        <source>version</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>Convert the model on a little-endian machine.</source>
        <translation>حوّل النموذج على حاسوب ترتيب بايتاته little-endian.</translation>
    </message>
    <message>
        <source>is a big-endian GGUF file, version {}</source>
        <translation>ملف GGUF بترتيب البايتات big-endian، الإصدار {}</translation>
    </message>
    <message>
        <source>Convert the model again with a current converter.</source>
        <translation>حوّل النموذج من جديد بأداة تحويل حديثة.</translation>
    </message>
    <message>
        <source>is GGUF version 1; versions 2 and 3 can be read</source>
        <translation>هو بإصدار GGUF الأول؛ ويُقرأ الإصداران 2 و3</translation>
    </message>
    <message>
        <source>says it is GGUF version {}; versions 2 and 3 can be read</source>
        <translation>يقول إنه بإصدار GGUF رقم {}؛ ويُقرأ الإصداران 2 و3</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>الموتِّرات</translation>
    </message>
    <message>
        <source>key</source>
        <translation>المفاتيح</translation>
    </message>
    <message>
        <source>The file is damaged or was written by a faulty program: download or convert it again.</source>
        <translation>الملف تالف أو كتبه برنامج معيب: نزّله أو حوّله من جديد.</translation>
    </message>
    <message>
        <source>{} keys and {} tensors cannot fit in the {} bytes that follow</source>
        <translation>لا يمكن أن يتسع ما يلي، وهو {2} من البايتات، لـ {0} من المفاتيح و{1} من الموتِّرات</translation>
    </message>
    <message>
        <source>number of entries</source>
        <translation>عدد المداخل</translation>
    </message>
    <message>
        <source>the {} count is {} (as a signed number {}); at most {} are accepted</source>
        <translation>العدد المذكور لـ «{}» هو {} (وبالإشارة {})؛ والمقبول {} على الأكثر</translation>
    </message>
    <message>
        <source>the {} count is {}, which cannot fit in the {} bytes that follow</source>
        <translation>العدد المذكور لـ «{}» هو {}، ولا يتسع له ما يلي وهو {} من البايتات</translation>
    </message>
    <message>
        <source>length of a string</source>
        <translation>طول نص</translation>
    </message>
    <message>
        <source>the {} before byte {} has a length of {}; at most {} is accepted</source>
        <translation>طول «{}» قبل البايت {} هو {}؛ والمقبول {} على الأكثر</translation>
    </message>
    <message>
        <source>its metadata would take {} bytes, at most {} are accepted (up to key &apos;{}&apos;)</source>
        <translation>ستشغل بياناته الوصفية {} من البايتات، والمقبول {} على الأكثر (حتى المفتاح «{}»)</translation>
    </message>
    <message>
        <source>the {} before byte {} is empty</source>
        <translation>«{}» قبل البايت {} فارغ</translation>
    </message>
    <message>
        <source>the {} before byte {} holds a NUL byte</source>
        <translation>في «{}» قبل البايت {} بايت NUL</translation>
    </message>
    <message>
        <source>the {} before byte {} is not valid UTF-8</source>
        <translation>«{}» قبل البايت {} ليس UTF-8 صالحًا</translation>
    </message>
    <message>
        <source>type of a value</source>
        <translation>نوع قيمة</translation>
    </message>
    <message>
        <source>key &apos;{}&apos; has the unknown value type {}</source>
        <translation>نوع قيمة المفتاح «{}» غير معروف: {}</translation>
    </message>
    <message>
        <source>bool</source>
        <translation>قيمة منطقية</translation>
    </message>
    <message>
        <source>key &apos;{}&apos; is a bool of value {}</source>
        <translation>المفتاح «{}» من نوع bool وقيمته {}</translation>
    </message>
    <message>
        <source>value of a key</source>
        <translation>قيمة مفتاح</translation>
    </message>
    <message>
        <source>the text of key &apos;{}&apos; is not valid UTF-8</source>
        <translation>نص المفتاح «{}» ليس UTF-8 صالحًا</translation>
    </message>
    <message>
        <source>key &apos;{}&apos; is there twice</source>
        <translation>المفتاح «{}» مكرر</translation>
    </message>
    <message>
        <source>key &apos;{}&apos; is an array of arrays</source>
        <translation>المفتاح «{}» مصفوفة مصفوفات</translation>
    </message>
    <message>
        <source>length of an array</source>
        <translation>طول مصفوفة</translation>
    </message>
    <message>
        <source>key &apos;{}&apos; is an array of {} elements; at most {} are accepted</source>
        <translation>المفتاح «{}» مصفوفة من {} من العناصر؛ والمقبول {} على الأكثر</translation>
    </message>
    <message>
        <source>key &apos;{}&apos; is an array of {} elements, which cannot fit in the {} bytes that follow</source>
        <translation>المفتاح «{}» مصفوفة من {} من العناصر، ولا يتسع لها ما يلي وهو {} من البايتات</translation>
    </message>
    <message>
        <source>string of an array</source>
        <translation>نص في مصفوفة</translation>
    </message>
    <message>
        <source>elements of an array</source>
        <translation>عناصر مصفوفة</translation>
    </message>
    <message>
        <source>key &apos;general.alignment&apos; is of type {}, not u32</source>
        <translation>نوع المفتاح «general.alignment» هو {} وليس u32</translation>
    </message>
    <message>
        <source>key &apos;general.alignment&apos; is {}, not a power of two up to {}</source>
        <translation>قيمة المفتاح «general.alignment» هي {}، وليست من قوى العدد 2 حتى {}</translation>
    </message>
    <message>
        <source>name of a tensor</source>
        <translation>اسم موتِّر</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; is there twice</source>
        <translation>الموتِّر «{}» مكرر</translation>
    </message>
    <message>
        <source>number of dimensions</source>
        <translation>عدد الأبعاد</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; (number {}) has {} dimensions; 1 to 4 are possible</source>
        <translation>للموتِّر «{}» (رقم {}) {} من الأبعاد؛ والممكن من 1 إلى 4</translation>
    </message>
    <message>
        <source>dimension of a tensor</source>
        <translation>بعد موتِّر</translation>
    </message>
    <message>
        <source>dimension {} of tensor &apos;{}&apos; is {}</source>
        <translation>البعد {} للموتِّر «{}» هو {}</translation>
    </message>
    <message>
        <source>the dimensions of tensor &apos;{}&apos; multiply to more than 2^64</source>
        <translation>حاصل ضرب أبعاد الموتِّر «{}» أكبر من ⁦2^64⁩</translation>
    </message>
    <message>
        <source>type of a tensor</source>
        <translation>نوع موتِّر</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; is of the unknown type {}</source>
        <translation>نوع الموتِّر «{}» غير معروف: {}</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; is of type {} ({}), which GGUF has removed</source>
        <translation>الموتِّر «{}» من النوع {} ({})، وقد أزاله GGUF</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has rows of {} values, not a multiple of the {} of a {} block</source>
        <translation>صفوف الموتِّر «{}» من {} من القيم، وليس ذلك من مضاعفات {} في كتلة {}</translation>
    </message>
    <message>
        <source>the bytes of tensor &apos;{}&apos; are more than 2^64</source>
        <translation>بايتات الموتِّر «{}» أكثر من ⁦2^64⁩</translation>
    </message>
    <message>
        <source>offset of a tensor</source>
        <translation>إزاحة موتِّر</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; begins at {} of the data, not at a multiple of {}</source>
        <translation>يبدأ الموتِّر «{}» عند {} من البيانات، وليس عند مضاعف لـ {}</translation>
    </message>
    <message>
        <source>offset {} and size {} of tensor &apos;{}&apos; add up to more than 2^64</source>
        <translation>مجموع الإزاحة {} والحجم {} للموتِّر «{}» أكبر من ⁦2^64⁩</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; ends at byte {} of {}</source>
        <translation>ينتهي الموتِّر «{}» عند البايت {} من {}</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; at {} of the data overlaps &apos;{}&apos;, which ends at {}</source>
        <translation>الموتِّر «{}» عند {} من البيانات يتداخل مع «{}» الذي ينتهي عند {}</translation>
    </message>
    <message>
        <source>there is a gap from {} to {} of the data before tensor &apos;{}&apos;</source>
        <translation>توجد فجوة من {} إلى {} من البيانات قبل الموتِّر «{}»</translation>
    </message>
    <message>
        <source>key &apos;{}&apos; is of type {}, not {}</source>
        <translation>نوع المفتاح «{}» هو {} وليس {}</translation>
    </message>
    <message>
        <source>array of {}</source>
        <translation>مصفوفة {}</translation>
    </message>
    <message>
        <source>key &apos;{}&apos; is {}, which is out of range</source>
        <translation>قيمة المفتاح «{}» هي {}، وهي خارج المدى</translation>
    </message>
    <message>
        <source>an integer</source>
        <translation>عدد صحيح</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>عدد</translation>
    </message>
    <message>
        <source>string</source>
        <translation>نص</translation>
    </message>
    <message>
        <source>array of string</source>
        <translation>مصفوفة نصوص</translation>
    </message>
    <message>
        <source>array of f32</source>
        <translation>مصفوفة f32</translation>
    </message>
    <message>
        <source>array of integers</source>
        <translation>مصفوفة أعداد صحيحة</translation>
    </message>
    <message>
        <source>Download all files of the model into one folder.</source>
        <translation>نزّل كل ملفات النموذج في مجلد واحد.</translation>
    </message>
    <message>
        <source>&apos;{}&apos; says it is shard {} of {}, its name says {} of {}</source>
        <translation>يقول «{}» إنه الجزء {} من {}، ويقول اسمه {} من {}</translation>
    </message>
    <message>
        <source>Give the files the names they were published under, like model-00001-of-00003.gguf.</source>
        <translation>أعطِ الملفات الأسماء التي نُشرت بها، مثل ⁦model-00001-of-00003.gguf⁩.</translation>
    </message>
    <message>
        <source>is one of {} shards, but its name does not say so</source>
        <translation>هو واحد من {} من الأجزاء، ولا يدل اسمه على ذلك</translation>
    </message>
    <message>
        <source>shard {} of {}, &apos;{}&apos;, is missing</source>
        <translation>الجزء {} من {}، وهو «{}»، مفقود</translation>
    </message>
    <message>
        <source>its {} shards hold {} tensors, but should hold {}</source>
        <translation>في أجزائه، وعددها {}، {} من الموتِّرات، وينبغي أن يكون فيها {}</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; is {} of {}; it should be ({}) of F32</source>
        <translation>الموتِّر «{}» هو {} من {}؛ وينبغي أن يكون (⁦{}⁩) من F32</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; holds {}</source>
        <translation>في الموتِّر «{}» القيمة {}</translation>
    </message>
    <message>
        <source>only one of the tensors &apos;{}&apos; and &apos;{}&apos; is there</source>
        <translation>لا يوجد إلا أحد الموتِّرين «{}» و«{}»</translation>
    </message>
    <message>
        <source>the tokenizer has {} tokens, but the model&apos;s vocabulary {}</source>
        <translation>في مقسِّم الرموز {} من الرموز، وفي مفردات النموذج {}</translation>
    </message>
    <message>
        <source>Choose the model&apos;s own file; this one only holds a vocabulary or settings.</source>
        <translation>اختر ملف النموذج نفسه؛ فليس في هذا إلا مفردات أو إعدادات.</translation>
    </message>
    <message>
        <source>holds no weights</source>
        <translation>لا أوزان فيه</translation>
    </message>
    <message>
        <source>key &apos;general.architecture&apos; is missing</source>
        <translation>المفتاح «general.architecture» مفقود</translation>
    </message>
    <message>
        <source>The vocabulary is damaged: download or convert the model again.</source>
        <translation>المفردات تالفة: نزّل النموذج أو حوّله من جديد.</translation>
    </message>
    <message>
        <source>key &apos;{}&apos; is {}, but the vocabulary has {} tokens</source>
        <translation>قيمة المفتاح «{}» هي {}، وفي المفردات {} من الرموز</translation>
    </message>
    <message>
        <source>token {} of the vocabulary has the type {}; there are 1 to 6</source>
        <translation>نوع الرمز {} في المفردات هو {}؛ والأنواع من 1 إلى 6</translation>
    </message>
    <message>
        <source>there are no merges: key &apos;tokenizer.ggml.merges&apos; is missing</source>
        <translation>لا عمليات دمج: المفتاح «tokenizer.ggml.merges» مفقود</translation>
    </message>
    <message>
        <source>token {} of the vocabulary is empty</source>
        <translation>الرمز {} في المفردات فارغ</translation>
    </message>
    <message>
        <source>how its tokenizer splits words is called &apos;{}&apos;, which is not known here: split as GPT-2 does, so some words may be read in other tokens than the model learnt</source>
        <translation>طريقة تقسيم الكلمات في مقسِّم رموزه اسمها «{}»، وهي غير معروفة هنا: تُقسَّم كما في GPT-2، فقد تُقرأ كلمات برموز غير التي تعلّمها النموذج</translation>
    </message>
    <message>
        <source>the file does not say how its tokenizer splits words: split as old files mostly meant it</source>
        <translation>لا يقول الملف كيف يقسّم مقسِّم رموزه الكلمات: تُقسَّم كما قصدت الملفات القديمة غالبًا</translation>
    </message>
    <message>
        <source>Choose a GGUF file that was converted with the model&apos;s tokenizer, or the folder with config.json, the .safetensors files and tokenizer.json.</source>
        <translation>اختر ملف GGUF حُوّل مع مقسِّم رموز النموذج، أو المجلد الذي فيه ⁦config.json⁩ وملفات ⁦.safetensors⁩ و⁦tokenizer.json⁩.</translation>
    </message>
    <message>
        <source>the GGUF file holds no tokenizer: key &apos;tokenizer.ggml.model&apos; is missing</source>
        <translation>لا مقسِّم رموز في ملف GGUF: المفتاح «tokenizer.ggml.model» مفقود</translation>
    </message>
    <message>
        <source>Use the folder with the model&apos;s tokenizer.json.</source>
        <translation>استخدم المجلد الذي فيه ⁦tokenizer.json⁩ للنموذج.</translation>
    </message>
    <message>
        <source>the file&apos;s tokenizer is of the kind &apos;{}&apos;; known are llama, gpt2 and gemma4</source>
        <translation>مقسِّم الرموز في الملف من النوع «{}»؛ والمعروف llama وgpt2 وgemma4</translation>
    </message>
    <message>
        <source>there is no vocabulary: key &apos;tokenizer.ggml.tokens&apos; is missing</source>
        <translation>لا مفردات: المفتاح «tokenizer.ggml.tokens» مفقود</translation>
    </message>
    <message>
        <source>the vocabulary has {} tokens but {} scores and {} token types</source>
        <translation>في المفردات {} من الرموز، ومعها {} من الدرجات و{} من أنواع الرموز</translation>
    </message>
    <message>
        <source>{}: has no config.json</source>
        <translation>{}: ليس فيه ⁦config.json⁩</translation>
    </message>
    <message>
        <source>Convert the weights to safetensors: pickle files can run code when opened.</source>
        <translation>حوّل الأوزان إلى safetensors: فملفات pickle قد تشغّل شيفرة عند فتحها.</translation>
    </message>
    <message>
        <source>{}: holds its weights as pytorch_model.bin only</source>
        <translation>{}: أوزانه في ⁦pytorch_model.bin⁩ فقط</translation>
    </message>
    <message>
        <source>Download the weights into the same folder.</source>
        <translation>نزّل الأوزان في المجلد نفسه.</translation>
    </message>
    <message>
        <source>{}: has neither {} nor {}</source>
        <translation>{}: ليس فيه {} ولا {}</translation>
    </message>
    <message>
        <source>quantised already: {}</source>
        <translation>مكمَّم من قبل: {}</translation>
    </message>
    <message>
        <source>{} of its matrices are quantised in another order of columns (g_idx): held as f16</source>
        <translation>{} من مصفوفاته مكمَّمة بترتيب آخر للأعمدة (⁦g_idx⁩): تُحفظ بصيغة f16</translation>
    </message>
    <message>
        <source>Download the tokenizer&apos;s files into the same folder.</source>
        <translation>نزّل ملفات مقسِّم الرموز في المجلد نفسه.</translation>
    </message>
    <message>
        <source>{}: has neither tokenizer.model nor tokenizer.json</source>
        <translation>{}: ليس فيه ⁦tokenizer.model⁩ ولا ⁦tokenizer.json⁩</translation>
    </message>
    <message>
        <source>The tokenizer&apos;s files are damaged or of different models: download them again.</source>
        <translation>ملفات مقسِّم الرموز تالفة أو من نماذج مختلفة: نزّلها من جديد.</translation>
    </message>
    <message>
        <source>{} has {} tokens, but the model&apos;s vocabulary {}</source>
        <translation>في {} {} من الرموز، وفي مفردات النموذج {}</translation>
    </message>
    <message>
        <source>the added token &apos;{}&apos; is left out: its id {} is beyond the vocabulary of {}</source>
        <translation>أُهمل الرمز المضاف «{}»: معرّفه {} خارج المفردات التي عددها {}</translation>
    </message>
    <message>
        <source>the added token {} is empty</source>
        <translation>الرمز المضاف {} فارغ</translation>
    </message>
    <message>
        <source>the added token &apos;{}&apos; has the id {}</source>
        <translation>معرّف الرمز المضاف «{}» هو {}</translation>
    </message>
    <message>
        <source>tokenizer_config.json: &apos;added_tokens_decoder&apos; is no object</source>
        <translation>⁦tokenizer_config.json⁩: «added_tokens_decoder» ليس كائنًا</translation>
    </message>
    <message>
        <source>tokenizer_config.json: the added token &apos;{}&apos; is malformed</source>
        <translation>⁦tokenizer_config.json⁩: الرمز المضاف «{}» مشوّه</translation>
    </message>
    <message>
        <source>added_tokens.json: the id of &apos;{}&apos; is no whole number</source>
        <translation>⁦added_tokens.json⁩: معرّف «{}» ليس عددًا صحيحًا</translation>
    </message>
    <message>
        <source>{}: &apos;{}&apos; is no whole number</source>
        <translation>{}: «{}» ليس عددًا صحيحًا</translation>
    </message>
    <message>
        <source>{}: &apos;{}&apos; is {}, but the vocabulary has {} tokens</source>
        <translation>{}: «{}» قيمته {}، وفي المفردات {} من الرموز</translation>
    </message>
    <message>
        <source>generation_config.json: &apos;{}&apos; is {} and is not used</source>
        <translation>⁦generation_config.json⁩: «{}» قيمته {} ولا يُستخدم</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has the shape {}, which is no matrix of packed weights</source>
        <translation>الموتِّر «{}» شكله {}، وليس مصفوفة أوزان مرصوصة</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has the shape {}: {} words hold no whole number of {}-bit weights</source>
        <translation>الموتِّر «{}» شكله {}: لا تحمل {} من الكلمات عددًا كاملًا من الأوزان بعرض {} من البتات</translation>
    </message>
    <message>
        <source>layer &apos;{}&apos; has {} rows, whose {}-bit zero points fill no whole words</source>
        <translation>في الطبقة «{}» {} من الصفوف، ونقاط صفرها بعرض {} من البتات لا تملأ كلمات كاملة</translation>
    </message>
    <message>
        <source>Choose a model quantised in groups that divide its width.</source>
        <translation>اختر نموذجًا مكمَّمًا في مجموعات تقسم عرضه.</translation>
    </message>
    <message>
        <source>layer &apos;{}&apos; has {} columns, not a multiple of the {} of a group</source>
        <translation>في الطبقة «{}» {} من الأعمدة، وليس ذلك من مضاعفات {} في المجموعة</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; puts column {} into group {} of {}</source>
        <translation>يضع الموتِّر «{}» العمود {} في المجموعة {} من {}</translation>
    </message>
    <message>
        <source>Choose a model quantised in groups of 32, 64 or 128.</source>
        <translation>اختر نموذجًا مكمَّمًا في مجموعات من 32 أو 64 أو 128.</translation>
    </message>
    <message>
        <source>layer &apos;{}&apos; is quantised in groups of {}, not a multiple of 32</source>
        <translation>الطبقة «{}» مكمَّمة في مجموعات من {}، وليس ذلك من مضاعفات 32</translation>
    </message>
    <message>
        <source>the key &apos;{}&apos; is there twice</source>
        <translation>المفتاح «{}» مكرر</translation>
    </message>
    <message>
        <source>an object has more than {} keys</source>
        <translation>في كائن أكثر من {} من المفاتيح</translation>
    </message>
    <message>
        <source>is not JSON (byte {}): {}</source>
        <translation>ليس JSON (البايت {}): {}</translation>
    </message>
    <message>
        <source>holds more than {} values</source>
        <translation>فيه أكثر من {} من القيم</translation>
    </message>
    <message>
        <source>is nested more than {} levels deep</source>
        <translation>متداخل أكثر من {} من المستويات</translation>
    </message>
    <message>
        <source>is not JSON</source>
        <translation>ليس JSON</translation>
    </message>
    <message>
        <source>{}: {}</source>
        <translation>{}: {}</translation>
    </message>
    <message>
        <source>{}: is not a JSON object</source>
        <translation>{}: ليس كائن JSON</translation>
    </message>
    <message>
        <source>{} is an object</source>
        <translation>{} كائن</translation>
    </message>
    <message>
        <source>{} is neither a list of numbers nor one of texts</source>
        <translation>{} ليس قائمة أعداد ولا قائمة نصوص</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; of a quantised layer is missing</source>
        <translation>الموتِّر «{}» من طبقة مكمَّمة مفقود</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; is stored as {}, not as {}</source>
        <translation>الموتِّر «{}» مخزّن بصيغة {} وليس بصيغة {}</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has the shape {}, but its layer and the settings ask for {}</source>
        <translation>الموتِّر «{}» شكله {}، وتطلب طبقته والإعدادات {}</translation>
    </message>
    <message>
        <source>The weights are damaged: download the model again.</source>
        <translation>الأوزان تالفة: نزّل النموذج من جديد.</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; ({}) holds NaN or infinity in its rows {} to {}</source>
        <translation>في الموتِّر «{}» ({}) قيمة NaN أو لا نهاية في صفوفه من {} إلى {}</translation>
    </message>
    <message>
        <source>Choose bf16 or f32.</source>
        <translation>اختر bf16 أو f32.</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; ({}) holds numbers beyond the range of f16 in its rows {} to {}</source>
        <translation>في الموتِّر «{}» ({}) أعداد خارج مدى f16 في صفوفه من {} إلى {}</translation>
    </message>
    <message>
        <source>loading was stopped after {} of {} bytes</source>
        <translation>أُوقف التحميل بعد {} من {} من البايتات</translation>
    </message>
    <message>
        <source>trained for {} tokens</source>
        <translation>دُرّب على {} من الرموز</translation>
    </message>
    <message>
        <source>{}; {}</source>
        <translation>{}؛ {}</translation>
    </message>
    <message>
        <source>rope scaling {}</source>
        <translation>تمديد RoPE ‏{}</translation>
    </message>
    <message>
        <source>rope scaling by stored factors</source>
        <translation>تمديد RoPE بمعاملات مخزّنة</translation>
    </message>
    <message>
        <source>each token sees the last {}</source>
        <translation>يرى كل رمز آخر {}</translation>
    </message>
    <message>
        <source>in {} of {} layers each token sees the last {}</source>
        <translation>في {} من أصل {} من الطبقات يرى كل رمز آخر {}</translation>
    </message>
    <message>
        <source>its learned positions end there</source>
        <translation>وعندها تنتهي مواضعه المتعلَّمة</translation>
    </message>
    <message>
        <source>no tokenizer: logits and measurements work, chat does not</source>
        <translation>لا مقسِّم رموز: تعمل القياسات ولا تعمل المحادثة</translation>
    </message>
    <message>
        <source>no chat template: a base model, or one whose template is not stored</source>
        <translation>لا قالب محادثة: نموذج أساس، أو نموذج لم يُخزَّن قالبه</translation>
    </message>
    <message>
        <source>&apos;quantization_config.{}&apos; is no text</source>
        <translation>«⁦quantization_config.{}⁩» ليس نصًّا</translation>
    </message>
    <message>
        <source>&apos;quantization_config.{}&apos; is neither true nor false</source>
        <translation>«⁦quantization_config.{}⁩» ليس true ولا false</translation>
    </message>
    <message>
        <source>&apos;quantization_config.{}&apos; is missing</source>
        <translation>«⁦quantization_config.{}⁩» مفقود</translation>
    </message>
    <message>
        <source>&apos;quantization_config.{}&apos; is no whole number</source>
        <translation>«⁦quantization_config.{}⁩» ليس عددًا صحيحًا</translation>
    </message>
    <message>
        <source>&apos;quantization_config.group_size&apos; is {}; it is -1 (a whole row) or a number of columns</source>
        <translation>قيمة «quantization_config.group_size» هي {}؛ وتكون ⁦-1⁩ (صفًّا كاملًا) أو عدد أعمدة</translation>
    </message>
    <message>
        <source>Choose the unquantised model (it can be quantised here), one of these methods, or a GGUF file.</source>
        <translation>اختر النموذج غير المكمَّم (يمكن تكميمه هنا)، أو إحدى هذه الطرق، أو ملف GGUF.</translation>
    </message>
    <message>
        <source>its weights are quantised by GPTQ with {} bits; 2, 3, 4 and 8 are known</source>
        <translation>أوزانه مكمَّمة بطريقة GPTQ بعدد {} من البتات؛ والمعروف 2 و3 و4 و8</translation>
    </message>
    <message>
        <source>its GPTQ weights are stored in the layout &apos;{}&apos;; gptq and gptq_v2 are known</source>
        <translation>أوزان GPTQ فيه مخزّنة بالترتيب «{}»؛ والمعروف gptq وgptq_v2</translation>
    </message>
    <message>
        <source>its GPTQ weights are packed in words of {}; int32 is known</source>
        <translation>أوزان GPTQ فيه مرصوصة في كلمات {}؛ والمعروف int32</translation>
    </message>
    <message>
        <source>its layers are quantised by GPTQ each in its own way (&apos;dynamic&apos;); only one way for all can be read</source>
        <translation>طبقاته مكمَّمة بطريقة GPTQ كلٌّ بأسلوبها («dynamic»)؛ ولا يُقرأ إلا أسلوب واحد للجميع</translation>
    </message>
    <message>
        <source>its weights are quantised by AWQ with {} bits; 4 are known</source>
        <translation>أوزانه مكمَّمة بطريقة AWQ بعدد {} من البتات؛ والمعروف 4</translation>
    </message>
    <message>
        <source>its AWQ weights are stored in the layout &apos;{}&apos;; gemm is known</source>
        <translation>أوزان AWQ فيه مخزّنة بالترتيب «{}»؛ والمعروف gemm</translation>
    </message>
    <message>
        <source>its weights are quantised by bitsandbytes, but the settings say {} of load_in_8bit and load_in_4bit</source>
        <translation>أوزانه مكمَّمة بطريقة bitsandbytes، لكن الإعدادات تذكر {} load_in_8bit وload_in_4bit</translation>
    </message>
    <message>
        <source>both</source>
        <translation>كليهما</translation>
    </message>
    <message>
        <source>neither</source>
        <translation>لا أيًّا منهما</translation>
    </message>
    <message>
        <source>one group a row</source>
        <translation>مجموعة واحدة للصف</translation>
    </message>
    <message>
        <source>groups of {}</source>
        <translation>مجموعات من {}</translation>
    </message>
    <message>
        <source>GPTQ, {} bits, {}</source>
        <translation>‏GPTQ، عدد البتات {}، {}</translation>
    </message>
    <message>
        <source>AWQ, {} bits, {}</source>
        <translation>‏AWQ، عدد البتات {}، {}</translation>
    </message>
    <message>
        <source>bitsandbytes, int8 with one scale a row</source>
        <translation>‏bitsandbytes، ‏int8 بمقياس واحد للصف</translation>
    </message>
    <message>
        <source>bitsandbytes, 4 bits</source>
        <translation>‏bitsandbytes، عدد البتات 4</translation>
    </message>
    <message>
        <source>&apos;quantization_config&apos; is no object</source>
        <translation>«quantization_config» ليس كائنًا</translation>
    </message>
    <message>
        <source>its weights are quantised {}, which this program cannot read; {}</source>
        <translation>أوزانه مكمَّمة {}، ولا يستطيع هذا البرنامج قراءتها؛ {}</translation>
    </message>
    <message>
        <source>by a method that is not named</source>
        <translation>بطريقة لم تُسمَّ</translation>
    </message>
    <message>
        <source>by &apos;{}&apos;</source>
        <translation>بطريقة «{}»</translation>
    </message>
    <message>
        <source>gptq, awq and bitsandbytes are known</source>
        <translation>والمعروف gptq وawq وbitsandbytes</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no known shape; there are {}</source>
        <translation>«{}» ليس شكلًا معروفًا؛ والموجود {}</translation>
    </message>
    <message>
        <source>Download the tokenizer&apos;s files again.</source>
        <translation>نزّل ملفات مقسِّم الرموز من جديد.</translation>
    </message>
    <message>
        <source>{}: line {} is no token in base64 with the rank {}</source>
        <translation>{}: السطر {} ليس رمزًا بترميز base64 رتبته {}</translation>
    </message>
    <message>
        <source>{}: holds no token</source>
        <translation>{}: لا رمز فيه</translation>
    </message>
    <message>
        <source>{} does not say how its tokenizer splits words, and its {} ranks are of no known encoding: split as GPT-2 does</source>
        <translation>لا يقول {} كيف يقسّم مقسِّم رموزه الكلمات، ورتبه وعددها {} ليست من ترميز معروف: تُقسَّم كما في GPT-2</translation>
    </message>
    <message>
        <source>tekken.json: config.{} is no count</source>
        <translation>⁦tekken.json⁩: ليس ⁦config.{}⁩ عددًا</translation>
    </message>
    <message>
        <source>tekken.json: has no vocabulary, no pattern, or fewer tokens ({}) than special ones ({})</source>
        <translation>⁦tekken.json⁩: ليست فيه مفردات أو نمط، أو رموزه ({}) أقل من الخاصة منها ({})</translation>
    </message>
    <message>
        <source>tekken.json: entry {} of the vocabulary is no token of that rank</source>
        <translation>⁦tekken.json⁩: المدخل {} في المفردات ليس رمزًا بتلك الرتبة</translation>
    </message>
    <message>
        <source>tekken.json: holds no token</source>
        <translation>⁦tekken.json⁩: لا رمز فيه</translation>
    </message>
    <message>
        <source>tekken.json: the special token {} is malformed</source>
        <translation>⁦tekken.json⁩: الرمز الخاص {} مشوّه</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos;: its {} holds {}, not a natural number</source>
        <translation>الموتِّر «{}»: في {} القيمة {}، وليست عددًا طبيعيًّا</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has no valid &apos;{}&apos;</source>
        <translation>ليس للموتِّر «{}» قيمة صالحة لـ «{}»</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; is described by no object</source>
        <translation>الموتِّر «{}» لا يصفه كائن</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; is of the unknown type &apos;{}&apos;</source>
        <translation>نوع الموتِّر «{}» غير معروف: «{}»</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has a dimension of {}</source>
        <translation>للموتِّر «{}» بعد قدره {}</translation>
    </message>
    <message>
        <source>the shape {} of tensor &apos;{}&apos; multiplies to more than 2^64 bytes</source>
        <translation>حاصل ضرب الشكل {} للموتِّر «{}» أكثر من ⁦2^64⁩ من البايتات</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has {} data offsets, not 2</source>
        <translation>للموتِّر «{}» {} من إزاحات البيانات، وليس إزاحتين</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; ends at {} of the data, before its begin at {}</source>
        <translation>ينتهي الموتِّر «{}» عند {} من البيانات، قبل بدايته عند {}</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; ends at {} of the data, which has {} bytes</source>
        <translation>ينتهي الموتِّر «{}» عند {} من البيانات، وحجمها {} من البايتات</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; of shape {} and type {} needs {} bytes, but has {}</source>
        <translation>الموتِّر «{}» بالشكل {} والنوع {} يحتاج إلى {} من البايتات، وله {}</translation>
    </message>
    <message>
        <source>length of the header</source>
        <translation>طول الترويسة</translation>
    </message>
    <message>
        <source>Choose a .safetensors file, or the folder it is in.</source>
        <translation>اختر ملف ⁦.safetensors⁩، أو المجلد الذي هو فيه.</translation>
    </message>
    <message>
        <source>its header would have {} bytes; 1 to {} are possible</source>
        <translation>سيكون طول ترويسته {} من البايتات؛ والممكن من 1 إلى {}</translation>
    </message>
    <message>
        <source>header</source>
        <translation>الترويسة</translation>
    </message>
    <message>
        <source>its header does not begin with &apos;{{&apos;</source>
        <translation>لا تبدأ ترويسته بالعلامة «⁦{{⁩»</translation>
    </message>
    <message>
        <source>its metadata is no object of strings</source>
        <translation>بياناته الوصفية ليست كائنًا من نصوص</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; begins at {} of the data, inside another, which ends at {}</source>
        <translation>يبدأ الموتِّر «{}» عند {} من البيانات، داخل موتِّر آخر ينتهي عند {}</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; begins at {} of the data, after a hole from {}</source>
        <translation>يبدأ الموتِّر «{}» عند {} من البيانات، بعد فجوة تبدأ عند {}</translation>
    </message>
    <message>
        <source>{} bytes follow after the last tensor</source>
        <translation>بعد آخر موتِّر {} من البايتات</translation>
    </message>
    <message>
        <source>has no &apos;weight_map&apos; with the tensors&apos; files</source>
        <translation>ليس فيه «weight_map» بملفات الموتِّرات</translation>
    </message>
    <message>
        <source>the file of tensor &apos;{}&apos; is no text</source>
        <translation>ملف الموتِّر «{}» ليس نصًّا</translation>
    </message>
    <message>
        <source>Download the missing file into the same folder.</source>
        <translation>نزّل الملف المفقود في المجلد نفسه.</translation>
    </message>
    <message>
        <source>the shard &apos;{}&apos; that holds tensor &apos;{}&apos; is missing</source>
        <translation>الجزء «{}» الذي فيه الموتِّر «{}» مفقود</translation>
    </message>
    <message>
        <source>Download the model again.</source>
        <translation>نزّل النموذج من جديد.</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is one of {} shards, others are of {}</source>
        <translation>«{}» واحد من {} من الأجزاء، وغيره من {}</translation>
    </message>
    <message>
        <source>names {} shards, but their names say there are {}</source>
        <translation>يسمّي {} من الأجزاء، وتقول أسماؤها إنها {}</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; lies in shard &apos;{}&apos;, but the index says it is in &apos;{}&apos;</source>
        <translation>الموتِّر «{}» في الجزء «{}»، ويقول الفهرس إنه في «{}»</translation>
    </message>
    <message>
        <source>Download tokenizer.json again.</source>
        <translation>نزّل ⁦tokenizer.json⁩ من جديد.</translation>
    </message>
    <message>
        <source>merge {} of tokenizer.json is neither a text nor a pair of texts</source>
        <translation>عملية الدمج {} في ⁦tokenizer.json⁩ ليست نصًّا ولا زوجًا من النصوص</translation>
    </message>
    <message>
        <source>its tokenizer leaves out merges at random (dropout), for training: not here</source>
        <translation>يترك مقسِّم رموزه عمليات دمج عشوائيًّا (⁦dropout⁩) للتدريب: وليس هنا</translation>
    </message>
    <message>
        <source>tokenizer.json: the BPE model has no list of merges</source>
        <translation>⁦tokenizer.json⁩: ليس لنموذج BPE قائمة بعمليات الدمج</translation>
    </message>
    <message>
        <source>its tokenizer&apos;s unknown token &apos;{}&apos; is not in the vocabulary</source>
        <translation>رمز المجهول «{}» في مقسِّم رموزه ليس في المفردات</translation>
    </message>
    <message>
        <source>tokenizer.json: the Unigram model&apos;s vocab is no list</source>
        <translation>⁦tokenizer.json⁩: مفردات نموذج Unigram ليست قائمة</translation>
    </message>
    <message>
        <source>tokenizer.json: entry {} of the Unigram model&apos;s vocab is no pair of text and score</source>
        <translation>⁦tokenizer.json⁩: المدخل {} في مفردات نموذج Unigram ليس زوجًا من نص ودرجة</translation>
    </message>
    <message>
        <source>tokenizer.json: unk_id is {}, but the vocabulary has {} tokens</source>
        <translation>⁦tokenizer.json⁩: قيمة unk_id هي {}، وفي المفردات {} من الرموز</translation>
    </message>
    <message>
        <source>tokenizer.json: there is no model</source>
        <translation>⁦tokenizer.json⁩: لا نموذج فيه</translation>
    </message>
    <message>
        <source>model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>tokenizer.json: added_tokens is no list</source>
        <translation>⁦tokenizer.json⁩: ليست added_tokens قائمة</translation>
    </message>
    <message>
        <source>tokenizer.json: added token {} has no id or no content</source>
        <translation>⁦tokenizer.json⁩: الرمز المضاف {} بلا معرّف أو بلا محتوى</translation>
    </message>
    <message>
        <source>tokenizer.json: the added token &apos;{}&apos; has the id {}</source>
        <translation>⁦tokenizer.json⁩: معرّف الرمز المضاف «{}» هو {}</translation>
    </message>
    <message>
        <source>post-processor</source>
        <translation>المعالج اللاحق</translation>
    </message>
    <message>
        <source>tokenizer.json: the post-processor names the token {}</source>
        <translation>⁦tokenizer.json⁩: يسمّي المعالج اللاحق الرمز {}</translation>
    </message>
    <message>
        <source>tokenizer.json: the post-processor&apos;s &apos;{}&apos; is no pair</source>
        <translation>⁦tokenizer.json⁩: «{}» في المعالج اللاحق ليس زوجًا</translation>
    </message>
    <message>
        <source>tokenizer.json: the post-processor&apos;s template is malformed</source>
        <translation>⁦tokenizer.json⁩: قالب المعالج اللاحق مشوّه</translation>
    </message>
    <message>
        <source>tokenizer.json: the post-processor&apos;s token {} is not defined</source>
        <translation>⁦tokenizer.json⁩: الرمز {} في المعالج اللاحق غير معرَّف</translation>
    </message>
    <message>
        <source>tokenizer.json is no JSON object</source>
        <translation>ليس ⁦tokenizer.json⁩ كائن JSON</translation>
    </message>
    <message>
        <source>tokenizer.json: a {} without a type</source>
        <translation>⁦tokenizer.json⁩: «{}» بلا نوع</translation>
    </message>
    <message>
        <source>tokenizer.json: {} has no pattern</source>
        <translation>⁦tokenizer.json⁩: لا نمط في {}</translation>
    </message>
    <message>
        <source>tokenizer.json: &apos;{}&apos; is no count</source>
        <translation>⁦tokenizer.json⁩: «{}» ليس عددًا</translation>
    </message>
    <message>
        <source>tokenizer.json: a delimiter&apos;s behavior is &apos;{}&apos;</source>
        <translation>⁦tokenizer.json⁩: سلوك الفاصل «{}»</translation>
    </message>
    <message>
        <source>tokenizer.json: Metaspace&apos;s prepend_scheme is &apos;{}&apos;</source>
        <translation>⁦tokenizer.json⁩: قيمة prepend_scheme في Metaspace هي «{}»</translation>
    </message>
    <message>
        <source>tokenizer.json: a Sequence without &apos;{}&apos;</source>
        <translation>⁦tokenizer.json⁩: تسلسل Sequence بلا «{}»</translation>
    </message>
    <message>
        <source>tokenizer.json: &apos;{}&apos; is neither true nor false</source>
        <translation>⁦tokenizer.json⁩: «{}» ليس true ولا false</translation>
    </message>
    <message>
        <source>tokenizer.json: &apos;{}&apos; is no text</source>
        <translation>⁦tokenizer.json⁩: «{}» ليس نصًّا</translation>
    </message>
    <message>
        <source>Use another tokenizer of this model: its tokenizer.model, or a GGUF file.</source>
        <translation>استخدم مقسِّم رموز آخر لهذا النموذج: ⁦tokenizer.model⁩ الخاص به، أو ملف GGUF.</translation>
    </message>
    <message>
        <source>tokenizer.json: the {} &apos;{}&apos; is not known here; known are {}</source>
        <translation>⁦tokenizer.json⁩: {} «{}» غير معروف هنا؛ والمعروف {}</translation>
    </message>
    <message>
        <source>normalizer</source>
        <translation>المُطبِّع</translation>
    </message>
    <message>
        <source>tokenizer.json: the Precompiled rules are not base64</source>
        <translation>⁦tokenizer.json⁩: قواعد Precompiled ليست base64</translation>
    </message>
    <message>
        <source>pre-tokenizer</source>
        <translation>المقسِّم الأولي</translation>
    </message>
    <message>
        <source>decoder</source>
        <translation>فاكّ الترميز</translation>
    </message>
    <message>
        <source>{}: the vocabulary is no object</source>
        <translation>{}: المفردات ليست كائنًا</translation>
    </message>
    <message>
        <source>{}: the id of &apos;{}&apos; is no whole number</source>
        <translation>{}: معرّف «{}» ليس عددًا صحيحًا</translation>
    </message>
    <message>
        <source>{}: token {} of the vocabulary is empty</source>
        <translation>{}: الرمز {} في المفردات فارغ</translation>
    </message>
    <message>
        <source>{}: the token &apos;{}&apos; has the id {}</source>
        <translation>{}: معرّف الرمز «{}» هو {}</translation>
    </message>
    <message>
        <source>{}: the tokens &apos;{}&apos; and &apos;{}&apos; both have the id {}</source>
        <translation>{}: للرمزين «{}» و«{}» المعرّف {} نفسه</translation>
    </message>
    <message>
        <source>merge {} of the vocabulary is &apos;{}&apos; instead of two pieces with a space between</source>
        <translation>عملية الدمج {} في المفردات هي «{}» بدلًا من قطعتين بينهما مسافة</translation>
    </message>
    <message>
        <source>merge {} of the vocabulary, &apos;{} {}&apos;, names no token</source>
        <translation>عملية الدمج {} في المفردات، وهي «⁦{} {}⁩»، لا تسمّي رمزًا</translation>
    </message>
    <message>
        <source>{}: it is left out</source>
        <translation>{}: أُهملت</translation>
    </message>
    <message>
        <source>{}: it and {} more are left out</source>
        <translation>{}: أُهملت ومعها {} أخرى</translation>
    </message>
    <message>
        <source>token {} of the vocabulary has {} bytes, more than {}</source>
        <translation>حجم الرمز {} في المفردات {} من البايتات، وهو أكثر من {}</translation>
    </message>
    <message>
        <source>tokens {} and {} of the vocabulary are the same {} bytes</source>
        <translation>الرمزان {} و{} في المفردات هما البايتات نفسها وعددها {}</translation>
    </message>
    <message>
        <source>The model&apos;s settings and its weights do not belong together: download or convert it again.</source>
        <translation>إعدادات النموذج وأوزانه ليست لبعضها: نزّله أو حوّله من جديد.</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; lies in two of the model&apos;s files</source>
        <translation>الموتِّر «{}» في ملفين من ملفات النموذج</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; is missing (of {} weights of a model with {} layers)</source>
        <translation>الموتِّر «{}» مفقود (من {} من الأوزان لنموذج فيه {} من الطبقات)</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has no place in a model of these settings ({} layers)</source>
        <translation>لا مكان للموتِّر «{}» في نموذج بهذه الإعدادات (عدد الطبقات {})</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has the shape {}, but the model&apos;s settings ask for {}</source>
        <translation>الموتِّر «{}» شكله {}، وتطلب إعدادات النموذج {}</translation>
    </message>
    <message>
        <source>Choose a model stored as F32, F16, BF16, Q8_0, Q6_K, Q5_K, Q4_K, Q3_K, Q2_K, IQ4_NL, IQ4_XS, Q5_0, Q5_1, Q4_0 or Q4_1.</source>
        <translation>اختر نموذجًا مخزّنًا بإحدى الصيغ F32 وF16 وBF16 وQ8_0 وQ6_K وQ5_K وQ4_K وQ3_K وQ2_K وIQ4_NL وIQ4_XS وQ5_0 وQ5_1 وQ4_0 وQ4_1.</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; is stored as {}, which this program cannot read</source>
        <translation>الموتِّر «{}» مخزّن بصيغة {}، ولا يستطيع هذا البرنامج قراءتها</translation>
    </message>
    <message>
        <source>Choose a model stored as F32, F16 or BF16.</source>
        <translation>اختر نموذجًا مخزّنًا بصيغة F32 أو F16 أو BF16.</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; is stored as {}, in blocks that cannot be taken apart</source>
        <translation>الموتِّر «{}» مخزّن بصيغة {}، في كتل لا يمكن تفكيكها</translation>
    </message>
    <message>
        <source>the model has a {}, but not all of what it is stored with</source>
        <translation>في النموذج {}، وينقص بعض ما يُخزَّن معه</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no precision; there are {}</source>
        <translation>«{}» ليست دقة معروفة؛ والموجود {}</translation>
    </message>
    <message>
        <source>{} is {}, which does not divide {} = {}</source>
        <translation>{} قيمته {}، وهو لا يقسم {} = {}</translation>
    </message>
    <message>
        <source>a width of {} cannot be cut into {} heads</source>
        <translation>العرض {} لا يُقسم على {} من الرؤوس</translation>
    </message>
    <message>
        <source>its keys are {} wide and its values {}; both must be the same</source>
        <translation>عرض مفاتيحه {} وعرض قيمه {}؛ ويجب أن يتساويا</translation>
    </message>
    <message>
        <source>its activation is &apos;{}&apos;; known are silu, gelu, gelu_new, gelu_pytorch_tanh, relu</source>
        <translation>دالة تنشيطه «{}»؛ والمعروف silu وgelu وgelu_new وgelu_pytorch_tanh وrelu</translation>
    </message>
    <message>
        <source>&apos;layer_types&apos; names {} layers of {}</source>
        <translation>يسمّي «layer_types» {} من الطبقات من أصل {}</translation>
    </message>
    <message>
        <source>layer {} is of the kind &apos;{}&apos;; known are full_attention and sliding_attention</source>
        <translation>الطبقة {} من النوع «{}»؛ والمعروف full_attention وsliding_attention</translation>
    </message>
    <message>
        <source>is a mixture of experts, which this program cannot run</source>
        <translation>هو خليط خبراء، ولا يستطيع هذا البرنامج تشغيله</translation>
    </message>
    <message>
        <source>The model&apos;s settings are damaged or of a kind this program does not know.</source>
        <translation>إعدادات النموذج تالفة أو من نوع لا يعرفه هذا البرنامج.</translation>
    </message>
    <message>
        <source>{} is {}; it must be a number above 0</source>
        <translation>{} قيمته {}؛ ويجب أن تكون عددًا أكبر من 0</translation>
    </message>
    <message>
        <source>{} is not a number</source>
        <translation>{} ليس عددًا</translation>
    </message>
    <message>
        <source>{} differs from layer to layer, which this program cannot run</source>
        <translation>{} يختلف من طبقة إلى طبقة، ولا يستطيع هذا البرنامج تشغيل ذلك</translation>
    </message>
    <message>
        <source>{}, not a whole number</source>
        <translation>{}، وليس عددًا صحيحًا</translation>
    </message>
    <message>
        <source>not a whole number</source>
        <translation>ليس عددًا صحيحًا</translation>
    </message>
    <message>
        <source>{} is missing</source>
        <translation>{} مفقود</translation>
    </message>
    <message>
        <source>{} is {}</source>
        <translation>{}: {}</translation>
    </message>
    <message>
        <source>{} is {}; {} to {} make sense</source>
        <translation>{} قيمته {}؛ والمعقول من {} إلى {}</translation>
    </message>
    <message>
        <source>{} is neither true nor false</source>
        <translation>{} ليس true ولا false</translation>
    </message>
    <message>
        <source>{} is not text</source>
        <translation>{} ليس نصًّا</translation>
    </message>
    <message>
        <source>{} is not a list of numbers</source>
        <translation>{} ليس قائمة أعداد</translation>
    </message>
    <message>
        <source>{} is not a list of texts</source>
        <translation>{} ليس قائمة نصوص</translation>
    </message>
    <message>
        <source>a BLOOM whose residual is taken after the norm is not known</source>
        <translation>نموذج BLOOM الذي يؤخذ باقيه بعد التطبيع غير معروف</translation>
    </message>
    <message>
        <source>a Command R+ with a norm for each head (&apos;use_qk_norm&apos;) is not known</source>
        <translation>نموذج ⁦Command R+⁩ بتطبيع لكل رأس («use_qk_norm») غير معروف</translation>
    </message>
    <message>
        <source>&apos;scale_attn_weights&apos; is false, which is not known</source>
        <translation>قيمة «scale_attn_weights» هي false، وذلك غير معروف</translation>
    </message>
    <message>
        <source>RoPE would rotate {} numbers of a head; it needs an even number</source>
        <translation>سيدير RoPE ‏{} من أعداد الرأس؛ ويلزم عدد زوجي</translation>
    </message>
    <message>
        <source>an MPT with &apos;{}&apos; set as it is here is not known</source>
        <translation>نموذج MPT بالقيمة التي هنا لـ «{}» غير معروف</translation>
    </message>
    <message>
        <source>an OPT with &apos;{}&apos; set as it is here is not known</source>
        <translation>نموذج OPT بالقيمة التي هنا لـ «{}» غير معروف</translation>
    </message>
    <message>
        <source>&apos;qk_layernorm&apos; is true, which is not known</source>
        <translation>قيمة «qk_layernorm» هي true، وذلك غير معروف</translation>
    </message>
    <message>
        <source>a StableLM with a norm for each head (&apos;qk_layernorm&apos;) is not known</source>
        <translation>نموذج StableLM بتطبيع لكل رأس («qk_layernorm») غير معروف</translation>
    </message>
    <message>
        <source>Choose a model of one of these kinds.</source>
        <translation>اختر نموذجًا من أحد هذه الأنواع.</translation>
    </message>
    <message>
        <source>its {} is &apos;{}&apos;; known are: {}</source>
        <translation>قيمة {} فيه «{}»؛ والمعروف: {}</translation>
    </message>
    <message>
        <source>a head of {} numbers; the cache holds heads of up to {}</source>
        <translation>رأس من {} من الأعداد؛ وتتسع الذاكرة المخبّأة لرؤوس حتى {}</translation>
    </message>
    <message>
        <source>its layers differ in their heads ({} with {} kv heads of {}, and {} with {} of {}); the cache asks for layers alike</source>
        <translation>تختلف طبقاته في رؤوسها ({} مع {} من رؤوس kv بعرض {}، و{} مع {} بعرض {})؛ وتطلب الذاكرة المخبّأة طبقات متماثلة</translation>
    </message>
    <message>
        <source>norms after parallel half-layers are not known</source>
        <translation>التطبيع بعد أنصاف طبقات متوازية غير معروف</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has {} numbers; {} frequencies need one each</source>
        <translation>في «{}» {} من الأعداد؛ وعدد الترددات {} ولكل منها عدد</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has a factor but no type</source>
        <translation>في «{}» معامل بلا نوع</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is {}, not above low_freq_factor, which is {}</source>
        <translation>«{}» قيمته {}، وليست أكبر من low_freq_factor وهو {}</translation>
    </message>
    <message>
        <source>the RoPE scaling &apos;{}&apos; is unknown; known are linear, dynamic, yarn, llama3 and longrope</source>
        <translation>تمديد RoPE «{}» غير معروف؛ والمعروف linear وdynamic وyarn وllama3 وlongrope</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is {}, more than 1</source>
        <translation>«{}» قيمته {}، وهي أكثر من 1</translation>
    </message>
    <message>
        <source>RoPE would rotate {} of the {} numbers of a head; it needs an even number from 2 on</source>
        <translation>سيدير RoPE ‏{} من أعداد الرأس وهي {}؛ ويلزم عدد زوجي من 2 فأكثر</translation>
    </message>
    <message>
        <source>the argument &apos;{}&apos; is missing</source>
        <translation>الوسيط «{}» مفقود</translation>
    </message>
    <message>
        <source>the argument &apos;{}&apos; must be an integer, not &apos;{}&apos;</source>
        <translation>يجب أن يكون الوسيط «{}» عددًا صحيحًا، لا «{}»</translation>
    </message>
    <message>
        <source>the argument &apos;{}&apos; must be a string, not &apos;{}&apos;</source>
        <translation>يجب أن يكون الوسيط «{}» نصًّا، لا «{}»</translation>
    </message>
    <message>
        <source>{}() takes at most {} arguments, {} were given</source>
        <translation>تأخذ ⁦{}()⁩ عدد {} من الوسطاء على الأكثر، وأُعطيت {}</translation>
    </message>
    <message>
        <source>{}() has no argument &apos;{}&apos;</source>
        <translation>ليس لـ ⁦{}()⁩ وسيط «{}»</translation>
    </message>
    <message>
        <source>a text of {} bytes is longer than the {} that are allowed</source>
        <translation>نص من {} من البايتات أطول من المسموح وهو {}</translation>
    </message>
    <message>
        <source>it needs more than {} bytes of memory</source>
        <translation>يحتاج إلى أكثر من {} من بايتات الذاكرة</translation>
    </message>
    <message>
        <source>it needs more than {} steps</source>
        <translation>يحتاج إلى أكثر من {} من الخطوات</translation>
    </message>
    <message>
        <source>it needs more than {} ms</source>
        <translation>يحتاج إلى أكثر من ⁦{} ms⁩</translation>
    </message>
    <message>
        <source>it nests more than {} operations</source>
        <translation>تتداخل فيه أكثر من {} من العمليات</translation>
    </message>
    <message>
        <source>the argument after ** must be a mapping, not &apos;{}&apos;</source>
        <translation>يجب أن يكون الوسيط بعد ⁦**⁩ قاموسًا، لا «{}»</translation>
    </message>
    <message>
        <source>names of arguments must be strings</source>
        <translation>يجب أن تكون أسماء الوسطاء نصوصًا</translation>
    </message>
    <message>
        <source>there is no filter named &apos;{}&apos;</source>
        <translation>لا مرشِّح باسم «{}»</translation>
    </message>
    <message>
        <source>there is no test named &apos;{}&apos;</source>
        <translation>لا اختبار باسم «{}»</translation>
    </message>
    <message>
        <source>a &apos;{}&apos; has no sign</source>
        <translation>ليس لقيمة من نوع «{}» إشارة</translation>
    </message>
    <message>
        <source>an expression is more than {} operations deep</source>
        <translation>تعبير أعمق من {} من العمليات</translation>
    </message>
    <message>
        <source>an expression</source>
        <translation>تعبير</translation>
    </message>
    <message>
        <source>a subscript is empty</source>
        <translation>دليل العنصر فارغ</translation>
    </message>
    <message>
        <source>a positional argument follows a named one</source>
        <translation>وسيط بلا اسم بعد وسيط باسم</translation>
    </message>
    <message>
        <source>there is no {} named &apos;{}&apos;</source>
        <translation>لا يوجد {} باسم «{}»</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>مرشِّح</translation>
    </message>
    <message>
        <source>test</source>
        <translation>اختبار</translation>
    </message>
    <message>
        <source>tests cannot be chained with &apos;is&apos;</source>
        <translation>لا يمكن وصل الاختبارات بالكلمة «is»</translation>
    </message>
    <message>
        <source>cannot assign to &apos;{}&apos;</source>
        <translation>لا يمكن الإسناد إلى «{}»</translation>
    </message>
    <message>
        <source>{} needs a string, not &apos;{}&apos;</source>
        <translation>يحتاج {} إلى نص، لا إلى «{}»</translation>
    </message>
    <message>
        <source>truncate needs a string, not &apos;{}&apos;</source>
        <translation>يحتاج truncate إلى نص، لا إلى «{}»</translation>
    </message>
    <message>
        <source>truncate() cannot shorten to {} characters</source>
        <translation>لا تستطيع ⁦truncate()⁩ الاختصار إلى {} من المحارف</translation>
    </message>
    <message>
        <source>format takes values or named ones, not both</source>
        <translation>يأخذ format قيمًا بلا أسماء أو بأسماء، لا كليهما</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is larger than a 64-bit integer</source>
        <translation>«{}» أكبر من عدد صحيح في 64 بتًّا</translation>
    </message>
    <message>
        <source>{} is larger than a 64-bit integer</source>
        <translation>{} أكبر من عدد صحيح في 64 بتًّا</translation>
    </message>
    <message>
        <source>{} needs a number, not &apos;{}&apos;</source>
        <translation>يحتاج {} إلى عدد، لا إلى «{}»</translation>
    </message>
    <message>
        <source>the result is larger than a 64-bit integer</source>
        <translation>الناتج أكبر من عدد صحيح في 64 بتًّا</translation>
    </message>
    <message>
        <source>method must be common, ceil or floor</source>
        <translation>يجب أن تكون method واحدة من common وceil وfloor</translation>
    </message>
    <message>
        <source>round() to {} digits is not supported</source>
        <translation>التقريب بواسطة ⁦round()⁩ إلى {} من الأرقام غير مدعوم</translation>
    </message>
    <message>
        <source>separators must be two strings</source>
        <translation>يجب أن يكون الفاصلان نصين</translation>
    </message>
    <message>
        <source>range() needs an end</source>
        <translation>تحتاج ⁦range()⁩ إلى نهاية</translation>
    </message>
    <message>
        <source>range() cannot have the step 0</source>
        <translation>لا يمكن أن تكون خطوة ⁦range()⁩ صفرًا</translation>
    </message>
    <message>
        <source>a range of {} items is longer than {}</source>
        <translation>مدى من {} من العناصر أطول من {}</translation>
    </message>
    <message>
        <source>at most 1 positional argument, {} were given</source>
        <translation>وسيط واحد بلا اسم على الأكثر، وأُعطيت {}</translation>
    </message>
    <message>
        <source>a mapping is made of pairs, not of {} values</source>
        <translation>يتكون القاموس من أزواج، لا من {} من القيم</translation>
    </message>
    <message>
        <source>a namespace keeps no attribute that begins with an underscore: &apos;{}&apos;</source>
        <translation>لا يحفظ namespace سمة تبدأ بشرطة سفلية: «{}»</translation>
    </message>
    <message>
        <source>the format of strftime_now() is too long</source>
        <translation>صيغة ⁦strftime_now()⁩ أطول من اللازم</translation>
    </message>
    <message>
        <source>strftime_now() takes no widths</source>
        <translation>لا تأخذ ⁦strftime_now()⁩ عروضًا</translation>
    </message>
    <message>
        <source>cycler() has nothing to cycle through</source>
        <translation>ليس لـ ⁦cycler()⁩ ما تدور عليه</translation>
    </message>
    <message>
        <source>the context of a template must be an object</source>
        <translation>يجب أن يكون سياق القالب كائنًا</translation>
    </message>
    <message>
        <source>the context is nested more than {} deep</source>
        <translation>السياق متداخل أكثر من {} من المستويات</translation>
    </message>
    <message>
        <source>cannot assign {} values to {} names</source>
        <translation>لا يمكن إسناد {} من القيم إلى {} من الأسماء</translation>
    </message>
    <message>
        <source>cannot assign an attribute of &apos;{}&apos;, which is no namespace</source>
        <translation>لا يمكن إسناد سمة في «{}»، فليس namespace</translation>
    </message>
    <message>
        <source>macros call each other more than {} deep</source>
        <translation>يستدعي الماكرو بعضه بعضًا أكثر من {} من المستويات</translation>
    </message>
    <message>
        <source>macro &apos;{}&apos; takes no keyword argument &apos;{}&apos;</source>
        <translation>لا يأخذ الماكرو «{}» وسيطًا باسم «{}»</translation>
    </message>
    <message>
        <source>macro &apos;{}&apos; takes not more than {} argument(s)</source>
        <translation>يأخذ الماكرو «{}» عدد {} من الوسطاء على الأكثر</translation>
    </message>
    <message>
        <source>the loop is not recursive: it must say so to be called</source>
        <translation>الحلقة ليست تعاودية: يجب أن تصرّح بذلك لتُستدعى</translation>
    </message>
    <message>
        <source>loops call themselves more than {} deep</source>
        <translation>تستدعي الحلقات نفسها أكثر من {} من المستويات</translation>
    </message>
    <message>
        <source>&apos;{}&apos; object is not callable</source>
        <translation>لا يمكن استدعاء كائن من نوع «{}»</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is refused: a chat template reads no other templates</source>
        <translation>«{}» مرفوض: لا يقرأ قالب المحادثة قوالب أخرى</translation>
    </message>
    <message>
        <source>a comment has no end</source>
        <translation>تعليق بلا نهاية</translation>
    </message>
    <message>
        <source>a raw block has no end</source>
        <translation>كتلة raw بلا نهاية</translation>
    </message>
    <message>
        <source>a tag has no end: &apos;{}&apos; is missing</source>
        <translation>وسم بلا نهاية: «{}» مفقود</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a number this program can hold</source>
        <translation>«{}» ليس عددًا يتسع له هذا البرنامج</translation>
    </message>
    <message>
        <source>a string has no end</source>
        <translation>نص بلا نهاية</translation>
    </message>
    <message>
        <source>a string has the malformed escape &apos;{}&apos;</source>
        <translation>في نص تتابع هروب مشوّه «{}»</translation>
    </message>
    <message>
        <source>unexpected character &apos;{}&apos;</source>
        <translation>محرف غير متوقع «{}»</translation>
    </message>
    <message>
        <source>unexpected &apos;{}&apos;</source>
        <translation>غير متوقع: «{}»</translation>
    </message>
    <message>
        <source>startswith and endswith need a string, not &apos;{}&apos;</source>
        <translation>تحتاج startswith وendswith إلى نص، لا إلى «{}»</translation>
    </message>
    <message>
        <source>substring not found</source>
        <translation>لم يُعثر على النص الجزئي</translation>
    </message>
    <message>
        <source>join() needs strings, not &apos;{}&apos;</source>
        <translation>تحتاج ⁦join()⁩ إلى نصوص، لا إلى «{}»</translation>
    </message>
    <message>
        <source>translate() needs a mapping, not &apos;{}&apos;</source>
        <translation>تحتاج ⁦translate()⁩ إلى قاموس، لا إلى «{}»</translation>
    </message>
    <message>
        <source>translate() puts strings or nothing in, not &apos;{}&apos;</source>
        <translation>تضع ⁦translate()⁩ نصوصًا أو لا شيء، لا «{}»</translation>
    </message>
    <message>
        <source>the fill character must be one character</source>
        <translation>يجب أن يكون محرف الملء محرفًا واحدًا</translation>
    </message>
    <message>
        <source>empty separator</source>
        <translation>فاصل فارغ</translation>
    </message>
    <message>
        <source>the value is not in the list</source>
        <translation>القيمة ليست في القائمة</translation>
    </message>
    <message>
        <source>a formatted field is wider than {}</source>
        <translation>حقل منسّق أعرض من {}</translation>
    </message>
    <message>
        <source>a format has two kinds of grouping</source>
        <translation>في الصيغة نوعان من تجميع الأرقام</translation>
    </message>
    <message>
        <source>a format lacks its precision</source>
        <translation>تنقص الصيغة دقتها</translation>
    </message>
    <message>
        <source>the format &apos;{}&apos; is malformed</source>
        <translation>الصيغة «{}» مشوّهة</translation>
    </message>
    <message>
        <source>a precision has no meaning for an integer</source>
        <translation>لا معنى للدقة مع عدد صحيح</translation>
    </message>
    <message>
        <source>&apos;z&apos; has no meaning for an integer</source>
        <translation>لا معنى لـ «z» مع عدد صحيح</translation>
    </message>
    <message>
        <source>the format of a character takes no sign, &apos;#&apos; or grouping</source>
        <translation>لا تأخذ صيغة المحرف إشارة ولا «#» ولا تجميعًا</translation>
    </message>
    <message>
        <source>{} is no character</source>
        <translation>{} ليس محرفًا</translation>
    </message>
    <message>
        <source>unknown format code &apos;{}&apos; for an integer</source>
        <translation>رمز صيغة غير معروف «{}» لعدد صحيح</translation>
    </message>
    <message>
        <source>cannot specify &apos;,&apos; with &apos;{}&apos;</source>
        <translation>لا يمكن الجمع بين «⁦,⁩» و«{}»</translation>
    </message>
    <message>
        <source>cannot specify a grouping with &apos;n&apos;</source>
        <translation>لا يمكن تحديد تجميع مع «n»</translation>
    </message>
    <message>
        <source>unknown format code &apos;{}&apos; for a number</source>
        <translation>رمز صيغة غير معروف «{}» لعدد</translation>
    </message>
    <message>
        <source>unknown format code &apos;{}&apos; for a string</source>
        <translation>رمز صيغة غير معروف «{}» لنص</translation>
    </message>
    <message>
        <source>the format &apos;{}&apos; has no meaning for a string</source>
        <translation>لا معنى للصيغة «{}» مع نص</translation>
    </message>
    <message>
        <source>a &apos;{}&apos; takes no format</source>
        <translation>لا تأخذ قيمة من نوع «{}» صيغة</translation>
    </message>
    <message>
        <source>division by zero</source>
        <translation>قسمة على صفر</translation>
    </message>
    <message>
        <source>the result is a complex number</source>
        <translation>الناتج عدد مركب</translation>
    </message>
    <message>
        <source>the result is too large</source>
        <translation>الناتج أكبر من اللازم</translation>
    </message>
    <message>
        <source>slice indices must be integers, not &apos;{}&apos;</source>
        <translation>يجب أن تكون حدود الشريحة أعدادًا صحيحة، لا «{}»</translation>
    </message>
    <message>
        <source>a slice cannot have the step 0</source>
        <translation>لا يمكن أن تكون خطوة الشريحة صفرًا</translation>
    </message>
    <message>
        <source>&apos;{}&apos; {} &apos;{}&apos; has no meaning</source>
        <translation>لا معنى لـ «{}» {} «{}»</translation>
    </message>
    <message>
        <source>a &apos;{}&apos; cannot be sliced</source>
        <translation>لا يمكن تقطيع قيمة من نوع «{}»</translation>
    </message>
    <message>
        <source>generators feed each other more than {} deep</source>
        <translation>تغذّي المولِّدات بعضها بعضًا أكثر من {} من المستويات</translation>
    </message>
    <message>
        <source>generator already executing</source>
        <translation>المولِّد قيد التنفيذ</translation>
    </message>
    <message>
        <source>&apos;{}&apos; object is not iterable</source>
        <translation>لا يمكن المرور على عناصر كائن من نوع «{}»</translation>
    </message>
    <message>
        <source>&apos;in &lt;string&gt;&apos; requires a string on its left side, not &apos;{}&apos;</source>
        <translation>تتطلب «in» مع نص نصًّا في طرفها الأيسر، لا «{}»</translation>
    </message>
    <message>
        <source>argument of type &apos;{}&apos; is not iterable</source>
        <translation>لا يمكن المرور على عناصر وسيط من نوع «{}»</translation>
    </message>
    <message>
        <source>cycle() has nothing to cycle through</source>
        <translation>ليس لـ ⁦cycle()⁩ ما تدور عليه</translation>
    </message>
    <message>
        <source>the tag &apos;{}&apos; is missing</source>
        <translation>الوسم «{}» مفقود</translation>
    </message>
    <message>
        <source>a tag</source>
        <translation>وسم</translation>
    </message>
    <message>
        <source>&apos;{}&apos; outside of a loop</source>
        <translation>«{}» خارج حلقة</translation>
    </message>
    <message>
        <source>unknown tag &apos;{}&apos;</source>
        <translation>وسم غير معروف «{}»</translation>
    </message>
    <message>
        <source>a parameter without a default follows one with</source>
        <translation>معامل بلا قيمة تلقائية بعد معامل له قيمة</translation>
    </message>
    <message>
        <source>a call block needs a call</source>
        <translation>تحتاج كتلة call إلى استدعاء</translation>
    </message>
    <message>
        <source>its source is {} bytes long; {} are allowed</source>
        <translation>طول مصدره {} من البايتات؛ والمسموح {}</translation>
    </message>
    <message>
        <source>its source is not UTF-8</source>
        <translation>مصدره ليس UTF-8</translation>
    </message>
    <message>
        <source>values are nested more than {} deep</source>
        <translation>القيم متداخلة أكثر من {} من المستويات</translation>
    </message>
    <message>
        <source>Object of type {} is not JSON serializable</source>
        <translation>لا يمكن كتابة كائن من نوع {} بصيغة JSON</translation>
    </message>
    <message>
        <source>keys must be strings, numbers or none, not &apos;{}&apos;</source>
        <translation>يجب أن تكون المفاتيح نصوصًا أو أعدادًا أو none، لا «{}»</translation>
    </message>
    <message>
        <source>object of type &apos;{}&apos; has no len()</source>
        <translation>ليس لكائن من نوع «{}» طول ⁦len()⁩</translation>
    </message>
    <message>
        <source>a generator has no last item</source>
        <translation>ليس لمولِّد عنصر أخير</translation>
    </message>
    <message>
        <source>Can only get item pairs from a mapping.</source>
        <translation>لا تؤخذ أزواج العناصر إلا من قاموس.</translation>
    </message>
    <message>
        <source>dictsort needs a mapping, not &apos;{}&apos;</source>
        <translation>يحتاج dictsort إلى قاموس، لا إلى «{}»</translation>
    </message>
    <message>
        <source>dictsort sorts by &apos;key&apos; or &apos;value&apos;</source>
        <translation>يرتّب dictsort حسب «key» أو «value»</translation>
    </message>
    <message>
        <source>sum() adds no strings</source>
        <translation>لا تجمع ⁦sum()⁩ نصوصًا</translation>
    </message>
    <message>
        <source>batch needs a size of at least 1, not {}</source>
        <translation>يحتاج batch إلى حجم 1 على الأقل، لا {}</translation>
    </message>
    <message>
        <source>a batch of {} items is larger than {}</source>
        <translation>دفعة من {} من العناصر أكبر من {}</translation>
    </message>
    <message>
        <source>slice needs between 1 and {} slices, not {}</source>
        <translation>يحتاج slice إلى ما بين 1 و{} من الشرائح، لا {}</translation>
    </message>
    <message>
        <source>not all arguments of a format string were used</source>
        <translation>لم تُستخدم كل وسطاء نص الصيغة</translation>
    </message>
    <message>
        <source>not enough arguments for a format string</source>
        <translation>وسطاء نص الصيغة لا تكفي</translation>
    </message>
    <message>
        <source>* in a format string wants an integer</source>
        <translation>تتطلب ⁦*⁩ في نص الصيغة عددًا صحيحًا</translation>
    </message>
    <message>
        <source>format requires a mapping</source>
        <translation>تتطلب الصيغة قاموسًا</translation>
    </message>
    <message>
        <source>a format string is incomplete</source>
        <translation>نص الصيغة ناقص</translation>
    </message>
    <message>
        <source>a format string has no value for &apos;{}&apos;</source>
        <translation>ليس لنص الصيغة قيمة لـ «{}»</translation>
    </message>
    <message>
        <source>unsupported format character &apos;{}&apos;</source>
        <translation>محرف صيغة غير مدعوم «{}»</translation>
    </message>
    <message>
        <source>%c needs a character</source>
        <translation>تحتاج ⁦%c⁩ إلى محرف</translation>
    </message>
    <message>
        <source>%{} needs a number, not &apos;{}&apos;</source>
        <translation>تحتاج ⁦%{}⁩ إلى عدد، لا إلى «{}»</translation>
    </message>
    <message>
        <source>{} is no 64-bit integer</source>
        <translation>{} ليس عددًا صحيحًا في 64 بتًّا</translation>
    </message>
    <message>
        <source>%{} needs an integer, not &apos;{}&apos;</source>
        <translation>تحتاج ⁦%{}⁩ إلى عدد صحيح، لا إلى «{}»</translation>
    </message>
    <message>
        <source>the fields of a format string are nested too deep</source>
        <translation>حقول نص الصيغة متداخلة أعمق من اللازم</translation>
    </message>
    <message>
        <source>a single &apos;}}&apos; in a format string</source>
        <translation>علامة «⁦}}⁩» منفردة في نص الصيغة</translation>
    </message>
    <message>
        <source>a single &apos;{{&apos; in a format string</source>
        <translation>علامة «⁦{{⁩» منفردة في نص الصيغة</translation>
    </message>
    <message>
        <source>unexpected &apos;{{&apos; in a field name</source>
        <translation>علامة «⁦{{⁩» غير متوقعة في اسم حقل</translation>
    </message>
    <message>
        <source>a format string has a malformed conversion</source>
        <translation>في نص الصيغة تحويل مشوّه</translation>
    </message>
    <message>
        <source>unknown conversion &apos;{}&apos;</source>
        <translation>تحويل غير معروف «{}»</translation>
    </message>
    <message>
        <source>a format string numbers some of its fields and not others</source>
        <translation>يرقّم نص الصيغة بعض حقوله دون بعض</translation>
    </message>
    <message>
        <source>a format string has no value for field {}</source>
        <translation>ليس لنص الصيغة قيمة للحقل {}</translation>
    </message>
    <message>
        <source>an empty attribute in a format string</source>
        <translation>سمة فارغة في نص الصيغة</translation>
    </message>
    <message>
        <source>a format string lacks a &apos;]&apos;</source>
        <translation>ينقص نص الصيغة «⁦]⁩»</translation>
    </message>
    <message>
        <source>only &apos;.&apos; or &apos;[&apos; may follow &apos;]&apos; in a format string</source>
        <translation>لا يتبع «⁦]⁩» في نص الصيغة إلا «⁦.⁩» أو «⁦[⁩»</translation>
    </message>
    <message>
        <source>a text repeated {} times is longer than the {} bytes that are allowed</source>
        <translation>نص مكرر {} من المرات أطول من المسموح وهو {} من البايتات</translation>
    </message>
    <message>
        <source>a name</source>
        <translation>اسم</translation>
    </message>
    <message>
        <source>the end of the template</source>
        <translation>نهاية القالب</translation>
    </message>
    <message>
        <source>text</source>
        <translation>نص</translation>
    </message>
    <message>
        <source>the end of the tag</source>
        <translation>نهاية الوسم</translation>
    </message>
    <message>
        <source>expected {}, found {}</source>
        <translation>المتوقع {}، والموجود {}</translation>
    </message>
    <message>
        <source>expected {}, found &apos;{}&apos;</source>
        <translation>المتوقع {}، والموجود «{}»</translation>
    </message>
    <message>
        <source>blocks or brackets are nested more than {} deep</source>
        <translation>الكتل أو الأقواس متداخلة أكثر من {} من المستويات</translation>
    </message>
    <message>
        <source>the key of a mapping is too big</source>
        <translation>مفتاح القاموس أكبر من اللازم</translation>
    </message>
    <message>
        <source>&apos;{}&apos; cannot be the key of a mapping</source>
        <translation>لا يصلح «{}» مفتاحًا في قاموس</translation>
    </message>
    <message>
        <source>&apos;{}&apos; and &apos;{}&apos; cannot be ordered</source>
        <translation>لا ترتيب بين «{}» و«{}»</translation>
    </message>
    <message>
        <source>the inline if-expression has no value: its condition is false and it has no else</source>
        <translation>ليس لتعبير if قيمة: شرطه غير محقق وليس له else</translation>
    </message>
    <message>
        <source>&apos;{}&apos; object has no attribute &apos;{}&apos;</source>
        <translation>ليس لكائن من نوع «{}» سمة «{}»</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is undefined</source>
        <translation>«{}» غير معرَّف</translation>
    </message>
    <message>
        <source>the model&apos;s chat template refuses the conversation: {}</source>
        <translation>قالب المحادثة يرفض هذه المحادثة: {}</translation>
    </message>
    <message>
        <source>Choose another chat template for this model.</source>
        <translation>اختر قالب محادثة آخر لهذا النموذج.</translation>
    </message>
    <message>
        <source>the model&apos;s chat template cannot be used: {}</source>
        <translation>لا يمكن استخدام قالب المحادثة: {}</translation>
    </message>
    <message>
        <source>the model&apos;s chat template cannot be used: line {}: {}</source>
        <translation>لا يمكن استخدام قالب المحادثة: السطر {}: {}</translation>
    </message>
    <message>
        <source>the normalisation rules of the tokenizer ({} bytes) point outside themselves</source>
        <translation>قواعد التطبيع في مقسِّم الرموز ({} من البايتات) تشير إلى خارجها</translation>
    </message>
    <message>
        <source>Download the model again, or convert it again from its source.</source>
        <translation>نزّل النموذج من جديد، أو حوّله من جديد من مصدره.</translation>
    </message>
    <message>
        <source>the normalisation rules have {} bytes; {} at most</source>
        <translation>حجم قواعد التطبيع {} من البايتات؛ والمسموح {} على الأكثر</translation>
    </message>
    <message>
        <source>the normalisation rules nest {} prefixes; {} at most</source>
        <translation>تتداخل في قواعد التطبيع {} من البادئات؛ والمسموح {} على الأكثر</translation>
    </message>
    <message>
        <source>Use another tokenizer of this model.</source>
        <translation>استخدم مقسِّم رموز آخر لهذا النموذج.</translation>
    </message>
    <message>
        <source>the tokenizer&apos;s decoder runs {} over the whole text, which cannot be shown while it is written</source>
        <translation>يطبّق فاكّ الترميز {} على النص كله، ولا يمكن عرض ذلك أثناء كتابته</translation>
    </message>
    <message>
        <source>Strip twice</source>
        <translation>‏Strip مرتين</translation>
    </message>
    <message>
        <source>no pre-tokenizer is called &apos;{}&apos;</source>
        <translation>لا مقسِّم أولي باسم «{}»</translation>
    </message>
    <message>
        <source>Known are {}.</source>
        <translation>المعروف: {}.</translation>
    </message>
    <message>
        <source>Leave the pre-tokenizer as it is.</source>
        <translation>اترك المقسِّم الأولي كما هو.</translation>
    </message>
    <message>
        <source>the model&apos;s vocabulary is not byte-level: it does not split words by a pattern of that kind</source>
        <translation>مفردات النموذج ليست على مستوى البايتات: فلا تُقسم الكلمات فيها بنمط من ذلك النوع</translation>
    </message>
    <message>
        <source>the {} token has the id {}, but the vocabulary has {} tokens</source>
        <translation>معرّف الرمز {} هو {}، وفي المفردات {} من الرموز</translation>
    </message>
    <message>
        <source>the tokenizer&apos;s vocabulary is empty</source>
        <translation>مفردات مقسِّم الرموز فارغة</translation>
    </message>
    <message>
        <source>the added token &apos;{}&apos; has the id {}, but the vocabulary has {} tokens</source>
        <translation>معرّف الرمز المضاف «{}» هو {}، وفي المفردات {} من الرموز</translation>
    </message>
    <message>
        <source>the added tokens {} and {} are both &apos;{}&apos;: the first is used</source>
        <translation>الرمزان المضافان {} و{} كلاهما «{}»: يُستخدم الأول</translation>
    </message>
    <message>
        <source>the tokenizer&apos;s pattern &apos;{}&apos; cannot be read: {}</source>
        <translation>تعذّرت قراءة نمط مقسِّم الرموز «{}»: {}</translation>
    </message>
    <message>
        <source>the tokenizer&apos;s pattern &apos;{}&apos; gave up on {} bytes of text at byte {}: {}</source>
        <translation>توقف نمط مقسِّم الرموز «{}» في نص من {} من البايتات عند البايت {}: {}</translation>
    </message>
    <message>
        <source>Choose another tokenizer, or report the model.</source>
        <translation>اختر مقسِّم رموز آخر، أو أبلغ عن النموذج.</translation>
    </message>
    <message>
        <source>the tokenizer&apos;s pattern &apos;{}&apos; uses {} at byte {}, which is not known here</source>
        <translation>يستخدم نمط مقسِّم الرموز «{}» ‏{} عند البايت {}، وذلك غير معروف هنا</translation>
    </message>
    <message>
        <source>an absent operator (?~</source>
        <translation>عامل الغياب ⁦(?~⁩</translation>
    </message>
    <message>
        <source>a lone backslash</source>
        <translation>شرطة عكسية وحيدة</translation>
    </message>
    <message>
        <source>\W in a class</source>
        <translation>⁦\W⁩ داخل فئة</translation>
    </message>
    <message>
        <source>\u without four digits</source>
        <translation>⁦\u⁩ بلا أربعة أرقام</translation>
    </message>
    <message>
        <source>\p without braces</source>
        <translation>⁦\p⁩ بلا أقواس</translation>
    </message>
    <message>
        <source>\p without a closing brace</source>
        <translation>⁦\p⁩ بلا قوس إغلاق</translation>
    </message>
    <message>
        <source>a negated POSIX property in a class</source>
        <translation>خاصية POSIX منفية داخل فئة</translation>
    </message>
    <message>
        <source>a negated class in a class</source>
        <translation>فئة منفية داخل فئة</translation>
    </message>
    <message>
        <source>a class without an end</source>
        <translation>فئة بلا نهاية</translation>
    </message>
    <message>
        <source>an intersection of classes (&amp;&amp;)</source>
        <translation>تقاطع فئات (⁦&amp;&amp;⁩)</translation>
    </message>
    <message>
        <source>[: without an end</source>
        <translation>⁦[:⁩ بلا نهاية</translation>
    </message>
    <message>
        <source>a class [:{}:]</source>
        <translation>الفئة ⁦[:{}:]⁩</translation>
    </message>
    <message>
        <source>tokens {} and {} of the vocabulary are both &apos;{}&apos;</source>
        <translation>الرمزان {} و{} في المفردات كلاهما «{}»</translation>
    </message>
    <message>
        <source>token {} (&apos;{}&apos;) has the score {}</source>
        <translation>درجة الرمز {} («{}») هي {}</translation>
    </message>
    <message>
        <source>token {} holds a NUL</source>
        <translation>في الرمز {} علامة NUL</translation>
    </message>
    <message>
        <source>token {} is a byte but is spelled &apos;{}&apos; instead of &lt;0x00&gt; to &lt;0xFF&gt;</source>
        <translation>الرمز {} بايت، لكنه مكتوب «{}» بدلًا من ⁦&lt;0x00&gt;⁩ إلى ⁦&lt;0xFF&gt;⁩</translation>
    </message>
    <message>
        <source>the vocabulary of {} tokens has {} unknown tokens instead of one</source>
        <translation>في المفردات وعددها {} من الرموز {} من رموز المجهول بدلًا من واحد</translation>
    </message>
    <message>
        <source>the vocabulary has {} byte tokens instead of {}</source>
        <translation>في المفردات {} من رموز البايتات بدلًا من {}</translation>
    </message>
    <message>
        <source>tokenizer.model rewrites its output with denormalisation rules</source>
        <translation>يعيد ⁦tokenizer.model⁩ كتابة ناتجه بقواعد عكس التطبيع</translation>
    </message>
    <message>
        <source>Download tokenizer.model again.</source>
        <translation>نزّل ⁦tokenizer.model⁩ من جديد.</translation>
    </message>
    <message>
        <source>tokenizer.model ({} bytes) is not a sentencepiece model: it breaks off or holds a field of the wrong kind, after {} pieces</source>
        <translation>ليس ⁦tokenizer.model⁩ ({} من البايتات) نموذج sentencepiece: ينقطع أو فيه حقل من نوع خاطئ بعد {} من القطع</translation>
    </message>
    <message>
        <source>sentencepiece refuses the vocabulary: {}</source>
        <translation>ترفض مكتبة sentencepiece المفردات: {}</translation>
    </message>
    <message>
        <source>the vocabulary has {} tokens</source>
        <translation>في المفردات {} من الرموز</translation>
    </message>
    <message>
        <source>{} ids between its added tokens have no token</source>
        <translation>{} من المعرّفات بين رموزه المضافة بلا رمز</translation>
    </message>
    <message>
        <source>{} tokens are marked as unknown: &apos;{}&apos; ({}) is, the others are not used</source>
        <translation>{} من الرموز موسومة بالمجهول: المقصود «{}» ({})، ولا يُستخدم غيره</translation>
    </message>
    <message>
        <source>the added token &apos;{}&apos; has the id {}, but the vocabulary ends at {}</source>
        <translation>معرّف الرمز المضاف «{}» هو {}، وتنتهي المفردات عند {}</translation>
    </message>
    <message>
        <source>the added tokens &apos;{}&apos; and &apos;{}&apos; both have the id {}</source>
        <translation>للرمزين المضافين «{}» و«{}» المعرّف {} نفسه</translation>
    </message>
    <message>
        <source>{} user-defined tokens are prefixes of one another, up to one of {} bytes; {} at most</source>
        <translation>{} من الرموز التي عرّفها المستخدم بادئات بعضها لبعض، حتى رمز من {} من البايتات؛ والمسموح {} على الأكثر</translation>
    </message>
    <message>
        <source>tokens {} and {} of the vocabulary are both &apos;{}&apos;: only the first is used</source>
        <translation>الرمزان {} و{} في المفردات كلاهما «{}»: لا يُستخدم إلا الأول</translation>
    </message>
    <message>
        <source>{} more tokens have the text of another</source>
        <translation>{} من الرموز الأخرى لها نص رمز غيرها</translation>
    </message>
    <message>
        <source>Put its tokenizer.json or tokenizer.model next to the weights, or use a GGUF file with its vocabulary.</source>
        <translation>ضع ⁦tokenizer.json⁩ أو ⁦tokenizer.model⁩ الخاص به بجانب الأوزان، أو استخدم ملف GGUF فيه مفرداته.</translation>
    </message>
    <message>
        <source>the model comes without a vocabulary</source>
        <translation>النموذج بلا مفردات</translation>
    </message>
    <message>
        <source>CPU · {}, {} threads</source>
        <translation>المعالج · {}، عدد الخيوط {}</translation>
    </message>
    <message>
        <source>GGUF, pre-tokenizer not named</source>
        <translation>‏GGUF، المقسِّم الأولي غير مسمّى</translation>
    </message>
    <message>
        <source>GGUF, pre-tokenizer {}</source>
        <translation>‏GGUF، المقسِّم الأولي {}</translation>
    </message>
    <message>
        <source>vocab.json and merges.txt</source>
        <translation>⁦vocab.json⁩ و⁦merges.txt⁩</translation>
    </message>
    <message>
        <source>random weights</source>
        <translation>أوزان عشوائية</translation>
    </message>
    <message>
        <source>safetensors, {} files</source>
        <translation>‏safetensors، عدد الملفات {}</translation>
    </message>
    <message>
        <source>counting was stopped</source>
        <translation>أُوقف العدّ</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>لا إذن بذلك</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>العملية غير مسموح بها</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>خطأ في القراءة أو الكتابة</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>الملفات المفتوحة أكثر من اللازم</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>الروابط الرمزية متسلسلة أكثر من اللازم</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>اسم الملف أطول من اللازم</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>لا يوجد ملف أو مجلد كهذا</translation>
    </message>
    <message>
        <source>byte-level {}</source>
        <translation>‏{} على مستوى البايتات</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>ذاكرة KV</translation>
    </message>
    <message>
        <source>no random weights can be made as &apos;{}&apos;; there are Q4_K_M, Q5_K_M and the names of quantised formats</source>
        <translation>لا يمكن صنع أوزان عشوائية بصيغة «{}»؛ والموجود Q4_K_M وQ5_K_M وأسماء الصيغ المكمّاة</translation>
    </message>
    <message>
        <source>comparing was stopped</source>
        <translation>أُوقفت المقارنة</translation>
    </message>
    <message>
        <source>Compare fewer tokens, or a shorter conversation.</source>
        <translation>قارن رموزًا أقل أو محادثة أقصر.</translation>
    </message>
    <message>
        <source>Choose auto, cpu, cuda, cuda:N, or several of them: cpu+cuda:0.</source>
        <translation>اختر auto أو cpu أو cuda أو cuda:N، أو عدّة منها معًا: ⁦cpu+cuda:0⁩.</translation>
    </message>
    <message>
        <source>device &apos;{}&apos; is named twice</source>
        <translation>ذُكر الجهاز «{}» مرتين</translation>
    </message>
    <message>
        <source>Name fewer devices.</source>
        <translation>اذكر أجهزة أقل.</translation>
    </message>
    <message>
        <source>{} layers cannot be split over {} devices</source>
        <translation>لا يمكن توزيع طبقات عددها {} على أجهزة عددها {}</translation>
    </message>
    <message>
        <source>Give each device a count of layers, of one at least, or none to share them out by free memory.</source>
        <translation>أعطِ كل جهاز عددًا من الطبقات لا يقل عن واحدة، أو لا تعطِ شيئًا لتوزَّع بحسب الذاكرة المتاحة.</translation>
    </message>
    <message>
        <source>a split of {} layers by {} counts that sum to {}, over {} devices</source>
        <translation>توزيع طبقات عددها {} بأعداد هي {} ومجموعها {} على أجهزة عددها {}</translation>
    </message>
    <message>
        <source>Give this device fewer layers, or choose smaller weights, a smaller cache format or a shorter context.</source>
        <translation>أعطِ هذا الجهاز طبقات أقل، أو اختر أوزانًا أصغر أو صيغة أصغر للذاكرة المؤقتة أو سياقًا أقصر.</translation>
    </message>
    <message>
        <source>layers {} to {} need {:.0f} MiB on {} ({:.0f} weights, {:.0f} KV cache of {} tokens, {:.0f} activations and workspace); {:.0f} MiB of its memory are free</source>
        <translation>تحتاج الطبقات من {0} إلى {1} على {3} إلى ⁦{2} MiB⁩ (للأوزان {4}، ولذاكرة KV لعدد {6} من الرموز {5}، وللتنشيطات ومساحة العمل {7})؛ والمتاح من ذاكرته ⁦{8} MiB⁩</translation>
    </message>
    <message>
        <source>layers {} to {} on {}</source>
        <translation>الطبقات من {} إلى {} على {}</translation>
    </message>
    <message>
        <source>{}, {}</source>
        <translation>{}، {}</translation>
    </message>
    <message>
        <source>Give at least one.</source>
        <translation>أعطِ واحدًا على الأقل.</translation>
    </message>
    <message>
        <source>there are no tokens whose attention could be shown</source>
        <translation>لا توجد رموز يمكن عرض انتباهها</translation>
    </message>
    <message>
        <source>Choose another layer.</source>
        <translation>اختر طبقة أخرى.</translation>
    </message>
    <message>
        <source>layer {} is not there: the model has layers 0 to {}</source>
        <translation>الطبقة {} غير موجودة: طبقات النموذج من 0 إلى {}</translation>
    </message>
    <message>
        <source>Choose another head.</source>
        <translation>اختر رأسًا آخر.</translation>
    </message>
    <message>
        <source>head {} is not there: a layer has heads 0 to {}</source>
        <translation>الرأس {} غير موجود: رؤوس الطبقة من 0 إلى {}</translation>
    </message>
    <message>
        <source>Give tokens of this model.</source>
        <translation>أعطِ رموزًا من هذا النموذج.</translation>
    </message>
    <message>
        <source>token {} is not below the vocabulary&apos;s {}</source>
        <translation>الرمز {} ليس دون {}، وهو حجم المفردات</translation>
    </message>
    <message>
        <source>{} tokens would fit.</source>
        <translation>يتسع المكان لعدد من الرموز قدره {}.</translation>
    </message>
    <message>
        <source>Close other programs or choose smaller weights.</source>
        <translation>أغلق برامج أخرى أو اختر أوزانًا أصغر.</translation>
    </message>
    <message>
        <source>showing the attention of {} tokens needs {:.1f} MiB, {:.1f} MiB are free</source>
        <translation>عرض انتباه {} من الرموز يحتاج إلى ⁦{:.1f} MiB⁩، والمتاح ⁦{:.1f} MiB⁩</translation>
    </message>
    <message>
        <source>Open the model on this machine.</source>
        <translation>افتح النموذج على هذا الجهاز.</translation>
    </message>
    <message>
        <source>this engine does not show where its tokens look</source>
        <translation>هذا المحرك لا يُظهر إلى أين تنظر رموزه</translation>
    </message>
    <message>
        <source>looking at attention</source>
        <translation>النظر في الانتباه</translation>
    </message>
    <message>
        <source>looking at attention was stopped</source>
        <translation>أُوقف النظر في الانتباه</translation>
    </message>
    <message>
        <source>Look at fewer tokens, or close other programs.</source>
        <translation>انظر في رموز أقل أو أغلق برامج أخرى.</translation>
    </message>
    <message>
        <source>the model&apos;s positions are added to its input: there is no attention without them</source>
        <translation>مواضع النموذج مضافة إلى مدخله: لا انتباه من دونها</translation>
    </message>
    <message>
        <source>the model encodes no positions</source>
        <translation>النموذج لا يرمّز المواضع</translation>
    </message>
    <message>
        <source>this engine does not show the tokens of a prompt</source>
        <translation>هذا المحرك لا يُظهر رموز المدخل</translation>
    </message>
    <message>
        <source>predicting was stopped</source>
        <translation>أُوقف التوقع</translation>
    </message>
    <message>
        <source>this engine does not show what it predicts</source>
        <translation>هذا المحرك لا يُظهر ما يتوقعه</translation>
    </message>
    <message>
        <source>the conversation and the reply have {} tokens, the context holds {}</source>
        <translation>في المحادثة والرد {} من الرموز، والسياق يسع {}</translation>
    </message>
    <message>
        <source>Write the reference first.</source>
        <translation>اكتب المرجع أولًا.</translation>
    </message>
    <message>
        <source>there is nothing to compare a column with</source>
        <translation>لا شيء يُقارَن به العمود</translation>
    </message>
    <message>
        <source>the run was stopped</source>
        <translation>أُوقف التشغيل</translation>
    </message>
    <message>
        <source>this engine does not measure what a run takes</source>
        <translation>هذا المحرك لا يقيس ما يتطلبه التشغيل</translation>
    </message>
    <message>
        <source>reading the prompt</source>
        <translation>قراءة الطلب</translation>
    </message>
    <message>
        <source>writing tokens</source>
        <translation>كتابة الرموز</translation>
    </message>
    <message>
        <source>Choose a shorter prompt, smaller weights or flash attention.</source>
        <translation>اختر موجِّهًا أقصر أو أوزانًا أصغر أو الانتباه السريع.</translation>
    </message>
    <message>
        <source>{} has {} switches for {} layers</source>
        <translation>{} فيه {} من المفاتيح لعدد {} من الطبقات</translation>
    </message>
    <message>
        <source>{} holds {}; whole numbers from {} to {} make sense</source>
        <translation>{} فيه {}؛ والمعقول أعداد صحيحة من {} إلى {}</translation>
    </message>
    <message>
        <source>{} is &apos;{}&apos;; it is made of L and G</source>
        <translation>{} هو «{}»؛ وهو يتألّف من L وG</translation>
    </message>
    <message>
        <source>its text half is of the kind &apos;{}&apos;, which is not known yet</source>
        <translation>نصفه النصي من النوع «{}»، وهو غير معروف بعد</translation>
    </message>
    <message>
        <source>{}, none in {} of {} layers</source>
        <translation>{}، ولا شيء في {} من أصل {} من الطبقات</translation>
    </message>
</context>
<context>
    <name>format</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 من %2</translation>
    </message>
</context>
<context>
    <name>halftone::app::ApplicationViewModel</name>
    <message>
        <source>%1 (copy)</source>
        <translation>‏%1 (نسخة)</translation>
    </message>
    <message>
        <source>Everything is saved again.</source>
        <translation>عاد حفظ كل شيء.</translation>
    </message>
    <message>
        <source>Set it aside and begin anew</source>
        <translation>نحِّه جانبًا وابدأ من جديد</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>أعد المحاولة</translation>
    </message>
    <message>
        <source>The file with your conversations is locked by another program. What you wrote last waits to be saved and would be lost.</source>
        <translation>ملف محادثاتك مقفل من برنامج آخر. ما كتبته أخيرًا ينتظر الحفظ وسيضيع.</translation>
    </message>
    <message>
        <source>“%1” was deleted.</source>
        <translation>حُذفت «%1».</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Exported: %1</source>
        <translation>تم التصدير: %1</translation>
    </message>
    <message>
        <source>The conversation could not be written to %1: %2</source>
        <translation>تعذرت كتابة المحادثة إلى %1: %2</translation>
    </message>
    <message>
        <source>One conversation could not be saved and would be lost.</source>
        <translation>تعذر حفظ محادثة واحدة وستضيع.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversations could not be saved and would be lost.</source>
        <translation>
            <numerusform>لم تُحفظ أي محادثة وستضيع.</numerusform>
            <numerusform>تعذر حفظ محادثة واحدة وستضيع.</numerusform>
            <numerusform>تعذر حفظ محادثتين وستضيعان.</numerusform>
            <numerusform>تعذر حفظ %n محادثات وستضيع.</numerusform>
            <numerusform>تعذر حفظ %n محادثة وستضيع.</numerusform>
            <numerusform>تعذر حفظ %n محادثة وستضيع.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::Attachment</name>
    <message>
        <source>1 token</source>
        <translation>رمز واحد</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>‏%1 من الرموز</translation>
    </message>
</context>
<context>
    <name>halftone::app::AttachmentListModel</name>
    <message>
        <source>At most %1 files go with one message.</source>
        <translation>يُرفق بالرسالة الواحدة %1 ملفًا على الأكثر.</translation>
    </message>
    <message>
        <source>It is no file on this computer.</source>
        <translation>ليس ملفًا على هذا الحاسوب.</translation>
    </message>
    <message>
        <source>“%1” was removed.</source>
        <translation>أُزيل «%1».</translation>
    </message>
    <message>
        <source>Only the first part of “%1” is sent.</source>
        <translation>يُرسل الجزء الأول فقط من «%1».</translation>
    </message>
    <message>
        <source>reading, %1 %</source>
        <translation>تجري القراءة، %1 %</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>تجري القراءة</translation>
    </message>
</context>
<context>
    <name>halftone::app::AttachmentPage</name>
    <message>
        <source>1 line</source>
        <translation>سطر واحد</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>‏%1 من الأسطر</translation>
    </message>
</context>
<context>
    <name>halftone::app::AttachmentReader</name>
    <message>
        <source>%1 (page 1 of %2)</source>
        <translation>%1 (الصفحة 1 من %2)</translation>
    </message>
    <message>
        <source>%1 (pages 1–%2 of %3)</source>
        <translation>%1 (الصفحات 1–%2 من %3)</translation>
    </message>
    <message>
        <source>%1 (line 1 of %2)</source>
        <translation>%1 (السطر 1 من %2)</translation>
    </message>
    <message>
        <source>%1 (lines 1–%2 of %3)</source>
        <translation>%1 (الأسطر 1–%2 من %3)</translation>
    </message>
    <message>
        <source>There is no such file any more.</source>
        <translation>لم يعد هذا الملف موجودًا.</translation>
    </message>
    <message>
        <source>It is a folder: its files can be attached.</source>
        <translation>هذا مجلد: يمكن إرفاق ملفاته.</translation>
    </message>
    <message>
        <source>It is no file.</source>
        <translation>ليس ملفًا.</translation>
    </message>
    <message>
        <source>It cannot be opened: %1</source>
        <translation>لا يمكن فتحه: %1</translation>
    </message>
    <message>
        <source>It has %1, at most %2 are read.</source>
        <translation>حجمه %1، ويُقرأ %2 على الأكثر.</translation>
    </message>
    <message>
        <source>It cannot be read: %1</source>
        <translation>لا يمكن قراءته: %1</translation>
    </message>
    <message>
        <source>It is empty.</source>
        <translation>إنه فارغ.</translation>
    </message>
    <message>
        <source>It is no text: %1.</source>
        <translation>ليس نصًا: %1.</translation>
    </message>
    <message>
        <source>It is no text: byte %1 is 0x%2.</source>
        <translation>ليس نصًا: البايت %1 قيمته ⁦0x%2⁩.</translation>
    </message>
    <message>
        <source>There is nothing in it but empty lines.</source>
        <translation>ليس فيه سوى أسطر فارغة.</translation>
    </message>
</context>
<context>
    <name>halftone::app::AttentionViewModel</name>
    <message>
        <source>Open a model first</source>
        <translation>افتح نموذجًا أولًا</translation>
    </message>
    <message>
        <source>Ask something first</source>
        <translation>اسأل شيئًا أولًا</translation>
    </message>
    <message>
        <source>Shown when this reply has ended</source>
        <translation>يظهر حين ينتهي هذا الرد</translation>
    </message>
    <message>
        <source>the last %1 tokens, read as if nothing stood before them</source>
        <translation>آخر %1 من الرموز، مقروءة كأن لا شيء قبلها</translation>
    </message>
    <message>
        <source>%1 bytes: %2 weights of each of %3 heads, with and, where it can be told, without the position encoding, 2 bytes each. Counted in activations, and freed when this view is left.</source>
        <translation>%1 بايت: %2 من الأوزان لكل من %3 من الرؤوس، مع ترميز المواضع، ومن دونه حيث يمكن، بايتان لكل وزن. تُحسب في التنشيطات، وتُحرَّر عند ترك هذا العرض.</translation>
    </message>
    <message>
        <source>%1 looks at %2: %3</source>
        <translation>%1 ينظر إلى %2: ‏%3</translation>
    </message>
</context>
<context>
    <name>halftone::app::BackUpFormat</name>
    <message>
        <source>It was written by a newer Halftone (format %1; this one knows %2).</source>
        <translation>كتبه Halftone أحدث (الصيغة %1؛ وهذا يعرف %2).</translation>
    </message>
    <message>
        <source>It has no id.</source>
        <translation>لا معرّف لها.</translation>
    </message>
    <message>
        <source>It does not say when it was changed.</source>
        <translation>لا تقول متى تغيرت.</translation>
    </message>
</context>
<context>
    <name>halftone::app::BackUpViewModel</name>
    <message>
        <source>An import is still going on</source>
        <translation>الاستيراد ما زال جاريًا</translation>
    </message>
    <message>
        <source>The back-up is still being written</source>
        <translation>النسخة الاحتياطية ما زالت تُكتب</translation>
    </message>
    <message>
        <source>%1 of %2 conversations</source>
        <translation>%1 من %2 محادثات</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>تعذّرت كتابة %1:‏ %2</translation>
    </message>
    <message>
        <source>Stopped: no file was written</source>
        <translation>أُوقف: لم يُكتب أي ملف</translation>
    </message>
    <message>
        <source>Conversations backed up: %1, in %2</source>
        <translation>محادثات نُسخت احتياطيًا: %1، في %2</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 ملفات</translation>
    </message>
    <message>
        <source>Stopped: the rest was not read.</source>
        <translation>أُوقف: لم تُقرأ البقية.</translation>
    </message>
    <message>
        <source>New conversations: %1.</source>
        <translation>محادثات جديدة: %1.</translation>
    </message>
    <message>
        <source>Beside one that says something else here: %1.</source>
        <translation>بجانب محادثة تقول هنا شيئًا آخر: %1.</translation>
    </message>
    <message>
        <source>Deleted here, and here again: %1.</source>
        <translation>حُذفت هنا وعادت: %1.</translation>
    </message>
    <message>
        <source>Here already: %1.</source>
        <translation>موجودة هنا من قبل: %1.</translation>
    </message>
    <message>
        <source>Entries that were not understood: %1. The first: %2</source>
        <translation>مدخلات لم تُفهم: %1. أولها: %2</translation>
    </message>
    <message>
        <source>%1 was not imported. %2</source>
        <translation>لم يُستورد %1. %2</translation>
    </message>
    <message>
        <source>This conversation was here already</source>
        <translation>هذه المحادثة موجودة هنا من قبل</translation>
    </message>
    <message>
        <source>%1, from %2</source>
        <translation>%1، من %2</translation>
    </message>
    <message>
        <source>Imported: %1. %2</source>
        <translation>استُورد: %1. %2</translation>
    </message>
    <message>
        <source>Pieces left out, as pictures and calls of tools are no text: %1.</source>
        <translation>أجزاء تُركت لأن الصور واستدعاءات الأدوات ليست نصًا: %1.</translation>
    </message>
</context>
<context>
    <name>halftone::app::ChatListModel</name>
    <message>
        <source>New chat</source>
        <translation>محادثة جديدة</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>أمس</translation>
    </message>
    <message>
        <source>Previous 7 days</source>
        <translation>الأيام السبعة الماضية</translation>
    </message>
</context>
<context>
    <name>halftone::app::ChatStore</name>
    <message>
        <source>%1 conversations of this session could not be saved: %2</source>
        <translation>تعذّر حفظ %1 من محادثات هذه الجلسة: %2</translation>
    </message>
    <message>
        <source>Check its permissions. Until then conversations are kept in memory only.</source>
        <translation>تحقّق من أذوناته. وإلى ذلك الحين تُحفظ المحادثات في الذاكرة فقط.</translation>
    </message>
    <message>
        <source>Another Halftone (process %1 on %2) is using your conversations.</source>
        <translation>نسخة أخرى من Halftone (العملية %1 على %2) تستخدم محادثاتك.</translation>
    </message>
    <message>
        <source>This window shows a copy; what you write here is saved only once the other is closed.</source>
        <translation>تعرض هذه النافذة نسخة؛ ولا يُحفظ ما تكتبه هنا إلا بعد إغلاق الأخرى.</translation>
    </message>
    <message>
        <source>The folder for conversations cannot be written: %1</source>
        <translation>تتعذّر الكتابة في مجلد المحادثات: %1</translation>
    </message>
    <message>
        <source>Your conversations were written by a newer Halftone (format %1; this one knows %2).</source>
        <translation>كُتبت محادثاتك بإصدار أحدث من Halftone (الصيغة %1، وهذا الإصدار يعرف %2).</translation>
    </message>
    <message>
        <source>%1 holds something other than conversations.</source>
        <translation>يحتوي %1 على شيء غير المحادثات.</translation>
    </message>
    <message>
        <source>It is left as it is. Set it aside to begin anew; until then conversations are kept in memory only.</source>
        <translation>تُرك كما هو. نحِّه جانبًا لتبدأ من جديد؛ وإلى ذلك الحين تُحفظ المحادثات في الذاكرة فقط.</translation>
    </message>
    <message>
        <source>The file with your conversations is damaged: %1</source>
        <translation>ملف محادثاتك تالف: %1</translation>
    </message>
    <message>
        <source>It is left as it is. Set it aside to begin anew with what could be read.</source>
        <translation>تُرك كما هو. نحِّه جانبًا لتبدأ من جديد بما أمكنت قراءته.</translation>
    </message>
    <message>
        <source>The disk is full: %1 free at %2.</source>
        <translation>القرص ممتلئ: المتاح %1 في %2.</translation>
    </message>
    <message>
        <source>Make room. Until then what you write is kept in memory only.</source>
        <translation>أفسح مجالًا. وإلى ذلك الحين يبقى ما تكتبه في الذاكرة فقط.</translation>
    </message>
    <message>
        <source>Conversations cannot be written: %1</source>
        <translation>تتعذّر كتابة المحادثات: %1</translation>
    </message>
    <message>
        <source>Check its permissions. Until then they are kept in memory only.</source>
        <translation>تحقّق من أذوناته. وإلى ذلك الحين تبقى في الذاكرة فقط.</translation>
    </message>
    <message>
        <source>Conversations cannot be saved at %1 (%2 free).</source>
        <translation>يتعذّر حفظ المحادثات في %1 (المتاح %2).</translation>
    </message>
    <message>
        <source>What you write is kept in memory only until saving works again.</source>
        <translation>يبقى ما تكتبه في الذاكرة فقط حتى يعود الحفظ.</translation>
    </message>
    <message>
        <source>Another program is using your conversations.</source>
        <translation>يستخدم برنامج آخر محادثاتك.</translation>
    </message>
    <message>
        <source>Use the newer version. They are left as they are; what you write here is kept beside them.</source>
        <translation>استخدم الإصدار الأحدث. تُترك كما هي، وما تكتبه هنا يُحفظ بجانبها.</translation>
    </message>
    <message>
        <source>The file with your conversations was deleted or replaced while Halftone was running: %1</source>
        <translation>حُذف ملف محادثاتك أو استُبدل أثناء عمل Halftone: %1</translation>
    </message>
    <message>
        <source>It was overwritten: what it holds now is kept, with what is open here; the rest is lost.</source>
        <translation>كُتب فوقه: يُحفظ ما فيه الآن مع ما هو مفتوح هنا، وفُقد الباقي.</translation>
    </message>
    <message>
        <source>All that was in it is saved again.</source>
        <translation>حُفظ كل ما كان فيه من جديد.</translation>
    </message>
    <message>
        <source>%1 (from the other window)</source>
        <translation>%1 (من النافذة الأخرى)</translation>
    </message>
    <message>
        <source>Conversations cannot be saved: Qt&apos;s SQLite plugin is missing.</source>
        <translation>لا يمكن حفظ المحادثات: ملحق SQLite الخاص بـ Qt مفقود.</translation>
    </message>
    <message>
        <source>Install it (Debian: libqt6sql6-sqlite) and start again. Until then conversations are kept in memory only.</source>
        <translation>ثبّته (في Debian: ‏libqt6sql6-sqlite) وابدأ من جديد. حتى ذلك الحين تبقى المحادثات في الذاكرة فقط.</translation>
    </message>
    <message>
        <source>No SQL driver is installed.</source>
        <translation>لا يوجد أي مشغّل SQL مثبّت.</translation>
    </message>
    <message>
        <source>Drivers found: %1</source>
        <translation>المشغّلات الموجودة: %1</translation>
    </message>
    <message>
        <source>%1 (from the back-up)</source>
        <translation>%1 (من النسخة الاحتياطية)</translation>
    </message>
</context>
<context>
    <name>halftone::app::ChatViewModel</name>
    <message>
        <source>The reply was cut: the context of %1 tokens is full. Enlarge it, or begin a new chat.</source>
        <translation>قُطع الرد: السياق الذي يتسع لـ %1 رمزًا ممتلئ. وسّعه، أو ابدأ محادثة جديدة.</translation>
    </message>
    <message>
        <source>The reply is being stopped.</source>
        <translation>يجري إيقاف الرد.</translation>
    </message>
    <message>
        <source>A reply is being written.</source>
        <translation>تجري كتابة رد.</translation>
    </message>
    <message>
        <source>Open a model first.</source>
        <translation>افتح نموذجًا أولًا.</translation>
    </message>
    <message>
        <source>The model is being opened.</source>
        <translation>يجري فتح النموذج.</translation>
    </message>
    <message>
        <source>The model is being switched.</source>
        <translation>يجري تبديل إعدادات النموذج.</translation>
    </message>
    <message>
        <source>The conversation is being read.</source>
        <translation>تجري قراءة المحادثة.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>أعد المحاولة</translation>
    </message>
    <message>
        <source>The conversation goes on there.</source>
        <translation>وتستمر المحادثة عليه.</translation>
    </message>
    <message>
        <source>Answer on the CPU</source>
        <translation>أجب على المعالج</translation>
    </message>
    <message>
        <source>The conversation is %1 tokens long, the context holds %2 with room for a reply.</source>
        <translation>طول المحادثة %1 من الرموز، والسياق يتسع لـ %2 مع مكان للرد.</translation>
    </message>
    <message>
        <source>The message alone is too long: shorten it.</source>
        <translation>الرسالة وحدها أطول من اللازم: اختصرها.</translation>
    </message>
    <message>
        <source>Enlarge to %1</source>
        <translation>وسّع إلى %1</translation>
    </message>
    <message>
        <source>%1 tokens in the prompt, %2 in the context, trained for %3; %4 turns would have to go.</source>
        <translation>%1 رمزًا في المدخل، و%2 في السياق، ودُرّب النموذج على %3؛ يلزم إسقاط %4 من الأدوار.</translation>
    </message>
    <message>
        <source>Drop the oldest turn</source>
        <translation>أسقط أقدم دور</translation>
    </message>
    <message>
        <source>Drop the oldest %1 turns</source>
        <translation>أسقط الأدوار الأقدم (%1)</translation>
    </message>
    <message>
        <source>Your next message goes on from here. What followed is kept as another version.</source>
        <translation>رسالتك التالية تتابع من هنا، وما تلا محفوظ كنسخة أخرى.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
</context>
<context>
    <name>halftone::app::CompareColumn</name>
    <message>
        <source>not asked yet</source>
        <translation>لم يُسأل بعد</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>ينتظر</translation>
    </message>
    <message>
        <source>loading %1 %</source>
        <translation>يُحمَّل %1 %</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>يُحمَّل</translation>
    </message>
    <message>
        <source>writing · token %1</source>
        <translation>يكتب · الرمز %1</translation>
    </message>
    <message>
        <source>comparing</source>
        <translation>يُقارَن</translation>
    </message>
    <message numerus="yes">
        <source>done · %n tokens</source>
        <translation>
            <numerusform>تم · لا رموز</numerusform>
            <numerusform>تم · رمز واحد</numerusform>
            <numerusform>تم · رمزان</numerusform>
            <numerusform>تم · %n رموز</numerusform>
            <numerusform>تم · %n رمزًا</numerusform>
            <numerusform>تم · %n رمز</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>stopped · %n tokens</source>
        <translation>
            <numerusform>أُوقف · لا رموز</numerusform>
            <numerusform>أُوقف · رمز واحد</numerusform>
            <numerusform>أُوقف · رمزان</numerusform>
            <numerusform>أُوقف · %n رموز</numerusform>
            <numerusform>أُوقف · %n رمزًا</numerusform>
            <numerusform>أُوقف · %n رمز</numerusform>
        </translation>
    </message>
    <message>
        <source>broken off</source>
        <translation>انقطع</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>لا يتسع</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>‏%1 من الرموز</translation>
    </message>
</context>
<context>
    <name>halftone::app::CompareViewModel</name>
    <message>
        <source>Open a model first</source>
        <translation>افتح نموذجًا أولًا</translation>
    </message>
    <message>
        <source>Ask when the chat&apos;s reply has ended</source>
        <translation>اسأل حين ينتهي رد المحادثة</translation>
    </message>
    <message>
        <source>Replies end at %1 tokens here: what a model predicts at each of them is kept, %2.</source>
        <translation>تنتهي الردود هنا عند %1 من الرموز: يُحفظ ما يتوقعه النموذج عند كل منها، %2.</translation>
    </message>
    <message>
        <source>%1 is closed; Ctrl+Z brings it back</source>
        <translation>أُغلق %1؛ ‎Ctrl+Z‎ يعيده</translation>
    </message>
    <message>
        <source>%1, KL %2</source>
        <translation>%1، KL %2</translation>
    </message>
    <message>
        <source>%1, different first choice; reference: %2</source>
        <translation>%1، خيار أول مختلف؛ المرجع: %2</translation>
    </message>
</context>
<context>
    <name>halftone::app::ConversationFile</name>
    <message>
        <source>New chat</source>
        <translation>محادثة جديدة</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>تعليمات النظام</translation>
    </message>
    <message>
        <source>You</source>
        <translation>أنت</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>It was exported by a newer Halftone (format %1; this one knows %2).</source>
        <translation>صدّره إصدار أحدث من Halftone (الصيغة %1، وهذا يعرف %2).</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>المحادثة</translation>
    </message>
</context>
<context>
    <name>halftone::app::ConversationJson</name>
    <message>
        <source>One of the draft&apos;s attachments has no name or no text.</source>
        <translation>أحد مرفقات المسودة بلا اسم أو بلا نص.</translation>
    </message>
    <message>
        <source>Message %1: %2</source>
        <translation>الرسالة %1: %2</translation>
    </message>
    <message>
        <source>its id is missing or not the only one.</source>
        <translation>معرّفها ناقص أو مكرر.</translation>
    </message>
    <message>
        <source>its role is “%1”, not “user” or “assistant”.</source>
        <translation>دورها «%1» وليس «user» أو «assistant».</translation>
    </message>
    <message>
        <source>it has no text.</source>
        <translation>لا نص لها.</translation>
    </message>
    <message>
        <source>one of its attachments has no name or no text.</source>
        <translation>أحد مرفقاتها بلا اسم أو بلا نص.</translation>
    </message>
</context>
<context>
    <name>halftone::app::DraftGauge</name>
    <message>
        <source>1 token too many</source>
        <translation>رمز واحد زائد</translation>
    </message>
    <message>
        <source>%1 tokens too many</source>
        <translation>‏%1 من الرموز زائدة</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>‏%1 من %2 من الرموز</translation>
    </message>
    <message>
        <source>conversation so far: %1</source>
        <translation>المحادثة حتى الآن: %1</translation>
    </message>
    <message>
        <source>attachments: %1</source>
        <translation>المرفقات: %1</translation>
    </message>
    <message>
        <source>message and its marks: %1</source>
        <translation>الرسالة وعلاماتها: %1</translation>
    </message>
    <message>
        <source>Tokens of the prompt if it were sent now, counted by this model&apos;s own tokenizer. %1. The context holds %2, of which %3 are kept for the reply.</source>
        <translation>رموز الطلب لو أُرسل الآن، محسوبة بمقسِّم رموز هذا النموذج نفسه. %1. يتسع السياق لـ %2، يُحفظ منها %3 للرد.</translation>
    </message>
    <message>
        <source>less than 1 % of the context</source>
        <translation>أقل من 1 % من السياق</translation>
    </message>
    <message>
        <source>%1 % of the context</source>
        <translation>‏%1 % من السياق</translation>
    </message>
    <message>
        <source>counted after this reply</source>
        <translation>يُحصى بعد هذا الرد</translation>
    </message>
    <message>
        <source>The engine is writing a reply, which belongs to what is counted: the tokens of this message are known when it has ended.</source>
        <translation>يكتب المحرك ردًا يدخل في الحساب: تُعرف رموز هذه الرسالة حين ينتهي.</translation>
    </message>
</context>
<context>
    <name>halftone::app::DropLook</name>
    <message>
        <source>One model at a time</source>
        <translation>نموذج واحد في كل مرة</translation>
    </message>
    <message>
        <source>That is no file of this computer.</source>
        <translation>هذا ليس ملفًا على هذا الحاسوب.</translation>
    </message>
</context>
<context>
    <name>halftone::app::EngineViewModel</name>
    <message>
        <source>kv %1</source>
        <translation>kv %1</translation>
    </message>
    <message>
        <source>Restart Halftone to use the GPU again, or open a smaller model.</source>
        <translation>أعد تشغيل Halftone لتستخدم معالج الرسوم من جديد، أو افتح نموذجًا أصغر.</translation>
    </message>
    <message>
        <source>On the CPU: %1</source>
        <translation>على المعالج: %1</translation>
    </message>
    <message>
        <source>looking at %1</source>
        <translation>نظرة على %1</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>يُفتح</translation>
    </message>
    <message>
        <source>“%1” is no value for %2.</source>
        <translation>«%1» ليست قيمة صالحة لـ %2.</translation>
    </message>
    <message>
        <source>A reply is being written. It has to end, or be stopped, before this can be switched.</source>
        <translation>تجري كتابة رد. يجب أن ينتهي أو يُوقف قبل هذا التبديل.</translation>
    </message>
    <message>
        <source>Stop the reply</source>
        <translation>أوقف الرد</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>بدّل</translation>
    </message>
    <message>
        <source>switching %1 to %2</source>
        <translation>تبديل %1 إلى %2</translation>
    </message>
    <message>
        <source>changing the chat template</source>
        <translation>تغيير قالب المحادثة</translation>
    </message>
    <message>
        <source>none</source>
        <translation>لا يوجد</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>خطي</translation>
    </message>
    <message>
        <source>trained for %1</source>
        <translation>دُرّب على %1</translation>
    </message>
    <message>
        <source>as stored</source>
        <translation>كما خُزّنت</translation>
    </message>
    <message>
        <source>As the file holds them: %1</source>
        <translation>كما يحفظها الملف: %1</translation>
    </message>
    <message>
        <source>%1 tokens asked; a question and an answer need at least %2. Choose a longer context.</source>
        <translation>طُلب %1 رمزًا؛ والسؤال وجوابه يحتاجان إلى %2 على الأقل. اختر سياقًا أطول.</translation>
    </message>
    <message>
        <source>Use %1 tokens</source>
        <translation>استخدم %1 رمزًا</translation>
    </message>
    <message>
        <source>Perplexity %1, %2</source>
        <translation>الحيرة %1، %2</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>The GPU where the model fits on it; the layers that do not go to the CPU.</source>
        <translation>بطاقة الرسوم إذا اتسعت للنموذج؛ وما لا تتسع له من طبقات يذهب إلى المعالج.</translation>
    </message>
    <message>
        <source>The CPU alone.</source>
        <translation>المعالج وحده.</translation>
    </message>
    <message>
        <source>Layers shared out by the memory that is free on each.</source>
        <translation>توزَّع الطبقات بحسب الذاكرة المتاحة على كل جهاز.</translation>
    </message>
    <message>
        <source>This GPU alone.</source>
        <translation>بطاقة الرسوم هذه وحدها.</translation>
    </message>
</context>
<context>
    <name>halftone::app::EngineWorker</name>
    <message>
        <source>No model is loaded.</source>
        <translation>لا نموذج محمّل.</translation>
    </message>
    <message>
        <source>Open a model first.</source>
        <translation>افتح نموذجًا أولًا.</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>الذاكرة لا تكفي.</translation>
    </message>
    <message>
        <source>Choose smaller weights, a smaller cache or a shorter context, or close other programs.</source>
        <translation>اختر أوزانًا أصغر أو ذاكرة أصغر أو سياقًا أقصر، أو أغلق برامج أخرى.</translation>
    </message>
    <message>
        <source>The engine failed: %1</source>
        <translation>تعطّل المحرك: %1</translation>
    </message>
    <message>
        <source>Try again. If it persists, open the model again.</source>
        <translation>أعد المحاولة. وإن تكرر ذلك فافتح النموذج من جديد.</translation>
    </message>
    <message>
        <source>The engine failed without saying why.</source>
        <translation>تعطّل المحرك دون بيان السبب.</translation>
    </message>
    <message>
        <source>Open the model again.</source>
        <translation>افتح النموذج من جديد.</translation>
    </message>
    <message>
        <source>Until Halftone is restarted, models run on the CPU.</source>
        <translation>تعمل النماذج على المعالج إلى أن يُعاد تشغيل Halftone.</translation>
    </message>
    <message>
        <source>The GPU failed: %1</source>
        <translation>تعطّل معالج الرسوم: %1</translation>
    </message>
</context>
<context>
    <name>halftone::app::ExperimentViewModel</name>
    <message>
        <source>Open a model first.</source>
        <translation>افتح نموذجًا أولًا.</translation>
    </message>
    <message>
        <source>A reply is being written; it comes first.</source>
        <translation>يُكتب رد الآن؛ وهو أولًا.</translation>
    </message>
    <message>
        <source>A switch is being made; it comes first.</source>
        <translation>يجري تغيير إعداد الآن؛ وهو أولًا.</translation>
    </message>
    <message numerus="yes">
        <source>%n cells</source>
        <translation>
            <numerusform>لا خلايا</numerusform>
            <numerusform>خلية واحدة</numerusform>
            <numerusform>خليتان</numerusform>
            <numerusform>%n خلايا</numerusform>
            <numerusform>%n خلية</numerusform>
            <numerusform>%n خلية</numerusform>
        </translation>
    </message>
    <message>
        <source>One cell left, about %1</source>
        <translation>بقيت خلية واحدة، نحو %1</translation>
    </message>
    <message numerus="yes">
        <source>%n cells left, about %1</source>
        <translation>
            <numerusform>لم تبقَ خلايا، نحو %1</numerusform>
            <numerusform>بقيت خلية واحدة، نحو %1</numerusform>
            <numerusform>بقيت خليتان، نحو %1</numerusform>
            <numerusform>بقيت %n خلايا، نحو %1</numerusform>
            <numerusform>بقيت %n خلية، نحو %1</numerusform>
            <numerusform>بقيت %n خلية، نحو %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cells, about %1</source>
        <translation>
            <numerusform>لا خلايا، نحو %1</numerusform>
            <numerusform>خلية واحدة، نحو %1</numerusform>
            <numerusform>خليتان، نحو %1</numerusform>
            <numerusform>%n خلايا، نحو %1</numerusform>
            <numerusform>%n خلية، نحو %1</numerusform>
            <numerusform>%n خلية، نحو %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Running, %1 of %2</source>
        <translation>يجري التشغيل، %1 من %2</translation>
    </message>
    <message>
        <source>%1 + %2 tokens</source>
        <translation>%1 + %2 من الرموز</translation>
    </message>
    <message>
        <source>The chat&apos;s settings come back…</source>
        <translation>تعود إعدادات المحادثة…</translation>
    </message>
    <message>
        <source>It begins…</source>
        <translation>يبدأ…</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>%1, %2 of %3, run %4 of %5</source>
        <translation>%1، %2 من %3، المرة %4 من %5</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>بقي نحو %1</translation>
    </message>
    <message>
        <source>running</source>
        <translation>يجري</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>لا يتسع</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>فشلت</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>تُخطِّيت</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>تنتظر</translation>
    </message>
    <message>
        <source>%1 %2, %3 + %4 tokens</source>
        <translation>%1 %2، %3 + %4 من الرموز</translation>
    </message>
    <message>
        <source>%1: needs %2, %3 free; it is not tried</source>
        <translation>%1: تحتاج إلى %2، والمتاح %3؛ لا تُجرَّب</translation>
    </message>
    <message>
        <source>%1: failed. %2</source>
        <translation>%1: فشلت. %2</translation>
    </message>
    <message>
        <source>%1: skipped, predicted %2</source>
        <translation>%1: تُخطِّيت، والمتوقَّع %2</translation>
    </message>
    <message>
        <source>%1: running, predicted %2</source>
        <translation>%1: تجري، والمتوقَّع %2</translation>
    </message>
    <message>
        <source>%1: predicted %2</source>
        <translation>%1: المتوقَّع %2</translation>
    </message>
    <message>
        <source>%1: measured %2</source>
        <translation>%1: المقيس %2</translation>
    </message>
    <message>
        <source>%1: measured %2, predicted %3, off by %4</source>
        <translation>%1: المقيس %2، والمتوقَّع %3، والفارق %4</translation>
    </message>
    <message>
        <source>%1: %2, the median of %3 runs; the quickest %4, the slowest %5; the prompt alone %6</source>
        <translation>%1: %2، وسيط المرات (%3)؛ أسرعها %4، وأبطؤها %5؛ والموجِّه وحده %6</translation>
    </message>
    <message>
        <source>The guide measured on an A100 with transformers, this on %1: memory compares, seconds do not.</source>
        <translation>قاس الدليل على A100 بمكتبة transformers، وهذا على %1: تُقارَن الذاكرة، ولا تُقارَن الثواني.</translation>
    </message>
    <message>
        <source>Naive attention stores a score for each pair of tokens, in each head: it grows with N². Flash attention grows with N.</source>
        <translation>يخزّن الانتباه المباشر (naive) درجة لكل زوج من الرموز في كل رأس: ينمو مع N². أما السريع (flash) فينمو مع N.</translation>
    </message>
    <message>
        <source>Keys and values, %1 tokens</source>
        <translation>المفاتيح والقيم، عدد الرموز %1</translation>
    </message>
    <message>
        <source>2 × %1 tokens × %2 layers × heads × %3 × 2 bytes.</source>
        <translation>2 × الرموز (%1) × الطبقات (%2) × الرؤوس × %3 × بايتان.</translation>
    </message>
    <message>
        <source>The guide&apos;s own: 15 GB at 16,000 tokens become less than 0.4 GB.</source>
        <translation>أرقام الدليل: 15 GB عند 16,000 رمز تصير أقل من 0.4 GB.</translation>
    </message>
    <message>
        <source>One head</source>
        <translation>رأس واحد</translation>
    </message>
    <message>
        <source>One head for all %1</source>
        <translation>رأس واحد لجميع الرؤوس (%1)</translation>
    </message>
    <message numerus="yes">
        <source>All %n heads</source>
        <translation>
            <numerusform>لا رؤوس</numerusform>
            <numerusform>الرأس الواحد</numerusform>
            <numerusform>الرأسان</numerusform>
            <numerusform>الرؤوس كلها (%n)</numerusform>
            <numerusform>الرؤوس كلها (%n)</numerusform>
            <numerusform>الرؤوس كلها (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n heads</source>
        <translation>
            <numerusform>لا رؤوس</numerusform>
            <numerusform>رأس واحد</numerusform>
            <numerusform>رأسان</numerusform>
            <numerusform>%n رؤوس</numerusform>
            <numerusform>%n رأسًا</numerusform>
            <numerusform>%n رأس</numerusform>
        </translation>
    </message>
    <message>
        <source>this model</source>
        <translation>هذا النموذج</translation>
    </message>
    <message>
        <source>grouped</source>
        <translation>مجمَّعة</translation>
    </message>
    <message>
        <source>computed</source>
        <translation>محسوبة</translation>
    </message>
</context>
<context>
    <name>halftone::app::FileChooser</name>
    <message>
        <source>Open a model folder</source>
        <translation>افتح مجلد نموذج</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>افتح نموذجًا</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>افتح</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>نماذج</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>كل الملفات</translation>
    </message>
    <message>
        <source>That is no file of this computer.</source>
        <translation>هذا ليس ملفًا على هذا الحاسوب.</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>المحادثات</translation>
    </message>
    <message>
        <source>Markdown, what is shown</source>
        <translation>Markdown، ما هو معروض</translation>
    </message>
    <message>
        <source>JSON, every version</source>
        <translation>JSON، كل النسخ</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>إرفاق ملفات</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>إرفاق</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>استيراد</translation>
    </message>
    <message>
        <source>Export the conversation</source>
        <translation>تصدير المحادثة</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>تصدير</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>جدول</translation>
    </message>
    <message>
        <source>JSON, of a timeline for Perfetto</source>
        <translation>JSON، ومن المسار الزمني لبرنامج Perfetto</translation>
    </message>
    <message>
        <source>Export what is shown</source>
        <translation>تصدير ما يظهر</translation>
    </message>
    <message>
        <source>Picture, at twice the size</source>
        <translation>صورة بضعف الحجم</translation>
    </message>
    <message>
        <source>JSON, a conversation in each line</source>
        <translation>JSON، محادثة في كل سطر</translation>
    </message>
    <message>
        <source>Import conversations</source>
        <translation>استيراد محادثات</translation>
    </message>
    <message>
        <source>Back up all conversations</source>
        <translation>نسخ كل المحادثات احتياطيًا</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>انسخ احتياطيًا</translation>
    </message>
</context>
<context>
    <name>halftone::app::FitViewModel</name>
    <message>
        <source>Family</source>
        <translation>العائلة</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>المعاملات</translation>
    </message>
    <message>
        <source>Stored as</source>
        <translation>مخزّن بصيغة</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>الطبقات</translation>
    </message>
    <message>
        <source>%1, width %2</source>
        <translation>‏%1، العرض %2</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>الرؤوس</translation>
    </message>
    <message>
        <source>%1, %2 for keys and values, width %3</source>
        <translation>‏%1، منها %2 للمفاتيح والقيم، العرض %3</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>المفردات</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>المواضع</translation>
    </message>
    <message>
        <source>Trained context</source>
        <translation>سياق التدريب</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>‏%1 من الرموز</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>قالب المحادثة</translation>
    </message>
    <message>
        <source>none: a plain one is used</source>
        <translation>لا يوجد: يُستخدم قالب بسيط</translation>
    </message>
    <message>
        <source>its own</source>
        <translation>قالبه الخاص</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>الرخصة</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>ملاحظة</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>المتاح %1 من %2</translation>
    </message>
    <message>
        <source>as stored (%1)</source>
        <translation>كما خُزّن (%1)</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>يتسع</translation>
    </message>
    <message>
        <source>needs %1 more</source>
        <translation>ينقصه %1</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>لا يتسع</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>مقسِّم الرموز</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>تعذرت قراءته</translation>
    </message>
    <message>
        <source>%1, %2 tokens, from %3</source>
        <translation>%1، ‏%2 من الرموز، من %3</translation>
    </message>
    <message>
        <source>%1 begins</source>
        <translation>%1 للبداية</translation>
    </message>
    <message>
        <source>%1 ends</source>
        <translation>%1 للنهاية</translation>
    </message>
    <message>
        <source>%1 unknown</source>
        <translation>%1 للمجهول</translation>
    </message>
    <message>
        <source>%1 pads</source>
        <translation>%1 للحشو</translation>
    </message>
    <message>
        <source>Special tokens</source>
        <translation>رموز خاصة</translation>
    </message>
    <message>
        <source>A reply ends at</source>
        <translation>ينتهي الرد عند</translation>
    </message>
    <message>
        <source>Thoughts</source>
        <translation>الأفكار</translation>
    </message>
    <message>
        <source>between %1 and %2</source>
        <translation>بين %1 و%2</translation>
    </message>
    <message>
        <source>its own, which cannot be used: a plain one is</source>
        <translation>قالبه الخاص، ولا يمكن استخدامه: يُستخدم قالب بسيط</translation>
    </message>
    <message>
        <source>to choose from: %1</source>
        <translation>للاختيار: %1</translation>
    </message>
    <message>
        <source>reads %1</source>
        <translation>يقرأ %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>لا يوجد</translation>
    </message>
    <message>
        <source>%1 layers on %2</source>
        <translation>%1 من الطبقات على %2</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 على %2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
    <message>
        <source>fits: %1</source>
        <translation>يتسع: %1</translation>
    </message>
</context>
<context>
    <name>halftone::app::Import</name>
    <message>
        <source>It is no file.</source>
        <translation>ليس ملفًا.</translation>
    </message>
    <message>
        <source>It ends in the middle: what stands before that was read.</source>
        <translation>ينتهي في الوسط: قُرئ ما قبل ذلك.</translation>
    </message>
    <message>
        <source>It ends before it has said anything that is understood.</source>
        <translation>ينتهي قبل أن يقول شيئًا مفهومًا.</translation>
    </message>
    <message>
        <source>It holds JSON, but not a conversation of a kind that is known here.</source>
        <translation>فيه JSON، لكن ليس فيه محادثة من نوع معروف هنا.</translation>
    </message>
</context>
<context>
    <name>halftone::app::Imports</name>
    <message>
        <source>It is no conversation of ChatGPT&apos;s.</source>
        <translation>ليست محادثة من ChatGPT.</translation>
    </message>
    <message>
        <source>It holds no message with text.</source>
        <translation>ليس فيها رسالة ذات نص.</translation>
    </message>
    <message>
        <source>It is no message of Jan&apos;s.</source>
        <translation>ليست رسالة من Jan.</translation>
    </message>
    <message>
        <source>messages.jsonl, which stands beside thread.json, cannot be read.</source>
        <translation>لا يمكن قراءة messages.jsonl الذي بجانب thread.json.</translation>
    </message>
    <message>
        <source>It is no conversation of Open WebUI&apos;s.</source>
        <translation>ليست محادثة من Open WebUI.</translation>
    </message>
</context>
<context>
    <name>halftone::app::InstrumentsViewModel</name>
    <message>
        <source>Weights</source>
        <translation>الأوزان</translation>
    </message>
    <message>
        <source>Bytes of the model&apos;s weights, counted where they are allocated.</source>
        <translation>بايتات أوزان النموذج، محسوبة حيث تُحجز.</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>ذاكرة KV</translation>
    </message>
    <message>
        <source>Pages of keys and values held by all conversations, counted where they are allocated.</source>
        <translation>صفحات المفاتيح والقيم لكل المحادثات، محسوبة حيث تُحجز.</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>التنشيطات</translation>
    </message>
    <message>
        <source>Intermediate results between the layers, counted where they are allocated.</source>
        <translation>النتائج الوسيطة بين الطبقات، محسوبة حيث تُحجز.</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>مساحة العمل</translation>
    </message>
    <message>
        <source>Scratch of the kernels, with naive attention its stored scores, counted where it is allocated.</source>
        <translation>مساحة مؤقتة للحساب، وفيها درجات الانتباه المخزّنة في الطريقة البسيطة، محسوبة حيث تُحجز.</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>برامج أخرى</translation>
    </message>
    <message>
        <source>Memory in use on the device that is not this process&apos;s.</source>
        <translation>الذاكرة المستخدمة على الجهاز خارج هذه العملية.</translation>
    </message>
    <message>
        <source>Unattributed</source>
        <translation>غير منسوبة</translation>
    </message>
    <message>
        <source>What this process holds since the model was opened beyond the categories above.</source>
        <translation>ما تحجزه هذه العملية منذ فتح النموذج زيادة على الفئات أعلاه.</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>‏%1 من %2 من الرموز</translation>
    </message>
    <message>
        <source>Counted where it is taken: one arena per device, every buffer with its category. 1 GiB = 1024³ bytes.</source>
        <translation>تُحسب حيث تُؤخذ: مخزن واحد لكل جهاز ولكل حجز فئته. 1 GiB = 1024³ بايت.</translation>
    </message>
    <message>
        <source>Wall time from sending to the first token: restore (render, tokenise, find the cached prefix), prefill (compute what is new), sample.</source>
        <translation>الزمن من الإرسال إلى الرمز الأول: استرجاع (صوغ وترميز وبحث عن البادئة المحفوظة)، ثم حساب الجديد، ثم الاختيار.</translation>
    </message>
    <message>
        <source>no model is open</source>
        <translation>لا نموذج مفتوحًا</translation>
    </message>
    <message>
        <source>off, nothing is kept</source>
        <translation>متوقفة، لا يُحفظ شيء</translation>
    </message>
    <message>
        <source>Milliseconds of wall time of each of the last 120 tokens of the reply, newest at the end. Taller: slower.</source>
        <translation>الزمن الفعلي بالميلي ثانية لكل من آخر 120 رمزًا في الرد، والأحدث في آخرها. الأطول أبطأ.</translation>
    </message>
    <message>
        <source>Tokens a second: tokens of the reply after the first, divided by their wall time. While it is written, of its last second.</source>
        <translation>الرموز في الثانية: رموز الرد بعد الأول مقسومةً على زمنها الفعلي. وأثناء الكتابة: في الثانية الأخيرة.</translation>
    </message>
    <message>
        <source>Milliseconds to write the conversation as a prompt, cut it into tokens, and find those that the cache holds already.</source>
        <translation>الزمن بالميلي ثانية لصوغ المحادثة مدخلًا وتقطيعها إلى رموز والبحث عمّا في الذاكرة المخبّأة منها.</translation>
    </message>
    <message>
        <source>Milliseconds to compute the tokens of the prompt that the cache does not hold.</source>
        <translation>الزمن بالميلي ثانية لحساب رموز المدخل التي ليست في الذاكرة المخبّأة.</translation>
    </message>
    <message>
        <source>Milliseconds to choose the first token from the model&apos;s probabilities.</source>
        <translation>الزمن بالميلي ثانية لاختيار الرمز الأول من احتمالات النموذج.</translation>
    </message>
    <message>
        <source>Bytes held by Halftone over the last 60 seconds, ten samples a second while it works; the dashed line is the highest.</source>
        <translation>البايتات التي شغلها Halftone في آخر 60 ثانية، بعشر قراءات في الثانية أثناء العمل؛ والخط المتقطع أعلاها.</translation>
    </message>
    <message>
        <source>Tokens of the conversation on screen whose keys and values the cache holds, of those the context holds. They are not computed again. Pale: what the message being written will add.</source>
        <translation>رموز المحادثة المعروضة التي تحفظ الذاكرة المخبّأة مفاتيحها وقيمها، من الرموز التي يتسع لها السياق. ولا تُحسب من جديد. الباهت: ما ستضيفه الرسالة التي تُكتب.</translation>
    </message>
    <message>
        <source>layers %1 to %2</source>
        <translation>الطبقات من %1 إلى %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 من %2</translation>
    </message>
</context>
<context>
    <name>halftone::app::JsonPieces</name>
    <message>
        <source>It is no JSON: %1 at byte %2.</source>
        <translation>ليس JSON: %1 عند البايت %2.</translation>
    </message>
    <message>
        <source>An entry has %1, at most %2 are read.</source>
        <translation>في مُدخل %1، ويُقرأ %2 على الأكثر.</translation>
    </message>
    <message>
        <source>An entry is an array, not an object.</source>
        <translation>المُدخل مصفوفة وليس كائنًا.</translation>
    </message>
    <message>
        <source>neither an object nor an array</source>
        <translation>لا كائن ولا مصفوفة</translation>
    </message>
    <message>
        <source>“%1” is no object.</source>
        <translation>«%1» ليس كائنًا.</translation>
    </message>
</context>
<context>
    <name>halftone::app::MemoryMapViewModel</name>
    <message>
        <source>The engine of this model does not say where its bytes are.</source>
        <translation>محرّك هذا النموذج لا يقول أين بايتاته.</translation>
    </message>
    <message>
        <source>Open a model: then every byte it holds has a place here.</source>
        <translation>افتح نموذجًا: فيكون لكل بايت يشغله موضع هنا.</translation>
    </message>
    <message>
        <source>%1 of %2 · %3 bytes in %4 parts</source>
        <translation>%1 من %2 · %3 بايت في أجزاء عددها %4</translation>
    </message>
    <message>
        <source>%1 of layer %2</source>
        <translation>%1 من الطبقة %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1، %2، %3</translation>
    </message>
    <message>
        <source>unattributed</source>
        <translation>غير منسوب</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>ذاكرة KV</translation>
    </message>
    <message>
        <source>activations</source>
        <translation>التنشيطات</translation>
    </message>
    <message>
        <source>workspace</source>
        <translation>مساحة العمل</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>الأوزان</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 بايت</translation>
    </message>
    <message>
        <source>%1 % of what Halftone holds</source>
        <translation>%1 % مما يشغله Halftone</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
    <message>
        <source>layers %1 to %2</source>
        <translation>الطبقات من %1 إلى %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 من %2</translation>
    </message>
    <message>
        <source>%1 expected with a full context, %2 now</source>
        <translation>المتوقع %1 بسياق ممتلئ، والآن %2</translation>
    </message>
    <message>
        <source>%1 · %2 short</source>
        <translation>%1 · ينقص %2</translation>
    </message>
    <message>
        <source>as if: %1</source>
        <translation>كأنها: %1</translation>
    </message>
</context>
<context>
    <name>halftone::app::MessageListModel</name>
    <message>
        <source>seed %1</source>
        <translation>البذرة %1</translation>
    </message>
    <message>
        <source>peak %1</source>
        <translation>الذروة %1</translation>
    </message>
    <message>
        <source>%1 from here</source>
        <translation>%1 من هنا</translation>
    </message>
    <message>
        <source>%1 from here · %2 tokens computed again in %3</source>
        <translation>%1 من هنا · أُعيد حساب %2 من الرموز في %3</translation>
    </message>
</context>
<context>
    <name>halftone::app::Notification</name>
    <message>
        <source>Show</source>
        <translation>إظهار</translation>
    </message>
</context>
<context>
    <name>halftone::app::PdfText</name>
    <message>
        <source>It is a damaged PDF.</source>
        <translation>ملف PDF تالف.</translation>
    </message>
    <message>
        <source>It is a PDF that opens with a password only.</source>
        <translation>ملف PDF لا يُفتح إلا بكلمة مرور.</translation>
    </message>
    <message>
        <source>It is a PDF without pages.</source>
        <translation>ملف PDF بلا صفحات.</translation>
    </message>
    <message>
        <source>Its first page took longer than %1 to read.</source>
        <translation>استغرقت قراءة صفحته الأولى أكثر من %1.</translation>
    </message>
    <message>
        <source>Its page holds no text: it is a picture.</source>
        <translation>صفحته بلا نص: إنها صورة.</translation>
    </message>
    <message>
        <source>Its %1 pages hold no text: they are pictures.</source>
        <translation>صفحاته (%1) بلا نص: إنها صور.</translation>
    </message>
</context>
<context>
    <name>halftone::app::QualityViewModel</name>
    <message>
        <source>measured</source>
        <translation>مقيسة</translation>
    </message>
    <message>
        <source>typical</source>
        <translation>معتادة</translation>
    </message>
</context>
<context>
    <name>halftone::app::StorageThread</name>
    <message>
        <source>Another program has locked the file with your conversations: %1</source>
        <translation>أقفل برنامج آخر ملف محادثاتك: %1</translation>
    </message>
    <message>
        <source>What you write is kept in memory and saved as soon as the lock is gone.</source>
        <translation>يبقى ما تكتبه في الذاكرة ويُحفظ حالما يزول القفل.</translation>
    </message>
</context>
<context>
    <name>halftone::app::SwitchCost</name>
    <message>
        <source>expected %1</source>
        <translation>المتوقع %1</translation>
    </message>
    <message>
        <source>%1 weights are read as they are stored (%2)</source>
        <translation>تُقرأ الأوزان (%1) كما هي مخزّنة (%2)</translation>
    </message>
    <message>
        <source>%1 weights are requantised to %2 from %3, and lose once more</source>
        <translation>يُعاد تكميم الأوزان (%1) إلى %2 من %3، فتفقد مرة أخرى</translation>
    </message>
    <message>
        <source>%1 weights are converted to %2 from %3</source>
        <translation>تُحوَّل الأوزان (%1) إلى %2 من %3</translation>
    </message>
    <message>
        <source>; they then take %1</source>
        <translation>؛ وتشغل بعدها %1</translation>
    </message>
    <message>
        <source>at %1 tokens</source>
        <translation>عند %1 رمزًا</translation>
    </message>
    <message>
        <source>expected %1 %2</source>
        <translation>المتوقع %1 %2</translation>
    </message>
    <message>
        <source>%1 billion operations %2</source>
        <translation>%1 مليار عملية %2</translation>
    </message>
    <message>
        <source>now %1, measured</source>
        <translation>الآن %1، مقيسة</translation>
    </message>
    <message>
        <source>every later token computes the whole conversation again</source>
        <translation>كل رمز لاحق يحسب المحادثة كلها من جديد</translation>
    </message>
    <message>
        <source>every later token stores a row of scores for each head and layer</source>
        <translation>كل رمز لاحق يخزّن صفًّا من الدرجات لكل رأس وطبقة</translation>
    </message>
    <message>
        <source>the cache is recomputed: %1 tokens</source>
        <translation>تُحسب الذاكرة المخبّأة من جديد: %1 رمزًا</translation>
    </message>
    <message>
        <source>a full context of %1 tokens stores scores of %2</source>
        <translation>السياق الكامل من %1 رمزًا يخزّن درجات تشغل %2</translation>
    </message>
    <message>
        <source>Nothing is recomputed.</source>
        <translation>لا شيء يُحسب من جديد.</translation>
    </message>
    <message>
        <source>The model was trained for %1 tokens; this is %2 times as many.</source>
        <translation>دُرّب النموذج على %1 رمزًا؛ وهذا %2 ضعف ذلك.</translation>
    </message>
    <message>
        <source>Beyond them it loses the thread unless its positions (RoPE) are stretched:</source>
        <translation>بعدها يفقد الخيط ما لم تُمدَّد مواضعه (RoPE):</translation>
    </message>
    <message>
        <source>Beyond them it may lose the thread; its positions cannot be stretched.</source>
        <translation>بعدها قد يفقد الخيط؛ ولا يمكن تمديد مواضعه.</translation>
    </message>
    <message>
        <source>%1 tokens asked, at most %2 possible: the model learned positions for those and has no others. Choose a shorter context.</source>
        <translation>طُلب %1 رمزًا، والممكن %2 على الأكثر: تعلّم النموذج مواضع لها وليس له غيرها. اختر سياقًا أقصر.</translation>
    </message>
    <message>
        <source>%1 tokens asked, at most %2 possible. Choose a shorter context.</source>
        <translation>طُلب %1 رمزًا، والممكن %2 على الأكثر. اختر سياقًا أقصر.</translation>
    </message>
    <message>
        <source>needs %1, %2 are free</source>
        <translation>يحتاج إلى %1، والمتاح %2</translation>
    </message>
    <message>
        <source>It does not fit: %1. Choose smaller weights, a smaller cache or a shorter context, or close other programs.</source>
        <translation>لا يتسع له المكان: %1. اختر أوزانًا أصغر أو ذاكرة مخبّأة أصغر أو سياقًا أقصر، أو أغلق برامج أخرى.</translation>
    </message>
    <message>
        <source>%1 tokens asked, at most %2 possible: %3. Choose a shorter context or a smaller cache.</source>
        <translation>طُلب %1 رمزًا، والممكن %2 على الأكثر: %3. اختر سياقًا أقصر أو ذاكرة مخبّأة أصغر.</translation>
    </message>
    <message>
        <source>%1 tokens asked: %2. Choose smaller weights or a smaller cache, or close other programs.</source>
        <translation>طُلب %1 رمزًا: %2. اختر أوزانًا أصغر أو ذاكرة مخبّأة أصغر، أو أغلق برامج أخرى.</translation>
    </message>
</context>
<context>
    <name>halftone::app::TemplateViewModel</name>
    <message>
        <source>Yours, in place of the model&apos;s.</source>
        <translation>قالبك، بدلًا من قالب النموذج.</translation>
    </message>
    <message>
        <source>One of the model&apos;s own.</source>
        <translation>أحد قوالب النموذج.</translation>
    </message>
    <message>
        <source>The model comes without one. This is a plain dialogue.</source>
        <translation>لا قالب للنموذج. هذا حوار بسيط.</translation>
    </message>
    <message>
        <source>The model&apos;s own, which cannot be used. A plain dialogue is written until it is mended.</source>
        <translation>قالب النموذج، ولا يمكن استخدامه. يُكتب حوار بسيط إلى أن يُصلح.</translation>
    </message>
    <message>
        <source>The model&apos;s own.</source>
        <translation>قالب النموذج.</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>السطر %1: %2</translation>
    </message>
    <message>
        <source>Text is gone on with, without turns.</source>
        <translation>يُواصَل النص بلا أدوار.</translation>
    </message>
    <message>
        <source>A plain dialogue.</source>
        <translation>حوار بسيط.</translation>
    </message>
</context>
<context>
    <name>halftone::app::TimelineViewModel</name>
    <message>
        <source>Ask something first: then this shows where the time of the reply went.</source>
        <translation>اسأل شيئًا أولًا: ثم يظهر هنا أين ذهب وقت الرد.</translation>
    </message>
    <message>
        <source>No trace was kept of this reply: there are those of the last %1 since the program was started.</source>
        <translation>لم يُحفظ مسار زمني لهذا الرد: تُحفظ مسارات آخر %1 منذ بدء البرنامج.</translation>
    </message>
    <message>
        <source>First token %1, %2 tokens per second.</source>
        <translation>الرمز الأول %1، و%2 من الرموز في الثانية.</translation>
    </message>
    <message>
        <source>%1 · %2 tokens</source>
        <translation>%1 · عدد الرموز %2</translation>
    </message>
    <message>
        <source>%1 to %2 ms</source>
        <translation>من %1 إلى ⁦%2 ms⁩</translation>
    </message>
    <message>
        <source>tokenise</source>
        <translation>ترميز</translation>
    </message>
    <message>
        <source>restore</source>
        <translation>استرجاع</translation>
    </message>
    <message>
        <source>prefill</source>
        <translation>حساب</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>مسودة</translation>
    </message>
    <message>
        <source>decode</source>
        <translation>توليد</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>اختيار</translation>
    </message>
    <message>
        <source>detokenise</source>
        <translation>فك الترميز</translation>
    </message>
    <message>
        <source>%1 ms, from %2 to %3 ms</source>
        <translation>⁦%1 ms⁩، من %2 إلى ⁦%3 ms⁩</translation>
    </message>
    <message>
        <source>%1, %2 tokens: %3</source>
        <translation>%1، عدد الرموز %2: %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, token %2: %3</source>
        <translation>%1، الرمز %2: %3</translation>
    </message>
    <message>
        <source>%1, tokens %2 to %3: %4</source>
        <translation>%1، الرموز من %2 إلى %3: %4</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>turn %1</source>
        <translation>الدور %1</translation>
    </message>
    <message>
        <source>The reply is being written: what its time goes into appears here, step by step.</source>
        <translation>يُكتب الرد الآن: يظهر هنا أين يذهب وقته، خطوةً خطوة.</translation>
    </message>
    <message>
        <source>paint</source>
        <translation>رسم</translation>
    </message>
    <message>
        <source>Painting (%1) runs beside decoding and is not in the sum.</source>
        <translation>يجري الرسم (%1) إلى جانب التوليد ولا يدخل في المجموع.</translation>
    </message>
    <message>
        <source>reads %1 at %2, %3 tokens in the cache</source>
        <translation>يقرأ %1 بسرعة %2، وفي الذاكرة المخبّأة %3 من الرموز</translation>
    </message>
    <message>
        <source>reads %1 at %2, %3 % of what the device was measured to read; %4 tokens in the cache</source>
        <translation>يقرأ %1 بسرعة %2، أي %3 % مما قيس أن الجهاز يقرؤه؛ وفي الذاكرة المخبّأة %4 من الرموز</translation>
    </message>
</context>
<context>
    <name>halftone::app::TokensViewModel</name>
    <message>
        <source>Open a model first</source>
        <translation>افتح نموذجًا أولًا</translation>
    </message>
    <message>
        <source>Ask something first: then this shows how sure the model was of each token.</source>
        <translation>اسأل شيئًا أولًا: عندها يظهر هنا مدى ثقة النموذج بكل رمز.</translation>
    </message>
    <message>
        <source>Shown when the reply that is being written has ended</source>
        <translation>يظهر حين ينتهي الرد الذي يُكتب الآن</translation>
    </message>
    <message>
        <source>This reply has no words</source>
        <translation>ليس في هذا الرد كلمات</translation>
    </message>
    <message>
        <source>This reply is no longer sent to the model</source>
        <translation>لم يعد هذا الرد يُرسل إلى النموذج</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%1 من أصل %2 من الرموز</translation>
    </message>
    <message>
        <source>Written by %1 (%2), read by %3 (%4).</source>
        <translation>كتبه %1 (%2)، وقرأه %3 (%4).</translation>
    </message>
    <message>
        <source>as drawn</source>
        <translation>كما اختير</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>‏%1 من الرموز</translation>
    </message>
    <message>
        <source>A reply without words cannot be kept</source>
        <translation>لا يمكن الاحتفاظ برد بلا كلمات</translation>
    </message>
    <message>
        <source>This token is a part of a character: a text cannot end with it</source>
        <translation>هذا الرمز جزء من حرف: لا يمكن أن ينتهي به نص</translation>
    </message>
    <message>
        <source>(the end)</source>
        <translation>(النهاية)</translation>
    </message>
    <message>
        <source>entropy %1 nats</source>
        <translation>الإنتروبيا %1 نات</translation>
    </message>
    <message>
        <source>%1 others: %2</source>
        <translation>%1 من الرموز الأخرى: %2</translation>
    </message>
    <message>
        <source>temperature 0 takes the likeliest</source>
        <translation>الحرارة 0 تأخذ الأرجح</translation>
    </message>
    <message>
        <source>temperature %1</source>
        <translation>الحرارة %1</translation>
    </message>
    <message>
        <source>top-k %1</source>
        <translation>top-k %1</translation>
    </message>
    <message>
        <source>top-p %1</source>
        <translation>top-p %1</translation>
    </message>
    <message>
        <source>min-p %1</source>
        <translation>min-p %1</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>أكثر من %1</translation>
    </message>
    <message>
        <source>%1: %2 to draw from</source>
        <comment>&quot;temperature 0.7 · top-p 0.9: 11 to draw from&quot;</comment>
        <translation>%1: يُختار من %2</translation>
    </message>
    <message>
        <source>%1, %2 percent</source>
        <translation>%1، %2 بالمئة</translation>
    </message>
    <message>
        <source>%1; also %2, %3</source>
        <translation>%1؛ وكذلك %2، %3</translation>
    </message>
    <message>
        <source>The figures of this reply were not kept: open a model, and it is read again.</source>
        <translation>لم تُحفظ أرقام هذا الرد: افتح نموذجًا فيُقرأ من جديد.</translation>
    </message>
</context>
<context>
    <name>halftone::app::TraceStore</name>
    <message>
        <source>stopped</source>
        <translation>أُوقف</translation>
    </message>
</context>
<context>
    <name>halftone::app::ViewPicture</name>
    <message>
        <source>There is no picture of what is not seen.</source>
        <translation>لا صورة لما لا يُرى.</translation>
    </message>
</context>
<context>
    <name>halftone::app::WhatIfViewModel</name>
    <message>
        <source>Weights</source>
        <translation>الأوزان</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>ذاكرة KV</translation>
    </message>
    <message>
        <source>%1 % full</source>
        <translation>ممتلئة %1 %</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>التنشيطات</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>مساحة العمل</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 رمز</translation>
    </message>
    <message>
        <source>%1 short</source>
        <translation>ينقص %1</translation>
    </message>
    <message>
        <source>Here, %1</source>
        <translation>هنا، %1</translation>
    </message>
    <message>
        <source>A card of %1</source>
        <translation>بطاقة %1</translation>
    </message>
    <message>
        <source>%1 together: fits here, up to %2 tokens.</source>
        <translation>%1 معًا: يتسع هنا، حتى %2 رمز.</translation>
    </message>
    <message>
        <source>%1 together, %2 are free here: %3 short.</source>
        <translation>%1 معًا، والمتاح هنا %2: ينقص %3.</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>طبّق</translation>
    </message>
    <message>
        <source>Apply the weights</source>
        <translation>طبّق الأوزان</translation>
    </message>
    <message>
        <source>Apply the cache</source>
        <translation>طبّق الذاكرة المؤقتة</translation>
    </message>
    <message>
        <source>Apply the context</source>
        <translation>طبّق السياق</translation>
    </message>
    <message>
        <source>%1 %2 tokens would fit.</source>
        <translation>%1 يتسع لسياق من %2 رمز.</translation>
    </message>
</context>
<context>
    <name>halftone::app::WorkWatch</name>
    <message>
        <source>A language model is at work.</source>
        <translation>نموذج لغوي يعمل الآن.</translation>
    </message>
    <message>
        <source>The model is ready.</source>
        <translation>النموذج جاهز.</translation>
    </message>
    <message>
        <source>The switch failed; the model is as it was.</source>
        <translation>فشل التبديل؛ والنموذج كما كان.</translation>
    </message>
    <message>
        <source>The model could not be loaded.</source>
        <translation>تعذّر تحميل النموذج.</translation>
    </message>
    <message>
        <source>The reply could not be finished.</source>
        <translation>تعذّر إكمال الرد.</translation>
    </message>
    <message>
        <source>The reply is there: %1 tokens in %2.</source>
        <translation>الرد جاهز: %1 من الرموز في %2.</translation>
    </message>
</context>
<context>
    <name>log</name>
    <message>
        <source>Log: %1</source>
        <translation>السجل: %1</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Chat with local language models and see what they cost.</source>
        <translation>حادث نماذج لغوية على حاسوبك وشاهد كلفتها.</translation>
    </message>
    <message>
        <source>Keep conversations and settings in this folder.</source>
        <translation>احفظ المحادثات والإعدادات في هذا المجلد.</translation>
    </message>
    <message>
        <source>Begin with a new chat, not with the last one.</source>
        <translation>ابدأ بمحادثة جديدة لا بالأخيرة.</translation>
    </message>
    <message>
        <source>Ask which model to open.</source>
        <translation>اسأل عن النموذج المراد فتحه.</translation>
    </message>
    <message>
        <source>A .gguf or .safetensors file, or a folder, to open.</source>
        <translation>ملف ‎.gguf أو ‎.safetensors أو مجلد يُفتح.</translation>
    </message>
    <message>
        <source>HOME is not set: there is no place for conversations and settings.</source>
        <translation>المتغير HOME غير معيَّن: لا مكان للمحادثات والإعدادات.</translation>
    </message>
    <message>
        <source>HOME is &apos;%1&apos;, which is no absolute path: there is no place for conversations and settings.</source>
        <translation>قيمة HOME هي ’%1‘، وليست مسارًا مطلقًا: لا مكان للمحادثات والإعدادات.</translation>
    </message>
    <message>
        <source>Set HOME to your home folder, or give a folder with --data-dir.</source>
        <translation>عيّن HOME إلى مجلدك الرئيسي، أو حدِّد مجلدًا بالخيار ‎--data-dir.</translation>
    </message>
    <message>
        <source>Open a window of its own, where one is open already.</source>
        <translation>افتح نافذة مستقلة وإن كانت نافذة مفتوحة.</translation>
    </message>
</context>
</TS>
