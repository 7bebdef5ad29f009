package dev.slipway.dashboard;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.sync.SyncPlanner;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncSyntax;
import java.util.List;

/** Registries that hold what a test says, and rules that are refused where they say "wrong". */
final class StageSync implements SyncPlanner, SyncSyntax {
  volatile Plan plan = new Plan(List.of(), 0, List.of(), List.of());

  /** Why the registries cannot be asked; empty when they can. */
  volatile String trouble = "";

  @Override
  public Plan plan(SyncRule rule) throws RegistryException {
    if (!trouble.isEmpty()) {
      throw new RegistryException(trouble, "start it");
    }
    return plan;
  }

  @Override
  public String repository(String text) {
    return checked(text);
  }

  @Override
  public String platform(String text) {
    return checked(text);
  }

  @Override
  public String regex(String text) {
    return checked(text);
  }

  @Override
  public String semver(String text) {
    return checked(text);
  }

  @Override
  public String cron(String text) {
    return checked(text);
  }

  private static String checked(String text) {
    if (text.contains("wrong")) {
      throw new InvalidValueException("\"" + text + "\" is wrong; write another");
    }
    return text;
  }
}
