package dev.slipway.dashboard;

import dev.slipway.core.access.Deed;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.User;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** People, tokens and an audit log for {@link ShowStage}. */
final class ShowAccess {
  private final Stage stage;

  ShowAccess(Stage stage) {
    this.stage = stage;
  }

  void fill() {
    Instant now = stage.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant before = now.minus(Duration.ofDays(40));
    stage.access.users().add(User.fresh("grace", Role.DEVELOPER, before));
    stage.access.users().setPassword("grace", "none", before);
    stage.access.users().seen("grace", now.minus(Duration.ofHours(3)));
    stage.access.users().add(User.fresh("alan.turing", Role.MAINTAINER, before));
    stage.access.users().setPassword("alan.turing", "none", before);
    stage.access.users().add(User.fresh("contractor", Role.VIEWER, before));
    stage.access.users().setDisabled("contractor", true);
    stage.addToken("release-script", "grace", Role.DEVELOPER);
    deed(now.minusSeconds(7200), "ada", "POST /api/v1/users", "/api/v1/users", 201);
    deed(now.minusSeconds(7000), "grace", "POST /sign-in", "/sign-in", 401);
    deed(now.minusSeconds(6990), "grace", "POST /sign-in", "/sign-in", 303);
    String rollback = "/services/svc_01kan0b7zq4r9x2c8v5n3m1k6j/rollback";
    deed(now.minusSeconds(4000), "grace", "POST /services/:id/rollback", rollback, 202);
    String secret = "/api/v1/secrets/repo_1/DATABASE_URL";
    deed(now.minusSeconds(90), "grace", "PUT /api/v1/secrets/:scope/:name", secret, 403);
    deed(now.minusSeconds(30), "alan.turing", "PUT /api/v1/secrets/:scope/:name", secret, 200);
  }

  private void deed(Instant at, String who, String action, String object, int outcome) {
    boolean done = outcome < 300 && !action.contains("users");
    stage
        .access
        .audit()
        .append(
            new Deed(
                at,
                who,
                outcome == 401 ? "" : who.equals("grace") ? "ses_01kan0c2" : "tok_01kan0d9",
                "192.0.2.17",
                action,
                object,
                outcome,
                done ? "5f2c81d09ab3".repeat(6).substring(0, 64) : "",
                done ? "b7719e24c05d".repeat(6).substring(0, 64) : ""));
  }
}
