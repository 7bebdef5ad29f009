package dev.slipway.builder.checkout;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes an address out of what {@code .gitmodules} says, or says why it is none. Relative ones are
 * seen from the repository that they stand in; {@code git@host:path} is ssh. One by ssh on the host
 * that its repository is cloned from by https is cloned by https as well: there is a token for
 * that, and seldom a key.
 */
final class SubmoduleAddress {
  private static final int LONGEST = 2048;
  private static final Pattern SCP = Pattern.compile("(?:([^@:/]+)@)?([^@:/]+):(?!/)(.+)");
  private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]*)://.*");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9a-f:]+]");
  private static final Pattern PATH = Pattern.compile("/[^\\p{Cntrl}\\\\ ?#%]+");
  private static final Set<String> SCHEMES = Set.of("https", "http", "ssh");
  private static final String HOW =
      "write a relative address such as ../library.git, or https://HOST/PATH";

  private final String path;
  private final CloneAddress parent;
  private final Set<String> hosts;

  /**
   * The addresses of submodules in one repository.
   *
   * @param path of the submodule, for messages
   * @param hosts what is allowed besides the parent's own
   */
  SubmoduleAddress(String path, CloneAddress parent, Set<String> hosts) {
    this.path = path;
    this.parent = parent;
    this.hosts = hosts;
  }

  /**
   * Resolves one.
   *
   * @throws ContextRefusedException when nothing may be fetched from there
   */
  CloneAddress resolve(String written) throws ContextRefusedException {
    if (written.length() > LONGEST || written.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw refused("a place whose address no server has", HOW);
    }
    URI url = throughToken(written.startsWith(".") ? relative(written) : absolute(written));
    String host = url.getHost().toLowerCase(Locale.ROOT);
    boolean own = host.equalsIgnoreCase(parent.url().getHost());
    if (!own && !hosts.contains(host)) {
      throw refused(
          url + ", on a host that is not allowed",
          "have the administrator add "
              + host
              + " to the hosts that submodules may be on, or move"
              + " it to "
              + parent.url().getHost());
    }
    CloneAddress address = new CloneAddress(url, null);
    boolean sameServer = address.server().equals(parent.server());
    return sameServer ? new CloneAddress(url, parent.secret()) : address;
  }

  private URI relative(String written) throws ContextRefusedException {
    if (!written.startsWith("./") && !written.startsWith("../")) {
      throw refused(written + ", which is no address", HOW);
    }
    String base = parent.url().getRawPath();
    String folder = base.endsWith("/") ? base.substring(1, base.length() - 1) : base.substring(1);
    Optional<String> there = TreePath.normal(folder + "/" + written);
    if (there.isEmpty() || there.get().isEmpty()) {
      throw refused(written + ", which leads out of " + parent.url().getHost(), HOW);
    }
    return uri(
        parent.url().getScheme(),
        parent.url().getUserInfo(),
        parent.url().getHost(),
        parent.url().getPort(),
        "/" + there.get());
  }

  private URI absolute(String written) throws ContextRefusedException {
    Matcher scheme = SCHEME.matcher(written.toLowerCase(Locale.ROOT));
    if (scheme.matches()) {
      if (!SCHEMES.contains(scheme.group(1))) {
        throw refused(written + ", which is not fetched by https or ssh", HOW);
      }
      try {
        URI url = new URI(written);
        if (url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null) {
          return uri(
              scheme.group(1), url.getUserInfo(), url.getHost(), url.getPort(), url.getRawPath());
        }
      } catch (URISyntaxException _) {
        // said below
      }
      throw refused("an address that is malformed", HOW);
    }
    Matcher scp = SCP.matcher(written);
    if (scp.matches() && !scp.group(2).equals("ext") && scp.group(3).indexOf(':') < 0) {
      return uri("ssh", scp.group(1), scp.group(2), -1, "/" + scp.group(3));
    }
    throw refused(written + ", which is not fetched by https or ssh", HOW);
  }

  private URI uri(
      String scheme, @Nullable String user, String host, int port, @Nullable String where)
      throws ContextRefusedException {
    boolean ssh = scheme.equals("ssh");
    if (!ssh && user != null) {
      throw refused(
          "an address with a user or password in it", "take out what stands before the @");
    }
    boolean inside = where != null && TreePath.normal(where.replaceFirst("^/", "")).isPresent();
    if (where == null
        || !inside
        || !PATH.matcher(where).matches()
        || where.contains("/-")
        || !HOST.matcher(host).matches()
        || (user != null && !user.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}"))) {
      throw refused("an address that is malformed", HOW);
    }
    try {
      return new URI(scheme, user, host, port, where, null, null);
    } catch (URISyntaxException _) {
      throw refused("an address that is malformed", HOW);
    }
  }

  private URI throughToken(URI url) throws ContextRefusedException {
    boolean translated =
        "ssh".equals(url.getScheme())
            && !parent.isSsh()
            && url.getHost().equalsIgnoreCase(parent.url().getHost());
    return translated
        ? uri(
            parent.url().getScheme(),
            null,
            parent.url().getHost(),
            parent.url().getPort(),
            url.getRawPath())
        : url;
  }

  private ContextRefusedException refused(String what, String hint) {
    return ContextRefusedException.of(
        path, "is a submodule at " + what, hint + "; or leave it out by .dockerignore");
  }
}
