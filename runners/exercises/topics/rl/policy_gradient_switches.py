"""The known mistakes of the policy-gradient exercises."""

from __future__ import annotations

from runners.exercises.slips import slips

WEIGHTED = slips(
    "weighted",
    "Compute the case of probability 0.5 and return 2 by hand.",
    ("log_missing", "The logarithm is missing.", "The probability itself is weighted.", "Take its log first."),
    ("return_missing", "The return is not used.", "Only the log of the probability comes back.", "Weight it as well."),
    (
        "log_of_product",
        "The logarithm is taken after the multiplication.",
        "The log of a product is a sum of logs: the return ends up inside the log.",
        "First the log of the probability alone, then the weight.",
    ),
    ("log_of_return", "The wrong number goes into the log.", "The log of the return is taken.", "Swap the two."),
    (
        "both_logs",
        "The return goes into a log as well.",
        "Two logs are multiplied.",
        "Only the probability needs a log.",
    ),
    (
        "log_base_10",
        "It is the logarithm to base 10.",
        "Your numbers are 0.434 times the right ones.",
        "The policy gradient has the natural log.",
    ),
    (
        "log_base_2",
        "It is the logarithm to base 2.",
        "Your numbers are 1.44 times the right ones.",
        "The policy gradient has the natural log.",
    ),
    ("log_of_one_plus", "1 is added inside the log.", "This log is never negative.", "Use the plain natural log."),
    ("exponential", "It is the exponential, not the log.", "The inverse of the log is taken.", "Use the natural log."),
    ("return_added", "The return is added.", "A plus stands where a weight is meant.", "A weight multiplies."),
    (
        "divided_by_return",
        "The log is divided by the return.",
        "A large return makes it small.",
        "A weight multiplies.",
    ),
    (
        "negated",
        "The sign is the wrong way round.",
        "A minus sign is in it; in the practical it comes later, in the loss.",
        "Leave the minus out here.",
    ),
)


_DISCOUNTED = (
    "Later rewards are discounted.",
    "Each step makes later rewards smaller. That is often done, but this task asks for the plain sum.",
    "Leave the discount factor out.",
)


TO_GO = slips(
    "to go",
    "Compute the rewards-to-go of 1, 2, 3, 4 by hand.",
    (
        "summed_from_the_start",
        "The sum runs over the past, not over what is still to come.",
        "The first entry is the first reward, and the last is the total.",
        "Let each sum begin at its own time and run to the end.",
    ),
    ("total_everywhere", "Every time gets the total.", "The sums all begin at 0.", "Begin each sum at its own time."),
    (
        "this_reward_left_out",
        "The reward of the time itself is left out.",
        "The sums begin one step too late; the last entry is 0.",
        "The sum begins with the reward of its own time.",
    ),
    (
        "last_reward_left_out",
        "The last reward is left out.",
        "The sums end one step too early.",
        "Let every sum run to the very end of the list.",
    ),
    (
        "order_not_turned_back",
        "The sums are right, but they come back in reverse order.",
        "Working from the end gives the last entry first.",
        "Turn the list round before you return it.",
    ),
    ("only_reversed", "The rewards come back in reverse order.", "Nothing is added up.", "Add up what is to come."),
    ("rewards_unchanged", "The rewards come back as they are.", "Nothing is added up.", "Add up what is to come."),
    (
        "mean_for_sum",
        "It is the mean of the coming rewards.",
        "A sum is divided by a count.",
        "Leave the division out.",
    ),
    ("total_only", "One number comes back.", "It is the return of the whole episode.", "Give one sum for each time."),
    ("only_next_reward", "Each sum has only two rewards.", "It stops after the next one.", "Add up to the very end."),
    ("largest_for_sum", "It is the largest coming reward.", "A maximum stands where a sum is meant.", "Add them up."),
    (
        "summed_before_this",
        "The rewards before each time are added up.",
        "The first entry is 0: it is what was already collected.",
        "Add up what is still to come, with the time itself.",
    ),
    *((f"discounted:{rate}", *_DISCOUNTED) for rate in (0.9, 0.95, 0.99)),
)


LOSS = (
    *slips(
        "probabilities",
        "Print the probabilities, and add them up.",
        (
            "softmax_missing",
            "The logits are used as if they were probabilities.",
            "A logit can be negative or above 1.",
            "Turn the logits into probabilities first, as the task says.",
        ),
        ("softmax_twice", "The softmax is applied twice.", "The second one flattens them.", "Apply it once."),
        (
            "sigmoid_for_softmax",
            "It is a sigmoid, not a softmax.",
            "Each logit is squashed alone, so they do not sum to 1.",
            "Use the function that looks at all logits together.",
        ),
        (
            "exp_not_normalised",
            "The exponentials are not divided by their sum.",
            "Your log gives back the logits.",
            "Divide by the sum, or use the softmax that JAX has.",
        ),
        (
            "normalised_without_exp",
            "The logits are divided by their sum without an exponential.",
            "Negative logits give negative probabilities.",
            "Use the softmax.",
        ),
    ),
    *slips(
        "log",
        "Print the number before it is weighted.",
        ("log_missing", "The logarithm is missing.", "The probability itself is weighted.", "Take its log first."),
        (
            "log_base_10",
            "It is the logarithm to base 10.",
            "It is 0.434 times the natural one.",
            "Use the natural log.",
        ),
        (
            "log_of_product",
            "The logarithm is taken after the multiplication.",
            "The reward-to-go ends up inside the log.",
            "First the log of the probability alone, then the weight.",
        ),
    ),
    *slips(
        "action",
        "Which action is given, and which one does your code look at?",
        (
            "all_actions_returned",
            "The loss has a number for each action.",
            "Nothing picks out the action that was taken.",
            "Index with the action; the loss is one number.",
        ),
        (
            "all_actions_summed",
            "All actions are added up.",
            "Actions that were not taken are in the loss.",
            "Pick out the action that was taken.",
        ),
        ("mean_over_actions", "It is a mean over all actions.", "Others are in it.", "Pick out the action taken."),
        (
            "likeliest_action",
            "The likeliest action is used, not the one that was taken.",
            "The argument with the action makes no difference.",
            "Index with the action that is given.",
        ),
        ("always_first_action", "Always the first action is used.", "The index is fixed.", "Index with the action."),
        ("action_one_off", "The index is one off.", "Actions are counted from 0, as indices are.", "Subtract nothing."),
    ),
    *slips(
        "weight",
        "Follow the last steps with a reward-to-go of 2, then of 4.",
        (
            "return_missing",
            "The reward-to-go is not used.",
            "The loss does not change with it.",
            "Weight the log by it.",
        ),
        (
            "return_added",
            "The reward-to-go is added.",
            "A plus stands where a weight is meant.",
            "A weight multiplies.",
        ),
    ),
    *slips(
        "sign",
        "What should the optimiser do with the loss?",
        (
            "minus_missing",
            "The minus sign is missing.",
            "Going down this loss makes good actions less likely.",
            "Keep the minus sign that the cell gives in its last lines.",
        ),
    ),
)


SAMPLE = slips(
    "sample",
    "Draw with many keys, and count how often each action comes.",
    (
        "greedy",
        "Always the likeliest action is chosen.",
        "That is a greedy choice: nothing is drawn at random.",
        "Draw from the categorical distribution that the logits give.",
    ),
    ("least_likely", "Always the least likely action is chosen.", "Nothing is drawn.", "Draw from the distribution."),
    (
        "softmax_first",
        "A softmax is applied before the draw, and the draw applies one too.",
        "Your actions come more evenly than they should: the function for the draw takes logits.",
        "Give it the logits as they are.",
    ),
    ("uniform", "All actions are equally likely.", "The logits make no difference.", "Give the logits to the draw."),
    (
        "logits_as_probabilities",
        "The logits are used as if they were probabilities.",
        "They are divided by their sum, without an exponential.",
        "Draw with the function that takes logits.",
    ),
    ("logits_negated", "Likely and unlikely are swapped.", "The logits change their sign.", "Leave the sign as it is."),
    ("last_action_never", "The last action never comes.", "It is left out of the draw.", "Draw among all the actions."),
    (
        "uniform_without_last",
        "All actions but the last are equally likely, and the last never comes.",
        "The logits make no difference, and the upper limit is one too low.",
        "Draw from the distribution that the logits give.",
    ),
)
