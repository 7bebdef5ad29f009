package dev.slipway.edge;

/**
 * What leads to a service below one host.
 *
 * @param path prefix, as {@link dev.slipway.core.pipeline.HostPath} has it
 */
record Entrance(String path, Backend backend) {
  /** Whether a request's target is below the path: {@code /api} leads to itself and below. */
  boolean leads(String target) {
    if (path.length() == 1) {
      return true;
    }
    int end = path.length();
    return target.startsWith(path)
        && (target.length() == end || target.charAt(end) == '/' || target.charAt(end) == '?');
  }
}
