"""The known mistakes of the tasks about a picture, and words for them."""

from __future__ import annotations

from runners.exercises.slips import slips

NOSE = {
    "unchanged": (
        "This is still the slice of the cell.",
        "Read the numbers at the sides of the plot: where is the nose?",
        "The slice shows rows 250 to 374, above the nose.",
        "Move the rows down, and make both ranges smaller.",
    ),
    "nothing_left": (
        "The slice is empty.",
        "Print the shape of your slice.",
        "A range whose stop is not after its start takes nothing.",
        "Put the smaller number first in both ranges.",
    ),
    "colours_lost": (
        "The slice is no colour picture any more.",
        "Print the shape of your slice: it needs rows, columns and 3 channels.",
        "A plain number takes an axis away.",
        "Give a range for the rows and one for the columns, and nothing for the channels.",
    ),
    "full_width_band": (
        "The slice goes over the whole width.",
        "Look at both places inside the brackets.",
        "Only the rows are sliced.",
        "Give a range for the columns as well.",
    ),
    "too_much_around": (
        "The nose is in it, with much around it.",
        "Read the numbers at the sides of the plot.",
        "The slice is more than ten times as large as the nose.",
        "Make both ranges smaller.",
    ),
    "rows_and_columns_swapped": (
        "Rows and columns have changed places.",
        "Which of the two ranges is for the vertical direction?",
        "The first place is for the rows, counted from the top.",
        "Swap the two ranges.",
    ),
    "part_of_the_nose": (
        "Only a part of the nose is in it.",
        "Look at the sides where the nose is cut.",
        "The slice begins too late or ends too early.",
        "Move the ranges until the whole nose is in it.",
    ),
    "misses_the_nose": (
        "The nose is not in it.",
        "Plot the whole picture, and read the numbers at its sides.",
        "The first place is for the rows, from the top; the second for the columns, from the left.",
        "Look where the blue nose of the next cells is painted.",
    ),
}

PINK = {
    "still_yellow": (
        "The pixel is still yellow.",
        "Red and green light together look yellow.",
        "There is too much green, and too little blue.",
        "Pink is a light red: much red, and less of the other two.",
    ),
    "nearly_white": (
        "The pixel looks white.",
        "Compare the three numbers.",
        "All of them are near 255.",
        "Lower the green most, and the blue a little.",
    ),
    "shown_white": (
        "The pixel is shown white.",
        "Are your numbers ints or floats?",
        "Floats are read as numbers from 0 to 1, and all above is cut to 1: white.",
        "Give whole numbers from 0 to 255.",
    ),
    "grey": (
        "The pixel is grey.",
        "Compare the three numbers.",
        "Equal amounts of light have no colour.",
        "Pink needs more red than green and blue.",
    ),
    "too_dark": (
        "The pixel is too dark for pink.",
        "How much red light is there?",
        "Pink is a light colour.",
        "Raise the red to nearly 255.",
    ),
    "too_much_blue": (
        "There is more blue than red: it looks blue or violet.",
        "Compare the first and the last number.",
        "Pink has more red than blue.",
        "Raise the red, or lower the blue.",
    ),
    "too_much_green": (
        "There is too much green.",
        "Compare the first two numbers.",
        "Pink has much more red than green.",
        "Lower the green.",
    ),
    "red_not_pink": (
        "The pixel is red, not pink.",
        "What makes a red lighter?",
        "There is hardly any other light.",
        "Add some blue, and a little less green.",
    ),
    "orange": (
        "The pixel is orange.",
        "Compare green and blue.",
        "There is more green than blue.",
        "Let there be more blue than green.",
    ),
    "one_list_for_three": (
        "The function is given one thing; it needs three numbers.",
        "Look at what stands between the round brackets.",
        "A list or an array is one argument.",
        "Give red, green and blue one by one.",
    ),
    "not_three_numbers": (
        "A pixel needs three numbers.",
        "Look at the arguments.",
        "There are red, green and blue.",
        "Give one number for each.",
    ),
}

EYES = {
    "another_shape": (
        "The picture has another shape than the original.",
        "Print the shape of your array.",
        "Only a part of it was kept, or something else was assigned to its name.",
        "Copy the whole picture, and then set a part of the copy.",
    ),
    "nothing_painted": (
        "Nothing is painted.",
        "Compare your array with the original.",
        "The range takes no pixel, or nothing was set.",
        "Set the rows and columns of the eyes to black.",
    ),
    "original_painted": (
        "The original picture is painted, too.",
        "Is your array a copy?",
        "Without a copy, both names mean the same array.",
        "Copy the picture before you paint.",
    ),
    "one_channel_only": (
        "Only some of the colour channels are changed.",
        "Look at the last place inside the brackets.",
        "A plain number there picks one channel.",
        "Set all channels: the task's hint says how.",
    ),
    "not_black": (
        "The rectangle is not black.",
        "Which number is no light at all?",
        "255 is the brightest.",
        "Set all channels to no light.",
    ),
    "too_large": (
        "Much more than the eyes is black.",
        "Look at the ranges of rows and columns.",
        "A range is missing or too wide.",
        "Make the rectangle smaller.",
    ),
    "nose_painted": (
        "The rectangle is still over the nose.",
        "Read the numbers at the sides of the plot: where are the eyes?",
        "The rows and columns are those of the blue nose.",
        "The eyes are above the nose, and further apart.",
    ),
    "rows_and_columns_swapped": (
        "Rows and columns have changed places.",
        "Which of the two ranges is for the vertical direction?",
        "The first place is for the rows, counted from the top.",
        "Swap the two ranges.",
    ),
    "misses_the_eyes": (
        "The rectangle is not over the eyes.",
        "Plot the whole picture, and read the numbers at its sides.",
        "The first place is for the rows, from the top; the second for the columns, from the left.",
        "The eyes are above the nose, on both sides of it.",
    ),
    "too_small": (
        "The rectangle is too small to hide the eyes.",
        "Plot your array.",
        "It covers only a few pixels.",
        "Make both ranges wider.",
    ),
}

TINT = (
    *slips(
        "factor",
        "Which of the three factors belongs to green?",
        ("blue_doubled", "Blue is doubled, as before.", "The last factor is 2.", "Green is in the middle."),
        ("red_doubled", "Red is doubled.", "The first factor is 2.", "Green is in the middle."),
        ("all_doubled", "All channels are doubled.", "It is brighter, not greener.", "Change only green."),
        ("green_only", "Red and blue are removed.", "A factor of 0 takes all light.", "Leave the others at 1."),
        ("green_and_blue_doubled", "Blue is still doubled.", "Two factors are 2.", "Set blue back to 1."),
        ("green_removed", "Green is removed.", "Its factor is 0.", "Double it."),
        ("green_halved", "Green is halved.", "Its factor is a half.", "Double it."),
        ("nothing_multiplied", "Nothing is changed.", "All factors are 1.", "Double green."),
    ),
    *slips(
        "operation",
        "Look at a bright green pixel before and after.",
        (
            "wraps_at_256",
            "Bright green becomes dark.",
            "The picture's dtype holds numbers up to 255; above that it starts at 0 again.",
            "Multiply into a new array of larger whole numbers.",
        ),
        ("added_not_multiplied", "2 is added to green.", "That can hardly be seen.", "Multiply instead."),
        ("added_to_all", "The factors are added.", "That can hardly be seen.", "Multiply instead."),
        ("added_to_all:2", "2 is added everywhere.", "That can hardly be seen.", "Multiply green instead."),
        ("added_to_all:wrapped", "2 is added everywhere.", "And 255 becomes 1.", "Multiply green instead."),
        ("set_to_255", "All green is set to 255.", "The picture's own green is lost.", "Multiply it instead."),
        (
            "floats_shown_white",
            "The picture is shown nearly white.",
            "Floats are read as numbers from 0 to 1, and all above is cut to 1.",
            "Keep whole numbers: give whole factors.",
        ),
        ("squared", "Green is squared.", "A power stands for a product.", "Multiply by 2."),
    ),
    *slips(
        "picture",
        "Which picture does the task start from?",
        ("original_picture", "It is the original picture.", "The blue nose is missing.", "Use the clown's picture."),
    ),
)

BLUE = slips(
    "channel",
    "Which index has blue on the last axis?",
    ("green_channel", "It is the green channel.", "Green is channel 1.", "Blue is the last channel."),
    ("red_channel", "It is the red channel.", "Red is channel 0.", "Blue is the last channel."),
    ("channels_summed", "All channels are summed.", "Only blue is asked for.", "Pick one channel."),
    ("channels_averaged", "All channels are averaged.", "Only blue is asked for.", "Pick one channel."),
    ("all_channels", "All channels come back.", "It is a colour picture.", "Pick one channel."),
    ("inverted", "Bright and dark are swapped.", "The nose should be white.", "Show the channel as it is."),
    ("green_to_blue", "Two channels come back.", "A range takes several.", "Give a plain number."),
)
BLUE_NOTES = {
    "index_out_of_range": (
        "There is no such channel.",
        "How many channels are there, and from which number are they counted?",
        "Counting starts at 0, so the last of the three is not 3.",
        "Take one less.",
    ),
}

MEAN = (
    *slips(
        "measure",
        "How many numbers should come out, and how large can they be?",
        ("sum_for_mean", "It is the sum.", "It is far above 255.", "Take the mean."),
        (
            "largest_for_mean",
            "It is the largest number.",
            "Every picture with one bright spot has it.",
            "Take the mean.",
        ),
        ("median_for_mean", "It is the median.", "It is the number in the middle.", "Take the mean."),
        ("deviation_for_mean", "It is the spread.", "It says how different they are.", "Take the mean."),
        ("one_mean_a_channel", "Three means come back.", "The channels are left out.", "Average over all three axes."),
        ("one_mean_a_channel:sums", "Three sums come back.", "One mean is asked for.", "Average over all axes."),
        ("one_mean_a_pixel", "A mean for each pixel comes back.", "Only channels are averaged.", "Use all three axes."),
        ("only_red", "It is the mean of red.", "One channel was picked.", "Average over all of them."),
        ("only_green", "It is the mean of green.", "One channel was picked.", "Average over all of them."),
        ("only_blue", "It is the mean of blue.", "One channel was picked.", "Average over all of them."),
        ("channels_summed", "The channels are summed.", "It is three times the mean.", "Average over all three axes."),
    ),
    *slips(
        "picture",
        "Which picture does the task ask for?",
        (
            "original_picture",
            "It is the mean of the original picture.",
            "The name of the array was not changed.",
            "Use the clown's picture.",
        ),
    ),
)

COLOUR = slips(
    "colour",
    "Print the three means, and the three numbers that you plot.",
    ("unchanged", "The pixel is still black.", "All three numbers are 0.", "Give the three means."),
    ("overall_mean", "The pixel is grey.", "The overall mean is given three times.", "Give a mean for each channel."),
    (
        "floats_shown_white",
        "The pixel is shown white.",
        "Floats are read as numbers from 0 to 1, and all above is cut to 1.",
        "Turn the means into ints first.",
    ),
    ("channels_reversed", "Red and blue are swapped.", "The order is turned round.", "Red, green, blue."),
    ("red_and_green_swapped", "Red and green are swapped.", "The order is another.", "Red, green, blue."),
    ("green_and_blue_swapped", "Green and blue are swapped.", "The order is another.", "Red, green, blue."),
    ("white", "The pixel is white.", "Numbers above 255 are cut: is it a sum?", "Give means, from 0 to 255."),
    ("halved", "The colour is half as bright.", "The means are divided.", "Give the means themselves."),
)
