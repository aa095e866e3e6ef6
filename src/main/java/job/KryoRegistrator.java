package job;

import com.esotericsoftware.kryo.Kryo;
import org.nd4j.kryo.Nd4jRegistrator;

/**
 * Tells Spark's Kryo how to write ND4J's arrays. On executors it is the first that asks ND4J for
 * anything, so {@link NativeCache} is settled here.
 */
public final class KryoRegistrator extends Nd4jRegistrator {
  @Override
  public void registerClasses(Kryo kryo) {
    NativeCache.settle();
    super.registerClasses(kryo);
  }
}
