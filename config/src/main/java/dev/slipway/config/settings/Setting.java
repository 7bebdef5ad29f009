package dev.slipway.config.settings;

import java.util.Locale;

/**
 * Every setting there is. The name gives its key in the file, its environment variable and its
 * flag.
 */
public enum Setting {
  DATA_DIR("where everything local is kept"),
  PORT("webhooks, API and dashboard listen here; 0 takes any free port"),
  EDGE_PORT("traffic to deployed services arrives here; 0 takes any free port"),
  BIND("the address to listen on"),
  PUBLIC_URL("what forges and browsers call"),
  ROLES("any of webhook, dashboard, builder, deployer, edge, sync"),
  REDIS_URL("an outside Redis; without it Slipway runs its own"),
  REGISTRY("host:port[/prefix] of a registry; without it Slipway runs its own"),
  ADMIN_TOKEN("the first administrator's token; without it one is made and printed once"),
  SECRET_KEY_FILE("the key that secrets are encrypted with at rest"),
  ALLOW_PRIVATE_ADDRESSES("hosts and networks that may be reached although they are private"),
  REGISTRY_CREDENTIALS_FILE("logins to registries, in the form of docker's config.json"),
  BUILDERS("builds at a time"),
  BUILDER_LABELS("what this builder has that repositories may ask for, besides its platform"),
  DRAIN("how long a builder that stops lets running builds come to their end"),
  SUBMODULE_HOSTS("hosts that submodules may be on besides the repository's own"),
  RECONCILE("how often repositories are asked for pushes that no webhook told of"),
  EDGE_TLS_PORT("traffic to deployed services arrives here by HTTPS; without it there is none"),
  EDGE_CERTIFICATES("the folder with NAME.crt and NAME.key for the hosts of services"),
  EDGE_HTTPS_REDIRECT("on sends plain requests for a host with a certificate to HTTPS"),
  EDGE_ACCESS_LOG("the file that gets a line for each request to a service, or off"),
  EDGE_HOLD("how long a request to a paused service waits");

  private final String meaning;

  Setting(String meaning) {
    this.meaning = meaning;
  }

  /** {@code data_dir}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@code SLIPWAY_DATA_DIR}. */
  public String variable() {
    return "SLIPWAY_" + name();
  }

  /** {@code --data-dir}. */
  public String flag() {
    return "--" + key().replace('_', '-');
  }

  /** One phrase for help texts. */
  public String meaning() {
    return meaning;
  }
}
