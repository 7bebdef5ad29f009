package dev.slipway.server;

import dev.slipway.core.registry.Authorities;
import dev.slipway.core.registry.KnownRegistry;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.RegistryFindings;
import dev.slipway.core.registry.RegistryFindings.Anonymous;
import dev.slipway.core.registry.RegistryFindings.Remark;
import dev.slipway.core.registry.RegistryFindings.SignIn;
import dev.slipway.core.registry.RegistryFindings.Transport;
import dev.slipway.core.registry.RegistryHost;
import dev.slipway.core.registry.RegistryLogin;
import dev.slipway.core.registry.RegistryTests;
import dev.slipway.registrysync.wire.Credentials;
import dev.slipway.registrysync.wire.Logins;
import dev.slipway.registrysync.wire.SignInTrial;
import dev.slipway.registrysync.wire.Terms;
import dev.slipway.registrysync.wire.WireSettings;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Signs in to registries to see what they say, as copies between them would. */
final class RegistryTrials implements RegistryTests {
  private final Supplier<WireSettings> settings;
  private final Logins logins;
  private final Terms terms;

  RegistryTrials(Supplier<WireSettings> settings, Logins logins, Terms terms) {
    this.settings = settings;
    this.logins = logins;
    this.terms = terms;
  }

  @Override
  public RegistryFindings test(RegistryHost host) throws InterruptedException {
    try {
      return run(terms, host, logins.at(host.value()).orElse(null));
    } catch (RegistryException e) {
      return impossible(e);
    }
  }

  @Override
  public RegistryFindings test(KnownRegistry registry) throws InterruptedException {
    RegistryLogin login = registry.login();
    Terms.Special said =
        new Terms.Special(
            registry.plainHttp(),
            Authorities.read(registry.authority()),
            registry.changedAt().toEpochMilli());
    try {
      return run(
          host -> host.equals(registry.host().value()) ? said : terms.of(host),
          registry.host(),
          // Without a login of its own, that of the file would be used.
          login == null
              ? logins.at(registry.host().value()).orElse(null)
              : RegistryAccess.credentials(login));
    } catch (RegistryException e) {
      return impossible(e);
    }
  }

  private RegistryFindings run(Terms terms, RegistryHost host, @Nullable Credentials login)
      throws RegistryException, InterruptedException {
    try (SignInTrial trial = new SignInTrial(settings.get(), terms, host.value(), login)) {
      return trial.run();
    }
  }

  private static RegistryFindings impossible(RegistryException e) {
    return new RegistryFindings(
        false,
        Transport.UNKNOWN,
        SignIn.UNKNOWN,
        Anonymous.UNKNOWN,
        List.of(new Remark(false, String.valueOf(e.getMessage()), e.hint())));
  }
}
