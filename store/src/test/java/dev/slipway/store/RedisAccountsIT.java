package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.account.Account;
import dev.slipway.core.account.Accounts;
import dev.slipway.core.account.AccountsContract;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RedisAccountsIT extends AccountsContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();
  @TempDir static Path keys;

  @Override
  protected Accounts freshAccounts() {
    return new RedisAccounts(REAL.redis(), TinkSecretBox.open(keys.resolve("keys.json")));
  }

  @Test
  void noTokenIsReadableInRedis() {
    Account account = account("acc_1", "canary-token-1", Instant.EPOCH);
    freshAccounts().put(account);
    String kept = REAL.redis().call(commands -> commands.get(Key.ACCOUNT.of(account.id())));
    assertThat(kept).contains("forge.example").doesNotContain("canary");
  }
}
