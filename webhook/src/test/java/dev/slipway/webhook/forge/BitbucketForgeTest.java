package dev.slipway.webhook.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.Forge;
import dev.slipway.webhook.forge.CommitStatus.State;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BitbucketForgeTest extends ForgeApiContract {
  @Override
  Forge kind() {
    return Forge.BITBUCKET;
  }

  @Override
  Map<State, String> states() {
    return Map.of(
        State.QUEUED, "INPROGRESS",
        State.RUNNING, "INPROGRESS",
        State.SUCCEEDED, "SUCCESSFUL",
        State.FAILED, "FAILED",
        State.CANCELED, "STOPPED",
        State.ERROR, "FAILED");
  }

  @Test
  void shortensALongKeyAlwaysInTheSameWay() throws ForgeException {
    String one = "slipway/deploy/a-rather-long-name-for-an-environment-1";
    String other = "slipway/deploy/a-rather-long-name-for-an-environment-2";
    for (String context : List.of(one, other, one)) {
      api.setStatus(SHOP, SHA, new CommitStatus(State.QUEUED, context, "queued", BUILD_PAGE));
    }

    List<String> keys = forge.statuses("acme/shop").stream().map(each -> each.context()).toList();
    assertThat(keys).allMatch(key -> key.length() == 40);
    assertThat(keys.get(0)).isEqualTo(keys.get(2)).isNotEqualTo(keys.get(1));
  }

  @Test
  void namesTheUserWhereTheTokenIsOneOfAtlassian() throws ForgeException {
    Site site =
        Site.of(
            Forge.BITBUCKET,
            URI.create("https://bitbucket.org"),
            new Secret("token", "me@example.com:ATATT1"));

    assertThat(site.authorization()).isEqualTo("Basic bWVAZXhhbXBsZS5jb206QVRBVFQx");
    assertThat(site.api()).isEqualTo(URI.create("https://api.bitbucket.org/2.0"));
  }

  @Test
  void listsTheRepositoriesOfEveryWorkspace() throws ForgeException {
    forge.addRepository("beta/site", true, false);

    Listing first = api.repositories("", null);
    Listing second = api.repositories("", first.next());

    assertThat(first.repositories()).hasSize(2);
    assertThat(second.repositories())
        .singleElement()
        .satisfies(each -> assertThat(each.name().value()).isEqualTo("beta/site"));
    assertThat(second.next()).isNull();
  }

  @Test
  void refusesAPageOfAnotherList() {
    assertThatThrownBy(() -> api.repositories("", "../../user:1"))
        .isInstanceOf(InvalidValueException.class);
  }
}
