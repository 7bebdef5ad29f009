package dev.slipway.edge;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Why the edge answers itself.
 *
 * @param status the HTTP status
 * @param title in a few words
 * @param what happened, to which thing
 * @param next what to do about it
 */
record Problem(int status, String title, String what, String next) {
  static Problem badRequest(String what) {
    return new Problem(
        400, "This request cannot be understood", what, "Correct the client that sent it.");
  }

  static Problem unknownHost(String host) {
    return new Problem(
        404,
        "Nothing is deployed here",
        "This edge has no route for the host " + host + ".",
        "A route is made when a service is deployed and healthy: check the spelling, the hosts in"
            + " the service's .slipway.yml, and whether its first deployment has succeeded.");
  }

  static Problem noTunnel(String method) {
    return new Problem(
        405,
        "Method not allowed",
        "The edge does not serve the method " + method + ".",
        "Send the request to the host itself, without a forward proxy in between.");
  }

  static Problem noAnswer(String service, String host, String how) {
    return new Problem(
        502,
        "The service gave no answer",
        "An instance of " + service + ", which serves " + host + ", " + how + ".",
        "Look at the service's log and its last deployment: its container may have stopped, or"
            + " listens on another port or only on its own loopback address.");
  }

  static Problem noInstance(String service, String host) {
    return new Problem(
        503,
        "The service is not running",
        "The service " + service + ", which serves " + host + ", has no instance at the moment.",
        "Start or deploy it again; requests are served as soon as an instance is healthy.");
  }

  static Problem tooLarge(String service, String host, long most) {
    return new Problem(
        413,
        "This request is too large",
        "The service "
            + service
            + ", which serves "
            + host
            + ", takes at most "
            + most
            + " bytes in the body of a request.",
        "Send less, or raise the limit for request bodies in the service's .slipway.yml.");
  }

  static Problem heldTooLong(String service, String host) {
    return new Problem(
        503,
        "The service is paused",
        "Requests to the service " + service + ", which serves " + host + ", are held back.",
        "Try again in a moment; whoever paused the service lets requests in again.");
  }

  static Problem tooSlow(String service, String host, Duration limit) {
    return new Problem(
        504,
        "The service took too long",
        "An instance of "
            + service
            + ", which serves "
            + host
            + ", did not begin to answer within "
            + seconds(limit)
            + " s.",
        "Look at the service's log for what this request waits for, such as a database or another"
            + " service.");
  }

  private static String seconds(Duration limit) {
    return BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros().toPlainString();
  }
}
