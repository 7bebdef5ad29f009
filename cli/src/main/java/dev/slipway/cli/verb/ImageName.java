package dev.slipway.cli.verb;

import dev.slipway.cli.api.Api;

/**
 * An image as people write it.
 *
 * @param reference a tag or a digest; empty for the whole repository
 */
record ImageName(String repository, String reference) {
  /** Reads {@code REPOSITORY[:TAG|@DIGEST]}. */
  static ImageName parse(String text) {
    int at = text.indexOf('@');
    // A colon before the last slash belongs to a host.
    int colon = text.indexOf(':', text.lastIndexOf('/') + 1);
    int end = at >= 0 ? at : colon;
    // Of a name with tag and digest, the digest says which image it is.
    String named = at >= 0 && colon >= 0 && colon < at ? text.substring(0, colon) : "";
    return end < 0
        ? new ImageName(text, "")
        : new ImageName(named.isEmpty() ? text.substring(0, end) : named, text.substring(end + 1));
  }

  /** Where it is in the API. */
  String path() {
    return reference.isEmpty()
        ? Api.path("images", repository)
        : Api.path("images", repository, reference);
  }

  @Override
  public String toString() {
    return reference.isEmpty()
        ? repository
        : repository + (reference.contains(":") ? "@" : ":") + reference;
  }
}
