package model;

/**
 * What two networks made of the same rows.
 *
 * @param checks the rows' checks added up, by which the data set is known
 */
public record PairedScored(PairedScore score, long checks) {}
