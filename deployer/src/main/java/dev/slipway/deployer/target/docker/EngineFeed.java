package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.async.ResultCallbackTemplate;
import dev.slipway.core.deploy.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What an engine tells as it happens, on a thread of docker-java's. An error ends it like an end
 * does: docker-java by itself would log each of them as well.
 */
public abstract class EngineFeed<SelfT extends ResultCallback<ItemT>, ItemT>
    extends ResultCallbackTemplate<SelfT, ItemT> implements Target.Feed {

  @Override
  public void onError(Throwable cause) {
    onComplete();
  }

  @Override
  public boolean awaitEnd(Duration most) throws InterruptedException {
    return awaitCompletion(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    try {
      super.close();
    } catch (IOException _) {
      // The connection is of no use any more either way.
    }
  }
}
