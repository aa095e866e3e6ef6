package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

class ScoreTest {
  private static final Confusion ONE = Confusion.builder(2).add(1, 1).build();

  @Test
  void addsCountsAndLossesFromTheLeft() {
    Score first = new Score(ONE, 1e16);
    Score second = new Score(ONE, 1);

    Score sum = List.of(first, second, second).stream().reduce(Score.empty(2), Score::plus);

    assertThat(sum.confusion()).isEqualTo(Confusion.builder(2).add(1, 1, 3).build());
    assertThat(sum.lossSum()).isEqualTo(1e16);
    assertThat(sum.meanLoss()).isEqualTo(1e16 / 3);
    assertThat(first.plus(second)).isNotEqualTo(second.plus(second));
  }

  @Test
  void keepsTheLossOfANetworkThatDiverged() {
    assertThat(new Score(ONE, Double.NaN).plus(new Score(ONE, 1)).meanLoss()).isNaN();
    assertThat(new Score(ONE, Double.NaN)).isEqualTo(new Score(ONE, Double.NaN));
    assertThat(new Score(ONE, Double.POSITIVE_INFINITY).meanLoss()).isInfinite();
  }

  @Test
  void refusesNegativeLossesAndTheMeanOfNothing() {
    assertThatThrownBy(() -> new Score(ONE, -0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The sum of the losses is off: expected at least 0 nats, found -0.5");
    assertThatThrownBy(Score.empty(2)::meanLoss)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("No mean of no examples");
  }

  @Test
  void survivesBothSerialisersOfSpark() {
    Score score = new Score(ONE, 0.25);
    SparkConf nd4j = new SparkConf(false).set("spark.kryo.registrator", "job.KryoRegistrator");

    assertThat(sentBy(new KryoSerializer(nd4j), score)).isEqualTo(score);
    assertThat(sentBy(new JavaSerializer(new SparkConf(false)), score)).isEqualTo(score);
  }

  private static Score sentBy(Serializer serializer, Score score) {
    SerializerInstance instance = serializer.newInstance();
    ClassTag<Score> tag = ClassTag$.MODULE$.apply(Score.class);
    ByteBuffer sent = instance.serialize(score, tag);
    return instance.deserialize(sent, tag);
  }
}
