package dev.slipway.webhook;

import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes wrong again and again with the same repository, logged when it begins, when it changes
 * and when it is over. Safe for concurrent use.
 */
final class Troubles {
  private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
  private final Map<Subject, String> known = new ConcurrentHashMap<>();

  void of(Repository repository, String what, Exception trouble) {
    String message = String.valueOf(trouble.getMessage());
    String before = known.put(new Subject(repository.id(), what), message);
    if (!Objects.equals(before, message)) {
      LOG.warn(
          "{}: {} cannot be read, which is tried again in every round: {}",
          repository.name(),
          what,
          message);
    }
  }

  void over(Repository repository, String what) {
    if (known.remove(new Subject(repository.id(), what)) != null) {
      LOG.info("{}: {} can be read again", repository.name(), what);
    }
  }

  void keepOnly(Set<RepositoryId> repositories) {
    known.keySet().removeIf(subject -> !repositories.contains(subject.repository()));
  }

  private record Subject(RepositoryId repository, String what) {}
}
