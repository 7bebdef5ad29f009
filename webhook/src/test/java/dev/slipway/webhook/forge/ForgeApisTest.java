package dev.slipway.webhook.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.account.Account;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.source.Forge;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForgeApisTest {
  private static final Secret TOKEN = new Secret("token", "abc123");

  private final ForgeApis apis = new ForgeApis(AddressPolicy.PUBLIC_ONLY, ForgeApiContract.clock());

  @AfterEach
  void close() {
    apis.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB, https://github.com, https://api.github.com, GitHub",
    "GITHUB, https://github.com/, https://api.github.com, GitHub",
    "GITHUB, https://www.GitHub.com, https://api.github.com, GitHub",
    "GITHUB, https://git.acme.com, https://git.acme.com/api/v3, GitHub at git.acme.com",
    "GITLAB, https://gitlab.com, https://gitlab.com/api/v4, GitLab",
    "GITLAB, https://Acme.com/gitlab/, https://acme.com/gitlab/api/v4, GitLab at acme.com",
    "BITBUCKET, https://bitbucket.org, https://api.bitbucket.org/2.0, Bitbucket",
    "BITBUCKET_SERVER, https://bb.acme.com, https://bb.acme.com/rest, "
        + "Bitbucket Data Center at bb.acme.com",
    "GITEA, http://10.1.2.3:3000, http://10.1.2.3:3000/api/v1, Gitea at 10.1.2.3:3000",
    "FORGEJO, https://codeberg.org, https://codeberg.org/api/v1, Forgejo",
    "GITEE, https://gitee.com, https://gitee.com/api/v5, Gitee"
  })
  void theApiIsWhereThePagesSay(Forge forge, URI pages, URI api, String name)
      throws ForgeException {
    Site site = Site.of(forge, pages, TOKEN);

    assertThat(site.api()).isEqualTo(api);
    assertThat(site.name()).isEqualTo(name);
    assertThat(site.toString()).doesNotContain("abc123");
  }

  @Test
  void aPlainGitServerHasNoApi() {
    ForgeException e =
        ForgeApiContract.failure(
            () -> apis.of(Forge.GIT, URI.create("https://git.acme.com"), TOKEN));

    assertThat(e.kind()).isEqualTo(Kind.REFUSED);
    assertThat(e).hasMessageContaining("no API");
  }

  @Test
  void keepsTheApiOfAnAccountUntilItsTokenChanges() throws ForgeException {
    ForgeApi first = apis.of(account(TOKEN));

    assertThat(apis.of(account(new Secret("token", "abc123")))).isSameAs(first);
    assertThat(apis.of(account(new Secret("token", "renewed")))).isNotSameAs(first);
  }

  private static Account account(Secret token) {
    return new Account(
        new AccountId("acc_1"),
        Forge.GITEE,
        URI.create("https://gitee.com"),
        "slip",
        "1",
        token,
        ForgeApiContract.NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "line\nbreak", "schlüssel"})
  void whatCannotBeATokenIsSaidSo(String token) {
    ForgeException e =
        ForgeApiContract.failure(() ->
            apis.of(Forge.GITHUB, URI.create("https://github.com"), new Secret("token", token)));

    assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://192.0.2.7",
        "http://8.8.8.8",
        "https://user:pass@8.8.8.8",
        "ftp://8.8.8.8",
        "https://127.0.0.1",
        "https://0x7f000001",
        "https://[::1]",
        "https://169.254.169.254"
      })
  void theTokenGoesToNoAddressThatIsNotSafe(String pages) throws ForgeException {
    ForgeApi api = apis.of(Forge.GITEA, URI.create(pages), TOKEN);

    ForgeException e = ForgeApiContract.failure(api::user);

    assertThat(e.kind()).isEqualTo(Kind.REFUSED);
    assertThat(e).hasMessageNotContaining("abc123");
  }

  @Test
  void aTextIsCutBetweenWordsAndAKeyKeepsItsMeaning() {
    assertThat(Shortened.text("short", 10)).isEqualTo("short");
    assertThat(Shortened.text("one two three four", 12)).isEqualTo("one two…");
    assertThat(Shortened.text("a".repeat(20), 10)).isEqualTo("a".repeat(9) + "…");
    assertThat(Shortened.text("😀".repeat(10), 10)).hasSizeLessThanOrEqualTo(10).endsWith("…");
    assertThat(Shortened.key("x".repeat(41), 40)).hasSize(40);
    assertThat(List.of(Shortened.key("x".repeat(41), 40), Shortened.key("x".repeat(42), 40)))
        .doesNotHaveDuplicates();
  }
}
