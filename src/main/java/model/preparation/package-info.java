/**
 * From people's pictures of digits to images as MNIST's are. One entrance, {@link
 * model.preparation.Preparation}; each step is a class of its own.
 */
package model.preparation;
