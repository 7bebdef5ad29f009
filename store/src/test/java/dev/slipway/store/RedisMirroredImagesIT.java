package dev.slipway.store;

import dev.slipway.core.sync.MirroredImages;
import dev.slipway.core.sync.MirroredImagesContract;
import java.time.Clock;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisMirroredImagesIT extends MirroredImagesContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected MirroredImages empty() {
    return new RedisMirroredImages(REAL.redis(), Clock.systemUTC());
  }
}
