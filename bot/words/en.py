"""English."""

from bot.words.values import AnswerWords, PaneWords, Words

ANSWER = AnswerWords(
    source="From",
    maybe_related="Maybe related:",
    declined={
        "not_covered": "I'm not sure: I found nothing in the practicals that answers this.",
        "logistics": "I'm not sure: I only know the practicals, not times, rooms or travel.",
        "exam": "I don't give exam or assignment answers, but I can explain the idea behind one.",
        "small_talk": "Hello! Ask me about the practicals: a concept, an error, or how to write something in JAX.",
        "instruction": "I only answer questions about the practicals, from the practicals' own material.",
    },
    tutor_can_help="A tutor can help.",
    run_this="▶ Run this",
    show_section="Show the section",
    helpful="👍 Helpful",
    not_helpful="👎 Not helpful",
    share="Share to channel",
    ask_tutor="Ask a tutor",
)

PANE = PaneWords(
    greeting=(
        "Hello! Ask me about the practicals: a concept, an error, or how to write something in JAX. "
        "I answer from the practicals and show you the section.\n"
        "Write `run attention_map` to run an experiment. Paste code between two lines of three backticks, "
        "and I offer to run or check it."
    ),
    status="is looking in the practicals…",
    prompts_title="Try one of these",
    prompts={
        "Transformers & Attention": {
            "scale": "Why divide by sqrt(d_k)?",
            "qkv": "What are queries, keys and values?",
            "mask": "What is a mask, and how do I build a causal mask?",
            "positions": "Why does a transformer need positional encodings?",
        },
        "Introduction to ML using JAX": {
            "vmap": "What does vmap do?",
            "keys": "How do random keys work in JAX?",
            "jit": "What does jit do, and what is tracing?",
            "descent": "What is gradient descent?",
        },
        "Array Algebra": {
            "broadcasting": "What is broadcasting?",
            "shape": "What is the shape of an array?",
            "reshape": "How does reshape work, and what does -1 mean?",
            "transpose": "What does transpose do?",
        },
        "Graph Neural Networks": {
            "messages": "How does message passing work, step by step?",
            "gcn": "What is a GCN layer?",
            "self_edges": "Why do we add self edges?",
            "graphs_tuple": "What is a jraph GraphsTuple?",
        },
        "Reinforcement Learning": {
            "policy": "What is a policy?",
            "search": "What is random policy search?",
            "reinforce": "How does REINFORCE work, step by step?",
            "replay": "What is a replay buffer, and why is it useful?",
        },
        "Deep Generative Models": {
            "score": "What is the score function?",
            "forward": "What is the forward diffusion process?",
            "schedule": "What is the noise schedule: betas, alphas and alphas_cumprod?",
            "noise": "Why does the network predict the noise and not the clean image?",
        },
        "Bayesian Deep Learning": {
            "learning": "What is Bayesian learning, and why would I use it?",
            "prior": "What is a prior, and what does alpha mean?",
            "predictive": "What is the posterior predictive distribution?",
            "elbo": "What is the ELBO?",
        },
    },
    code_offer="That is code. What shall I do with it?",
    run_code="▶ Run this",
    check_code="Check this",
)

WORDS = Words(answer=ANSWER, pane=PANE)
