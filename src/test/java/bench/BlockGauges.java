package bench;

import com.codahale.metrics.Gauge;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.storage.StorageStatus;

/**
 * Adds to an application's metrics how many blocks Spark's block managers hold, and their bytes in
 * memory and on disk: cached rows and broadcasts of driver and executors, as the block managers'
 * master counts them. Spark's own gauges know whole megabytes alone, and the UI's list of executors
 * never takes destroyed broadcasts off.
 */
public final class BlockGauges implements SparkPlugin, DriverPlugin {
  static final String BLOCKS = "blocks";
  static final String BYTES = "bytes";

  @Override
  public DriverPlugin driverPlugin() {
    return this;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return null;
  }

  @Override
  public void registerMetrics(String application, PluginContext context) {
    Gauge<Long> blocks = () -> managers().mapToLong(manager -> manager.blocks().size()).sum();
    Gauge<Long> bytes =
        () -> managers().mapToLong(manager -> manager.memUsed() + manager.diskUsed()).sum();
    context.metricRegistry().register(BLOCKS, blocks);
    context.metricRegistry().register(BYTES, bytes);
  }

  private static Stream<StorageStatus> managers() {
    return Stream.of(SparkEnv.get().blockManager().master().getStorageStatus());
  }
}
