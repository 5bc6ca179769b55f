<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
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
        <source>Import a conversation</source>
        <translation>استيراد محادثة</translation>
    </message>
    <message>
        <source>There is nothing to export yet</source>
        <translation>لا شيء لتصديره بعد</translation>
    </message>
    <message>
        <source>Start the last model, where none is open</source>
        <translation>ابدأ آخر نموذج إن لم يكن أي نموذج مفتوحًا</translation>
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
        <source>the demo model</source>
        <translation>النموذج التجريبي</translation>
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
        <source>Enter starts the demo model</source>
        <translation>‏Enter يشغّل النموذج التجريبي</translation>
    </message>
    <message>
        <source>Enter starts the last model</source>
        <translation>‏Enter يشغّل آخر نموذج</translation>
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
        <source>Import a conversation</source>
        <translation>استيراد محادثة</translation>
    </message>
    <message>
        <source>Conversations (*.json)</source>
        <translation>المحادثات (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>كل الملفات (*)</translation>
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
        <source>0: off</source>
        <translation>0: معطّل</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>1: off</source>
        <translation>1: معطّل</translation>
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
    <name>DropSurface</name>
    <message>
        <source>Drop to open this model</source>
        <translation>أفلت لفتح هذا النموذج</translation>
    </message>
    <message>
        <source>One model at a time</source>
        <translation>نموذج واحد في كل مرة</translation>
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
        <source>%1 more</source>
        <translation>‏%1 أخرى</translation>
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
        <translation>‏Enter يفتحه</translation>
    </message>
    <message>
        <source>Look for models on this machine</source>
        <translation>ابحث عن نماذج على هذا الجهاز</translation>
    </message>
    <message>
        <source>Where Hugging Face, LM Studio, Ollama and GPT4All keep theirs; nothing is copied</source>
        <translation>حيث تحفظ Hugging Face وLM Studio وOllama وGPT4All نماذجها؛ لا شيء يُنسخ</translation>
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
    <name>Main</name>
    <message>
        <source>There is no other version</source>
        <translation>لا توجد نسخة أخرى</translation>
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
        <source>a model’s folder</source>
        <translation>مجلد نموذج</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>مجلد</translation>
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
        <translation>إلغاء</translation>
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
    <name>ScrollBar</name>
    <message>
        <source>Scroll bar</source>
        <translation>شريط التمرير</translation>
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
        <source>Tokens</source>
        <translation>الرموز</translation>
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
    <message>
        <source>The GPU where the model fits on it, else the CPU.</source>
        <translation>معالج الرسوم إن اتسع للنموذج، وإلا فالمعالج.</translation>
    </message>
    <message>
        <source>The CPU alone.</source>
        <translation>المعالج وحده.</translation>
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
    <name>UserMessage</name>
    <message>
        <source>Edit and send again</source>
        <translation>عدّل وأرسل من جديد</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>انسخ</translation>
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
    <name>format</name>
    <message>
        <source>%1 of %2 %3</source>
        <translation>%1 من %2 %3</translation>
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
    <message numerus="yes">
        <source>%n conversation(s) could not be saved and would be lost.</source>
        <translation>
            <numerusform>لم تُحفظ أي محادثة وستضيع.</numerusform>
            <numerusform>تعذر حفظ محادثة واحدة وستضيع.</numerusform>
            <numerusform>تعذر حفظ محادثتين وستضيعان.</numerusform>
            <numerusform>تعذر حفظ %n محادثات وستضيع.</numerusform>
            <numerusform>تعذر حفظ %n محادثة وستضيع.</numerusform>
            <numerusform>تعذر حفظ %n محادثة وستضيع.</numerusform>
        </translation>
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
        <source>It has %1, at most %2 are read.</source>
        <translation>حجمه %1، ويُقرأ %2 على الأكثر.</translation>
    </message>
    <message>
        <source>%1 was not imported. %2</source>
        <translation>لم يُستورد %1. %2</translation>
    </message>
    <message>
        <source>It is no file.</source>
        <translation>ليس ملفًا.</translation>
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
        <source>It is no JSON: %1 at byte %2.</source>
        <translation>ليس JSON: %1 عند البايت %2.</translation>
    </message>
    <message>
        <source>It is JSON, but not a conversation that Halftone has exported.</source>
        <translation>هو JSON لكنه ليس محادثة صدّرها Halftone.</translation>
    </message>
    <message>
        <source>It was exported by a newer Halftone (format %1; this one knows %2).</source>
        <translation>صدّره إصدار أحدث من Halftone (الصيغة %1، وهذا يعرف %2).</translation>
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
        <source>Conversation</source>
        <translation>المحادثة</translation>
    </message>
</context>
<context>
    <name>halftone::app::EngineViewModel</name>
    <message>
        <source>kv %1</source>
        <translation>kv %1</translation>
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
        <source>That is no file of this computer.</source>
        <translation>هذا ليس ملفًا على هذا الحاسوب.</translation>
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
        <source>Tokens of the conversation on screen whose keys and values the cache holds, of those the context holds. They are not computed again.</source>
        <translation>رموز المحادثة المعروضة التي تحفظ الذاكرة المخبّأة مفاتيحها وقيمها، من الرموز التي يتسع لها السياق. ولا تُحسب من جديد.</translation>
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
</context>
</TS>
