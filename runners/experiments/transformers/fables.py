"""A small text to learn from, written for this project: fables and facts about animals, and notes on learning
machines, in few and simple words."""

from __future__ import annotations

_TEXT = """\
The lion slept under the tree. The sun was hot and the grass was dry. A small mouse ran over the grass and the
lion woke up. Why do you run, said the lion. I run because I am small, said the mouse, and small animals must
run.

The elephant is the largest animal that walks on the land. It eats grass, leaves and bark for most of the day.
With its trunk it drinks, smells, lifts and greets. The old mother leads the herd, because she knows where the
water is.

The tortoise walked slowly to the river. The hare ran past and laughed. You will never see the river, said the
hare. But the hare slept under a tree, and the tortoise walked on. When the hare woke up, the tortoise was at
the river and drank the cool water.

A machine learns from examples. We show it many pictures and tell it what is in them. It makes a guess, and we
tell it how wrong the guess was. Then it changes its numbers a little, so that the next guess is a little
better.

The giraffe has a long neck and long legs. It eats the leaves at the top of the tree, where no other animal
can eat. When it wants to drink, it must spread its legs and bend down. Then it looks for the lion, because it
can not run when it drinks.

The hyena found a bone near the river. In the water she saw a hyena with a bone. I want that bone too, said
the hyena, and she opened her mouth. Her own bone fell into the water and was gone. Now she had no bone at
all.

The loss is a number that says how wrong the machine is. A large loss is bad and a small loss is good. To
learn is to make the loss small. We walk down the hill of the loss, one small step at a time.

The zebra has black and white lines. No two zebras have the same lines. The young zebra knows its mother by
her lines, her smell and her voice. When the zebras stand close together, the lion can not see where one zebra
ends and the next one starts.

The monkey sat at the top of the tree and ate a mango. The crocodile lay in the river and looked up. Give me a
mango, said the crocodile. The monkey gave him a mango, and the next day one more. So they were friends, but
the monkey never sat on the back of the crocodile.

The hippo lives in the river by day and eats grass by night. It looks slow and fat, but on the land it can run
as fast as a man. A mother hippo stays close to her young one. Do not stand between the hippo and the water.

If the step is too large, the machine jumps over the valley and the loss grows. If the step is too small, the
machine needs a very long time. A good step is as large as it can be, and not larger. We find it by trying.

The ant worked all day. She carried seeds to her house under the ground. The grasshopper sang all day and
laughed at the ant. Then the rain came, and it was cold. The grasshopper had no food. Come in, said the ant,
and sing for us.

The ostrich is the largest bird. It can not fly, but it can run faster than a horse. Its eggs are as large as
a melon. The father sits on the eggs by night, because he is black and the night is black. The mother sits on
them by day.

A model that knows all the examples by heart has not learned. It is like a child who learns the answers and
not the question. So we hide some examples and show them only at the end. If the model is right there too, it
has learned.

The leopard carries its food up into a tree. There the hyena can not take it. The leopard hunts by night and
sleeps by day. It has spots like the shadows of leaves, and so no one can see it when it lies in the tree.

The jackal said to the lion, there is a lion in the well who says that he is the king. The lion was angry and
ran to the well. He looked down and saw a lion in the water. He jumped into the well, and the animals had
peace.

The words of a text stand in a line. A model reads them from the left to the right. At each word it looks back
at all the words before it, and gives each of them a weight. The weights are never less than zero, and
together they are one.

The cheetah is the fastest animal on the land. It has long legs and a small head. It can run very fast, but
only for a short time. Then it must rest before it can eat. While it rests, the lion or the hyena may come and
take its food.

The frog saw the elephant at the river. I can be as large as you, said the frog. She drank and drank, and she
grew and grew. Am I as large as you now, said the frog. No, said the elephant, and it is good to be a frog. So
the frog stopped, and sang in the night.

The weaver bird makes a house of grass. He carries the grass to the tree, one piece at a time. When the house
is done, he sings and waits for a mother. If she does not like the house, he must take it down and make it
again.

To learn a word, look at the words near it. The word river is near the word water, and the word lion is near
the word hunt. A model gives each word a list of numbers. Words that are used in the same way get numbers that
are close together.

The rhino has two horns and sees badly. But it hears well and smells well. Small birds sit on its back and eat
the flies. When the birds see a man, they cry and fly up, and then the rhino knows that there is danger.

The spider wanted to have all the wisdom of the world. He put it in a pot and wanted to hide the pot at the
top of a tree. But the pot was in front of him and he could not climb. Put the pot on your back, said his
young son. Then the spider saw that he did not have all the wisdom, and he let it fall to the ground for all.

The baobab is an old and fat tree. It keeps water in its trunk for the dry time. The elephant eats its bark,
the monkey eats its fruit, and the bat drinks from its flowers by night. Many animals live in the baobab and
under it.

A child learns to walk by falling. It falls and gets up, and falls and gets up. No one tells it how to move
its legs. Some machines learn in the same way. They try, and when it goes well they do it again, and when it
goes badly they do it less.

The meerkat stands on two legs and looks around. One meerkat looks out while the others eat. When it sees an
eagle, it cries, and all the others run into the ground. Then the next one stands up and looks out. So all can
eat and all can live.

The goat and the dog walked to the town. The goat said, I pay with my milk. The dog said, I pay with my voice,
because I cry when there is danger. The cat said nothing and slept. Still there was food for the cat, because
there were mice in the house.

The flamingo stands in the water on one long leg. It puts its head down into the water and eats very small
animals. The young bird is grey. It becomes pink because of the food that it eats. Many thousands of them live
together at the lake.

A model learns in many small steps. In the first steps it learns which letters there are and how often they
come. Then it learns which letter comes after which. Then it learns words, and how one word goes with the
next. At the end it writes a text of its own.

The lion was old and could not hunt. Come into my house, he said to the animals, and see how ill I am. The
goat went in, and the zebra went in. The jackal stood in front of the house. Why do you not come in, said the
lion. I see many feet that go in, said the jackal, and no feet that come out.

The crocodile lies in the sun to be warm. When it is too hot, it opens its mouth. It can wait in the water for
a long time, and only its eyes can be seen. The mother carries her young ones to the river in her mouth, and
does not hurt them.

When the network is deep, the signal must go a long way. On this way it may become very small, and then the
first layers do not learn. So we let the signal go around each layer too. What the layer found is added to
what was there before.

The bee flies from flower to flower. When she has found good flowers, she flies home and dances. The dance
says how far the flowers are and which way to fly. The other bees look at the dance, and then they fly to the
flowers too.

The hare wanted to drink, but she had not helped to dig the well. The tortoise lay in the water and waited.
When the hare came by night to drink, the tortoise took her by the foot. Let me go, said the hare, and I will
dig with you. So she worked for a day, and then she could drink.

The young elephant stays with its mother for many years. It learns what to eat and where to find water. It
does not know at first what to do with its trunk, and it steps on it and falls. When it is afraid, it runs
under its mother.

One head looks at the last word, and one head looks for the name. One head looks for the end of the line. No
one told them where to look. They started with random numbers, and each of them found work that the others did
not do.

The vulture flies high and looks for food. It sees very far. When one vulture flies down, the others see it
and come too. They eat what the lion has left, and so the land stays clean. It is not a beautiful bird, but it
does good work.

The river said to the stone, I am soft and you are hard. The stone said, I will stay here and you must go
around me. The river said nothing and went around. It went around for a thousand years, and the stone became
sand. Slow work is work too.

A model does not know what it has not seen. If all the lions in the pictures stand in dry grass, it may think
that dry grass is a lion. So we look for many kinds of examples. We look at where it is wrong, and we do not
only count how often.

The wild dogs hunt together. One runs in front, and when it is tired the next one runs in front. They give
food to the old ones, to the ill ones and to the young ones. When they want to go and hunt, they ask all the
others first.

The moon said to the hare, go to the people and tell them that they will come again as I come again. The hare
ran fast and did not listen well. You will go and not come again, she told the people. The moon was angry, and
from that day the hare has a split lip.

The camel can walk for many days and not drink. It has fat on its back and lives from it. When it finds water,
it drinks very much in a short time. It closes its nose when the wind is full of sand, and its large feet do
not go down into the sand.

We ask the model for the next letter, and it gives a number for each letter. If we always take the largest
number, the text is safe and says the same again and again. If we let luck choose, the text is new, but it has
more mistakes. The heat says how much luck there is.

The termites make a hill of earth. It is as high as a tree, and in it there are many small ways for the wind.
So the house is cool by day and warm by night. No one has the plan of the house. Each termite does a small
work, and the house grows.

The chameleon walks slowly and looks two ways at the same time. One eye looks to the front and one eye looks
back. It changes its colour when it is angry, or cold, or in love. With its long tongue it takes a fly, and
the fly never knows what came.

The old woman had a hen that gave one egg a day. I will give her more food, said the woman, and then she will
give two eggs a day. So the hen ate and ate and became fat and slow. Then she gave no eggs at all. What is
good is not always better when there is more of it.

A small model can run on a small machine. It learns in a short time and it can be read by all. A large model
knows more, but it needs much time, much water and much light. Start with the small one. When you know why it
is wrong, you know what to change.

The dung beetle makes a ball and rolls it away. It walks back to front and pushes with its legs. By day it
looks at the sun, and by night it looks at the stars, so that it goes in a line. It is the only small animal
that we know that finds its way by the stars.
"""


def passages() -> tuple[str, ...]:
    """48 passages in ASCII, each one line."""
    return tuple(passage.replace("\n", " ").strip() for passage in _TEXT.split("\n\n"))
