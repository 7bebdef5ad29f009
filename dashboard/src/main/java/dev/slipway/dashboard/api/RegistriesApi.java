package dev.slipway.dashboard.api;

import dev.slipway.core.registry.ConfiguredLogins;
import dev.slipway.core.registry.ConfiguredLogins.ConfiguredLogin;
import dev.slipway.core.registry.KnownRegistries;
import dev.slipway.core.registry.KnownRegistry;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.RegistryFindings;
import dev.slipway.core.registry.RegistryHost;
import dev.slipway.core.registry.RegistryTests;
import dev.slipway.dashboard.Operations;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.Site;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Registries that Slipway signs in to. Safe for concurrent use. */
public final class RegistriesApi {
  private final KnownRegistries known;
  private final ConfiguredLogins configured;
  private final RegistryTests tests;
  private final InstantSource clock;

  public RegistriesApi(Records records, Operations operations, Site site) {
    this.known = records.registries();
    this.configured = operations.configuredLogins();
    this.tests = operations.registryTests();
    this.clock = site.clock();
  }

  public Answer list(Call call) {
    return Answer.json(200, ListView.of(all(), view -> view));
  }

  public Answer get(Call call) {
    return Answer.json(200, find(host(call)));
  }

  /** Keeps what is given beside what is known of it; without a password, that stays. */
  public Answer put(Call call) {
    RegistryHost host = host(call);
    Optional<KnownRegistry> before = known.find(host);
    if (before.isPresent()) {
      call.demandSeen(get(call));
    }
    return Answer.json(before.isPresent() ? 200 : 201, keep(call.fields(), host));
  }

  public Answer remove(Call call) {
    forget(call);
    return Answer.empty(204);
  }

  /** Signs in with what is given beside what is known, or as it would be used; keeps nothing. */
  public Answer test(Call call) throws InterruptedException {
    RegistryHost host = host(call);
    return Answer.json(200, RegistryFindingsView.of(host, test(call.fields(), host)));
  }

  /** All of them by their names; one that is kept here comes before that of the file. */
  public List<RegistryView> all() {
    Map<RegistryHost, RegistryView> byHost = new TreeMap<>();
    for (ConfiguredLogin login : configured()) {
      byHost.put(login.host(), RegistryView.of(login));
    }
    for (KnownRegistry registry : known.all()) {
      byHost.put(registry.host(), RegistryView.of(registry));
    }
    return List.copyOf(byHost.values());
  }

  private List<ConfiguredLogin> configured() {
    try {
      return configured.all();
    } catch (RegistryException e) {
      throw ProblemException.conflict(e.getMessage() + "; " + e.hint());
    }
  }

  private RegistryView find(RegistryHost host) {
    return all().stream()
        .filter(view -> view.host().equals(host.value()))
        .findFirst()
        .orElseThrow(() -> ProblemException.notFound("registry", host.value()));
  }

  /** Keeps the registry that a form names. */
  public RegistryView keepByForm(Call call) {
    return keep(call.fields(), named(call.fields()));
  }

  /** Tests the registry that a form names, as the form says. */
  public RegistryFindings testByForm(Call call) throws InterruptedException {
    return test(call.fields(), named(call.fields()));
  }

  private static RegistryHost named(Fields fields) {
    RegistryHost host = RegistryForm.host(fields);
    if (host == null) {
      fields.check();
    }
    return Objects.requireNonNull(host, "noted as a problem");
  }

  private RegistryView keep(Fields fields, RegistryHost host) {
    KnownRegistry registry = read(fields, host);
    known.put(registry);
    return RegistryView.of(registry);
  }

  private KnownRegistry read(Fields fields, RegistryHost host) {
    return RegistryForm.read(
        fields,
        host,
        known.find(host).orElse(null),
        clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private RegistryFindings test(Fields fields, RegistryHost host) throws InterruptedException {
    return Set.of("host", "csrf").containsAll(fields.names())
        ? tests.test(host)
        : tests.test(read(fields, host));
  }

  /** Forgets what is kept of the registry in the path. */
  public void forget(Call call) {
    RegistryHost host = host(call);
    if (!known.remove(host)) {
      throw ProblemException.problem(
          404,
          "not-found",
          "Not found",
          "there is no registry \"" + host + "\" kept here; those of the file are changed there");
    }
  }

  private static RegistryHost host(Call call) {
    return new RegistryHost(call.path("host"));
  }
}
