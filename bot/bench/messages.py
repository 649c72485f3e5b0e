"""What learners write while it is measured how long the tutor takes."""

from __future__ import annotations

QUESTIONS = (
    "why do we divide by sqrt(d_k)?",
    "what does in_axes mean in vmap?",
    "how do I write a causal mask?",
    "why does grad need a scalar output?",
    "what is a pytree?",
    "how do I use value_and_grad?",
    "what is the difference between jit and vmap?",
    "why do I have to split the random key?",
    "what does layer norm do?",
    "how many parameters has multi-head attention?",
    "what is teacher forcing?",
    "why is the first call of a jitted function slow?",
    "can I change an array in place?",
    "what is a positional encoding for?",
    "how do I choose the learning rate?",
    "what does hk.transform do?",
    "which axis should softmax use?",
    "what does optax.chain do?",
    "why does my loss become nan?",
    "how do I sample from a small GPT?",
)
STATEMENTS = (
    "thanks, it works now",
    "same here",
    "good morning everyone",
    "merci beaucoup",
    "I think the mask has to be lower triangular",
    "my loss goes down, finally",
    "we are at table 4",
    "ok I will try that after lunch",
    "the second cell takes a while",
    "it was the axis of the softmax, lol",
)
