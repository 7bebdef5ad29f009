package dev.slipway.dashboard.api;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.source.Forge;
import dev.slipway.dashboard.http.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says about an account to be connected, each value checked.
 *
 * @param url null for the forge's public one
 */
record AccountForm(Forge forge, @Nullable URI url, Secret token) {
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,4096}");

  /** Ends the call when anything is wrong. */
  static AccountForm read(Fields fields) {
    fields.allow(Set.of("forge", "url", "token", "csrf"));
    Forge forge = fields.required("forge", AccountForm::forge);
    URI url = fields.parsed("url", AccountForm::url);
    if (forge == Forge.BITBUCKET_SERVER && fields.text("url") == null) {
      fields.problem("url", "is missing", "give the address of your server, https://HOST");
    }
    Secret token = fields.required("token", AccountForm::token);
    fields.check();
    return new AccountForm(
        Objects.requireNonNull(forge), url, Objects.requireNonNull(token, "checked to be there"));
  }

  private static Forge forge(String text) {
    Forge forge = Forge.of(text);
    if (forge == Forge.GIT) {
      throw new InvalidValueException(
          "a plain git server has no accounts; add its repositories one by one instead");
    }
    return forge;
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text.replaceAll("/+$", ""));
      String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
      if ((scheme.equals("https") || scheme.equals("http"))
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Told below, like a URL of another kind. The text is not repeated: it may hold a password.
    }
    throw new InvalidValueException("is no address of a forge; write https://HOST, nothing more");
  }

  private static Secret token(String text) {
    if (!TOKEN.matcher(text).matches()) {
      throw new InvalidValueException(
          "is no token: it has blanks, line breaks or other characters that no token has");
    }
    return new Secret("forge_token", text);
  }
}
