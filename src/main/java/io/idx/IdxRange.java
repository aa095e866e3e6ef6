package io.idx;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * The rows of one task, {@code start} to {@code end - 1}.
 *
 * @param hosts where their bytes are stored, best first; empty if anywhere is as good
 */
record IdxRange(long start, long end, List<String> hosts) implements InputPartition {
  IdxRange {
    hosts = List.copyOf(hosts);
  }

  @Override
  public String[] preferredLocations() {
    return hosts.toArray(String[]::new);
  }
}
