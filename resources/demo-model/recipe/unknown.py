"""What the demo model does not know, and must say so. Every seventh form and noun is held out, as in phrases.py."""
import hashlib


def _split(items):
    items = sorted({i.strip() for i in items if i.strip()}, key=lambda s: hashlib.sha1(s.encode()).digest())
    cut = (len(items) + 6) // 7
    return items[cut:], items[:cut]


def _nouns(text):
    return _split(text.replace("\n", " ").split(","))


# Slot names in the forms below choose the list.
NOUNS = {
    "thing": _nouns("""a black hole, photosynthesis, gravity, inflation, a mortgage, a volcano, democracy, quantum physics, DNA,
        the big bang, evolution, a comet, a neutron star, philosophy, justice, love, happiness, electricity, a magnet, a laser, a battery,
        an engine, a rocket, a satellite, a telescope, a microscope, a virus, a vaccine, an antibiotic, cancer, diabetes, a heart attack,
        blood pressure, insulin, a muscle, the liver, the brain, a neuron, a dream, sleep, music theory, a symphony, a sonnet, jazz, opera,
        ballet, cubism, the renaissance, feudalism, capitalism, socialism, a bond, a stock, a share, a tax, blockchain, bitcoin, Docker,
        Kubernetes, Linux, Git, HTML, CSS, SQL, a database, a compiler, a linked list, a hash map, quicksort, recursion, a pointer, TCP,
        a router, a firewall, a password manager, OAuth, a cookie, JavaScript, Rust, Java, Haskell, a monad, calculus, an integral,
        a derivative, a prime number, topology, a group in algebra, Bayes' theorem, a triangle, the Pythagorean theorem, pi, entropy,
        thermodynamics, relativity, a photon, an electron, an atom, a molecule, an acid, salt, sugar, caffeine, alcohol, chocolate, cheese,
        bread, sourdough, yoga, meditation, karate, chess, poker, football, cricket, baseball, tennis, golf, a marathon, a triathlon,
        a gerund, an adverb, a metaphor, irony, a haiku, a novel, the Bible, a church, a temple, Buddhism, Christmas, Easter, a wedding,
        a contract, copyright, a patent, a lawyer, a visa, a passport, glaciers, a tsunami, an earthquake, climate change, the ozone layer,
        a rainforest, a desert, a coral reef, plastic, concrete, steel, glass, silk, cotton, a zebra, a platypus, an octopus, bamboo"""),
    "person": _nouns("""Albert Einstein, Marie Curie, Isaac Newton, Shakespeare, Mozart, Beethoven, Napoleon, Cleopatra, Julius Caesar,
        Leonardo da Vinci, Picasso, Van Gogh, Frida Kahlo, Gandhi, Nelson Mandela, Abraham Lincoln, Queen Victoria, Barack Obama, Angela Merkel,
        Alan Turing, Ada Lovelace, Grace Hopper, Linus Torvalds, Bill Gates, Steve Jobs, Elon Musk, Taylor Swift, Beyoncé, Madonna, Elvis,
        Messi, Ronaldo, Serena Williams, Michael Jordan, Usain Bolt, Charlie Chaplin, Tom Hanks, Meryl Streep, Batman, Harry Potter,
        Sherlock Holmes, Frodo, Zeus, Thor, Darwin, Galileo, Aristotle, Plato, Socrates, Confucius, Buddha, Tesla, Edison, Homer, Dante,
        Goethe, Tolstoy, Kafka, Hemingway, Jane Austen, Agatha Christie, Stephen King, my neighbour, my boss, your mother"""),
    "work": _nouns("""Hamlet, War and Peace, Faust, the Mona Lisa, the telephone, the light bulb, the steam engine, the radio, penicillin,
        Don Quixote, the Odyssey, the Moonlight Sonata, Star Wars, Titanic, the Lord of the Rings, Moby Dick, Dracula, Frankenstein, the bicycle,
        the printing press, the Eiffel Tower, the pyramids, the Great Wall, the Colosseum, America, the iPhone, paper, the wheel,
        the Magic Flute, Guernica, the Starry Night, Pride and Prejudice, The Hobbit, Avatar, Casablanca, the transistor, dynamite"""),
    "dish": _nouns("""pizza, lasagne, sushi, pancakes, apple pie, goulash, curry, tomato soup, an omelette, bread, a chocolate cake, risotto,
        paella, tacos, falafel, hummus, dumplings, ramen, a salad, roast chicken, meatballs, waffles, ice cream, cookies, tea, coffee, a smoothie,
        fried rice, mashed potatoes, pasta, cheesecake, muffins, borscht, kimchi"""),
    "city": _nouns("""Paris, London, New York, Berlin, Tokyo, Munich, Hamburg, Milan, Barcelona, Chicago, Boston, Sydney, Shanghai, Mumbai, Cairo,
        Rio, Toronto, Istanbul, Dubai, Singapore, Hong Kong, Los Angeles, San Francisco, Lyon, Naples, Geneva, Zurich, my town, Oxford, Venice"""),
    "topic": _nouns("""the sea, autumn, my cat, love, spring, a dragon, the moon, my grandmother, rain, winter, friendship, a lost dog, the stars,
        a robot, summer holidays, a birthday, my boss, a job application, climate, school, the forest, freedom, war, coffee, time, a castle,
        a pirate, a princess, football, my garden, the city at night, old age, mathematics, a train journey"""),
    "animal": _nouns("""a dog, a cat, an elephant, a whale, a shark, an ant, a bee, a spider, a horse, a cow, a lion, a tiger, a bear, a wolf,
        a penguin, an owl, an eagle, a snake, a frog, a mouse, a kangaroo, a dolphin, a giraffe, a turtle, a butterfly, a goldfish"""),
    "word": _nouns("""house, tree, bread, water, friend, window, book, love, good morning, thank you, street, sun, dog, cheese, apple, chair,
        table, school, night, father, mother, snow, river, red, garden, music"""),
    "tongue": _nouns("German, French, Spanish, Italian, Latin, Greek, Russian, Arabic, Chinese, Japanese, Turkish, Dutch, Swedish, Polish"),
    "event": _nouns("""the World Cup, the Olympics, the Super Bowl, the election, the last war, the Champions League, the Tour de France,
        the Oscar, the Nobel Prize, Wimbledon, the Eurovision, the chess championship, the marathon, the World Series, the game yesterday,
        World War II, the French Revolution, the moon landing, the Cold War"""),
    "device": _nouns("""my car, my phone, my bicycle, my printer, my laptop, the washing machine, a tap, my keyboard, the heating, my television,
        a lamp, my router, my fridge, a broken window, my headphones, my watch, the dishwasher, my camera"""),
    "company": _nouns("Apple, Google, Microsoft, Amazon, Tesla, Nvidia, Toyota, Siemens, Samsung, Intel, Netflix, Sony, IBM, Boeing, Nestlé"),
    "task": _nouns("""sorts a list, reverses a string, finds prime numbers, reads a CSV file, sends an email, downloads a page, plays chess,
        counts words, draws a circle, parses JSON, computes Fibonacci numbers, opens a window, merges two lists, checks a palindrome,
        trains a network, plays a sound, copies a file, deletes a folder, shuffles a list, finds the largest number, checks a password, rolls a dice, simulates a clock, scrapes a website, makes a chart, prints a calendar, sums a list, multiplies matrices, builds a tree, searches a text, splits a string, writes a log, connects to a server, compresses a file, solves a sudoku, renames files, finds duplicates, encrypts a text, resizes an image"""),
}

# form -> kind of answer
GENERAL = _split("""
What is {thing}
What's {thing}
What is {thing}
What is {thing}
Explain {thing}.
Explain {thing}.
Explain {thing} to me.
What does {thing} mean
Tell me about {thing}.
Tell me about {thing}.
Define {thing}.
How does {thing} work
How does {thing} work
Why is {thing} useful
Why is {thing} important
Why do we need {thing}
What do you know about {thing}
What is the purpose of {thing}
What are the benefits of {thing}
What is the history of {thing}
What is the difference between {thing} and {thing}
Do you know what {thing} is
Can you explain {thing}
Describe {thing}.
I want to understand {thing}.
How do I learn about {thing}
Where can I buy {thing}
How much does {thing} cost
Is {thing} dangerous
Do you like {thing}
What is your opinion about {thing}
Who is {person}
Who was {person}
Tell me about {person}.
Where was {person} born
When was {person} born
How old is {person}
How tall is {person}
Is {person} married
What did {person} do
Why is {person} famous
When did {person} die
What do you think about {person}
Who wrote {work}
Who invented {work}
Who painted {work}
Who made {work}
Who discovered {work}
Who composed {work}
When was {work} made
What is {work} about
Tell me about {work}.
Summarise {work}.
How do I cook {dish}
How do I make {dish}
What is the recipe for {dish}
Give me a recipe for {dish}.
How long does {dish} take in the oven
What goes into {dish}
How many calories does {dish} have
What is the weather in {city}
What's the weather like in {city} today
How is the weather in {city}
Will it rain in {city} tomorrow
How warm is it in {city}
What time is it in {city}
How do I get to {city}
What should I see in {city}
Plan a trip to {city}.
Find a hotel in {city}.
How far is it from {city} to {city}
Who is the mayor of {city}
How many people live in {city}
Are there good restaurants in {city}
Book a flight to {city}.
Write a poem about {topic}.
Write me a story about {topic}.
Write an essay about {topic}.
Write a song about {topic}.
Write an email about {topic}.
Tell me a story about {topic}.
Tell me a joke about {topic}.
Make up a rhyme about {topic}.
What does {animal} eat
How long does {animal} live
How fast is {animal}
How heavy is {animal}
Can {animal} swim
Where does {animal} live
How many legs does {animal} have
Can I keep {animal} at home
How do you say {word} in {tongue}
Translate '{word}' into {tongue}.
What is the {tongue} word for {word}
What is {word} in {tongue}
Who won {event}
When was {event}
When is {event}
Who lost {event}
Why did {event} happen
How do I fix {device}
How do I repair {device}
{device} is broken, what should I do
Why does {device} not work
How do I clean {device}
What is the stock price of {company}
Who is the boss of {company}
Should I buy shares of {company}
When was {company} founded
What does {company} sell
What is the meaning of life
What is the time
What day is it today
What is the date
What is today's news
What happened yesterday
Tell me a joke.
Tell me something funny.
Sing a song.
What should I eat tonight
What should I wear today
Which film should I watch
Recommend a book.
Recommend me some music.
Where are my keys
How do I become rich
How do I lose weight
I have a headache, what should I take
How can I sleep better
What is my horoscope
How many stars are there
How far away is the moon
What is the speed of light
What is the square root of {number}
What happened in {year}
Who was king in {year}
Why is the sky blue
Why is the sea salty
What is the highest mountain
What is the longest river in the world
How deep is the ocean
Do you believe in God
Who will win the next election
Which car should I buy
Play a game with me.
Remind me to call my mother.
Set a timer.
Open the window.
Call my friend.
Send a message to {person}.
Draw a picture of {animal}.
What colour is {animal}
How do I tie a tie
""".split("\n"))

CODE = _split("""
Write a function in Python that {task}.
Write a Python program that {task}.
Please write a function that {task}.
Can you write code that {task}
Write a script that {task}.
Give me Python code that {task}.
I need a function that {task}.
Write a program in Java that {task}.
Write C++ code that {task}.
Write a JavaScript function that {task}.
Show me code that {task}.
How do I write a program that {task}
Could you code something that {task}
I want a program that {task}.
I want Python code that {task}.
Please write Python code that {task}
Please give me a script that {task}
Implement something that {task}.
Make a function that {task}.
Make a program that {task}.
Create a Python script that {task}.
Create a function that {task}.
Help me with code that {task}.
Can you program something that {task}
Define a function that {task}.
Code a function that {task}.
Write a Rust program that {task}.
In Python, how do I write something that {task}
""".split("\n"))

FEATURES = _nouns("""flag, area, size, president, king, prime minister, national dish, national animal, climate, weather, history, anthem, economy,
    religion, highest mountain, longest river, largest lake, best football team, biggest company, second city, oldest university, GDP,
    food, music, art, landscape, national park, stock market, crime rate, unemployment, minimum wage, army, navy, government, parliament,
    constitution, tax rate, average age, birth rate, life expectancy, airport, airline, railway, coast, border, time zone, phone code,
    independence day, founding year, queen, emperor, royal family, national flower, most famous writer, most popular sport, biggest port,
    largest island, best beach, driest desert, temperature, rainfall, school system, health system, biggest export, electricity price""")
ABOUT_COUNTRY = _split("""
What is the {feature} of {c}
What is the {feature} of {c}
What is {c}'s {feature}
What's the {feature} of {c}
What's the {feature} in {c}
Tell me the {feature} of {c}.
Tell me about the {feature} of {c}.
Do you know the {feature} of {c}
What do you know about the {feature} of {c}
Describe the {feature} of {c}.
Can you tell me the {feature} of {c}
How is the {feature} in {c}
Which is the {feature} of {c}
Name the {feature} of {c}.
I want to know the {feature} of {c}.
How many (lakes|rivers|mountains|cities|schools|universities|trains|dogs|cows|trees|houses|soldiers|doctors|tourists|roads) are there in {c}
How many (lakes|rivers|mountains|cities|schools|universities|trains|dogs|cows|houses|soldiers|doctors|tourists) does {c} have
How (old|rich|cold|warm|hot|expensive|safe|big|beautiful|green) is {c}
Who is the president of {c}
Who is the prime minister of {c}
Who rules {c}
Who is the king of {c}
What is the flag of {c}
What does the flag of {c} look like
What is the area of {c}
How large is {c} in square kilometres
What is the highest mountain in {c}
What is the longest river in {c}
What is the national dish of {c}
What do people eat in {c}
What is the weather in {c}
What is the climate of {c}
What is the history of {c}
When was {c} founded
What is the anthem of {c}
Which football club is the best in {c}
What is the religion of {c}
How rich is {c}
What is the economy of {c} like
Which cities are there in {c}
What is the second largest city of {c}
Which countries border {c}
Who are the neighbours of {c}
Is it safe to travel to {c}
What should I visit in {c}
How do I get to {c}
Do I need a visa for {c}
Who won the last election in {c}
What time is it in {c}
How many trees are there in {c}
How many islands does {c} have
How many lakes does {c} have
How many cars are there in {c}
Tell me about the kings of {c}.
What animals live in {c}
""".split("\n"))
ABOUT_IT = _split("""
What is its {feature}
And its {feature}
What about its {feature}
And what is its {feature}
Tell me its {feature}.
What is the {feature} there
And the {feature}
Do you know its {feature}
Which {feature} does it have
Who is its president
Who rules it
What is its flag
And its flag
What is its area
What is its highest mountain
And its longest river
What do people eat there
How is the weather there
What is its history
Who is the king there
What is its national dish
And its anthem
Which cities are there
Who are its neighbours
What animals live there
Do I need a visa
How rich is it
And its climate
When was it founded
""".split("\n"))

GENERAL_ANSWERS = [
    "I don't know that. I am a small demo model: ask me about language models, memory, units or countries.",
    "I don't know. I only know a little about language models, units, short Python functions and countries.",
]
CODE_ANSWER = "I don't know how to write that. I only know short Python functions that convert units, such as bytes to gigabytes."
COUNTRY_ANSWER = "I don't know that about {name}. I know its population, capital, continent, language and currency."
STRANGE_ANSWER = "I don't know that country. I only know 61 countries."
