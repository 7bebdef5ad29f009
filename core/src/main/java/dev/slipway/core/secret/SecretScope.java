package dev.slipway.core.secret;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.source.RepositoryId;
import java.util.regex.Pattern;

/** Who may use a secret. */
public sealed interface SecretScope {
  /** How the API writes it: {@code team}, a repository's id, or {@code ID:ENVIRONMENT}. */
  String id();

  /** Every repository. */
  record Team() implements SecretScope {
    @Override
    public String id() {
      return "team";
    }
  }

  /** One repository, its builds included. */
  record OfRepository(RepositoryId repository) implements SecretScope {
    @Override
    public String id() {
      return repository.value();
    }
  }

  /** What one repository runs in one environment; its builds do not get it. */
  record OfEnvironment(RepositoryId repository, String environment) implements SecretScope {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public OfEnvironment {
      if (!NAME.matcher(environment).matches()) {
        throw new InvalidValueException(
            "\"" + environment + "\" is no environment: use small letters, digits and hyphens");
      }
    }

    @Override
    public String id() {
      return repository.value() + ":" + environment;
    }
  }

  /**
   * The reverse of {@link #id}.
   *
   * @throws InvalidValueException when the environment's name cannot be one
   */
  static SecretScope of(String id) {
    if (id.equals("team")) {
      return new Team();
    }
    int colon = id.indexOf(':');
    return colon < 0
        ? new OfRepository(new RepositoryId(id))
        : new OfEnvironment(new RepositoryId(id.substring(0, colon)), id.substring(colon + 1));
  }
}
