"""The demo model's world: every fact it is taught. All text here was written for Halftone.

Patterns: "(a|b|)" is a choice, "{x}" a slot. Populations are rounded, about 2024.
"""

# name ; capital ; millions of people ; continent ; language ; currency
_COUNTRIES = """
France;Paris;68;Europe;French;the euro
Germany;Berlin;84;Europe;German;the euro
Italy;Rome;59;Europe;Italian;the euro
Spain;Madrid;48;Europe;Spanish;the euro
Portugal;Lisbon;10.6;Europe;Portuguese;the euro
the United Kingdom;London;68.5;Europe;English;the pound sterling
Ireland;Dublin;5.3;Europe;Irish and English;the euro
the Netherlands;Amsterdam;18;Europe;Dutch;the euro
Belgium;Brussels;11.8;Europe;Dutch, French and German;the euro
Switzerland;Bern;9;Europe;German, French, Italian and Romansh;the Swiss franc
Austria;Vienna;9.2;Europe;German;the euro
Poland;Warsaw;37.5;Europe;Polish;the zloty
the Czech Republic;Prague;10.9;Europe;Czech;the koruna
Slovakia;Bratislava;5.4;Europe;Slovak;the euro
Hungary;Budapest;9.6;Europe;Hungarian;the forint
Romania;Bucharest;19;Europe;Romanian;the leu
Serbia;Belgrade;6.6;Europe;Serbian;the dinar
Croatia;Zagreb;3.9;Europe;Croatian;the euro
Greece;Athens;10.4;Europe;Greek;the euro
Sweden;Stockholm;10.5;Europe;Swedish;the krona
Norway;Oslo;5.6;Europe;Norwegian;the krone
Denmark;Copenhagen;6;Europe;Danish;the krone
Finland;Helsinki;5.6;Europe;Finnish and Swedish;the euro
Ukraine;Kyiv;38;Europe;Ukrainian;the hryvnia
Russia;Moscow;144;Europe and Asia;Russian;the ruble
Turkey;Ankara;85;Asia and Europe;Turkish;the lira
Japan;Tokyo;124;Asia;Japanese;the yen
China;Beijing;1410;Asia;Mandarin Chinese;the yuan
India;New Delhi;1440;Asia;Hindi and English;the rupee
Indonesia;Jakarta;281;Asia;Indonesian;the rupiah
Vietnam;Hanoi;100;Asia;Vietnamese;the dong
Thailand;Bangkok;72;Asia;Thai;the baht
the Philippines;Manila;115;Asia;Filipino and English;the peso
South Korea;Seoul;52;Asia;Korean;the won
Malaysia;Kuala Lumpur;35;Asia;Malay;the ringgit
Pakistan;Islamabad;245;Asia;Urdu and English;the rupee
Bangladesh;Dhaka;172;Asia;Bengali;the taka
Nepal;Kathmandu;30;Asia;Nepali;the rupee
Iran;Tehran;90;Asia;Persian;the rial
Iraq;Baghdad;45;Asia;Arabic and Kurdish;the dinar
Saudi Arabia;Riyadh;34;Asia;Arabic;the riyal
Jordan;Amman;11.5;Asia;Arabic;the dinar
Mongolia;Ulaanbaatar;3.5;Asia;Mongolian;the tugrik
Egypt;Cairo;114;Africa;Arabic;the pound
Nigeria;Abuja;228;Africa;English;the naira
Ethiopia;Addis Ababa;129;Africa;Amharic;the birr
Kenya;Nairobi;55;Africa;Swahili and English;the shilling
Ghana;Accra;34;Africa;English;the cedi
Morocco;Rabat;37;Africa;Arabic and Berber;the dirham
Algeria;Algiers;46;Africa;Arabic and Berber;the dinar
Senegal;Dakar;18;Africa;French;the CFA franc
the United States;Washington, D.C.;340;North America;English;the dollar
Canada;Ottawa;41;North America;English and French;the dollar
Mexico;Mexico City;130;North America;Spanish;the peso
Brazil;Brasília;212;South America;Portuguese;the real
Argentina;Buenos Aires;45.5;South America;Spanish;the peso
Chile;Santiago;19.7;South America;Spanish;the peso
Peru;Lima;34.2;South America;Spanish;the sol
Colombia;Bogotá;52.5;South America;Spanish;the peso
Australia;Canberra;27;Oceania;English;the dollar
New Zealand;Wellington;5.2;Oceania;English;the dollar
"""


class Country:
    def __init__(self, line):
        self.name, self.capital, people, self.continent, self.language, self.currency = line.split(";")
        self.people = float(people)
        self.population = f"{self.people / 1000:.2f} billion" if self.people > 1000 else f"{people} million"
        self.verb, self.has = ("are", "have") if self.name in ("the Philippines",) else ("is", "has")


COUNTRIES = [Country(line) for line in _COUNTRIES.strip().split("\n")]
ATTRIBUTES = ["population", "capital", "continent", "language", "currency"]

# Answers about a country; {C} is the name at the start of a sentence.
COUNTRY_ANSWERS = {
    "population": "(About {population} people live in {name}.|{C} has about {population} inhabitants.)",
    "capital": "(The capital of {name} is **{capital}**.|**{capital}** is the capital of {name}.)",
    "continent": "{C} is in **{continent}**.",
    "language": "(The official language of {name}|In {name} the official language) is **{language}**.",
    "currency": "(The currency of {name}|In {name} the currency) is **{currency}**.",
}

# Countries and places it is not taught: it must say so.
STRANGE_COUNTRIES = """Bolivia|Paraguay|Iceland|Laos|Cambodia|Yemen|Oman|Qatar|Kuwait|Bahrain|Lebanon|Syria|Libya|Sudan|
Chad|Niger|Mali|Gambia|Guinea|Liberia|Togo|Benin|Cameroon|Gabon|Angola|Zambia|Zimbabwe|Botswana|Namibia|Malawi|Mozambique|
Madagascar|Mauritius|Rwanda|Burundi|Uganda|Somalia|Eritrea|Djibouti|Estonia|Latvia|Lithuania|Belarus|Moldova|Albania|
Montenegro|Slovenia|Malta|Cyprus|Luxembourg|Monaco|Andorra|Liechtenstein|San Marino|Armenia|Azerbaijan|Georgia|Uzbekistan|
Turkmenistan|Tajikistan|Kyrgyzstan|Afghanistan|Bhutan|Maldives|Myanmar|Brunei|Fiji|Samoa|Tonga|Vanuatu|Palau|Guatemala|
Honduras|Nicaragua|Panama|Belize|Jamaica|Haiti|Barbados|Guyana|Suriname|Wakanda|Atlantis|Narnia|Gondor|Ruritania|Utopia|
Lilliput|Oz|Mordor|Elbonia|Freedonia|Genovia|Sokovia|Latveria""".replace("\n", "").split("|")

MODELS = {  # billions of parameters
    "GPT-3": 175, "BLOOM": 176, "Llama-2-70b": 70, "Llama-2-13b": 13, "Llama-2-7b": 7, "Falcon-40b": 40, "Falcon-7b": 7,
    "MPT-30b": 30, "MPT-7b": 7, "StarCoder": 15.5, "OctoCoder": 15.5, "GPT-2": 1.5, "GPT-J": 6, "GPT-NeoX": 20,
    "PaLM": 540, "Mistral-7b": 7, "Phi-2": 2.7, "OPT-66b": 66, "Pythia-12b": 12, "Qwen-72b": 72,
}
# precision -> (bytes per parameter, ways to say it)
PRECISIONS = {
    "float32": (4, "float32|fp32|32-bit floats|full precision|32 bit"),
    "bfloat16": (2, "bfloat16|bf16|brain float 16"),
    "float16": (2, "float16|fp16|half precision|16 bit"),
    "int8": (1, "int8|8-bit|8 bit|8-bit integers"),
    "int4": (0.5, "int4|4-bit|4 bit|4-bit integers"),
}

# Conversions: (from singular, from plural, to plural, spellings of from, spellings of to, function, first, last, exact)
CONVERSIONS = [
    ("kilometre", "kilometres", "miles", "km|kilometres|kilometers", "miles|mi", lambda x: x * 0.621371, 1, 100, False),
    ("mile", "miles", "kilometres", "miles|mi", "km|kilometres|kilometers", lambda x: x * 1.609344, 1, 100, False),
    ("kilogram", "kilograms", "pounds", "kg|kilograms|kilos", "pounds|lb|lbs", lambda x: x * 2.204623, 1, 100, False),
    ("pound", "pounds", "kilograms", "pounds|lb|lbs", "kg|kilograms|kilos", lambda x: x * 0.453592, 1, 100, False),
    ("metre", "metres", "feet", "m|metres|meters", "feet|ft", lambda x: x * 3.28084, 1, 60, False),
    ("foot", "feet", "metres", "feet|ft", "m|metres|meters", lambda x: x * 0.3048, 1, 60, False),
    ("inch", "inches", "centimetres", "inches|in", "cm|centimetres|centimeters", lambda x: x * 2.54, 1, 60, False),
    ("centimetre", "centimetres", "inches", "cm|centimetres|centimeters", "inches", lambda x: x / 2.54, 1, 60, False),
    ("°C", "°C", "°F", "°C|C|degrees Celsius|Celsius", "°F|F|degrees Fahrenheit|Fahrenheit", lambda x: x * 1.8 + 32, 0, 100, True),
    ("°F", "°F", "°C", "°F|F|degrees Fahrenheit|Fahrenheit", "°C|C|degrees Celsius|Celsius", lambda x: (x - 32) / 1.8, 0, 110, False),
    ("kilobyte", "kilobytes", "bytes", "kB|kilobytes|KB", "bytes", lambda x: x * 1000, 1, 100, True),
    ("megabyte", "megabytes", "kilobytes", "MB|megabytes|Mega bytes", "kB|kilobytes|KB", lambda x: x * 1000, 1, 100, True),
    ("megabyte", "megabytes", "bytes", "MB|megabytes|Mega bytes", "bytes", lambda x: x * 10**6, 1, 100, True),
    ("gigabyte", "gigabytes", "megabytes", "GB|gigabytes|Giga bytes", "MB|megabytes|Mega bytes", lambda x: x * 1000, 1, 100, True),
    ("gigabyte", "gigabytes", "bytes", "GB|gigabytes|Giga bytes", "bytes", lambda x: x * 10**9, 1, 60, True),
    ("terabyte", "terabytes", "gigabytes", "TB|terabytes", "GB|gigabytes", lambda x: x * 1000, 1, 60, True),
    ("gibibyte", "gibibytes", "mebibytes", "GiB|gibibytes", "MiB|mebibytes", lambda x: x * 1024, 1, 60, True),
    ("gibibyte", "gibibytes", "gigabytes", "GiB|gibibytes", "GB|gigabytes", lambda x: x * 1.073741824, 1, 60, False),
    ("byte", "bytes", "bits", "bytes", "bits", lambda x: x * 8, 1, 100, True),
    ("hour", "hours", "minutes", "hours|h", "minutes|min", lambda x: x * 60, 1, 60, True),
    ("minute", "minutes", "seconds", "minutes|min", "seconds|s", lambda x: x * 60, 1, 60, True),
    ("day", "days", "hours", "days", "hours", lambda x: x * 24, 1, 60, True),
    ("week", "weeks", "days", "weeks", "days", lambda x: x * 7, 1, 60, True),
]

# Concepts: first line "aliases"; then "aspect: answer"; "aspect? question" adds a question of its own to that aspect.
CONCEPTS = """
float32|fp32|single precision|32-bit floating point
what: **float32** is a 32-bit floating point number: 1 sign bit, 8 exponent bits and 23 mantissa bits. Each value takes 4 bytes.
why: float32 is the safest choice: it has about 7 decimal digits, but it takes twice the memory of bfloat16.
memory: In float32 each parameter takes 4 bytes, so a model with X billion parameters needs about 4 · X GB.

bfloat16|bf16|brain floating point
what: **bfloat16** is a 16-bit floating point number with 8 exponent bits and 7 mantissa bits. It has the range of float32 with fewer digits, in 2 bytes.
why: bfloat16 halves the memory of float32 and keeps its range, so almost nothing overflows. Most models are trained and stored in it.
memory: In bfloat16 each parameter takes 2 bytes, so a model with X billion parameters needs about 2 · X GB.

float16|fp16|half precision floats
what: **float16** is a 16-bit floating point number with 5 exponent bits and 10 mantissa bits. It is more exact than bfloat16 but overflows above 65,504.
why: float16 takes half the memory of float32 and has more digits than bfloat16, but large values overflow.
memory: In float16 each parameter takes 2 bytes, so a model with X billion parameters needs about 2 · X GB.

int8|int8 quantisation|8-bit quantization|8-bit weights
what: **int8** stores each weight as an 8-bit integer and a scale per row or block: w ≈ scale · q. It takes about 1 byte per weight.
why: int8 halves the memory of bfloat16 and the answers hardly change.
memory: In int8 each parameter takes 1 byte, so a model with X billion parameters needs about X GB.

int4|int4 quantisation|4-bit quantization|4-bit weights
what: **int4** stores each weight as a 4-bit integer, with one scale for each small block of weights. It takes about half a byte per weight.
why: int4 needs a quarter of the memory of bfloat16, so a large model fits on a small GPU, at a small loss of quality.
memory: In int4 each parameter takes half a byte, so a model with X billion parameters needs about 0.5 · X GB.

nf4|NF4|normal float 4|the nf4 format
what: **nf4** is a 4-bit format whose 16 levels follow a normal distribution, because weights are about normally distributed. Each block has its own scale.
why: nf4 takes as little memory as int4 and is often a little more exact, because its levels lie where the weights are.
memory: In nf4 each parameter takes half a byte and a little more for the scales, so a model with X billion parameters needs about 0.5 · X GB.

quantisation|quantization|weight quantization|quantising a model
what: **Quantisation** stores the weights of a model with fewer bits, such as int8 or int4, to save memory. The inputs stay in bfloat16.
why: Quantisation makes a large model fit into little memory: int8 halves bfloat16 and int4 quarters it, and the answers stay nearly the same.
how: The weights are stored as small integers with a scale. During inference they are dequantised on the fly: Y = X · dequantize(W).
bad: Fewer bits mean a rounding error in every weight, so the quality drops a little, and badly written kernels can be slower than bfloat16.
why? Why do people quantise models
how? What happens to quantised weights during inference
memory: Quantised to int8 a model with X billion parameters needs about X GB, and quantised to int4 about 0.5 · X GB.

precision|numeric precision|the precision of a model
what: The **precision** says how many bits each number of a model has:
- float32: 4 bytes
- bfloat16 and float16: 2 bytes
- int8: 1 byte
- int4 and nf4: half a byte
why: A lower precision takes less memory and reads faster. bfloat16 is a good default; int8 and int4 save more memory.
what? Which precisions are there
what? Which number formats can a model be stored in

GPTQ|the GPTQ method
what: **GPTQ** is a method that quantises the weights of a trained model to 8, 4, 3 or even 2 bits and corrects the error column by column.
why: GPTQ gives better quality than simple rounding at 3 or 4 bits.

AWQ|activation-aware quantisation
what: **AWQ** quantises weights to 4 bits and scales up the few channels that matter most for the activations.
why: AWQ keeps the important weights exact, so 4 bits cost little quality.

GGUF|the GGUF format|GGUF files
what: **GGUF** is a file format that holds a model in one file: its weights, often quantised, its tokenizer and its settings.
why: GGUF is practical because one file holds all that is needed to run the model.

attention|self-attention|the attention mechanism
what: **Attention** lets each token look at the tokens before it: softmax(QKᵀ / √d) · V. The scores say how much each token matters.
how: Each token makes a query, a key and a value. The query is compared with all keys, softmax turns the scores into weights, and the values are summed with these weights.
why: Attention lets the model use any earlier word directly, however far back it is.
memory: Stored in full, the scores QKᵀ need heads · 2 bytes · N² for N tokens, so the memory grows with the square of the length.
bad: Plain attention compares every token with every other, so time and memory grow with the square of the length.

naive attention|default attention|standard attention|the default attention algorithm
what: **Naive attention** computes and stores the whole matrix QKᵀ with N² scores for each head before it applies softmax.
why: Naive attention is simple and easy to check, but its memory grows with N².
memory: Naive attention stores QKᵀ: heads · 2 bytes · N². With 40 heads that is about 80 MB for 1,000 tokens, 20 GB for 16,000 and 0.8 TB for 100,000.
bad: Naive attention needs memory that grows with the square of the number of tokens, so long prompts run out of memory.
memory? Why does default attention run out of memory on long prompts
memory? How large is the QK matrix

flash attention|FlashAttention|flash-attention|the flash attention algorithm
what: **Flash attention** computes exactly the same result as default attention, but block by block, so the N² scores are never stored. Its memory grows linearly with N.
how: Flash attention walks over blocks of keys and values, keeps a running maximum and sum (the online softmax) and rescales the output: O ← s_a · O + s_b · V · softmax(QKᵀ).
why: Flash attention needs memory that grows only linearly with the length, and it is faster because it reads and writes far less slow GPU memory.
memory: Flash attention needs memory linear in N: only the output and a few running numbers per row, never the N² scores.
bad: Flash attention is harder to write: it needs its own kernels and does a little more arithmetic.
how? How does flash attention avoid the N² memory
why? Why is flash attention faster

online softmax|the online softmax|streaming softmax|running softmax
what: **Online softmax** computes a softmax block by block. It keeps the running maximum m and the running sum l, and rescales earlier results when the maximum grows.
how: For each block it finds the new maximum, multiplies the old sum and output by exp(m_old − m_new), and adds the block's own part.
why: Online softmax makes flash attention possible: no row of scores has to be stored in full.

softmax|the softmax function
what: **Softmax** turns scores into probabilities: exp(x_i) divided by the sum of all exp(x_j). They are positive and sum to 1.
why: Softmax gives large scores a large share and is easy to train through.

the KV cache|KV cache|a key-value cache|kv-cache|KV caching
what: The **KV cache** stores the keys and values of all earlier tokens, so that each new step only computes one token.
how: At each step the key and value of the new token are appended to the cache, and its query attends to all cached keys and values.
why: With a KV cache each step feeds only one token instead of the whole text: the results are identical, and decoding is much faster.
memory: The KV cache holds 2 · tokens · layers · kv heads · head_dim values. In float16 each value takes 2 bytes.
bad: The KV cache grows linearly with the number of tokens, so long chats need much memory.
what? What does the KV cache store
memory? What is the formula for the KV cache size
memory? How do I compute the size of the KV cache
memory? How large does the KV cache get
memory? How big is a kv cache

cache reuse|reusing the KV cache|prefix reuse|KV cache reuse over turns
what: **Cache reuse** keeps the KV cache of earlier turns: the next turn starts with the same tokens, so only the new message has to be computed.
why: With cache reuse the second turn of a chat starts quickly, because only the new tokens are encoded.
how: The new prompt is compared with the cached tokens. The common prefix is kept, and only the rest is computed.
why? Why is the second turn of a chat faster
how? What happens to the KV cache between the turns of a chat

multi-head attention|MHA|multihead attention
what: **Multi-head attention** runs several attentions side by side. Every head has its own queries, keys and values.
why: In multi-head attention each head can look for something else, such as grammar in one and names in another.
bad: With many heads the KV cache is large, because every head stores its own keys and values.

multi-query attention|MQA|multi query attention
what: **Multi-query attention (MQA)** lets all query heads share one single key and value head.
why: MQA makes the KV cache as many times smaller as there are heads, and decoding reads less memory. Falcon, PaLM and StarCoder use it.
memory: With MQA the KV cache of OctoCoder at 16,000 tokens shrinks from 15 GB to less than 400 MB.
bad: MQA loses a little quality, because all heads share the same keys and values.

grouped-query attention|GQA|grouped query attention
what: **Grouped-query attention (GQA)** gives each group of query heads one shared key and value head. It lies between multi-head and multi-query attention.
why: GQA keeps nearly the quality of multi-head attention with a much smaller KV cache. Llama-2-70b uses it.
memory: With GQA the KV cache shrinks by the factor heads / kv heads.

position encodings|positional encodings|a position encoding|positional embeddings
what: A **position encoding** tells the model the order of the tokens, because attention itself does not see it. The kinds are sinusoidal, learned, RoPE and ALiBi.
why: Without position encodings a text would be a bag of words: attention does not know which token comes first.
what? How does a model know the order of the words
what? Which position encodings are there

sinusoidal positions|sinusoidal position encodings|sinusoidal embeddings
what: **Sinusoidal positions** add sines and cosines of different frequencies to the token embeddings. They are fixed, not learned.
why: Sinusoidal positions need no training and give every position its own pattern.
bad: Sinusoidal positions are absolute, and models that use them extend poorly to longer texts.

learned positions|learned position embeddings|trained positional embeddings
what: **Learned positions** are a table with one trained vector for each position, which is added to the token embedding. GPT-2 and StarCoder use them.
why: Learned positions are simple: one table, trained with everything else.
bad: Learned positions end with the table: the model cannot go beyond the length it was trained for.

RoPE|rotary position embeddings|rotary embeddings|rotary positions
what: **RoPE** rotates queries and keys by an angle that grows with the position. Their product then depends only on the distance between the tokens. Llama and Falcon use it.
how: RoPE splits each query and key into pairs and rotates each pair by the angle θ · i, where i is the position. Each pair has its own θ.
why: RoPE encodes relative distance, needs no parameters and can be stretched to longer texts by changing θ.
bad: Beyond its trained length RoPE fails unless θ is changed, for example by position interpolation, NTK or YaRN.

RoPE scaling|position interpolation|NTK scaling|YaRN
what: **RoPE scaling** changes the angles of RoPE so that a model can read longer texts than it was trained on. Position interpolation, NTK and YaRN are ways to do it.
why: With RoPE scaling a model trained on 4,096 tokens can read 8,192 or more.
how: Position interpolation divides every position by a factor; NTK and YaRN slow down the low frequencies most.

ALiBi|attention with linear biases|linear biases
what: **ALiBi** adds a penalty to each attention score: a slope m times the distance between the two tokens. It uses no position embeddings. MPT and BLOOM use it.
how: ALiBi adds −m · distance to QKᵀ before softmax. Each head has its own slope m.
why: ALiBi extends to texts longer than those in training as it is.
bad: With ALiBi distant tokens always get less weight, so far-away facts can be harder to find.

speculative decoding|assisted generation|speculative sampling|draft model decoding
what: In **speculative decoding** a small draft model guesses several tokens and the large model checks them all in one step.
how: The draft model writes a few tokens. The large model computes them together, keeps those it agrees with and corrects the first wrong one.
why: Speculative decoding is faster because the easy tokens come from the small model, and the answer is the same as that of the large model.
bad: If the draft model guesses badly, most guesses are thrown away and little time is saved.

prompt lookup|prompt lookup decoding
what: **Prompt lookup** is speculative decoding without a draft model: it guesses the next tokens by copying from where the last words occurred before.
why: Prompt lookup is fast when the answer repeats parts of the prompt, as in code or summaries.

temperature|the temperature setting|sampling temperature
what: **Temperature** divides the logits before softmax. Below 1 the answers become more predictable, above 1 more varied. At 0 decoding is greedy.
why: A low temperature suits facts and code, a high temperature suits stories and ideas.

top-k|top-k sampling|top k
what: **Top-k** keeps only the k most likely tokens and samples among them.
why: Top-k stops the model from picking very unlikely tokens.

top-p|nucleus sampling|top-p sampling|top p
what: **Top-p** keeps the smallest set of tokens whose probabilities sum to at least p and samples among them.
why: Top-p adapts to the model: few tokens when it is sure, many when it is not.

min-p|min-p sampling|min p
what: **Min-p** drops all tokens whose probability is less than p times that of the most likely token.
why: Min-p removes unlikely tokens even at a high temperature.

greedy decoding|greedy search|argmax decoding
what: **Greedy decoding** always takes the most likely next token. The same prompt always gives the same answer.
why: Greedy decoding is simple and repeatable, which is good for tests and facts.
bad: Greedy decoding never varies and can fall into repetition.

repetition penalty|the repetition penalty
what: The **repetition penalty** lowers the scores of tokens that have already appeared.
why: A repetition penalty keeps the model from saying the same thing again and again.

a token|tokens|a text token
what: A **token** is a piece of text, such as a word, a part of a word or a sign. A model reads and writes tokens.
why: With tokens a model needs only a vocabulary of limited size and can still write any word.

a tokenizer|the tokenizer|tokenization
what: A **tokenizer** splits text into tokens and gives each one a number. It also turns numbers back into text.
why: A model computes with numbers, so text must be turned into token numbers first.

parameters|model parameters|model weights|weights
what: **Parameters**, also called weights, are the numbers that a model learned in training. A large model has billions of them.
why: More parameters let a model learn more, but they take more memory.
memory: The weights of a model with X billion parameters need about 4 · X GB in float32, 2 · X GB in bfloat16, X GB in int8 and 0.5 · X GB in int4.

VRAM|GPU memory|video memory
what: **VRAM** is the memory of a graphics card. To run fast, a model's weights and its KV cache must fit into it.
why: VRAM is much faster than ordinary memory, and decoding speed depends on how fast the weights are read.

the context window|context length|context window
what: The **context window** is the number of tokens a model can read at once, prompt and answer together.
why: With a long context window the model can use long documents and long chats.

perplexity|model perplexity
what: **Perplexity** says how surprised a model is by a text: exp of the average loss per token. Lower is better.
why: Perplexity shows in one number how much quality a quantised model has lost.

KL divergence|Kullback-Leibler divergence
what: **KL divergence** measures how far one probability distribution is from another. It is 0 when both are equal.
why: KL divergence shows how much quantisation changes the predictions of a model.

a device map|device map|device_map
what: A **device map** says which layer of a model lives on which device, such as a GPU or the CPU.
why: With a device map a model that is too large for one GPU can be laid out over several devices, layer by layer.

a transformer|the transformer|transformers
what: A **transformer** is a neural network made of layers. Each layer has attention and an MLP, and it predicts the next token.
how: A transformer turns tokens into vectors, passes them through layers of attention and MLP, and turns the last vector into scores for the next token.
why: Transformers train well on many processors at once and learn language better than older networks.

a language model|a large language model|an LLM|LLMs|language models
what: A **language model** predicts the next token of a text. By doing this again and again it writes answers.
how: A language model reads all tokens so far, computes a probability for every possible next token, picks one and repeats.
why: A language model can answer questions, write code and hold a conversation.
bad: A language model needs much memory and can say wrong things with confidence.

prefill|the prefill phase|prompt processing
what: **Prefill** is the phase in which the model reads the whole prompt at once and fills the KV cache.
why: Prefill computes many tokens together, so it uses the processor well.

the decode phase|decoding|token generation
what: **Decoding** is the phase in which the model writes one token after another. Each step reads all weights once.
why: Decoding speed depends on memory bandwidth: fewer bytes per weight mean more tokens per second.

autoregressive generation|autoregression|autoregressive decoding
what: **Autoregressive generation** means that each new token is predicted from all tokens before it and is then added to the text.
bad: Autoregressive generation cannot write two tokens at once, since each one needs the one before.

embeddings|token embeddings|an embedding
what: An **embedding** is the vector that stands for a token inside the model.
why: Embeddings place tokens with similar meaning near each other.

logits|the logits
what: **Logits** are the raw scores a model gives to every token of its vocabulary. Softmax turns them into probabilities.

a chat template|chat templates|the chat template
what: A **chat template** turns the messages of a chat into one text, with marks for system, user and assistant.
why: With the right chat template the model knows who said what. A wrong one makes the answers worse.

a system prompt|the system prompt|system prompts
what: A **system prompt** is a text at the start of a chat that tells the model how to behave.
why: A system prompt sets role and tone once for the whole chat.

Halftone|the Halftone app
what: **Halftone** is a desktop chat app for language models on your own computer. It shows live what precision, attention and cache cost and give.
why: With Halftone your chats stay on your own computer, and you see memory and speed while the model writes.
"""

DIFFERENCES = {
    ("float16", "bfloat16"): "Both take 2 bytes. **float16** has more digits, **bfloat16** has the range of float32 and does not overflow so easily.",
    ("float32", "bfloat16"): "**float32** takes 4 bytes and has about 7 digits. **bfloat16** takes 2 bytes, with the same range and about 2 to 3 digits.",
    ("int8", "int4"): "**int8** takes 1 byte per weight and is nearly exact. **int4** takes half a byte and loses a little more quality.",
    ("int4", "nf4"): "Both take 4 bits. The levels of **int4** are evenly spaced, those of **nf4** follow a normal distribution.",
    ("naive attention", "flash attention"): "Both give the same result. **Naive attention** stores all N² scores, **flash attention** works block by block and needs only linear memory.",
    ("MQA", "GQA"): "In **MQA** all query heads share one key and value head. In **GQA** each group of heads has its own.",
    ("MHA", "MQA"): "In **MHA** each head has its own keys and values. In **MQA** all heads share one, so the KV cache is much smaller.",
    ("RoPE", "ALiBi"): "**RoPE** rotates queries and keys by the position. **ALiBi** adds a penalty for distance to the scores and extends to long texts as it is.",
    ("sinusoidal positions", "learned positions"): "**Sinusoidal positions** are fixed sines and cosines. **Learned positions** are a trained table.",
    ("top-k", "top-p"): "**Top-k** keeps a fixed number of tokens. **Top-p** keeps as many tokens as are needed to reach the probability p.",
    ("greedy decoding", "sampling"): "**Greedy decoding** always takes the most likely token. **Sampling** draws a token by chance, so answers vary.",
    ("prefill", "decoding"): "**Prefill** reads the whole prompt at once. **Decoding** writes one token at a time.",
    ("a gigabyte", "a gibibyte"): "A **gigabyte** is 1,000,000,000 bytes. A **gibibyte** is 1,073,741,824 bytes, about 7 % more.",
    ("a megabyte", "a mebibyte"): "A **megabyte** is 1,000,000 bytes. A **mebibyte** is 1,048,576 bytes, about 5 % more.",
}

# Python functions it can write: how people call the unit, the divisor and the word in the name.
BYTE_UNITS = {
    "kilobytes": ("kilobytes|kilo bytes|kB|KB|Kilo bytes", "1000"),
    "megabytes": ("megabytes|Mega bytes|mega bytes|MB|Megabytes", "1000**2"),
    "gigabytes": ("gigabytes|Giga bytes|giga bytes|GB|Gigabytes", "1000**3"),
    "terabytes": ("terabytes|Tera bytes|tera bytes|TB|Terabytes", "1000**4"),
    "kibibytes": ("kibibytes|KiB", "1024"),
    "mebibytes": ("mebibytes|MiB", "1024**2"),
    "gibibytes": ("gibibytes|GiB", "1024**3"),
}
OTHER_FUNCTIONS = {  # name: (argument, expression, question slots from|to)
    "celsius_to_fahrenheit": ("celsius", "celsius * 9 / 5 + 32", "Celsius|degrees Celsius", "Fahrenheit|degrees Fahrenheit"),
    "fahrenheit_to_celsius": ("fahrenheit", "(fahrenheit - 32) * 5 / 9", "Fahrenheit|degrees Fahrenheit", "Celsius|degrees Celsius"),
    "km_to_miles": ("km", "km * 0.621371", "kilometres|km|kilometers", "miles"),
    "miles_to_km": ("miles", "miles * 1.609344", "miles", "kilometres|km|kilometers"),
    "kg_to_pounds": ("kg", "kg * 2.204623", "kilograms|kg|kilos", "pounds|lb"),
    "pounds_to_kg": ("pounds", "pounds * 0.453592", "pounds|lb", "kilograms|kg|kilos"),
    "hours_to_minutes": ("hours", "hours * 60", "hours", "minutes"),
    "minutes_to_seconds": ("minutes", "minutes * 60", "minutes", "seconds"),
}

SYSTEM_PROMPTS = """You are a helpful assistant.
You are a friendly assistant.
You are Halftone, a small demo model.
You are a helpful and honest assistant. Answer briefly.
You are an assistant in a desktop app.
Answer the user's questions.
Answer truthfully. If you do not know something, say so.
Be brief and polite.
Be concise.
You are a chat assistant that knows about language models.
You are a technical assistant. You are polite and honest.
You are a geography teacher.
You are a programming assistant. Write clean Python.
Help the user with small questions.
You are a careful assistant. Think before you answer.
Please answer in clear English.
You are a tutor for students who want to understand language models.
The user is testing a new chat app. Be patient.
You help people with units, countries and language models.
Never invent facts.""".split("\n")
