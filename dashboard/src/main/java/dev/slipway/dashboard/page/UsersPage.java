package dev.slipway.dashboard.page;

import dev.slipway.core.access.ApiToken;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.User;
import java.util.List;

/** The people who may sign in, everybody's tokens, and the form to add somebody. */
public record UsersPage(List<User> users, List<ApiToken> tokens, String notice, SentForm form) {
  /** What may be given, the weakest first. */
  public List<Role> roles() {
    return List.of(Role.values());
  }

  /** What a role is for, in a few words. */
  public static String meaning(Role role) {
    return switch (role) {
      case VIEWER -> "looks at everything";
      case DEVELOPER -> "starts builds and rollouts";
      case MAINTAINER -> "repositories, secrets, forges";
      case ADMINISTRATOR -> "people and machines";
    };
  }

  /** How somebody can come in. */
  public static String way(User user) {
    if (user.disabled()) {
      return "shut out";
    }
    return user.passwordSetAt() == null ? "no password, by token only" : "by password";
  }
}
