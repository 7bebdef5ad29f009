package dev.slipway.core.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code steps}: commands in a container of their own, with the work tree mounted.
 *
 * @param image as the engine is asked for it
 * @param commands run one after the other by a shell until one fails; empty runs what the image
 *     starts by itself
 * @param env the pipeline's own variables included
 * @param cache absolute paths in the container that are kept from one build of the branch to the
 *     next
 * @param dependsOn names of the steps that have to end first; a step that does not say waits for
 *     the one above it
 * @param failureIgnored whether the build goes on when it fails
 * @param timeout for this step alone; null leaves it to the pipeline's
 * @param silence how long it may print nothing; null for as long as it likes
 */
public record Step(
    String name,
    String image,
    List<String> commands,
    Map<String, EnvValue> env,
    List<String> cache,
    Resources resources,
    Set<String> dependsOn,
    boolean failureIgnored,
    @Nullable Duration timeout,
    @Nullable Duration silence) {
  public Step {
    commands = List.copyOf(commands);
    env = Map.copyOf(env);
    cache = List.copyOf(cache);
    dependsOn = Set.copyOf(dependsOn);
  }

  /** The same with nothing of earlier builds, and nothing for later ones. */
  public Step withoutCache() {
    return new Step(
        name,
        image,
        commands,
        env,
        List.of(),
        resources,
        dependsOn,
        failureIgnored,
        timeout,
        silence);
  }
}
