package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.access.Audit;
import dev.slipway.core.access.AuditContract;
import dev.slipway.core.access.AuditEntry;
import dev.slipway.core.access.VerifyAudit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisAuditIT extends AuditContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected Audit fresh() {
    return new RedisAudit(REAL.redis());
  }

  @Test
  void twoProcessesWriteOneChain() {
    Audit one = fresh();
    Audit other = fresh();
    for (int i = 0; i < 10; i++) {
      one.append(deed("ada", AT));
      other.append(deed("grace", AT));
    }
    assertThat(VerifyAudit.of(one).entries()).isEqualTo(20);
    assertThat(VerifyAudit.of(other).whole()).isTrue();
  }

  @Test
  void anEntryThatIsChangedOrTakenOutIsFound() {
    Audit audit = fresh();
    for (int i = 0; i < 5; i++) {
      audit.append(deed("ada", AT.plusSeconds(i)));
    }
    String stream = Key.AUDIT.toString();
    var third =
        REAL.redis()
            .call(commands -> commands.xrange(stream, io.lettuce.core.Range.create("3-0", "3-0")))
            .getFirst();
    REAL.redis().call(commands -> commands.xdel(stream, "3-0"));
    assertThat(VerifyAudit.of(audit).problem()).contains("entry 3 is missing");
    assertThat(VerifyAudit.of(audit).entries()).isEqualTo(2);

    REAL.redis().call(commands -> commands.del(stream));
    String forged = third.getBody().getOrDefault("text", "").replace("ada", "eve");
    REAL.redis()
        .call(commands ->
            commands.hset(Key.AUDIT_CHAIN.toString(), Map.of("cut_number", "2", "number", "3")));
    REAL.redis()
        .call(commands ->
            commands.xadd(
                stream,
                new io.lettuce.core.XAddArgs().id("3-0"),
                Map.of("at", "0", "hash", "ab", "text", forged)));
    assertThat(VerifyAudit.of(audit).whole()).isFalse();
  }

  @Test
  void entriesThatAreCutOffAtTheEndAreMissed() {
    Audit audit = fresh();
    audit.append(deed("ada", AT));
    audit.append(deed("ada", AT));
    REAL.redis().call(commands -> commands.xdel(Key.AUDIT.toString(), "2-0"));
    assertThat(VerifyAudit.of(audit).problem()).contains("ends with entry 1", "2 were written");
  }

  @Test
  void anEntryThatIsSentAgainAfterAReconnectIsInOnce() {
    LuaScript append = LuaScript.load("append_audit");
    AuditEntry entry = AuditEntry.after(0, AuditEntry.BEGINNING, deed("ada", AT));
    String[] call = {entry.previous(), "1", entry.hash(), "1", "{}", "0"};
    assertThat(append.list(REAL.redis(), call)).isEmpty();
    assertThat(append.list(REAL.redis(), call)).isEmpty();
    assertThat(REAL.redis().<Long>call(c -> c.xlen(Key.AUDIT.toString()))).isEqualTo(1);
    assertThat(fresh().append(deed("grace", AT)).number()).isEqualTo(2);
  }
}
