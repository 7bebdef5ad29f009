package dev.slipway.dashboard;

import dev.slipway.core.registry.ConfiguredLogins;
import dev.slipway.core.registry.InMemoryKnownRegistries;
import dev.slipway.core.registry.KnownRegistry;
import dev.slipway.core.registry.RegistryFindings;
import dev.slipway.core.registry.RegistryFindings.Anonymous;
import dev.slipway.core.registry.RegistryFindings.Remark;
import dev.slipway.core.registry.RegistryFindings.SignIn;
import dev.slipway.core.registry.RegistryFindings.Transport;
import dev.slipway.core.registry.RegistryHost;
import dev.slipway.core.registry.RegistryTests;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Registries that take one password, and say so. */
final class StageRegistries implements ConfiguredLogins, RegistryTests {
  static final String PASSWORD = "canary-swordfish";

  final InMemoryKnownRegistries known = new InMemoryKnownRegistries();
  final BlockingQueue<RegistryHost> asked = new LinkedBlockingQueue<>();
  volatile List<ConfiguredLogin> configured = List.of();

  @Override
  public List<ConfiguredLogin> all() {
    return configured;
  }

  @Override
  public RegistryFindings test(RegistryHost host) {
    asked.add(host);
    return known.find(host).map(this::test).orElseGet(() -> findings(SignIn.NONE, true));
  }

  @Override
  public RegistryFindings test(KnownRegistry registry) {
    asked.add(registry.host());
    boolean right = Objects.requireNonNull(registry.login()).password().reveal().equals(PASSWORD);
    return findings(right ? SignIn.RIGHT : SignIn.WRONG, right);
  }

  private static RegistryFindings findings(SignIn signIn, boolean well) {
    return new RegistryFindings(
        true,
        Transport.TRUSTED,
        signIn,
        Anonymous.NO,
        List.of(
            new Remark(true, "it answers, and its certificate is trusted", ""),
            well
                ? new Remark(true, "it takes the password", "")
                : new Remark(false, "it does not take the password", "check it")));
  }
}
