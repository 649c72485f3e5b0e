"""The known mistakes of the Q-learning exercises."""

from __future__ import annotations

from runners.exercises.slips import slips

GREEDY = slips(
    "greedy",
    "Try the values 5, 1, 3: which index has the largest?",
    (
        "smallest_value",
        "It is the action with the smallest value.",
        "A minimum is looked for, or the values are sorted upwards and the first is taken.",
        "Look for the maximum.",
    ),
    (
        "value_for_index",
        "The largest value comes back, not the action that has it.",
        "An action is the position of a value.",
        "Return the index of the largest value.",
    ),
    (
        "smallest_for_value",
        "The smallest value comes back.",
        "It is no action.",
        "Return the index of the largest one.",
    ),
    ("whole_ranking", "All actions come back in order.", "One action is asked for.", "Keep the one with the largest."),
    ("whole_ranking:down", "All actions come back in order.", "One is asked for.", "Keep the one with the largest."),
    ("last_action", "Always the last action comes back.", "The values make no difference.", "Compare the values."),
    ("first_action", "Always the first action comes back.", "The values make no difference.", "Compare the values."),
    ("counted_from_one", "The action is one too high.", "Actions are counted from 0, as indices are.", "Add nothing."),
    (
        "largest_size",
        "The signs of the values are lost.",
        "A very negative value is the worst, not the best.",
        "Compare the values themselves, without the absolute value.",
    ),
    ("one_hot", "A vector of zeros and a one comes back.", "Its shape has an axis.", "Return the index alone."),
    ("second_best", "It is the second-best action.", "The index into the ranking is one off.", "Take the very best."),
    (
        "extra_axis",
        "The action is an array of one, not a number.",
        "Its shape is (1,).",
        "Let no axis be kept; an action has an empty shape.",
    ),
)

_ERROR_WHERE = "Compute the case of prediction 1 and target 4 by hand."
SQUARED = slips(
    "square",
    _ERROR_WHERE,
    ("not_squared", "The difference is not squared.", "It can be negative.", "Square the difference."),
    ("not_squared:negative", "The difference is not squared.", "It can be negative.", "Square the difference."),
    ("absolute_error", "It is the absolute error.", "The size of the difference comes back.", "Square the difference."),
    ("halved", "The squared error is halved.", "There is a factor of one half in it.", "Leave the factor out."),
    ("doubled", "The difference is doubled, not squared.", "It is multiplied by 2.", "Multiply it by itself."),
    ("cubed", "The difference is taken to the power of 3.", "The power is 3.", "The power should be 2."),
    ("added", "Prediction and target are added.", "The sign between them is wrong.", "Take their difference."),
    (
        "difference_of_squares",
        "Prediction and target are squared one by one.",
        "The squares are subtracted, which can be negative.",
        "First the difference, then the square.",
    ),
    (
        "difference_of_squares:negative",
        "Prediction and target are squared one by one.",
        "The squares are subtracted, which can be negative.",
        "First the difference, then the square.",
    ),
    (
        "square_of_target_only",
        "Only the target is squared.",
        "Powers come before minus: brackets are missing.",
        "Put brackets around the difference.",
    ),
    (
        "square_of_prediction_only",
        "Only the prediction is squared.",
        "The target is subtracted after the square.",
        "First the difference, then the square.",
    ),
    ("negated", "The sign is the wrong way round.", "A squared error is never negative.", "Leave the minus sign out."),
    ("root_taken", "A root is taken instead of a square.", "It is the inverse of a square.", "Square the difference."),
)

_TARGET_WHERE = "Compute reward 1 and next values 3 and 2 by hand, once done and once not."
_DISCOUNTED = (
    "The next value is discounted.",
    "That is often done, but the Bellman equation of this practical has no discount factor.",
    "Leave the factor out.",
)
_DONE = slips(
    "done",
    _TARGET_WHERE,
    (
        "done_ignored",
        "Nothing changes when the episode is done.",
        "At the last step the next values are still added.",
        "Switch the next value off when done is 1.",
    ),
    (
        "done_inverted",
        "The done flag works the wrong way round.",
        "The next value is added at the end of an episode, and left out before.",
        "The next value counts while done is 0.",
    ),
)
_BEST = slips(
    "best",
    _TARGET_WHERE,
    ("mean_for_max", "The mean of the next values is used.", "The best next action counts.", "Take the largest."),
    ("min_for_max", "The smallest next value is used.", "The best next action counts.", "Take the largest."),
    ("sum_for_max", "The next values are added up.", "Only one action can be taken.", "Take the largest of them."),
    (
        "argmax_for_max",
        "The index of the best next action is used, not its value.",
        "A position is added to a reward.",
        "Take the largest value itself.",
    ),
    ("max_missing", "There is a target for each next action.", "No action is picked.", "Keep the largest value only."),
    ("first_value", "Always the first next value is used.", "The index is fixed.", "Take the largest of them."),
    (
        "largest_size",
        "The signs of the next values are lost.",
        "An absolute value is taken.",
        "Compare them as they are.",
    ),
    ("value_left_out", "The next values are not used.", "Only the reward is left.", "Add the value of what follows."),
)
_RATE = slips("rate", _TARGET_WHERE, *((f"discounted:{rate}", *_DISCOUNTED) for rate in (0.9, 0.95, 0.99)))
_WHOLE = slips(
    "whole",
    _TARGET_WHERE,
    (
        "reward_lost_at_end",
        "At the end of the episode the reward is lost.",
        "The done flag switches off everything, the reward as well.",
        "Let the flag act on the next value only: look at your brackets.",
    ),
    ("reward_missing", "The reward is left out.", "Only the next value is used.", "Add the reward."),
    ("value_subtracted", "The next value is subtracted.", "The sign before it is wrong.", "Add it to the reward."),
    ("reward_multiplied", "Reward and next value are multiplied.", "A product stands for a sum.", "Add the two."),
    (
        "done_added",
        "The done flag is added instead of multiplied.",
        "It should switch, on or off.",
        "Multiply with it.",
    ),
)
TARGET = (
    *_DONE,
    *_BEST,
    *_RATE,
    *_WHOLE,
)

_LOSS_WHERE = "Write down prediction and target of a small case, with different current and next values."
LOSS = (
    *slips(
        "source",
        _LOSS_WHERE,
        (
            "target_from_q_values",
            "The target is made from the current Q-values.",
            "The next Q-values are not used.",
            "The target looks one step ahead: use the values of the next state.",
        ),
        (
            "next_value_of_action",
            "The target uses the next value of the same action.",
            "In the next state another action may be best.",
            "Take the largest of the next values.",
        ),
        (
            "reward_and_done_swapped",
            "Reward and done have changed places.",
            "Compare the order of your arguments with the function that makes the target.",
            "The reward comes first, then done.",
        ),
    ),
    *slips(
        "chosen",
        _LOSS_WHERE,
        (
            "largest_q_value",
            "The largest Q-value is used, not that of the action.",
            "The action that was taken makes no difference.",
            "Index with the action.",
        ),
        (
            "all_actions_compared",
            "All Q-values are compared with the target.",
            "The loss has a number for each action.",
            "Index with the action; the loss is one number.",
        ),
        ("action_as_value", "The action itself is used as a value.", "An action is an index.", "Index with it."),
        (
            "next_q_values_predicted",
            "The prediction is taken from the next Q-values.",
            "The action was taken in the current state.",
            "Index the current values with the action.",
        ),
        ("always_first_action", "Always the first action is used.", "The index is fixed.", "Index with the action."),
        ("action_one_off", "The index is one off.", "Actions are counted from 0.", "Subtract nothing from the action."),
    ),
    *_DONE,
    *_BEST,
    *_RATE,
    *_WHOLE,
    *(switch for switch in SQUARED if switch.key not in ("root_taken", "doubled")),
)
