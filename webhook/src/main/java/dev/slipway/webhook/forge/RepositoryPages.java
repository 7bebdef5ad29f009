package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.RepositoryName;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads lists of repositories that come in numbered pages. */
final class RepositoryPages {
  private static final int ENOUGH = 30;
  private static final int MOST_PAGES = 10;

  private RepositoryPages() {}

  /** One page of the forge; null after the last. */
  @FunctionalInterface
  interface Source {
    Page page(int number) throws ForgeException;
  }

  /** What a page held, and whether there is another. */
  record Page(List<ForgeRepository> repositories, boolean more) {}

  /**
   * Reads pages until there is enough to show, for forges that cannot search themselves.
   *
   * @param token the number of the first page to read; null for 1
   */
  static Listing matching(String query, @Nullable String token, Source source)
      throws ForgeException {
    int number = number(token);
    List<ForgeRepository> found = new ArrayList<>();
    for (int read = 0; read < MOST_PAGES; read++) {
      Page page = source.page(number);
      page.repositories().stream().filter(each -> matches(each, query)).forEach(found::add);
      if (!page.more()) {
        return new Listing(found, null);
      }
      number++;
      if (found.size() >= ENOUGH) {
        break;
      }
    }
    return new Listing(found, Integer.toString(number));
  }

  static int number(@Nullable String token) {
    if (token == null) {
      return 1;
    }
    if (token.matches("[1-9][0-9]{0,6}")) {
      return Integer.parseInt(token);
    }
    throw new InvalidValueException("\"" + token + "\" is no page of this list; begin anew");
  }

  private static boolean matches(ForgeRepository repository, String query) {
    String wanted = query.strip().toLowerCase(Locale.ROOT);
    return repository.name().value().toLowerCase(Locale.ROOT).contains(wanted)
        || repository.description().toLowerCase(Locale.ROOT).contains(wanted);
  }

  /** The name, unless it is one that Slipway cannot write. */
  static Optional<RepositoryName> name(String value) {
    try {
      return Optional.of(new RepositoryName(value));
    } catch (InvalidValueException _) {
      return Optional.empty();
    }
  }

  /** The address without the user's name, which some forges put into it. */
  static Optional<URI> cloneUrl(String value) {
    try {
      URI uri = URI.create(value.replaceFirst("^(https?://)[^/@]*@", "$1"));
      return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** A repository in the form that GitHub, Gitea, Forgejo and Gitee share. */
  static Optional<ForgeRepository> likeGitHub(JsonNode json, String url, boolean admin) {
    Optional<RepositoryName> name = name(Json.text(json, "full_name"));
    Optional<URI> cloneUrl = cloneUrl(url);
    if (name.isEmpty() || cloneUrl.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ForgeRepository(
            name.get(),
            cloneUrl.get(),
            orMain(Json.text(json, "default_branch")),
            Json.text(json, "description"),
            json.path("private").asBoolean(),
            null,
            admin));
  }

  /** An empty repository has no branch yet; most begin with this one. */
  static String orMain(String branch) {
    return branch.isEmpty() ? "main" : branch;
  }
}
