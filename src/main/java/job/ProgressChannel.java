package job;

import java.time.Duration;
import java.util.UUID;
import model.ReplicaProgress;
import model.TaskProgress;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointAddress;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.ThreadSafeRpcEndpoint;
import org.apache.spark.util.ThreadUtils;
import scala.Function1;
import scala.PartialFunction;
import scala.concurrent.Future;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * How replicas tell the driver how far they are: in messages of their own, over the connections
 * that Spark's executors have with it anyway. Accumulators come with the heartbeats alone, every
 * two seconds, which is longer than an epoch of MNIST takes.
 *
 * <p>Messages are sent and forgotten: one that is lost, and a driver that is slow, cost the
 * training nothing. The endpoint lives as long as Spark's context, for what a task that is given up
 * sends later would be a warning otherwise.
 */
final class ProgressChannel {
  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(200);

  /** Of all replicas together, so that a driver of thousands is not kept busy by them. */
  private static final int MESSAGES_PER_SECOND = 100;

  /** What the driver hears. */
  interface Listener {
    /**
     * A replica is further; of one that is trained again, or twice, it may be less far than before.
     *
     * @param epoch that it trains
     * @param shard from 0
     * @param rows that it has trained in this epoch
     * @param lossSum over these rows, in nats
     */
    void trained(int epoch, int shard, long rows, double lossSum);
  }

  private final String address;
  private final long nanosBetween;

  private ProgressChannel(String address, long nanosBetween) {
    this.address = address;
    this.nanosBetween = nanosBetween;
  }

  /**
   * Opens it.
   *
   * @param replicas how many will tell
   * @param listener is called by one thread at a time
   */
  static ProgressChannel open(SparkContext spark, int replicas, Listener listener) {
    RpcEnv rpc = spark.env().rpcEnv();
    String name = "training-progress-" + UUID.randomUUID();
    rpc.setupEndpoint(name, new Endpoint(rpc, listener));
    return at(new RpcEndpointAddress(rpc.address(), name).toString(), replicas);
  }

  /**
   * As it is for those who tell.
   *
   * @param address of the driver's endpoint, as Spark writes it
   */
  static ProgressChannel at(String address, int replicas) {
    long shared = Duration.ofSeconds(replicas).toNanos() / MESSAGES_PER_SECOND;
    return new ProgressChannel(address, Math.max(shared, BETWEEN_MESSAGES.toNanos()));
  }

  /** What the replicas of an epoch tell. */
  ReplicaProgress ofEpoch(int epoch) {
    return new Sender(address, nanosBetween, epoch);
  }

  /**
   * What the tasks of a pass over pictures tell; the listener hears it as of replicas of an epoch.
   *
   * @param pass from 1
   */
  TaskProgress ofPass(int pass) {
    return new Sender(address, nanosBetween, pass);
  }

  private static final class Sender implements ReplicaProgress, TaskProgress {
    private static final long serialVersionUID = 1L;

    private final String address;
    private final long nanosBetween;
    private final int epoch;
    private transient Future<RpcEndpointRef> driver;
    private transient long lastSent;

    Sender(String address, long nanosBetween, int epoch) {
      this.address = address;
      this.nanosBetween = nanosBetween;
      this.epoch = epoch;
    }

    @Override
    public void trained(int shard, long rows, double lossSum) {
      long now = System.nanoTime();
      if (driver == null) {
        driver = SparkEnv.get().rpcEnv().asyncSetupEndpointRefByURI(address);
        lastSent = now - nanosBetween;
      }
      if (now - lastSent >= nanosBetween && isFound()) {
        lastSent = now;
        driver.value().get().get().send(Message.of(epoch, shard, rows, lossSum));
      }
    }

    /**
     * Of each replica once, however seldom it could tell before; if need be when the driver is
     * found.
     */
    @Override
    public void done(int shard, long rows, double lossSum) {
      if (driver != null) {
        long[] message = Message.of(epoch, shard, rows, lossSum);
        driver.foreach(
            found -> {
              found.send(message);
              return BoxedUnit.UNIT;
            },
            ThreadUtils.sameThread());
      }
    }

    @Override
    public void at(int task, long pictures) {
      trained(task, pictures, 0);
    }

    @Override
    public void done(int task, long pictures) {
      done(task, pictures, 0);
    }

    private boolean isFound() {
      return driver.isCompleted() && driver.value().get().isSuccess();
    }
  }

  /** Numbers alone: Spark reads messages by a class loader that may not know ours. */
  private static final class Message {
    private Message() {}

    static long[] of(int epoch, int shard, long rows, double lossSum) {
      return new long[] {epoch, shard, rows, Double.doubleToRawLongBits(lossSum)};
    }

    static void tell(Listener listener, long[] message) {
      listener.trained(
          Math.toIntExact(message[0]),
          Math.toIntExact(message[1]),
          message[2],
          Double.longBitsToDouble(message[3]));
    }
  }

  private static final class Endpoint implements ThreadSafeRpcEndpoint {
    private final RpcEnv rpc;
    private final Listener listener;

    Endpoint(RpcEnv rpc, Listener listener) {
      this.rpc = rpc;
      this.listener = listener;
    }

    @Override
    public RpcEnv rpcEnv() {
      return rpc;
    }

    @Override
    public PartialFunction<Object, BoxedUnit> receive() {
      return new Receiver(listener);
    }
  }

  private static final class Receiver extends AbstractPartialFunction<Object, BoxedUnit> {
    private final Listener listener;

    Receiver(Listener listener) {
      this.listener = listener;
    }

    @Override
    public boolean isDefinedAt(Object message) {
      return message instanceof long[];
    }

    @Override
    public <A1, B1> B1 applyOrElse(A1 message, Function1<A1, B1> otherwise) {
      if (!isDefinedAt(message)) {
        return otherwise.apply(message);
      }
      Message.tell(listener, (long[]) message);
      return null; // as Scala's Unit is, once boxed
    }
  }
}
