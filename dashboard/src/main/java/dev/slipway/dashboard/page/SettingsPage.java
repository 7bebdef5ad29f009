package dev.slipway.dashboard.page;

import dev.slipway.core.access.ApiToken;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.Session;
import dev.slipway.core.access.User;
import dev.slipway.dashboard.api.TokensApi;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is a user's own: password, sessions and API tokens.
 *
 * @param session the id of the session that looks at the page
 * @param made the token that was made just now, to be shown once; null otherwise
 * @param sent which of the forms was refused: password or token; empty for none
 */
public record SettingsPage(
    User user,
    String session,
    List<Session> sessions,
    List<ApiToken> tokens,
    TokensApi.@Nullable Made made,
    String notice,
    String sent,
    SentForm form) {
  /** What a browser calls itself, and its name; those first that call themselves others too. */
  private static final String[][] BROWSERS = {
    {"Firefox/", "Firefox"}, {"Edg/", "Edge"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}
  };

  private static final String[] SYSTEMS = {"Android", "iPhone", "iPad", "Windows", "Linux"};

  /** The roles that a token of this user may have, the strongest first. */
  public List<Role> roles() {
    return Arrays.stream(Role.values())
        .filter(role -> user.role().covers(role))
        .toList()
        .reversed();
  }

  /** What is wrong with a field of one of the forms; null when nothing is. */
  public @Nullable String problem(String of, String field) {
    return sent.equals(of) ? form.problem(field) : null;
  }

  /** What a field of one of the forms held. */
  public String value(String of, String field) {
    return sent.equals(of) ? form.value(field) : "";
  }

  /** What a session's browser is, in a word or two. */
  public static String browser(Session session) {
    String agent = session.agent();
    for (String[] each : BROWSERS) {
      if (agent.contains(each[0])) {
        return each[1] + system(agent);
      }
    }
    return agent.isBlank() ? "Unknown browser" : agent.split("[ /]", 2)[0];
  }

  private static String system(String agent) {
    for (String each : SYSTEMS) {
      if (agent.contains(each)) {
        return " on " + each;
      }
    }
    return agent.contains("Mac OS") ? " on macOS" : "";
  }
}
