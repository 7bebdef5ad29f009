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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads lists of repositories that come in numbered pages. */
final class RepositoryPages {
  private static final int ENOUGH = 30;
  private static final int MOST_PAGES = 10;
  private static final int MOST_PER_PAGE = 100;

  private RepositoryPages() {}

  /** Reads one page of the forge. */
  @FunctionalInterface
  interface Source {
    Page page(int number) throws ForgeException;

    /**
     * A list in JSON with pages of one size.
     *
     * @param path up to the size, which stands before the page's number
     */
    static Source of(
        ForgeClient client,
        String path,
        int size,
        Function<JsonNode, Optional<ForgeRepository>> read) {
      return number -> {
        String page = path + size + "&page=" + number;
        JsonNode list = Json.items(client.get("list the repositories", page));
        List<ForgeRepository> found = new ArrayList<>();
        list.forEach(each -> read.apply(each).ifPresent(found::add));
        return new Page(found, list.size() == size);
      };
    }
  }

  /** What a page held, and whether there is another. */
  record Page(List<ForgeRepository> repositories, boolean more) {}

  /** The list of the user's own in the form that GitHub and Gitee share, searched in here. */
  static Listing ofUser(
      ForgeClient client,
      String query,
      @Nullable String token,
      Function<JsonNode, Optional<ForgeRepository>> read)
      throws ForgeException {
    Source mine = Source.of(client, "/user/repos?sort=pushed&per_page=", MOST_PER_PAGE, read);
    return matching(query, token, mine);
  }

  /**
   * Reads one page, for forges that search themselves.
   *
   * @param token the number of the page; null for 1
   */
  static Listing found(@Nullable String token, Source source) throws ForgeException {
    int number = number(token);
    Page page = source.page(number);
    return new Listing(page.repositories(), page.more() ? Integer.toString(number + 1) : null);
  }

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

  /** A repository; empty when it has a name or an address that Slipway cannot write. */
  static Optional<ForgeRepository> read(
      String name, String cloneUrl, String branch, String description, Rights rights) {
    try {
      URI address = withoutUser(cloneUrl);
      return address.getHost() == null
          ? Optional.empty()
          : Optional.of(
              new ForgeRepository(
                  new RepositoryName(name),
                  address,
                  branch,
                  description,
                  rights.onlyForSome(),
                  null,
                  rights.mayInstallHook()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether the repository is private, and whether the token may change its webhooks. */
  record Rights(boolean onlyForSome, boolean mayInstallHook) {}

  /** Some forges put the user's name into the address. */
  private static URI withoutUser(String cloneUrl) {
    return URI.create(cloneUrl.replaceFirst("^(https?://)[^/@]*@", "$1"));
  }

  /** A repository in the form that GitHub, Gitea, Forgejo and Gitee share. */
  static Optional<ForgeRepository> likeGitHub(JsonNode json, String url, boolean admin) {
    return read(
        Json.text(json, "full_name"),
        url,
        orMain(Json.text(json, "default_branch")),
        Json.text(json, "description"),
        new Rights(json.path("private").asBoolean(), admin));
  }

  /** An empty repository has no branch yet; most begin with this one. */
  static String orMain(String branch) {
    return branch.isEmpty() ? "main" : branch;
  }
}
