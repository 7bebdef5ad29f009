package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.account.ForgeException;
import dev.slipway.webhook.forge.ForgeApi.User;
import org.jspecify.annotations.Nullable;

/** Whose token it is that a forge is asked with. Safe for concurrent use. */
final class TokenUser {
  private final Question question;
  private volatile @Nullable User known;

  TokenUser(Question question) {
    this.question = question;
  }

  /** For forges that say so as {@code {id, login}}. */
  static TokenUser withLogin(ForgeClient client) {
    return new TokenUser(what -> {
      JsonNode json = client.get(what, "/user");
      return new User(Json.text(json, "id"), Json.text(json, "login"));
    });
  }

  /** Asks the forge now. */
  User ask() throws ForgeException {
    User user = question.ask("say whose token it is");
    known = user;
    return user;
  }

  /** The user's immutable id, which the forge is asked for once. */
  String id() throws ForgeException {
    User user = known;
    return (user == null ? ask() : user).id();
  }

  /** Asks the forge; {@code what} says for people what is asked for. */
  @FunctionalInterface
  interface Question {
    User ask(String what) throws ForgeException;
  }
}
