package job;

import io.ChampionRecord;
import java.util.Locale;

/** A champion in one line: which version, since when, how and why. */
final class ChampionLine {
  private ChampionLine() {}

  static String of(ChampionRecord champion) {
    return "%s, %s since %s%s: %s"
        .formatted(
            champion.version(),
            champion.way().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            champion.since(),
            champion.isHeld() && champion.way() != ChampionRecord.Way.HELD ? " and held" : "",
            champion.reason());
  }
}
