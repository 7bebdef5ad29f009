package dev.slipway.registrysync.wire;

import dev.slipway.core.registry.RegistryException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All registries that this process talks to, with one gate and one memory of tokens for each,
 * whoever asks. Safe for concurrent use.
 */
public final class Registries implements AutoCloseable {
  private final WireSettings settings;
  private final Logins logins;
  private final Terms terms;
  private final Wire wire;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Map<String, HostGate> gates = new ConcurrentHashMap<>();
  private final Map<RegistryAddress, Known> known = new ConcurrentHashMap<>();

  /** A registry, as what was said about it made it. */
  private record Known(Terms.Special special, Wire wire, RegistryHttp http) {}

  /**
   * Knows how to reach them; nothing is sent yet.
   *
   * @throws RegistryException when the certificates of an authority cannot be read
   */
  public Registries(WireSettings settings, Logins logins) throws RegistryException {
    this(settings, logins, Terms.NONE);
  }

  /** The same where something was said about single ones, which holds from the next use on. */
  public Registries(WireSettings settings, Logins logins, Terms terms) throws RegistryException {
    this(settings, logins, terms, InstantSource.system(), Backoff.USUAL);
  }

  /** The same with another clock, and other waits between tries. */
  public Registries(WireSettings settings, Logins logins, InstantSource clock, Backoff backoff)
      throws RegistryException {
    this(settings, logins, Terms.NONE, clock, backoff);
  }

  /** The same with all of it. */
  public Registries(
      WireSettings settings, Logins logins, Terms terms, InstantSource clock, Backoff backoff)
      throws RegistryException {
    this.settings = settings;
    this.logins = logins;
    this.terms = terms;
    this.wire = new Wire(settings, terms, List.of());
    this.clock = clock;
    this.backoff = backoff;
  }

  /**
   * The registry that a name such as {@code HOST[:PORT][/PREFIX]} begins with. Whoever holds it
   * goes on as it was when something else is said about it meanwhile.
   */
  public RegistryHttp at(String name) {
    RegistryAddress address = settings.address(name, terms);
    Terms.Special special = terms.of(address.host());
    return known
        .compute(
            address,
            (_, before) ->
                before != null && before.special().equals(special)
                    ? before
                    : connected(address, special))
        .http();
  }

  private Known connected(RegistryAddress address, Terms.Special special) {
    Wire own = special.authorities().isEmpty() ? wire : trusting(special);
    RegistryHttp http =
        new RegistryHttp(
            address,
            own,
            new Authorization(address, logins, own, clock),
            gates.computeIfAbsent(address.host(), host -> new HostGate(host, clock)),
            backoff);
    return new Known(special, own, http);
  }

  /** An authority vouches for the one registry that it was given for, and its token server. */
  private Wire trusting(Terms.Special special) {
    try {
      return new Wire(settings, terms, special.authorities());
    } catch (RegistryException e) {
      throw new IllegalStateException("the files of the settings could be read before", e);
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    known.values().forEach(each -> each.wire().close());
    wire.close();
  }
}
