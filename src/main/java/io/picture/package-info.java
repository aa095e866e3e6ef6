/**
 * People's pictures of digits: PNG, JPEG, BMP and GIF, from whatever wrote them. {@link
 * io.picture.PictureFormat} reads one.
 */
package io.picture;
