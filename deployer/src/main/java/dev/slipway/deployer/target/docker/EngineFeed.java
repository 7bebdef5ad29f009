package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.async.ResultCallbackTemplate;
import dev.slipway.core.deploy.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What an engine tells as it happens, on a thread of docker-java's. An error ends it like an end
 * does: docker-java by itself would log each of them as well.
 */
public abstract class EngineFeed<SelfT extends ResultCallback<ItemT>, ItemT>
    extends ResultCallbackTemplate<SelfT, ItemT> implements Target.Feed {
  private final CountDownLatch ended = new CountDownLatch(1);

  @Override
  public void onError(Throwable cause) {
    onComplete();
  }

  /** Unlike docker-java's own, which closes what it has waited for in vain. */
  @Override
  public boolean awaitEnd(Duration most) throws InterruptedException {
    return ended.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    try {
      super.close();
    } catch (IOException _) {
      // The connection is of no use any more either way.
    } finally {
      ended.countDown();
    }
  }
}
