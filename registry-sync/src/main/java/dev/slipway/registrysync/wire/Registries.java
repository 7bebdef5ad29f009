package dev.slipway.registrysync.wire;

import dev.slipway.core.registry.RegistryException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All registries that this process talks to, with one gate and one memory of tokens for each,
 * whoever asks. Safe for concurrent use.
 */
public final class Registries implements AutoCloseable {
  private final WireSettings settings;
  private final Logins logins;
  private final Wire wire;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Map<RegistryAddress, RegistryHttp> known = new ConcurrentHashMap<>();

  /**
   * Knows how to reach them; nothing is sent yet.
   *
   * @throws RegistryException when the certificates of an authority cannot be read
   */
  public Registries(WireSettings settings, Logins logins) throws RegistryException {
    this(settings, logins, InstantSource.system(), Backoff.USUAL);
  }

  /** The same with another clock, and other waits between tries. */
  public Registries(WireSettings settings, Logins logins, InstantSource clock, Backoff backoff)
      throws RegistryException {
    this.settings = settings;
    this.logins = logins;
    this.wire = new Wire(settings);
    this.clock = clock;
    this.backoff = backoff;
  }

  /** The registry that a name such as {@code HOST[:PORT][/PREFIX]} begins with. */
  public RegistryHttp at(String name) {
    return known.computeIfAbsent(
        settings.address(name),
        address ->
            new RegistryHttp(
                address,
                wire,
                new Authorization(address, logins, wire, clock),
                new HostGate(address.host(), clock),
                backoff));
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    wire.close();
  }
}
