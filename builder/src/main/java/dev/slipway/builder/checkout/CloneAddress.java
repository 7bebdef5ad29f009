package dev.slipway.builder.checkout;

import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.net.ForbiddenAddressException;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.Repository;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An address that may be cloned from, and the token or key that may be used there. */
record CloneAddress(URI url, @Nullable Secret secret) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

  /**
   * The repository's own.
   *
   * @throws BuildFailedException when it cannot be cloned from there, or not without giving the
   *     token away
   */
  static CloneAddress of(Repository repository, CloneCredentials credentials, AddressPolicy policy)
      throws BuildFailedException {
    CloneAddress address =
        new CloneAddress(repository.cloneUrl(), credentials.of(repository).orElse(null));
    address.check(policy);
    return address;
  }

  /**
   * Where the origin's commits are: the repository itself, or a fork of it on the same server.
   * Another server would get the repository's token, and be one that nobody chose.
   *
   * @throws BuildFailedException as above, and when the origin is on another server
   */
  static CloneAddress of(CloneAddress own, Origin origin) throws BuildFailedException {
    URI url = origin.url();
    if (url == null) {
      return own;
    }
    CloneAddress fork = new CloneAddress(url, own.secret());
    fork.checkForm();
    if (!fork.server().equals(own.server())) {
      throw GitFailures.forkElsewhere(url, own.url());
    }
    return fork;
  }

  void check(AddressPolicy policy) throws BuildFailedException {
    checkForm();
    if (scheme().equals("http") && secret != null && !staysInside(policy)) {
      throw GitFailures.tokenInTheClear(url);
    }
  }

  void checkForm() throws BuildFailedException {
    String user = url.getUserInfo();
    boolean known =
        switch (scheme()) {
          case "https", "http" -> user == null;
          case "ssh" -> user == null || USER.matcher(user).matches();
          default -> false;
        };
    if (!known || url.getHost() == null || url.getHost().startsWith("-")) {
      throw GitFailures.scheme(url);
    }
  }

  /** A host that cannot be resolved is left to the fetch, which says so in its own words. */
  private boolean staysInside(AddressPolicy policy) {
    try {
      List<InetAddress> addresses = policy.resolve(url.getHost());
      return addresses.stream().noneMatch(AddressPolicy::isPublic);
    } catch (UnknownHostException | ForbiddenAddressException _) {
      return true;
    }
  }

  boolean isSsh() {
    return scheme().equals("ssh");
  }

  private String scheme() {
    return Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
  }

  /** Scheme, host and port: what must be the same for a token to be sent there. */
  String server() {
    int usual = isSsh() ? GuardedSsh.PORT : scheme().equals("https") ? HTTPS : HTTP;
    int port = url.getPort() < 0 ? usual : url.getPort();
    return scheme() + "://" + url.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }
}
