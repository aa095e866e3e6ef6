package model;

/**
 * What a look at every row of a data set found.
 *
 * @param heldOut which rows are held out
 * @param heldOutHashes the hashes of these
 * @param trained the hashes of all others
 * @param checks of all rows, added up, by which the data set is known
 * @param heldOutChecks of the rows held out
 */
public record Profiled(
    DataProfile profile,
    HeldOutRows heldOut,
    RowHashes heldOutHashes,
    RowHashes trained,
    long checks,
    long heldOutChecks) {}
