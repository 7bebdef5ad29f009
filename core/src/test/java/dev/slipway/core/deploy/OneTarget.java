package dev.slipway.core.deploy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only place there is, for tests.
 *
 * @param cleaning what gets rid of things there; null for nothing
 */
public record OneTarget(Target place, @Nullable CleanUp cleaning) implements Targets {
  public OneTarget(Target place) {
    this(place, null);
  }

  @Override
  public Optional<Target> find(String name) {
    return name.equals(USUAL) ? Optional.of(place) : Optional.empty();
  }

  @Override
  public List<String> names() {
    return List.of(USUAL);
  }

  @Override
  public Optional<TargetKind> kind(String name) {
    return name.equals(USUAL) ? Optional.of(TargetKind.DOCKER) : Optional.empty();
  }

  @Override
  public Optional<CleanUp> cleanUp(String name) {
    return name.equals(USUAL) ? Optional.ofNullable(cleaning) : Optional.empty();
  }

  @Override
  public Optional<Nodes> nodes(String name) {
    return Optional.empty();
  }
}
