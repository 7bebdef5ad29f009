package dev.slipway.webhook.forge;

import dev.slipway.core.Secret;
import dev.slipway.core.account.Account;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.source.Forge;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The APIs of the connected accounts. One of an account is kept while its token stays the same;
 * nothing is loaded, and no thread started, before the first is asked for. Safe for concurrent use.
 */
public final class ForgeApis implements AutoCloseable {
  private final ForgeHttp http;
  private final Clock clock;
  private final Map<AccountId, Kept> kept = new ConcurrentHashMap<>();

  /**
   * For all accounts.
   *
   * @param policy which addresses forges may be at
   */
  public ForgeApis(AddressPolicy policy, Clock clock) {
    this(new ForgeHttp(policy), clock);
  }

  ForgeApis(ForgeHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /** The API of the account's forge, spoken with its token. */
  public ForgeApi of(Account account) throws ForgeException {
    Kept known = kept.get(account.id());
    if (known != null && known.serves(account)) {
      return known.api();
    }
    ForgeApi api = of(account.forge(), account.url(), account.token());
    kept.put(account.id(), new Kept(account, api));
    return api;
  }

  /** The API of a forge whose pages are there, spoken with that token. */
  public ForgeApi of(Forge forge, URI url, Secret token) throws ForgeException {
    if (!token.reveal().matches("[\\x21-\\x7e]+")) {
      throw new ForgeException(
          Kind.UNAUTHORIZED,
          "that cannot be a token: it has blanks or letters that no token has, or is empty",
          "copy the token once more");
    }
    return of(Site.of(forge, url, token));
  }

  /** For tests, whose forges have their API elsewhere. */
  ForgeApi of(Site site) throws ForgeException {
    ForgeClient client = new ForgeClient(site, http, clock);
    return switch (site.forge()) {
      case GITHUB -> GitHubForge.of(client);
      case GITLAB -> GitLabForge.of(client);
      case BITBUCKET -> BitbucketForge.of(client);
      case BITBUCKET_SERVER -> BitbucketServerForge.of(client);
      case GITEA, FORGEJO -> GiteaForge.of(client);
      case GITEE -> GiteeForge.of(client);
      case GIT ->
          throw new ForgeException(
              Kind.REFUSED, "a plain git server has no API", "use its clone address only");
    };
  }

  /** Ends the requests that are under way. */
  @Override
  public void close() {
    http.close();
  }

  /** An API, and the account as it was when the API was made. */
  private record Kept(Account account, ForgeApi api) {
    boolean serves(Account now) {
      return account.forge() == now.forge()
          && account.url().equals(now.url())
          && account.token().reveal().equals(now.token().reveal());
    }
  }
}
