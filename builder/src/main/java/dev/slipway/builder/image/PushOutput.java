package dev.slipway.builder.image;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.model.PushResponseItem;
import dev.slipway.core.build.BuildProgress;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Understands what the engine says while it pushes one tag. Written by docker-java's thread. */
final class PushOutput extends ResultCallbackTemplate<PushOutput, PushResponseItem> {
  /** What the engine says of a layer that needs nothing more. */
  private static final Set<String> LAYER_DONE = Set.of("Pushed", "Layer already exists");

  private final String step;
  private final BuildProgress progress;
  private volatile @Nullable String error;
  private volatile @Nullable String digest;
  private volatile @Nullable RuntimeException broken;

  PushOutput(String step, BuildProgress progress) {
    this.step = step;
    this.progress = progress;
  }

  @Override
  public void onNext(PushResponseItem item) {
    if (item.getErrorDetail() != null) {
      error = item.getErrorDetail().getMessage();
    } else if (item.getAux() != null && item.getAux().getDigest() != null) {
      digest = item.getAux().getDigest();
    } else if (layerDone(item.getStatus())) {
      progress.line(step, "layer " + item.getId() + ": " + item.getStatus());
    }
  }

  private static boolean layerDone(@Nullable String status) {
    return status != null && (LAYER_DONE.contains(status) || status.startsWith("Mounted from "));
  }

  /** Keeps what happened for the thread that waits; docker-java would log it as well. */
  @Override
  public void onError(Throwable cause) {
    broken = cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    close();
  }

  @Override
  public void close() {
    try {
      super.close();
    } catch (IOException _) {
      // The connection is of no use any more either way.
    }
  }

  /** The engine's own words of what went wrong; null when nothing did. */
  @Nullable String error() {
    return error;
  }

  /** Of the manifest that was pushed. */
  @Nullable String digest() {
    return digest;
  }

  /** Why the conversation with the engine broke; null when it did not. */
  @Nullable RuntimeException broken() {
    return broken;
  }
}
