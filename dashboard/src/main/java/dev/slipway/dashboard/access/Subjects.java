package dev.slipway.dashboard.access;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.access.AccessRecords;
import dev.slipway.core.access.TokenId;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.registry.RegistryHost;
import dev.slipway.core.secret.SecretScope;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.core.sync.SyncRunId;
import dev.slipway.dashboard.Records;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a call is about by its path alone, so that no handler has to tell: whose repository it
 * is, and how the thing stands. Safe for concurrent use.
 */
public final class Subjects {
  private final Records records;
  private final AccessRecords access;

  public Subjects(Records records, AccessRecords access) {
    this.records = records;
    this.access = access;
  }

  /** What the path of a call names. */
  Subject of(Rule rule, RoutingContext request) {
    String path = rule.path().startsWith("/api/v1/") ? rule.path().substring(7) : rule.path();
    String[] parts = path.split("/", -1);
    String noun = parts.length > 1 ? parts[1] : "";
    String id = Objects.requireNonNullElse(request.pathParam("id"), "");
    return switch (noun) {
      case "repositories" -> id.isEmpty() ? Subject.OWN : repository(id);
      case "builds" -> id.isEmpty() ? listed(request) : build(id);
      case "deliveries" -> id.isEmpty() ? listed(request) : delivery(id);
      case "services" -> service(id);
      case "deployments" -> deployment(id);
      case "secrets" -> secret(request.pathParam("scope"), request.pathParam("name"));
      case "accounts" -> Subject.of(records.accounts().find(new AccountId(id)));
      case "users" -> Subject.of(access.users().find(named(request)));
      case "tokens" -> Subject.of(access.tokens().find(new TokenId(id)));
      case "registries" -> registry(request.pathParam("host"));
      case "sync" -> sync(parts, id);
      case "settings" -> setting(parts, request, id);
      case "me", "pipeline", "queue", "find" -> Subject.OWN;
      default -> Subject.NONE;
    };
  }

  private Subject repository(String id) {
    return records
        .repositories()
        .find(new RepositoryId(id))
        .map(found -> Subject.in(found.id(), found))
        .orElse(Subject.NONE);
  }

  /** A list that is narrowed to one repository. */
  private Subject listed(RoutingContext request) {
    String wanted = request.queryParams().get("repository");
    return records.repositories().all().stream()
        .filter(each -> each.id().value().equals(wanted) || each.name().value().equals(wanted))
        .findFirst()
        .map(found -> Subject.in(found.id(), null))
        .orElse(Subject.NONE);
  }

  private Subject build(String id) {
    return records
        .builds()
        .find(new BuildId(id))
        .map(found -> Subject.in(found.request().repositoryId(), found))
        .orElse(Subject.NONE);
  }

  private Subject delivery(String id) {
    return records
        .deliveries()
        .find(new DeliveryId(id))
        .map(found -> Subject.in(found.repositoryId(), found))
        .orElse(Subject.NONE);
  }

  private Subject service(String id) {
    return records
        .services()
        .find(new ServiceId(id))
        .map(found -> Subject.in(found.repositoryId(), found))
        .orElse(Subject.NONE);
  }

  private Subject deployment(String id) {
    return records
        .services()
        .deployment(new DeploymentId(id))
        .map(found ->
            records
                .services()
                .find(found.service())
                .map(Service::repositoryId)
                .map(repository -> Subject.in(repository, found))
                .orElse(Subject.NONE))
        .orElse(Subject.NONE);
  }

  private Subject secret(@Nullable String scope, @Nullable String name) {
    SecretScope where;
    try {
      where = SecretScope.of(Objects.requireNonNullElse(scope, ""));
    } catch (InvalidValueException _) {
      return Subject.NONE; // the handler says what is wrong with it
    }
    Object found = name == null ? null : records.secrets().find(where, name).orElse(null);
    return switch (where) {
      case SecretScope.Team() -> new Subject(found, null, false);
      case SecretScope.OfRepository(RepositoryId id) -> Subject.in(id, found);
      case SecretScope.OfEnvironment(RepositoryId id, String _) -> Subject.in(id, found);
    };
  }

  private Subject setting(String[] parts, RoutingContext request, String id) {
    return switch (parts.length > 3 ? parts[2] : "") {
      case "registries" -> registry(request.pathParam("host"));
      case "users" -> Subject.of(access.users().find(named(request)));
      case "tokens" -> Subject.of(access.tokens().find(new TokenId(id)));
      default -> Subject.NONE;
    };
  }

  private Subject registry(@Nullable String host) {
    try {
      return host == null
          ? Subject.NONE
          : Subject.of(records.registries().find(new RegistryHost(host)));
    } catch (InvalidValueException _) {
      return Subject.NONE; // the handler says what is wrong with it
    }
  }

  private Subject sync(String[] parts, String id) {
    return parts.length > 2 && parts[2].equals("runs")
        ? Subject.of(records.syncRuns().find(new SyncRunId(id)))
        : Subject.of(records.syncRules().find(new SyncRuleId(id)));
  }

  private static String named(RoutingContext request) {
    return Objects.requireNonNullElse(request.pathParam("name"), "");
  }

  /**
   * What a call is about.
   *
   * @param thing how it stands; null where there is none, or no single one
   * @param repository to which it belongs; null for none
   * @param own whether the answer holds only what its caller may see, whoever that is
   */
  record Subject(@Nullable Object thing, @Nullable RepositoryId repository, boolean own) {
    static final Subject NONE = new Subject(null, null, false);
    static final Subject OWN = new Subject(null, null, true);

    static Subject in(RepositoryId repository, @Nullable Object thing) {
      return new Subject(thing, repository, false);
    }

    static Subject of(Optional<?> thing) {
      return thing.<Subject>map(found -> new Subject(found, null, false)).orElse(NONE);
    }
  }
}
