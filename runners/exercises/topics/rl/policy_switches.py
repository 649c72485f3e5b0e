"""The known mistakes of the policy, the episode and the random policy search."""

from __future__ import annotations

from runners.exercises.slips import slips

POLICY = slips(
    "policy",
    "Try one observation with a positive, one with a negative and one with a zero dot product.",
    (
        "branches_swapped",
        "The two actions are swapped.",
        "A positive dot product gives 0, the others give 1.",
        "Action 1 belongs to a positive dot product.",
    ),
    (
        "zero_counts_as_positive",
        "A dot product of exactly 0 gives action 1.",
        "The comparison lets equal numbers through.",
        "The task says greater than zero.",
    ),
    (
        "dot_product_returned",
        "The dot product comes back, not an action.",
        "The choice between 0 and 1 is missing.",
        "Decide by the sign of the dot product.",
    ),
    (
        "element_by_element",
        "An action comes back for each number of the observation.",
        "The products are compared one by one, and never added up.",
        "Compute one dot product, then decide once.",
    ),
    ("any_positive", "One positive product is enough.", "The products are not added up.", "Decide by their sum."),
    ("all_positive", "All products must be positive.", "The products are not added up.", "Decide by their sum."),
    ("observation_only", "The parameters are not used.", "Only the observation decides.", "Use both in a product."),
    ("parameters_only", "The observation is not used.", "Only the parameters decide.", "Use both in a product."),
    ("added_not_multiplied", "Parameters and observation are added.", "A dot product multiplies.", "Multiply first."),
    ("plus_or_minus_one", "The other action is -1.", "The sign comes back.", "The actions are called 0 and 1."),
    (
        "truth_of_the_number",
        "Every number but 0 gives action 1.",
        "A negative number counts as true, too.",
        "Compare the dot product with 0.",
    ),
    ("threshold_one", "It is compared with 1.", "Small positive numbers give 0.", "Compare with zero."),
    ("threshold_half", "It is compared with a half.", "Small positive numbers give 0.", "Compare with zero."),
    ("always_one", "The action is always 1.", "Both branches are the same.", "The other branch gives 0."),
    ("always_zero", "The action is always 0.", "Both branches are the same.", "The first branch gives 1."),
    ("action_two", "The other action is 2.", "There is no action 2.", "The actions are called 0 and 1."),
    ("actions_one_and_two", "The actions are 1 and 2.", "They are counted from 0.", "Use 0 and 1."),
    ("extra_axis", "The action is an array of one number.", "Its shape is (1,).", "Choose between plain numbers."),
)
POLICY_NOTES = {
    "select_branches_differ": (
        "The select can't be done with what it is given.",
        "Look at the three arguments of the select.",
        "It wants one truth value, and two numbers of the same shape and dtype.",
        "Give a comparison first, then two plain whole numbers.",
    ),
}

EPISODE = (
    *slips(
        "sum",
        "Follow the return over the first three steps.",
        (
            "steps_counted",
            "The steps are counted, not their rewards added.",
            "That is the same only while each reward is 1.",
            "Add the reward that the environment gives.",
        ),
        (
            "last_reward_left_out",
            "The last reward is left out.",
            "The loop ends before it is added.",
            "Add the reward in the same pass in which done becomes true.",
        ),
        ("first_reward_left_out", "The first reward is left out.", "A step comes before the loop.", "Add it as well."),
        (
            "last_reward_only",
            "Only the last reward comes back.",
            "Each step overwrites the return.",
            "Add the reward to what is there.",
        ),
        (
            "one_step_only",
            "The episode stops after one step.",
            "The return line stands inside the loop.",
            "Let the return line stand behind the loop.",
        ),
        ("mean_reward", "It is the mean reward.", "A sum is divided by the steps.", "Leave the division out."),
        ("return_starts_at_one", "The return is one too high.", "It starts at 1.", "Start it at 0."),
        ("largest_reward", "It is the largest reward.", "Nothing is added up.", "Add all the rewards."),
        ("all_rewards_listed", "All rewards come back.", "One number is asked for.", "Return their sum."),
        (
            "running_returns_listed",
            "A list of sums comes back.",
            "One number is asked for.",
            "Return the last of them.",
        ),
        ("always_zero", "The return stays 0.", "No reward is ever added.", "Add the reward in each pass."),
    ),
    *slips(
        "action",
        "Print the observation and the action of the first three steps.",
        (
            "first_observation_only",
            "The policy always sees the first observation.",
            "What the step returns is not kept under the name that the policy is given.",
            "Let the next observation take the place of the old one.",
        ),
        ("actions_inverted", "The policy's actions are swapped.", "0 stands for 1.", "A positive product gives 1."),
        ("always_action_0", "The action is always 0.", "The policy is not asked.", "Let the policy choose each time."),
        ("always_action_1", "The action is always 1.", "The policy is not asked.", "Let the policy choose each time."),
    ),
)
EPISODE_STOPS = {
    "the episode is over": "done_ignored",
    "does not end": "reset_in_loop",
    "reset was never called": "never_reset",
    "it must be 0 or 1": "not_an_action",
}
EPISODE_NOTES = {
    "random_actions": (
        "Two runs in the same environment give different returns.",
        "Where does the action come from?",
        "It is drawn at random, not chosen by the policy.",
        "Give the parameters and the observation to the linear policy.",
    ),
    "done_ignored": (
        "The loop goes on when the episode is over.",
        "What ends your loop?",
        "The done flag that the step returns does not end it.",
        "Keep the flag under the name that the loop looks at.",
    ),
    "reset_in_loop": (
        "The environment is reset again and again, so the episode never ends.",
        "Where do you reset the environment?",
        "The reset stands inside the loop.",
        "Reset once, before the loop.",
    ),
    "never_reset": (
        "The environment is never reset.",
        "How does the first observation come about?",
        "An episode begins with a reset, which gives the first observation.",
        "Reset the environment before the loop.",
    ),
    "not_an_action": (
        "The environment is given something that is no action.",
        "Print the action before the step.",
        "The actions are 0 and 1.",
        "Pass what the linear policy returns.",
    ),
}

CHOOSE = slips(
    "choice",
    "Let best and current parameters give different actions, and try both values of evaluation.",
    (
        "branches_swapped",
        "Best and current parameters are swapped.",
        "In evaluation the current ones decide, in training the best ones.",
        "Evaluation wants the best parameters.",
    ),
    (
        "best_always",
        "The best parameters always decide.",
        "Evaluation makes no difference.",
        "In training, use current.",
    ),
    ("current_always", "The current parameters always decide.", "Evaluation makes no difference.", "Use best in it."),
    ("action_inverted", "The actions 0 and 1 are swapped.", "The policy is the wrong way round.", "Positive gives 1."),
    (
        "weights_returned",
        "Parameters come back, not an action.",
        "The policy is not asked.",
        "Give them to the policy.",
    ),
    ("dot_product_returned", "The dot product comes back.", "It is no action yet.", "Ask the linear policy."),
    ("actions_added", "The two actions are added.", "Only one of them is wanted.", "Choose by evaluation."),
    ("evaluation_returned", "The flag itself comes back.", "It is no action.", "Use it to choose between two actions."),
)
CHOOSE_NOTES = {
    "condition_not_first": (
        "The select has no truth value to decide by.",
        "Look at the first argument of the select.",
        "It must be true or false; parameters or actions come after it.",
        "Put the evaluation flag first.",
    ),
    "missing_output": (
        "The action comes back alone, without the actor state.",
        "Look at the return line.",
        "The training loop unpacks two values.",
        "Return the action and, unchanged, the actor state.",
    ),
}

WEIGHTS = (
    *slips(
        "limits",
        "Draw many weights, and print the smallest and the largest.",
        (
            "limits_not_used",
            "The weights lie between 0 and 1.",
            "These are the usual limits of the draw; yours are not passed on.",
            "Pass on both limits.",
        ),
        ("lower_limit_not_used", "The weights start at 0.", "The lower limit is not passed on.", "Pass it on as well."),
        ("upper_limit_not_used", "The weights end at 1.", "The upper limit is not passed on.", "Pass it on as well."),
        (
            "limits_fixed",
            "The limits are always -2 and 2.",
            "Other limits that are given make no difference.",
            "Use the arguments instead of fixed numbers.",
        ),
        ("limits_fixed:1", "The limits are always -1 and 1.", "Fixed numbers stand there.", "Use the arguments."),
        ("normal_for_uniform", "The weights are normally distributed.", "Some lie far outside.", "Draw uniformly."),
        (
            "normal_for_uniform:clipped",
            "The weights are normally distributed, and cut to the limits.",
            "Many are exactly at a limit, and too many are near 0.",
            "Draw uniformly.",
        ),
    ),
    *slips(
        "old",
        "What should the old weights be used for?",
        ("old_weights_added", "The old weights are added.", "The result leaves the limits.", "Use only their shape."),
        ("old_weights_multiplied", "The old weights are a factor.", "They should not count.", "Use only their shape."),
        ("old_weights_returned", "The old weights come back.", "Nothing is drawn.", "Draw new ones of the same shape."),
    ),
)
WEIGHTS_NOTES = {
    "wrong_weights_shape": (
        "The new weights have another shape than the old ones.",
        "Print both shapes.",
        "The shape is fixed or missing in the draw.",
        "Take the shape from the old weights.",
    ),
    "limits_not_taken": (
        "The function fails when it is given other limits.",
        "Compare your def line with the one in the task.",
        "The practical calls it with minval and maxval by name.",
        "Keep both arguments with their usual values, and pass them on.",
    ),
    "limit_as_dtype": (
        "A limit is taken for the dtype.",
        "Look at the order of the arguments in the draw.",
        "After key and shape comes the dtype, and only then the limits.",
        "Give the limits by name, or put the dtype before them.",
    ),
}

LEARN = (
    *slips(
        "best",
        "Try a better and a worse average, and look at the best parameters.",
        (
            "best_never_replaced",
            "The best parameters never change.",
            "Perhaps the average is updated before it is compared, or the comparison is never true.",
            "Compare with the old average first, and update it afterwards.",
        ),
        (
            "best_always_replaced",
            "The best parameters are always replaced.",
            "They change even after a worse average.",
            "Replace them only when the average is greater.",
        ),
        (
            "parameters_swapped",
            "Old and new best parameters are swapped.",
            "They are kept after a better average, and replaced after a worse one.",
            "After a better average the current parameters are the best.",
        ),
    ),
    *slips(
        "average",
        "Try a better and a worse average, and look at the best average.",
        (
            "average_never_updated",
            "The best average never changes.",
            "Later parameters are compared with an old number.",
            "Update it together with the best parameters.",
        ),
        (
            "average_always_updated",
            "The best average is always replaced.",
            "It goes down after a worse one.",
            "Replace it only when the new average is greater.",
        ),
        ("averages_swapped", "Old and new best average are swapped.", "The smaller is kept.", "Keep the greater one."),
        ("averages_added", "The averages are added.", "One of them is wanted.", "Keep the greater one."),
    ),
    *slips(
        "both",
        "Try a better and a worse average, and look at both results.",
        (
            "comparison_inverted",
            "The comparison is the wrong way round.",
            "The worse parameters are kept, with their average.",
            "The current ones are better when their average is greater.",
        ),
    ),
)
LEARN_NOTES = {
    "current_not_renewed": (
        "The current parameters are not drawn anew from the key.",
        "Look at the lines that make the new current parameters.",
        "They should come from the function of the exercise before, with this key.",
        "Draw new current parameters, and put them into the result as current.",
    ),
    "returns_no_array": (
        "What comes back is not the parameters and the learn state.",
        "Look at the return line.",
        "The training loop needs two named tuples, in this order.",
        "Return the parameters first, then the learn state.",
    ),
}
