package dev.slipway.webhook.forge;

import dev.slipway.core.Secret;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.source.Forge;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where one forge is, and with which token it is asked.
 *
 * @param pages where people look at it, without a slash at the end
 * @param api where programs do, without a slash at the end
 */
record Site(Forge forge, URI pages, URI api, Secret token) {

  static Site of(Forge forge, URI pages, Secret token) throws ForgeException {
    URI plain = canonical(forge, pages);
    return new Site(forge, plain, apiOf(forge, plain), token);
  }

  /** Where the forge is when nobody says; null for those that everybody runs themselves. */
  static @Nullable URI publicPages(Forge forge) {
    return switch (forge) {
      case GITHUB -> URI.create("https://github.com");
      case GITLAB -> URI.create("https://gitlab.com");
      case BITBUCKET -> URI.create("https://bitbucket.org");
      case GITEA -> URI.create("https://gitea.com");
      case FORGEJO -> URI.create("https://codeberg.org");
      case GITEE -> URI.create("https://gitee.com");
      case BITBUCKET_SERVER, GIT -> null;
    };
  }

  /** The one way to write where a forge is, so that the same forge is known again. */
  static URI canonical(Forge forge, URI pages) {
    URI everybodys = publicPages(forge);
    if (everybodys != null && isHost(pages, String.valueOf(everybodys.getHost()))) {
      return everybodys;
    }
    URI plain = withoutSlash(pages);
    String host = plain.getHost();
    return host == null
        ? plain
        : URI.create(plain.toString().replaceFirst(Pattern.quote(host), lowerCase(host)));
  }

  private static String lowerCase(String host) {
    return Matcher.quoteReplacement(host.toLowerCase(Locale.ROOT));
  }

  static URI withoutSlash(URI uri) {
    String text = uri.toString();
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    return URI.create(text.substring(0, end));
  }

  private static URI apiOf(Forge forge, URI pages) throws ForgeException {
    return switch (forge) {
      case GITHUB ->
          pages.equals(publicPages(forge))
              ? URI.create("https://api.github.com")
              : at(pages, "/api/v3");
      case GITLAB -> at(pages, "/api/v4");
      case BITBUCKET ->
          pages.equals(publicPages(forge))
              ? URI.create("https://api.bitbucket.org/2.0")
              : at(pages, "/api/2.0");
      case BITBUCKET_SERVER -> at(pages, "/rest");
      case GITEA, FORGEJO -> at(pages, "/api/v1");
      case GITEE -> at(pages, "/api/v5");
      case GIT ->
          throw new ForgeException(
              Kind.REFUSED,
              "a plain git server has no API",
              "add the repository by its clone address, and call its webhook from a hook there");
    };
  }

  private static boolean isHost(URI pages, String host) {
    return host.equalsIgnoreCase(pages.getHost())
        || ("www." + host).equalsIgnoreCase(pages.getHost());
  }

  private static URI at(URI pages, String path) {
    return URI.create(pages + path);
  }

  /** How people call it: {@code GitHub}, or {@code GitLab at git.example.com}. */
  String name() {
    return pages.equals(publicPages(forge)) ? product() : product() + " at " + pages.getAuthority();
  }

  private String product() {
    return switch (forge) {
      case GITHUB -> "GitHub";
      case GITLAB -> "GitLab";
      case BITBUCKET -> "Bitbucket";
      case BITBUCKET_SERVER -> "Bitbucket Data Center";
      case GITEA -> "Gitea";
      case FORGEJO -> "Forgejo";
      case GITEE -> "Gitee";
      case GIT -> "git";
    };
  }

  /** What its people call a change that waits to be taken over. */
  String pullRequest() {
    return forge == Forge.GITLAB ? "merge request" : "pull request";
  }

  /** What the token must be allowed to do, in the forge's own words. */
  String rights() {
    return switch (forge) {
      case GITHUB ->
          "repo and admin:repo_hook; a fine-grained one: read contents, write commit statuses,"
              + " deployments, pull requests and webhooks";
      case GITLAB -> "api, and the user must be a maintainer";
      case BITBUCKET -> "account:read, repository:write, pullrequest:write and webhook";
      case BITBUCKET_SERVER -> "repository admin";
      case GITEA, FORGEJO -> "read:user, write:repository and write:issue";
      case GITEE -> "user_info, projects, pull_requests, hook and notes";
      case GIT -> "none";
    };
  }

  /** The value of the Authorization header that the forge expects. */
  String authorization() {
    return switch (forge) {
      case GITHUB, BITBUCKET_SERVER, GITLAB, GITEE, GIT -> "Bearer " + token.reveal();
      case GITEA, FORGEJO -> "token " + token.reveal();
      case BITBUCKET ->
          token.reveal().indexOf(':') < 0
              ? "Bearer " + token.reveal()
              : "Basic "
                  + Base64.getEncoder()
                      .encodeToString(token.reveal().getBytes(StandardCharsets.UTF_8));
    };
  }

  /** The text without the token, should the forge have quoted it. */
  String withoutToken(String text) {
    String secret = token.reveal();
    return secret.isEmpty() ? text : text.replace(secret, "***");
  }
}
