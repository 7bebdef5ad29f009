package dev.slipway.builder.steps;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.async.ResultCallbackTemplate;
import java.io.IOException;

/**
 * What the engine tells as it happens. Whoever waits for the end learns of errors there;
 * docker-java by itself would log each of them as well.
 */
abstract class EngineStream<SelfT extends ResultCallback<ItemT>, ItemT>
    extends ResultCallbackTemplate<SelfT, ItemT> {

  @Override
  public void onError(Throwable cause) {
    onComplete();
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
