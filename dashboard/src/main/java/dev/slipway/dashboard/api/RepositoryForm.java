package dev.slipway.dashboard.api;

import dev.slipway.core.Glob;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Labels;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import dev.slipway.dashboard.http.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says about a repository, each value checked.
 *
 * @param webhookSecret null when none was given
 * @param cloneToken null when none was given
 * @param pipeline the text to keep; null where the repository decides
 */
record RepositoryForm(
    Forge forge,
    RepositoryName name,
    URI cloneUrl,
    String defaultBranch,
    boolean enabled,
    @Nullable Secret webhookSecret,
    @Nullable Secret cloneToken,
    Triggers triggers,
    Labels labels,
    List<Glob> syncTo,
    @Nullable String pipeline) {
  private static final Set<String> SCHEMES = Set.of("https", "http");
  private static final int SHORTEST_SECRET = 16;
  private static final int LONGEST_SECRET = 1024;
  private static final int MOST_LABELS = 16;
  private static final int MOST_DESTINATIONS = 64;
  private static final Set<String> NAMES =
      Set.of(
          "forge",
          "name",
          "clone_url",
          "default_branch",
          "enabled",
          "webhook_secret",
          "clone_token",
          "triggers",
          "labels",
          "sync_to",
          "pipeline",
          // Told by us; whoever reads a repository may send it back as it was.
          "id",
          "webhook_url",
          "connection",
          "created_at",
          "csrf");

  /** Reads a new repository; ends the call when anything is wrong. */
  static RepositoryForm ofNew(Fields fields) {
    return read(fields, null);
  }

  /** Reads what is to change; whatever is not said stays as it is. */
  static RepositoryForm ofChange(Fields fields, Repository before) {
    return read(fields, before);
  }

  private static RepositoryForm read(Fields fields, @Nullable Repository before) {
    fields.allow(NAMES);
    Forge forge = field(fields, "forge", Forge::of, before, Repository::forge);
    RepositoryName name = field(fields, "name", RepositoryName::new, before, Repository::name);
    URI cloneUrl =
        field(fields, "clone_url", RepositoryForm::cloneUrl, before, Repository::cloneUrl);
    String branch = fields.parsed("default_branch", RepositoryForm::branch);
    boolean enabled = fields.flag("enabled", before == null || before.enabled());
    Secret webhookSecret =
        fields.parsed("webhook_secret", text -> secret("webhook_secret", text, SHORTEST_SECRET));
    Secret cloneToken = fields.parsed("clone_token", text -> secret("clone_token", text, 1));
    Triggers triggers =
        TriggersForm.read(
            fields.nested("triggers"), before == null ? Triggers.DEFAULT : before.triggers());
    Labels labels = labels(fields, before == null ? Labels.NONE : before.labels());
    List<Glob> syncTo = syncTo(fields, before == null ? List.of() : before.syncTo());
    String pipeline =
        PipelineForm.read(fields.nested("pipeline"), before == null ? null : before.pipeline());
    fields.check();
    if (forge == null || name == null || cloneUrl == null) {
      throw new IllegalStateException("what is required was checked to be there");
    }
    String unchanged = before == null ? "main" : before.defaultBranch();
    return new RepositoryForm(
        forge,
        name,
        cloneUrl,
        branch == null ? unchanged : branch,
        enabled,
        webhookSecret,
        cloneToken,
        triggers,
        labels,
        syncTo,
        pipeline);
  }

  private static Labels labels(Fields fields, Labels before) {
    List<Labels> given = fields.parsedAll("labels", name -> new Labels(List.of(name)));
    if (given == null) {
      return before;
    }
    if (given.size() > MOST_LABELS) {
      fields.problem("labels", "must be at most " + MOST_LABELS, "");
    }
    return new Labels(given.stream().flatMap(each -> each.names().stream()).toList());
  }

  private static List<Glob> syncTo(Fields fields, List<Glob> before) {
    List<Glob> given = fields.parsedAll("sync_to", RepositoryForm::destination);
    if (given != null && given.size() > MOST_DESTINATIONS) {
      fields.problem("sync_to", "must be at most " + MOST_DESTINATIONS, "say it with *");
    }
    return given == null ? before : given;
  }

  /** The host itself is always named: a login there is the whole installation's. */
  private static Glob destination(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || text.substring(0, slash).contains("*")) {
      throw new InvalidValueException(
          "\"" + text + "\" names no registry; write one such as ghcr.io/acme/*");
    }
    return new Glob(text);
  }

  /** Required of a new repository. */
  private static <T> @Nullable T field(
      Fields fields,
      String field,
      Function<String, T> parse,
      @Nullable Repository before,
      Function<Repository, T> current) {
    if (before == null) {
      return fields.required(field, parse);
    }
    T given = fields.parsed(field, parse);
    return given == null ? current.apply(before) : given;
  }

  private static String branch(String text) {
    return GitRef.ofBranch(text).branch().orElseThrow();
  }

  private static Secret secret(String name, String text, int shortest) {
    if (text.length() < shortest || text.length() > LONGEST_SECRET) {
      throw new InvalidValueException(
          "must have %d to %d characters".formatted(shortest, LONGEST_SECRET));
    }
    return new Secret(name, text);
  }

  private static URI cloneUrl(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidValueException(
          "\"" + text + "\" is no URL; write https://HOST/OWNER/NAME.git");
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme) || url.getHost() == null) {
      throw new InvalidValueException(
          "\"" + withoutUserInfo(text) + "\" cannot be cloned; use https or http with a host");
    }
    if (url.getRawUserInfo() != null) {
      // The message does not repeat it: there may be a password in it.
      throw new InvalidValueException(
          "must not hold a user or password; send the token as clone_token instead");
    }
    return url;
  }

  private static String withoutUserInfo(String text) {
    return text.replaceAll("//[^/@]*@", "//");
  }
}
