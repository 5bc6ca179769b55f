// Written for this program. Plain prose of several kinds, with names, numbers and a little code, so that no one habit of a model decides.
#include "engine/generate/perplexity.h"

namespace halftone {

std::string_view short_text() {
  return R"TEXT(The harbour wakes before the town does. At half past four the first of the fishing boats comes round the breakwater with its lamps still
lit, and the gulls, who have waited on the roof of the ice house since dark, rise all at once as if somebody had shaken a cloth. Nobody on the
quay speaks much. The crates are lifted, counted and pushed over the wet stones, and a man with a pencil behind his ear writes the weights
into a book that smells of diesel and salt. By six the lorry has left for the market, the deck has been washed, and the skipper sits on an
upturned bucket with a cup of coffee in both hands.

Printing a photograph in a newspaper was once an unsolved problem. A press can put ink on paper or leave the paper white; it cannot print
grey. The answer was to break the picture into dots. Where the picture is dark the dots are large and nearly touch; where it is light they are
small and far from one another. From the distance at which people read, the eye adds ink and paper together and sees a tone that is not
there. Look through a magnifying glass and the face on the front page turns into a grid, and nothing in the grid resembles a face. The same
trick, the right amount of error in the right places, is used today to store numbers in fewer bits than they seem to need.

To make bread you need 500 grams of flour, 350 grams of water, 10 grams of salt and a very small amount of yeast. Mix everything until no
dry flour is left, cover the bowl, and wait. After an hour fold the dough over itself four times, turn the bowl a quarter, and fold again. Do
this twice more. Then leave it alone overnight in a cool place. In the morning the dough will have doubled; if it has not, wait longer, because
the clock does not know how warm your kitchen is. Bake it in a closed pot for thirty minutes and without the lid for another fifteen.

"Did you read the letter?" asked Anna.

"Twice," said her brother. "I understood it less the second time."

"He says that he will sell the house."

"He has said so every spring since 1987. It is how he notices that the winter is over." He put the letter back into its envelope. "But this
time he has enclosed a key."

A function that returns the largest of three numbers need not be long:

def largest(a, b, c):
    if a >= b and a >= c:
        return a
    if b >= c:
        return b
    return c

It is easy to test, too. Give it the same three numbers in all six orders and see that the answer never changes. Then give it equal ones. Most
mistakes in programs are found not by thinking hard about the difficult case but by trying the simple one that everybody was sure about.

The valley has two names. On maps made in the capital it is called after the river, which rises under the glacier, runs for about ninety
kilometres through three small lakes and reaches the sea at a town of 12,000 people. Those who live there call it after the wind. In October
it begins to blow from the north-east, dry and cold, and it does not stop for more than a day or two until March. Houses have no windows on
that side. Trees lean, and so, the old people say, do those who grow up under them. When the wind falls the silence wakes children at night.

A thermometer does not measure the temperature of the air; it measures its own. If the sun shines on it, it will tell you how warm a piece of
glass becomes in the sun. Every instrument has this weakness. A good one is built so that the thing it measures and the thing one wants to
know are nearly the same, and an honest one says how near. Therefore a number without its uncertainty is only half a number, however many
digits it may have.
)TEXT";
}

}  // namespace halftone
