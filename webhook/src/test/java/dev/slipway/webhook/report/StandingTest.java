package dev.slipway.webhook.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.webhook.forge.CommitStatus;
import dev.slipway.webhook.forge.CommitStatus.State;
import java.net.URI;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final String CONTEXT = "slipway/deploy/production";
  private static final URI SHOP = URI.create("https://slipway.example/services/shop");
  private static final URI MAIL = URI.create("https://slipway.example/services/mail");

  @Test
  void onePartIsShownAsItIs() {
    Standing one = Standing.NOTHING.with("shop", new News(1, State.RUNNING, "v1 of shop", SHOP));
    assertThat(one.status(CONTEXT))
        .isEqualTo(new CommitStatus(State.RUNNING, CONTEXT, "v1 of shop", SHOP));
  }

  @Test
  void newsOfAnOlderBuildChangeNothing() {
    Standing newer = Standing.NOTHING.with("build", new News(2, State.QUEUED, "queued", SHOP));
    assertThat(newer.with("build", new News(1, State.SUCCEEDED, "built", SHOP))).isEqualTo(newer);
    assertThat(newer.with("build", new News(2, State.RUNNING, "is being built", SHOP)))
        .isNotEqualTo(newer);
  }

  @Test
  void ofSeveralServicesTheOneInTroubleIsShown() {
    Standing two =
        Standing.NOTHING
            .with("shop", new News(3, State.SUCCEEDED, "v3 of shop is live", SHOP))
            .with("mail", new News(1, State.FAILED, "v1 of mail failed", MAIL));
    assertThat(two.status(CONTEXT))
        .isEqualTo(
            new CommitStatus(
                State.FAILED, CONTEXT, "1 of 2 services are live; v1 of mail failed", MAIL));
    Standing good = two.with("mail", new News(2, State.SUCCEEDED, "v2 of mail is live", MAIL));
    assertThat(good.status(CONTEXT).state()).isEqualTo(State.SUCCEEDED);
    assertThat(good.status(CONTEXT).description()).isEqualTo("2 of 2 services are live");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Standing two =
        Standing.NOTHING
            .with("shop", new News(3, State.SUCCEEDED, "v3 of \"shop\"", SHOP))
            .with("mail", new News(1, State.FAILED, "ä", MAIL));
    assertThat(Standing.read(two.text())).isEqualTo(two);
  }
}
