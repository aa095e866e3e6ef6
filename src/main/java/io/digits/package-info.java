/**
 * Digits drawn from strokes, written as IDX files: the embedded data set {@code builtin:digits},
 * and sets of any size.
 *
 * <p>{@link io.digits.DrawnDigits} and {@link io.digits.DrawnSet} are the two ways in. Behind them,
 * {@code Hands} holds the strokes, {@code Handwriting} varies and places one digit, {@code Canvas}
 * inks it, and {@code RowStream} gives each row its random numbers. {@code DigitSet} and {@code
 * DrawnFile} say what the embedded set is and which bytes it must become.
 */
package io.digits;
