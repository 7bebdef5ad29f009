package dev.slipway.store;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Page;
import dev.slipway.core.access.Audit;
import dev.slipway.core.access.AuditEntry;
import dev.slipway.core.access.Deed;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the audit log in a stream. Redis cannot make SHA-256, so the hash is made here, and the
 * entry goes in only when the one that it follows on is still the last.
 */
public final class RedisAudit implements Audit {
  private static final LuaScript APPEND = LuaScript.load("append_audit");
  private static final int BATCH = 500;

  /** How many entries a page may be searched for before it is answered short. */
  private static final int MOST_SEARCHED = 10_000;

  private final Redis redis;

  /** Spares writers of this process the turns that they would lose to each other. */
  private final ReentrantLock writing = new ReentrantLock();

  private @Nullable AuditEntry last;

  public RedisAudit(Redis redis) {
    this.redis = redis;
  }

  @Override
  public AuditEntry append(Deed deed) {
    writing.lock();
    try {
      long number = last == null ? 0 : last.number();
      String head = last == null ? AuditEntry.BEGINNING : last.hash();
      while (true) {
        AuditEntry entry = AuditEntry.after(number, head, deed);
        List<@Nullable String> ahead = append(entry);
        if (ahead.isEmpty()) {
          last = entry;
          return entry;
        }
        number = Long.parseLong(Objects.requireNonNull(ahead.get(0)));
        head = Objects.requireNonNull(ahead.get(1));
      }
    } finally {
      writing.unlock();
    }
  }

  private List<@Nullable String> append(AuditEntry entry) {
    Deed deed = entry.deed();
    return APPEND.list(
        redis,
        entry.previous(),
        Long.toString(entry.number()),
        entry.hash(),
        Long.toString(deed.at().toEpochMilli()),
        Json.write(new Kept(deed, entry.previous())),
        Long.toString(deed.at().minus(KEPT).toEpochMilli()));
  }

  @Override
  public Page<AuditEntry> list(Predicate<AuditEntry> matching, Page.Request request) {
    List<AuditEntry> found = new ArrayList<>();
    long before = before(request);
    int searched = 0;
    while (searched < MOST_SEARCHED && before > 1) {
      List<AuditEntry> batch = older(before);
      for (AuditEntry entry : batch) {
        if (found.size() == request.limit()) {
          return new Page<>(found, Long.toString(before));
        }
        before = entry.number();
        if (matching.test(entry)) {
          found.add(entry);
        }
      }
      searched += batch.size();
      if (batch.size() < BATCH) {
        return new Page<>(found, null);
      }
    }
    return new Page<>(found, before > 1 ? Long.toString(before) : null);
  }

  private static long before(Page.Request request) {
    String text = request.before();
    if (text == null) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw new InvalidValueException(
          "before is \"" + text + "\"; give what the page before had as next");
    }
  }

  private List<AuditEntry> older(long before) {
    Range<String> range = Range.create("-", (before - 1) + "-0");
    return redis
        .call(commands -> commands.xrevrange(Key.AUDIT.toString(), range, Limit.from(BATCH)))
        .stream()
        .map(RedisAudit::entry)
        .toList();
  }

  @Override
  public List<AuditEntry> read(long from, int most) {
    Range<String> range = Range.create(from + "-0", "+");
    return redis
        .call(commands -> commands.xrange(Key.AUDIT.toString(), range, Limit.from(most)))
        .stream()
        .map(RedisAudit::entry)
        .toList();
  }

  @Override
  public Ends ends() {
    Map<String, String> chain =
        redis.call(commands -> commands.hgetall(Key.AUDIT_CHAIN.toString()));
    return new Ends(
        Long.parseLong(chain.getOrDefault("cut_number", "0")),
        chain.getOrDefault("cut", AuditEntry.BEGINNING),
        Long.parseLong(chain.getOrDefault("number", "0")),
        chain.getOrDefault("head", AuditEntry.BEGINNING));
  }

  private static AuditEntry entry(StreamMessage<String, String> message) {
    Map<String, String> body = message.getBody();
    String id = message.getId();
    Kept kept = Json.read(Objects.requireNonNull(body.get("text")), Kept.class);
    return new AuditEntry(
        Long.parseLong(id.substring(0, id.indexOf('-'))),
        kept.deed(),
        kept.previous(),
        Objects.requireNonNull(body.get("hash")));
  }

  private record Kept(Deed deed, String previous) {}
}
