package dev.slipway.dashboard.api;

import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.secret.Secrets;
import dev.slipway.dashboard.http.Fields;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Variables as callers send them: a text, {@code {"from_secret": NAME}}, or null to remove one. */
final class EnvForm {
  private EnvForm() {}

  /** Reads the field {@code env}; what is wrong with it is noted. */
  static Map<String, @Nullable EnvValue> read(Fields fields) {
    Map<String, @Nullable EnvValue> env = new HashMap<>();
    Fields given = fields.nested("env");
    if (given == null || given.names().isEmpty()) {
      fields.problem("env", "names no variable", "{\"NAME\": \"value\"}");
      return env;
    }
    for (String name : given.names()) {
      if (Secrets.NAME.matcher(name).matches()) {
        env.put(name, value(given, name));
      } else {
        given.problem(name, "is no name of a variable", "use letters, digits and underscores");
      }
    }
    return env;
  }

  private static @Nullable EnvValue value(Fields given, String name) {
    if (given.isObject(name)) {
      Fields reference = given.nested(name);
      return reference == null
          ? null
          : reference
              .allow(Set.of("from_secret"))
              .required(
                  "from_secret",
                  secret -> {
                    Secrets.checkName(secret);
                    return new EnvValue.FromSecret(secret);
                  });
    }
    String text = given.text(name);
    if (text != null && text.indexOf('\0') >= 0) {
      given.problem(name, "holds a zero byte, which no variable can", "");
    }
    return text == null ? null : new EnvValue.Plain(text);
  }
}
