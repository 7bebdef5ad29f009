package dev.slipway.core.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Decides which addresses Slipway may connect to for somebody else: public ones, and those private
 * ones that the administrator named. Immutable.
 */
public interface AddressPolicy {
  /**
   * Resolves the host once and returns the addresses that may be used.
   *
   * @throws ForbiddenAddressException when one of its addresses is private and not allowed
   */
  List<InetAddress> resolve(String host) throws UnknownHostException, ForbiddenAddressException;
}
