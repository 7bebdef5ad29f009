package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape.Amount;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.shape.Shape.Word;
import dev.slipway.config.shape.Unit;
import java.util.List;

/** Top-level keys of the format that no part of this version acts on; checked all the same. */
final class LaterKeys {
  private static final int MOST_ENTRIES = 20;
  private static final List<String> NEWS = List.of("failed", "fixed", "deployed", "rolled_back");

  static final Key PREVIEW =
      Key.of(
              "preview",
              "A service of its own for each pull request.",
              Section.of(
                  "preview",
                  Key.of("on", "What gets a preview.", new Word("event", List.of("pull_request")))
                      .needed()
                      .like("on: pull_request"),
                  Key.of("ttl", "How long it lives.", new Amount(Unit.TIME)).like("ttl: 72h"),
                  Key.of("host", "Its host name.", Text.FREE)
                      .like("host: \"pr-${PR}.shop.localhost\"")))
          .notYet()
          .like("preview: { on: pull_request }");

  private static final Section MESSAGE =
      Section.of(
          "notify",
          Key.of("slack", "The secret that holds the URL of the webhook.", ContainerKeys.SECRET)
              .needed()
              .like("slack: { from_secret: SLACK_WEBHOOK }"),
          Key.of(
                  "events",
                  "What to tell of: failed, fixed, deployed or rolled_back.",
                  Either.listOr(new Word("event", NEWS), 0, MOST_ENTRIES))
              .like("events: [failed, fixed]"));

  static final Key NOTIFY =
      Key.of("notify", "Tells people how it went.", Either.listOr(MESSAGE, 0, MOST_ENTRIES))
          .notYet()
          .like("notify: [{ slack: { from_secret: SLACK_WEBHOOK } }]");

  private LaterKeys() {}
}
