package dev.slipway.store;

import dev.slipway.core.sync.MirroredImage;
import dev.slipway.core.sync.MirroredImages;
import dev.slipway.core.sync.SyncRuleId;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers in Redis which images of mirrors builds asked for. */
public final class RedisMirroredImages implements MirroredImages {
  private static final LuaScript REMEMBER = LuaScript.load("remember_mirrored");
  private final Redis redis;
  private final Clock clock;

  public RedisMirroredImages(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public Optional<MirroredImage> find(SyncRuleId rule, String repository, String tag) {
    String json =
        redis.<@Nullable String>call(
            commands -> commands.hget(Key.MIRRORED.of(rule), name(repository, tag)));
    return Optional.ofNullable(json).map(text -> Json.read(text, MirroredImage.class));
  }

  @Override
  public List<MirroredImage> of(SyncRuleId rule) {
    List<String> all = redis.call(commands -> commands.hvals(Key.MIRRORED.of(rule)));
    return all.stream()
        .map(text -> Json.read(text, MirroredImage.class))
        .sorted(Comparator.comparing(MirroredImage::repository).thenComparing(MirroredImage::tag))
        .toList();
  }

  @Override
  public void remember(SyncRuleId rule, MirroredImage image) {
    var _ =
        REMEMBER.number(
            redis,
            rule.value(),
            name(image.repository(), image.tag()),
            Json.write(image),
            String.valueOf(clock.millis()),
            String.valueOf(MOST));
  }

  private static String name(String repository, String tag) {
    return repository + ":" + tag;
  }
}
