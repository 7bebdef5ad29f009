package dev.slipway.server;

/** Where images go: {@code host:port} and an optional path below which they have to be. */
record RegistryPlace(String host, String prefix) {
  static RegistryPlace parse(String setting) {
    int slash = setting.indexOf('/');
    return slash < 0
        ? new RegistryPlace(setting, "")
        : new RegistryPlace(setting.substring(0, slash), setting.substring(slash));
  }

  /** What comes before a repository's path in an image's name. */
  String beforePath() {
    return host + prefix;
  }
}
