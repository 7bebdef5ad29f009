package dev.slipway.core.pipeline;

import dev.slipway.core.InvalidValueException;
import java.util.regex.Pattern;

/**
 * An image by digest: {@code 127.0.0.1:5000/acme/shop} and {@code sha256:...}.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests">names
 *     in the distribution specification</a>
 */
public record ImageReference(String repository, String digest) {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  public ImageReference {
    if (repository.isEmpty() || !DIGEST.matcher(digest).matches()) {
      throw new InvalidValueException(
          "\"" + repository + "@" + digest + "\" does not name an image by digest (sha256:...)");
    }
  }

  @Override
  public String toString() {
    return repository + "@" + digest;
  }
}
