package dev.slipway.dashboard.api;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.registry.Authorities;
import dev.slipway.core.registry.KnownRegistry;
import dev.slipway.core.registry.RegistryHost;
import dev.slipway.core.registry.RegistryLogin;
import dev.slipway.dashboard.http.Fields;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an administrator says about a registry, each value checked; what is not said stays as
 * it is. Used by one thread.
 */
final class RegistryForm {
  private static final Set<String> NAMES =
      Set.of("host", "username", "password", "ca", "plain_http", "csrf");
  private static final Pattern USERNAME = Pattern.compile("[^:\\p{Cntrl}]{1,255}");

  /** Keys of cloud providers come as whole files. */
  private static final int LONGEST_PASSWORD = 16 * 1024;

  private static final int LONGEST_AUTHORITY = 64 * 1024;

  private final Fields fields;
  private final @Nullable KnownRegistry before;

  private RegistryForm(Fields fields, @Nullable KnownRegistry before) {
    this.fields = fields;
    this.before = before;
  }

  /**
   * What is to be known of the registry from then on; ends the call when anything is wrong.
   *
   * @param before what is known of it; null for nothing
   */
  static KnownRegistry read(
      Fields fields, RegistryHost host, @Nullable KnownRegistry before, Instant now) {
    return new RegistryForm(fields, before).read(host, now);
  }

  private KnownRegistry read(RegistryHost host, Instant now) {
    fields.allow(NAMES);
    RegistryLogin login = login(host);
    String given = fields.parsed("ca", RegistryForm::authority);
    String authority = given == null ? before == null ? "" : before.authority() : given;
    boolean plain = fields.flag("plain_http", before != null && before.plainHttp());
    if (plain && !authority.isEmpty()) {
      fields.problem("plain_http", "leaves no use for \"ca\"", "choose one of them");
    }
    fields.check();
    return new KnownRegistry(host, login, authority, plain, now);
  }

  private @Nullable RegistryLogin login(RegistryHost host) {
    RegistryLogin known = before == null ? null : before.login();
    String password = fields.parsed("password", RegistryForm::password);
    String username = fields.parsed("username", RegistryForm::username);
    if (username != null && username.isEmpty()) {
      if (password != null) {
        fields.problem("username", "is missing beside the password", "");
      }
      return null;
    }
    String user = username == null ? known == null ? null : known.username() : username;
    if (user == null) {
      if (password != null) {
        fields.problem("username", "is missing beside the password", "");
      }
      return null;
    }
    if (password != null) {
      return new RegistryLogin(user, new Secret("password at " + host, password));
    }
    if (known == null || !known.username().equals(user)) {
      fields.problem("password", "is missing", "give the password or token of " + user);
      return null;
    }
    return known;
  }

  private static String username(String text) {
    if (!text.isEmpty() && !USERNAME.matcher(text).matches()) {
      throw new InvalidValueException("must be at most 255 characters without a colon");
    }
    return text;
  }

  private static String password(String text) {
    if (text.isEmpty() || text.length() > LONGEST_PASSWORD) {
      throw new InvalidValueException("must be 1 to " + LONGEST_PASSWORD + " characters");
    }
    return text;
  }

  private static String authority(String text) {
    String pem = text.replace("\r\n", "\n").strip();
    if (pem.length() > LONGEST_AUTHORITY) {
      throw new InvalidValueException("is too long: give the certificates of its authority alone");
    }
    return Authorities.read(pem).isEmpty() ? "" : pem + "\n";
  }

  /** The registry that a form names; null only when a problem was noted. */
  static @Nullable RegistryHost host(Fields fields) {
    return fields.required("host", RegistryHost::new);
  }
}
