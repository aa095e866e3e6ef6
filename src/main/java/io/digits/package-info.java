/**
 * The embedded data set {@code builtin:digits}: digits drawn from strokes, written as IDX files.
 *
 * <p>{@link io.digits.DrawnDigits} is the only way in. Behind it, {@code Hands} holds the strokes,
 * {@code Handwriting} varies and places one digit, {@code Canvas} inks it, and {@code DigitSet}
 * gives each row its label and random stream, and {@code DrawnFile} says which bytes it must
 * become.
 */
package io.digits;
